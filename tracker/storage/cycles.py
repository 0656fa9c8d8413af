"""Tables of the reporting cycles: what entered, the dates, who owes what, and every change of that list."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.storage.columns import Moment, word
from tracker.storage.database import db
from tracker.storage.documents import PolicyDocument, Task
from tracker.storage.people import LeadingGroup
from tracker.storage.registry import RegisteredAgency
from tracker.vocabulary import Role
from tracker.vocabulary.reporting import (
    Adjusting,
    CycleState,
    Duty,
    GateKind,
    ObjectionState,
    Owing,
    Progress,
    ReportState,
    SupportRule,
)


def cycle_key(**more):
    return mapped_column(ForeignKey("cycle.id", ondelete="CASCADE"), **more)


def agency_key(**more):
    return mapped_column(ForeignKey(RegisteredAgency.id), **more)


class Cycle(db.Model):
    """报送周期: the tasks of some documents, the period their figures cover, and until when they are to be reported.

    ``rule`` is the sentence of a document that the due date was proposed by. ``soon_days``, ``slow_points`` and
    ``behind_points`` are the thresholds of the lights. A locked cycle says by whom, since when, why and who can lift it.
    """

    __tablename__ = "cycle"
    __table_args__ = (
        UniqueConstraint("group_id", "name"),
        CheckConstraint("period_from <= period_to", name="period"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey(LeadingGroup.id), index=True)
    name: Mapped[str] = mapped_column(String(60))
    period_from: Mapped[date]
    period_to: Mapped[date]
    due_on: Mapped[date]
    state: Mapped[CycleState] = mapped_column(word(CycleState), default=CycleState.PREPARED)
    supports: Mapped[SupportRule] = mapped_column(word(SupportRule), default=SupportRule.ALL)
    recipient: Mapped[str] = mapped_column(default="")
    rule: Mapped[str] = mapped_column(Text, default="")
    soon_days: Mapped[int] = mapped_column(default=7)
    slow_points: Mapped[int] = mapped_column(default=10)
    behind_points: Mapped[int] = mapped_column(default=30)
    prepared_by: Mapped[str]
    prepared_at: Mapped[datetime] = mapped_column(Moment)
    opened_on: Mapped[date | None]
    opened_at: Mapped[datetime | None] = mapped_column(Moment)
    opened_by: Mapped[str | None]
    locked_at: Mapped[datetime | None] = mapped_column(Moment)
    locked_by: Mapped[str | None]
    locked_why: Mapped[str | None]
    lifted_by: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)


class CycleDocument(db.Model):
    """纳入文件: a document whose tasks a cycle asks about; ``reason`` where it needed one."""

    __tablename__ = "cycle_document"

    cycle_id: Mapped[int] = cycle_key(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey(PolicyDocument.id), primary_key=True, index=True)
    reason: Mapped[str | None]


class CycleTask(db.Model):
    """本期任务: a task of a cycle and its consolidator, None: the office; ``reason`` where the office named it."""

    __tablename__ = "cycle_task"
    __table_args__ = (Index("ix_cycle_task_consolidates", "cycle_id", "consolidator_id", "task_id"),)

    cycle_id: Mapped[int] = cycle_key(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey(Task.id), primary_key=True, index=True)
    consolidator_id: Mapped[str | None] = agency_key(index=True)
    reason: Mapped[str | None]


class NotIssued(db.Model):
    """本期不下达: a printed name that nobody bears in this cycle, and why."""

    __tablename__ = "not_issued"

    cycle_id: Mapped[int] = cycle_key(primary_key=True)
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    printed: Mapped[str]
    reason: Mapped[str]
    who: Mapped[str]
    at: Mapped[datetime] = mapped_column(Moment)


class AddedRow(db.Model):
    """增补: an agency that its document does not name and that shall owe on a task when the cycle opens, and why.

    As with what is not issued, its task may go before that; the row stays and counts for nothing.
    """

    __tablename__ = "added_row"

    cycle_id: Mapped[int] = cycle_key(primary_key=True)
    task_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    agency_id: Mapped[str] = agency_key(primary_key=True)
    role: Mapped[Role] = mapped_column(word(Role))
    printed: Mapped[str]
    reason: Mapped[str]
    who: Mapped[str]
    account_id: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(Moment)


class CycleGate(db.Model):
    """节点: a date on the way to the due date; a contribution is due at that of the co-units."""

    __tablename__ = "gate"

    cycle_id: Mapped[int] = cycle_key(primary_key=True)
    kind: Mapped[GateKind] = mapped_column(word(GateKind), primary_key=True)
    day: Mapped[date]


class ConditionalRecipient(db.Model):
    """另报单位: who also gets the reports of some tasks, by a condition of the rule (涉及工业电子商务的)."""

    __tablename__ = "conditional_recipient"

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = cycle_key(index=True)
    condition: Mapped[str] = mapped_column(Text)
    recipient: Mapped[str]
    agency_id: Mapped[str | None] = agency_key(index=True)
    who: Mapped[str]
    at: Mapped[datetime] = mapped_column(Moment)


class ConditionalTask(db.Model):
    """A task whose reports a conditional recipient gets, as the office confirmed."""

    __tablename__ = "conditional_task"

    recipient_id: Mapped[int] = mapped_column(ForeignKey(ConditionalRecipient.id, ondelete="CASCADE"), primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey(Task.id), primary_key=True, index=True)


QUEUE = ("cycle_id", "owing", "duty", "state", "received_at", "agency_id", "on_time")
"""What the office's queue is asked for and ordered by."""
CAME = ("cycle_id", "duty", "owing", "received_at", "id", "state", "task_id")
RECEIVED_ROW = text("received_at IS NOT NULL")
"""What was received, in the order in which it came: the first and the last of many are found without sorting all."""
ALIKE = ("cycle_id", "duty", "state", "by_on", "owing", "task_id")
"""What the 填报灯 follows from, and whose rows stand alike."""
ASKS = text("asks_coordination")
ASKING = ("cycle_id", "duty", "owing", "state", "received_at")
"""The reports that ask for 协调, in the order in which they came."""
FINISHED_ROW = text(
    "CASE WHEN duty = 'report' AND owing = 'owed' AND state = 'accepted' AND progress IN ('done', 'dropped')"
    " THEN 1 ELSE 0 END = 1"
)
"""An accepted report that its task is finished; written out, so that a database knows its index by it, and in one piece, so that
it finds no other."""
FINISHED = ("cycle_id", "progress", "task_id", "agency_id")
LATE_ROW = text("owing = 'owed' AND days_late > 0")
"""What stands and came working days late."""
DAYS_LATE = ("cycle_id", "agency_id", "days_late")
HEARD_ROW = text(
    "CASE WHEN duty = 'report' AND owing = 'owed' AND progress IS NOT NULL"
    " AND state IN ('submitted', 'resubmitted', 'accepted', 'taken_over') THEN 1 ELSE 0 END = 1"
)
"""A report that stands: what it says counts for how its task stands. In one piece, that its index alone fits."""
SAID_ROW = text(
    "CASE WHEN consolidates AND duty = 'report' AND owing = 'owed' AND progress IS NOT NULL"
    " AND state IN ('submitted', 'resubmitted', 'accepted', 'taken_over') THEN 1 ELSE 0 END = 1"
)
"""The same of who consolidates."""
SAID = ("cycle_id", "progress", "percent", "task_id")
HEARD = ("cycle_id", "task_id", "agency_id", "progress", "percent", "state", "duty", "owing")
OF_TASK = ("task_id", "cycle_id", "owing", "state", "on_time", "on_time_originally", "ever_returned", "agency_id", "duty")
"""What the rows of chosen tasks are counted by."""


