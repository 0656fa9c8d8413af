from dataclasses import replace

from tests.workbooks.returns import preview
from tests.workbooks.templates import FILLED, a_task, a_template, edited, place
from tracker.workbooks.taking import taken, unsettled

TASKS = [a_task(1), a_task(2, answers=FILLED), a_task(3)]
NOW = [TASKS[0], a_task(2, answers=replace(FILLED, progress="后来改的"), version=2), TASKS[2]]
EDITED = edited(
    a_template(*TASKS),
    **{
        place("工作进展"): "新的",
        place("工作进展", 1): "文件里改的",
        place("联系人", 1): "王五",
        place("存在问题", 1): None,
        place("完成状态", 2): "不知道",
    },
)


def test_what_was_changed_is_taken_and_what_two_changed_stays_until_somebody_chooses():
    found = preview(EDITED, NOW)
    first, second = taken(found)
    assert (first.key, first.version, first.answers.progress) == ("r1", 1, "新的")
    assert (second.key, second.version) == ("r2", 2)
    assert second.answers == replace(FILLED, progress="后来改的", contact="王五", problems=None)
    assert unsettled(found.rows[1]) == ["progress"]


def test_the_files_text_is_taken_where_somebody_chose_it():
    found = preview(EDITED, NOW)
    (second,) = taken(found, keys={"r2"}, mine={("r2", "progress")})
    assert second.answers.progress == "文件里改的"
    assert unsettled(found.rows[1], {"progress"}) == []


def test_a_refused_row_is_never_taken_even_if_it_is_chosen():
    assert list(taken(preview(EDITED, NOW), keys={"r3"})) == []


def test_after_taking_the_same_file_changes_nothing():
    """Case 61."""
    answers = {each.key: each.answers for each in taken(preview(EDITED, TASKS))}
    now = [replace(task, version=2, answers=answers.get(task.key, task.answers)) for task in TASKS]
    assert list(taken(preview(EDITED, now))) == []


def test_a_conflict_left_as_it_stands_takes_nothing():
    file = edited(a_template(*TASKS), **{place("工作进展", 1): "文件里改的"})
    assert list(taken(preview(file, NOW))) == []
