from dataclasses import replace

import pytest

from tracker.extraction.confirming.changes import TaskChange
from tracker.extraction.confirming.draft import DraftTask, DraftUnit
from tracker.vocabulary import Origin, Role
from tracker.web.corrections import corrections

LEAD = DraftUnit("市商务委", Role.LEAD, "市商务委", 10, 14)
CO = DraftUnit("市财政局", Role.SUPPORT, "财政局", 15, 18)
READ = DraftTask(1, "建设海外仓", 0, 5, Origin.ANNOTATION, (LEAD, CO), "（市商务委牵头，财政局配合）", 9, 22)


def changed(now, read=READ, **found):
    return [(one.read, one.confirmed) for one in corrections(TaskChange(1, read, now, **found))]


@pytest.mark.parametrize(
    ("now", "shown"),
    [
        (READ, []),
        (replace(READ, units=(replace(LEAD, name="市商务局"), CO)), [("市商务委（牵头）", "市商务局（牵头）")]),
        (replace(READ, units=(LEAD, replace(CO, role=Role.LEAD))), [("市财政局（配合）", "市财政局（牵头）")]),
        (replace(READ, units=(LEAD,)), [("市财政局（配合）", None)]),
        (replace(READ, units=(LEAD, CO, DraftUnit("海关", Role.SUPPORT))), [(None, "海关（配合）")]),
        (replace(READ, text="建设"), [("建设海外仓", "建设")]),
        (None, [("建设海外仓", None)]),
    ],
)
def test_what_was_read_stands_beside_what_was_confirmed(now, shown):
    assert changed(now) == shown


def test_a_task_a_person_added_was_not_read():
    assert changed(READ, read=None) == [(None, "一项任务")]


def test_a_clause_a_person_found_is_shown_once_with_its_units():
    unread = replace(
        READ, text="建设海外仓市商务委牵头", annotation=None, annotation_start=None, units=(), origin=Origin.NONE
    )
    assert changed(READ, read=unread) == [(None, "责任分工“（市商务委牵头，财政局配合）”")]


def test_a_long_text_is_shown_by_both_its_ends():
    long = replace(READ, text="建" * 50)
    ((read, confirmed),) = changed(replace(long, text="设" * 50), read=long)
    assert (read, confirmed) == ("建" * 12 + "…" + "建" * 11, "设" * 12 + "…" + "设" * 11)


def test_a_deadline_is_shown_as_read_and_as_confirmed():
    assert changed(replace(READ, deadline="2026年底前")) == [(None, "时限 2026年底前")]


def test_a_piece_of_a_split_task_says_of_what_it_was_and_nothing_else():
    assert changed(replace(READ, text="建设"), pieces=2) == [("“建设海外仓”", "拆成 2 项")]


def test_a_joined_task_says_of_which_it_was_made():
    second = replace(READ, id=2, text="发放补贴")
    whole = replace(READ, text="建设海外仓发放补贴")
    assert changed(whole, read=whole, joined=(READ, second)) == [("“建设海外仓”、“发放补贴”", "合为一项")]


def test_a_task_nobody_changed_has_nothing_to_show():
    assert corrections(None) == ()
