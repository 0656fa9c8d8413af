"""Whatever is done to a template by hand: no text ends in another cell than it was typed for, and none is lost in silence."""

import random
import re

import pytest

from tests.workbooks.returns import preview
from tests.workbooks.templates import FILLED, a_task, a_template, opened, saved
from tests.workbooks.wps import as_wps
from tracker.workbooks.answers import ANSWERS, Answers, Kind
from tracker.workbooks.comparing import Change
from tracker.workbooks.templates import BODY_ROW, HEADER_ROW

COUNT = 8
TASKS = [a_task(number, answers=FILLED if number % 2 else Answers()) for number in range(COUNT)]
TEMPLATE = a_template(*TASKS)
WRITTEN = [column for column in ANSWERS if column.kind in (Kind.TEXT, Kind.SHORT)]
MARK = re.compile(r"M\d+x")


def body(sheet):
    return range(BODY_ROW, BODY_ROW + COUNT)


def values(sheet, rows):
    return [[cell.value for cell in sheet[row]] for row in rows]


def put(sheet, rows, lines):
    for row, line in zip(rows, lines, strict=True):
        for column, value in enumerate(line, start=1):
            sheet.cell(row, column).value = value


def sort(sheet, choose):
    lines = values(sheet, body(sheet))
    put(sheet, body(sheet), choose.sample(lines, COUNT))


def sort_without_the_hidden_column(sheet, choose):
    lines = values(sheet, body(sheet))
    put(sheet, body(sheet), [line[:1] + other[1:] for line, other in zip(lines, choose.sample(lines, COUNT), strict=True)])


def swap_columns(sheet, choose):
    one, other = choose.sample(range(1, sheet.max_column + 1), 2)
    for row in (HEADER_ROW, *body(sheet)):
        sheet.cell(row, one).value, sheet.cell(row, other).value = sheet.cell(row, other).value, sheet.cell(row, one).value


def insert_column(sheet, choose):
    column = choose.randrange(2, sheet.max_column + 2)
    sheet.insert_cols(column)
    sheet.cell(HEADER_ROW, column).value = choose.choice(["领导批示", None])
    sheet.cell(BODY_ROW, column).value = "M900x"


def insert_row(sheet, choose):
    row = choose.choice(body(sheet))
    sheet.insert_rows(row)
    sheet.cell(row, choose.randrange(2, sheet.max_column + 1)).value = choose.choice(["M901x", None])


def copy_row(sheet, choose):
    row = choose.choice(body(sheet))
    sheet.insert_rows(row + 1)
    put(sheet, [row + 1], values(sheet, [row]))


def delete_row(sheet, choose):
    sheet.delete_rows(choose.choice(body(sheet)))


def merge(sheet, choose):
    row, column = choose.choice(body(sheet)), choose.randrange(2, sheet.max_column)
    sheet.merge_cells(
        start_row=row, end_row=row + choose.randrange(3), start_column=column, end_column=column + choose.randrange(1, 3)
    )


def repeat_the_header(sheet, choose):
    row = choose.choice(body(sheet))
    sheet.insert_rows(row)
    put(sheet, [row], values(sheet, [HEADER_ROW]))


def break_captions(sheet, choose):
    for cell in sheet[HEADER_ROW]:
        if cell.value and choose.random() < 0.3:
            cell.value = f"{cell.value[:1]}\n{cell.value[1:]} "


def lose_a_key(sheet, choose):
    sheet.cell(choose.choice(body(sheet)), 1).value = None


def write_below(sheet, choose):
    sheet.cell(sheet.max_row + 3, choose.randrange(2, sheet.max_column + 1)).value = "M902x"


def hide(sheet, choose):
    sheet.row_dimensions[choose.choice(body(sheet))].hidden = True
    sheet.title = "我的表"


DEEDS = (
    *(sort, sort_without_the_hidden_column, swap_columns, insert_column, insert_row, copy_row, delete_row),
    *(repeat_the_header, break_captions, lose_a_key, write_below, hide),
)


def typed_into(sheet, choose):
    """Texts typed where they belong: ``{mark: (key, name)}``."""
    captions = [cell.value for cell in sheet[HEADER_ROW]]
    places = choose.sample([(number, column) for number in range(COUNT) for column in WRITTEN], 8)
    for mark, (number, column) in enumerate(places):
        sheet.cell(BODY_ROW + number, 1 + captions.index(column.caption)).value = f"M{mark}x新写的。"
    return {f"M{mark}x": (f"r{number}", column.name) for mark, (number, column) in enumerate(places)}


def marks_in(sheet):
    """``{mark: rows}`` as the file has them."""
    found = {}
    for cell in (cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)):
        for mark in MARK.findall(cell.value):
            found.setdefault(mark, []).append(cell)
    return found


def names(said, cell):
    """Whether a sentence is about the row or the column of a cell."""
    about = rf"(?<![0-9]){cell.row}(?![0-9])|\b{cell.column_letter}{HEADER_ROW}：|没有列名的列"
    return any(re.search(about, sentence) for sentence in said)


@pytest.mark.parametrize("seed", range(60))
def test_no_text_ends_in_a_wrong_cell_or_is_lost_in_silence(seed):
    choose = random.Random(seed)
    book = opened(TEMPLATE)
    sheet = book.worksheets[0]
    typed = typed_into(sheet, choose)
    for deed in choose.sample(DEEDS, choose.randint(1, 3)):
        deed(sheet, choose)
    if choose.random() < 0.4:
        merge(sheet, choose)
    raw = saved(book)
    found = preview(as_wps(raw) if seed % 3 == 0 else raw, TASKS)
    said = [fault.sentence for fault in found.all_faults]
    if found.is_refused:
        assert said
        return
    taken = {}
    for row in found.of(Change.NEW, Change.CHANGED, Change.CLEARED, Change.CONFLICT):
        for cell in row.cells:
            taken |= dict.fromkeys(MARK.findall(str(cell.mine)), (row.key, cell.name))
    assert taken == {mark: place for mark, place in typed.items() if mark in taken}
    lost = {mark: cells for mark, cells in marks_in(sheet).items() if mark not in taken}
    assert [mark for mark, cells in lost.items() if not any(names(said, cell) for cell in cells)] == []
