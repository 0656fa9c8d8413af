"""Giving a receipt for a submission, in its transaction; and the one given before, where it was sent twice."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import select

from tracker.operations.actors import Acting
from tracker.operations.rows import Held
from tracker.reporting.receipts import THE_OFFICE, Receipt, ReceiptLine, receipt_number
from tracker.storage import reports as tables
from tracker.storage.cycles import Cycle
from tracker.storage.database import db
from tracker.storage.queries.reports import agency_names, conditional_recipients, task_labels
from tracker.storage.reports import Filing, ReportVersion
from tracker.storage.sight import seeing_everything
from tracker.vocabulary.reporting import Duty

COVER = ("overview", "practice", "problems", "next_step")


def given_already(filing: Filing, key: str, cycle: Cycle) -> Receipt | None:
    """The receipt of what was sent under this key before; None if nothing was."""
    statement = select(tables.Receipt).where(tables.Receipt.filing_id == filing.id, tables.Receipt.key == key)
    stored = db.session.scalar(statement)
    return stored and receipt_of(stored, filing, cycle)


def receipt_of(stored: tables.Receipt, filing: Filing, cycle: Cycle) -> Receipt:
    """A stored receipt as it was given."""
    lines = tuple(ReceiptLine(**each | {"recipients": tuple(each["recipients"])}) for each in json.loads(stored.lines))
    (agency,) = agency_names([filing.agency_id]).values()
    return Receipt(stored.number, agency, cycle.name, stored.received_at, stored.who, lines)


def give_receipt(
    filing: Filing,
    cycle: Cycle,
    key: str,
    by: Acting,
    now: datetime,
    held: Sequence[Held],
    versions: Sequence[ReportVersion],
) -> Receipt:
    """Write the receipt of these versions; its number counts all submissions, whoever's they are."""
    cover = json.dumps({name: getattr(filing, name) for name in COVER}, ensure_ascii=False)
    stored = tables.Receipt(filing_id=filing.id, key=key, received_at=now, who=by.name, account_id=by.id, cover=cover)
    db.session.add(stored)
    db.session.flush()
    (agency,) = agency_names([filing.agency_id]).values()
    number = receipt_number(cycle.due_on.year, stored.id)
    receipt = Receipt(number, agency, cycle.name, now, by.name, _lines(cycle, held, versions))
    stored.number, stored.sha256 = number, receipt.sha256
    stored.lines = json.dumps([asdict(line) for line in receipt.lines], ensure_ascii=False)
    for version in versions:
        version.receipt_id = stored.id
    return receipt


@seeing_everything()
def _lines(cycle, held, versions) -> tuple[ReceiptLine, ...]:
    """Whoever sends a row has it on the receipt, though the task is not printed for them."""
    labels = task_labels([each.row.task_id for each in held])
    names = agency_names([each.consolidator_id for each in held if each.consolidator_id])
    others = conditional_recipients(cycle.id, [each.row.task_id for each in held])
    return tuple(
        _line(each, version, cycle, labels, names, others) for each, version in zip(held, versions, strict=True)
    )


def _line(each, version, cycle, labels, names, others):
    row = each.row
    if row.duty is Duty.CONTRIBUTION:
        recipients = (names.get(each.consolidator_id, THE_OFFICE),)
    else:
        recipients = (cycle.recipient or THE_OFFICE, *others.get(row.task_id, ()))
    return ReceiptLine(labels[row.task_id], version.number, version.sha256, row.on_time, recipients)
