"""A rule that breaks on one passage costs that passage alone (case 52): the rules are made to break on a mark."""

import pytest

from tests.extraction.plans import codes, duties, plan
from tracker.extraction import clause, document, extract, measures

MARK = "卡住"
TEXT = plan(
    "扩大出口。支持企业。（市商务局牵头）",
    f"稳定进口。{MARK}程序。（市口岸办牵头，{MARK}局配合）",
    "稳定就业。落实政策。（市人社局负责）",
)


def breaking_on(rule, words):
    """The rule as it is, but for texts that hold the mark."""

    def broken(*arguments, **named):
        if MARK in words(*arguments):
            raise ZeroDivisionError
        return rule(*arguments, **named)

    return broken


def first(argument, *_):
    return argument


@pytest.mark.parametrize(
    ("module", "rule", "code"), [(measures, "deadline_in", "rule-failed"), (clause, "read_clause", "rule-failed")]
)
def test_a_measure_a_rule_breaks_on_is_pointed_out_and_the_others_are_read(monkeypatch, module, rule, code):
    monkeypatch.setattr(module, rule, breaking_on(getattr(module, rule), first))
    findings = extract(TEXT)
    assert [(measure.path, duties(measure.tasks[0])) for measure in findings.measures] == [
        ("一（一）", "牵头 市商务局"),
        ("一（二）", ""),
        ("一（三）", "负责 市人社局"),
    ]
    (fault,) = [item for item in findings.diagnostics if item.code == code]
    assert MARK in TEXT[fault.start : fault.end]
    assert "人工" in fault.message


def test_a_caption_a_rule_breaks_on_keeps_its_place(monkeypatch):
    monkeypatch.setattr(clause, "read_clause", breaking_on(clause.read_clause, first))
    text = plan(f"扩大出口。支持企业。\n责任单位：{MARK}局", "稳定就业。落实政策。\n责任单位：市人社局")
    tasks = extract(text).tasks
    assert [duties(task) for task in tasks] == ["", "负责 市人社局"]
    assert tasks[0].annotation == f"责任单位：{MARK}局"


def test_facts_a_rule_breaks_on_are_missing_and_the_measures_stand(monkeypatch):
    monkeypatch.setattr(document, "targets", lambda *_: 1 // 0)
    findings = extract(TEXT)
    assert len(findings.measures) == 3
    assert findings.targets == ()
    assert codes(findings) == ["rule-failed"]


def test_memory_that_runs_out_ends_the_reading(monkeypatch):
    def exhausted(*_):
        raise MemoryError

    monkeypatch.setattr(measures, "deadline_in", exhausted)
    with pytest.raises(MemoryError):
        extract(TEXT)
