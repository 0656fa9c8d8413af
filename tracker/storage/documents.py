"""Tables of what was read: documents, their measures, their tasks and who is responsible for each."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.storage.agencies import Agency
from tracker.storage.columns import word
from tracker.storage.database import db
from tracker.storage.people import LeadingGroup
from tracker.storage.registry import Collective, RegisteredAgency
from tracker.vocabulary import DocumentState, DocumentStatus, Origin, Recognition, Role


class PolicyDocument(db.Model):
    """政策文件: one file as received. ``stem`` is the file's name without its ending, ``text`` the text as read.

    Only a published document has measures here. ``reading`` is the JSON of what was found in the text, as it was found;
    what persons made of it stands in the document's events. The counts are of the draft that both together give.
    ``supersedes_id`` is the older version it replaces. It belongs to a leading group, or for want of one to the highest.
    """

    __tablename__ = "document"

    id: Mapped[int] = mapped_column(primary_key=True)
    stem: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int]
    title: Mapped[str | None]
    number: Mapped[str | None]
    issuer: Mapped[str | None]
    jurisdiction: Mapped[str | None] = mapped_column(index=True)
    issued_on: Mapped[date | None]
    status: Mapped[DocumentStatus] = mapped_column(word(DocumentStatus))
    effective_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    valid_for: Mapped[str | None]
    text: Mapped[str | None]
    sha256: Mapped[str | None] = mapped_column(index=True)
    state: Mapped[DocumentState] = mapped_column(word(DocumentState), default=DocumentState.PUBLISHED)
    file_name: Mapped[str | None]
    reading: Mapped[str | None] = mapped_column(Text, deferred=True)
    task_count: Mapped[int] = mapped_column(default=0)
    unit_count: Mapped[int] = mapped_column(default=0)
    undecided_count: Mapped[int] = mapped_column(default=0)
    doubt_count: Mapped[int] = mapped_column(default=0)
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("document.id", ondelete="SET NULL"), index=True)
    leading_group_id: Mapped[int | None] = mapped_column(ForeignKey(LeadingGroup.id), index=True)
    measures: Mapped[list["Measure"]] = relationship(
        back_populates="document", order_by="Measure.position", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def is_draft(self):
        return self.status == DocumentStatus.DRAFT


class Measure(db.Model):
    """措施: a numbered unit of a document; ``start``–``end`` is its span in the document's text, where that is known."""

    __tablename__ = "measure"
    __table_args__ = (UniqueConstraint("document_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"))
    position: Mapped[int]
    part: Mapped[str | None]
    path: Mapped[str | None]
    section: Mapped[str | None]
    heading: Mapped[str | None]
    start: Mapped[int | None]
    end: Mapped[int | None]
    document: Mapped[PolicyDocument] = relationship(back_populates="measures")
    tasks: Mapped[list["Task"]] = relationship(
        back_populates="measure", order_by="Task.ordinal", cascade="all, delete-orphan", passive_deletes=True
    )


HAS_DEADLINE = text("deadline_on IS NOT NULL")


class Task(db.Model):
    """任务: one piece of a measure with its own responsibility. Offsets count characters of the document's text.

    ``draft_number`` is its number in the document's draft, by which it is found again when the document is published
    anew; ``predecessor_id`` the task of the older version that lives on in it. ``deadline_on`` is the last day the
    printed ``deadline`` allows, None where that names no date.
    """

    __tablename__ = "task"
    __table_args__ = (
        UniqueConstraint("measure_id", "ordinal"),
        CheckConstraint('start IS NULL OR start <= "end"', name="span"),
        Index("ix_task_deadline_on", "deadline_on", sqlite_where=HAS_DEADLINE, postgresql_where=HAS_DEADLINE),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id", ondelete="CASCADE"))
    ordinal: Mapped[int]
    text: Mapped[str]
    annotation: Mapped[str | None]
    deadline: Mapped[str | None]
    origin: Mapped[Origin] = mapped_column(word(Origin))
    start: Mapped[int | None]
    end: Mapped[int | None]
    annotation_start: Mapped[int | None]
    annotation_end: Mapped[int | None]
    draft_number: Mapped[int | None]
    predecessor_id: Mapped[int | None] = mapped_column(ForeignKey("task.id", ondelete="SET NULL"), index=True)
    deadline_on: Mapped[date | None]
    measure: Mapped[Measure] = relationship(back_populates="tasks")
    assignments: Mapped[list["Assignment"]] = relationship(
        back_populates="task", order_by="Assignment.position", cascade="all, delete-orphan", passive_deletes=True
    )


class RetiredTask(db.Model):
    """The id of a task that a later publication took out: it gets it back if the draft has it again, and no other does."""

    __tablename__ = "retired_task"
    __table_args__ = (UniqueConstraint("document_id", "draft_number"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"))
    draft_number: Mapped[int]


class Assignment(db.Model):
    """责任分工: task × agency × role, with the name as printed and where it stands in the text, if that is known.

    ``registered_id`` or ``collective_id`` is who that was on the document's day, ``recognition`` how far it is known.
    """

    __tablename__ = "assignment"
    __table_args__ = (
        UniqueConstraint("task_id", "position"),
        Index("ix_assignment_agency_id_role", "agency_id", "role"),
        Index("ix_assignment_meant", "agency_id", "registered_id", "collective_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id", ondelete="CASCADE"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id", ondelete="RESTRICT"))
    role: Mapped[Role] = mapped_column(word(Role))
    position: Mapped[int]
    printed: Mapped[str | None]
    start: Mapped[int | None]
    end: Mapped[int | None]
    registered_id: Mapped[str | None] = mapped_column(ForeignKey(RegisteredAgency.id, ondelete="SET NULL"), index=True)
    collective_id: Mapped[str | None] = mapped_column(ForeignKey(Collective.id, ondelete="SET NULL"), index=True)
    recognition: Mapped[Recognition] = mapped_column(word(Recognition), default=Recognition.CANDIDATE)
    task: Mapped[Task] = relationship(back_populates="assignments")
    agency: Mapped[Agency] = relationship()
