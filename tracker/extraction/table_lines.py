"""The lines of a text as cells: divided by tabs or bars, or, under a header that is, by blanks."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.extraction.captions import columns_of, kind_of
from tracker.extraction.normalising import CompactText

BORDER = re.compile(r"^[\s─━┄┌┐└┘├┤┬┴┼╋┏┓┗┛┣┫┳┻═║╔╗╚╝╠╣╦╩╬=+|｜│:：-]+$")
DIVIDERS = (("\t", 1), ("|", 2), ("│", 2), ("┃", 2), ("｜", 2))
"""What divides cells, and how often it must stand in a line to do so."""
WORD = re.compile(r"[^ \u3000\n\r]+")
LEAST_CAPTIONS, LONGEST_HEADER = 3, 200


@dataclass(frozen=True)
class Cell:
    """A cell's content: its compact span and the same text, unified in width, without white space."""

    start: int
    end: int
    text: str


LONGEST_TITLE = 30
CHINESE_NUMBER = re.compile(r"(?P<bare>[一二三四五六七八九十]{1,3})[、.]?|（[一二三四五六七八九十]{1,3}）")


def numbered_title(cells: list[Cell]) -> Cell | None:
    """``一 | 稳工业``: a Chinese number in a cell of its own and nothing but a title behind it, as the one cell 一、稳工业.

    Its span is the title's, with room before it for the number it is given.
    """
    number, *titles = cells
    sign = CHINESE_NUMBER.fullmatch(number.text)
    if not sign or len({cell.text for cell in titles}) != 1 or len(titles[0].text) > LONGEST_TITLE:
        return None
    printed = f"{sign['bare']}、" if sign["bare"] else number.text
    return Cell(titles[0].start - len(printed), titles[0].end, printed + titles[0].text)


def lines_of_cells(text: CompactText) -> list[list[Cell]]:
    """Every line of the text as its cells; a line without a divider is one cell, a line drawn across has none."""
    lines, at, captions = [], 0, []
    for line in text.raw.splitlines(keepends=True):
        if BORDER.match(line):
            lines.append([])
        elif divider := _divider(line):
            lines.append(list(_divided(text, line, at, divider)))
        else:
            words = _words(text, line, at) if captions or _may_be_header(line) else []
            header = _header_of_words(words)
            captions = header or captions
            row = header or _row_of_words(words, captions)
            captions = captions if row else []
            lines.append(row or [_cell(text, at, at + len(line))])
        at += len(line)
    return lines


def is_header_of_words(words: list[Cell]) -> bool:
    """Whether words with blanks between them are the captions of a table, all of them."""
    captions = [word.text for word in words]
    return len(words) >= LEAST_CAPTIONS and all(map(kind_of, captions)) and columns_of(captions) is not None


def _header_of_words(words):
    """The words of a header, those that stand apart letter by letter put together (工 作 任 务); [] for another line."""
    if is_header_of_words(words):
        return words
    joined = []
    for word in words:
        if joined and len(word.text) == 1 and _is_spaced(words, before := joined[-1].text):
            joined[-1] = Cell(joined[-1].start, word.end, before + word.text)
        else:
            joined.append(word)
    return joined if is_header_of_words(joined) else []


def _is_spaced(words, begun):
    """Whether a word was begun by letters that stand apart."""
    return all(any(word.text == letter for word in words) for letter in begun)


def _row_of_words(words, captions):
    """The words of a row under captions; blanks within its task part no cells. [] when it is no row."""
    surplus = len(words) - len(captions)
    if not captions or surplus < 0:
        return []
    if not surplus:
        return words
    columns = columns_of([caption.text for caption in captions])
    if columns.number != 0 or not words[0].text.rstrip(".、").isdecimal():
        return []
    task = columns.task
    joined = "".join(word.text for word in words[task : task + surplus + 1])
    return [*words[:task], Cell(words[task].start, words[task + surplus].end, joined), *words[task + surplus + 1 :]]


def _may_be_header(line):
    return len(line) <= LONGEST_HEADER and line.count(" ") + line.count("\u3000") + 1 >= LEAST_CAPTIONS


def _divider(line):
    return next((sign for sign, least in DIVIDERS if line.count(sign) >= least), None)


def _divided(text, line, at, divider) -> Iterator[Cell]:
    for piece in line.split(divider):
        yield _cell(text, at, at + len(piece))
        at += len(piece) + 1


def _words(text, line, at):
    return [_cell(text, at + word.start(), at + word.end()) for word in WORD.finditer(line)]


def _cell(text, start, end):
    begin, stop = bisect_left(text.offsets, start), bisect_left(text.offsets, end)
    while begin < stop and text.compact[begin] == "|":
        begin += 1
    while begin < stop and text.compact[stop - 1] == "|":
        stop -= 1
    return Cell(begin, stop, text.compact[begin:stop])
