"""Tables in plain text, drawn with box characters or divided by blanks alone."""

from functools import partial
from unicodedata import east_asian_width

import pytest

from tests.extraction.reading.files import (
    HEADER,
    PLAN,
    PLAN_DUTIES,
    PLAN_TITLE,
    ROWS,
    TABLE_DUTIES,
    TABLE_TITLE,
    rows_of,
)
from tracker.extraction.reading import read_bytes

LONG = [
    "4",
    "设立外贸发展专项资金，用于企业参展、海外仓建设、人才培训、品牌培育等方面的补助",
    "市财政局",
    "市商务局、市人力资源社会保障局、各区政府",
    "2026年底前",
]
LONG_DUTY = ("4", LONG[1], "牵头 市财政局；配合 市商务局 市人力资源社会保障局 各区政府", "2026年底前")
TABLE = [HEADER, *ROWS, LONG]
DUTIES = [*TABLE_DUTIES, LONG_DUTY]


def width(text):
    return sum(2 if east_asian_width(sign) in "WFA" else 1 for sign in text)


def padded(text, columns):
    return text + " " * (columns - width(text))


def wrapped(text, columns):
    lines = [""]
    for sign in text:
        if width(lines[-1] + sign) > columns:
            lines.append("")
        lines[-1] += sign
    return lines


def columns_of(rows, most):
    return [min(max(width(row[place]) for row in rows), most) for place in range(len(rows[0]))]


def visual_lines(rows, most):
    """Each row's lines as texts of one width, a column broken after so many places of the screen."""
    columns = columns_of(rows, most)
    for row in rows:
        cells = [wrapped(text, room) for text, room in zip(row, columns, strict=True)]
        height = max(map(len, cells))
        yield [
            [padded(text, room) for text, room in zip(line, columns, strict=True)] for line in _filled(cells, height)
        ]


def _filled(cells, height):
    return [[cell[place] if place < len(cell) else "" for cell in cells] for place in range(height)]


def drawn(rows, bar="│", across="─", cross="┼", most=24):
    """A drawn table with a line under every row."""
    inner = cross.join(across * (room // width(across)) for room in columns_of(rows, most))
    rule = f"{cross}{inner}{cross}"
    lines = [rule]
    for row in visual_lines(rows, most):
        lines += [*(f"{bar}{bar.join(line)}{bar}" for line in row), rule]
    return "\n".join(lines)


def aligned(rows, most=24, between="   "):
    """A table without any line, its columns apart by blanks."""
    return "\n".join(between.join(line).rstrip() for row in visual_lines(rows, most) for line in row)


def blank_lines_between(rows, most=24):
    """An aligned table with a blank line under every row."""
    return "\n\n".join("\n".join("   ".join(line).rstrip() for line in row) for row in visual_lines(rows, most))


LAYOUTS = {
    "box": drawn,
    "double box": partial(drawn, bar="║", across="═", cross="╬"),
    "signs of a typewriter": partial(drawn, bar="|", across="-", cross="+"),
    "aligned": aligned,
    "aligned by full-width blanks": partial(aligned, between="\u3000\u3000"),
    "aligned with blank lines between": blank_lines_between,
}


@pytest.mark.parametrize("most", [24, 90])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_rows_are_read_whatever_divides_their_cells(layout, most):
    text = LAYOUTS[layout](TABLE, most=most)
    assert rows_of(f"{TABLE_TITLE}\n{text}\n".encode(), "分工表.txt") == DUTIES


def test_cells_merged_downwards_in_a_drawn_table_are_carried_down():
    header = ["序号", "重点任务", "具体举措", "责任单位"]
    top = drawn([header, ["1", "提升通关效率", "推广提前申报", "市口岸办"]])
    second = "│    │            │优化查验流程│泉州海关│\n" + "┼────┼────────────┼────────────┼────────┼"
    rows = rows_of(f"{TABLE_TITLE}\n{top}\n{second}\n".encode(), "分工表.txt")
    assert [row[:3] for row in rows] == [
        ("1", "推广提前申报", "负责 市口岸办"),
        ("1", "优化查验流程", "负责 泉州海关"),
    ]


def test_what_stands_around_a_table_stays_as_it_was():
    text = "\n".join([PLAN_TITLE, *PLAN, "", TABLE_TITLE, aligned(TABLE), "", "备注：以上任务按月调度。", ""])
    lines = read_bytes(text.encode(), "方案.txt").split("\n")
    assert lines[: len(PLAN) + 3] == text.split("\n")[: len(PLAN) + 3]
    assert lines[-3:] == ["", "备注：以上任务按月调度。", ""]
    assert rows_of(text.encode(), "方案.txt")[len(PLAN_DUTIES) :] == DUTIES


@pytest.mark.parametrize(
    "text",
    [
        "牵头单位：市商务局   配合单位：市财政局   完成时限：2026年底前\n" * 3,
        "一、推进工作\n　　支持企业发展。\n　　（市商务局牵头）\n",
        "序号 任务 单位\n1 推进 市商务局\n",
        "| 序号 | 任务 |\n| --- | --- |\n| 1 | 推进 |\n",
    ],
)
def test_lines_that_are_no_table_stay_as_they_were(text):
    assert read_bytes(text.encode(), "方案.txt") == text
