"""Extensions that were asked for, as the office and the agency see them, and due dates that were moved."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Select, case, select

from tracker.storage.cycles import ExpectedReport
from tracker.storage.database import db
from tracker.storage.documents import Measure, Task
from tracker.storage.extensions import DueMove, Extension
from tracker.storage.keeping import Part, kept_for_all
from tracker.storage.queries.labels import opening, task_label
from tracker.storage.queries.rows import siblings
from tracker.storage.registry import RegisteredAgency
from tracker.storage.sight import seeing_everything
from tracker.vocabulary.reporting import Duty, ExtensionState


@dataclass(frozen=True)
class ExtensionLine:
    """A request with the row it is about; ``due_then`` is until when this was due as the request was decided, or asked.

    ``is_met`` says that nobody decided it: the cycle's own date was moved as far as it asks.
    """

    asked: Extension
    row: ExpectedReport
    agency: str
    label: str
    title: str
    due_then: date
    is_met: bool = False

    @property
    def word(self) -> str:
        """What became of it."""
        return "改期已满足" if self.is_met else self.asked.state.label

    @property
    def is_open(self) -> bool:
        return self.asked.state is ExtensionState.ASKED


def extension_lines(cycle_id: int) -> tuple[ExtensionLine, ...]:
    """The requests of a cycle, those to be decided first; in one statement, in two where moves are not kept."""
    return _lines(_statement().where(ExpectedReport.cycle_id == cycle_id), due_moves(cycle_id))


def own_extensions(cycle_id: int, agency_id: str) -> tuple[ExtensionLine, ...]:
    """Those of one agency."""
    own = (ExpectedReport.cycle_id == cycle_id, ExpectedReport.agency_id == agency_id)
    return _lines(_statement().where(*own), due_moves(cycle_id))


class Moved(NamedTuple):
    """A due date of a cycle that was moved, with why and by whom."""

    cycle_id: int
    duty: Duty
    before: date
    after: date
    reason: str
    who: str
    at: datetime


def due_moves(cycle_id: int) -> tuple[Moved, ...]:
    """How often a due date of a cycle was moved, the last time first; in no statement where that is kept."""
    return tuple(each for each in kept_for_all(_every_move, "due moves", of=[Part.LIGHTS]) if each.cycle_id == cycle_id)


@seeing_everything()
def _every_move():
    columns = (DueMove.cycle_id, DueMove.duty, DueMove.before, DueMove.after, DueMove.reason, DueMove.who, DueMove.at)
    return [Moved(*each) for each in db.session.execute(select(*columns).order_by(DueMove.id.desc()))]


def _statement() -> Select:
    task = (Task.ordinal, Task.text, Measure.path, Measure.heading, siblings().label("siblings"))
    statement = select(Extension, ExpectedReport, RegisteredAgency.name, *task)
    statement = statement.join(ExpectedReport, ExpectedReport.id == Extension.expected_id)
    statement = statement.join(RegisteredAgency, RegisteredAgency.id == ExpectedReport.agency_id)
    statement = statement.join(Task, Task.id == ExpectedReport.task_id).join(Task.measure)
    undecided_first = case((Extension.state == ExtensionState.ASKED, 0), else_=1)
    return statement.order_by(undecided_first, Extension.id.desc())


def _lines(statement, moves):
    return tuple(
        ExtensionLine(
            each.Extension,
            each.ExpectedReport,
            each.name,
            task_label(each.path, each.ordinal, each.siblings),
            each.heading or opening(each.text),
            _due_then(each.Extension, each.ExpectedReport, moves),
            _is_met(each.Extension, moves),
        )
        for each in db.session.execute(statement)
    )


def _is_met(asked, moves):
    """What a move settles has its moment and its day."""
    return asked.granted_to is not None and any(
        (each.at, each.after) == (asked.decided_at, asked.granted_to) for each in moves
    )


def _due_then(asked, row, moves):
    """A move since then has the day before it; moves come the last first."""
    then = asked.at if _is_met(asked, moves) else asked.decided_at or asked.at
    since = [each.before for each in moves if each.duty is row.duty and each.at > then]
    return since[-1] if since else row.due_on
