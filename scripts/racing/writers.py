"""Sixteen who read and then write, in two processes: nobody is told that the database is locked (case 19)."""

import json
import os
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import count

from scripts.killing.year import Place
from scripts.racing.together import take_locks_off
from tests.cycles import REPORT, reporter
from tracker.operations import reports
from tracker.operations.reports import Wanted
from tracker.storage.database import db

PROCESSES, THREADS = 2, 8


def write(place: Place, year, times: int, *, broken: bool) -> Counter:
    """Let them save so many drafts; ``written``, ``broken`` and ``longest``, the milliseconds of the longest wait."""
    owners = [(agency, id_) for (agency, _), id_ in year.rows.items()]
    told = [_start(place, year.id, owners, number, times // PROCESSES, broken) for number in range(PROCESSES)]
    found = Counter(written=0, broken=0, longest=0)
    for process, reading in told:
        with os.fdopen(reading, "rb") as pipe:
            one = json.loads(pipe.read() or b'{"broken": 1}')
        os.waitpid(process, 0)
        longest = max(found["longest"], one.pop("longest", 0))
        found.update(one)
        found["longest"] = longest
    return found


def _start(place, cycle_id, owners, number, times, broken):
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        try:
            found = _write(place, cycle_id, owners, number, times, broken)
            os.write(writing, json.dumps(found).encode())
        finally:
            os._exit(0)
    os.close(writing)
    return process, reading


def _write(place, cycle_id, owners, number, times, broken):
    found, numbers = Counter(), count()

    def work(thread):
        agency, row_id = owners[(number * THREADS + thread) % len(owners)]
        by = reporter(agency)
        with app.app_context():
            while (turn := next(numbers)) < times:
                wanted = Wanted(REPORT.__class__(REPORT.progress, REPORT.percent, f"第{number}组第{turn}次。"))
                began = time.monotonic()
                try:
                    reports.save_drafts(cycle_id, {row_id: wanted}, by=by)
                    found["written"] += 1
                except Exception:  # whatever it is, it was not written
                    found["broken"] += 1
                found["longest"] = max(found["longest"], round((time.monotonic() - began) * 1000))

    with place.opened() as app:
        if broken:
            take_locks_off(db.engine)
        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(work, range(THREADS)))
    return found
