"""The day is that of the offices, wherever the machine stands."""

import time
from datetime import timedelta

import pytest

from tracker import clock


def test_the_time_is_that_of_shanghai():
    assert clock.now().utcoffset() == timedelta(hours=8)
    assert clock.today() in (clock.now().date(), clock.now().date() - timedelta(days=1))


@pytest.mark.parametrize("zone", ["UTC", "America/Los_Angeles", "Asia/Shanghai", "Pacific/Kiritimati"])
def test_the_zone_of_the_server_changes_nothing(monkeypatch, zone):
    """Case 28: the last moment of the due day is that of Shanghai wherever the server stands."""
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert clock.now().utcoffset() == timedelta(hours=8)
        assert abs(clock.now().timestamp() - time.time()) < 60
        assert clock.today() == clock.now().date()
    finally:
        monkeypatch.delenv("TZ")
        time.tzset()
