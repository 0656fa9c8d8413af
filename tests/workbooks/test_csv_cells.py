import csv
import io
from datetime import datetime

import pytest

from tests.workbooks.hostile import as_held, hostile_texts
from tests.workbooks.ledgers import a_row
from tests.workbooks.returns import sheets_of
from tracker.vocabulary.reporting import Colour, Light
from tracker.workbooks.csv_cells import from_csv, ledger_csv, to_csv
from tracker.workbooks.parsing import plain


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("市商务局", "市商务局"),
        ("=1+1", "'=1+1"),
        ("＋86", "'＋86"),
        ("-", "'-"),
        ("\tx", "'\tx"),
        ("\x00=1+1", "'=1+1"),
        ("'=1+1", "''=1+1"),
        ("'引用'", "'引用'"),
        ("", ""),
    ],
)
def test_a_text_that_looks_like_a_formula_is_marked_and_comes_back(text, written):
    assert to_csv(text) == written
    assert from_csv(written) == as_held(text)


def test_five_thousand_hostile_texts_come_back_from_csv_as_they_were():
    """Case 55."""
    texts = hostile_texts(5_000)
    raw = b"".join(ledger_csv(a_row(task=text) for text in texts))
    assert raw.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert not any(line[3].startswith(tuple("=+-@\t\r\n＝＋－＠")) for line in lines)
    assert [from_csv(line[3]) for line in lines[1:]] == [as_held(text) for text in texts]


def test_a_ledger_as_csv_shows_what_the_workbook_shows():
    row = a_row(percent=75, filing_light=Light(Colour.RED, "逾期"), reported_at=datetime(2026, 12, 8, 16, 5))
    (grid,) = sheets_of(b"".join(ledger_csv([row])), "台账.csv")
    shown = {plain(value) for value in grid.rows[2].values()}
    assert {"1", "75%", "逾期", "2026-12-08 16:05"} <= shown
