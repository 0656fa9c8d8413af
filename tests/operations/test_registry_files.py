"""The registry out and in again: nothing changes by itself, each fault is named, and nobody's edit is overwritten."""

import io
import zipfile
from dataclasses import replace

import openpyxl
import pytest

from tests.agencies.registries import rows
from tests.operations.registry_states import everything, register, the_form
from tests.operations.test_registry_merging import sound
from tracker.agencies.rows import Alias, Rows
from tracker.errors import UnreadableFile, WrongState
from tracker.operations.registry_bodies import save_body
from tracker.operations.registry_changes import registry_version, undo, version_of
from tracker.operations.registry_files import look_through, receive, take_over, write_archive, write_workbook
from tracker.storage.database import db
from tracker.storage.queries.registry_uploads import registry_upload
from tracker.storage.registering import stored_registry

SMALL = sound(rows())
HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", "'=1", "''=1", 'a"b,c', "<b>&", "_x000D_", "𠮷"]


@pytest.fixture
def registered(office):
    register(SMALL)


def exported(write):
    target = io.BytesIO()
    write(target)
    db.session.rollback()
    return target.getvalue()


def looked(raw, name="登记.xlsx"):
    """What a file would change, and its number."""
    upload_id = receive(io.BytesIO(raw), name, who="王敏")
    found = look_through(registry_upload(upload_id))
    db.session.rollback()
    return found, upload_id


def taken(raw, name="登记.xlsx"):
    found, upload_id = looked(raw, name)
    return take_over(upload_id, who="王敏", version=found.version)


def changed_book(change, raw=None):
    """The exported workbook after ``change`` was made to it in a spreadsheet."""
    book = openpyxl.load_workbook(io.BytesIO(raw or exported(write_workbook)))
    change(book)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def set_cell(title, row, caption, value):
    def change(book):
        captions = [cell.value for cell in book[title][1]]
        book[title].cell(row, captions.index(caption) + 1).value = value

    return change


def row_of(title, column, value):
    book = openpyxl.load_workbook(io.BytesIO(exported(write_workbook)))
    captions = [cell.value for cell in book[title][1]]
    at = captions.index(column)
    return next(cells[0].row for cells in book[title].iter_rows() if cells[at].value == value)


def test_what_was_exported_and_not_edited_changes_nothing(registered):
    """Case 57."""
    for write, name in ((write_workbook, "登记.xlsx"), (write_archive, "登记.zip")):
        found, _ = looked(exported(write), name)
        assert (found.moves, found.kept, found.faults, found.missing) == ((), (), (), ())


def test_text_that_looks_like_a_formula_stays_text_both_ways(office):
    """Cases 55 and 56."""
    basis = tuple(replace(each, basis=HOSTILE[at % len(HOSTILE)]) for at, each in enumerate(SMALL.agencies))
    register(Rows(**(vars(SMALL) | {"agencies": basis})))
    raw = exported(write_workbook)
    book = openpyxl.load_workbook(io.BytesIO(raw))
    assert {cell.data_type for sheet in book for cells in sheet.iter_rows() for cell in cells} <= {"s", "n"}
    assert looked(raw)[0].moves == ()
    archive = exported(write_archive)
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        cells = files.read("agencies.csv").decode("utf-8-sig").split(",")
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "＝"))]
    assert looked(archive, "登记.zip")[0].moves == ()


def test_a_file_is_taken_over_whole_and_taken_back(registered):
    before = everything()
    raw = changed_book(set_cell("单位", row_of("单位", "编号", "gz-swj"), "简称", "市商务"))
    found, upload_id = looked(raw)
    assert [(move.table, move.columns) for move in found.moves] == [("agencies", ("short",))]
    event = take_over(upload_id, who="王敏", version=found.version).event
    assert next(each.short for each in stored_registry().agencies if each.id == "gz-swj") == "市商务"
    db.session.rollback()
    undo(event, who="王敏")
    uploads = {"registry_upload"}
    assert {k: v for k, v in everything().items() if k not in uploads} == {
        k: v for k, v in before.items() if k not in uploads
    }


def test_the_same_file_is_not_taken_over_twice(registered):
    """Case 61."""
    raw = changed_book(set_cell("单位", 2, "依据", "来函"))
    found, upload_id = looked(raw)
    take_over(upload_id, who="王敏", version=found.version)
    with pytest.raises(WrongState, match="已经导入过"):
        take_over(upload_id, who="王敏", version=registry_version())
    assert looked(raw)[0].moves == ()


