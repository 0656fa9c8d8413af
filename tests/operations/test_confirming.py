"""Correcting a reading: every kind of edit, who and when, undone and redone; nothing is lost."""

from datetime import date

import pytest

from tests.builders import A_PLAN, a_document, a_measure, a_received_document, a_task
from tests.operations.conftest import stored
from tracker.errors import NoSuchDocument, Unsigned, WrongState
from tracker.extraction.confirming.draft import WrongEdit
from tracker.operations import confirming, publishing, registry
from tracker.storage.database import db
from tracker.storage.queries.documents import document_line, task_ids
from tracker.vocabulary import DocumentStatus, DocumentStep, Origin, Role

UNIT = {"kind": "add_unit", "task": 4, "name": "市委宣传部", "role": "lead"}


def correct(document, **edit):
    """Make an edit on the page as it is."""
    return confirming.correct(document, edit, who="张三", sequence=confirming.draft(document).sequence)


def units(document, number):
    task = confirming.draft(document).draft.task(number)
    return [(unit.role.label, unit.name) for unit in task.units]


def texts(document):
    return [task.text for task in confirming.draft(document).draft.tasks]


def test_a_document_is_shown_as_it_was_read(document):
    shown = confirming.draft(document)
    assert shown.draft == shown.as_read
    assert (shown.text, len(shown.draft.tasks)) == (A_PLAN, 4)
    assert [item.code for item in shown.must] == ["no-responsible"]
    assert (shown.can_undo, shown.can_redo, shown.steps, shown.changes) == (False, False, (), {})


def test_a_unit_gets_another_name_and_role(document):
    correct(document, kind="change_unit", task=1, unit=2, name="市商务局口岸处", role="responsible")
    assert units(document, 1) == [("牵头", "市商务局"), ("配合", "市财政局"), ("负责", "市商务局口岸处")]


def test_a_unit_is_added_and_taken_out(document):
    correct(document, **UNIT)
    correct(document, kind="remove_unit", task=1, unit=1)
    assert units(document, 4) == [("牵头", "市委宣传部")]
    assert units(document, 1) == [("牵头", "市商务局"), ("配合", "市口岸办")]


def test_a_task_is_split_and_joined_again(document):
    correct(document, kind="split_task", task=4, at=A_PLAN.index("宣传先进"))
    assert texts(document)[-2:] == ["在媒体上", "宣传先进典型。"]
    correct(document, kind="join_tasks", task=confirming.draft(document).draft.tasks[-2].id)
    assert texts(document)[-1] == "在媒体上宣传先进典型。"


def test_a_task_is_taken_out(document):
    correct(document, kind="remove_task", task=4)
    assert len(texts(document)) == 3
    assert document_line(document).tasks == 3


def test_a_clause_is_read_where_a_person_selects_it(office):
    text = A_PLAN.replace("先进典型。", "先进典型。由市委宣传部牵头抓总。")
    document = stored(a_received_document(text.replace("由市委宣传部牵头抓总", "市委宣传部牵头")))
    text = confirming.draft(document).text
    start = text.index("市委宣传部")
    correct(document, kind="add_clause", start=start, end=start + len("市委宣传部牵头"))
    assert ("牵头", "市委宣传部") in units(document, confirming.draft(document).draft.tasks[-1].id)


def test_whoever_is_responsible_for_the_rest_is_set_once(document):
    correct(document, kind="set_default", units=[{"name": "市商务局", "role": "responsible"}])
    assert units(document, 4) == [("负责", "市商务局")]
    assert units(document, 2) == [("负责", "市教育局")]


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("title", "关于海外仓的通知", "关于海外仓的通知"),
        ("number", "穗府办〔2026〕1号", "穗府办〔2026〕1号"),
        ("status", "draft", DocumentStatus.DRAFT),
        ("jurisdiction", "", None),
        ("issued_on", "2026年3月2日", date(2026, 3, 2)),
        ("issued_on", "２０２６．3．2", date(2026, 3, 2)),
    ],
)
def test_a_fact_is_corrected_and_shows_in_the_list(document, name, value, kept):
    correct(document, kind="set_fact", name=name, value=value)
    assert confirming.draft(document).draft.facts[name] == kept
    assert getattr(document_line(document), name) == kept


