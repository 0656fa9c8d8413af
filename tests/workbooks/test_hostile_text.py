"""Whatever is written into a cell comes out as the same text, for every reader, and never as a formula."""

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.workbooks.ledgers import FIRST, a_ledger, a_row, opened, read_by_every_reader

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
PIECES = (
    "=1+1",
    "_x000D_",
    "_x0041_",
    "_x",
    "]]>",
    "<!--",
    "&amp;",
    "\x00",
    "\ud800",
    "\ufffe",
    "\r\n",
    " ",
    "\u2028",
    "😀",
    "牵头",
)
letters = st.characters(codec=None)
hostile = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(("", *STARTS)),
        st.lists(st.sampled_from(PIECES) | st.text(letters, max_size=4), max_size=5).map("".join),
    ),
)


def as_held(text):
    """The text without the letters XML 1.0 has no place for, line ends as line feeds."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = "".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in text)
    return re.sub("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)


@settings(max_examples=60, deadline=None)
@given(st.lists(hostile, min_size=1, max_size=12))
@example(["\0"])
@example(["\x0b\x0c"])
def test_every_reader_gets_the_text_back_and_no_formula(texts):
    ledger = a_ledger(*[a_row(task=text, remark=text) for text in texts])
    for reading in read_by_every_reader(ledger):
        rows = reading[1 : len(texts) + 1]
        assert [(row[3] or "", row[18] or "") for row in rows] == [(as_held(text),) * 2 for text in texts]
    sheet = opened(ledger)
    for place, text in enumerate(texts):
        cell = sheet.cell(FIRST + place, 4)
        assert cell.data_type != "f"
        assert cell.quotePrefix == as_held(text).startswith(STARTS)


@settings(max_examples=30, deadline=None)
@given(hostile, hostile, hostile)
def test_no_heading_breaks_the_workbook(title, office, note):
    sheet = opened(a_ledger(a_row(), title=title, office=office, note=note))
    assert (sheet["A1"].value or "") == as_held(title)
    assert sheet["A2"].value == "填报单位（盖章）：" + as_held(office)
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}
