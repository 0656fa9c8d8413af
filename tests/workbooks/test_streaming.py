import tracemalloc
import zipfile
from io import BytesIO

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation

from tracker.workbooks.cells import prepared
from tracker.workbooks.streaming import Filling, cut, empty_cell, number_cell, pour, row_xml, stand_in, text_cell


@pytest.fixture
def template():
    """Two heading rows and a marker row of three looks."""
    book = Workbook()
    sheet = book.active
    sheet.append(["名册", None, None])
    sheet.append(["单位", "项", "备注"])
    for place, size in enumerate((9, 10, 11), start=1):
        sheet.cell(3, place).font = Font(size=size)
    sheet.merge_cells("A1:C1")
    sheet.column_dimensions["A"].width = 33
    sheet.print_area = f"A1:C{stand_in(0)}"
    sheet.freeze_panes = "A3"
    return book


def a_row(styles, number, name, count):
    return row_xml(
        number,
        [
            text_cell(f"A{number}", styles[0], prepared(name)),
            number_cell(f"B{number}", styles[1], count),
            empty_cell(f"C{number}", styles[2]),
        ],
        height=30,
    )


def poured(template, names, merged=None):
    stencil = cut(template, marker_rows={"Sheet": 3})
    target = BytesIO()
    rows = (a_row(stencil.sheets[0].styles, number, name, number * 1.5) for number, name in enumerate(names, start=3))
    pour(stencil, [Filling(rows, merged or [])], target)
    return target


def values(sheet):
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_rows_take_the_place_of_the_marker_row(template):
    book = openpyxl.load_workbook(poured(template, ["市商务局", "市财政局"]))
    assert values(book.active) == [
        ["名册", None, None],
        ["单位", "项", "备注"],
        ["市商务局", 4.5, None],
        ["市财政局", 6, None],
    ]


def test_each_cell_has_the_style_of_its_marker(template):
    sheet = openpyxl.load_workbook(poured(template, ["市商务局"])).active
    assert [cell.font.sz for cell in sheet[3]] == [9, 10, 11]
    assert sheet.row_dimensions[3].height == 30


def test_what_stands_round_the_body_stays(template):
    sheet = openpyxl.load_workbook(poured(template, ["市商务局"])).active
    assert [str(merged) for merged in sheet.merged_cells.ranges] == ["A1:C1"]
    assert (sheet.column_dimensions["A"].width, sheet.freeze_panes) == (33, "A3")


def test_the_print_area_ends_with_the_last_row(template):
    sheet = openpyxl.load_workbook(poured(template, ["甲", "乙", "丙"])).active
    assert sheet.print_area.endswith("$A$1:$C$5")


def test_ranges_of_the_sheet_end_with_the_last_row(template):
    validation = DataValidation(type="list", formula1='"是,否"', sqref=f"B3:B{stand_in(0)}")
    template.active.add_data_validation(validation)
    sheet = openpyxl.load_workbook(poured(template, ["甲", "乙", "丙"])).active
    assert [str(each.sqref) for each in sheet.data_validations.dataValidation] == ["B3:B5"]


def test_cells_of_the_body_may_be_merged(template):
    sheet = openpyxl.load_workbook(poured(template, ["甲", "乙"], ["A3:A4"])).active
    assert {str(merged) for merged in sheet.merged_cells.ranges} == {"A1:C1", "A3:A4"}


def test_every_sheet_has_its_own_body_and_its_own_last_row(template):
    second = template.create_sheet("其他")
    second.append(["一", "二"])
    second.print_area = f"A1:B{stand_in(1)}"
    stencil = cut(template, marker_rows={"Sheet": 3, "其他": 1})
    target = BytesIO()
    rows = [row_xml(1, [text_cell("A1", 0, prepared("丁"))], height=30)]
    pour(stencil, [Filling([a_row(stencil.sheets[0].styles, 3, "甲", 1)]), Filling(rows)], target)
    book = openpyxl.load_workbook(target)
    assert [values(sheet)[-1] for sheet in book] == [["甲", 1, None], ["丁"]]
    assert [sheet.print_area.rpartition("!")[2] for sheet in book] == ["$A$1:$C$3", "$A$1:$B$1"]


def test_a_row_may_grow_as_somebody_types():
    assert 'customHeight="1"' in row_xml(1, [], height=20)
    assert "customHeight" not in row_xml(1, [], height=20, grows=True)


def test_without_rows_the_heading_remains(template):
    book = openpyxl.load_workbook(poured(template, []))
    assert values(book.active) == [["名册", None, None], ["单位", "项", "备注"]]
    assert book.active.print_area.endswith("$A$1:$C$2")


def test_no_false_dimension_hides_rows_from_a_reader_that_believes_it(template):
    book = openpyxl.load_workbook(poured(template, [f"单位{number}" for number in range(500)]), read_only=True)
    assert len(list(book.active.rows)) == 502


def test_a_target_need_not_be_seekable(template):
    class Pipe:
        def __init__(self):
            self.sent = BytesIO()

        def write(self, data):
            return self.sent.write(data)

        def flush(self):
            pass

    pipe = Pipe()
    stencil = cut(template, marker_rows={"Sheet": 3})
    pour(stencil, [Filling([a_row(stencil.sheets[0].styles, 3, "市商务局", 1)])], pipe)
    assert values(openpyxl.load_workbook(pipe.sent).active)[2] == ["市商务局", 1, None]


def test_the_parts_of_the_workbook_are_sound(template):
    with zipfile.ZipFile(poured(template, ["甲"])) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
    assert len(names) == len(set(names))
    assert "[Content_Types].xml" in names


def test_many_rows_need_no_more_memory_than_few(template):
    """Case 63."""

    class Nowhere:
        def write(self, data):
            return len(data)

        def flush(self):
            pass

    def peak(count):
        stencil = cut(template, marker_rows={"Sheet": 3})
        tracemalloc.start()
        rows = (a_row(stencil.sheets[0].styles, number, "市商务局" * 20, number) for number in range(3, count))
        pour(stencil, [Filling(rows)], Nowhere())
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    assert peak(20_000) <= 1.2 * peak(5_000)
