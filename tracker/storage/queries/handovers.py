"""Open duties whose bearer is no more: who would carry them on, and what the office decided."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import func

from tracker.agencies.bearing import Bearing
from tracker.agencies.rows import Agency, Change
from tracker.storage.database import db
from tracker.storage.documents import Task
from tracker.storage.keeping import OPEN_DUTIES, kept
from tracker.storage.queries.asking import tasks_asked
from tracker.storage.queries.basis import basis
from tracker.storage.queries.carrying import carrying
from tracker.storage.queries.conditions import in_scope, tasks_with_their_document
from tracker.storage.queries.decided import bearing
from tracker.storage.queries.filters import TaskFilter
from tracker.storage.queries.left_alone import left_duties
from tracker.storage.queries.rows import TaskRow, rows_alone
from tracker.storage.queries.seen import tasks_closed_out
from tracker.storage.registry_office import Handover
from tracker.vocabulary import Role, Scope

ROWS_SHOWN = 20
"""Of one body; the rest is handed over together, or shown when these are done."""
DECIDED_SHOWN = 100
Left = Collection[tuple[int, str, str]]
"""Duties left alone in open cycles: (task, printed name, body)."""


@dataclass(frozen=True)
class Successor:
    """Who may carry a duty on, by which changes."""

    agency: Agency
    changes: tuple[Change, ...]

    @property
    def share(self) -> str:
        return "；".join(change.share for change in self.changes if change.share)

    @property
    def basis(self) -> str:
        return "；".join(change.basis for change in self.changes if change.basis)


@dataclass(frozen=True)
class Pending:
    """A duty that waits to be handed over: a task, the name as printed, and the body that carried it until ``since``."""

    task_id: int
    printed: str
    role: Role
    collective: str | None
    bearer: Agency
    since: date
    successors: tuple[Successor, ...]

    @property
    def key(self) -> tuple[int, str, str]:
        return self.task_id, self.printed, self.bearer.id

    @property
    def concerned(self) -> frozenset[str]:
        """From whom it passes on, those to whom it may, and those who had it in between."""
        changes = (change for each in self.successors for change in each.changes)
        between = (id_ for change in changes for id_ in (change.predecessor, change.successor) if id_)
        return frozenset((self.bearer.id, *(each.agency.id for each in self.successors), *between))


@dataclass(frozen=True)
class PendingGroup:
    """The duties of one body that is no more: the first ``ROWS_SHOWN`` with their tasks, and how many there are."""

    bearer: Agency
    since: date
    successors: tuple[Successor, ...]
    rows: tuple[tuple[Pending, TaskRow], ...]
    total: int

    @property
    def rest(self) -> int:
        """How many are not shown."""
        return self.total - len(self.rows)


@dataclass(frozen=True)
class HandedOver:
    """A decision: the duty of a task, from whom, to whom (None: nobody), by whom and when."""

    decision: Handover
    task: TaskRow
    bearer: Agency
    to: Agency | None


@dataclass(frozen=True)
class HandoverView:
    """What waits by the body that is no more, what was decided, the last first and how much, and every agency.

    ``tasks`` are those that were asked for beside.
    """

    groups: tuple[PendingGroup, ...]
    decided: tuple[HandedOver, ...]
    all_decided: int
    agencies: tuple[Agency, ...]
    tasks: dict[int, TaskRow]

    @property
    def total(self) -> int:
        """How many duties wait."""
        return sum(group.total for group in self.groups)

    @property
    def plain(self) -> int:
        """How many of them have one successor in the registry."""
        return sum(group.total for group in self.groups if len(group.successors) == 1)


class _Duty(NamedTuple):
    """As ``Bearing`` takes it."""

    task_id: int
    document_id: int
    issued_on: date | None
    name: str
    role: Role
    registered_id: str | None
    collective_id: str | None


def pending(on: date) -> tuple[Pending, ...]:
    """Every open duty of an issued document in force here whose bearer is no more; kept until anything changes.

    A task that was closed out has none: its history stays under the name it was reported by.
    """
    return kept(lambda: _pending(bearing(on)), "pending", on, of=OPEN_DUTIES)


def _pending(known: Bearing):
    found: dict[tuple, Pending] = {}
    successors_of = cache(partial(_successors, known))
    for duty in _may_wait(known):
        for each in _waiting(known, duty, successors_of):
            found.setdefault(each.key, each)
    return tuple(sorted(found.values(), key=lambda each: (each.bearer.id, each.task_id, each.printed)))


def waiting(on: date, left: Left | None = None) -> tuple[Pending, ...]:
    """Those of them that are not left alone in an open cycle; in one statement more where there are any and these are
    not given."""
    if left is None:
        left = left_duties() if pending(on) else ()
    return tuple(each for each in pending(on) if each.key not in left)


def concerned(on: date, left: Left) -> frozenset[tuple[int, str]]:
    """(task, agency) of those from whom something waits to pass on, of those to whom it may, and of those in between."""
    found, of_bearer = set(), {}
    for each in waiting(on, left):
        if (bodies := of_bearer.get(each.bearer.id)) is None:
            bodies = of_bearer[each.bearer.id] = each.concerned
        found.update((each.task_id, body) for body in bodies)
    return frozenset(found)


def handover_view(on: date, also: Collection[int] = (), left: Left | None = None) -> HandoverView:
    """The same with the tasks, what was decided about them, and the tasks named ``also``; in two statements where it is
    kept what waits."""
    agencies, found = carrying().agencies, waiting(on, left)
    decisions, all_decided = _decisions()
    by_bearer = [list(own) for _, own in groupby(found, key=lambda each: each.bearer.id)]
    shown = [each for own in by_bearer for each in own[:ROWS_SHOWN]]
    ids = list(dict.fromkeys(each.task_id for each in (*shown, *decisions)) | dict.fromkeys(also))
    rows = dict(zip(ids, rows_alone(ids), strict=True))
    decided = (
        HandedOver(each, rows[each.task_id], agencies[each.from_agency], agencies.get(each.to_agency))
        for each in decisions
    )
    return HandoverView(
        tuple(_group(own, rows) for own in by_bearer),
        tuple(decided),
        all_decided,
        tuple(agencies.values()),
        {id_: rows[id_] for id_ in also},
    )


def _decisions():
    """The last of those about tasks that are in force here, and how many there are."""
    statement = tasks_with_their_document(Handover, func.count().over()).where(*in_scope(Scope.ISSUED))
    statement = statement.join(Handover, Handover.task_id == Task.id)
    found = db.session.execute(statement.order_by(Handover.id.desc()).limit(DECIDED_SHOWN)).all()
    return [decision for decision, _ in found], found[0][1] if found else 0


def _may_wait(known: Bearing) -> Iterator[_Duty]:
    """The open duties without which none waits: printed for a body that is no more, for several, or decided about."""
    former = {agency for agency in known.registry.agencies if known.registry.is_former(agency, known.day)}
    names, decided = basis().printed, {task_id for task_id, *_ in basis().handed}
    closed = tasks_closed_out()
    for document in tasks_asked(TaskFilter(scope=Scope.ISSUED)):
        for task in document.tasks:
            if task.id in closed:
                continue
            for who in task.who:
                if who.registered in former or who.collective or task.id in decided:
                    own = (task.id, document.id, document.issued_on, names[who.agency_id][1])
                    yield _Duty(*own, who.role, who.registered, who.collective)


def _group(own, rows):
    first, shown = own[0], own[:ROWS_SHOWN]
    with_tasks = tuple((each, rows[each.task_id]) for each in shown)
    return PendingGroup(first.bearer, first.since, first.successors, with_tasks, len(own))


def _successors(known, agency) -> tuple[Successor, ...]:
    heirs = known.registry.followers(agency, known.day)
    return tuple(Successor(known.registry.agencies[heir.agency], heir.changes) for heir in heirs)


def _waiting(known: Bearing, duty, successors_of: Callable) -> Iterator[Pending]:
    registry, on = known.registry, known.day
    for holder in known.holders(duty):
        for last in known.decisions.last(duty.task_id, duty.name, holder, on):
            if not registry.is_former(last, on):
                continue
            own = (duty.task_id, duty.name, duty.role, duty.collective_id)
            end = registry.succession.period(last).end
            yield Pending(*own, registry.agencies[last], end, successors_of(last))
