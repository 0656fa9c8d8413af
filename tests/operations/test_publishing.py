"""Publishing: the whole draft stands in the ledger or nothing of it, and a task stays the same task."""

import os
import signal
import subprocess
import sys
from datetime import date

import pytest
from sqlalchemy import func, select

from tests.builders import A_PLAN, a_received_document
from tests.operations.conftest import stored
from tests.operations.test_confirming import UNIT, correct
from tests.statements import watched
from tracker import clock
from tracker.errors import ChangedMeanwhile, NotDecided, Unreasoned, Unsigned, WrongState
from tracker.operations import confirming, publishing
from tracker.storage.agencies import Agency
from tracker.storage.database import db
from tracker.storage.documents import Assignment, Measure, PolicyDocument, Task
from tracker.storage.queries import tasks
from tracker.storage.queries.choices import choices
from tracker.storage.queries.desk import desk
from tracker.storage.queries.documents import document_line, document_list, task_ids
from tracker.storage.queries.filters import TaskFilter
from tracker.vocabulary import DocumentState, DocumentStatus

EVERYWHERE = {"kind": "set_default", "units": [{"name": "市商务局", "role": "lead"}]}


def published(document, **given):
    publishing.publish(document, **{"who": "张三", "reason": "由领导小组另行明确"} | given)


def rows_of_the_ledger():
    """Every task of the ledger with its units."""
    db.session.rollback()
    return [(row.label, row.text, [unit.name for unit in row.units]) for row in tasks.ledger_rows(TaskFilter())]


def counted():
    db.session.rollback()
    return [db.session.scalar(select(func.count()).select_from(table)) for table in (Measure, Task, Assignment, Agency)]


def test_a_document_that_waits_is_nowhere_but_in_its_list(document):
    assert [line.id for line in document_list()] == [document]
    assert (choices().documents, desk(clock.today()).documents, rows_of_the_ledger()) == ((), (), [])


def test_a_published_document_stands_in_the_ledger(document):
    correct(document, **UNIT)
    publishing.publish(document, who="李四")
    assert rows_of_the_ledger() == [
        ("一（一）", "支持企业建设公共海外仓。", ["市商务局", "市财政局", "市口岸办"]),
        ("一（二）①", "支持院校开设专业。", ["市教育局"]),
        ("一（二）②", "组织技能竞赛。", ["市人力资源社会保障局"]),
        ("一（三）", "在媒体上宣传先进典型。", ["市委宣传部"]),
    ]
    assert [document.id for document in choices().documents] == [document]


def test_publication_keeps_who_and_when_and_agencies_are_those_of_the_jurisdiction(document, morning):
    published(document)
    line = document_line(document)
    assert (line.state, line.published_by, line.published_at) == (DocumentState.PUBLISHED, "张三", morning)
    assert set(db.session.scalars(select(Agency.jurisdiction))) == {"广州市"}


@pytest.mark.parametrize(("now", "day"), [("2027年底前", date(2027, 12, 31)), ("年底前", None), ("", None)])
def test_a_task_keeps_the_day_of_the_deadline_it_was_last_published_with(document, now, day):
    for deadline in ("2026年6月底前", now):
        correct(document, kind="change_deadline", task=4, deadline=deadline)
        published(document)
    assert db.session.scalar(select(Task.deadline_on).where(Task.draft_number == 4)) == day


def test_what_is_open_is_listed_and_keeps_a_document_from_being_published(document):
    with pytest.raises(NotDecided, match="还有 1 处") as refused:
        publishing.publish(document, who="张三", reason="  ")
    assert [(finding.code, finding.task) for finding in refused.value.findings] == [("no-responsible", 4)]
    assert (document_line(document).state, counted()) == (DocumentState.RECEIVED, [0, 0, 0, 0])


def test_the_office_publishes_nevertheless_if_it_says_why(document):
    published(document, reason="由领导小组另行明确")
    assert [step.reason for step in confirming.draft(document).steps] == ["由领导小组另行明确"]
    assert len(rows_of_the_ledger()) == 4


def test_a_draft_is_published_as_a_draft(document):
    correct(document, kind="set_fact", name="status", value="draft")
    published(document)
    assert rows_of_the_ledger() == []
    assert document_line(document).status == DocumentStatus.DRAFT
    assert desk(clock.today()).drafts.documents == 1


def test_publishing_again_keeps_every_task_its_id(document):
    published(document)
    before = task_ids(document)
    correct(document, kind="split_task", task=4, at=A_PLAN.index("宣传先进"))
    correct(document, kind="join_tasks", task=2)
    correct(document, **EVERYWHERE)
    published(document)
    after = task_ids(document)
    assert {number: after[number] for number in (1, 2, 4)} == {number: before[number] for number in (1, 2, 4)}
    assert after.keys() == {1, 2, 4, 5}
    assert rows_of_the_ledger()[1:] == [
        ("一（二）", "支持院校开设专业。组织技能竞赛。", ["市人力资源社会保障局", "市教育局"]),
        ("一（三）①", "在媒体上", ["市商务局"]),
        ("一（三）②", "宣传先进典型。", ["市商务局"]),
    ]


