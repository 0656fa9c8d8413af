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