def test_a_doubted_name_is_said_to_be_a_unit(document):
    correct(document, kind="add_unit", task=4, name="蓝天计划", role="lead")
    assert [(item.code, item.name) for item in confirming.draft(document).must] == [("unknown-unit", "蓝天计划")]
    correct(document, kind="know_name", name="蓝天计划")
    assert confirming.draft(document).must == ()


def test_every_correction_keeps_who_and_when(document, morning):
    correct(document, **UNIT)
    (step,) = confirming.draft(document).steps
    assert (step.step, step.who, step.at, step.label) == (DocumentStep.CORRECTED, "张三", morning, "加单位")
    assert step.edit == UNIT


def test_a_corrected_task_shows_what_was_read_and_what_was_confirmed(document):
    correct(document, **UNIT)
    correct(document, kind="remove_task", task=1)
    changes = confirming.draft(document).changes
    assert [unit.name for unit in changes[4].now.units] == ["市委宣传部"]
    assert (changes[4].read.units, changes[1].now) == ((), None)


def test_a_correction_taken_back_by_another_is_no_change(document):
    correct(document, **UNIT)
    correct(document, kind="remove_unit", task=4, unit=0)
    assert confirming.draft(document).changes == {}


def test_the_list_counts_what_is_still_open(document):
    assert document_line(document).undecided == 1
    correct(document, **UNIT)
    line = document_line(document)
    assert (line.undecided, line.units) == (0, 6)


def test_corrections_are_undone_and_redone_one_by_one(document):
    correct(document, **UNIT)
    correct(document, kind="remove_task", task=1)
    confirming.undo(document, who="李四")
    assert len(texts(document)) == 4
    confirming.undo(document, who="李四")
    assert units(document, 4) == []
    confirming.redo(document, who="张三")
    confirming.redo(document, who="张三")
    assert (units(document, 4), len(texts(document))) == ([("牵头", "市委宣传部")], 3)


def test_undoing_and_redoing_keep_who_and_when_too(document, morning):
    correct(document, **UNIT)
    confirming.undo(document, who="李四")
    confirming.redo(document, who="王五")
    shown = confirming.draft(document)
    assert [(step.step, step.who, step.label) for step in shown.steps] == [
        (DocumentStep.CORRECTED, "张三", "加单位"),
        (DocumentStep.UNDONE, "李四", "加单位"),
        (DocumentStep.REDONE, "王五", "加单位"),
    ]
    assert [step.stands for step in shown.steps] == [True, False, False]


def test_what_was_undone_before_another_correction_is_not_redone(document):
    correct(document, **UNIT)
    confirming.undo(document, who="张三")
    correct(document, **UNIT | {"name": "市文化广电旅游局"})
    assert not confirming.draft(document).can_redo
    confirming.undo(document, who="张三")
    assert confirming.draft(document).to_redo.edit["name"] == "市文化广电旅游局"


@pytest.mark.parametrize(("move", "said"), [(confirming.undo, "没有可以撤销"), (confirming.redo, "没有可以恢复")])
def test_there_must_be_something_to_undo_or_redo(document, move, said):
    with pytest.raises(WrongState, match=said):
        move(document, who="张三")


@pytest.mark.parametrize("who", ["", "  ", "\u200b", None])
def test_a_correction_without_a_name_is_refused(document, who):
    with pytest.raises(Unsigned, match="经办人姓名"):
        confirming.correct(document, UNIT, who=who, sequence=0)
    assert confirming.draft(document).steps == ()


@pytest.mark.parametrize(
    "edit",
    [
        {"kind": "forget"},
        {"kind": ["add_unit"]},
        {"kind": "add_unit"},
        {},
        "add_unit",
        None,
        UNIT | {"task": 99},
        UNIT | {"task": "4"},
        UNIT | {"role": "boss"},
        UNIT | {"name": "\u0000\u200b"},
        UNIT | {"name": 5},
        {"kind": "change_unit", "task": 1, "unit": 3, "name": "市商务局", "role": "lead"},
        {"kind": "remove_unit", "task": 1, "unit": 3},
        {"kind": "remove_unit", "task": 1, "unit": -1},
        {"kind": "change_text", "task": 1, "text": " "},
        {"kind": "change_text", "task": 1, "text": "字" * 5001},
        {"kind": "change_deadline", "task": 1, "deadline": "字" * 61},
        {"kind": "settle", "keys": []},
        {"kind": "settle", "keys": [1]},
        {"kind": "split_task", "task": 1, "at": 0},
        {"kind": "split_task", "task": 1, "at": 1e9},
        {"kind": "join_tasks", "task": 4},
        {"kind": "add_clause", "start": 5, "end": 10**12},
        {"kind": "set_default", "units": []},
        {"kind": "set_default", "units": ["市商务局"]},
        {"kind": "set_fact", "name": "id", "value": "1"},
        {"kind": "set_fact", "name": "issued_on", "value": "去年"},
    ],
    ids=str,
)
def test_an_edit_that_cannot_be_made_is_refused_and_leaves_no_trace(document, edit):
    with pytest.raises(WrongEdit):
        confirming.correct(document, edit, who="张三", sequence=0)
    assert confirming.draft(document).steps == ()