def test_what_another_edited_since_the_export_is_not_overwritten(registered):
    """Case 60."""
    raw = exported(write_workbook)
    save_body("gz-swj", the_form("gz-swj", short="市商务"), who="李国平", version=version_of("gz-swj"))
    line = row_of("单位", "编号", "gz-swj")
    same_row = changed_book(set_cell("单位", line, "简称", "商务局"), raw)
    found, _ = looked(same_row)
    assert [clash.ours.short for clash in found.kept] == ["市商务"]
    assert found.moves == ()
    other_row = changed_book(set_cell("单位", row_of("单位", "编号", "gz-hg"), "依据", "来函"), raw)
    assert [move.after.id for move in looked(other_row)[0].moves] == ["gz-hg"]


def test_an_edit_between_preview_and_import_asks_to_look_again(registered):
    found, upload_id = looked(changed_book(set_cell("单位", 2, "依据", "来函")))
    save_body("gz-swj", the_form("gz-swj", short="市商务"), who="李国平", version=version_of("gz-swj"))
    with pytest.raises(WrongState, match="预览之后登记又改过"):
        take_over(upload_id, who="王敏", version=found.version)


def without_column(title, caption):
    def change(book):
        captions = [cell.value for cell in book[title][1]]
        book[title].delete_cols(captions.index(caption) + 1)

    return change


FAULTS = [
    (set_cell("单位", 3, "地区代码", "999999"), "“单位”表第 3 行“地区代码”列：没有代码为“999999”的地区"),
    (set_cell("单位", 3, "起始日期", "昨天"), "“单位”表第 3 行“起始日期”列：读不懂“昨天”"),
    (set_cell("单位", 3, "全称", "=1+1"), "“单位”表第 3 行“全称”列：这一格是公式“=1+1”"),
    (set_cell("单位", 3, "类别", ""), "“单位”表第 3 行“类别”列：这一格不能空着"),
    (set_cell("成员", 2, "成员编号", "gz-qgz"), "“成员”表第 2 行“成员编号”列：集合单位“gz-qgz”不能是自己的成员"),
    (set_cell("沿革", 2, "类型", "换牌"), "“沿革”表第 2 行“类型”列：不认识的沿革类型“换牌”，可用：更名"),
    (without_column("单位", "类别"), "“单位”表第 1 行“类别”列：缺少这一列"),
    (lambda book: book["单位"].append(["gz-new", "440100", "广州市商务局", "", "政府部门"]), "同时也是"),
    (lambda book: book["单位"].append(["gz-swj", "440100", "广州市某某局", "", "政府部门"]), "编号“gz-swj”已经用过"),
    (
        lambda book: book["单位"].append(["gz-n", "440100", "广州市某局", "", "政府部门", "2020-01-01", "2019-01-01"]),
        "终止日期 2019-01-01 不晚于起始日期 2020-01-01",
    ),
]


def test_each_fault_is_named_by_sheet_row_and_column_and_nothing_is_written(office):
    """Cases 58 and 59."""
    register(SMALL)
    before = stored_registry()
    db.session.rollback()
    for change, words in FAULTS:
        found, upload_id = looked(changed_book(change))
        assert any(words in fault for fault in found.faults), (words, found.faults)
        with pytest.raises(WrongState, match="没有导入"):
            take_over(upload_id, who="王敏", version=found.version)
        assert stored_registry() == before
        db.session.rollback()


def test_one_table_in_the_encoding_of_spreadsheets_is_understood_and_the_others_stay(registered):
    raw = exported(write_archive)
    with zipfile.ZipFile(io.BytesIO(raw)) as files:
        table = files.read("aliases.csv").decode("utf-8-sig") + "gz-hg,广关,来函,yes\n"
    found, upload_id = looked(table.encode("gbk"), "aliases.csv")
    assert [move.after for move in found.moves] == [Alias("gz-hg", "广关", basis="来函", verified="yes")]
    assert len(found.missing) == 5
    take_over(upload_id, who="王敏", version=found.version)
    assert len(stored_registry().aliases) == len(SMALL.aliases) + 1


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (b"", "a.xlsx"),
        (b"PK\x03\x04", "a.xlsx"),
        (b"abc", "a.zip"),
        (b"a,b\n1,2\n", "别的表.csv"),
        (b"%PDF", "a.pdf"),
        (b"\xd0\xcf\x11\xe0", "a.xlsx"),
    ],
)
def test_a_file_that_is_no_registry_is_refused_in_one_sentence(office, raw, name):
    with pytest.raises(UnreadableFile, match="。"):
        receive(io.BytesIO(raw), name, who="王敏")


def test_columns_in_another_order_are_the_same_columns(registered):
    def turned(book):
        sheet = book["别名"]
        cells = [[cell.value for cell in line][::-1] for line in sheet.iter_rows()]
        for number, values in enumerate(cells, start=1):
            for place, value in enumerate(values, start=1):
                sheet.cell(number, place).value = value

    assert looked(changed_book(turned))[0].moves == ()
