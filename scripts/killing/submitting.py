"""A process that submits reports until it is killed, and says of each that it was received: key and hash on a line."""

import os
import secrets
import time
from collections.abc import Sequence
from random import Random

from sqlalchemy import event

from scripts.killing.year import Owed, Place
from tracker.operations import reports
from tracker.operations.actors import Actor
from tracker.operations.reports import Wanted
from tracker.reporting.content import Content
from tracker.storage.database import db
from tracker.vocabulary.reporting import Progress

WITHOUT = "不再等配合情况。"
HELD_UP = 0.05
"""Seconds the broken control waits between saying that it received something and keeping it."""


def submit_for_ever(place: Place, owed: Sequence[Owed], told: int, *, seed: int, broken: bool) -> None:
    """Write, send and take back one report after another; ``told`` is where it is said which were received."""
    chance = Random(seed)
    with place.opened():
        if broken:
            event.listen(db.session, "before_commit", lambda _: _say_waiting(told))
        while True:
            _submit(chance.choice(owed), told, broken)


def _submit(owed, told, broken):
    by = Actor(None, "填报人", frozenset({"reporter"}), agency_id=owed.agency)
    content = Content(Progress.UNDER_WAY, 50, f"引进企业{secrets.token_hex(8)}。")
    reports.save_drafts(owed.cycle, {owed.row: Wanted(content, "改了数")}, by=by)
    key = secrets.token_hex(8)
    line = f"{key} {content.sha256}\n".encode()
    if broken:
        WAITING.append(line)
    reports.submit(owed.cycle, [owed.row], by=by, key=key, without=WITHOUT)
    if not broken:
        os.write(told, line)
    reports.withdraw(owed.cycle, [owed.row], by=by)


WAITING: list[bytes] = []


def _say_waiting(told):
    while WAITING:
        os.write(told, WAITING.pop())
        time.sleep(HELD_UP)
