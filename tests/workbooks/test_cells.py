import pytest
from openpyxl import Workbook

from tracker.workbooks.cells import CUT, LONGEST, cell_text, looks_like_formula, prepared, put_text, runs_xml


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("市商务委牵头，各区政府配合", "市商务委牵头，各区政府配合"),
        ("一\r\n二\r三\n四\t五", "一\n二\n三\n四\t五"),
        ("响\x07铃\x00\x0b\x1f", "响铃"),
        ("半个\ud83d字", "半个\ufffd字"),
        ("不是字\ufffe\uffff", "不是字"),
        ("😀", "😀"),
        ("=1+1", "=1+1"),
        ("", ""),
    ],
)
def test_a_cell_holds_the_text_without_what_no_workbook_can_hold(text, held):
    assert cell_text(text) == held


def test_text_that_fills_a_cell_to_the_last_letter_stays_whole():
    assert cell_text("文" * LONGEST) == "文" * LONGEST


@pytest.mark.parametrize("letter", ["文", "😀"])
def test_longer_text_is_cut_and_says_so(letter):
    held = cell_text(letter * 40_000)
    assert held.endswith(CUT)
    assert held.startswith(letter * 100)
    assert LONGEST - 1 <= len(held.encode("utf-16-le")) // 2 <= LONGEST


@pytest.mark.parametrize("start", list("=+-@\t\r\n＝＋－＠"))
def test_text_that_a_spreadsheet_may_calculate_looks_like_a_formula(start):
    assert looks_like_formula(start + "1+1")


@pytest.mark.parametrize("text", ["", "1=1", " =1", "—", "（-1）", "'=1", "市商务局"])
def test_other_text_does_not(text):
    assert not looks_like_formula(text)


def test_a_formula_behind_a_control_character_is_still_found():
    assert prepared("\x00=1+1").quoted


def test_nothing_needs_no_cell_text():
    assert prepared("") is None
    assert prepared("\x00\x01") is None


@pytest.mark.parametrize(
    ("text", "xml"),
    [
        ("市商务局", '<t xml:space="preserve">市商务局</t>'),
        ("<甲>&乙", '<t xml:space="preserve">&lt;甲&gt;&amp;乙</t>'),
        ("_x41", '<t xml:space="preserve">_x41</t>'),
        ("甲_x000D_", '<r><t xml:space="preserve">甲_</t></r><r><t xml:space="preserve">x000D_</t></r>'),
    ],
)
def test_text_is_written_so_that_it_is_read_as_it_is(text, xml):
    assert runs_xml(text) == xml


def test_a_long_text_is_prepared_as_a_short_one_is():
    short, long = "=" + "短" * 10, "=" + "长" * 500
    assert prepared(short) == prepared(short)
    assert prepared(long).quoted
    assert prepared(long).paragraphs == (500.5,)


def test_a_title_that_looks_like_a_formula_is_no_formula():
    cell = Workbook().active["A1"]
    put_text(cell, "=HYPERLINK(1)\x07")
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=HYPERLINK(1)", "s", True)
