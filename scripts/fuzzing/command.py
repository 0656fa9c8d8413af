"""The run: options, the loop over damaged files, the figures."""

import argparse
import random
import re
import resource
import signal
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice

from scripts.benches.table import print_line, show
from scripts.fuzzing.archive_mutations import mutated_archive
from scripts.fuzzing.mutations import FOR_BYTES, FOR_TEXTS, mutated
from scripts.fuzzing.originals import FORMATS, originals
from tracker.errors import UnreadableFile
from tracker.extraction import extract
from tracker.extraction.reading import read_bytes

ARCHIVES, TEXTS = ("docx", "xlsx"), ("txt", "md", "html", "csv")
PARTS_DAMAGED, BYTES_DAMAGED_TOO = 0.7, 0.15
"""Share of the archives whose parts are damaged, always in a sound archive, and of those that are damaged once packed."""
SECONDS_A_FILE = 10
MEGABYTES = 2048
SENTENCE = re.compile(r"“[^\n]*”[^。\n]*[\u4e00-\u9fff][^。\n]*请[^。\n]*。")
ENDINGS = (*(f".{form}" for form in FORMATS), "", ".doc", ".xls", ".wps", ".et", ".exe", ".DOCX", ".htm")
NAMES = ("../../方案", "方\x00案", "方\n案", "\u202e方案", "方" * 300, "con", "a.xlsx", "", "<b>")
OUTCOMES = ("read", "refused", "broken")


class _TooSlow(BaseException):
    """A file that took longer than a file may."""


@dataclass(frozen=True)
class Case:
    """One damaged file: its number, the format it had, what was done to it, the name it came under, its bytes."""

    number: int
    form: str
    mutations: list[str]
    name: str
    raw: bytes


def main(arguments: list[str] | None = None) -> int:
    """Read damaged files until the count or the time is used up; print the figures; 1 if anything broke."""
    options = _options(arguments)
    before = signal.signal(signal.SIGALRM, _give_up)
    try:
        figures, slowest = _figures(options)
    finally:
        signal.signal(signal.SIGALRM, before)
    return _print(figures, slowest, options.seed)


def limit_memory() -> None:
    """Let no file take the machine's memory: what takes more than two gigabytes breaks."""
    resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES << 20, MEGABYTES << 20))


def _figures(options):
    """How many files of each format had each outcome, and the seconds the slowest took."""
    figures, slowest = defaultdict(lambda: dict.fromkeys(OUTCOMES, 0)), defaultdict(float)
    until = time.monotonic() + options.seconds
    for case in islice(_cases(options.seed, options.format or FORMATS), options.count):
        if time.monotonic() > until:
            break
        start = time.process_time()
        figures[case.form][_outcome(case)] += 1
        slowest[case.form] = max(slowest[case.form], time.process_time() - start)
    return figures, slowest


def _options(arguments):
    parser = argparse.ArgumentParser(prog="scripts/fuzz", description="Read damaged files; count what breaks.")
    parser.add_argument("--count", type=int, default=5000, help="files to read at most (5000)")
    parser.add_argument("--seconds", type=float, default=600, help="seconds to go on at most (600)")
    parser.add_argument("--seed", type=int, default=1, help="another seed damages the files otherwise (1)")
    parser.add_argument(
        "--format", action="append", choices=FORMATS, help="only files that had this format; repeatable"
    )
    return parser.parse_args(arguments)


def _give_up(signal_number, frame):
    raise _TooSlow


def _cases(seed, forms) -> Iterator[Case]:
    """Damaged files without end; the same for the same seed."""
    number = 0
    while True:
        chance = random.Random(f"{seed}/{number}")
        form = chance.choice(forms)
        mutations, raw = _damaged(form, chance)
        stem, ending = "方案", f".{form}"
        if chance.random() < 0.1:
            ending = chance.choice(ENDINGS)
            mutations = [*mutations, f"named {ending}"]
        if chance.random() < 0.05:
            stem = chance.choice(NAMES)
        yield Case(number, form, mutations, stem + ending, raw)
        number += 1


def _damaged(form, chance):
    raw = chance.choice(_originals(form))
    names, others = [], FOR_TEXTS if form in TEXTS else FOR_BYTES
    if form in ARCHIVES and chance.random() < PARTS_DAMAGED:
        names, raw = mutated_archive(raw, chance)
        if chance.random() > BYTES_DAMAGED_TOO:
            return names, raw
    more, raw = mutated(raw, chance, others)
    return [*names, *more], raw


@cache
def _originals(form):
    return originals(form)


def _outcome(case):
    signal.setitimer(signal.ITIMER_REAL, SECONDS_A_FILE)
    try:
        extract(read_bytes(case.raw, case.name)).as_json()
    except UnreadableFile as refusal:
        if not SENTENCE.fullmatch(str(refusal)):
            return _broken(case, f"refused without a whole sentence: {refusal!r}")
        return "refused"
    except _TooSlow:
        return _broken(case, f"took more than {SECONDS_A_FILE} s")
    except Exception as error:  # whatever else is raised is what is being looked for
        return _broken(case, f"{type(error).__name__}: {error} at {_place(error)}")
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return "read"


def _broken(case, what):
    print_line(f"file {case.number} ({case.form}: {', '.join(case.mutations)}): {what}")
    return "broken"


def _place(error):
    trace = error.__traceback__
    while trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"


def _print(figures, slowest, seed):
    """Print the table and the sum; returns 1 if anything broke."""
    rows = [(form, *figures[form].values(), slowest[form]) for form in FORMATS if form in figures]
    show(
        f"Damaged files, seed {seed}",
        ("format", "  files", "   read", "refused", " broken", "slowest (s)"),
        [(f"{form:6}", *map(str, (sum(counts), *counts)), f"{seconds:.2f}") for form, *counts, seconds in rows],
    )
    read, refused, broken = (sum(row[place] for row in rows) for place in (1, 2, 3))
    print_line(
        f"\nseed {seed}: {read + refused + broken} files; {read} read, {refused} refused, {broken} broken; "
        f"slowest {max(slowest.values(), default=0):.2f} s"
    )
    return 1 if broken else 0