def test_a_task_that_was_taken_out_comes_back_under_its_own_id(document):
    published(document)
    before = task_ids(document)
    correct(document, kind="remove_task", task=4)
    published(document)
    correct(document, kind="split_task", task=1, at=A_PLAN.index("建设公共"))
    published(document)
    assert task_ids(document)[5] not in before.values()
    for _ in range(2):
        confirming.undo(document, who="张三")
    published(document)
    assert task_ids(document) == before


def test_publishing_again_after_everything_was_undone_brings_all_of_it_back(document):
    published(document)
    before, ids = rows_of_the_ledger(), task_ids(document)
    correct(document, kind="change_unit", task=1, unit=0, name="市发展改革委", role="lead")
    published(document)
    assert rows_of_the_ledger() != before
    confirming.undo(document, who="张三")
    published(document)
    assert (rows_of_the_ledger(), task_ids(document)) == (before, ids)
    assert "市发展改革委" not in set(db.session.scalars(select(Agency.name)))


def test_measures_keep_the_order_of_the_text_however_often_it_is_published(document):
    for number in range(3):
        correct(document, kind="set_fact", name="number", value=f"{number}号")
        published(document)
    assert db.session.scalars(select(Measure.position).order_by(Measure.id)).all() == [0, 1, 2]
    assert db.session.scalars(select(Measure.path).order_by(Measure.position)).all() == [
        "一（一）",
        "一（二）",
        "一（三）",
    ]


def test_publishing_twice_is_publishing_once(document):
    published(document)
    published(document)
    assert len(confirming.draft(document).steps) == 1


def test_nobody_publishes_a_draft_he_has_not_seen(document):
    correct(document, **UNIT)
    with pytest.raises(ChangedMeanwhile, match="张三"):
        published(document, who="李四", sequence=0)
    assert rows_of_the_ledger() == []


def test_a_document_without_tasks_is_not_published(office):
    document = stored(a_received_document("关于做好有关工作的通知\n\n请认真贯彻执行。\n"))
    with pytest.raises(WrongState, match="还没有任务"):
        published(document)


def test_publishing_needs_a_name(document):
    with pytest.raises(Unsigned):
        publishing.publish(document, who=" ")


def test_a_failure_half_way_leaves_the_ledger_as_it_was(document):
    published(document)
    before, ids = rows_of_the_ledger(), task_ids(document)
    correct(document, **EVERYWHERE)

    def fail(statement):
        if statement.startswith("INSERT INTO assignment"):
            raise KeyboardInterrupt

    with watched(fail), pytest.raises(KeyboardInterrupt):
        published(document)
    assert (rows_of_the_ledger(), task_ids(document)) == (before, ids)
    assert document_line(document).is_changed


KILLED = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import event
from tracker.operations import publishing
from tracker.settings import Settings
from tracker.storage.database import db
from tracker.web.application import create_app

with create_app(Settings(home=Path(sys.argv[1]))).app_context():
    @event.listens_for(db.engine, "before_cursor_execute")
    def end(_connection, _cursor, statement, *_rest):
        if statement.startswith("INSERT INTO assignment"):
            os.kill(os.getpid(), signal.SIGKILL)
    publishing.publish(int(sys.argv[2]), who="张三", reason="另行明确")
"""


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_process_killed_half_way_leaves_the_document_waiting(document, office):
    db.session.rollback()
    killed = subprocess.run([sys.executable, "-c", KILLED, str(office), str(document)], env=os.environ, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert (document_line(document).state, counted()) == (DocumentState.RECEIVED, [0, 0, 0, 0])
    published(document)
    assert len(rows_of_the_ledger()) == 4


def test_the_number_of_statements_does_not_grow_with_the_tasks(office):
    def statements(measures):
        lines = "".join(
            f"（{n}）建设海外仓{n}。支持企业建设。（市商务局牵头，第{n}局配合）\n"
            for n in "一二三四五六七八九十"[:measures]
        )
        document = stored(a_received_document(f"广州市促进贸易若干措施（第{measures}批）\n\n一、任务\n{lines}"))
        seen = []
        with watched(seen.append):
            published(document)
        return len(seen)

    few, many = statements(2), statements(10)
    assert many <= few


def test_a_document_that_was_not_published_is_put_away_with_a_reason(document):
    publishing.discard(document, who="张三", reason="传错了文件")
    assert document_list() == ()
    (line,) = document_list(DocumentState.DISCARDED)
    assert line.id == document
    assert db.session.get(PolicyDocument, document).text == A_PLAN


def test_putting_away_needs_a_reason(document):
    with pytest.raises(Unreasoned, match="作废"):
        publishing.discard(document, who="张三", reason="")


def test_what_stands_in_the_ledger_is_not_put_away(document):
    published(document)
    with pytest.raises(WrongState, match="已经发布"):
        publishing.discard(document, who="张三", reason="传错了")


def test_what_was_put_away_is_not_published(document):
    publishing.discard(document, who="张三", reason="传错了")
    with pytest.raises(WrongState, match="已经作废"):
        published(document)
