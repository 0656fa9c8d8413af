"""年度对比: every task of both cycles stands in it once, by lineage; what became of it is said."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from sqlalchemy import select

from tests.cycles import COMMERCE, MARKET, OFFICE, SUPERIOR, an_open_cycle, reporter, rows_of, sent
from tests.operations.test_yearbooks import found, rows
from tests.web.test_reports_rows import a_newer_version
from tracker.operations import cycles, reports, year_on_year
from tracker.operations.reports import Wanted
from tracker.reporting.content import Content
from tracker.storage.cycles import Cycle, CycleDocument
from tracker.storage.database import db
from tracker.vocabulary.reporting import Progress


@pytest.fixture
def year(in_app, time):
    return an_open_cycle()


def a_later_year(year, time, *document_ids):
    """The year after, with documents of its own; the tests' year is it from now on."""
    db.session.rollback()
    time.set(12, 20)
    period = (date(2027, 1, 1), date(2027, 11, 30))
    documents = dict.fromkeys(document_ids)
    year.id = cycles.prepare_cycle("2027年度", documents, period=period, due_on=date(2027, 12, 10), by=OFFICE)
    cycles.open_cycle(year.id, by=OFFICE)


def the_document():
    return db.session.scalar(select(CycleDocument.document_id))


def beside_the_last(year, by=OFFICE, **wanted):
    """Its sheets: 年度对比, 变动清单."""
    target = BytesIO()
    earlier = year_on_year.cycle_before(db.session.get(Cycle, year.id))
    year_on_year.write_beside(found(year, by, **wanted), earlier, target)
    return [rows(sheet) for sheet in openpyxl.load_workbook(target)]


def test_a_task_stands_beside_how_it_stood(year, time):
    sent(year, COMMERCE, 1)
    a_later_year(year, time, the_document())
    row_id, clerk = rows_of(year.id)[COMMERCE, 1], reporter(COMMERCE)
    reports.save_drafts(year.id, {row_id: Wanted(Content(Progress.DONE, 100, "引进8家。"))}, by=clerk)
    reports.submit(year.id, [row_id], by=clerk, key="二", without="未按期")
    (first, *others), turns = beside_the_last(year)
    shares = (first["上期完成率"], first["本期完成率"], first["增减（百分点）"])
    assert (first["变动"], first["上期状态"], first["本期状态"], *shares) == ("延续", "进行中", "已完成", 0.6, 1, "+40")
    assert (first["上期填报灯"], first["本期填报灯"]) == ("已报", "已报")
    assert first["本期工作进展"] == "【市商务局】引进8家。"
    assert {each["变动"] for each in others} == {"延续"}
    assert ("完成状态", "进行中", "已完成") in {(each["变动"], each["上期"], each["本期"]) for each in turns}


def test_what_was_added_dropped_and_moved_is_listed(year, time):
    """One of three tasks lives on in a newer document, two do not; another document is new."""
    sent(year, MARKET, 2)
    a_later_year(year, time, a_newer_version(year.tasks[1]))
    beside, turns = beside_the_last(year)
    assert [each["变动"] for each in beside] == ["移位", "取消", "取消"]
    assert (beside[0]["上期状态"], beside[0]["上期工作进展"]) == ("进行中", "【市市场监管局】引进企业6家，名单见附件。")
    assert [(each["上期填报灯"] is None, each["本期填报灯"]) for each in beside[1:]] == [(False, None)] * 2
    assert [each["变动"] for each in turns][:3] == ["取消", "取消", "移位"]
    assert turns[2]["上期"] != turns[2]["本期"]


def test_a_task_that_no_cycle_before_had_is_new(year, time):
    document = the_document()
    a_later_year(year, time, document, a_newer_version(None))
    beside, turns = beside_the_last(year)
    assert [each["变动"] for each in beside] == ["延续", "延续", "延续", "新增"]
    assert (turns[0]["变动"], turns[0]["上期"]) == ("新增", "—")


def test_a_filter_asks_both_cycles_and_a_task_that_lives_on_elsewhere_is_not_dropped(year, time):
    a_later_year(year, time, a_newer_version(year.tasks[1]))
    beside, _ = beside_the_last(year, q="引进")
    assert [(each["变动"], each["工作任务"]) for each in beside] == [("取消", "引进龙头企业8家。")]
    assert beside_the_last(year, q="开展认证")[0] == []


def test_a_superior_reads_beside_each_other_only_what_was_accepted(year, time):
    sent(year, COMMERCE, 1)
    a_later_year(year, time, the_document())
    (first, *_), _ = beside_the_last(year, by=SUPERIOR)
    assert (first["上期状态"], first["上期进度灯"], first["上期工作进展"]) == (None, None, "【市商务局】已报送，待审核。")
