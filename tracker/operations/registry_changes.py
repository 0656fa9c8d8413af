"""Changing the registry: checked, written, remembered and recognised anew in one transaction; and taken back."""

import json
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import func, insert, select

from tracker import clock
from tracker.agencies.checking import faults_between
from tracker.agencies.exchanges import Move, as_written, difference, read_back, taken_back
from tracker.agencies.problems import Problem
from tracker.agencies.rows import TABLES, Rows
from tracker.errors import BadRegistry, ChangedMeanwhile, WrongState
from tracker.operations.recognising import recognise
from tracker.operations.transactions import one_transaction
from tracker.operations.words import signature
from tracker.storage.database import db, take_turn
from tracker.storage.office_rows import OfficeMove, carry_out, rows_about
from tracker.storage.queries.held import bodies_with_people, held_bodies
from tracker.storage.registering import Written, stored_registry, write_registry
from tracker.storage.registry_history import RegistryEvent, RegistryEventBody
from tracker.vocabulary import RegistryStep

HOLDING = {
    "confirmed_name": "“{name}”已经人确认为这个单位",
    "agency_contact": "这个单位登记了联系人{name}",
    "named_member": "办公室为任务指定过这个单位",
    "handover": "有任务的交接涉及这个单位",
}
MEANING = frozenset({"confirmed_name", "named_member"})
"""The office's own rows that say whom a printed name means; contacts and hand-overs leave that as it is."""
OWING = "没有编号“{}”，而“{}”在报送周期里应报；请保留这一行，已撤销的请填失效日期。"
STAFFED = "没有编号“{}”，而“{}”有账号，或是领导小组的办公室；请先把账号和领导小组改到另一单位，再改登记。"


@dataclass(frozen=True)
class Wanted:
    """What a change wants: the whole registry as it is to be, and the office's own rows that move with it."""

    rows: Rows
    office: tuple[OfficeMove, ...] = ()


@dataclass(frozen=True)
class Changed:
    """What a change did; ``event`` is None if there was nothing to do."""

    event: int | None = None
    moves: tuple[Move, ...] = ()
    written: Written = Written()
    recognised: int = 0


def change(step: RegistryStep, make: Callable[[Rows], Wanted], *, who: str, reason: str | None = None) -> Changed:
    """Make one change in a transaction of its own; ``make`` takes the registry as it stands when it is its turn.

    Raises BadRegistry (with the rows named) for a registry that would contradict itself, Unsigned.
    """
    who = signature(who)
    with one_transaction():
        take_turn(db.session.connection())
        rows = stored_registry()
        return rewrite(rows, make(rows), step=step, who=who, reason=reason)


def rewrite(
    before: Rows,
    wanted: Wanted,
    *,
    step: RegistryStep,
    who: str,
    reason: str | None = None,
    undoes: int | None = None,
) -> Changed:
    """The same within a transaction that has taken its turn; ``before`` is the registry as it stands.

    Of the first filling no rows are remembered: before it there were none.
    """
    if faults := faults_between(before, wanted.rows):
        raise BadRegistry(faults)
    moves = difference(before, wanted.rows)
    if not moves and not wanted.office:
        return Changed()
    office: list[OfficeMove] = []
    gone = _bodies(before) - _bodies(wanted.rows)

    def meanwhile():
        office.extend(carry_out(wanted.office))
        _refuse_held(gone)

    written = write_registry(wanted.rows, meanwhile)
    first = not before.agencies
    event = remember(step, who, () if first else moves, office, reason=reason, undoes=undoes)
    means_others = bool(moves) or any(move.table in MEANING for move in office)
    return Changed(event, moves, written, recognise() if means_others else 0)


