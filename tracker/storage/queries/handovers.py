"""Open duties whose bearer is no more: who would carry them on, and what the office decided."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from tracker.agencies.bearing import Bearing
from tracker.agencies.rows import Agency, Change
from tracker.storage.database import db
from tracker.storage.documents import Task
from tracker.storage.queries.conditions import in_scope, tasks_with_their_document
from tracker.storage.queries.decided import bearing
from tracker.storage.queries.registry import assignments_of
from tracker.storage.queries.rows import TaskRow, rows_of
from tracker.storage.registry_office import Handover
from tracker.vocabulary import Role, Scope


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


@dataclass(frozen=True)
class PendingGroup:
    """The duties of one body that is no more, with their tasks."""

    bearer: Agency
    since: date
    successors: tuple[Successor, ...]
    rows: tuple[tuple[Pending, TaskRow], ...]


@dataclass(frozen=True)
class HandedOver:
    """A decision: the duty of a task, from whom, to whom (None: nobody), by whom and when."""

    decision: Handover
    task: TaskRow
    bearer: Agency
    to: Agency | None


@dataclass(frozen=True)
class HandoverView:
    """What waits by the body that is no more, what was decided, the last first, and every agency."""

    groups: tuple[PendingGroup, ...]
    decided: tuple[HandedOver, ...]
    agencies: tuple[Agency, ...]


def pending(on: date) -> tuple[Pending, ...]:
    """Every open duty of an issued document in force here whose bearer is no more, in two statements."""
    return _pending(_open_tasks(), bearing(on))


def handover_view(on: date) -> HandoverView:
    """The same with the tasks, and what was decided about them; in six statements."""
    tasks, known = _open_tasks(), bearing(on)
    found, decisions = _pending(tasks, known), _decisions(tasks)
    ids = list(dict.fromkeys(each.task_id for each in (*found, *decisions)))
    rows, agencies = dict(zip(ids, rows_of(ids), strict=True)), known.registry.agencies
    groups = defaultdict(list)
    for each in found:
        groups[each.bearer.id].append((each, rows[each.task_id]))
    decided = (
        HandedOver(each, rows[each.task_id], agencies[each.from_agency], agencies.get(each.to_agency))
        for each in decisions
    )
    return HandoverView(tuple(map(_group, groups.values())), tuple(decided), tuple(agencies.values()))


def _open_tasks():
    return db.session.scalars(tasks_with_their_document(Task.id).where(*in_scope(Scope.ISSUED))).all()


def _decisions(tasks):
    seen, newest = set(tasks), Handover.id.desc()
    return [each for each in db.session.scalars(select(Handover).order_by(newest)) if each.task_id in seen]


def _group(rows):
    first, _ = rows[0]
    return PendingGroup(first.bearer, first.since, first.successors, tuple(rows))


def _pending(tasks, known: Bearing):
    found: dict[tuple, Pending] = {}
    for duty in assignments_of(tasks):
        for each in _waiting(known, duty):
            found.setdefault(each.key, each)
    return tuple(sorted(found.values(), key=lambda each: (each.bearer.id, each.task_id, each.printed)))


def _waiting(known: Bearing, duty) -> Iterator[Pending]:
    registry, on = known.registry, known.day
    for holder in known.holders(duty):
        for last in known.decisions.last(duty.task_id, duty.name, holder, on):
            if not registry.is_former(last, on):
                continue
            heirs = registry.followers(last, on)
            successors = tuple(Successor(registry.agencies[heir.agency], heir.changes) for heir in heirs)
            own = (duty.task_id, duty.name, duty.role, duty.collective_id)
            yield Pending(*own, registry.agencies[last], registry.succession.period(last).end, successors)
