"""Tables in plain text → lines of cells: those drawn with box characters, and those that only blanks divide."""

import re
from collections.abc import Iterator
from itertools import accumulate
from unicodedata import east_asian_width

from tracker.extraction.reading.columns import Line, Table, tables_in
from tracker.extraction.reading.headed import Piece

BAR = re.compile(r"[│┃║|｜]")
DRAWN = re.compile(r"[─━═┌┐└┘├┤┬┴┼╋┏┓┗┛┣┫┳┻╔╗╚╝╠╣╦╩╬╟╢╤╧╪┠┨┯┷┿]{2}|^\s*\+[-=+]{4,}\+\s*$")
ACROSS = re.compile(r"^[\s─━═┄┅┈┉┌┐└┘├┤┬┴┼╋┏┓┗┛┣┫┳┻╔╗╚╝╠╣╦╩╬╟╢╤╧╪┠┨┯┷┿│┃║|｜+=-]+$")
WORDS = re.compile(r"[^\s\u3000]+(?: [^\s\u3000]+)*")
FIRST_WORD = re.compile(r"[!-~]+|.")
WIDE = 2
LONGEST_LINE = 400


def with_tables(text: str) -> str:
    """The text with each of its drawn or aligned tables as rows of cells; every other line as it was."""
    lines = text.split("\n")
    if any(DRAWN.search(line) for line in lines):
        lines = list(_with_drawn(lines))
    return "\n".join(_with_aligned(lines))


def _with_drawn(lines) -> Iterator[str]:
    run = []
    for line in [*lines, None]:
        if line is not None and (_is_across(line) or len(BAR.findall(line)) > 1):
            run.append(line)
            continue
        yield from _drawn_rows(run) if any(map(_is_across, run)) else run
        run = []
        if line is not None:
            yield line


def _drawn_rows(table):
    """The rows of a drawn table; where no lines part them, a line is a row."""
    rows, row, parted = [], [], sum(map(_is_across, table[1:-1])) > 1 or not _is_across(table[-1])
    for line in table:
        if _is_across(line):
            rows, row = rows + [row] if row else rows, []
        elif parted:
            row.append(_cells(line))
        else:
            rows.append([_cells(line)])
    rows += [row] if row else []
    return ["\t".join(map(_joined, _columns(row))) for row in rows]


def _is_across(line):
    return bool(DRAWN.search(line) and ACROSS.match(line))


def _cells(line):
    pieces = [piece.strip(" \u3000") for piece in BAR.split(line.strip(" \u3000"))]
    return pieces[not pieces[0] : len(pieces) - (not pieces[-1])]


def _columns(lines):
    width = max(map(len, lines))
    return ([line[column] for line in lines if column < len(line)] for column in range(width))


def _joined(pieces):
    """What a cell says over several lines: words of letters keep a space between them, Chinese needs none."""
    text = ""
    for piece in filter(None, pieces):
        text += f" {piece}" if text[-1:].isascii() and piece[0].isascii() and text[-1:].isalnum() else piece
    return text


def _with_aligned(lines):
    shown = [(number, line) for number, line in enumerate(lines) if line.strip()]
    placed = [_placed(number, line) for number, line in shown]
    done = 0
    for table in tables_in(placed, WIDE):
        first, last = shown[table.first][0], shown[table.last - 1][0]
        yield from lines[done:first]
        yield from _aligned_rows([line for _, line in shown], table)
        done = last + 1
    yield from lines[done:]


def _placed(number, line):
    """A line's words with their places in columns of the screen; two blanks part them, and captions end with no colon."""
    pieces = [] if len(line) > LONGEST_LINE or "\t" in line or BAR.search(line) else _pieces(line)
    has_captions = len(pieces) > 2 and any("：" in words or ":" in words for _, words in pieces)
    return Line([] if has_captions else [piece for piece, _ in pieces], number)


def _pieces(line):
    places = [0, *accumulate(map(_width, line))]
    return [
        (Piece(places[words.start()], places[words.end()], _first_width(words[0])), words[0])
        for words in WORDS.finditer(line)
    ]


def _first_width(words):
    return sum(map(_width, FIRST_WORD.match(words)[0]))


def _width(character):
    return WIDE if east_asian_width(character) in "WFA" else 1


def _aligned_rows(lines, table: Table):
    rows = [[[] for _ in range(len(table.parting) + 1)] for _ in table.rows]
    for number in range(table.first, table.last):
        for piece, words in _pieces(lines[number]):
            column = table.column(number, (piece.left + piece.right) / 2)
            rows[table.row(number)][column].append(words)
    return ["\t".join(map(_joined, row)) for row in rows]
