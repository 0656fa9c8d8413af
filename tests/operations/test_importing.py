"""A template that went out and came back: looked through, taken in, undone."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest

from tests.cycles import (
    COMMERCE,
    MARKET,
    OFFICE,
    OPENING,
    OTHER_OFFICE,
    REPORT,
    an_open_cycle,
    approver,
    drafted,
    reporter,
    row,
    sent,
    steps,
    versions,
)
from tests.workbooks.templates import edited, opened, place
from tracker.errors import BadWorkbook, ChangedMeanwhile, Lacking, NotThere, UnreadableFile, WrongState
from tracker.operations import answering, cycles, importing, reports, reviewing
from tracker.operations.importing import Choice, Source
from tracker.reporting.content import Content
from tracker.storage.cycles import ExpectedReport
from tracker.storage.database import db
from tracker.storage.documents import Task
from tracker.storage.queries.answering import addressed, changes_of, imports_of, sheet_of
from tracker.storage.queries.reports import drafts_of
from tracker.storage.reports import Draft
from tracker.vocabulary import Origin
from tracker.vocabulary.reporting import Progress, ReportState
from tracker.workbooks.comparing import Change

SEAL = b"a seal"
CLERK = reporter(MARKET)
FILLED = {
    place("完成状态"): "进行中",
    place("完成率"): 0.6,
    place("工作进展"): "引进企业6家。",
    place("联系人"): "李国平",
}
"""What is typed into the first row: the market bureau's report on the second task."""


@pytest.fixture
def year(in_app, time):
    return an_open_cycle()


@pytest.fixture
def home(office):
    return office


def template(year, agency=MARKET, by=None):
    target = BytesIO()
    answering.write_form(addressed(sheet_of(year.id, agency)), target, by=by or reporter(agency), seal=SEAL)
    db.session.rollback()
    return target.getvalue()


def receive(year, home, raw, *, by=CLERK, agency=MARKET, name="填报表.xlsx", source=None):
    """The sheet and the number of the import."""
    sheet = sheet_of(year.id, agency)
    db.session.rollback()
    return sheet, importing.receive(sheet, BytesIO(raw), name, by=by, home=home, seal=SEAL, source=source)


def looked(sheet, number, by=CLERK):
    found = importing.looked_through(sheet, number, by=by, seal=SEAL)
    db.session.rollback()
    return found


def take_in(sheet, number, *, by=CLERK, **choice):
    return importing.take_in(sheet, number, Choice(**choice), by=by, seal=SEAL)


def draft(row_id):
    found = drafts_of([row_id]).get(row_id)
    content = found and Content.of_json(found.content)
    db.session.rollback()
    return content


def test_what_was_filled_in_becomes_drafts_and_taking_it_in_twice_changes_nothing(office, time):
    """Case 61."""
    year, home = an_open_cycle(), office
    raw = edited(template(year), **FILLED)
    sheet, number = receive(year, home, raw)
    assert [str(each.change) for each in looked(sheet, number).preview.rows] == ["new", "unchanged"]
    assert draft(year.rows[MARKET, 2]) is None
    assert take_in(sheet, number, mark=looked(sheet, number).mark) == 1
    assert draft(year.rows[MARKET, 2]) == Content(Progress.UNDER_WAY, 60, "引进企业6家。", contact="李国平")
    assert row(year.rows[MARKET, 2]).state is ReportState.DRAFT
    with pytest.raises(WrongState, match="已经导入过"):
        take_in(sheet, number)
    assert looked(*receive(year, home, raw)).changed == []


def test_the_file_is_kept_under_its_hash_and_the_import_says_who_took_it_in(year, home):
    sheet, number = receive(year, home, edited(template(year), **FILLED), name="../填报\x00表.xlsx")
    take_in(sheet, number)
    (upload,) = imports_of(sheet)
    assert (upload.file_name, upload.who, upload.taken_by) == ("填报 表.xlsx", "周敏", "周敏")
    assert (home / "workbooks" / upload.sha256[:2] / upload.sha256).is_file()
    assert [(each.number, each.expected_id) for each in changes_of(number)] == [(6, year.rows[MARKET, 2])]


def test_a_workbook_nobody_edited_changes_nothing(year, home):
    """Case 57."""
    drafted(year, year.rows[MARKET, 2], CLERK)
    found = looked(*receive(year, home, template(year)))
    assert (found.changed, found.preview.all_faults) == ([], [])
    with pytest.raises(WrongState, match="没有选中要导入的内容"):
        take_in(found.one.filing.id, found.upload.id)


