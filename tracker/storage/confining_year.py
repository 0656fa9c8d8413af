"""Who sees what of the reporting year: cycles, sheets, rows, drafts, what was sent on them and with which files."""

from dataclasses import dataclass

from sqlalchemy import BindParameter, ColumnElement, and_, false, or_, select

from tracker.storage.aliases import alias
from tracker.storage.cycles import (
    AddedRow,
    Adjustment,
    ConditionalRecipient,
    ConditionalTask,
    Cycle,
    CycleDocument,
    CycleGate,
    CycleTask,
    ExpectedReport,
    NotIssued,
    Objection,
    TaskFact,
)
from tracker.storage.extensions import DueMove, Extension
from tracker.storage.left_alone import LeftAlone
from tracker.storage.lights import LightOverride, LightThresholds
from tracker.storage.messages import Message, MessageReading, MessageRow
from tracker.storage.reminders import Letter, Reminder, ReminderRow
from tracker.storage.reports import (
    Attachment,
    Draft,
    Filing,
    GoneWithout,
    Nudge,
    Receipt,
    ReportStep,
    ReportVersion,
    VersionAttachment,
)
from tracker.storage.snapshots import Snapshot, SnapshotFile
from tracker.storage.tallies import ArrivalTally, DocumentTally, RowTally
from tracker.storage.workbooks import WorkbookChange, WorkbookImport
from tracker.vocabulary.reporting import STANDING, CycleState, Duty, ReportState

OF_A_CYCLE = (AddedRow, CycleDocument, NotIssued, CycleGate, ConditionalRecipient, LightThresholds, DueMove)
"""Tables that are seen with their cycle."""

Conditions = list[tuple[type, ColumnElement]]


def year_of_group(owns: BindParameter, reads: BindParameter) -> Conditions:
    """An office sees all of its group's cycles but drafts; it, and a superior, of the open cycles beneath how the
    papers stand, and the words of accepted reports only."""
    cycle, own = alias(Cycle, "seen"), alias(Cycle, "own")
    opened = cycle.c.group_id.in_(reads) & (cycle.c.state != CycleState.PREPARED)
    seen = select(cycle.c.id).where(or_(cycle.c.group_id.in_(owns), opened))
    mine = select(own.c.id).where(own.c.group_id.in_(owns))

    def of_mine(column):
        return _row(column, lambda row: row.c.cycle_id.in_(mine))

    def is_read(version):
        accepted = _row(version.expected_id, lambda row: _is_accepted(row, version) & row.c.cycle_id.in_(seen))
        return or_(of_mine(version.expected_id), accepted)

    tallies = (ArrivalTally, DocumentTally, RowTally)
    of_cycles = (Adjustment, CycleTask, ExpectedReport, Filing, LeftAlone, LightOverride, *tallies, TaskFact)
    return [
        (Cycle, Cycle.id.in_(seen)),
        *((table, table.cycle_id.in_(seen)) for table in (*OF_A_CYCLE, *of_cycles)),
        *_messages(lambda message: message.group_id.in_(owns)),
        *_reminders(lambda reminder: reminder.cycle_id.in_(seen)),
        (Letter, _reminder(Letter.reminder_id, lambda reminder: reminder.cycle_id.in_(mine))),
        (ConditionalTask, _of_recipient(seen)),
        *((table, of_mine(table.expected_id)) for table in (Objection, Extension, ReportStep, Nudge)),
        (Draft, false()),
        (Snapshot, Snapshot.cycle_id.in_(seen)),
        (SnapshotFile, _of_snapshot(seen)),
        (Receipt, _sheet(Receipt.filing_id, lambda sheet: sheet.c.cycle_id.in_(mine))),
        *_workbooks(
            lambda sent: sent.source.is_not(None) & _sheet(sent.filing_id, lambda sheet: sheet.c.cycle_id.in_(mine))
        ),
        *_versions(is_read),
        (
            Attachment,
            or_(
                Attachment.expected_id.is_(None)
                & _sheet(Attachment.filing_id, lambda sheet: sheet.c.cycle_id.in_(mine)),
                _went_with(is_read),
            ),
        ),
    ]


def year_of_agency(bodies: BindParameter) -> Conditions:
    """An agency sees the cycles it has a sheet for and there its own rows with all that is on them, the rows of tasks
    it consolidates with what stands on them, and the accepted reports on its tasks."""
    filing, who = alias(Filing, "own"), _Agency(bodies)
    cycles = select(filing.c.cycle_id).where(filing.c.agency_id.in_(bodies))
    own_sheet = {"whose": lambda sheet: sheet.c.agency_id.in_(bodies)}
    decided = or_(_row(LightOverride.expected_id, who.finds), _has_row(bodies, task=LightOverride.task_id))
    return [
        (Cycle, Cycle.id.in_(cycles)),
        *((table, table.cycle_id.in_(cycles)) for table in OF_A_CYCLE),
        *_messages(lambda message: message.agency_id.in_(bodies)),
        *_reminders(lambda reminder: reminder.agency_id.in_(bodies)),
        (Letter, false()),
        (ConditionalTask, _of_recipient(cycles) & _has_row(bodies, task=ConditionalTask.task_id)),
        (CycleTask, _has_row(bodies, task=CycleTask.task_id, cycle=CycleTask.cycle_id)),
        (TaskFact, _has_row(bodies, task=TaskFact.task_id)),
        (LightOverride, decided),
        (ExpectedReport, who.is_near(ExpectedReport) & _row(ExpectedReport.id, who.finds)),
        *((table, _row(table.expected_id, who.works_on)) for table in (Adjustment, ReportStep, Nudge)),
        *((table, _row(table.expected_id, who.has)) for table in (Draft, Objection, Extension)),
        *((table, table.agency_id.in_(bodies)) for table in (Filing, RowTally)),
        *((table, false()) for table in (ArrivalTally, DocumentTally, LeftAlone, Snapshot, SnapshotFile)),
        (Receipt, _sheet(Receipt.filing_id, **own_sheet)),
        *_workbooks(lambda sent: sent.source.is_(None) & _sheet(sent.filing_id, **own_sheet)),
        *_versions(who.reads),
        (Attachment, or_(_sheet(Attachment.filing_id, **own_sheet), _went_with(who.reads))),
    ]


