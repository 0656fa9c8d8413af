"""Pairs of brackets in one pass, and pieces between separators that stand outside them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.extraction.brackets import outermost_pairs, split_outside

PAIRS = [
    ("甲（乙）丙", ["（乙）"]),
    ("（甲）（乙）", ["（甲）", "（乙）"]),
    ("（甲（乙）丙）", ["（甲（乙）丙）"]),
    ("〔甲（乙）〈丙〉〕", ["〔甲（乙）〈丙〉〕"]),
    ("（甲〔乙）丙", ["（甲〔乙）"]),
    ("（甲", []),
    ("甲）", []),
    ("（甲（乙）", ["（乙）"]),
    ("甲〕（乙）", ["（乙）"]),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), PAIRS)
def test_the_outermost_pairs_are_found(text, expected):
    assert [text[start:end] for start, end in outermost_pairs(text)] == expected


@given(st.text(st.sampled_from("（）〔〕〈〉甲"), max_size=60))
def test_pairs_follow_one_another_and_are_closed_by_their_own_kind(text):
    spans = list(outermost_pairs(text))
    assert all(text[start] + text[end - 1] in ("（）", "〔〕", "〈〉") for start, end in spans)
    assert all(before[1] <= after[0] for before, after in zip(spans, spans[1:], strict=False))


SPLITS = [
    ("甲、乙，丙", ["甲", "乙", "丙"]),
    ("甲（乙、丙）、丁", ["甲（乙、丙）", "丁"]),
    ("“甲、乙”办、丙", ["“甲、乙”办", "丙"]),
    ("甲、、乙、", ["甲", "乙"]),
    ("、", []),
    ("甲）、乙", ["甲）", "乙"]),
]


@pytest.mark.parametrize(("text", "expected"), SPLITS)
def test_separators_within_brackets_and_quotes_divide_nothing(text, expected):
    pieces = list(split_outside(text, "、，"))
    assert [piece for piece, _, _ in pieces] == expected
    assert all(text[start : start + len(piece)] == piece for piece, start, _ in pieces)
