"""What the office prints, as the printer gets it: the call list and the papers, each the first page of its PDF."""

import struct
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pypdfium2
from sqlalchemy import select

from tracker import clock
from tracker.operations import reminders
from tracker.operations.actors import Actor
from tracker.storage.cycles import Cycle
from tracker.storage.database import db
from tracker.storage.people import Account
from tracker.storage.queries.reminders import owing
from tracker.storage.reminders import Reminder
from tracker.vocabulary.reminders import Step
from tracker.vocabulary.reporting import CycleState

STEPS = (
    (Step.URGE, datetime(2026, 11, 13, 10, tzinfo=clock.CHINA), date(2026, 11, 20), 4),
    (Step.SUPERVISE, datetime(2026, 11, 24, 10, tzinfo=clock.CHINA), date(2026, 11, 30), 2),
)
"""A step, when it was taken, until when it gives time, and towards how many agencies."""
SCALE = 1.25


def press_the_late() -> dict[str, str]:
    """Take the steps in the demonstration's year; the pictures' names and where they are taken."""
    account = db.session.scalar(select(Account).where(Account.login == "office"))
    office = Actor(account.id, account.name, frozenset({"office"}), group_id=account.group_id)
    cycle = db.session.scalar(select(Cycle).where(Cycle.state == CycleState.OPEN, Cycle.group_id == office.group_id))
    cycle_id = cycle.id
    for step, moment, term, most in STEPS:
        with clock.telling_of(moment):
            late = [line.id for line in owing(db.session.get(Cycle, cycle_id), moment.date()) if step in line.steps]
            db.session.rollback()
            reminders.press(cycle_id, late[:most], step, by=office, term=term)
    paper = db.session.scalar(select(Reminder.id).where(Reminder.step == Step.SUPERVISE).order_by(Reminder.number))
    db.session.rollback()
    return {"call-list": f"/cycles/{cycle_id}/calls", "supervision-paper": f"/papers/{paper}"}


def print_papers(page, places: dict[str, str], folder: Path) -> Iterator[Path]:
    """Print each place; yields where its first sheet is kept."""
    for name, place in places.items():
        page.goto(place)
        path = folder / f"{name}.png"
        path.write_bytes(first_sheet(page.pdf(prefer_css_page_size=True)))
        yield path


def first_sheet(printed: bytes) -> bytes:
    """The first sheet of a PDF, as a PNG."""
    document = pypdfium2.PdfDocument(printed)
    picture = document[0].render(scale=SCALE, rev_byteorder=True).to_numpy()
    height, width, colours = picture.shape
    head = struct.pack(">IIBBBBB", width, height, 8, 2 if colours == 3 else 6, 0, 0, 0)
    lines = b"".join(b"\0" + line.tobytes() for line in picture)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_part(name, content) for name, content in parts)


def _part(name, content):
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
