"""What another program makes of our workbooks: it opens them without a word and shows what we wrote."""

import re
from datetime import datetime

import openpyxl
import pypdfium2
import pytest

from tests.workbooks.hostile import hostile_texts
from tests.workbooks.ledgers import FIRST, a_ledger, a_row, opened
from tests.workbooks.templates import a_task, a_template
from tests.workbooks.test_round_trip import ESCAPED_ESCAPE
from tests.workbooks.test_yearbook import AGENCIES, LIGHTS
from tests.workbooks.years import a_year, an_unreported
from tracker.vocabulary.reporting import Colour, Light
from tracker.workbooks.answers import Answers

pytestmark = pytest.mark.libreoffice
ROW = a_row(
    leads=("市商务局", "各区政府"),
    percent=75,
    progress="【市商务局】认定23家。\n【越秀区政府】推荐8家。",
    filing_light=Light(Colour.RED, "逾期3天"),
    reported_at=datetime(2026, 12, 8, 16, 5),
)


def values(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_it_reads_the_ledger_cell_by_cell_as_we_wrote_it(soffice, tmp_path):
    rows = [ROW, *[a_row(task=text, remark=text) for text in hostile_texts(150) if ESCAPED_ESCAPE not in text]]
    ledger = a_ledger(*rows)
    back = tmp_path / "back.xlsx"
    back.write_bytes(soffice(ledger.getvalue(), "xlsx"))
    ours, theirs = opened(ledger), openpyxl.load_workbook(back).active
    assert values(theirs) == values(ours)
    assert "f" not in {cell.data_type for row in theirs.iter_rows() for cell in row}
    assert theirs.row_dimensions[FIRST].height == pytest.approx(ours.row_dimensions[FIRST].height, abs=1)
    assert (theirs.print_title_rows, int(theirs.page_setup.paperSize)) == ("$3:$3", 8)


def test_it_shows_all_sheets_of_a_year_and_its_charts(soffice, tmp_path):
    raw = a_year(tasks=[ROW], agencies=AGENCIES, unreported=[an_unreported("市财政局")], lights=LIGHTS).getvalue()
    back = tmp_path / "back.xlsx"
    back.write_bytes(soffice(raw, "xlsx"))
    book = openpyxl.load_workbook(back)
    assert book.sheetnames == ["总台账", "汇总表", "未报清单", "图表"]
    assert len(book["图表"]._charts) == 2


def marked(count):
    """So many letters, with a number in every ten by which one knows what was printed."""
    return "".join(f"A{number:04d}推进落实工" for number in range(count // 10))


def printed(pdf):
    """The numbers on the pages of a print."""
    document = pypdfium2.PdfDocument(pdf)
    words = "".join(page.get_textpage().get_text_bounded() for page in document)
    return {int(number) for number in re.findall(r"A(\d{4})", re.sub(r"\s", "", words))}


def test_it_prints_a_text_of_any_length_whole(soffice):
    """A row runs on over pages in a ledger; in a template, where it may not, its letters get smaller."""
    ledger = a_ledger(ROW, a_row(task="文" * 3_000, progress=marked(30_000)))
    assert printed(soffice(ledger.getvalue(), "pdf")) == set(range(3_000))
    template = a_template(a_task(1, answers=Answers(progress=marked(2_000))))
    assert printed(soffice(template, "pdf")) == set(range(200))
