"""Markdown: its headings are numbers and titles, its tables become tasks."""

import pytest

from tests.extraction.reading.files import (
    PLAN,
    PLAN_DUTIES,
    PLAN_TITLE,
    TABLE,
    TABLE_DUTIES,
    TABLE_TITLE,
    rows_of,
    tasks_of,
)
from tracker.extraction.reading import read_bytes

RULES = ["| --- | --- | --- | --- | --- |", "| --- | :-- | --- | :-: | --: |", "|:--|---|:-:|--:|-|"]


def bars(rows, rule=RULES[0]):
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([lines[0], rule, *lines[1:]])


def marked(line):
    return f"## {line}" if line[1] == "、" else f"### {line}" if line.startswith("（二）建") else line


def test_headings_and_paragraphs_become_measures():
    text = "\n\n".join([f"# {PLAN_TITLE}", *map(marked, PLAN)])
    assert tasks_of(text.encode(), "方案.md") == PLAN_DUTIES


def test_emphasis_is_no_text():
    text = "\n".join([f"# {PLAN_TITLE}", *PLAN]).replace("（一）扩大企业规模。", "**（一）扩大企业规模。**")
    assert tasks_of(text.encode(), "方案.md") == PLAN_DUTIES


@pytest.mark.parametrize("rule", RULES)
def test_the_rows_of_a_table_become_tasks(rule):
    assert rows_of(f"# {TABLE_TITLE}\n\n{bars(TABLE, rule)}\n".encode(), "分工表.md") == TABLE_DUTIES


def test_a_table_behind_a_plan_leaves_the_plan_its_measures():
    text = "\n".join([PLAN_TITLE, *PLAN, "", f"## {TABLE_TITLE}", "", bars(TABLE), ""])
    assert [task[2] for task in tasks_of(text.encode(), "方案.md")] == [
        duty[2] for duty in [*PLAN_DUTIES, *TABLE_DUTIES]
    ]


SHOWN = {
    "front matter": ("---\ntitle: 方案\ndate: 2026-01-02\n---\n一、扩大出口", "一、扩大出口"),
    "a comment": ("一、扩大出口<!-- （市统计局\n牵头） -->。", "一、扩大出口。"),
    "a line under a heading": (
        "一、扩大出口\n------\n二、优化服务\n====\n正文",
        "一、扩大出口\n\n二、优化服务\n\n正文",
    ),
    "a line drawn across": ("一、扩大出口\n\n* * *\n\n二、优化服务", "一、扩大出口\n\n\n\n二、优化服务"),
    "a link": ('由[市商务局](http://a.cn/b "主页")牵头', "由市商务局牵头"),
    "emphasis": ("**1. 扩大出口**：支持*企业*，3*4*5米。", "1. 扩大出口：支持企业，3*4*5米。"),
    "a list's mark before a number": ("- 1. 扩大出口\n  * （二）稳就业\n- 建海外仓", "1. 扩大出口\n  （二）稳就业\n- 建海外仓"),
    "a picture": ("一、扩大出口![流程图](a.png)。", "一、扩大出口。"),
    "a quotation": ("> 一、扩大出口", "一、扩大出口"),
    "signs that stand for themselves": (r"1\. 推进甲\|乙", "1. 推进甲|乙"),
    "references to characters": ("市商务局&nbsp;&amp;&#24066;", "市商务局\xa0&市"),
    "nothing marked": ("一、扩大出口\n——说明\n- 一项\n| 甲 | 乙 |\n", "一、扩大出口\n——说明\n- 一项\n| 甲 | 乙 |\n"),
}


@pytest.mark.parametrize("what", SHOWN)
def test_what_only_marks_the_text_up_is_taken_out(what):
    text, expected = SHOWN[what]
    assert read_bytes(text.encode(), "方案.md") == expected
    assert read_bytes(text.encode(), "方案.txt") == text


def test_units_in_links_and_broken_cells_are_units():
    rows = [TABLE[0], ["1", "推进甲", "[市商务局](http://a.cn)", "市财政局<br>市税务局", "2026年底前"]]
    (row,) = rows_of(f"# {TABLE_TITLE}\n\n{bars(rows)}\n".encode(), "分工表.md")
    assert row[2] == "牵头 市商务局；配合 市财政局 市税务局"
