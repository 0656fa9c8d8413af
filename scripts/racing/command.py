"""The run: a small year, race after race, the figures."""

import argparse
import tempfile
from collections import Counter
from pathlib import Path
from random import Random

from scripts.killing.year import Place
from scripts.racing import writers
from scripts.racing.races import RACES
from scripts.racing.together import Together, take_locks_off
from tests.cycles import OPENING, an_open_cycle
from tracker import clock
from tracker.operations import migrating
from tracker.storage.database import db

WRITES = 100_000
WAIT = "ms the longest wait"
BUSY_TIMEOUT = 30_000
"""Milliseconds after which SQLite gives up waiting for its lock."""


def main(arguments) -> int:
    """Run one race and print one line; 1 if anything came out wrong."""
    options = _options(arguments)
    clock.now = lambda: OPENING
    with tempfile.TemporaryDirectory(prefix="race.") as folder:
        place = Place(Path(folder), options.database)
        with place.opened():
            migrating.upgrade()
            year = an_open_cycle()
        found = _written(place, year, options) if options.race == "writers" else _raced(place, year, options)
    kind = "SQLite" if options.database is None else options.database.partition(":")[0]
    print(f"{kind}, {options.race}: {', '.join(f'{count:,} {name}' for name, count in found.items())}")  # noqa: T201
    return int(any(count for name, count in found.items() if name not in ("races", "written", WAIT)))


def _options(arguments):
    parser = argparse.ArgumentParser(prog="scripts/race", description=__doc__)
    parser.add_argument("race", choices=(*RACES, "writers"))
    parser.add_argument("--times", type=int, help="how often; without it as often as its case asks for")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--broken", action="store_true", help="take the locks off: it must be noticed")
    parser.add_argument("--database", help="an empty database; without it SQLite")
    return parser.parse_args(arguments)


def _written(place, year, options):
    found = writers.write(place, year, options.times or WRITES, broken=options.broken)
    longest = found["longest"]
    too_long = int(longest >= BUSY_TIMEOUT)
    return {"written": found["written"], "broken": found["broken"], WAIT: longest, "waited too long": too_long}


def _raced(place, year, options):
    race, times = RACES[options.race]
    found, chance = Counter(races=0, wrong=0), Random(options.seed)
    with place.opened() as app:
        if options.broken:
            take_locks_off(db.engine)
        together = Together(app, 3, chance)
        for trial in range(options.times or times):
            found["races"] += 1
            wrong = list(race(year, together, trial, chance))
            found.update(wrong)
            found["wrong"] += bool(wrong)
            if wrong and options.broken:
                break
    return found
