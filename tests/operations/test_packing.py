"""汇报包, and the columns an office chose."""

import zipfile
from io import BytesIO

import openpyxl
import pytest

from tests.cycles import COMMERCE, OFFICE, OTHER_OFFICE, SUPERIOR, an_open_cycle, sent
from tests.operations.test_yearbooks import found, rows
from tracker.errors import BadLayout, Lacking, NotThere, NotYours
from tracker.operations import layouts, packing, reviewing, yearbooks
from tracker.reporting.content import Content
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
    assert [line[0] for line in lines(archive, names[1])] == ["工作进展", "报送单位"]
    reviewing.accept([report], by=OFFICE)
    names, archive = packed(year)
    assert lines(archive, names[1]) == [
        ("完成状态", "—", "进行中"),
        ("完成率", "—", "60%"),
        ("工作进展", "【市商务局】已报送，待审核。", "【市商务局】引进6家<b>。"),
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
