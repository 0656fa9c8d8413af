"""A clause a person selects in the text."""

import pytest

from tracker.extraction import extract
from tracker.extraction.confirming.checks import MISSED, open_findings
from tracker.extraction.confirming.draft import Draft, DraftMeasure, DraftTask, draft_of
from tracker.extraction.confirming.edits import apply
from tracker.extraction.findings import Diagnostic
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


TOLD = """广州市电子商务实施意见

一、主要任务
（一）加快发展电子商务。2026年6月底前建成平台，培育企业8家（市商务中心，2026年12月底前完成）。
（二）加强监管。建立制度。（市市场监管局牵头，市商务局配合）
"""
CLAUSE = "（市商务中心，2026年12月底前完成）"


def test_a_clause_a_person_marked_gives_the_time_limit_and_is_not_asked_about_again():
    draft, place = draft_of(extract(TOLD)), TOLD.index(CLAUSE)
    remark = Diagnostic(MISSED, "像是责任分工", place, place + len(CLAUSE))
    marked = apply(draft, {"kind": "add_clause", "start": place, "end": place + len(CLAUSE)}, TOLD)
    codes = [{one.code for one in open_findings(each, [remark])} for each in (draft, marked)]
    assert [MISSED in each for each in codes] == [True, False]
    task = marked.tasks[0]
    assert [unit.name for unit in task.units] == ["市商务中心"]
    assert (draft.tasks[0].deadline, task.deadline) == ("2026年6月底前", "2026年12月底前完成")


@pytest.mark.parametrize(
    ("deadline", "limits"),
    [("2026年6月底前", ["2026年6月底前", None]), ("2027年底前", ["2027年底前", "2027年底前"]), (None, [None, None])],
)
def test_the_halves_of_a_task_have_the_limit_of_their_own_words_or_the_one_that_all_its_words_share(deadline, limits):
    text = TOLD.replace(CLAUSE, "")
    draft = apply(draft_of(extract(text)), {"kind": "change_deadline", "task": 1, "deadline": deadline or ""}, text)
    halves = apply(draft, {"kind": "split_task", "task": 1, "at": text.index("培育")}, text).tasks[:2]
    assert [half.deadline for half in halves] == limits
