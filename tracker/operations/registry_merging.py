"""Two bodies of the registry that are one: what would move, and moving it in one change that can be taken back."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select

from tracker.agencies.choosing import chosen
from tracker.agencies.exchanges import Move
from tracker.agencies.merging import applied, merge
from tracker.agencies.rows import Agency, Rows
from tracker.operations.registry_changes import Changed, Wanted, change, last_number, refuse_stale
from tracker.operations.words import reason_given
from tracker.storage.database import db
from tracker.storage.documents import Assignment
from tracker.storage.office_rows import BODIES, OfficeMove, rows_about
from tracker.storage.queries.carrying import carrying
from tracker.vocabulary import RegistryStep

UNTOLD = {"id", "who", "at", "basis", "since", "share"}
"""What does not tell two of the office's own rows apart."""


@dataclass(frozen=True)
class Preview:
    """What moves if one body turns out to be another; ``assignments`` are the places where it is meant.

    ``versions`` are those of the two bodies as they are shown.
    """

    gone: Agency
    into: Agency
    moves: tuple[Move, ...]
    office: tuple[OfficeMove, ...]
    assignments: int
    versions: tuple[int, int]

    def moved(self, table: str) -> tuple[Move, ...]:
        return tuple(move for move in self.moves if move.table == table)

    def moved_office(self, table: str) -> tuple[OfficeMove, ...]:
        return tuple(move for move in self.office if move.table == table)


def preview(gone: str, into: str) -> Preview:
    """What moves between two bodies, each named as a person writes it; nothing is changed.

    Raises NotRegistered, Ambiguous, WrongState for bodies that cannot be merged, BadRegistry.
    """
    rows = carrying().rows
    one, other = (chosen(each, rows.agencies) for each in (gone, into))
    merging = merge(rows, one.id, into=other.id)
    meant = select(func.count(Assignment.id)).where(Assignment.registered_id == one.id).scalar_subquery()
    count, *versions = db.session.execute(select(meant, last_number(one.id), last_number(other.id))).one()
    office = tuple(_office_moves(one.id, other.id))
    return Preview(one, other, merging.moves, office, count, tuple(version or 0 for version in versions))


def merge_bodies(gone: str, into: str, *, who: str, versions: tuple[int, int], reason: str | None = None) -> Changed:
    """Let one body be another: its names, successions, memberships, contact persons and whatever named it move.

    Raises what ``preview`` raises, ChangedMeanwhile if one of them is not as it was when its page had these
    ``versions``, TooLong, Unsigned.
    """
    reason = reason_given(reason, "说明") or None

    def make(rows: Rows) -> Wanted:
        merging = merge(rows, gone, into=into)
        for body, version in zip((gone, into), versions, strict=True):
            refuse_stale(body, version)
        return Wanted(applied(rows, merging), tuple(_office_moves(gone, into)))

    return change(RegistryStep.MERGED, make, who=who, reason=reason)


def _office_moves(gone: str, into: str) -> Iterator[OfficeMove]:
    """The office's own rows that speak of the one speak of the other; what that makes superfluous goes."""
    found = list(rows_about({gone, into}))
    there = {(table, _told(row)) for table, row in found if not _speaks_of(gone, table, row)}
    for table, row in found:
        if not _speaks_of(gone, table, row):
            continue
        after = row | {name: into for name in BODIES[table] if row[name] == gone}
        told = (table, _told(after))
        is_empty = table == "handover" and after["from_agency"] == after["to_agency"]
        yield OfficeMove(table, row, None if told in there or is_empty else after)
        there.add(told)


def _speaks_of(body, table, row) -> bool:
    return any(row[name] == body for name in BODIES[table])


def _told(row) -> tuple:
    return tuple((name, value) for name, value in sorted(row.items()) if name not in UNTOLD)
