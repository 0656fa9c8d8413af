import zipfile
from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import Workbook

from tests.workbooks.returns import sheets_of
from tests.workbooks.templates import saved
from tracker.errors import UnreadableFile
from tracker.workbooks.grids import Failed, Formula, Number

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def a_book(*rows, **settings):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return book


STRINGS = '<Relationship Type="x/sharedStrings" Target="sharedStrings.xml" Id="rId99"/></Relationships>'


def with_sheet(xml, strings=None):
    """A workbook whose sheet has this XML, and these shared strings."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(saved(a_book(["x"])))) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            part = old.read(name).decode()
            if name == "xl/worksheets/sheet1.xml":
                part = xml
            elif name == "xl/_rels/workbook.xml.rels" and strings:
                part = part.replace("</Relationships>", STRINGS)
            new.writestr(name, part)
        if strings:
            new.writestr("xl/sharedStrings.xml", strings)
    return target.getvalue()


def a_sheet(rows, after="", dimension=""):
    return f'<worksheet xmlns="{MAIN}">{dimension}<sheetData>{rows}</sheetData>{after}</worksheet>'


def rows_of(raw):
    (grid,) = sheets_of(raw)
    return grid.rows


def test_every_kind_of_cell_is_told_from_the_others():
    book = a_book(["市商务局", 7, 0.75, True, date(2026, 12, 8), datetime(2026, 12, 8, 16, 5), "=1+1", None, "尾"])
    book.active["C1"].number_format = "0%"
    assert rows_of(saved(book)) == {
        1: {
            1: "市商务局",
            2: Number(7, False),
            3: Number(0.75, True),
            4: "是",
            5: "2026-12-08",
            6: "2026-12-08 16:05",
            7: Formula(""),
            9: "尾",
        }
    }


def test_a_formula_keeps_what_it_showed_and_an_error_value_is_none():
    rows = '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>A1</f><v>甲</v></c>'
    rows += '<c r="C1" t="e"><v>#REF!</v></c></row>'
    assert rows_of(with_sheet(a_sheet(rows))) == {1: {1: Formula("2"), 2: Formula("甲"), 3: Failed("#REF!")}}


def test_strings_of_several_runs_are_joined_and_readings_left_out():
    strings = (
        f'<sst xmlns="{MAIN}"><si><r><t>甲_</t></r><r><t>x000D_乙</t></r><rPh sb="0" eb="1"><t>jia</t></rPh></si></sst>'
    )
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><r><t>丙_</t></r><r><t>x000A_</t></r></is></c></row>'
    assert rows_of(with_sheet(a_sheet(rows), strings)) == {1: {1: "甲_x000D_乙", 2: "丙_x000A_"}}


def test_an_escaped_letter_is_read_as_the_letter():
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>甲_x000A_乙_x005F_x000D__xD800_</t></is></c></row>'
    assert rows_of(with_sheet(a_sheet(rows))) == {1: {1: "甲\n乙_x000D_\ufffd"}}


def test_elements_may_bear_a_prefix_and_cells_no_address():
    xml = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row><x:c><x:v>1</x:v></x:c><x:c/><x:c><x:v>3</x:v></x:c></x:row>'
    xml += "<x:row><x:c><x:v>4</x:v></x:c></x:row></x:sheetData></x:worksheet>"
    found = rows_of(with_sheet(xml))
    assert found[2] == {1: Number(4, False)}
    assert {value.value for value in found[1].values()} == {1, 3}


def test_no_false_dimension_cuts_rows_off():
    """Case 42."""
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 501))
    assert len(rows_of(with_sheet(a_sheet(rows, dimension='<dimension ref="A1:A3"/>')))) == 500


@pytest.mark.parametrize(
    "row", ['<row r="{}"/>', '<row r="{}" ht="15" customHeight="1"></row>', '<row r="{}"><c r="A{}" s="1"/></row>']
)
def test_a_million_empty_rows_and_a_far_cell_hold_nothing(row):
    """Case 41; its second is measured by scripts/bench."""
    rows = "".join(row.format(n, n) for n in range(2, 300_000))
    far = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>远</t></is></c></row>'
    first = '<row r="1"><c r="A1"><v>1</v></c></row>'
    assert rows_of(with_sheet(a_sheet(first + rows + far))) == {1: {1: Number(1, False)}, 1048576: {16384: "远"}}


@pytest.mark.parametrize(
    "cells", ["<c><v>1</v></c>" * 16_385, '<c r="ZZZ1"><v>1</v></c>', '<c r="A1" t="s"><v>9</v></c>']
)
def test_a_sheet_no_spreadsheet_could_hold_is_refused(cells):
    with pytest.raises(UnreadableFile, match="不是完好的 Excel 工作簿"):
        rows_of(with_sheet(a_sheet(f'<row r="1">{cells}</row>')))


def test_hidden_sheets_are_read_and_known_as_hidden():
    book = a_book(["甲"])
    book.create_sheet("隐藏").append(["乙"])
    book["隐藏"].sheet_state = "veryHidden"
    assert [(grid.title, grid.hidden) for grid in sheets_of(saved(book))] == [("Sheet", False), ("隐藏", True)]


def test_what_is_merged_is_known():
    book = a_book(["甲", None], [None, None])
    book.active.merge_cells("A1:B2")
    (grid,) = sheets_of(saved(book))
    assert grid.merged == [(1, 1, 2, 2)]