def test_what_two_changed_is_chosen_cell_by_cell(year, home):
    """Case 60."""
    drafted(year, year.rows[MARKET, 2], CLERK)
    raw = edited(template(year), **FILLED | {place("完成率"): 0.7})
    drafted(year, year.rows[MARKET, 2], CLERK, Content(Progress.UNDER_WAY, 65, "网页上改的。"))
    sheet, number = receive(year, home, raw)
    (found,) = looked(sheet, number).preview.of(Change.CONFLICT)
    conflicts = {cell.name: (cell.mine, cell.theirs) for cell in found.cells if cell.change is Change.CONFLICT}
    assert conflicts == {"percent": (70, 65), "progress": ("引进企业6家。", "网页上改的。")}
    with pytest.raises(WrongState, match="第 6 行的“完成率、工作进展”两边都改过"):
        take_in(sheet, number)
    both = {(found.key, "percent"), (found.key, "progress")}
    assert take_in(sheet, number, settled=frozenset(both), mine=frozenset({(found.key, "percent")})) == 1
    now = draft(year.rows[MARKET, 2])
    assert (now.percent, now.done, now.contact) == (70, "网页上改的。", "李国平")


def test_what_changed_after_it_was_shown_is_not_overwritten(year, home):
    sheet, number = receive(year, home, edited(template(year), **FILLED))
    mark = looked(sheet, number).mark
    drafted(year, year.rows[MARKET, 2], CLERK, REPORT)
    with pytest.raises(ChangedMeanwhile):
        take_in(sheet, number, mark=mark)
    assert draft(year.rows[MARKET, 2]) == REPORT


def test_only_chosen_rows_are_taken_in_and_a_sent_one_never(year, home):
    raw = edited(template(year), **FILLED | {place("工作进展", 1): "配合引进。"})
    sent(year, MARKET, 1)
    sheet, number = receive(year, home, raw)
    found = looked(sheet, number)
    assert [str(each.change) for each in found.preview.rows] == ["new", "refused"]
    assert "现在是“已报送”，不能再改" in found.preview.all_faults[-1].sentence
    keys = frozenset(str(id_) for id_ in year.rows.values())
    assert take_in(sheet, number, keys=keys) == 1
    assert draft(year.rows[MARKET, 1]) == REPORT


def test_an_import_is_undone_while_nothing_was_built_on_it(year, home):
    drafted(year, year.rows[MARKET, 2], CLERK)
    raw = edited(template(year), **FILLED | {place("工作进展", 1): "配合引进。"})
    sheet, number = receive(year, home, raw)
    take_in(sheet, number)
    assert importing.undo(sheet, number, by=CLERK) == 2
    assert (draft(year.rows[MARKET, 2]), draft(year.rows[MARKET, 1])) == (REPORT, Content())
    with pytest.raises(WrongState, match="已经撤销过"):
        importing.undo(sheet, number, by=CLERK)
    sheet, number = receive(year, home, raw)
    take_in(sheet, number)
    reports.submit(year.id, [year.rows[MARKET, 2]], by=CLERK, key="报", without="未按期")
    with pytest.raises(WrongState, match="有 1 行导入之后又改过或者已经报送"):
        importing.undo(sheet, number, by=CLERK)
    assert draft(year.rows[MARKET, 1]).done == "配合引进。"


def test_the_office_enters_an_agencys_workbook_with_its_source_and_takes_it_back(year, home):
    raw = edited(template(year), **FILLED)
    with pytest.raises(Lacking, match="来源"):
        receive(year, home, raw, by=OFFICE)
    with pytest.raises(WrongState, match="2030-01-01 还没有到"):
        receive(year, home, raw, by=OFFICE, source=Source("来函", date(2030, 1, 1)))
    source = Source("穗市监函〔2026〕8号", date(2026, 10, 11))
    sheet, number = receive(year, home, raw, by=OFFICE, source=source)
    with pytest.raises(NotThere):
        looked(sheet, number)
    assert take_in(sheet, number, by=OFFICE) == 1
    row_id = year.rows[MARKET, 2]
    (version,) = versions(row_id)
    assert (version.source, version.source_on, version.who) == (source.text, source.on, "王敏")
    assert (row(row_id).state, steps(row_id)) == (ReportState.SUBMITTED, ["enter"])
    assert importing.undo(sheet, number, by=OFFICE) == 1
    assert (row(row_id).state, row(row_id).received_at) == (ReportState.DRAFT, None)


def test_the_office_sees_no_draft_in_a_template_and_enters_all_that_the_agencys_says(year, home):
    drafted(year, year.rows[MARKET, 2], CLERK)
    cell = place("工作进展")
    assert opened(template(year, by=OFFICE)).worksheets[0][cell].value is None
    assert opened(template(year)).worksheets[0][cell].value == REPORT.done
    sheet, number = receive(year, home, template(year), by=OFFICE, source=Source("来函"))
    assert {cell.theirs for row in looked(sheet, number, OFFICE).preview.rows for cell in row.cells} == {None}
    assert take_in(sheet, number, by=OFFICE) == 1
    assert Content.of_json(versions(year.rows[MARKET, 2])[0].content) == REPORT


