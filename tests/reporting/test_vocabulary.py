"""Every word has its label and its help, and no two words of a list are labelled alike."""

import inspect

import pytest

from tracker.vocabulary import reminders, reporting
from tracker.vocabulary.reporting import EDITABLE, IN_REVIEW, STANDING, WITH_AGENCY, Explained, ReportState

LISTS = [
    kind
    for module in (reporting, reminders)
    for _, kind in inspect.getmembers(module, inspect.isclass)
    if issubclass(kind, Explained) and len(kind) and kind.__module__ == module.__name__
]


@pytest.mark.parametrize("words", LISTS, ids=lambda words: words.__name__)
def test_every_word_has_a_label_of_its_own_and_a_sentence_of_help(words):
    assert len({word.label for word in words}) == len(words)
    assert [word.help for word in words if not word.help.endswith("。")] == []
    assert max(map(len, words)) <= 20


def test_a_paper_is_with_the_agency_or_stands():
    assert set(ReportState) == STANDING | WITH_AGENCY
    assert not STANDING & WITH_AGENCY
    assert IN_REVIEW < STANDING
    assert EDITABLE < WITH_AGENCY
