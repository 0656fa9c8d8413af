"""The day is that of the offices, wherever the machine stands."""

from datetime import timedelta

from tracker import clock


def test_the_time_is_that_of_shanghai():
    assert clock.now().utcoffset() == timedelta(hours=8)
    assert clock.today() in (clock.now().date(), clock.now().date() - timedelta(days=1))
