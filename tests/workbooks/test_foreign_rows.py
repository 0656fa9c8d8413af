import csv
from pathlib import Path

import pytest

from tests.workbooks.test_foreign_columns import grid_of
from tracker.workbooks.foreign_columns import propose
from tracker.workbooks.foreign_rows import ForeignRow, KnownTask, foreign_rows, match

MEASURES = Path(__file__).parents[2] / "data" / "measures.csv"
TASKS = [
    KnownTask("a", "一（一）", "培育示范企业", "继续认定一批市级电子商务示范企业，给予一次性资金奖励。"),
    KnownTask("b", "一（二）", "引进龙头企业", "重点引进国内外知名跨境电子商务龙头企业，加大力度扶持物流供应链企业。"),
    KnownTask("c", "二（一）", "完善支付", "支持第三方支付机构开展跨境支付业务试点。"),
    KnownTask("d", "二（二）", "完善支付", "支持第三方支付机构开展跨境支付业务试点。"),
]


def matched(number, task):
    (found,) = match([ForeignRow(5, {"number": number, "task": task})], TASKS)
    return found


@pytest.mark.parametrize(
    ("number", "task", "key"),
    [
        ("", "继续认定一批市级电子商务示范企业，给予一次性资金奖励。", "a"),
        ("7", " 继续认定一批市级电子商务示范企业、给予一次性资金奖励", "a"),
        ("一(一)", "继续认定一批市级电子商务示范企业，给予一次性资金奖励。", "a"),
        ("二（一）", "支持第三方支付机构开展跨境支付业务试点。", "c"),
        ("", "培育示范企业", "a"),
    ],
)
def test_a_row_whose_text_is_a_tasks_is_that_tasks(number, task, key):
    assert matched(number, task).key == key


@pytest.mark.parametrize(
    ("reporter", "key"),
    [("", "a"), ("广州市商务局", "a"), ("市商务局", "a"), (" 商务局 ", "a"), ("市财政局", None), ("市财政局、市商务局", None)],
)
def test_a_row_of_a_joint_table_that_another_agency_reports_is_asked_about(reporter, key):
    row = ForeignRow(5, {"task": TASKS[0].text, "reporter": reporter})
    (found,) = match([row], TASKS, names=["广州市商务局", "市商务局"])
    assert (found.key, "请确认是不是要导入" in found.why) == (key, key is None)


@pytest.mark.parametrize(
    ("number", "task", "candidates", "why"),
    [
        ("", "支持第三方支付机构开展跨境支付业务试点。", ["c", "d"], "有几项任务的文字相同"),
        ("", "认定一批市级示范企业并给予奖励", ["a"], "文字只是相近"),
        ("一（二）", "扶持物流企业", ["b"], "序号相同而文字不同"),
        ("一（二）", "继续认定一批市级电子商务示范企业，给予一次性资金奖励政策。", ["a", "b"], "序号却与另一项相同"),
        ("9", "建设体育场馆", [], "没有找到文字相近的任务"),
        ("", "", [], "没有找到文字相近的任务"),
    ],
)
def test_what_is_doubtful_is_asked_with_its_candidates_and_why(number, task, candidates, why):
    found = matched(number, task)
    assert found.key is None
    assert [one.key for one in found.candidates] == candidates
    assert why in found.why


def test_two_rows_for_one_task_are_asked_about():
    rows = [ForeignRow(n, {"task": TASKS[0].text}) for n in (5, 6)]
    assert [(found.key, found.why) for found in match(rows, TASKS)] == [
        (None, "不止一行对应同一项任务，请确认各是哪一项。")
    ] * 2


def test_a_candidate_says_why():
    assert matched("一（一）", TASKS[0].text).candidates[0].why == "工作任务的文字相同，序号也相同。"


def test_a_cell_merged_downwards_speaks_for_every_row_it_covers():
    grid = grid_of(
        ["工作任务", "牵头单位", "工作进展"],
        ["认定", "市商务局", "一"],
        ["引进", None, "二"],
        [None, None, None],
        ["合计", None, None],
        merged=("B2:B3",),
    )
    proposal = propose(grid)
    columns = {name: one.column for name, one in proposal.columns.items()}
    assert [(row.number, row.values) for row in foreign_rows(grid, proposal.first_row, columns)] == [
        (2, {"task": "认定", "leads": "市商务局", "progress": "一"}),
        (3, {"task": "引进", "leads": "市商务局", "progress": "二"}),
        (5, {"task": "合计"}),
    ]


def test_the_five_documents_find_themselves_and_no_task_is_given_to_another():
    with MEASURES.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    tasks = [KnownTask(str(place), line["path"], line["heading"], line["text"]) for place, line in enumerate(lines)]
    rows = [ForeignRow(place, {"number": line["path"], "task": line["text"]}) for place, line in enumerate(lines)]
    found = match(rows, tasks)
    assert all(each.key in (None, str(each.row.number)) for each in found)
    assert sum(each.key is not None for each in found) >= 165
