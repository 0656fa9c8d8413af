"""The run: a year, a server, everybody at work, the figures and what was kept of what was acknowledged."""

import argparse
import asyncio
import os
import tempfile
import time
from collections import Counter
from pathlib import Path
from random import Random

from sqlalchemy import func, select

from scripts.killing.checking import faults
from scripts.killing.year import Place
from scripts.loading.afternoon import Afternoon
from scripts.loading.figures import Figures, at
from scripts.loading.serving import serving
from scripts.loading.year import OFFICES, prepare
from tracker.operations.originals import place_of
from tracker.storage.database import db
from tracker.storage.reports import Attachment, Receipt, ReportVersion, VersionAttachment

LAST = 1 / 7
"""Half an hour of an afternoon of three and a half: half of the agencies begin within it."""
HALF_HOUR, PACE, MORNING = 30, 5, 1
"""Minutes; how many times as fast as by the clock it is told unless asked; minutes in which all sign in at the opening."""
GOAL = 0.2


def main(arguments) -> int:
    """Play it and print the figures; 1 if anything failed or was lost."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory(prefix="load.") as folder:
        home = Path(folder)
        clerks = prepare(home, options.database, agencies=options.agencies, reports=options.reports)
        with serving(home, options.database, broken=options.broken) as served:
            figures, scene, cost = _play(options, served, clerks)
        acknowledged = scene.acknowledged
        found = faults(Place(home, options.database), acknowledged) + _without_files(home, options, scene.scanned)
    kind = "SQLite" if options.database is None else options.database.partition(":")[0]
    scene = "sign in on the first morning" if options.opening else "report on the last afternoon"
    shown = ", ".join(f"{count} {name}" for name, count in sorted(found.items())) or "0 lost, 0 doubled, 0 half"
    lines = [
        f"{kind}: {options.agencies} agencies {scene}, {_told(options)}, {options.think:g} s to think",
        *figures.lines(),
        cost,
        f"{len(acknowledged)} submissions acknowledged: {shown}; {figures.errors} errors",
        f"p95 of all pages {at(figures.pages(), 95) * 1000:.0f} ms, to pass ≤ {GOAL * 1000:.0f} ms",
    ]
    print("\n".join(lines))  # noqa: T201
    return int(bool(found or figures.errors))


def _options(arguments):
    parser = argparse.ArgumentParser(prog="scripts/load", description=__doc__)
    parser.add_argument("--agencies", type=int, default=500)
    parser.add_argument("--reports", type=int, default=2, help="reports each agency owes")
    told = parser.add_mutually_exclusive_group()
    told.add_argument(
        "--pace", type=float, default=PACE, help="times the clock's pace for the last half hour; 1 is its own"
    )
    told.add_argument("--minutes", type=float, help="a harder rush: the whole afternoon of three and a half hours")
    parser.add_argument("--think", type=float, default=5, help="seconds between two steps of a person")
    parser.add_argument("--opening", action="store_true", help="the first morning: all sign in within a minute")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--broken", action="store_true", help="receipts for what is not kept: losses must be reported")
    parser.add_argument("--database", help="an empty database; without it SQLite")
    options = parser.parse_args(arguments)
    if options.opening and options.minutes is None:
        options.minutes = MORNING
    return options


def _told(options):
    if options.minutes is not None:
        return f"{options.minutes:g} minutes"
    return f"the last half hour in {HALF_HOUR / options.pace:g} minutes"


def _play(options, served, clerks):
    figures = Figures()
    scene = Afternoon(served.port, options.think, figures.tell, Random(options.seed), [])
    began, before = time.perf_counter(), os.times()
    asyncio.run(_everybody(options, scene, clerks))
    took, after = time.perf_counter() - began, os.times()
    spent, own = served.seconds(), sum(after[:2]) - sum(before[:2])
    asked = sum(map(len, figures.seconds.values()))
    cost = f"{took:.0f} s, {asked / took:.0f} requests a second; server {spent:.0f} s of processor, load {own:.0f} s"
    cost = f"{cost}\nworkers: {served.memory()}"
    return figures, scene, cost


async def _everybody(options, scene, clerks):
    agencies, offices = clerks[:-OFFICES], clerks[-OFFICES:]
    act = scene.open if options.opening else scene.report
    begin = starts(options, len(agencies), scene.chance)
    over = asyncio.Event()
    watching = [asyncio.create_task(scene.watch(office, over.is_set)) for office in offices]
    await asyncio.gather(*(act(clerk, start) for clerk, start in zip(agencies, begin, strict=True)))
    over.set()
    await asyncio.gather(*watching)


def starts(options, agencies, chance):
    """When each of so many agencies begins, in seconds: half of them in the last half hour, which is told at a pace; those of the hours
    before are moved together until they come as densely. In a rush all hours are squeezed alike."""
    if options.minutes is None:
        return [chance.uniform(0, 2 * HALF_HOUR * 60 / options.pace) for _ in range(agencies)]
    whole = options.minutes * 60
    if options.opening:
        return [chance.uniform(0, whole) for _ in range(agencies)]
    last = whole * (1 - LAST)
    return [chance.uniform(0, last) if number % 2 else chance.uniform(last, whole) for number in range(agencies)]


def _without_files(home, options, scanned):
    """Acknowledged reports whose scan had been taken in and is not there, in the table or on the disk."""
    if not scanned:
        return Counter()
    with Place(home, options.database).opened():
        statement = select(Receipt.key, func.min(Attachment.sha256))
        statement = statement.join(ReportVersion, ReportVersion.receipt_id == Receipt.id)
        statement = statement.join(VersionAttachment, VersionAttachment.version_id == ReportVersion.id)
        statement = statement.join(Attachment, Attachment.id == VersionAttachment.attachment_id).group_by(Receipt.key)
        kept = {key for key, sha256 in db.session.execute(statement) if place_of(sha256, home, "evidence").is_file()}
    return Counter(["without its file" for key in scanned if key not in kept])