def test_what_no_database_keeps_is_taken_out_of_a_name(document):
    correct(document, **UNIT | {"name": "市委\u0000宣\ud800传部"})
    assert units(document, 4) == [("牵头", "市委宣传部")]


def test_an_edit_that_changes_nothing_is_not_kept(document):
    correct(document, kind="change_unit", task=1, unit=0, name="市商务局", role="lead")
    assert confirming.draft(document).steps == ()


def test_a_document_that_is_not_there_cannot_be_opened_or_corrected(office):
    assert confirming.draft(99) is None
    with pytest.raises(NoSuchDocument):
        confirming.correct(99, UNIT, who="张三", sequence=0)


def test_a_document_whose_reading_was_not_kept_is_not_corrected(office):
    document = stored(a_document())
    assert confirming.draft(document) is None
    with pytest.raises(WrongState, match="由表格导入"):
        confirming.correct(document, UNIT, who="张三", sequence=0)


def test_a_discarded_document_is_not_corrected(document):
    publishing.discard(document, who="张三", reason="传错了")
    with pytest.raises(WrongState, match="已经作废"):
        confirming.correct(document, UNIT, who="张三", sequence=1)


@pytest.mark.parametrize("sequence", [-1, 7])
def test_a_page_that_never_was_is_refused(document, sequence):
    with pytest.raises(WrongState, match="过期"):
        confirming.correct(document, UNIT, who="张三", sequence=sequence)


def test_a_task_of_the_ledger_shows_what_was_read(document):
    correct(document, **UNIT)
    publishing.publish(document, who="张三")
    ids = task_ids(document)
    change, steps = confirming.task_change(ids[4])
    assert (change.read.units, change.now.units[0].role) == ((), Role.LEAD)
    assert [step.summary for step in steps] == ["一（三）：加上 市委宣传部（牵头）"]
    assert confirming.task_change(ids[1]) is None


def test_the_corrections_of_a_task_are_followed_through_splitting_and_joining(document):
    correct(document, kind="change_unit", task=2, unit=0, name="市教委", role="lead")
    correct(document, kind="split_task", task=4, at=A_PLAN.index("宣传先进"))
    correct(document, kind="add_unit", task=4, name="市文化局", role="lead")
    correct(document, kind="join_tasks", task=2)
    publishing.publish(document, who="张三", reason="另行明确")
    ids = task_ids(document)
    made = {number: [step.label for step in confirming.task_change(ids[number])[1]] for number in (2, 4, 5)}
    assert made == {2: ["改单位或角色", "合并任务"], 4: ["拆分任务", "加单位"], 5: ["拆分任务"]}


def test_a_task_of_a_table_has_nothing_read_behind_it(office):
    stored(a_document([a_measure([a_task()])]))
    assert confirming.task_change(1) is None
    assert confirming.task_change(99) is None


def test_what_is_published_stays_as_it_is_until_it_is_published_again(document):
    publishing.publish(document, who="张三", reason="单位另行确定")
    correct(document, kind="set_fact", name="title", value="新标题")
    line = document_line(document)
    assert (line.title, line.is_changed) == ("广州市促进跨境贸易便利化若干措施", True)
    confirming.undo(document, who="张三")
    db.session.expire_all()
    assert not document_line(document).is_changed


