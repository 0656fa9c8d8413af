"""Returned templates as the tests take them in."""

from tests.workbooks.templates import OURS
from tracker.extraction.reading import encodings
from tracker.extraction.reading.archives import checked
from tracker.workbooks.comparing import compare
from tracker.workbooks.received import Checks, sheets
from tracker.workbooks.returned import returned

CHECKS = Checks(archive=lambda raw, name: checked(raw, name, "Excel 工作簿", "xl/"), decode=encodings.decode)


def sheets_of(raw, name="填报表.xlsx"):
    return sheets(raw, name, CHECKS)


def preview(raw, standing, *, name="填报表.xlsx", addressee=OURS, closed=None, **facts):
    """What taking the file in would do to the rows that stand."""
    file = returned(sheets_of(raw, name), **facts)
    return compare(file, {row.key: row for row in standing}, addressee=addressee, closed=closed)


def changes(found):
    """``[(address, change)]`` of every cell that would change."""
    return [(cell.address, str(cell.change)) for row in found.rows for cell in row.cells]


def kinds(found):
    return [str(fault.kind) for fault in found.all_faults]
