"""Killing a process while it brings a database to the next revision: it is at the one or the other, and goes on (case 5)."""

from collections import Counter
from functools import partial
from random import Random

from sqlalchemy import func, inspect, select, table

from scripts.killing.stopping import killed, steps_of
from scripts.killing.year import Place, prepare
from tracker.operations import migrating
from tracker.storage.database import db

COUNTED = ("document", "measure", "task", "assignment", "agency")


def trials(place: Place, revisions: int, times: int, chance: Random, *, broken: bool) -> Counter:
    """Fault → how often, over so many trials at each of the last revisions."""
    prepare(place)
    with place.opened():
        known = migrating.known_revisions()
        steps = list(zip(known, known[1:], strict=False))[-revisions:]
        migrating.downgrade(steps[0][0])
        rows = _rows()
    found = Counter(killed=0, half=0, lost=0, stuck=0)
    for before, after in steps:
        act = partial(migrating.upgrade, after)
        taken = steps_of(place, act)
        with place.opened():
            migrating.downgrade(before)
        for _ in range(times):
            killed(place, act, chance.randint(1, taken), broken=broken)
            found["killed"] += 1
            found.update(_faults(place, before, after, rows))
            if found["stuck"]:
                return found
        with place.opened():
            migrating.upgrade(after)
    return found


def _faults(place, before, after, rows):
    with place.opened():
        if migrating.current_revision() not in (before, after):
            yield "half"
        if _rows() != rows:
            yield "lost"
        try:
            migrating.upgrade(after)
            migrating.downgrade(before)
        except Exception:  # whatever it is that stops the next start
            yield "stuck"


def _rows():
    names = set(inspect(db.engine).get_table_names())
    counts = [db.session.scalar(select(func.count()).select_from(table(name))) for name in COUNTED if name in names]
    db.session.rollback()
    return counts