def test_a_task_is_worded_otherwise_and_keeps_its_place(document):
    before = confirming.draft(document).draft.task(4)
    correct(document, kind="change_text", task=4, text="在各类媒体上\n宣传先进典型。")
    task = confirming.draft(document).draft.task(4)
    assert (task.text, task.is_retyped) == ("在各类媒体上宣传先进典型。", True)
    assert (task.start, task.end) == (before.start, before.end)
    with pytest.raises(WrongEdit, match="人工改写"):
        correct(document, kind="split_task", task=4, at=A_PLAN.index("宣传先进"))
    correct(document, kind="change_text", task=4, text=before.text)
    correct(document, kind="split_task", task=4, at=A_PLAN.index("宣传先进"))


def test_a_task_that_was_worded_otherwise_is_split_in_its_own_words(document):
    before = confirming.draft(document).draft.task(4)
    correct(document, kind="change_text", task=4, text="开设专栏。宣传典型。")
    correct(document, kind="split_words", task=4, at=5)
    first, second = confirming.draft(document).draft.tasks[-2:]
    assert [(task.text, task.units, task.is_retyped) for task in (first, second)] == [
        ("开设专栏。", before.units, True),
        ("宣传典型。", before.units, True),
    ]
    assert (first.start, first.end, second.end) == (before.start, second.start, before.end)
    with pytest.raises(WrongEdit, match="没有文字"):
        correct(document, kind="split_words", task=4, at=5)
    confirming.undo(document, who="张三")
    assert len(confirming.draft(document).draft.tasks) == 4


def test_a_task_is_given_a_deadline_and_loses_it(document):
    correct(document, kind="change_deadline", task=4, deadline="2026年6月底前")
    assert confirming.draft(document).draft.task(4).deadline == "2026年6月底前"
    correct(document, kind="change_deadline", task=4, deadline="")
    assert confirming.draft(document).changes == {}


def test_what_the_office_decides_is_not_taken_for_what_the_document_says(document):
    correct(document, **UNIT)
    assert confirming.draft(document).draft.task(4).origin == Origin.OFFICE
    correct(document, kind="remove_unit", task=4, unit=0)
    assert confirming.draft(document).draft.task(4).origin == Origin.NONE
    correct(document, kind="set_default", units=[{"name": "市商务局", "role": "responsible"}])
    assert confirming.draft(document).draft.task(4).origin == Origin.OFFICE


def test_any_text_selected_as_a_clause_has_to_be_decided(document):
    start = A_PLAN.index("宣传先进典型")
    correct(document, kind="add_clause", start=start, end=start + len("宣传先进典型"))
    (finding,) = confirming.draft(document).must
    assert (finding.code, finding.name) == ("unknown-unit", "宣传先进典型")


def test_a_name_the_registry_knows_needs_no_decision(office):
    registry.fill_empty_registry()
    document = stored(a_received_document())
    correct(document, kind="add_unit", task=4, name="广州海关缉私", role="lead")
    assert [item.name for item in confirming.draft(document).must] == ["广州海关缉私"]
    correct(document, kind="change_unit", task=4, unit=0, name="广州空港委", role="lead")
    assert confirming.draft(document).must == ()


@pytest.mark.parametrize(
    ("text", "must", "check"),
    [
        (A_PLAN, [], ["issuer", "issued_on"]),
        (A_PLAN.replace("若干措施", "若干措施（征求意见稿）"), [], ["issuer"]),
        ("一、任务\n（一）建设海外仓。（市商务局牵头）\n", ["title", "jurisdiction"], ["issuer", "issued_on"]),
    ],
)
def test_what_a_document_does_not_say_of_itself_is_asked_for(office, text, must, check):
    found = [item for item in confirming.draft(stored(a_received_document(text))).open if item.fact]
    assert [item.fact for item in found if item.must] == must
    assert [item.fact for item in found if not item.must] == check


def test_what_was_looked_at_is_ticked_off_one_by_one(document):
    first, second = [item for item in confirming.draft(document).open if not item.must]
    correct(document, kind="settle", keys=[first.key])
    assert [item.key for item in confirming.draft(document).open if not item.must] == [second.key]
    assert document_line(document).doubts == 1
    confirming.undo(document, who="张三")
    assert document_line(document).doubts == 2


def test_what_must_be_decided_is_not_ticked_off(document):
    (must,) = confirming.draft(document).must
    correct(document, kind="settle", keys=[must.key])
    assert confirming.draft(document).must == (must,)
