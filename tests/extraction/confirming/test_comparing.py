"""Two versions measure by measure: what is the same is found first, the rest by its words."""

from tracker.extraction.confirming.comparing import compare, task_pairs
from tracker.extraction.confirming.draft import DraftMeasure, DraftTask, DraftUnit
from tracker.vocabulary import Origin, Role


def a_measure(*texts, path="一（一）", heading=None, lead="市商务局", first=1):
    units = (DraftUnit(lead, Role.LEAD),)
    tasks = tuple(DraftTask(number, text, 0, 1, Origin.TABLE, units) for number, text in enumerate(texts, first))
    return DraftMeasure(None, path, None, heading, 0, 1, tasks)


def kinds(old, new):
    return [difference.kind for difference in compare(old, new)]


SEA, RAIL = "支持企业建设公共海外仓，完善服务体系。", "开行中欧班列，提高通关效率。"


def test_the_same_measures_in_another_order_moved():
    old = [a_measure(SEA, path="1"), a_measure(RAIL, path="2")]
    assert kinds(old, [a_measure(RAIL, path="1"), a_measure(SEA, path="2")]) == ["moved", "moved"]


def test_measures_of_the_same_words_are_paired_in_their_order():
    old = [a_measure(SEA, path=str(number), lead=f"第{number}局") for number in range(3)]
    assert kinds(old, old) == ["same"] * 3
    assert kinds(old, old[:2]) == ["same", "same", "dropped"]


def test_measures_without_words_are_not_taken_for_each_other():
    assert kinds([a_measure("")], [a_measure("")]) == ["dropped", "added"]


def test_a_reworded_measure_is_the_same_one():
    assert kinds([a_measure(SEA)], [a_measure(SEA.replace("公共", ""))]) == ["reworded"]


def test_other_words_are_another_measure():
    assert kinds([a_measure(SEA)], [a_measure(RAIL)]) == ["dropped", "added"]


def test_who_joined_and_who_left_is_told():
    (difference,) = compare([a_measure(SEA)], [a_measure(SEA, lead="市发展改革委")])
    assert (difference.joined, difference.left) == ((("lead", "市发展改革委"),), (("lead", "市商务局"),))


def test_the_tasks_of_a_measure_are_paired_by_their_words():
    old, new = a_measure(SEA, RAIL), a_measure(RAIL, "发展数字贸易。", SEA, first=11)
    assert sorted(task_pairs(old, new)) == [(1, 13), (2, 11)]


def test_the_only_task_of_a_measure_lives_on_in_the_only_one():
    assert task_pairs(a_measure(SEA), a_measure(RAIL, first=7)) == [(1, 7)]
