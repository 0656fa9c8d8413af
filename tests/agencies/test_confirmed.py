"""For documents of which days a decision about a printed name holds."""

import pytest

from tests.agencies.registries import day
from tracker.agencies.confirmed import Confirmed, ConfirmedNames, period_of

OLD = Confirmed("广州市", "市促进办", "old", None, None, day("2019-01-09"))
NEW = Confirmed("广州市", "市促进办", "new", None, day("2019-01-09"), None)


@pytest.mark.parametrize(
    ("on", "body"),
    [("2017-09-09", "old"), ("2019-01-08", "old"), ("2019-01-09", "new"), ("2025-01-01", "new"), (None, "new")],
)
def test_the_last_decision_that_holds_on_the_day_counts(on, body):
    assert ConfirmedNames([OLD, NEW]).get("广州市", "市促进办", on and day(on)).registered_id == body


def test_a_name_is_asked_about_again_where_no_decision_holds():
    names = ConfirmedNames([OLD])
    assert names.get("广州市", "市促进办", day("2025-01-01")) is None
    assert names.get("深圳市", "市促进办", day("2017-01-01")) is None


@pytest.mark.parametrize(
    ("own", "days", "others", "period"),
    [
        ((None, None), ["2017-09-09"], [], (None, None)),
        ((None, "2019-01-09"), ["2017-09-09"], [], (None, "2019-01-09")),
        ((None, "2019-01-09"), ["2020-05-01"], [], (None, "2020-05-02")),
        (("2019-01-09", None), ["2018-12-01"], [], ("2018-12-01", None)),
        (("2015-02-28", "2019-01-09"), [], [], ("2015-02-28", "2019-01-09")),
        ((None, None), ["2025-01-01"], [(None, "2019-01-09")], ("2019-01-09", None)),
        ((None, None), ["2017-09-09"], [("2019-01-09", None)], (None, "2019-01-09")),
    ],
)
def test_a_decision_holds_for_its_bodys_time_and_the_documents_it_was_made_for(own, days, others, period):
    def dated(pair):
        return tuple(each and day(each) for each in pair)

    assert period_of(dated(own), [day(each) for each in days], [dated(each) for each in others]) == dated(period)
