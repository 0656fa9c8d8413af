"""Values that are dear to make, kept in memory until what they were made from changes.

The database counts the changes of documents, of the registry, of what the office decided and of what it set, each apart,
so that every process notices what another has written.
"""

import re
from collections import Counter, OrderedDict
from collections.abc import Callable, Hashable, Iterable
from enum import StrEnum
from functools import cache
from itertools import chain
from threading import Lock
from typing import TypeVar

from sqlalchemy import event, select, update
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import Mapped, Session, mapped_column

from tracker.storage.database import db
from tracker.storage.sight import current_sight, seeing_everything

Value = TypeVar("Value")



class Part(StrEnum):
    """What kept values are made from: each is counted in a column of its name."""

    DOCUMENTS = "documents"
    REGISTRY = "agencies"
    DECIDED = "decided"
    FACTS = "facts"
    LIGHTS = "lights"
    CYCLES = "cycles"


TABLES = {
    Part.DOCUMENTS: ("document", "measure", "task", "assignment", "agency"),
    Part.REGISTRY: (
        *("jurisdiction", "registered_agency", "collective", "agency_alias", "succession", "collective_member"),
        *("confirmed_name", "leading_group"),
    ),
    Part.DECIDED: ("named_member", "handover"),
    Part.FACTS: ("task_fact",),
    Part.LIGHTS: ("light_thresholds", "light_override", "due_move", "office_day"),
    Part.CYCLES: ("cycle", "cycle_task"),
}
"""The tables whose changes make kept values stale."""
WATCHED = {table: part for part, tables in TABLES.items() for table in tables}
DUTIES = (Part.DOCUMENTS, Part.REGISTRY, Part.DECIDED)
"""What says who stands in which task."""
OPEN_DUTIES = (*DUTIES, Part.FACTS)
"""The same, and which tasks are closed out."""
Version = tuple[int, ...]
"""How often each part was changed, in the order of the parts."""
WRITING = re.compile(r'\s*(INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)
MOST = 48
"""So many values are kept in each process, those asked for last."""


class DataVersion(db.Model):
    """变动次数: one row that counts the transactions which changed a watched table, by the part it belongs to."""

    __tablename__ = "data_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    documents: Mapped[int]
    agencies: Mapped[int]
    decided: Mapped[int]
    facts: Mapped[int]
    lights: Mapped[int]
    cycles: Mapped[int]


NUMBERS = tuple(getattr(DataVersion, part) for part in Part)
UNKNOWN = (0,) * len(NUMBERS)


class Keeper:
    """Values by key, each with the version it was made from; made by one thread at a time while others wait for it."""

    def __init__(self, most: int = MOST):
        self._most = most
        self._guard = Lock()
        self._making: dict[Hashable, Lock] = {}
        self._values: OrderedDict[Hashable, tuple[Version, object]] = OrderedDict()
        self._lasting: dict[Hashable, tuple[Version, object]] = {}

    def last(self, key: Hashable) -> object | None:
        """The lasting value that was made last, of whatever version; None if there is none."""
        with self._guard:
            return self._lasting[key][1] if key in self._lasting else None

    def of(self, key: Hashable, version: Version, make: Callable[[], Value], *, lasting: bool = False) -> Value:
        """The value of this version, made now if there is none yet; a ``lasting`` one is never given up for others."""
        if (found := self._find(key, version)) is not None:
            return found[1]
        with self._guard:
            making = self._making.setdefault(key, Lock())
        with making:
            if (found := self._find(key, version)) is None:
                found = (version, make())
                self._keep(key, found, lasting)
        return found[1]

    def _find(self, key, version):
        with self._guard:
            found = self._values.get(key) or self._lasting.get(key)
            if found is None or found[0] != version:
                return None
            if key in self._values:
                self._values.move_to_end(key)
            return found

    def _keep(self, key, found, lasting):
        with self._guard:
            if lasting:
                self._lasting[key] = found
                return
            self._values[key] = found
            self._values.move_to_end(key)
            while len(self._values) > self._most:
                oldest, _ = self._values.popitem(last=False)
                self._making.pop(oldest, None)


def watch(engine: Engine) -> None:
    """Give an engine its keeper, and let its sessions count their changes."""
    engine.update_execution_options(keeper=Keeper())
    event.listen(engine, "before_cursor_execute", _note)
    event.listen(engine, "rollback", _forget)
    if not event.contains(db.session, "before_commit", _count):
        event.listen(db.session, "before_commit", _count)


def kept(make: Callable[[], Value], *key: Hashable, of: Iterable[Part] = Part) -> Value:
    """What ``make`` gives, from memory while nothing it is made ``of`` has changed since; one statement where it is.

    It is kept for those alone who see the same. A session that has changes of its own, not committed yet, sees them:
    what it makes is its own until it changes a watched table again, or its transaction ends.
    """
    return _kept(make, (current_sight(), *key), of)


def kept_for_all(make: Callable[[], Value], *key: Hashable, of: Iterable[Part] = Part) -> Value:
    """The same for what everybody may see; made with eyes that see everything, whoever is the first to ask."""
    return _kept(seeing_everything()(make), key, of)


def renewed(make: Callable[[Value | None], Value], *key: Hashable, of: Iterable[Part] = Part) -> Value:
    """The same of what ``make`` makes of the last value there was, None: of nothing; never given up for others.

    The last value is always of what was committed once.
    """
    return _kept(seeing_everything()(lambda: make(_keeper().last(key))), key, of, lasting=True)


def _kept(make, key, of, *, lasting=False):
    session = db.session()
    if not _has_changes(session):
        numbers = dict(zip(Part, data_version(), strict=True))
        return _keeper().of(key, tuple(numbers[part] for part in of), make, lasting=lasting)
    if any(each.__tablename__ in WATCHED for each in chain(session.new, session.dirty, session.deleted)):
        return make()
    own = _own(session)
    if key not in own:
        own[key] = make()
    return own[key]


def _keeper() -> Keeper:
    return db.engine.get_execution_options()["keeper"]


def _own(session: Session) -> dict[Hashable, object]:
    """What this transaction made since it last changed a watched table."""
    changes = sum(session.connection().info.get("changed", {}).values())
    within, number, own = session.info.get("made", (None, 0, {}))
    if within is not session.get_transaction() or number != changes:
        own = {}
        session.info["made"] = (session.get_transaction(), changes, own)
    return own


def data_version() -> Version:
    """How many changes of each part the database counts, asked once in each transaction."""
    session = db.session()
    within, version = session.info.get("data_version", (None, UNKNOWN))
    if within is None or within is not session.get_transaction():
        known_version(version := tuple(session.execute(select(*NUMBERS)).first() or UNKNOWN))
    return version


def changed_parts(since: Version) -> set[Part]:
    """What has changed since a version, as far as this session sees; all of it where it has changes of its own."""
    if _has_changes(db.session()):
        return set(Part)
    return {part for part, before, now in zip(Part, since, data_version(), strict=True) if before != now}


def known_version(version: Iterable[int | None]) -> None:
    """What a statement at the beginning of this transaction found the version to be."""
    session = db.session()
    session.info["data_version"] = (session.get_transaction(), tuple(number or 0 for number in version))


def count_changes(of: Iterable[Part] = Part) -> None:
    """Count a change of these parts, so that nothing that was made of them is kept any more."""
    db.session.execute(_one_more(of))


def _one_more(parts):
    return update(DataVersion).values({part: getattr(DataVersion, part) + 1 for part in parts})


def _note(connection: Connection, _cursor, statement: str, *_rest) -> None:
    if not (found := WRITING.match(statement)):
        return
    what, table = found.groups()
    if parts := _deleted_with(table) if what[0] in "Dd" else [WATCHED[table]] if table in WATCHED else ():
        connection.info.setdefault("changed", Counter()).update(parts)


@cache
def _deleted_with(table: str) -> frozenset[Part]:
    """The parts of a table and of those whose rows the database itself deletes or changes with rows of it."""
    found, ahead = set(), {table}
    keys = [key for each in db.metadata.tables.values() for key in each.foreign_keys if key.ondelete in ("CASCADE", "SET NULL")]
    while ahead:
        found |= ahead
        ahead = {key.parent.table.name for key in keys if key.column.table.name in ahead} - found
    return frozenset(WATCHED[each] for each in found if each in WATCHED)


def _forget(connection: Connection) -> None:
    if not connection.invalidated:
        connection.info.pop("changed", None)


def _has_changes(session: Session) -> bool:
    if session.new or session.dirty or session.deleted:
        return True
    return session.in_transaction() and bool(session.connection().info.get("changed"))


def _count(session: Session) -> None:
    if not session.in_transaction():
        return
    session.flush()
    if parts := session.connection().info.pop("changed", None):
        session.execute(_one_more(parts))
