"""Whose eyes a session has: every select is confined to what they may see, whichever query it comes from.

A session that nobody looks through sees everything; pages always set whose it is, commands never do.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import event

from tracker.storage.confining import Confined
from tracker.storage.database import db

KEY = "sight"


@dataclass(frozen=True)
class Sight:
    """What somebody sees. ``owns`` are groups of which everything is seen, ``reads`` those whose published documents are.

    ``orphans`` says that documents of no group are seen as one's own. ``bodies`` and ``collectives`` are of the
    registry: the tasks on which one of them stands are seen. Of the assignments that are ``decided`` about one by one
    only those ``given`` to them count. ``every_document`` says that there is none which is not
    seen, so that documents need no condition, ``every_task`` that none with tasks is hidden; ``everything`` needs none at all.
    """

    owns: frozenset[int] = frozenset()
    reads: frozenset[int] = frozenset()
    orphans: bool = False
    bodies: frozenset[str] = frozenset()
    collectives: frozenset[str] = frozenset()
    decided: frozenset[int] = frozenset()
    given: frozenset[int] = frozenset()
    every_document: bool = False
    every_task: bool = False
    everything: bool = False

    @property
    def is_of_agency(self) -> bool:
        """Whether single tasks are seen rather than whole documents."""
        return bool(self.bodies or self.collectives)

    def has_as_own(self, group_id: int | None) -> bool:
        """Whether a document of this group may be changed by whoever sees this."""
        return self.everything or (self.orphans if group_id is None else group_id in self.owns)


NOTHING = Sight()
EVERYTHING = Sight(everything=True)


def look_as(sight: Sight) -> None:
    """Confine the current session to what these eyes see."""
    db.session.info[KEY] = sight


def look_away() -> None:
    """Let the current session be nobody's again."""
    db.session.info.pop(KEY, None)


def current_sight() -> Sight:
    return db.session.info.get(KEY, EVERYTHING)


def own_group() -> int | None:
    """The group to which belongs what is taken in now: that of the office that acts; None where nobody's office does."""
    return min(current_sight().owns, default=None)


@contextmanager
def seeing_everything() -> Iterator[None]:
    """For what must be known whoever acts: which names are taken, whom a name means; also as a decorator."""
    before = current_sight()
    look_as(EVERYTHING)
    try:
        yield
    finally:
        look_as(before)


@event.listens_for(db.session, "do_orm_execute")
def confine(state) -> None:
    """Add the conditions of the session's eyes to a select."""
    sight = state.session.info.get(KEY, EVERYTHING)
    if sight.everything or not state.is_select or state.is_column_load:
        return
    state.statement = state.statement.options(_confined(sight))


@lru_cache(maxsize=512)
def _confined(sight: Sight) -> Confined:
    """The conditions as an option of a statement, made once for each sight."""
    return Confined(sight)