@dataclass(frozen=True)
class _Agency:
    """What an agency has to do with rows."""

    bodies: BindParameter

    def has(self, row):
        return row.c.agency_id.in_(self.bodies)

    def collects(self, row):
        task = alias(CycleTask, "collected")
        same = (task.c.cycle_id == row.c.cycle_id) & (task.c.task_id == row.c.task_id)
        return select(task.c.task_id).where(same, task.c.consolidator_id.in_(self.bodies)).exists()

    def works_on(self, row):
        return self.has(row) | self.collects(row)

    def shares(self, row):
        """Accepted, on a task of which the agency has a row itself."""
        accepted = (row.c.duty == Duty.REPORT) & (row.c.state == ReportState.ACCEPTED)
        return accepted & _has_row(self.bodies, task=row.c.task_id, cycle=row.c.cycle_id)

    def finds(self, row):
        return or_(self.has(row), self.collects(row), self.shares(row))

    def is_near(self, row):
        """Its own, or on a task that it has a row of or collects: narrow enough to be looked up."""
        own, task = alias(ExpectedReport, "own"), alias(CycleTask, "collected")
        having = select(own.c.task_id).where(own.c.agency_id.in_(self.bodies))
        collecting = select(task.c.task_id).where(task.c.consolidator_id.in_(self.bodies))
        return or_(row.agency_id.in_(self.bodies), row.task_id.in_(having), row.task_id.in_(collecting))

    def reads(self, version):
        def is_said(row):
            was_reviewed = (row.c.duty == Duty.CONTRIBUTION) & row.c.ever_returned
            was_sent = row.c.state.in_(STANDING) | was_reviewed
            accepted = self.shares(row) & _is_accepted(row, version)
            return or_(self.has(row), self.collects(row) & was_sent, accepted)

        return _row(version.expected_id, is_said)


def _row(column, whose):
    """That the row a column names is one of a kind; asked row by row, for the list of all would be long."""
    row = alias(ExpectedReport, "row")
    return select(row.c.id).where(row.c.id == column, whose(row)).exists()


def _has_row(bodies, *, task, cycle=None):
    row = alias(ExpectedReport, "own")
    of_cycle = row.c.cycle_id == cycle if cycle is not None else True
    return select(row.c.id).where(row.c.task_id == task, row.c.agency_id.in_(bodies), of_cycle).exists()


def _sheet(column, whose):
    sheet = alias(Filing, "sheet")
    return select(sheet.c.id).where(sheet.c.id == column, whose(sheet)).exists()


def _of_recipient(cycles):
    recipient = alias(ConditionalRecipient, "recipient")
    return ConditionalTask.recipient_id.in_(select(recipient.c.id).where(recipient.c.cycle_id.in_(cycles)))


def _of_snapshot(cycles):
    taken = alias(Snapshot, "taken")
    return SnapshotFile.snapshot_id.in_(select(taken.c.id).where(taken.c.cycle_id.in_(cycles)))


def _messages(is_told) -> Conditions:
    """What a body was told, of which rows, and who there has read it."""

    def is_of_one(column):
        message = alias(Message, "message")
        return select(message.c.id).where(message.c.id == column, is_told(message.c)).exists()

    return [
        (Message, is_told(Message)),
        *((table, is_of_one(table.message_id)) for table in (MessageRow, MessageReading)),
    ]


def _workbooks(is_own) -> Conditions:
    """The workbooks a side sent itself: what the office enters for an agency is not the agency's, nor the other way."""
    sent = alias(WorkbookImport, "sent")
    of_one = select(sent.c.id).where(sent.c.id == WorkbookChange.import_id, is_own(sent.c)).exists()
    return [(WorkbookImport, is_own(WorkbookImport)), (WorkbookChange, of_one)]


def _reminders(is_said) -> Conditions:
    """What was said to late agencies, and about which rows."""
    return [(Reminder, is_said(Reminder)), (ReminderRow, _reminder(ReminderRow.reminder_id, is_said))]


def _reminder(column, is_said):
    reminder = alias(Reminder, "reminder")
    return select(reminder.c.id).where(reminder.c.id == column, is_said(reminder.c)).exists()


def _is_accepted(row, version):
    return and_(row.c.state == ReportState.ACCEPTED, row.c.version_number == version.number)


def _versions(is_read) -> Conditions:
    """What is said, and what goes with it."""
    return [
        (ReportVersion, is_read(ReportVersion)),
        *((table, _version(table.version_id, is_read)) for table in (GoneWithout, VersionAttachment)),
    ]


def _version(column, is_read):
    version = alias(ReportVersion, "version")
    return select(version.c.id).where(version.c.id == column, is_read(version.c)).exists()


def _went_with(is_read):
    """Sent with a version that is read."""
    sent = alias(VersionAttachment, "sent")
    return (
        select(sent.c.version_id)
        .where(sent.c.attachment_id == Attachment.id, _version(sent.c.version_id, is_read))
        .exists()
    )