def remember(
    step: RegistryStep,
    who: str,
    moves: Iterable[Move],
    office: Iterable[OfficeMove],
    *,
    reason: str | None = None,
    undoes: int | None = None,
) -> int:
    """Write an event of the registry's history; returns its id."""
    moves, office = tuple(moves), tuple(office)
    changes = as_written(moves) + [vars(move) for move in office]
    event = RegistryEvent(
        step=step,
        who=who,
        at=clock.now(),
        reason=reason,
        changes=json.dumps(changes, ensure_ascii=False),
        undoes=undoes,
    )
    db.session.add(event)
    db.session.flush()
    if bodies := frozenset().union(*(move.bodies for move in (*moves, *office))):
        rows = [{"event_id": event.id, "body": body} for body in sorted(bodies)]
        db.session.execute(insert(RegistryEventBody), rows)
    return event.id


def undo(event_id: int, *, who: str) -> Changed:
    """Take back an event; the registry is as before it, whatever else changed since stays.

    Raises WrongState for an event that is not there, was taken back already, or whose rows changed since.
    """
    who = signature(who)
    with one_transaction():
        take_turn(db.session.connection())
        event = db.session.get(RegistryEvent, event_id)
        if event is None or event.step == RegistryStep.UNDONE or not json.loads(event.changes):
            raise WrongState("这一步不能撤销；请在单位页面逐项更正。")
        if db.session.scalar(select(RegistryEvent.id).where(RegistryEvent.undoes == event_id)):
            raise WrongState("这一步已经撤销过了，没有再改；请刷新页面查看。")
        moves, office = changes_of(event)
        rows = stored_registry()
        wanted = Wanted(taken_back(rows, moves), tuple(move.reverse for move in reversed(office)))
        return rewrite(rows, wanted, step=RegistryStep.UNDONE, who=who, undoes=event_id)


def changes_of(event: RegistryEvent) -> tuple[tuple[Move, ...], tuple[OfficeMove, ...]]:
    """What an event changed: rows of the registry, and the office's own."""
    kept = json.loads(event.changes)
    office = tuple(OfficeMove(**each) for each in kept if each["table"] not in TABLES)
    return read_back(each for each in kept if each["table"] in TABLES), office


def refuse_stale(body: str, version: int) -> None:
    """Raise ChangedMeanwhile if something was done to a body after the event with this number."""
    if (event := _last_event(body)) and event.id != version:
        raise ChangedMeanwhile(event.who)


def version_of(body: str) -> int:
    """The number of the last event that concerned a body; 0 if there is none."""
    event = _last_event(body)
    return event.id if event else 0


def last_number(body: str):
    """The number of the last event that concerned a body, as a column."""
    return select(func.max(RegistryEventBody.event_id)).where(RegistryEventBody.body == body).scalar_subquery()


def registry_at(version: int) -> Rows | None:
    """The registry as it stood after the event of this number; None if that cannot be told any more."""
    rows = stored_registry()
    later = select(RegistryEvent).where(RegistryEvent.id > version).order_by(RegistryEvent.id.desc())
    try:
        for event in db.session.scalars(later):
            rows = taken_back(rows, changes_of(event)[0])
    except WrongState:
        return None
    return rows


def registry_version() -> int:
    """The number of the last event of the registry; 0 if there is none."""
    return db.session.scalar(select(func.max(RegistryEvent.id))) or 0


def _last_event(body):
    return db.session.scalar(select(RegistryEvent).where(RegistryEvent.id == last_number(body)))


def _bodies(rows) -> frozenset[str]:
    return frozenset(body.id for body in (*rows.agencies, *rows.collectives))


def _refuse_held(gone: Collection[str]):
    """A body that the office's own rows speak of, or that owes or owed a report, does not go: it has its last day."""
    if not gone:
        return
    problems = [
        Problem("agencies", None, "id", f"没有编号“{body}”，而{HOLDING[table].format(**row)}；请保留这一行。")
        for table, row in rows_about(gone)
        for body in sorted(gone & OfficeMove(table, row, None).bodies)
    ]
    for sentence, holders in ((OWING, held_bodies()), (STAFFED, bodies_with_people())):
        problems += [
            Problem("agencies", None, "id", sentence.format(body, name))
            for body, name in holders.items()
            if body in gone
        ]
    if problems:
        raise BadRegistry(problems)
