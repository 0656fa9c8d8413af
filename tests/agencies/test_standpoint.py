from datetime import date

import pytest

from tracker.agencies.standpoint import PRINTED, TODAY, Standpoint


@pytest.mark.parametrize(
    ("text", "label", "day"),
    [
        ("printed", "按印发时", None),
        ("today", "今日", date(2026, 3, 2)),
        ("2020-05-01", "截至2020年5月1日", date(2020, 5, 1)),
        ("20200501", "截至2020年5月1日", date(2020, 5, 1)),
    ],
)
def test_a_standpoint_is_read_from_an_address(text, label, day):
    standpoint = Standpoint.parse(text)
    assert (standpoint.label, standpoint.day(date(2026, 3, 2))) == (label, day)
    assert Standpoint.parse(standpoint.word) == standpoint


@pytest.mark.parametrize("text", [None, "", "now", "2020-02-30", "2020", "٢٠٢٠-٠١-٠١x", "0000-00-00", "9" * 400])
def test_what_is_no_day_is_no_standpoint(text):
    assert Standpoint.parse(text) is None


def test_only_one_of_them_is_as_printed():
    assert (PRINTED.is_printed, TODAY.is_printed, Standpoint.of(date(2020, 1, 1)).is_printed) == (True, False, False)
