"""The run: options, the loop over damaged files, the figures."""

import argparse
import random
import sys
import time
from collections import Counter
from itertools import islice

from scripts.fuzzing.mutations import mutated
from scripts.fuzzing.papers import papers
from tracker.errors import UnreadableFile
from tracker.extraction import extract
from tracker.extraction.reading import read_bytes


def main(arguments: list[str] | None = None) -> int:
    """Read damaged documents until the count or the time is used up; print the figures; 1 if anything broke."""
    options = _options(arguments)
    figures, slowest, until = Counter(), 0.0, time.monotonic() + options.seconds
    for case in islice(_cases(options.seed), options.count):
        if time.monotonic() > until:
            break
        start = time.process_time()
        figures[_outcome(*case)] += 1
        slowest = max(slowest, time.process_time() - start)
    _print(
        f"seed {options.seed}: {figures.total()} files; {figures['read']} read, "
        f"{figures['refused']} refused, {figures['broken']} broken; slowest {slowest:.2f} s"
    )
    return 1 if figures["broken"] else 0


def _options(arguments):
    parser = argparse.ArgumentParser(prog="scripts/fuzz", description="Read mutated documents; count what breaks.")
    parser.add_argument("--count", type=int, default=2000, help="files to read at most (2000)")
    parser.add_argument("--seconds", type=float, default=60, help="seconds to go on at most (60)")
    parser.add_argument("--seed", type=int, default=1, help="another seed damages the files otherwise (1)")
    return parser.parse_args(arguments)


def _cases(seed):
    """``(case number, mutations, ending, bytes)`` without end; the same for the same seed. Half are text files."""
    all_papers = papers()
    texts, number = [paper for paper in all_papers if paper[0] == ".txt"], 0
    while True:
        chance = random.Random(f"{seed}/{number}")
        yield number, *mutated(*chance.choice(chance.choice([texts, all_papers])), chance)
        number += 1


def _outcome(number, names, ending, raw):
    try:
        extract(read_bytes(raw, f"document{ending}")).as_json()
    except UnreadableFile:
        return "refused"
    except Exception as error:  # whatever else is raised is what is being looked for
        _print(f"file {number} {ending} ({', '.join(names)}): {type(error).__name__}: {error} at {_place(error)}")
        return "broken"
    return "read"


def _place(error):
    trace = error.__traceback__
    while trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"


def _print(line):
    sys.stdout.write(f"{line}\n")
