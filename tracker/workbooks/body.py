"""The ledger's rows as XML: each as high as its text needs, in the styles of the template's marker row."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import product, repeat

from openpyxl.utils import get_column_letter

from tracker.errors import TooManyRows
from tracker.workbooks.cells import prepared
from tracker.workbooks.columns import Column, LedgerRow, Light, stretches
from tracker.workbooks.measuring import HIGHEST, height, lines
from tracker.workbooks.streaming import empty_cell, number_cell, row_xml, text_cell
from tracker.workbooks.styles import BODY_SIZE, FILLS, SIGN_OFF, Look

SIZES = (BODY_SIZE, 10, 8)
"""Letters get smaller only in a row that would else be higher than a spreadsheet allows."""
MOST_TASKS = 500_000
"""More would not fit the parts of a workbook that every spreadsheet reads."""
SIGN_OFF_HEIGHT = 36
SIGNATURES = ("填表人：", "审核人：", "负责人（签字）：", "联系电话：")

TEXT = Look(wrap=True, boxed=True)
SHARE = Look(horizontal="center", boxed=True, number_format="0%")
LIGHTS = {colour: Look(horizontal="center", wrap=True, boxed=True, fill=fill) for colour, fill in FILLS.items()}


def text_look(size: float, *, centred: bool, quoted: bool) -> Look:
    return replace(TEXT, size=size, horizontal="center" if centred else "left", quoted=quoted)


BODY_LOOKS = (
    *(text_look(size, centred=centred, quoted=quoted) for size, centred, quoted in product(SIZES, (0, 1), (0, 1))),
    SHARE,
    *LIGHTS.values(),
    SIGN_OFF,
)


class Body:
    """Makes the rows' XML; ``styles`` are the style ids of BODY_LOOKS in their order. ``tasks`` counts the rows made."""

    def __init__(self, columns: Sequence[Column], styles: Sequence[int], *, first_row: int):
        self.columns = columns
        self.letters = [get_column_letter(place) for place in range(1, len(columns) + 1)]
        self.first_row = first_row
        self.tasks = 0
        self._style = dict(zip(BODY_LOOKS, styles, strict=True))
        self._text = {size: [self._text_styles(size, column) for column in columns] for size in SIZES}

    def _text_styles(self, size, column):
        """The style of a column's text and that of text which must be quoted."""
        return [self._style[text_look(size, centred=column.centred, quoted=quoted)] for quoted in (False, True)]

    def rows(self, rows: Iterable[LedgerRow], note: str | None) -> Iterator[str]:
        """The rows of the tasks, the sign-off row and, if there is one, the note."""
        for row in rows:
            if self.tasks == MOST_TASKS:
                raise TooManyRows(MOST_TASKS)
            self.tasks += 1
            yield self._task(row, self.first_row + self.tasks - 1)
        last = self.first_row + self.tasks
        yield self._sign_off(last)
        if note and (text := prepared(note)):
            yield row_xml(last + 1, [self._unboxed(f"A{last + 1}", text)], height=height(1, BODY_SIZE))

    def _task(self, row, number):
        values = [column.value(row, self.tasks) for column in self.columns]
        texts = [_text_of(value) for value in values]
        size, points = _fit(texts, self.columns)
        cells = map(self._cell, self.letters, repeat(number), values, texts, self._text[size], self.columns)
        return row_xml(number, cells, height=points)

    def _cell(self, letter, number, value, text, styles, column):
        place = f"{letter}{number}"
        if text is not None:
            look = LIGHTS[value.colour] if isinstance(value, Light) else None
            return text_cell(place, self._style[look] if look else styles[text.quoted], text)
        if value is None or isinstance(value, (str, Light)):
            return empty_cell(place, styles[0])
        return number_cell(place, self._style[SHARE] if column.share else styles[0], value)

    def _sign_off(self, number):
        """Room for four signatures, side by side."""
        firsts = [self.letters[first - 1] for first, _ in stretches(self.columns, len(SIGNATURES))]
        signatures = zip(firsts, map(prepared, SIGNATURES), strict=False)
        cells = [self._unboxed(f"{letter}{number}", text) for letter, text in signatures]
        return row_xml(number, cells, height=SIGN_OFF_HEIGHT)

    def _unboxed(self, place, text):
        return text_cell(place, self._style[SIGN_OFF], text)


def _text_of(value):
    if isinstance(value, str):
        return prepared(value)
    return prepared(value.word) if isinstance(value, Light) else None


def _fit(texts, columns):
    """The size of a row's letters and its height in points."""
    for size in SIZES:
        room = BODY_SIZE / size
        filled = ((text.paragraphs, column.width * room) for text, column in zip(texts, columns, strict=True) if text)
        needed = max((lines(widths, width) for widths, width in filled), default=1)
        if (points := height(needed, size)) <= HIGHEST:
            return size, points
    return size, HIGHEST
