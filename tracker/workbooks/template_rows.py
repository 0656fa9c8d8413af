"""The rows of a template as XML: what is asked, locked; what is to be filled in, open."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from openpyxl.utils import get_column_letter

from tracker.workbooks.answers import ANSWERS, LOCKED, Kind, TemplateRow, is_cut
from tracker.workbooks.cells import prepared
from tracker.workbooks.looks import TEXT
from tracker.workbooks.measuring import HIGHEST, height, lines
from tracker.workbooks.streaming import empty_cell, number_cell, row_xml, text_cell
from tracker.workbooks.styles import BODY_SIZE, SIGN_OFF, Look

SIZES = (BODY_SIZE, 10, 8, 6)
"""Of letters: smaller ones only in a cell that would else be higher than a spreadsheet allows."""
SMALL = 10
"""Smaller letters begin at the top of their cell: what does not fit even so is missing at the end."""
OPEN_FILL, CLOSED_FILL = "FFF8E1", "F3F4F6"
LEAST_LINES = 2
SIGN_OFF_HEIGHT = 36
FIRST_COLUMN = 2
"""Column A holds the keys and is hidden."""
GUIDANCE, SIGNED = "#说明", "#签字"
"""What stands in column A of rows that are no task."""
FORMATS = {Kind.SHARE: "0%", Kind.SHORT: "@"}
SIGNATURES = {"序号": "填表人：", "工作任务": "审核人：", "配合单位": "负责人（签字）：", "工作进展": "联系电话："}
"""What is signed below the rows, and below which column: not below one that takes values of a list only."""

_KEY = Look(number_format="@")
_SIGN = replace(SIGN_OFF, open=True)


def _look(*, size, centred, quoted=False, kind=None, is_open=False, is_answer=False):
    fill = OPEN_FILL if is_open else CLOSED_FILL if is_answer else None
    return replace(
        TEXT,
        size=size,
        vertical="top" if size < SMALL else TEXT.vertical,
        horizontal="center" if centred else "left",
        quoted=quoted,
        open=is_open,
        fill=fill,
        number_format=FORMATS.get(kind, "General"),
    )


def _looks() -> Iterator[tuple]:
    yield "key", _KEY
    yield "sign", _SIGN
    for size in SIZES:
        for quoted in (False, True):
            for centred in (False, True):
                yield (size, centred, quoted), _look(size=size, centred=centred, quoted=quoted)
            for kind in Kind:
                for is_open in (False, True):
                    centred = kind is not Kind.TEXT
                    look = _look(size=size, centred=centred, quoted=quoted, kind=kind, is_open=is_open, is_answer=True)
                    yield (size, kind, is_open, quoted), look


LOOKS = dict(_looks())


class TemplateBody:
    """Makes the rows' XML; ``styles`` are the style ids of LOOKS in their order."""

    def __init__(self, styles: Sequence[int], *, first_row: int):
        self.next_row = first_row
        self._ids = dict(zip(LOOKS, styles, strict=True))
        count = len(LOCKED) + len(ANSWERS)
        self._letters = [get_column_letter(place) for place in range(FIRST_COLUMN, FIRST_COLUMN + count)]

    def rows(self, rows: Iterable[TemplateRow]) -> Iterator[str]:
        """The rows of the tasks, then the sign-off row."""
        for number, row in enumerate(rows, start=1):
            yield self._task(row, number)
        yield self._sign_off()

    def _task(self, row, number):
        asked = [column.value(row, number) for column in LOCKED]
        answered = [getattr(row.answers, column.name) for column in ANSWERS]
        texts = [prepared(value) if isinstance(value, str) else None for value in (*asked, *answered)]
        sizes, points = _fit(texts)
        cells = [self._key(row.key)]
        for letter, value, text, column, size in zip(self._letters, asked, texts, LOCKED, sizes, strict=False):
            cells.append(self._asked(f"{letter}{self.next_row}", value, text, column, size))
        rest = (each[len(LOCKED) :] for each in (self._letters, texts, sizes))
        for value, column, letter, text, size in zip(answered, ANSWERS, *rest, strict=True):
            is_open = row.locked is None and not is_cut(value)
            cells.append(self._answer(f"{letter}{self.next_row}", value, text, (size, column.kind, is_open)))
        return self._line(cells, points)

    def _key(self, key):
        return text_cell(f"A{self.next_row}", self._ids["key"], prepared(key))

    def _asked(self, place, value, text, column, size):
        style = self._ids[size, column.centred, bool(text and text.quoted)]
        if text:
            return text_cell(place, style, text)
        return empty_cell(place, style) if value in (None, "") else number_cell(place, style, value)

    def _answer(self, place, value, text, manner):
        style = self._ids[*manner, bool(text and text.quoted)]
        if text:
            return text_cell(place, style, text)
        return number_cell(place, style, value / 100) if isinstance(value, (int, float)) else empty_cell(place, style)

    def _sign_off(self):
        cells = [self._key(SIGNED)]
        for letter, column in zip(self._letters, (*LOCKED, *ANSWERS), strict=True):
            if words := SIGNATURES.get(column.caption):
                cells.append(text_cell(f"{letter}{self.next_row}", self._ids["sign"], prepared(words)))
        return self._line(cells, SIGN_OFF_HEIGHT)

    def _line(self, cells, points):
        number, self.next_row = self.next_row, self.next_row + 1
        return row_xml(number, cells, height=points, grows=True)


WIDTHS = [column.width for column in (*LOCKED, *ANSWERS)]


def _fit(texts):
    """The sizes of a row's letters, cell by cell, and its height: a template's rows never run on.

    About 2,000 Chinese letters of an answer can be shown; a longer one is whole in its cell, and in the ledger.
    """
    fitted = [_cell_size(text, width) for text, width in zip(texts, WIDTHS, strict=True)]
    return [size for size, _ in fitted], min(max(points for _, points in fitted), HIGHEST)


def _cell_size(text, width):
    """The largest letters in which a text is not too high for a row, else the smallest; and how high it is."""
    for size in SIZES:
        needed = lines(text.paragraphs, width * BODY_SIZE / size) if text else 1
        if (points := height(max(needed, LEAST_LINES), size)) <= HIGHEST:
            break
    return size, points
