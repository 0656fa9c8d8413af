"""Tables of workbooks: those that came back with what they changed, how ledgers are laid out, packs that were made."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.storage.columns import Moment
from tracker.storage.cycles import cycle_key
from tracker.storage.database import db
from tracker.storage.people import LeadingGroup
from tracker.storage.reports import Filing, Receipt, row_key


class WorkbookImport(db.Model):
    """导入的表格: a file sent for an agency's sheet; ``grids`` are its sheets as they were read, as JSON.

    ``source`` is where the office has it from that sent it for the agency (代录), None where the agency itself did.
    ``matched`` is the JSON of the columns and tasks a person chose where the workbook is not one of ours.
    """

    __tablename__ = "workbook_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    filing_id: Mapped[int] = mapped_column(ForeignKey(Filing.id), index=True)
    file_name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    grids: Mapped[str] = mapped_column(Text)
    has_links: Mapped[bool] = mapped_column(default=False)
    matched: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str | None]
    source_on: Mapped[date | None]
    who: Mapped[str]
    account_id: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(Moment)
    taken_at: Mapped[datetime | None] = mapped_column(Moment)
    taken_by: Mapped[str | None]
    receipt_id: Mapped[int | None] = mapped_column(ForeignKey(Receipt.id), index=True)
    undone_at: Mapped[datetime | None] = mapped_column(Moment)
    undone_by: Mapped[str | None]


class WorkbookChange(db.Model):
    """导入的一行: a report a file changed; ``before`` and ``after`` are the contents, ``version`` what it made of it.

    ``version`` is the draft's, or the report's where the office entered it.
    """

    __tablename__ = "workbook_change"

    import_id: Mapped[int] = mapped_column(ForeignKey(WorkbookImport.id, ondelete="CASCADE"), primary_key=True)
    expected_id: Mapped[int] = row_key(primary_key=True, index=True)
    number: Mapped[int]
    before: Mapped[str] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text)
    version: Mapped[int]


class ColumnLayout(db.Model):
    """自备表格的列: how the office mapped the columns of a workbook of others, kept for the next of that layout.

    ``captions`` is what tells the layout: the header's captions as they stand; ``columns`` the JSON of our names by letter.
    """

    __tablename__ = "column_layout"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    captions: Mapped[str] = mapped_column(Text)
    columns: Mapped[str] = mapped_column(Text)
    who: Mapped[str]
    at: Mapped[datetime] = mapped_column(Moment)


class LedgerLayout(db.Model):
    """台账的栏目: columns of the ledger an office chose and ordered, under a name; ``captions`` is their JSON."""

    __tablename__ = "ledger_layout"
    __table_args__ = (UniqueConstraint("group_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey(LeadingGroup.id))
    name: Mapped[str] = mapped_column(String(40))
    captions: Mapped[str] = mapped_column(Text)
    who: Mapped[str]
    at: Mapped[datetime] = mapped_column(Moment)


class LedgerPack(db.Model):
    """汇报包: that a pack was made for a superior, and as JSON how each task stood in it, so that the next says what changed."""

    __tablename__ = "ledger_pack"

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = cycle_key(index=True)
    tasks: Mapped[str] = mapped_column(Text)
    who: Mapped[str]
    account_id: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(Moment)