def test_what_the_office_reviewed_is_not_undone_and_what_cannot_be_sent_is_not_entered(year, home):
    raw = edited(template(year), **FILLED | {place("工作进展", 1): "还没有写状态。"})
    sheet, number = receive(year, home, raw, by=OFFICE, source=Source("来函"))
    assert list(looked(sheet, number, OFFICE).unfit) == [str(year.rows[MARKET, 1])]
    assert take_in(sheet, number, by=OFFICE) == 1
    reviewing.give_back([year.rows[MARKET, 2]], reason="缺数据", by=OFFICE)
    with pytest.raises(WrongState, match="不能"):
        importing.undo(sheet, number, by=OFFICE)


def test_the_approver_may_send_a_workbook_and_nobody_else(year, home):
    raw = edited(template(year), **FILLED)
    assert take_in(*receive(year, home, raw, by=approver(MARKET)), by=approver(MARKET)) == 1
    for stranger in (reporter(COMMERCE), OTHER_OFFICE):
        with pytest.raises(NotThere):
            receive(year, home, raw, by=stranger)


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda year: template(year, COMMERCE), "这是广州市商务局的填报表"),
        (lambda year: edited(template(year), A4="别的"), "没有隐藏的“任务编号”列"),
        (lambda year: edited(template(year), J4="改名"), "找不到“完成状态”列"),
        (lambda year: edited(template(year), K4="完成状态"), "都是“完成状态”列"),
    ],
)
def test_a_workbook_of_which_nothing_can_be_taken_in_is_refused_and_not_kept(year, home, spoil, sentence):
    """Case 59."""
    with pytest.raises(BadWorkbook, match=sentence):
        receive(year, home, spoil(year))
    assert imports_of(sheet_of(year.id, MARKET)) == ()
    assert not list((home / "workbooks").glob("??"))


def test_a_template_of_another_cycle_is_refused(year, home):
    raw = template(year)
    assert raw != b""
    book = openpyxl.load_workbook(BytesIO(raw))
    book["_meta"]["B2"] = "99"
    target = BytesIO()
    book.save(target)
    with pytest.raises(BadWorkbook, match="记录被改动过"):
        receive(year, home, target.getvalue())


def test_a_locked_cycle_takes_nothing(year, home, time):
    raw = edited(template(year), **FILLED)
    sheet, number = receive(year, home, raw)
    cycles.lock_cycle(year.id, why="已汇总上报", lifted_by="王敏", by=OFFICE)
    for attempt in (lambda: receive(year, home, raw), lambda: take_in(sheet, number)):
        with pytest.raises(WrongState, match="2026年度已经锁定（已汇总上报），不再接收"):
            attempt()
    assert draft(year.rows[MARKET, 2]) is None


@pytest.mark.parametrize(
    ("name", "raw", "sentence"),
    [
        ("表.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "是旧版格式，没有读取"),
        ("表.xlsx", b"PK\x03\x04" + b"\0" * (31 << 20), "超过 30 MB"),
        ("表.xlsx", b"not a workbook", "不是 Excel 工作簿"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_by_a_process_of_its_own(year, home, name, raw, sentence):
    with pytest.raises(UnreadableFile, match=sentence):
        receive(year, home, raw, name=name)


def test_two_thousand_rows_nobody_edited_change_nothing(year, home):
    """Case 57."""
    first = db.session.get(ExpectedReport, year.rows[MARKET, 2])
    owed = {
        name: getattr(first, name)
        for name in ("cycle_id", "agency_id", "role", "duty", "owing", "printed", "due_on", "by_on")
    }
    measure = db.session.get(Task, first.task_id).measure_id
    for number in range(3, 2001):
        task = Task(measure_id=measure, ordinal=number, text=f"第{number}项任务。", origin=Origin.ANNOTATION)
        db.session.add(task)
        db.session.flush()
        row = ExpectedReport(task_id=task.id, state=ReportState.DRAFT, **owed)
        db.session.add(row)
        db.session.flush()
        said = Content(Progress.UNDER_WAY, number % 101, f"=第{number}项\n'进展'", contact="@李国平")
        db.session.add(Draft(expected_id=row.id, content=said.as_json(), version=1, who="周敏", at=OPENING))
    db.session.commit()
    found = looked(*receive(year, home, template(year)))
    assert (len(found.preview.rows), found.changed, found.preview.all_faults) == (2000, [], [])
