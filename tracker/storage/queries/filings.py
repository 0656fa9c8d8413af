"""An agency's sheet of a cycle as the office reads it: what was delivered with it, its receipts and scans. No drafts."""

import json
from dataclasses import dataclass

from sqlalchemy import select

from tracker.storage.database import db
from tracker.storage.queries.sheets import scans_of
from tracker.storage.registry import RegisteredAgency
from tracker.storage.reports import Attachment, Filing, Receipt

COVER = {"overview": "总体情况", "practice": "主要做法", "problems": "存在问题", "next_step": "下一步打算"}
"""The parts of the cover text, as a page calls them."""


@dataclass(frozen=True)
class Delivered:
    """A sheet with the cover text of its last receipt, "" by name where nothing was sent."""

    filing: Filing
    agency: str
    cover: dict[str, str]
    receipts: tuple[tuple[Receipt, int], ...]
    scans: tuple[Attachment, ...]

    @property
    def says_something(self) -> bool:
        return any(text.strip() for text in self.cover.values())


def delivered(cycle_id: int, agency_id: str) -> Delivered | None:
    """What an agency delivered in a cycle; None if it has no sheet there. In three statements."""
    statement = select(Filing, RegisteredAgency.name).join(RegisteredAgency, RegisteredAgency.id == Filing.agency_id)
    found = db.session.execute(
        statement.where(Filing.cycle_id == cycle_id, Filing.agency_id == agency_id)
    ).one_or_none()
    if found is None:
        return None
    filing, agency = found
    receipts = db.session.scalars(
        select(Receipt).where(Receipt.filing_id == filing.id).order_by(Receipt.id.desc())
    ).all()
    cover = json.loads(receipts[0].cover) if receipts else {}
    counted = tuple((receipt, len(json.loads(receipt.lines))) for receipt in receipts)
    return Delivered(filing, agency, cover, counted, scans_of(filing.id) if receipts else ())


def is_delivered(filing: Filing, receipt: Receipt | None) -> bool:
    """Whether the cover text of a sheet is that of its last receipt."""
    cover = json.loads(receipt.cover) if receipt else {}
    return all((cover.get(name) or "") == getattr(filing, name) for name in COVER)
