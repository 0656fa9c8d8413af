import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.workbooks.returns import sheets_of
from tests.workbooks.templates import a_task, a_template, saved
from tracker.errors import UnreadableFile
from tracker.workbooks.received import has_links


def repacked(raw, *, drop=(), **more):
    """A workbook with some parts replaced, added or dropped."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(raw)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in drop and name not in more:
                new.writestr(name, old.read(name))
        for name, part in more.items():
            new.writestr(name, part)
    return target.getvalue()


TEMPLATE = a_template(a_task())
SAMPLES = Path(__file__).resolve().parents[1] / "samples" / "workbooks"
"""``protected.xlsx`` is a template that a password locks, as Excel and WPS encrypt it (ECMA-376, agile)."""
SHEET = "xl/worksheets/sheet1.xml"
REFUSED = {
    "旧版.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "是旧版格式，没有读取；请用原来的程序打开，另存为 .xlsx 后再导入"),
    "加密.xlsx": ((SAMPLES / "protected.xlsx").read_bytes(), "有密码保护，没有读取"),
    "大文件.xlsx": (b"PK\x03\x04" + b"\x00" * (100 << 20), "有 100 MB，超过 30 MB"),
    "空.xlsx": (b"", "不是 Excel 工作簿"),
    "空.csv": (b"", "空文件"),
    "网页.xlsx": (b"<html><table></table></html>", "网页"),
    "图.xlsx": (b"\x89PNG\r\n\x1a\n", "图片"),
    "半个.xlsx": (TEMPLATE[: len(TEMPLATE) // 2], "已经损坏"),
    "宏.xlsm": (repacked(TEMPLATE, **{"xl/vbaProject.bin": b"macro"}), "含有宏"),
    "空壳.xlsx": (repacked(TEMPLATE, drop=[SHEET]), "不是完好的 Excel 工作簿"),
    "断.xlsx": (repacked(TEMPLATE, **{SHEET: b"<worksheet><sheetData><row"}), "不是完好的 Excel 工作簿"),
    "实体.xlsx": (repacked(TEMPLATE, **{SHEET: b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'}), "外部实体"),
    "炸弹.xlsx": (repacked(TEMPLATE, **{SHEET: b"<worksheet>" + b" " * (90 << 20)}), "超过 80 MB"),
    "另一种.xlsx": (repacked(TEMPLATE, drop=["xl/workbook.xml"]), "不是完好的 Excel 工作簿"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_with_its_reason(name):
    raw, reason = REFUSED[name]
    with pytest.raises(UnreadableFile, match=reason) as refusal:
        sheets_of(raw, name)
    assert f"“{name}”" in str(refusal.value)
    assert str(refusal.value).endswith("。")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("divider", [",", "\t", ";"])
def test_a_csv_is_read_in_every_usual_encoding(encoding, divider):
    text = f"工作任务{divider}工作进展\r\n认定{divider}\"已认定，\n公示\"\r\n'=1+1{divider}''=x\r\n"
    (grid,) = sheets_of(text.encode(encoding), "表.csv")
    assert grid.rows[1] == {1: "工作任务", 2: "工作进展"}
    assert grid.rows[2] == {1: "认定", 2: "已认定，\n公示"}
    assert grid.rows[3] == {1: "=1+1", 2: "'=x"}


def test_a_workbook_named_csv_is_still_read_as_a_workbook():
    assert [grid.title for grid in sheets_of(TEMPLATE, "改名.csv")] == ["填报表", "_meta"]


def test_links_to_other_files_are_noticed_and_not_followed():
    """Case 62; one with macros is refused above."""
    book = Workbook()
    assert not has_links(saved(book))
    linked = repacked(saved(book), **{"xl/externalLinks/externalLink1.xml": b"<externalLink/>"})
    assert has_links(linked)
    assert sheets_of(linked)
