"""Pairs of brackets in a compact text, one kind nested in another, in one pass."""

import re
from collections.abc import Iterator
from itertools import pairwise

CLOSING_OF = {"（": "）", "〔": "〕", "〈": "〉"}
OPENING_OF = {closing: opening for opening, closing in CLOSING_OF.items()}
BRACKET = re.compile(r"[（）〔〕〈〉]")
SIGN = re.compile(r"[（〔〈“《）〕〉”》、，；。]")
"""Brackets, quotes and what separates names."""
LONGEST = 1200
"""Compact characters a bracketed clause may hold; the longest one met has 310."""


def outermost_pairs(text: str) -> Iterator[tuple[int, int]]:
    """``(start, end)`` of each outermost bracketed span, brackets included, in order.

    A closing bracket of another kind than the open ones is text; an opening bracket never closed does not swallow the
    spans within it. One pass, whatever the input.
    """
    closed = sorted(_pairs(text))
    reached = -1
    for start, end in closed:
        if start >= reached:
            yield start, end
            reached = end


def _pairs(text):
    stack, waiting = [], dict.fromkeys(CLOSING_OF, 0)
    for match in BRACKET.finditer(text):
        bracket, at = match[0], match.start()
        if bracket in CLOSING_OF:
            stack.append((bracket, at))
            waiting[bracket] += 1
        elif waiting[opening := OPENING_OF[bracket]]:
            while stack:
                kind, start = stack.pop()
                waiting[kind] -= 1
                if kind == opening:
                    break
            if at - start < LONGEST:
                yield start, at + 1


def split_outside(text: str, separators: str) -> Iterator[tuple[str, int, str]]:
    """``(piece, start, separator before it)`` of a text cut at separators that stand outside brackets and quotes."""
    depth, cuts = 0, [(-1, "")]
    for sign in SIGN.finditer(text):
        at, character = sign.start(), sign[0]
        if character in "（〔〈“《":
            depth += 1
        elif character in "）〕〉”》":
            depth = max(depth - 1, 0)
        elif not depth and character in separators:
            cuts.append((at, character))
    cuts.append((len(text), ""))
    for (before, separator), (after, _) in pairwise(cuts):
        if after > before + 1:
            yield text[before + 1 : after], before + 1, separator