class ExpectedReport(db.Model):
    """应报: cycle × task × agency, with the role; the row everything is locked by.

    ``before`` is the state before the last review. What follows from the row's history (``received_at`` … ``returned``)
    is kept beside it, written in the transaction of each step, so that totals need no history. ``pressed`` is how high on
    the ladder it is for the due date it has now, and ``pressed_until`` until when that gave time; ``consolidates`` says that
    it is the row of its task's consolidator: these are kept by the database itself (migrations 0034 and 0042).
    """

    __tablename__ = "expected_report"
    __table_args__ = (
        UniqueConstraint("cycle_id", "task_id", "agency_id"),
        Index("ix_expected_report_cycle_id_agency_id_duty", "cycle_id", "agency_id", "duty"),
        Index("ix_expected_report_late", *ALIKE),
        Index("ix_expected_report_cycle_id_state_received_at", "cycle_id", "state", "received_at"),
        Index("ix_expected_report_queue", *QUEUE),
        Index("ix_expected_report_received", *CAME, sqlite_where=RECEIVED_ROW, postgresql_where=RECEIVED_ROW),
        Index("ix_expected_report_finished", *FINISHED, sqlite_where=FINISHED_ROW, postgresql_where=FINISHED_ROW),
        Index("ix_expected_report_of_task", *OF_TASK),
        Index("ix_expected_report_heard", *HEARD, sqlite_where=HEARD_ROW, postgresql_where=HEARD_ROW),
        Index("ix_expected_report_said", *SAID, sqlite_where=SAID_ROW, postgresql_where=SAID_ROW),
        Index("ix_expected_report_days_late", *DAYS_LATE, sqlite_where=LATE_ROW, postgresql_where=LATE_ROW),
        Index("ix_expected_report_coordination", *ASKING, sqlite_where=ASKS, postgresql_where=ASKS),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey(Cycle.id))
    task_id: Mapped[int] = mapped_column(ForeignKey(Task.id))
    agency_id: Mapped[str] = agency_key(index=True)
    role: Mapped[Role] = mapped_column(word(Role))
    duty: Mapped[Duty] = mapped_column(word(Duty))
    printed: Mapped[str] = mapped_column(Text)
    owing: Mapped[Owing] = mapped_column(word(Owing))
    state: Mapped[ReportState] = mapped_column(word(ReportState), default=ReportState.OWED)
    before: Mapped[ReportState | None] = mapped_column(word(ReportState, "before"))
    due_on: Mapped[date]
    extended_to: Mapped[date | None]
    by_on: Mapped[date]
    received_at: Mapped[datetime | None] = mapped_column(Moment)
    on_time: Mapped[bool] = mapped_column(default=False)
    on_time_originally: Mapped[bool] = mapped_column(default=False)
    days_late: Mapped[int] = mapped_column(default=0)
    ever_returned: Mapped[bool] = mapped_column(default=False)
    version_number: Mapped[int] = mapped_column(default=0)
    step_number: Mapped[int] = mapped_column(default=0)
    is_nil: Mapped[bool] = mapped_column(default=False)
    progress: Mapped[Progress | None] = mapped_column(word(Progress))
    percent: Mapped[int | None]
    asks_coordination: Mapped[bool] = mapped_column(default=False)
    pressed: Mapped[int | None]
    pressed_until: Mapped[date | None]
    consolidates: Mapped[bool] = mapped_column(default=False, server_default=false())


