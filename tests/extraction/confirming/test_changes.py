"""What was read and what became of it, followed through every kind of edit."""

from tests.builders import A_PLAN
from tracker.extraction import extract
from tracker.extraction.confirming.changes import changes_between
from tracker.extraction.confirming.draft import draft_of
from tracker.extraction.confirming.edits import replay

SPLIT = {"kind": "split_task", "task": 4, "at": A_PLAN.index("宣传先进")}


def changes(*edits):
    as_read = draft_of(extract(A_PLAN))
    return changes_between(as_read, replay(as_read, edits, A_PLAN))


def test_both_pieces_of_a_split_task_come_from_what_was_read():
    found = changes(SPLIT)
    assert {number: (one.read.text, one.now.text, one.pieces) for number, one in found.items()} == {
        4: ("在媒体上宣传先进典型。", "宣传先进典型。", 2),
        5: ("在媒体上宣传先进典型。", "在媒体上", 2),
    }


def test_what_was_split_and_joined_again_is_as_it_was_read():
    assert changes(SPLIT, {"kind": "join_tasks", "task": 5}) == {}


def test_joined_tasks_are_gone_into_one_and_not_removed():
    ((number, one),) = changes({"kind": "join_tasks", "task": 2}).items()
    assert (number, [task.id for task in one.joined]) == (2, [2, 3])
    assert one.read.units == one.now.units


def test_what_was_taken_out_is_removed():
    ((number, one),) = changes({"kind": "remove_task", "task": 1}).items()
    assert (number, one.read.id, one.now) == (1, 1, None)


def test_a_piece_that_was_taken_out_leaves_the_other():
    found = changes(SPLIT, {"kind": "remove_task", "task": 5})
    assert [(number, one.now.text, one.pieces) for number, one in found.items()] == [(4, "宣传先进典型。", 1)]


def test_a_change_of_a_joined_task_is_told_apart_from_the_joining():
    (one,) = changes(
        {"kind": "join_tasks", "task": 2}, {"kind": "change_deadline", "task": 2, "deadline": "年底前"}
    ).values()
    assert (one.read.deadline, one.now.deadline, len(one.joined)) == (None, "年底前", 2)
