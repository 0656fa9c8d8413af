from datetime import date
from types import SimpleNamespace

import pytest

from tracker.vocabulary import Origin, Role
from tracker.web.formatting import ORIGIN_IN_WORDS, ROLE_STYLE, clause, day, known, rhythm, shown, size, stacked


@pytest.mark.parametrize(("value", "words"), [(date(2019, 1, 2), "2019年1月2日"), (None, "—")])
def test_a_date_reads_as_in_a_document(value, words):
    assert day(value) == words


@pytest.mark.parametrize(("value", "words"), [(None, "—"), ("", "—"), (0, 0), ("三年", "三年")])
def test_the_unknown_is_a_dash_and_zero_is_known(value, words):
    assert known(value) == words


def test_every_role_has_a_style_and_every_origin_a_sentence():
    assert set(ROLE_STYLE) == set(Role)
    assert set(ORIGIN_IN_WORDS) == set(Origin)


@pytest.mark.parametrize(
    ("names", "room", "number"),
    [
        (["市商务委", "市财政局"], 20, 2),
        (["市商务委", "市财政局", "市公安局", "市教育局"], 20, 4),
        (["市商务委", "市财政局", "市公安局", "市教育局", "市交委"], 20, 3),
        (["跨境电子商务综合试验区领导小组成员单位", "市财政局"], 20, 1),
    ],
)
def test_as_many_units_are_shown_as_there_is_room_for_them_and_for_the_rest_s_number(names, room, number):
    units = [SimpleNamespace(name=name) for name in names]
    assert shown(units, room) == units[:number]


def test_a_bar_s_parts_follow_one_another():
    load = {Role.LEAD: 3, Role.RESPONSIBLE: 0, Role.SUPPORT: 5, Role.GUIDE: 1}
    assert stacked(load) == [("lead", 0, 3), ("co", 3, 5), ("guide", 8, 1)]


@pytest.mark.parametrize(
    ("value", "words"), [(0, "0 字节"), (44, "44 字节"), (12_000, "12 KB"), (1_048_575, "1024 KB"), (3_670_016, "3.5 MB")]
)
def test_a_file_s_size_is_told_in_chinese(value, words):
    assert size(value) == words


@pytest.mark.parametrize(("value", "words"), [("不安排资金。", "不安排资金"), ("数据已汇总", "数据已汇总")])
def test_a_sentence_goes_on_behind_what_a_person_wrote(value, words):
    assert clause(value) == words


@pytest.mark.parametrize(
    ("period", "month", "on", "words"),
    [("year", 12, 10, "每年12月10日前"), ("half-year", None, None, "每半年"), ("quarter", None, None, "每季度")],
)
def test_a_rule_says_when_it_asks_for_reports(period, month, on, words):
    assert rhythm(SimpleNamespace(period=period, month=month, day=on)) == words
