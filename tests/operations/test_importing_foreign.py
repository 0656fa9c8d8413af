"""A workbook that is not ours: its columns are mapped once, its rows found by number and text, doubtful ones asked."""

from io import BytesIO

import openpyxl
import pytest

from tests.cycles import COMMERCE, MARKET, OFFICE, an_open_cycle, reporter, row
from tests.operations.test_importing import CLERK, draft, looked, receive, take_in
from tests.workbooks.templates import saved
from tracker.errors import BadWorkbook, NotYours, WrongState
from tracker.operations import importing
from tracker.operations.importing import Source
from tracker.vocabulary.reporting import ReportState

HEADER = ["序号", "重点任务", "责任部门", "推进状态", "目前进度", "贯彻落实情况", "困难"]
COLUMNS = {"number": 1, "task": 2, "progress_state": 4, "percent": 5, "progress": 6, "problems": 7}
ROWS = [
    ["一（一）①", "引进龙头企业8家", "市商务局", "进行中", "60%", "已引进6家。", "无"],
    ["2", "开展产品认证服务", "市市场监管局", "推进中", "一半", "认证10家。", ""],
    ["3", "修建体育场馆", "市体育局", "已完成", "100%", "已建成。", ""],
]
SOURCE = Source("来函")


@pytest.fixture
def year(in_app, time):
    return an_open_cycle()


def a_table(*rows, header=HEADER):
    book = openpyxl.Workbook()
    book.active.append(["2026年重点任务进展表"])
    for line in (header, *rows):
        book.active.append(line)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def test_what_of_a_table_of_others_is_not_read_is_said(year, office):
    book = openpyxl.load_workbook(BytesIO(a_table(*ROWS, [9, None, None, None, None, None, "还缺人手。"])))
    book.create_sheet("区里的")["A1"] = "天河区"
    sheet, number = receive(year, office, saved(book), by=OFFICE, source=SOURCE, name="进展表.xlsx")
    importing.say_which(sheet, number, by=OFFICE, columns=COLUMNS)
    found = looked(sheet, number, OFFICE)
    assert found.foreign.notices == ("多出的工作表“区里的”没有读取。",)
    assert [row.number for row in found.foreign.unmatched][-1] == 2 + len(ROWS) + 1


def sent(year, office, *rows):
    return receive(year, office, a_table(*rows), by=OFFICE, source=SOURCE, name="进展表.xlsx")


def test_the_office_maps_the_columns_and_is_asked_about_doubtful_rows(year, office):
    sheet, number = sent(year, office, *ROWS)
    found = looked(sheet, number, OFFICE)
    assert found.foreign.matched.columns is None
    assert found.foreign.proposal.columns["task"].caption == "重点任务"
    importing.say_which(sheet, number, by=OFFICE, columns=COLUMNS)
    found = looked(sheet, number, OFFICE)
    assert [each.row.number for each in found.foreign.doubtful] == [4]
    assert len(found.foreign.unmatched) == 1
    (changed,) = found.changed
    assert {cell.name: cell.mine for cell in changed.cells} == {
        "progress_state": "进行中",
        "percent": 60,
        "progress": "已引进6家。",
        "problems": "无",
    }
    importing.say_which(sheet, number, by=OFFICE, rows={4: str(year.rows[MARKET, 2])})
    found = looked(sheet, number, OFFICE)
    told = [fault.sentence for each in found.preview.rows for fault in each.faults]
    assert [sentence.split("；")[0] for sentence in told] == [
        "D4：完成状态“推进中”不在列表中",
        "E4：完成率“一半”不是 0% 到 100% 之间的数",
    ]
    assert take_in(sheet, number, by=OFFICE) == 1
    assert row(year.rows[MARKET, 1]).state is ReportState.SUBMITTED
    assert row(year.rows[MARKET, 2]).state is ReportState.OWED


def test_a_layout_is_mapped_once_and_then_known_even_to_agencies(year, office):
    sheet, number = sent(year, office, *ROWS)
    with pytest.raises(BadWorkbook, match="不是从系统下载的填报表"):
        receive(year, office, a_table(*ROWS), by=CLERK)
    importing.say_which(sheet, number, by=OFFICE, columns=COLUMNS)
    sheet, number = receive(year, office, a_table(ROWS[0]), by=CLERK)
    assert take_in(sheet, number) == 1
    assert draft(year.rows[MARKET, 1]).done == "已引进6家。"
    with pytest.raises(NotYours):
        importing.say_which(*receive(year, office, a_table(ROWS[0]), by=CLERK), by=CLERK, columns=COLUMNS)


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ({"progress": 6}, "至少要指明“工作任务”"),
        ({"task": 2, "number": 1}, "至少要指明“工作任务”和一列填报内容"),
        ({"task": 2, "progress": 2}, "同一列选了两次"),
    ],
)
def test_columns_that_say_too_little_are_refused(year, office, columns, sentence):
    sheet, number = sent(year, office, *ROWS)
    with pytest.raises(WrongState, match=sentence):
        importing.say_which(sheet, number, by=OFFICE, columns=columns)
    assert looked(sheet, number, OFFICE).foreign.matched.columns is None


def test_nothing_is_overwritten_without_a_choice(year, office):
    """Nobody knows which is newer: what stands and what the workbook says stand side by side."""
    importing.say_which(*sent(year, office, *ROWS), by=OFFICE, columns=COLUMNS)
    clerk = reporter(COMMERCE)
    sheet, number = receive(year, office, a_table(ROWS[0]), by=clerk, agency=COMMERCE)
    take_in(sheet, number, by=clerk)
    other = [*ROWS[0][:5], "已引进7家。", "无"]
    sheet, number = receive(year, office, a_table(other), by=clerk, agency=COMMERCE)
    with pytest.raises(WrongState, match="“工作进展”两边都改过"):
        take_in(sheet, number, by=clerk)
    assert draft(year.rows[COMMERCE, 1]).done == "已引进6家。"
