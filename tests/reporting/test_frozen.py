"""A frozen year: written and read again as it was; two of them compared by lineage."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.reporting.frozen import Difference, FrozenTask, FrozenYear, compare
from tracker.reporting.rates import Tally
from tracker.vocabulary.reporting import Duty


def a_task(id_, *lineage, **more):
    facts = {"document": "穗府〔2026〕3号", "label": f"一（{id_}）", "title": "引进企业", "units": "市商务局"}
    lights = {"progress": "进行中", "percent": "60%", "filing_light": "已报", "progress_light": "正常"}
    return FrozenTask(id_, lineage, **(facts | lights | more))


def a_year(*tasks, cycle="2026年度"):
    return FrozenYear(cycle, "2026-12-12T09:00:00+08:00", {Duty.REPORT: Tally(5, 4, 3, 3, 2, 1, 1, 1, 2)}, tasks)


def test_a_year_is_read_as_it_was_written():
    year = a_year(a_task(1), a_task(2, 9, 8, title="“=1+1”\n\\u0000"))
    assert FrozenYear.of_json(year.to_json()) == year


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"form": 2}', '{"form": 1, "counts": {"x": {}}}', "null"])
def test_what_is_no_frozen_year_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011
        FrozenYear.of_json(text)


def test_a_task_is_the_same_by_lineage_whatever_it_says_now():
    before = a_year(a_task(1), a_task(2), a_task(3))
    after = a_year(
        a_task(1),
        a_task(12, 2, label="二（一）", title="另一句话"),
        a_task(13, 7, progress_light="滞后", percent="20%"),
        cycle="2027年度",
    )
    found = compare(before, after)
    assert ([each.id for each in found.added], [each.id for each in found.dropped]) == ([13], [3])
    assert [(pair.before.id, pair.after.id) for pair in found.moved] == [(2, 12)]
    assert (found.changed, found.same) == ((), 1)


def test_what_changed_of_a_task_is_said_before_and_after():
    (pair,) = compare(a_year(a_task(1)), a_year(replace(a_task(1), progress="已完成", filing_light="迟报"))).changed
    assert pair.differences == (
        Difference("完成状态", "进行中", "已完成"),
        Difference("填报灯", "已报", "迟报"),
    )


def test_the_parts_of_a_split_task_stand_beside_the_whole():
    found = compare(a_year(a_task(1)), a_year(a_task(11, 1), a_task(12, 1)))
    assert [(pair.before.id, pair.after.id) for pair in found.pairs] == [(1, 11), (1, 12)]
    assert not found.dropped


IDS = st.lists(st.integers(1, 12), unique=True, max_size=8)


@given(IDS, IDS, st.dictionaries(st.integers(1, 12), st.lists(st.integers(1, 12), max_size=3)))
def test_every_task_of_both_years_is_accounted_for(old, new, lineages):
    before = a_year(*(a_task(id_) for id_ in old))
    after = a_year(*(a_task(id_ + 20, *lineages.get(id_, ())) for id_ in new))
    found = compare(before, after)
    assert {task.id for task in found.added} | {pair.after.id for pair in found.pairs} == {id_ + 20 for id_ in new}
    assert {task.id for task in found.dropped} | {pair.before.id for pair in found.pairs} == set(old)
    assert not {task.id for task in found.dropped} & {pair.before.id for pair in found.pairs}
