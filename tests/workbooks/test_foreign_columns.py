import pytest
from openpyxl import Workbook

from tests.workbooks.returns import sheets_of
from tests.workbooks.templates import saved
from tracker.workbooks.foreign_columns import CAPTIONS, Sureness, propose


def grid_of(*rows, merged=()):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for reference in merged:
        book.active.merge_cells(reference)
    return sheets_of(saved(book))[0]


def letters(proposal):
    return {name: one.letter for name, one in proposal.columns.items()}


def test_columns_are_known_by_what_other_offices_call_them():
    grid = grid_of(
        ["2026年重点工作任务落实情况表"],
        [],
        ["序 号", "重点任务", "牵头部门", "协办单位", "完成时间", "进展情况：", "存在困难", "下步工作", "领导批示"],
        [1, "认定示范企业", "市商务局", "各区", "年底", "已认定", "无", "公示", "阅"],
    )
    proposal = propose(grid)
    assert (proposal.header, proposal.first_row) == (3, 4)
    assert letters(proposal) == {
        "number": "A",
        "task": "B",
        "leads": "C",
        "supports": "D",
        "deadline": "E",
        "progress": "F",
        "problems": "G",
        "next_step": "H",
    }
    assert proposal.doubtful == {}
    assert proposal.unknown == {"I": "领导批示"}


def test_two_columns_for_one_thing_are_asked_about():
    proposal = propose(grid_of(["序号", "工作任务", "工作进展", "进展情况"]))
    assert "progress" not in proposal.columns
    assert [one.letter for one in proposal.doubtful["progress"]] == ["C", "D"]


def test_a_caption_that_only_contains_a_known_one_is_asked_about():
    proposal = propose(grid_of(["序号", "工作任务", "三季度工作进展（截至9月底）"]))
    (one,) = proposal.doubtful["progress"]
    assert (one.letter, one.sureness) == ("C", Sureness.SIMILAR)
    assert one.why == "列名“三季度工作进展（截至9月底）”里有“工作进展”，请确认。"


def test_a_header_of_two_levels_is_read_in_both():
    grid = grid_of(
        ["序号", "工作任务", "责任单位", None, "工作进展"],
        [None, None, "牵头", "配合", None],
        [1, "认定", "甲", "乙", "已认定"],
        merged=("A1:A2", "B1:B2", "C1:D1", "E1:E2"),
    )
    proposal = propose(grid)
    assert letters(proposal) == {"number": "A", "task": "B", "leads": "C", "supports": "D", "progress": "E"}
    assert proposal.first_row == 3


@pytest.mark.parametrize("rows", [[], [["关于工作任务的说明"]], [["甲", "乙", "丙"], ["1", "2", "3"]]])
def test_a_sheet_without_a_header_has_no_proposal(rows):
    assert propose(grid_of(*rows)) is None


def test_no_caption_means_two_things():
    captions = [caption for known in CAPTIONS.values() for caption in known]
    assert len(captions) == len(set(captions))
