"""Printed names: the sentences they stand in, and whom a person said they mean."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from heapq import nsmallest

from sqlalchemy import func, select

from tracker.storage.agencies import Agency
from tracker.storage.columns import among
from tracker.storage.database import db
from tracker.storage.documents import Assignment, Task
from tracker.storage.keeping import DUTIES, kept
from tracker.storage.queries.asking import EVERYWHERE, tasks_asked
from tracker.storage.queries.choices import AgencyName
from tracker.storage.queries.rows import TaskRow, rows_of
from tracker.storage.registry import Collective, ConfirmedName, RegisteredAgency
from tracker.vocabulary import Recognition

ENOUGH = 3
"""Sentences that are shown of one name."""


@dataclass(frozen=True)
class Sentence:
    """Where a name is printed: the task, and the words that say who is responsible."""

    task: TaskRow
    annotation: str | None


@dataclass(frozen=True)
class Confirmed:
    """Whom a person said a name means; ``agency_id`` is the printed name's own page, if it still stands in a task."""

    id: int
    jurisdiction: str
    name: str
    body_id: str
    body: str
    valid_from: date | None
    valid_to: date | None
    who: str
    at: datetime
    agency_id: int | None


@dataclass(frozen=True)
class Meaning:
    """Whom a name means at so many places, and how far that is known."""

    body_id: str | None
    body: str | None
    recognition: Recognition
    tasks: int


def printed_name(agency_id: int) -> AgencyName | None:
    """A name as it is printed in a jurisdiction's documents."""
    own = select(Agency.id, Agency.jurisdiction, Agency.name).where(Agency.id == agency_id)
    found = db.session.execute(own).first()
    return found and AgencyName(*found)


def sentences_behind(agency_ids: Collection[int]) -> dict[int, tuple[Sentence, ...]]:
    """By name: the first few sentences it stands in; four statements however many names they are, where it is not kept."""
    wanted = frozenset(agency_ids)
    return kept(lambda: _sentences(wanted), "sentences", wanted, of=DUTIES)


def _sentences(agency_ids):
    behind = defaultdict(set)
    for document in tasks_asked(EVERYWHERE):
        for task in document.tasks:
            for agency_id in agency_ids.intersection(who.agency_id for who in task.who):
                behind[agency_id].add(task.id)
    first = {agency_id: nsmallest(ENOUGH, found) for agency_id, found in behind.items()}
    tasks = sorted({task_id for found in first.values() for task_id in found})
    annotation = dict(map(tuple, db.session.execute(select(Task.id, Task.annotation).where(among(Task.id, tasks)))))
    rows = dict(zip(tasks, rows_of(tasks), strict=True))
    return {
        agency_id: tuple(Sentence(rows[task_id], annotation[task_id]) for task_id in found)
        for agency_id, found in first.items()
    }


def meanings_of(agency_id: int) -> tuple[Meaning, ...]:
    """Whom a printed name means in the tasks it stands in; in one statement."""
    body = func.coalesce(Assignment.registered_id, Assignment.collective_id)
    name = func.coalesce(RegisteredAgency.name, Collective.name)
    statement = select(body, name, Assignment.recognition, func.count(Assignment.task_id.distinct()))
    statement = statement.outerjoin(RegisteredAgency, Assignment.registered_id == RegisteredAgency.id)
    statement = statement.outerjoin(Collective, Assignment.collective_id == Collective.id)
    statement = statement.where(Assignment.agency_id == agency_id).group_by(body, name, Assignment.recognition)
    return tuple(Meaning(*row) for row in db.session.execute(statement.order_by(body)))


def confirmed_names() -> tuple[Confirmed, ...]:
    """What persons decided, the last first; in one statement."""
    body = func.coalesce(ConfirmedName.registered_id, ConfirmedName.collective_id)
    name = func.coalesce(RegisteredAgency.name, Collective.name)
    own = (ConfirmedName.id, ConfirmedName.jurisdiction, ConfirmedName.name)
    statement = select(
        *own,
        body,
        name,
        ConfirmedName.valid_from,
        ConfirmedName.valid_to,
        ConfirmedName.who,
        ConfirmedName.at,
        Agency.id,
    )
    statement = statement.outerjoin(RegisteredAgency, ConfirmedName.registered_id == RegisteredAgency.id)
    statement = statement.outerjoin(Collective, ConfirmedName.collective_id == Collective.id)
    here = (Agency.jurisdiction == ConfirmedName.jurisdiction) & (Agency.name == ConfirmedName.name)
    found = db.session.execute(statement.outerjoin(Agency, here).order_by(ConfirmedName.at.desc()))
    return tuple(Confirmed(*row) for row in found)
