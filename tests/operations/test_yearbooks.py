"""The year as workbooks: what of a cycle's facts stands in them, and for whose eyes."""

import zipfile
from io import BytesIO

import openpyxl
import pytest

from tests.cycles import COMMERCE, CUSTOMS, MARKET, OFFICE, SUPERIOR, TIANHE, an_open_cycle, sent
from tracker.operations import reviewing, yearbooks
from tracker.reporting.content import Content
from tracker.storage.cycles import Cycle
from tracker.storage.database import db
from tracker.storage.queries.filters import TaskFilter
from tracker.vocabulary.reporting import Progress


@pytest.fixture
def year(in_app, time):
    """Two reports on the second task, one accepted and one not, one on the first; it is 12 December."""
    cycle = an_open_cycle()
    time.set(12, 1)
    sent(cycle, COMMERCE, 1)
    accepted = sent(cycle, MARKET, 2, content=Content(Progress.DONE, 100, "认证10家。", problems="人手不足。"))
    sent(cycle, CUSTOMS, 2, content=Content(nil_reason="本期没有认证业务。"))
    reviewing.accept([accepted], by=OFFICE)
    time.set(12, 12)
    return cycle


def found(year, by=OFFICE, **wanted):
    return yearbooks.material(db.session.get(Cycle, year.id), TaskFilter.parse(wanted), by=by)


def book(write, *args):
    target = BytesIO()
    write(*args, target)
    target.seek(0)
    return openpyxl.load_workbook(target)


def rows(sheet):
    """The rows below the header as ``{caption: value}``, as far as they are numbered."""
    captions = [cell.value for cell in sheet[3]]
    lines = [dict(zip(captions, line, strict=True)) for line in sheet.iter_rows(min_row=4, values_only=True)]
    return [line for line in lines if isinstance(line["序号"], (int, float)) or line.get("单位") == "合计"]


def test_the_ledger_says_what_was_reported_by_whom_and_how_the_task_stands(year):
    ledger = book(yearbooks.write_whole, found(year))
    assert ledger.sheetnames == ["总台账", "汇总表", "未报清单", "图表"]
    first, second, third = rows(ledger["总台账"])
    assert (first["工作进展"], first["完成状态"], first["完成率"]) == (
        "【市商务局】引进企业6家，名单见附件。",
        "进行中",
        0.6,
    )
    assert (first["填报灯"], first["报送单位"], first["报送时间"]) == ("已报", "市商务局", "2026-12-01 09:00")
    assert second["工作进展"] == "【市市场监管局】认证10家。\n【广州海关】零报告：本期没有认证业务。"
    assert (second["存在问题"], second["进度灯"]) == ("【市市场监管局】人手不足。", "已完成")
    assert (third["工作进展"], third["填报灯"], third["进度灯"]) == (None, "逾期", "未报")


def test_the_summary_and_the_list_of_what_is_missing_count_the_same(year):
    ledger = book(yearbooks.write_whole, found(year))
    total = next(line for line in rows(ledger["汇总表"]) if line["单位"] == "合计")
    reports = [line for line in rows(ledger["未报清单"]) if line["职责"] in ("牵头", "负责")]
    assert total["应报"] - total["已报"] == len(reports) == total["逾期"]
    assert {line["填报灯"] for line in reports} == {"逾期"}


def test_a_superior_reads_of_a_report_that_is_not_accepted_only_that_it_waits(year):
    first, second, third = rows(book(yearbooks.write_whole, found(year, SUPERIOR))["总台账"])
    assert (first["完成状态"], first["完成率"], first["进度灯"], first["存在问题"]) == (None, None, None, None)
    assert (first["工作进展"], first["填报灯"]) == ("【市商务局】已报送，待审核。", "已报")
    assert (second["完成状态"], second["完成率"]) == ("已完成", 1)
    assert second["工作进展"] == "【市市场监管局】认证10家。\n【广州海关】已报送，待审核。"
    assert (third["工作进展"], third["进度灯"]) == (None, "未报")


def test_an_agencys_part_has_its_own_words_and_others_only_once_accepted(year):
    customs = rows(book(yearbooks.write_of_agency, found(year), CUSTOMS)["总台账"])
    assert [line["工作进展"] for line in customs] == [
        None,
        "【市市场监管局】认证10家。\n【广州海关】零报告：本期没有认证业务。",
    ]
    assert [line["填报灯"] for line in customs] == ["逾期", "已报"]


def test_all_agencies_come_in_one_zip_and_so_do_all_documents(year):
    target = BytesIO()
    names = yearbooks.write_agencies(found(year), target)
    assert "市商务局 2026年度台账.xlsx" in names
    assert len(names) == len(found(year).agencies)
    with zipfile.ZipFile(target) as archive:
        assert archive.testzip() is None
    assert len(yearbooks.write_documents(found(year), BytesIO())) == 1


def test_a_filter_leaves_its_tasks_in_every_sheet(year):
    asked = found(year, q="认证")
    ledger = book(yearbooks.write_whole, asked)
    assert [line["工作任务"] for line in rows(ledger["总台账"])] == ["开展认证。"]
    assert sum(line["应报"] for line in rows(ledger["汇总表"]) if line["单位"] != "合计") == 2
    assert [line["单位"] for line in rows(ledger["未报清单"])] == []
    assert TIANHE not in asked.agencies
