"""汇报包, year on year, and the columns an office chose."""

import zipfile
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from sqlalchemy import select

from tests.cycles import COMMERCE, MARKET, OFFICE, OTHER_OFFICE, SUPERIOR, an_open_cycle, reporter, rows_of, sent
from tests.operations.test_yearbooks import found, rows
from tests.web.test_reports_rows import a_newer_version
from tracker.errors import BadLayout, Lacking, NotThere, NotYours
from tracker.operations import cycles, layouts, packing, reports, reviewing, yearbooks
from tracker.operations.reports import Wanted
from tracker.reporting.content import Content
from tracker.storage.cycles import Cycle, CycleDocument
from tracker.storage.database import db
from tracker.vocabulary.reporting import Progress


@pytest.fixture
def year(in_app, time):
    return an_open_cycle()


def packed(year, **more):
    target = BytesIO()
    names = packing.make_pack(found(year), target, by=OFFICE, **more)
    return names, zipfile.ZipFile(target)


def lines(archive, name):
    sheet = openpyxl.load_workbook(BytesIO(archive.read(name))).active
    return [(line["栏目"], line["上次"], line["这次"]) for line in rows(sheet)]


def test_a_pack_says_what_was_accepted_since_the_one_before(year, time):
    names, _ = packed(year)
    assert [name.partition(" ")[2] for name in names] == [
        "2026年度总台账.xlsx",
        "2026年度变化情况.xlsx",
        "2026年度需协调事项.xlsx",
        "2026年度未报清单.xlsx",
        "2026年度台账（用浏览器打开）.html",
        "2026年度综合材料.docx",
    ]
    report = sent(year, COMMERCE, 1, content=Content(Progress.UNDER_WAY, 60, "引进6家<b>。", coordination="用地"))
    names, archive = packed(year)
    assert [line[0] for line in lines(archive, names[1])] == ["完成状态", "完成率", "报送单位"]
    reviewing.accept([report], by=OFFICE)
    names, archive = packed(year)
    assert lines(archive, names[1]) == [
        ("工作进展", "—", "【市商务局】引进6家<b>。"),
        ("需协调事项", "—", "【市商务局】用地"),
    ]
    (asking,) = rows(openpyxl.load_workbook(BytesIO(archive.read(names[2]))).active)
    assert (asking["工作任务"], asking["需协调事项"]) == ("引进龙头企业8家。", "【市商务局】用地")
    page = archive.read(names[4]).decode("utf-8")
    assert "引进6家&lt;b&gt;。" in page
    assert "http" not in page
    assert lines(packed(year)[1], names[1]) == []


def test_other_papers_have_a_place_in_a_pack_and_only_its_office_makes_one(year):
    names, archive = packed(year, more=[("7 别的材料.docx", lambda target: target.write(b"paper"))])
    assert archive.read(names[-1]) == b"paper"
    for stranger in (OTHER_OFFICE, SUPERIOR):
        with pytest.raises(NotYours):
            packing.make_pack(found(year), BytesIO(), by=stranger)


def a_later_year(year, time, document_id):
    """The year after, with a document of its own; the tests' year is it from now on."""
    db.session.rollback()
    time.set(12, 20)
    period = (date(2027, 1, 1), date(2027, 11, 30))
    year.id = cycles.prepare_cycle("2027年度", {document_id: None}, period=period, due_on=date(2027, 12, 10), by=OFFICE)
    cycles.open_cycle(year.id, by=OFFICE)


def beside_the_last(year):
    target = BytesIO()
    packing.write_beside(found(year), packing.cycle_before(db.session.get(Cycle, year.id)), target)
    return rows(openpyxl.load_workbook(target).active)


def test_a_cycle_stands_beside_the_one_before(year, time):
    sent(year, COMMERCE, 1)
    a_later_year(year, time, db.session.scalar(select(CycleDocument.document_id)))
    row_id, clerk = rows_of(year.id)[COMMERCE, 1], reporter(COMMERCE)
    reports.save_drafts(year.id, {row_id: Wanted(Content(Progress.DONE, 100, "引进8家。"))}, by=clerk)
    reports.submit(year.id, [row_id], by=clerk, key="二", without="未按期")
    first, *_ = beside_the_last(year)
    shares = (first["上期完成率"], first["本期完成率"], first["增减（百分点）"])
    assert (first["上期状态"], first["本期状态"], *shares) == ("进行中", "已完成", 0.6, 1, "+40")
    assert first["本期工作进展"] == "【市商务局】引进8家。"


def test_a_task_that_lives_on_in_a_newer_version_stands_beside_the_one_it_came_from(year, time):
    sent(year, MARKET, 2)
    a_later_year(year, time, a_newer_version(year.tasks[1]))
    (only,) = beside_the_last(year)
    assert (only["上期状态"], only["上期工作进展"]) == ("进行中", "【市市场监管局】引进企业6家，名单见附件。")


def test_columns_are_chosen_ordered_and_kept_by_name(year):
    number = layouts.keep_layout(" 简表 ", ["工作任务", "序号", "工作进展"], by=OFFICE)
    columns = layouts.columns_of(number, OFFICE.group_id)
    target = BytesIO()
    yearbooks.write_whole(found(year), target, columns)
    assert [cell.value for cell in openpyxl.load_workbook(target).active[3]] == ["工作任务", "序号", "工作进展"]
    assert layouts.keep_layout("简表", ["序号", "工作任务"], by=OFFICE) == number
    assert layouts.layouts_of(OFFICE.group_id) == (layouts.Layout(number, "简表", ("序号", "工作任务")),)
    with pytest.raises(NotThere):
        layouts.columns_of(number, 99)
    layouts.drop_layout(number, by=OFFICE)
    assert layouts.layouts_of(OFFICE.group_id) == ()


@pytest.mark.parametrize(
    ("name", "captions", "refusal"),
    [("简表", [], BadLayout), ("简表", ["心情"], BadLayout), ("  ", ["序号"], Lacking)],
)
def test_a_layout_that_prints_nothing_or_has_no_name_is_refused(year, name, captions, refusal):
    with pytest.raises(refusal):
        layouts.keep_layout(name, captions, by=OFFICE)
    with pytest.raises(NotYours):
        layouts.keep_layout("简表", ["序号"], by=SUPERIOR)
