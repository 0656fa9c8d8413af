"""What holds for every text: nothing raises, every offset points where it says, the JSON has every key, always."""

import json
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings

from tests.extraction.documents import clauses_of, wrapped
from tests.extraction.texts import plans, texts
from tracker.extraction import extract
from tracker.extraction.normalising import NOISE
from tracker.vocabulary import Origin

STEADY = settings(
    derandomize=True,
    deadline=None,
    max_examples=120,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
KEYS = {
    "findings": "title number issuer jurisdiction issued_on status effective_from valid_until valid_for cites measures "
    "reporting_rules targets diagnostics",
    "cites": "title number start end",
    "measures": "part path section heading start end tasks",
    "tasks": "text start end annotation annotation_start annotation_end deadline deadline_on deadline_precision origin units",
    "units": "name printed role start end",
    "reporting_rules": "period month day reporters recipients conditional part text start end",
    "conditional": "condition recipients",
    "targets": "kind text low high unit year part start end",
    "diagnostics": "code message start end",
}
PLAIN = (str, int, float, bool, type(None))


def spans(findings):
    """Every ``(start, end)`` of a reading."""
    tasks = findings.tasks
    placed = [*findings.cites, *findings.measures, *tasks, *findings.reporting_rules, *findings.targets]
    placed += [unit for task in tasks for unit in task.units]
    yield from ((item.start, item.end) for item in placed)
    yield from ((task.annotation_start, task.annotation_end) for task in tasks if task.annotation is not None)
    yield from ((item.start, item.end) for item in findings.diagnostics if item.start is not None)


def in_print(text, start, end):
    return NOISE.sub("", text[start:end])


@STEADY
@given(texts)
def test_no_text_raises_and_every_reading_is_the_same_again(text):
    assert extract(text) == extract(text)


@STEADY
@given(texts)
def test_every_span_lies_within_the_text_and_begins_before_it_ends(text):
    assert all(0 <= start <= end <= len(text) for start, end in spans(extract(text)))


@STEADY
@given(texts)
def test_units_stand_in_the_text_as_printed(text):
    for unit in (unit for task in extract(text).tasks for unit in task.units):
        assert unit.name
        assert unit.printed == in_print(text, unit.start, unit.end) != ""


@STEADY
@given(texts)
def test_annotations_stand_in_the_text_as_printed(text):
    for task in extract(text).tasks:
        if task.origin == Origin.TABLE:
            continue  # its annotation leaves out the cells between that name nobody
        fields = (task.annotation, task.annotation_start, task.annotation_end)
        assert all(field is None for field in fields) or task.annotation == in_print(text, *fields[1:]) != ""


@STEADY
@given(texts)
def test_units_lie_in_the_clause_their_task_shows(text):
    for task in extract(text).tasks:
        if task.origin in (Origin.ANNOTATION, Origin.LINE, Origin.HEADING):
            assert all(task.annotation_start <= unit.start < unit.end <= task.annotation_end for unit in task.units)


@STEADY
@given(texts)
def test_a_task_has_units_exactly_where_responsibility_is_written(text):
    for task in extract(text).tasks:
        assert bool(task.units) == (task.origin != Origin.NONE)


@STEADY
@given(texts)
def test_measures_follow_one_another_and_hold_their_tasks(text):
    reached = 0
    for measure in extract(text).measures:
        assert measure.start >= reached
        assert measure.tasks
        assert all(measure.start <= task.start <= task.end <= measure.end for task in measure.tasks)
        reached = measure.end


@STEADY
@given(texts)
def test_tasks_of_a_measure_lie_apart_from_each_other_and_from_their_clauses(text):
    findings = extract(text)
    with_tail = {item.end for item in findings.diagnostics if item.code == "text-after-clause"}
    for measure in findings.measures:
        reached = measure.start
        for task in measure.tasks:
            assert task.start >= reached
            reached = task.end
            if task.origin in (Origin.ANNOTATION, Origin.LINE):
                before = task.end <= task.annotation_start or task.start >= task.annotation_end
                assert before or task.end in with_tail
                reached = max(task.end, task.annotation_end)


@STEADY
@given(texts)
def test_a_task_says_what_its_span_says(text):
    for task in extract(text).tasks:
        assert "".join(task.text.split()) == "".join(text[task.start : task.end].split())
        assert "\n" not in task.text


def check(value, name="findings"):
    """Every key of DESIGN §3 and no other, plain values only, at every depth."""
    assert set(value) == set(KEYS[name].split())
    for key, item in value.items():
        if key in KEYS:
            assert isinstance(item, list)
            for inner in item:
                check(inner, key)
        else:
            assert isinstance(item, PLAIN) or all(isinstance(inner, str) for inner in item)


@STEADY
@given(texts)
def test_the_json_has_every_key_and_survives_a_round_trip(text):
    value = extract(text).as_json()
    check(value)
    assert json.loads(json.dumps(value, ensure_ascii=False)) == value


@STEADY
@given(texts)
def test_every_diagnostic_speaks_chinese(text):
    for item in extract(text).diagnostics:
        assert any(unicodedata.name(character, "").startswith("CJK UNIFIED") for character in item.message)
        assert item.code


@STEADY
@given(plans())
def test_broken_lines_change_no_clause(text):
    expected = clauses_of(extract(text))
    assert expected
    for width in (23, 37, 61):
        assert clauses_of(extract(wrapped(text, width))) == expected


@STEADY
@given(plans())
def test_blank_lines_between_lines_change_no_clause(text):
    assert clauses_of(extract(text.replace("\n", "\n\n"))) == clauses_of(extract(text))


@STEADY
@given(plans())
def test_every_clause_of_a_plan_in_order_is_read(text):
    tasks = extract(text).tasks
    assert len(tasks) == sum(line.startswith("（") for line in text.splitlines())
    assert all(task.units and task.annotation[0] in "（〔" for task in tasks)


@pytest.mark.parametrize("name", sorted(KEYS))
def test_the_table_of_keys_is_used_by_a_full_reading(name):
    text = (
        "绍兴市方案\n一、扩大出口。落实《浙江省外贸促进条例》，突破450亿元。（市商务局牵头）推广。\n"
        "二、调度。各有关单位于每年12月10日前将总结报市商务局，涉及口岸的同时报市口岸办。\n"
    )
    found = set()

    def walk(value, key):
        found.add(key)
        for inner, item in value.items():
            for each in item if isinstance(item, list) else ():
                if isinstance(each, dict):
                    walk(each, inner)

    walk(extract(text).as_json(), "findings")
    assert name in found
