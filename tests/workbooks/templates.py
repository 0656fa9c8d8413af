"""Templates as the tests write, read and edit them."""

from datetime import date
from io import BytesIO

import openpyxl

from tracker.workbooks.answers import ANSWERS, Answers, TemplateRow
from tracker.workbooks.meta import Addressee
from tracker.workbooks.templates import BODY_ROW, COLUMNS, write_template

OURS = Addressee(cycle="1", cycle_name="2026年度", agency="7", agency_name="市商务局")
FILLED = Answers(
    progress_state="进行中",
    percent=75,
    progress="认定23家。\n12月上旬发文。",
    problems="无",
    next_step="12月10日前发文认定",
    to_coordinate="用地指标",
    handling_office="电商处",
    contact="李国平",
    phone="020-66663300",
)


def a_task(number=1, **facts):
    usual = {
        "key": f"r{number}",
        "version": 1,
        "document": "若干措施（穗府办函〔2019〕2号）",
        "measure": f"一（{number}）",
        "task": f"认定第{number}批示范企业。",
        "leads": ("市商务局",),
        "supports": ("市财政局", "各区政府"),
        "deadline": "2026年底前",
    }
    return TemplateRow(**(usual | facts))


def a_template(*rows, addressee=OURS, **facts):
    """The bytes of a template."""
    target = BytesIO()
    write_template(rows, target, addressee=addressee, due="2026年12月10日", as_of=date(2026, 11, 30), **facts)
    return target.getvalue()


def place(caption, row=0):
    """The address of an answer: ``place("工作进展", 2)`` in the third task's row."""
    column = [column.caption for column in COLUMNS].index(caption) + 2
    return f"{openpyxl.utils.get_column_letter(column)}{BODY_ROW + row}"


def opened(raw):
    return openpyxl.load_workbook(BytesIO(raw))


def saved(book):
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def edited(raw, **cells):
    """A template with some cells of its first sheet set: ``edited(raw, L6="新的进展")``."""
    book = opened(raw)
    for address, value in cells.items():
        book.worksheets[0][address] = value
    return saved(book)


ANSWER_CAPTIONS = [column.caption for column in ANSWERS]
