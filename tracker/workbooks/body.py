"""The rows of a printed table as XML: each as high as its text needs, in the styles of the template's marker row.

A row grows as somebody types into it. One that needs more than a spreadsheet allows runs on over several, which are
merged column by column: on paper and for every reader it is one row with its whole text, and nothing of it is cut.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from math import ceil

from openpyxl.utils import get_column_letter

from tracker.errors import TooManyRows
from tracker.vocabulary.reporting import Light
from tracker.workbooks.cells import prepared
from tracker.workbooks.columns import Column, stretches
from tracker.workbooks.looks import LOOKS, MANNERS, SIGNATURE, Setting, settings
from tracker.workbooks.measuring import HIGHEST, LINE, PADDING, height, lines
from tracker.workbooks.streaming import LAST_ROW, Filling, row_xml, text_cell
from tracker.workbooks.styles import BODY_SIZE

MOST_TASKS = 500_000
"""More would not fit the parts of a workbook that every spreadsheet reads."""
SIGN_OFF_HEIGHT = 36
ROOM = "　" * 8
"""For a signature between two captions in one cell."""
PLAIN, SMALL, TALL, STRONG = MANNERS
RUNNING = 10 * TALL.size * LINE
"""Points of the rows over which a higher one runs on: whole lines, and few, so that little of a page stays empty."""


class Body:
    """Makes the rows' XML; ``styles`` are the style ids of LOOKS in their order. ``tasks`` counts the rows made."""

    def __init__(self, columns: Sequence[Column], styles: Sequence[int], *, first_row: int):
        self.columns = columns
        self.letters = [get_column_letter(place) for place in range(1, len(columns) + 1)]
        self.next_row = first_row
        self.tasks = 0
        self._signature = styles[list(LOOKS).index(SIGNATURE)]
        self._values = [column.value for column in columns]
        self._settings = settings(styles, columns)

    def filling(
        self,
        rows: Iterable,
        *,
        signatures: Sequence[str] = (),
        note: str | None = None,
        is_strong: Callable[[object], bool] | None = None,
    ) -> Filling:
        """The rows, the sign-off row and, if there is one, the note. Strong rows are not counted: they are totals."""
        filling = Filling(iter(()))
        return Filling(self._all(rows, signatures, note, is_strong, filling.merged), filling.merged)

    def _all(self, rows, signatures, note, is_strong, merged) -> Iterator[str]:
        for row in rows:
            if self.tasks == MOST_TASKS or self.next_row > LAST_ROW - 100_000:
                raise TooManyRows(MOST_TASKS)
            strong = is_strong is not None and is_strong(row)
            self.tasks += not strong
            yield from self._row(row, merged, strong)
        if signatures:
            yield self._sign_off(signatures, merged)
        if note and (text := prepared(note)):
            yield self._line([text_cell(f"A{self.next_row}", self._signature, text)], height(1, BODY_SIZE))

    def _row(self, row, merged, strong) -> Iterator[str]:
        values = [value(row, self.tasks) for value in self._values]
        manner, cells, points = self._fit(values, (STRONG,) if strong else (PLAIN, SMALL, TALL))
        first, parts = self.next_row, ceil((points - PADDING) / RUNNING) if manner is TALL else 1
        yield self._line(cells, points / parts, parts == 1)
        for _ in range(parts - 1):
            yield self._line(set_row([None] * len(values), self.next_row, self._settings[TALL])[0], points / parts)
        if parts > 1:
            merged.extend(f"{letter}{first}:{letter}{self.next_row - 1}" for letter in self.letters)

    def _fit(self, values, manners):
        """The first manner in which a row is not too high, else the last; its cells, its height in points."""
        for manner in manners:
            cells, most = set_row(values, self.next_row, self._settings[manner])
            if (points := height(most, manner.size)) <= HIGHEST:
                break
        return manner, cells, points

    def _line(self, cells, points, grows=False):
        number, self.next_row = self.next_row, self.next_row + 1
        return row_xml(number, cells, height=points, grows=grows)

    def _sign_off(self, signatures, merged):
        """Room for the signatures, side by side; where the columns below them are too narrow, across all of them."""
        firsts = self._sign_off_columns(signatures)
        if not firsts:
            firsts, signatures = self.letters[:1], [ROOM.join(signatures)]
            merged.extend([f"A{self.next_row}:{self.letters[-1]}{self.next_row}"] if len(self.letters) > 1 else [])
        texts = zip(firsts, map(prepared, signatures), strict=True)
        cells = [text_cell(f"{letter}{self.next_row}", self._signature, text) for letter, text in texts]
        return self._line(cells, SIGN_OFF_HEIGHT)

    def _sign_off_columns(self, signatures):
        shares = stretches(self.columns, len(signatures))
        widths = [sum(column.width for column in self.columns[first - 1 : last]) for first, last in shares]
        needed = [len(text) + 1 for text in signatures]
        if len(widths) < len(needed) or any(width < need for width, need in zip(widths, needed, strict=True)):
            return []
        return [self.letters[first - 1] for first, _ in shares]


def set_row(values: Sequence, number: int, columns: Sequence[Setting]) -> tuple[list[str], int]:
    """The cells of a row, and how many lines it needs; one loop, for there are millions of them."""
    cells, most, row = [], 1, str(number)
    for value, (begin, width, full, plain, quoted, share, lights) in zip(values, columns, strict=True):
        style = plain
        if type(value) is Light:
            style, value = lights[value.colour], value.word
        if type(value) is str and value and (text := prepared(value)):
            inside, is_quoted, widths, widest = text
            if len(widths) > 1:
                most = max(most, lines(widths, width))
            elif widest > width and widest > full * most:
                most = ceil(widest / full)
            cells.append(f"{begin}{row}{quoted if is_quoted and style is plain else style}{inside}")
        elif isinstance(value, int | float):
            cells.append(f"{begin}{row}{share}><v>{value!r}</v></c>")
        else:
            cells.append(f"{begin}{row}{style}/>")
    return cells, most