class Adjustment(db.Model):
    """调整: a change of the frozen list, with its reason; listed for ever. ``by_registry``: it follows the registry.

    ``reports`` and ``contributions``: by how much it makes those that are owed more or fewer.
    """

    __tablename__ = "adjustment"

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = cycle_key(index=True)
    expected_id: Mapped[int] = mapped_column(ForeignKey(ExpectedReport.id), index=True)
    kind: Mapped[Adjusting] = mapped_column(word(Adjusting))
    reason: Mapped[str]
    who: Mapped[str]
    account_id: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(Moment)
    by_registry: Mapped[bool] = mapped_column(default=False, server_default=false())
    reports: Mapped[int] = mapped_column(default=0, server_default="0")
    contributions: Mapped[int] = mapped_column(default=0, server_default="0")


LISTING = (Adjusting.ADDED, Adjusting.WITHDRAWN, Adjusting.REINSTATED)
"""The adjustments that say who owes; the others leave the list as it is."""
ADDING = (Adjusting.ADDED, Adjusting.REINSTATED)
"""The adjustments from which on a row is owed."""


class Objection(db.Model):
    """异议: an agency says that a row is not its duty; until the office decides the duty stands."""

    __tablename__ = "objection"

    id: Mapped[int] = mapped_column(primary_key=True)
    expected_id: Mapped[int] = mapped_column(ForeignKey(ExpectedReport.id), index=True)
    state: Mapped[ObjectionState] = mapped_column(word(ObjectionState))
    reason: Mapped[str]
    proposed: Mapped[str]
    who: Mapped[str]
    at: Mapped[datetime] = mapped_column(Moment)
    decision: Mapped[str | None]
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime | None] = mapped_column(Moment)


class TaskFact(db.Model):
    """认定: what the office set a task to, or that it was closed out; the last one holds. ``progress`` None: reopened."""

    __tablename__ = "task_fact"

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey(Task.id), index=True)
    cycle_id: Mapped[int] = cycle_key()
    closed_out: Mapped[bool]
    progress: Mapped[Progress | None] = mapped_column(word(Progress))
    percent: Mapped[int | None]
    reason: Mapped[str]
    who: Mapped[str]
    at: Mapped[datetime] = mapped_column(Moment)


class SignOff(db.Model):
    """审签: an agency whose papers leave only with its approver's signature."""

    __tablename__ = "sign_off"

    agency_id: Mapped[str] = agency_key(primary_key=True)
    who: Mapped[str]
    at: Mapped[datetime] = mapped_column(Moment)


class OfficeDay(db.Model):
    """工作日: a day the office says is, or is not, a working day; it comes before the yearly notices."""

    __tablename__ = "office_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    works: Mapped[bool]
    basis: Mapped[str]
    who: Mapped[str]
    at: Mapped[datetime] = mapped_column(Moment)
