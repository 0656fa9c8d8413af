"""A clause a person selects in the text."""

import pytest

from tracker.extraction.confirming.draft import Draft, DraftMeasure, DraftTask
from tracker.extraction.confirming.edits import apply
from tracker.vocabulary import Origin, Role


def with_clause(text, clause):
    """The tasks of a measure read as one task without a clause, after the clause was selected."""
    task = DraftTask(1, text, 0, len(text), Origin.NONE)
    draft = Draft({}, (DraftMeasure(None, "一", None, None, 0, len(text), (task,)),), 2)
    start = text.index(clause)
    return apply(draft, {"kind": "add_clause", "start": start, "end": start + len(clause)}, text).tasks


@pytest.mark.parametrize(
    ("text", "clause", "kept"),
    [
        ("支持开设课程，由市人社局会同市教育局落实。", "由市人社局会同市教育局落实", "支持开设课程，"),
        ("建设基地（市商务局牵头）。", "（市商务局牵头）", "建设基地"),
        ("建设基地（市商务局牵头）。\n加强宣传。", "（市商务局牵头）", "建设基地。加强宣传。"),
    ],
)
def test_a_clause_found_within_a_task_leaves_its_text_and_loses_nothing_else(text, clause, kept):
    (task,) = with_clause(text, clause)
    assert (task.text, task.annotation) == (kept, clause)
    assert (task.end, task.annotation_start) == (text.index(clause),) * 2
    assert task.units[0].role == Role.LEAD
