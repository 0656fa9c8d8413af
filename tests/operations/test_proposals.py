"""What the page of hand-overs shows of an open cycle is kept, and is what would be made now, whoever changed what."""


import pytest

from tests.cycles import COMMERCE, HUANGPU, MARKET, OFFICE, TIANHE, an_open_cycle, sent
from tests.operations.test_following import districts_change, market_into_commerce
from tests.statements import watched
from tracker import clock
from tracker.operations.adjusting import add_row, reinstate_rows, withdraw_rows
from tracker.operations.following import follow
from tracker.operations.leaving_alone import leave_duties, leave_rows, take_up_again
from tracker.storage.database import db
from tracker.storage.keeping import count_changes
from tracker.storage.queries.handovers import waiting
from tracker.storage.queries.left_alone import left_now
from tracker.storage.queries.proposals import open_lists, proposed
from tracker.vocabulary import Role

pytestmark = pytest.mark.usefixtures("office", "time")


def shown():
    """What the page shows now, in plain values."""
    (found,) = proposed(open_lists([1]), left_now(), clock.today())
    alone = [(each.key, shift) for each, shift in found.left]
    db.session.rollback()
    return found.rows, found.total, found.held, alone


def made_anew():
    count_changes()
    db.session.commit()
    return shown()


def keys(*agencies):
    return [shift.key for shift in shown()[0] if shift.agency in agencies]


def registry_moves(_):
    districts_change()


def a_row_follows(cycle):
    follow(cycle.id, keys(HUANGPU)[:1], reason="区划调整", by=OFFICE)


def a_row_is_left_alone(cycle):
    leave_rows(cycle.id, keys(COMMERCE), reason="年内不动", by=OFFICE)


def it_is_taken_up_again(cycle):
    ids = [each.id for each in left_now()]
    db.session.rollback()
    take_up_again(cycle.id, ids, by=OFFICE)


def somebody_is_added_by_hand(cycle):
    add_row(cycle.id, cycle.tasks[2], COMMERCE, Role.RESPONSIBLE, reason="补", by=OFFICE)


def somebody_is_withdrawn(cycle):
    withdraw_rows([cycle.rows[TIANHE, 3]], reason="本期不报", by=OFFICE)


def and_put_back(cycle):
    reinstate_rows([cycle.rows[TIANHE, 3]], reason="仍报", by=OFFICE)


def another_report_is_sent(cycle):
    sent(cycle, HUANGPU, 3)


def a_body_is_merged(_):
    market_into_commerce()


def its_duty_is_left_alone(_):
    duty = next(each.key for each in waiting(clock.today()) if each.bearer.id == MARKET)
    db.session.rollback()
    leave_duties([duty], reason="年内仍由它办", by=OFFICE)


STEPS = (
    registry_moves, a_row_is_left_alone, it_is_taken_up_again, another_report_is_sent, a_row_follows,
    somebody_is_withdrawn, and_put_back, somebody_is_added_by_hand, a_body_is_merged, its_duty_is_left_alone,
)  # fmt: skip


def test_what_is_kept_is_what_would_be_made_after_each_step():
    cycle, seen = an_open_cycle(), []
    seen.append(shown())
    for step in STEPS:
        step(cycle)
        now = shown()
        assert now == made_anew(), step.__name__
        assert now != seen[-1] or step in (and_put_back, somebody_is_withdrawn), step.__name__
        seen.append(now)
    statements = []
    with watched(statements.append):
        shown()
    assert len([each for each in statements if each.startswith("SELECT") and "FROM assignment" in each]) == 1
