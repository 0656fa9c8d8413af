"""Whose a thing is, whoever asks."""

from typing import NamedTuple

from sqlalchemy import select

from tracker.storage.cycles import Cycle, ExpectedReport
from tracker.storage.database import db
from tracker.storage.documents import PolicyDocument
from tracker.storage.sight import seeing_everything


class Owned(NamedTuple):
    """The leading group a thing belongs to, None for one of no group."""

    group_id: int | None


def group_of(document_id: int) -> Owned | None:
    """Whose a document is; None if there is no such document."""
    with seeing_everything():
        statement = select(PolicyDocument.leading_group_id).where(PolicyDocument.id == document_id)
        found = db.session.execute(statement).one_or_none()
    return found and Owned(*found)


def group_of_cycle(cycle_id: int) -> Owned | None:
    """Whose a reporting cycle is; None if there is no such cycle."""
    with seeing_everything():
        found = db.session.execute(select(Cycle.group_id).where(Cycle.id == cycle_id)).one_or_none()
    return found and Owned(*found)


def group_of_report(row_id: int) -> Owned | None:
    """Whose a row of a cycle is; None if there is no such row."""
    with seeing_everything():
        statement = select(Cycle.group_id).join(ExpectedReport, ExpectedReport.cycle_id == Cycle.id)
        found = db.session.execute(statement.where(ExpectedReport.id == row_id)).one_or_none()
    return found and Owned(*found)
