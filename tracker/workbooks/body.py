"""The rows of a printed table as XML: each as high as its text needs, in the styles of the template's marker row.

A spreadsheet that fits rows to their text as it opens a file, with another face perhaps, may do so. A row that needs
more than a spreadsheet allows runs on over several, which are merged column by column: on paper and
for every reader it is one row with its whole text, and nothing of it is cut.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from math import ceil

from openpyxl.utils import get_column_letter

from tracker.errors import TooManyRows
from tracker.vocabulary.reporting import Light
from tracker.workbooks.cells import prepared
from tracker.workbooks.columns import Column, stretches
from tracker.workbooks.looks import LOOKS, MANNERS, SIGNATURE, column_styles
from tracker.workbooks.measuring import HIGHEST, LINE, LOOSE, PADDING, height, lines
from tracker.workbooks.streaming import LAST_ROW, Filling, empty_cell, number_cell, row_xml, text_cell
from tracker.workbooks.styles import BODY_SIZE

MOST_TASKS = 500_000
"""More would not fit the parts of a workbook that every spreadsheet reads."""
SIGN_OFF_HEIGHT = 36
PLAIN, SMALL, TALL, STRONG = MANNERS
RUNNING = 10 * TALL.size * LOOSE
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
        self._styles = column_styles(styles, columns)
        self._widths = {manner: [column.width * BODY_SIZE / manner.size for column in columns] for manner in MANNERS}

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
            yield self._sign_off(signatures)
        if note and (text := prepared(note)):
            yield self._line([text_cell(f"A{self.next_row}", self._signature, text)], height(1, BODY_SIZE))

    def _row(self, row, merged, strong) -> Iterator[str]:
        values = [value(row, self.tasks) for value in self._values]
        texts = _texts(values)
        manner, points = (STRONG, self._needed(texts, STRONG)) if strong else self._fit(texts)
        styles, first = self._styles[manner], self.next_row
        parts = ceil((points - PADDING) / RUNNING) if manner is TALL else 1
        yield self._line(_cells(self.letters, first, values, texts, styles, self.columns), points / parts, parts == 1)
        for _ in range(parts - 1):
            cells = [
                empty_cell(f"{letter}{self.next_row}", style.plain)
                for letter, style in zip(self.letters, styles, strict=True)
            ]
            yield self._line(cells, points / parts)
        if parts > 1:
            merged.extend(f"{letter}{first}:{letter}{self.next_row - 1}" for letter in self.letters)

    def _fit(self, texts):
        """The manner of a row and its height in points."""
        for manner in (PLAIN, SMALL):
            if (points := self._needed(texts, manner)) <= HIGHEST:
                return manner, points
        return TALL, self._needed(texts, TALL)

    def _needed(self, texts, manner):
        most = 1
        for text, width in zip(texts, self._widths[manner], strict=True):
            if text is not None and (text.widest > width or len(text.paragraphs) > most):
                most = max(most, lines(text.paragraphs, width))
        return height(most, manner.size, LOOSE if manner is TALL else LINE)

    def _line(self, cells, points, grows=False):
        number, self.next_row = self.next_row, self.next_row + 1
        return row_xml(number, cells, height=points, grows=grows)

    def _sign_off(self, signatures):
        """Room for the signatures, side by side."""
        firsts = [self.letters[first - 1] for first, _ in stretches(self.columns, len(signatures))]
        texts = zip(firsts, map(prepared, signatures), strict=False)
        cells = [text_cell(f"{letter}{self.next_row}", self._signature, text) for letter, text in texts]
        return self._line(cells, SIGN_OFF_HEIGHT)


def _cells(letters, number, values, texts, styles, columns):
    """The cells of a row; one loop, for there are millions of them."""
    cells = []
    for letter, value, text, style, column in zip(letters, values, texts, styles, columns, strict=True):
        if text is not None:
            number_of_style = style.quoted if text.quoted else style.plain
            if type(value) is Light:
                number_of_style = style.lights[value.colour]
            cells.append(f'<c r="{letter}{number}" s="{number_of_style}"{text.inside}')
        elif isinstance(value, int | float):
            cells.append(number_cell(f"{letter}{number}", style.share if column.share else style.plain, value))
        else:
            cells.append(f'<c r="{letter}{number}" s="{style.plain}"/>')
    return cells


def _texts(values):
    """What of the values is text, prepared; None for numbers and for nothing."""
    texts = []
    for value in values:
        if type(value) is Light:
            value = value.word
        texts.append(prepared(value) if value and type(value) is str else None)
    return texts
