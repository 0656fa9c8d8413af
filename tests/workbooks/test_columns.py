from datetime import datetime

import pytest

from tests.workbooks.ledgers import a_row
from tracker.errors import BadLayout
from tracker.workbooks.columns import LEDGER, Column, chosen, place, said, stretches
from tracker.workbooks.sheets import spread


def columns_of(*widths):
    return [Column(str(place), width, lambda row, number: number) for place, width in enumerate(widths)]


def value(caption, row, number=1):
    (column,) = [column for column in LEDGER if column.caption == caption]
    return column.value(row, number)


def test_the_ledger_has_the_columns_of_the_office_in_their_order():
    assert [column.caption for column in LEDGER] == [
        "序号",
        "文件（文号）",
        "措施",
        "工作任务",
        "牵头单位",
        "责任单位",
        "配合单位",
        "完成时限",
        "完成状态",
        "完成率",
        "工作进展",
        "存在问题",
        "下一步打算",
        "需协调事项",
        "填报灯",
        "进度灯",
        "报送单位",
        "报送时间",
        "备注",
    ]


@pytest.mark.parametrize(
    ("caption", "facts", "expected"),
    [
        ("牵头单位", {"leads": ("市商务局", "各区政府")}, "市商务局、各区政府"),
        ("配合单位", {}, ""),
        ("完成时限", {"deadline": "2026年底前"}, "2026年底前"),
        ("完成率", {"percent": 75}, 0.75),
        ("完成率", {"percent": 0}, 0),
        ("完成率", {}, None),
        ("报送时间", {"reported_at": datetime(2026, 12, 8, 16, 5)}, "2026-12-08 16:05"),
        ("报送时间", {}, None),
    ],
)
def test_a_column_takes_its_value_from_the_row(caption, facts, expected):
    assert value(caption, a_row(**facts)) == expected


def test_rows_are_numbered():
    assert value("序号", a_row(), 7) == 7


@pytest.mark.parametrize(
    ("widths", "parts", "expected"),
    [
        ((1, 1, 1, 1, 1, 1), 3, [(1, 2), (3, 4), (5, 6)]),
        ((8, 1, 1, 1, 1), 2, [(1, 1), (2, 5)]),
        ((5, 5), 3, [(1, 1), (2, 2)]),
        ((5,), 4, [(1, 1)]),
        ((2.6, 9, 3, 9, 22, 5.5, 4.6, 9, 4.6, 6.6), 3, [(1, 4), (5, 6), (7, 10)]),
    ],
)
def test_a_stretch_is_its_share_of_the_width(widths, parts, expected):
    assert stretches(columns_of(*widths), parts) == expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([("市商务局", "认定23家。"), ("越秀区政府", "推荐8家。")], "【市商务局】认定23家。\n【越秀区政府】推荐8家。"),
        ([("市商务局", " 认定23家。\n"), ("越秀区政府", None), ("天河区政府", " ")], "【市商务局】认定23家。"),
        ([("市商务局", None)], None),
        ([], None),
    ],
)
def test_texts_of_several_agencies_are_each_led_by_the_agency(texts, expected):
    assert said(texts) == expected


def test_a_layout_chooses_columns_and_their_order():
    assert [column.caption for column in chosen(["工作任务", "序号"])] == ["工作任务", "序号"]


@pytest.mark.parametrize(
    ("captions", "sentence"),
    [
        (["序号", "任务"], "没有“任务”这样的列，可以选的有：序号、文件"),
        (["序号", "措施", "序号"], "“序号”选了不止一次"),
        ([], "至少选一列"),
    ],
)
def test_a_layout_that_cannot_be_printed_is_refused(captions, sentence):
    with pytest.raises(BadLayout, match=sentence):
        chosen(captions)


@pytest.mark.parametrize(
    ("columns", "widths"),
    [
        ([("序号", 4, True), ("任务", 16, False), ("进展", 10, False)], [4, 36.18, 22.62]),
        ([("应报", 4, True), ("已报", 8, True)], [21.07, 42.13]),
        ([("序号", 4, True), ("任务", 90, False)], [4, 90]),
    ],
)
def test_columns_of_text_take_the_rest_of_the_page(columns, widths):
    given = [Column(caption, width, place, centred=centred) for caption, width, centred in columns]
    assert [round(column.width, 2) for column in spread(given)] == widths
