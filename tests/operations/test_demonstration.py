"""What one looks around in: a closed year and one half-way, told by the operations that an office uses."""

from datetime import date, timedelta

from sqlalchemy import func, select

from tracker import clock
from tracker.operations import demonstration, demonstration_year, groups
from tracker.storage.audit import AuditEvent
from tracker.storage.cycles import Cycle, ExpectedReport, Objection
from tracker.storage.database import db
from tracker.storage.messages import Message
from tracker.storage.reports import ReportStep
from tracker.vocabulary.reporting import CycleState, Duty, ObjectionState, ReportState

TODAY = date(2026, 11, 26)
MORNING = demonstration_year._morning(TODAY)


def counted(column, *conditions):
    return dict(map(tuple, db.session.execute(select(column, func.count()).where(*conditions).group_by(column))))


def test_a_demonstration_has_a_closed_year_and_one_with_something_of_everything(grouped_app):
    with grouped_app.app_context(), clock.telling_of(MORNING):
        groups.hand_out_documents()
        db.session.commit()
        demonstration.create()
        told = demonstration_year.tell(TODAY)
        assert demonstration_year.tell(TODAY) == 0
        cycles = db.session.scalars(select(Cycle).order_by(Cycle.due_on)).all()
        assert [(each.due_on.year, each.state) for each in cycles] == [
            (2025, CycleState.LOCKED),
            (2026, CycleState.OPEN),
        ]
        this = cycles[1].id
        reports = counted(ExpectedReport.state, ExpectedReport.cycle_id == this, ExpectedReport.duty == Duty.REPORT)
        states = ReportState
        assert reports.keys() >= {
            states.OWED, states.DRAFT, states.TO_SIGN, states.SUBMITTED, states.RETURNED, states.ACCEPTED,
        }  # fmt: skip
        assert (sum(reports.values()) < told, counted(Objection.state)[ObjectionState.RAISED]) == (True, 2)
        told_by = counted(AuditEvent.who, AuditEvent.action == "reports.submit", AuditEvent.source == "演示")
        assert told_by["陈志明"] > 0
        assert len(told_by) > 10
        latest = [db.session.scalar(select(func.max(table.at))) for table in (ReportStep, Message)]
        assert all(MORNING - timedelta(days=10) < at <= MORNING for at in latest)
