"""A task's place in its document, cut into pieces that a page can mark: pure text in, pieces out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.storage.queries.task import Source, UnitPlace
from tracker.vocabulary import Role

SENTENCE_ENDS = "。！？\n"
LINE = re.compile(r"\S(?:[^\n]*\S)?")
LINE_ENDS = "。；：！？）)*"
FULL = 0.9
"""A line that reaches so much of the longest one's length was broken by the margin, wherever its sentence ends."""
BREAK = re.compile(r"[^\S\n]*\n\s*")
MARKUP = re.compile(r"\*\*|^#+[ \t]+", re.MULTILINE)


@dataclass(frozen=True)
class Piece:
    """A stretch of text: ``chosen`` if it is the task itself, ``role`` and ``key`` if it names a unit."""

    text: str
    chosen: bool = False
    role: Role | None = None
    key: str | None = None


def passages(source: Source, heading: str | None = None) -> tuple[tuple[Piece, ...], ...]:
    """The measure, under its ``heading``, with the task marked, then every other place its responsibility rests on, in the text's order.

    A task of a document whose responsibility is written once for all of it rests on sentences far from its measure.
    """
    around = _around(source)
    spans = [around] if around else []
    for span in filter(None, [source.clause, *(unit.span for unit in source.units)]):
        if not any(start <= span[0] and span[1] <= end for start, end in spans):
            spans.append(_sentence(source.text, *span))
    first, *further = spans or [None]
    return tuple(tuple(_pieces(source, *span, heading)) for span in [first, *sorted(further)] if span)


def _around(source):
    """The measure's span; where that was not kept, the task with its clause if that follows it closely."""
    if source.measure or not source.task:
        return source.measure
    start, end = source.task
    if source.clause and 0 <= source.clause[0] - end <= 20:
        end = source.clause[1]
    return start, end


def _sentence(text, start, end):
    while start > 0 and text[start - 1] not in SENTENCE_ENDS:
        start -= 1
    while end < len(text) and text[end - 1] not in SENTENCE_ENDS:
        end += 1
    return start, end


def _pieces(source, start, end, heading) -> Iterator[Piece]:
    units = sorted((unit for unit in source.units if start <= unit.span[0] < end), key=lambda unit: unit.span)
    chosen = [span for span in (source.task, source.clause) if span]
    edges = {start, end, *(place for span in [*chosen, *(unit.span for unit in units)] for place in span)}
    cuts = sorted(place for place in edges if start <= place <= end)
    paragraphs = _paragraph_ends(source.text[start:end], start, heading)
    for left, right in zip(cuts, cuts[1:], strict=False):
        text = _laid_out(source.text[left:right], left, paragraphs)
        if text:
            unit = _unit_at(units, left)
            marked = _is_chosen(source, chosen, left)
            yield Piece(text, marked, unit and unit.role, unit and unit.key)


def _unit_at(units, place) -> UnitPlace | None:
    return next((unit for unit in units if unit.span[0] <= place < unit.span[1]), None)


def _is_chosen(source, chosen, place):
    """Within the task or its clause, or in the bracket between the two."""
    if any(start <= place < end for start, end in chosen):
        return True
    return len(chosen) == 2 and chosen[0][1] <= place < chosen[1][0] <= chosen[0][1] + 20


def _paragraph_ends(text, offset, heading):
    """Where a line's end is a paragraph's, as offsets: after the heading, and after a sentence.

    In a file whose lines are broken by the margin, in the middle of sentences, only a short line can be the last one.
    """
    lines = list(LINE.finditer(text))
    headings = {line for line in lines if heading and _bare(line[0]).endswith(_bare(heading))}
    wrapped = any(line[0][-1] not in LINE_ENDS for line in lines[:-1] if line not in headings)
    full = FULL * max((len(line[0]) for line in lines), default=0)
    return {
        offset + line.end()
        for line, following in zip(lines, lines[1:], strict=False)
        if line in headings
        or following[0][0] == "#"
        or (line[0][-1] in LINE_ENDS and not (wrapped and len(line[0]) >= full))
    }


def _bare(line):
    return "".join(line.split()).rstrip(LINE_ENDS)


def _laid_out(text, offset, paragraphs):
    """A stretch with the file's line breaks taken out, its paragraphs kept, marks of layout dropped."""
    joined = BREAK.sub(lambda found: "\n" if offset + found.start() in paragraphs else "", text)
    return MARKUP.sub("", joined)
