"""Naming the members of a collective: as a rule from a day on, for one document, or for one task."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from tracker.agencies.rows import Membership, Rows
from tracker.errors import NotRegistered
from tracker.operations.registry_changes import Changed, Wanted, change, refuse_stale
from tracker.operations.words import reason_for
from tracker.storage.office_rows import TABLES, OfficeMove, office_rows
from tracker.storage.registry_office import NamedMember
from tracker.vocabulary import RegistryStep

TABLE = NamedMember.__tablename__
NAMING = "指定成员"


def name_members(
    collective: str, agencies: Collection[str], *, since: date | None, basis: str, who: str, version: int
) -> Changed:
    """Let these agencies be the members from a day on (None: always); those who were and are not named end there.

    Raises NotRegistered, Unreasoned without a basis, BadRegistry, ChangedMeanwhile if the collective is not as it was
    when its page had this ``version``, Unsigned.
    """
    basis = reason_for(NAMING, basis)

    def make(rows: Rows) -> Wanted:
        _refuse_unknown(rows, collective, agencies)
        refuse_stale(collective, version)
        kept = tuple(each for each in rows.collective_members if each.collective != collective)
        own = [each for each in rows.collective_members if each.collective == collective]
        changed = [row for each in own if (row := _ended(each, agencies, since))]
        standing = {each.agency for each in changed if each.valid_to is None}
        new = (Membership(collective, agency, since, basis=basis, verified="yes") for agency in agencies)
        added = (each for each in new if each.agency not in standing)
        return Wanted(Rows(**(vars(rows) | {"collective_members": (*kept, *changed, *added)})))

    return change(RegistryStep.NAMED, make, who=who, reason=basis)


def _ended(membership, agencies, since):
    """A membership after others were named: as it is, ended on the day, or None where it never came to be."""
    if membership.agency in agencies or membership.valid_to is not None:
        return membership
    begins_later = since is None or (membership.valid_from is not None and membership.valid_from >= since)
    return None if begins_later else replace(membership, valid_to=since)


def name_members_for(
    collective: str,
    agencies: Collection[str],
    *,
    task_id: int | None = None,
    document_id: int | None = None,
    basis: str,
    who: str,
    version: int,
) -> Changed:
    """Let a collective mean these agencies in one task, or in all tasks of one document; nobody named: its usual members.

    Raises what ``name_members`` raises.
    """
    basis = reason_for(NAMING, basis)

    def make(rows: Rows) -> Wanted:
        _refuse_unknown(rows, collective, agencies)
        refuse_stale(collective, version)
        table = TABLES[TABLE]
        scope = (table.task_id == task_id) if task_id else (table.document_id == document_id)
        before = office_rows(TABLE, table.collective == collective, scope)
        own = {"collective": collective, "document_id": document_id, "task_id": task_id, "basis": basis}
        gone = (OfficeMove(TABLE, row, None) for row in before if row["agency"] not in agencies)
        there = {row["agency"] for row in before}
        new = (OfficeMove(TABLE, None, own | {"agency": each}) for each in agencies if each not in there)
        return Wanted(rows, (*gone, *new))

    return change(RegistryStep.NAMED, make, who=who, reason=basis)


def _refuse_unknown(rows, collective, agencies):
    if not any(each.id == collective for each in rows.collectives):
        raise NotRegistered(collective)
    known = {each.id for each in rows.agencies}
    if unknown := [each for each in agencies if each not in known]:
        raise NotRegistered(unknown[0])
