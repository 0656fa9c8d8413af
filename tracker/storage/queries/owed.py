"""What is owed in a cycle and still missing: agency by agency in numbers, and row by row with the reason known."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, case, func, select

from tracker.reporting.due_dates import counted_until, why_later
from tracker.storage.cycles import Cycle, ExpectedReport, Objection
from tracker.storage.database import db
from tracker.storage.documents import Measure, PolicyDocument, Task
from tracker.storage.queries.expected import OWED
from tracker.storage.queries.labels import opening, task_label
from tracker.storage.queries.lights import lighting_on
from tracker.storage.queries.rows import siblings
from tracker.storage.queries.terms import last_term, term_of
from tracker.storage.registry import RegisteredAgency
from tracker.storage.registry_office import AgencyContact
from tracker.storage.reports import ReportStep
from tracker.vocabulary import Role
from tracker.vocabulary.reporting import SENT_BACK, STANDING, Action, Duty, Light, ObjectionState


@dataclass(frozen=True, slots=True)
class AgencyCount:
    """How many reports an agency owes, and how they stand; contributions stand apart."""

    id: str
    name: str
    owed: int
    submitted: int
    on_time: int
    returned: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Missing:
    """A row of which nothing stands; ``reason`` is what is known of why, ``called`` (name, telephone) whom to ask."""

    row_id: int
    agency_id: str
    agency: str
    role: Role
    task_id: int
    document_id: int
    document: str
    number: str | None
    label: str
    title: str
    due: date
    light: Light
    reason: str | None
    called: tuple[str, str] | None


def counts_by_agency(cycle: Cycle, tasks: Select, on: date) -> tuple[AgencyCount, ...]:
    """The reports owed on these tasks, agency by agency, those that owe most first; in one statement."""
    row, until = ExpectedReport, counted_until(on, cycle.locked_at)
    stands = row.state.in_(STANDING)
    counted = (stands, stands & row.on_time, row.ever_returned, ~stands & (row.by_on < until))
    statement = (
        select(row.agency_id, RegisteredAgency.name, func.count(), *map(_sum, counted))
        .join(RegisteredAgency, RegisteredAgency.id == row.agency_id)
        .where(row.cycle_id == cycle.id, OWED, row.duty == Duty.REPORT, row.task_id.in_(tasks))
        .group_by(row.agency_id, RegisteredAgency.name)
        .order_by(func.count().desc(), RegisteredAgency.name)
    )
    return tuple(AgencyCount(*found) for found in db.session.execute(statement))


def _sum(condition):
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def missing_rows(cycle: Cycle, tasks: Select, on: date) -> tuple[Missing, ...]:
    """What is owed on these tasks and missing: reports, then contributions, by agency; in four statements."""
    row = ExpectedReport
    task = (Task.ordinal, Task.text, Measure.path, Measure.heading, siblings().label("siblings"))
    document = (PolicyDocument.id.label("document_id"), PolicyDocument.title, PolicyDocument.stem)
    statement = (
        select(row, RegisteredAgency.name, *task, *document, PolicyDocument.number, last_term().label("term"))
        .join(RegisteredAgency, RegisteredAgency.id == row.agency_id)
        .join(Task, Task.id == row.task_id)
        .join(Task.measure)
        .join(Measure.document)
        .where(row.cycle_id == cycle.id, OWED, row.state.not_in(STANDING), row.task_id.in_(tasks))
        .order_by(row.duty.desc(), RegisteredAgency.name, PolicyDocument.position, Measure.position, Task.ordinal)
    )
    found = db.session.execute(statement).all()
    reasons = _reasons([each.ExpectedReport for each in found])
    contacts = _contacts({each.ExpectedReport.agency_id for each in found})
    lighting = lighting_on(on)
    return tuple(_missing(each, cycle, lighting, reasons, contacts) for each in found)


def _missing(found, cycle, lighting, reasons, contacts):
    row = found.ExpectedReport
    return Missing(
        row.id,
        row.agency_id,
        found.name,
        row.role,
        row.task_id,
        found.document_id,
        found.title or found.stem,
        found.number,
        task_label(found.path, found.ordinal, found.siblings),
        found.heading or opening(found.text),
        row.by_on,
        lighting.filing(row, cycle),
        _reason(reasons.get(row.id), why_later(row.due_on, row.extended_to, row.by_on, term_of(row, found.term, cycle))),
        contacts.get(row.agency_id),
    )


def _reason(known, later):
    """What is known of why a row is missing, and why it is due later."""
    if not later:
        return known
    return f"{known.rstrip('。；，')}；{later}。" if known else f"{later}。"


def _reasons(rows) -> dict[int, str]:
    """Why a row is missing, as far as both sides know: it was returned, or its agency objects."""
    returned = [row.id for row in rows if row.state in SENT_BACK]
    step = ReportStep
    statement = select(step.expected_id, step.reason).where(
        step.expected_id.in_(returned), step.action == Action.RETURN
    )
    found = {id_: f"退回：{reason}" for id_, reason in db.session.execute(statement.order_by(step.number))}
    objection = Objection
    statement = select(objection.expected_id, objection.reason).where(
        objection.expected_id.in_([row.id for row in rows]), objection.state == ObjectionState.RAISED
    )
    return found | {id_: f"提出异议，待决定：{reason}" for id_, reason in db.session.execute(statement)}


def _contacts(agency_ids: Collection[str]) -> dict[str, tuple[str, str]]:
    """By agency: the first contact person."""
    statement = select(AgencyContact.agency, AgencyContact.name, AgencyContact.telephone)
    statement = statement.where(AgencyContact.agency.in_(agency_ids)).order_by(AgencyContact.id.desc())
    return {agency: (name, telephone) for agency, name, telephone in db.session.execute(statement)}
