"""How often what is printed of each document was changed, its duties and its texts, counted by triggers (see the migrations): what was read
of a document holds as long as its number is the same."""

from collections.abc import Mapping

from sqlalchemy import BigInteger, Integer, Select, UniqueConstraint, cast, delete, func, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from tracker.storage.database import db, queue_up

DOCUMENT, NAME, MEANT = "document", "name", "meant"
Editions = Mapping[tuple[str, int], int]
"""By kind and number: how often the tasks and units of a document were changed, and whom a printed name means anywhere, or
any name in a document."""


class DutyEdition(db.Model):
    """修订数: of a document how often measures, tasks or units of it came, went or were changed; of a printed name how often it was
    said anew whom it means somewhere, and of a document whom any name means in it. The sum over all who wrote counts: nobody waits for another."""

    __tablename__ = "duty_edition"
    __table_args__ = (UniqueConstraint("kind", "key", "writer"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    key: Mapped[int]
    writer: Mapped[int] = mapped_column(BigInteger)
    number: Mapped[int]


def all_editions() -> Select:
    """What selects all of them: kind, number of the document or name, how often it was changed."""
    of_one = (DutyEdition.kind, DutyEdition.key)
    return select(*of_one, cast(func.sum(DutyEdition.number), Integer).label("number")).group_by(*of_one)


def changed(before: Editions, now: Editions, kind: str) -> set[int]:
    """The documents or names of which something of this kind was changed."""
    return {key for of, key in now.keys() | before.keys() if of == kind and now.get((of, key)) != before.get((of, key))}


def gather() -> None:
    """Make one line of all that are about the same; the sums stay, whoever changes something meanwhile."""
    queue_up(db.session.connection(), "tally")
    columns = (DutyEdition.kind, DutyEdition.key, DutyEdition.number)
    gone = db.session.execute(delete(DutyEdition).returning(*columns), execution_options={"synchronize_session": False})
    numbers: dict[tuple[str, int], int] = {}
    for kind, key, number in gone:
        numbers[kind, key] = numbers.get((kind, key), 0) + number
    if lines := [{"kind": kind, "key": key, "writer": 0, "number": number} for (kind, key), number in numbers.items()]:
        db.session.execute(insert(DutyEdition), lines)
