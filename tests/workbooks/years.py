"""Workbooks of a year as the tests write and read them."""

from datetime import date
from io import BytesIO

import openpyxl

from tests.workbooks.ledgers import a_row
from tracker.vocabulary.reporting import Colour, Light
from tracker.workbooks.summaries import AgencySummary, UnreportedRow
from tracker.workbooks.yearbook import Year, write_year


def an_agency(name, **counts):
    return AgencySummary(agency=name, **counts)


def an_unreported(agency, **facts):
    usual = {
        "role": "牵头",
        "document": "若干措施（穗府办函〔2019〕2号）",
        "task": "认定示范企业。",
        "due": date(2026, 12, 10),
        "light": Light(Colour.YELLOW, "临期"),
    }
    return UnreportedRow(agency=agency, **(usual | facts))


def a_year(tasks=None, **facts):
    """The bytes of a year's workbook, from the start."""
    usual = {
        "title": "任务分工台账（2026年度）",
        "subject": "2026年度",
        "office": "市商务局",
        "as_of": date(2026, 11, 30),
    }
    target = BytesIO()
    write_year(Year(tasks=[a_row()] if tasks is None else tasks, **(usual | facts)), target)
    target.seek(0)
    return target


def opened_year(only=None, **facts):
    """The sheets of a year's workbook, or the one that is asked for."""
    book = openpyxl.load_workbook(a_year(**facts))
    return [sheet for sheet in book if only in (None, sheet.title)]


def cells(sheet):
    """The values from the header on."""
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
