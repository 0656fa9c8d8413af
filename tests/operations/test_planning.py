"""The plan of a cycle is kept, and never shown as it was: whatever it is made of changes it."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.builders import a_document, a_measure, a_task
from tests.cycles import COMMERCE, CUSTOMS, MARKET, OFFICE, PERIOD, a_prepared_cycle, unit
from tests.statements import watched
from tracker.operations import adding, cycles
from tracker.operations.recognising import recognise
from tracker.reporting.expected import expected, row_key, without_rows
from tracker.reporting.planned import in_numbers
from tracker.storage.cycles import Cycle, TaskFact
from tracker.storage.database import db
from tracker.storage.documents import Assignment
from tracker.storage.queries.cycles import plan_of
from tracker.storage.queries.planning import planned, planned_for, settled_in
from tracker.vocabulary import Role
from tracker.vocabulary.reporting import Progress, SupportRule

ON = date(2026, 10, 12)

pytestmark = pytest.mark.usefixtures("office", "time")


def shown(cycle_id):
    db.session.rollback()
    return planned(db.session.get(Cycle, cycle_id), settled_in(cycle_id), ON)


def made_anew(cycle_id):
    cycle = db.session.get(Cycle, cycle_id)
    tasks = plan_of(cycle, ON).tasks
    return in_numbers(tasks, cycle.supports, settled_in(cycle_id).keys)


def another_document(cycle_id):
    db.session.add(a_document([a_measure([a_task(lead=unit("市商务局"))])], issued_on=date(2026, 1, 6)))
    recognise()
    db.session.commit()
    (new,) = cycles.candidates(1, PERIOD).keys() - set(settled_in(cycle_id).documents)
    return new


def choose_another_document(cycle_id):
    chosen = dict.fromkeys((*settled_in(cycle_id).documents, another_document(cycle_id)))
    db.session.rollback()
    cycles.choose_documents(cycle_id, chosen, by=OFFICE)


def leave_a_row_out(cycle_id):
    task = next(iter(shown(cycle_id).tasks_of[MARKET]))
    db.session.rollback()
    cycles.leave_out(cycle_id, row_key(task, MARKET), "市场监管局", reason="今年不承担", by=OFFICE)


def take_it_in_again(cycle_id):
    leave_a_row_out(cycle_id)
    before, (key,) = shown(cycle_id), settled_in(cycle_id).keys
    db.session.rollback()
    cycles.take_in(cycle_id, key, by=OFFICE)
    assert shown(cycle_id).owed != before.owed


def ask_co_units_on_request(cycle_id):
    cycles.amend_cycle(cycle_id, by=OFFICE, supports=SupportRule.ON_REQUEST)


def close_a_task_out(cycle_id):
    task = next(iter(shown(cycle_id).tasks_of[CUSTOMS]))
    fact = {"progress": Progress.DONE, "closed_out": True, "reason": "完成", "who": "王敏", "at": cycles.clock.now()}
    db.session.add(TaskFact(task_id=task, cycle_id=cycle_id, **fact))
    db.session.commit()


def add_a_row(cycle_id):
    task = next(iter(shown(cycle_id).tasks_of[COMMERCE]))
    db.session.rollback()
    adding.add_to_plan(cycle_id, task, "gz-xcb", Role.SUPPORT, reason="电话商定", by=OFFICE)


def and_take_it_back(cycle_id):
    add_a_row(cycle_id)
    assert len(shown(cycle_id).tasks_of) == 6
    (line,) = settled_in(cycle_id).added
    db.session.rollback()
    adding.take_from_plan(cycle_id, line.row.task, line.row.agency, by=OFFICE)


def take_a_unit_out_of_a_task(cycle_id):
    db.session.delete(db.session.scalar(select(Assignment).where(Assignment.registered_id == CUSTOMS).limit(1)))
    db.session.commit()


CHANGES = (
    choose_another_document, leave_a_row_out, take_it_in_again, ask_co_units_on_request, close_a_task_out,
    take_a_unit_out_of_a_task, add_a_row, and_take_it_back,
)  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_is_kept_is_what_would_be_made_now(change):
    cycle_id = a_prepared_cycle()
    before = shown(cycle_id)
    change(cycle_id)
    after = shown(cycle_id)
    assert after == made_anew(cycle_id)
    assert (after == before) is (change in (take_it_in_again, and_take_it_back))
    db.session.rollback()
    statements = []
    with watched(statements.append):
        planned(db.session.get(Cycle, cycle_id), settled_in(cycle_id), ON)
    assert not [each for each in statements if "FROM assignment" in each]


def test_the_rows_of_one_agency_are_those_of_the_whole_plan():
    cycle_id = a_prepared_cycle()
    leave_a_row_out(cycle_id)
    plan, settled, cycle = shown(cycle_id), settled_in(cycle_id), db.session.get(Cycle, cycle_id)
    rows = expected(without_rows(plan_of(cycle, ON).tasks, settled.keys), cycle.supports)
    for agency, tasks in plan.tasks_of.items():
        own = planned_for(cycle, settled, agency, tasks, ON)
        assert own == tuple(row for row in rows if row.agency == agency)
    assert len(plan.tasks_of) == 5
