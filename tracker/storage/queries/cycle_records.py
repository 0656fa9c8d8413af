"""What changed in a cycle since it opened: adjustments of the list, and objections with what became of them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, select

from tracker.reporting.denominator import Effect
from tracker.storage.cycles import Adjustment, ExpectedReport, Objection
from tracker.storage.database import db
from tracker.storage.documents import Measure, Task
from tracker.storage.queries.labels import opening
from tracker.storage.registry import RegisteredAgency
from tracker.vocabulary import Role
from tracker.vocabulary.reporting import STANDING, Adjusting, ObjectionState


@dataclass(frozen=True)
class AdjustmentLine:
    """A change of the frozen list."""

    at: datetime
    who: str
    kind: Adjusting
    reason: str
    agency: str
    task_id: int
    title: str
    made: Effect


@dataclass(frozen=True)
class ObjectionLine:
    """An objection with the row it is about; ``stands`` says that this was reported all the same."""

    id: int
    row_id: int
    state: ObjectionState
    agency: str
    task_id: int
    title: str
    role: Role
    reason: str
    proposed: str
    who: str
    at: datetime
    decision: str | None
    stands: bool
    document_id: int

    @property
    def returns(self) -> bool:
        """Whether the next cycle counts the row to the first agency again: a duty is given away for one cycle alone."""
        return self.state is ObjectionState.CHANGED


def adjustment_lines(cycle_id: int) -> tuple[AdjustmentLine, ...]:
    """Every change of the frozen list, the latest first."""
    task = (ExpectedReport.task_id, Task.text, Measure.heading)
    statement = select(Adjustment, RegisteredAgency.name, *task).join(
        ExpectedReport, ExpectedReport.id == Adjustment.expected_id
    )
    statement = statement.join(RegisteredAgency, RegisteredAgency.id == ExpectedReport.agency_id)
    statement = statement.join(Task, Task.id == ExpectedReport.task_id).join(Task.measure)
    rows = db.session.execute(statement.where(Adjustment.cycle_id == cycle_id).order_by(Adjustment.id.desc()))
    return tuple(
        AdjustmentLine(
            each.at,
            each.who,
            each.kind,
            each.reason,
            agency,
            task_id,
            heading or opening(text),
            Effect(each.reports, each.contributions),
        )
        for each, agency, task_id, text, heading in rows
    )


def objection_lines(cycle_id: int) -> tuple[ObjectionLine, ...]:
    """The objections of a cycle, those to be decided first."""
    row = (ExpectedReport.task_id, ExpectedReport.role, ExpectedReport.state)
    task = (*row, Task.text, Measure.heading, Measure.document_id)
    statement = select(Objection, RegisteredAgency.name, *task).join(
        ExpectedReport, ExpectedReport.id == Objection.expected_id
    )
    statement = statement.join(RegisteredAgency, RegisteredAgency.id == ExpectedReport.agency_id)
    statement = statement.join(Task, Task.id == ExpectedReport.task_id).join(Task.measure)
    undecided_first = case((Objection.state == ObjectionState.RAISED, 0), else_=1)
    rows = db.session.execute(
        statement.where(ExpectedReport.cycle_id == cycle_id).order_by(undecided_first, Objection.id.desc())
    )
    return tuple(
        ObjectionLine(
            each.id,
            each.expected_id,
            each.state,
            agency,
            task_id,
            heading or opening(text),
            role,
            each.reason,
            each.proposed,
            each.who,
            each.at,
            each.decision,
            row_state in STANDING,
            document_id,
        )
        for each, agency, task_id, role, row_state, text, heading, document_id in rows
    )
