"""How many rows of a cycle are alike, kept by the database itself: each change of a row adds a line that takes it from
one heap to another, and lines are gathered now and then. Totals are sums over few lines instead of over every row."""

from collections import Counter, defaultdict
from datetime import date

from sqlalchemy import Index, delete, insert
from sqlalchemy.orm import Mapped, mapped_column

from tracker.storage.columns import word
from tracker.storage.database import db, queue_up
from tracker.vocabulary.reporting import Duty, Owing, ReportState

ALIKE = (
    "cycle_id", "agency_id", "duty", "owing", "state", "by_on", "on_time", "on_time_originally", "ever_returned",
    "pressed", "pressed_until",
)  # fmt: skip
"""What rows have in common that are counted together."""

ALIKE_IN_DOCUMENT = ("cycle_id", "document_id", "duty", "owing", "state", "on_time", "on_time_originally", "ever_returned")

ALIKE_ON_DAY = ("cycle_id", "duty", "state", "day")


class RowTally(db.Model):
    """计数: so many rows more, or fewer, are of this kind. Written by triggers (see the migrations) and by ``gather``."""

    __tablename__ = "row_tally"
    __table_args__ = (Index("ix_row_tally_cycle_id_agency_id", "cycle_id", "agency_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int]
    agency_id: Mapped[str]
    duty: Mapped[Duty] = mapped_column(word(Duty))
    owing: Mapped[Owing] = mapped_column(word(Owing))
    state: Mapped[ReportState] = mapped_column(word(ReportState))
    by_on: Mapped[date]
    on_time: Mapped[bool]
    on_time_originally: Mapped[bool]
    ever_returned: Mapped[bool]
    count: Mapped[int]
    days_late: Mapped[int]
    pressed: Mapped[int | None]
    pressed_until: Mapped[date | None]


class DocumentTally(db.Model):
    """按文件计数: the same by the document of the row's task; apart, for by agency and document nothing would be alike."""

    __tablename__ = "document_tally"
    __table_args__ = (Index("ix_document_tally_cycle_id_document_id", "cycle_id", "document_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int]
    document_id: Mapped[int]
    duty: Mapped[Duty] = mapped_column(word(Duty))
    owing: Mapped[Owing] = mapped_column(word(Owing))
    state: Mapped[ReportState] = mapped_column(word(ReportState))
    on_time: Mapped[bool]
    on_time_originally: Mapped[bool]
    ever_returned: Mapped[bool]
    count: Mapped[int]
    days_late: Mapped[int]


class ArrivalTally(db.Model):
    """按日计数: so many more, or fewer, of the rows that are owed and stand so were received on this day of the offices' clock."""

    __tablename__ = "arrival_tally"

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(index=True)
    duty: Mapped[Duty] = mapped_column(word(Duty))
    state: Mapped[ReportState] = mapped_column(word(ReportState))
    day: Mapped[date]
    count: Mapped[int]


def gather() -> None:
    """Make one line of all that are of a kind; the sums stay the same, whoever changes rows meanwhile."""
    queue_up(db.session.connection(), "tally")
    _gather(RowTally, ALIKE, "days_late")
    _gather(DocumentTally, ALIKE_IN_DOCUMENT, "days_late")
    _gather(ArrivalTally, ALIKE_ON_DAY)


def _gather(line, kind, *more):
    numbers = ("count", *more)
    columns = [getattr(line, name) for name in (*kind, *numbers)]
    gone = db.session.execute(delete(line).returning(*columns), execution_options={"synchronize_session": False})
    totals: dict[tuple, Counter] = defaultdict(Counter)
    for row in gone:
        totals[tuple(row[: len(kind)])].update(dict(zip(numbers, row[len(kind) :], strict=True)))
    lines = [
        dict(zip(kind, alike, strict=True)) | {name: total[name] for name in numbers}
        for alike, total in totals.items()
        if total["count"]
    ]
    if lines:
        db.session.execute(insert(line), lines)
