"""The characters of a PDF page → its lines, as they stand on the paper; the rows of a ruled table are lines of cells."""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple
from unicodedata import normalize

import pypdfium2.raw as pdfium_c

from tracker.extraction.reading.pdf_columns import Columns, columns_on
from tracker.extraction.reading.pdf_rules import Grid, grids_of

RADICALS = str.maketrans(
    "⺟⺠⺫⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰",
    "母民目虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙",
)
"""Characters that fonts name by the radical they look like; those from U+2F00 on are told by their decomposition."""


class Character(NamedTuple):
    """One character and the box it takes on the page, in points from the lower left corner."""

    left: float
    right: float
    bottom: float
    top: float
    sign: str


class PageLine(NamedTuple):
    """A line of a page and where it runs; ``size`` is its characters' height, ``first`` how wide its first word is.

    ``level`` is how high it stands. A row of a table has no size.
    """

    text: str
    left: float = 0
    right: float = 0
    size: float = 0
    first: float = 0
    level: float = 0


def page_lines(page, above: Sequence[tuple[float, float]] = ()) -> tuple[list[PageLine], Sequence[tuple[float, float]]]:
    """The page's lines in the order of the file, each from left to right; a table stands where it begins.

    ``above`` are the columns of an unruled table that ended the page before; this page's own are the second value.
    """
    text = page.get_textpage()
    try:
        lines = list(_visual_lines(text))
    finally:
        text.close()
    grids = grids_of(page)
    free = (character for line in lines for character in line if not any(grid.holds(character) for grid in grids))
    columns = columns_on(free, above)
    begun = next((table.table.spans for table in columns[-1:] if table.ends_page), ())
    return [line for line in _with_tables(lines, [*grids, *columns]) if line.text], begun


def _visual_lines(text):
    line = []
    for index in range(text.count_chars()):
        sign = chr(pdfium_c.FPDFText_GetUnicode(text.raw, index))
        if sign in "\r\n":
            yield line
            line = []
        elif sign not in "\0\ufffe\uffff":
            left, bottom, right, top = text.get_charbox(index, loose=True)
            line.append(Character(left, right, bottom, top, plain(sign)))
    yield line


def plain(sign: str) -> str:
    """A character for a radical or a compatibility form that only looks like it."""
    if "\u2e80" <= sign <= "\u2fdf" or "\uf900" <= sign <= "\ufaff":
        return normalize("NFKC", sign).translate(RADICALS)
    return sign


def _with_tables(lines, grids):
    contents = {grid: {} for grid in grids}
    placed = []
    for line in lines:
        free = []
        for character in line:
            grid = next((grid for grid in grids if grid.holds(character)), None)
            if grid is None:
                free.append(character)
            else:
                if not contents[grid]:
                    placed.append(grid)
                contents[grid].setdefault(grid.cell(character), []).append(character)
        placed.append(free)
    for item in placed:
        if isinstance(item, (Grid, Columns)):
            yield from _rows(item, contents[item])
        else:
            yield _placed(item)


def _level(characters):
    return median((character.top + character.bottom) / 2 for character in characters)


def _first_word(characters):
    """How wide the first word is: a Chinese character, or letters and digits that stay together."""
    last = characters[0]
    for character in characters[1:]:
        if not (last.sign.isascii() and character.sign.isascii()) or character.left - last.right > 1:
            break
        last = character
    return last.right - characters[0].left


def _placed(line):
    inked = [character for character in line if not character.sign.isspace()]
    if not inked:
        return PageLine("")
    return PageLine(
        in_order(line),
        min(character.left for character in inked),
        max(character.right for character in inked),
        median(character.top - character.bottom for character in inked),
        _first_word(sorted(inked, key=lambda character: character.left)),
        _level(inked),
    )


def in_order(line: list[Character]) -> str:
    """A line's text from left to right: marks of another font (“”) come last in the file, though not on the page."""
    lefts = [character.left for character in line if not character.sign.isspace()]
    if all(before <= after + 1 for before, after in pairwise(lefts)):
        return "".join(character.sign for character in line).strip()
    return _spaced(character for character in line if not character.sign.isspace())


def _spaced(characters):
    """Characters side by side; a space where there is room for one."""
    placed = sorted(characters, key=lambda character: character.left)
    width = max(character.right - character.left for character in placed)
    words = [placed[0].sign]
    for before, after in pairwise(placed):
        words.append(f" {after.sign}" if after.left - before.right > width * 0.3 else after.sign)
    return "".join(words)


def _rows(grid, contents):
    """The rows of a table: a cell merged downwards is repeated, one merged sideways leaves blanks."""
    texts = {cell: _cell_text(grid, cell, characters) for cell, characters in contents.items()}
    levels = {row: _level(characters) for (row, _), characters in contents.items()}
    for row in range(grid.height):
        origins = [grid.origin(row, column) for column in range(grid.width)]
        shown = [texts.get(origin, "") if origin[1] == column else "" for column, origin in enumerate(origins)]
        if any(shown):
            yield PageLine("\t".join(shown), level=levels.get(row, 0))


def _cell_text(grid, cell, characters):
    """A cell's words; a line that ends long before the cell's edge was ended on purpose, which counts as a space."""
    lines = []
    inked = [character for character in characters if not character.sign.isspace()]
    for character in sorted(inked, key=lambda character: -(character.bottom + character.top)):
        height = character.top - character.bottom
        if lines and lines[-1][0].bottom + lines[-1][0].top - character.bottom - character.top < height:
            lines[-1].append(character)
        else:
            lines.append([character])
    text = ""
    for line in lines:
        size = max(character.right - character.left for character in line)
        room = grid.right_of(cell) - max(character.right for character in line)
        text += _spaced(line) + (" " if room > size * 2.5 and line is not lines[-1] else "")
    return text
