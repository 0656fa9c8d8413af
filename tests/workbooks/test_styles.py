from openpyxl import Workbook

from tracker.vocabulary.reporting import Colour
from tracker.workbooks.styles import FANG_SONG, FILLS, HEI, SMALL_SONG, Look, column_width, dress, new_book


def test_papers_are_set_in_the_faces_of_official_documents():
    assert [face.name for face in (SMALL_SONG, HEI, FANG_SONG)] == ["方正小标宋简体", "黑体", "仿宋_GB2312"]
    assert all(face.instead for face in (SMALL_SONG, HEI, FANG_SONG))


def test_every_colour_of_a_light_has_a_fill_of_its_own():
    assert set(FILLS) == set(Colour)
    assert len(set(FILLS.values())) == len(Colour)


def test_a_cell_wears_its_look():
    cell = Workbook().active["A1"]
    dress(cell, Look(HEI, 14, "center", wrap=True, boxed=True, fill="CFE8D5", number_format="0%", quoted=True))
    assert (cell.font.name, cell.font.sz, cell.font.charset) == ("黑体", 14, 134)
    assert (cell.alignment.horizontal, cell.alignment.vertical, cell.alignment.wrap_text) == ("center", "center", True)
    assert (cell.border.top.style, cell.border.left.style) == ("thin", "thin")
    assert (cell.fill.fgColor.rgb, cell.number_format, cell.quotePrefix) == ("00CFE8D5", "0%", True)


def test_a_column_is_as_wide_as_its_letters_in_the_standard_face():
    assert new_book()._fonts[0].name == "仿宋_GB2312"
    assert column_width(10) == 20.75
