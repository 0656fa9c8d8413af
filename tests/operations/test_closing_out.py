"""办结 in bulk: which tasks a cycle offers to be closed out, and that they are closed together or not at all."""

import pytest
from sqlalchemy import func, select

from tests.cycles import COMMERCE, CUSTOMS, HUANGPU, MARKET, OFFICE, OTHER_OFFICE, TIANHE, sent
from tracker.errors import Lacking, NotThere, NotYours, WrongState
from tracker.operations import reviewing
from tracker.operations.closing_out import close_out, close_out_all, reopen, set_progress
from tracker.reporting.content import Content
from tracker.storage.cycles import TaskFact
from tracker.storage.database import db
from tracker.storage.messages import Message
from tracker.storage.queries.cycle_tasks import task_list
from tracker.vocabulary.messages import MessageKind
from tracker.vocabulary.reporting import Progress

DONE = Content(Progress.DONE, 100, "龙头企业8家全部落户南沙区。")


def accepted(year, agency, place, content=DONE):
    reviewing.accept([sent(year, agency, place, content=content)], by=OFFICE)


def offered(year):
    """The places of the tasks that are offered, and counted."""
    found = task_list(year.id, "closable")
    db.session.rollback()
    assert found.closable == len(found.lines)
    return [year.tasks.index(line.id) + 1 for line in found.lines]


def facts():
    found = db.session.scalar(select(func.count()).select_from(TaskFact))
    db.session.rollback()
    return found


def test_what_is_finished_and_accepted_is_offered_until_it_is_closed_out(year):
    """The consolidator's word counts, and of what the office consolidates everybody's."""
    first = sent(year, COMMERCE, 1, content=DONE)
    assert offered(year) == []
    reviewing.accept([first], by=OFFICE)
    accepted(year, CUSTOMS, 2)
    accepted(year, TIANHE, 3)
    assert offered(year) == [1]
    accepted(year, HUANGPU, 3)
    assert offered(year) == [1, 3]
    set_progress(year.id, year.tasks[0], Progress.UNDER_WAY, reason="尚有两家未落户", by=OFFICE)
    set_progress(year.id, year.tasks[1], Progress.DROPPED, reason="上位政策已停", by=OFFICE)
    assert offered(year) == [2, 3]
    reopen(year.id, year.tasks[0], reason="已核实", by=OFFICE)
    close_out(year.id, year.tasks[1], reason="销号", by=OFFICE)
    assert offered(year) == [1, 3]
    close_out_all(year.id, year.tasks, reason="年度收官", by=OFFICE)
    assert offered(year) == []
    reviewing.undo([first], reason="看错了", by=OFFICE)
    assert offered(year) == []


def test_members_who_say_otherwise_keep_their_task_from_being_offered(year):
    accepted(year, TIANHE, 3)
    accepted(year, HUANGPU, 3, Content(Progress.DROPPED, 30, "园区已并入邻区。"))
    assert offered(year) == []


def test_several_are_closed_out_together_or_not_at_all(year):
    accepted(year, COMMERCE, 1)
    sent(year, MARKET, 2, content=DONE)
    refused = [
        (year.tasks[:2], {"reason": "销号", "by": OFFICE}, WrongState),
        (year.tasks[:1], {"reason": " ", "by": OFFICE}, Lacking),
        (year.tasks[:1], {"reason": "销号", "by": OTHER_OFFICE}, NotYours),
        ([year.tasks[0], 10**6], {"reason": "销号", "by": OFFICE}, NotThere),
    ]
    for tasks, given, refusal in refused:
        with pytest.raises(refusal) as raised:
            close_out_all(year.id, tasks, **given)
        assert refusal is not WrongState or "选中的 2 项都没有办结" in str(raised.value)
    assert facts() == 0
    close_out_all(year.id, year.tasks[:1], reason="销号", by=OFFICE)
    close_out_all(year.id, year.tasks[:1], reason="再来一次", by=OFFICE)
    assert facts() == 1


def test_whoever_has_yet_to_report_on_a_task_is_told_that_it_is_closed_out_and_that_this_is_taken_back(year):
    accepted(year, COMMERCE, 1)
    sent(year, CUSTOMS, 1)
    for _ in range(2):
        close_out(year.id, year.tasks[0], reason="销号", by=OFFICE)
    reopen(year.id, year.tasks[0], reason="又有新任务", by=OFFICE)
    found = db.session.execute(select(Message.agency_id, Message.text).where(Message.kind == MessageKind.REMINDED)).all()
    for agency in (MARKET, TIANHE, HUANGPU):
        closed, reopened = (text for to, text in found if to == agency)
        assert "已由办公室办结，以后各期不再下达；本期已经下达的仍应报送" in closed
        assert closed.endswith("办结的理由：销号")
        assert "办结已由办公室撤销" in reopened
    assert len(found) == 6
