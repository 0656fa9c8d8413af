"""Two persons at one document: nobody overwrites what he has not seen, and nobody waits for nothing."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.operations.test_confirming import UNIT, units
from tracker.errors import ChangedMeanwhile
from tracker.operations import confirming

RENAME = {"kind": "change_unit", "task": 1, "unit": 0, "name": "市商务委", "role": "lead"}


def by(who, document, edit, *, seen=0):
    return confirming.correct(document, edit, who=who, sequence=seen)


def test_the_same_unit_changed_by_two_is_refused_with_both_texts(document):
    by("张三", document, RENAME)
    with pytest.raises(ChangedMeanwhile) as refused:
        by("李四", document, RENAME | {"name": "市发展改革委", "role": "support"})
    assert (refused.value.who, refused.value.shown) == ("张三", "市商务局（牵头）")
    assert (refused.value.now, refused.value.wanted) == ("市商务委（牵头）", "市发展改革委（配合）")
    assert units(document, 1)[0] == ("牵头", "市商务委")


@pytest.mark.parametrize(
    ("first", "second", "now"),
    [
        ({"kind": "remove_unit", "task": 1, "unit": 0}, RENAME, "市财政局（配合）"),
        ({"kind": "remove_unit", "task": 1, "unit": 2}, RENAME | {"unit": 2}, "已经去掉"),
        ({"kind": "remove_task", "task": 1}, RENAME, "已经去掉"),
        (RENAME, {"kind": "remove_task", "task": 1}, "市商务委（牵头）、市财政局（配合）、市口岸办（配合）"),
        (
            {"kind": "remove_task", "task": 2},
            {"kind": "join_tasks", "task": 2},
            "已经去掉",
        ),
        (
            {"kind": "set_fact", "name": "number", "value": "1号"},
            {"kind": "set_fact", "name": "number", "value": "2号"},
            "1号",
        ),
    ],
    ids=lambda value: value["kind"] if isinstance(value, dict) else "",
)
def test_an_edit_of_what_is_not_as_it_was_shown(document, first, second, now):
    by("张三", document, first)
    with pytest.raises(ChangedMeanwhile) as refused:
        by("李四", document, second)
    assert refused.value.now == now


def test_edits_of_different_things_both_stand(document):
    by("张三", document, RENAME)
    by("李四", document, RENAME | {"unit": 1, "name": "市税务局", "role": "support"})
    by("王五", document, UNIT)
    assert units(document, 1)[:2] == [("牵头", "市商务委"), ("配合", "市税务局")]
    assert units(document, 4) == [("牵头", "市委宣传部")]


def test_sending_the_same_edit_twice_makes_it_once(document):
    assert by("张三", document, RENAME) == by("张三", document, RENAME) == 1


def test_what_another_undid_meanwhile_is_not_built_upon(document):
    by("张三", document, RENAME)
    confirming.undo(document, who="李四")
    with pytest.raises(ChangedMeanwhile, match="李四"):
        by("张三", document, RENAME | {"name": "市商务局和口岸办"}, seen=1)


@pytest.mark.parametrize("move", [confirming.undo, confirming.redo])
def test_nobody_undoes_or_redoes_what_he_has_not_seen(document, move):
    by("张三", document, UNIT)
    confirming.undo(document, who="张三")
    by("李四", document, RENAME, seen=2)
    with pytest.raises(ChangedMeanwhile, match="李四.*请刷新"):
        move(document, who="张三", sequence=2)


def test_many_at_once_lose_no_correction(document, app):
    def add(number):
        with app.app_context():
            return by("张三", document, UNIT | {"name": f"第{number}局"})

    with ThreadPoolExecutor(4) as persons:
        sequences = list(persons.map(add, range(12)))
    assert sorted(sequences) == list(range(1, 13))
    assert len(units(document, 4)) == 12
