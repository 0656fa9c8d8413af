"""The run: a year, trial after trial of two processes killed at a random moment, the figures."""

import argparse
import os
import signal
import tempfile
import time
from pathlib import Path
from random import Random

from scripts.killing import importing, migrating
from scripts.killing.checking import faults
from scripts.killing.submitting import submit_for_ever
from scripts.killing.year import Place, prepare

PROCESSES = 2
SOONEST, LATEST = 0.05, 0.5
"""Seconds between the first acknowledgement of a trial and the kill."""


def main(arguments) -> int:
    """Run the trials and print one line; 1 if anything was lost, doubled or half."""
    options = _options(arguments)
    chance = Random(options.seed)
    if options.during:
        return _during(options, chance)
    with tempfile.TemporaryDirectory(prefix="kill.") as folder:
        place = Place(Path(folder), options.database)
        owed = prepare(place)
        acknowledged: list[tuple[str, str]] = []
        for trial in range(options.trials):
            acknowledged += _trial(place, owed, chance, trial, options.broken)
        found = faults(place, acknowledged)
    kind = "SQLite" if options.database is None else options.database.partition(":")[0]
    shown = ", ".join(f"{count} {name}" for name, count in sorted(found.items())) or "0 lost, 0 doubled, 0 half"
    print(f"{kind}: {options.trials} trials, {len(acknowledged)} submissions acknowledged: {shown}")  # noqa: T201
    return int(bool(found))


def _during(options, chance):
    """Another thing is killed, once in each trial."""
    with tempfile.TemporaryDirectory(prefix="kill.") as folder:
        place = Place(Path(folder), options.database)
        if options.during == "import":
            found = importing.trials(place, options.rows, options.trials, chance, broken=options.broken)
        else:
            found = migrating.trials(place, options.revisions, options.trials, chance, broken=options.broken)
    kind = "SQLite" if options.database is None else options.database.partition(":")[0]
    print(f"{kind}, {options.during}: {', '.join(f'{count} {name}' for name, count in found.items())}")  # noqa: T201
    return int(any(count for name, count in found.items() if name not in ("killed", "taken")))


def _options(arguments):
    parser = argparse.ArgumentParser(prog="scripts/kill", description=__doc__)
    parser.add_argument("--trials", type=int, default=100)
    parser.add_argument("--during", choices=("import", "migration"), help="kill this instead of submissions")
    parser.add_argument("--rows", type=int, default=5000, help="of the workbook that is imported")
    parser.add_argument("--revisions", type=int, default=100, help="how many of the last ones are tried")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--broken", action="store_true", help="acknowledge before the commit: losses must be reported")
    parser.add_argument("--database", help="an empty database; without it SQLite")
    return parser.parse_args(arguments)


def _trial(place, owed, chance, trial, broken):
    """Start the processes, each with agencies of its own, kill all at once; returns what they acknowledged."""
    agencies = sorted({each.agency for each in owed})
    workers = []
    for number in range(PROCESSES):
        own = [each for each in owed if agencies.index(each.agency) % PROCESSES == number]
        workers.append(_start(place, own, trial * PROCESSES + number, broken))
    said = [_first(told) for _, told in workers]
    time.sleep(chance.uniform(SOONEST, LATEST))
    for process, _ in workers:
        os.kill(process, signal.SIGKILL)
    for process, _ in workers:
        os.waitpid(process, 0)
    lines = b"".join(first + _rest(told) for first, (_, told) in zip(said, workers, strict=True))
    return [tuple(line.split()) for line in lines.decode().splitlines(keepends=True) if line.endswith("\n")]


def _start(place, owed, seed, broken):
    """A process of its own that submits; its number, and where it says what was received."""
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(reading)
        try:
            submit_for_ever(place, owed, writing, seed=seed, broken=broken)
        finally:
            os._exit(1)
    os.close(writing)
    return process, reading


def _first(told):
    """What is said first: the process is at work then."""
    return os.read(told, 4096)


def _rest(told):
    """All that was said until the end; what a killed process had begun to say counts only as a whole line."""
    with os.fdopen(told, "rb") as pipe:
        return pipe.read()
