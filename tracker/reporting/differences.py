"""What was changed between two texts, by characters; words of figures and letters are changed as a whole."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum


class Kept(StrEnum):
    """Whether a piece stands in both texts, in the earlier alone, or in the later alone."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, and in which of the two it stands."""

    text: str
    kept: Kept = Kept.SAME


TOKEN = re.compile(r"[0-9]+(?:[.,][0-9]+)*%?|[A-Za-z]+|.", re.DOTALL)
SENTENCE = re.compile(r"[^。；！？\n]*(?:[。；！？\n]|\Z)")
MOST_TOKENS = 400
"""Above so many in a changed stretch it is shown as changed whole: nobody reads it character by character."""
SHORTEST = 2
"""What stands in both between two changes and is shorter is shown as changed with them."""


def differences(before: str, after: str) -> tuple[Piece, ...]:
    """The later text with what was taken out of the earlier one, in order; what stands alike in both is ``SAME``."""
    old, new = _sentences(before), _sentences(after)
    pieces = []
    for same, was, now in _blocks(old, new):
        pieces += [Piece("".join(was))] if same else _within("".join(was), "".join(now))
    return tuple(_joined(pieces))


def _sentences(text):
    return [sentence for sentence in SENTENCE.findall(text) if sentence]


def _blocks(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[bool, Sequence[str], Sequence[str]]]:
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield tag == "equal", old[a:b], new[c:d]


def _within(before, after):
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    if max(len(old), len(new)) > MOST_TOKENS:
        return _changed(before, after)
    return _merged([(same, "".join(was), "".join(now)) for same, was, now in _blocks(old, new)])


def _merged(blocks: Sequence[tuple[bool, str, str]]) -> list[Piece]:
    """Short stretches between two changes belong to them, or a page is a patchwork."""
    found, was, now = [], "", ""
    for place, (same, old, new) in enumerate(blocks):
        inside = 0 < place < len(blocks) - 1
        if same and not (inside and len(old) < SHORTEST):
            found += [*_changed(was, now), Piece(old)]
            was = now = ""
        else:
            was, now = was + old, now + new
    return found + _changed(was, now)


def _changed(was, now):
    return [Piece(text, kept) for text, kept in ((was, Kept.REMOVED), (now, Kept.ADDED)) if text]


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    last = None
    for piece in pieces:
        if last and last.kept is piece.kept:
            last = Piece(last.text + piece.text, last.kept)
            continue
        if last:
            yield last
        last = piece
    if last:
        yield last
