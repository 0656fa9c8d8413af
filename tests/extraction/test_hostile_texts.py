"""Texts made to be slow, and documents damaged as files are: read without fault, and twice the text is twice the work."""

import sys

import pytest

from scripts.benches.hostile import FAMILIES, measures
from scripts.fuzzing.command import main as fuzz
from tracker.extraction import extract

SMALL, LARGE = 30_000, 60_000
MOST = 2.3
"""DESIGN §8: doubling a text may not cost more than this."""


def calls_of(text):
    """How many calls, of Python and of C, the extraction makes for a text: work counted, not timed."""
    count = 0

    def counted(frame, event, argument):
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counted)
    try:
        extract(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("name", FAMILIES)
def test_twice_the_text_makes_no_more_than_twice_the_calls(name):
    extract(FAMILIES[name](SMALL))
    small, large = (calls_of(FAMILIES[name](size)) for size in (SMALL, LARGE))
    assert large <= MOST * small


def test_a_report_is_sought_no_further_back_than_a_sentence_is_long():
    small, large = (calls_of(FAMILIES["mixed"](size)) for size in (125_000, 250_000))
    assert large <= 2.1 * small


def test_twice_the_measures_make_no_more_than_twice_the_calls():
    extract(measures(300))
    small, large = (calls_of(measures(count)) for count in (300, 600))
    assert large <= MOST * small


def test_ten_thousand_measures_are_read():
    findings = extract(measures(10_000))
    assert len(findings.measures) == 10_000
    assert all(
        [unit.name for unit in task.units] == ["市商务局", "市财政局", "市税务局", "广州海关"]
        for task in findings.tasks
    )


def test_damaged_documents_are_read_or_refused(capsys):
    assert fuzz(["--count", "200", "--seconds", "600", "--seed", "7"]) == 0
    assert "0 broken" in capsys.readouterr().out
