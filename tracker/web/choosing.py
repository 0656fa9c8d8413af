"""Choosing among thousands, page by page: what was chosen on other pages travels with the form, as ranges of ids."""

from collections.abc import Collection
from itertools import groupby

from werkzeug.datastructures import MultiDict

from tracker.storage.queries.filters import LARGEST_ID
from tracker.web.addresses import ids_in

MOST = 100_000
"""So many are chosen at the most; what else an altered form says is left out."""


def packed(ids: Collection[int]) -> str:
    """Ids as text: ``{1, 2, 3, 7}`` → ``1-3.7``."""
    runs = [[id_ for _, id_ in run] for _, run in groupby(enumerate(sorted(ids)), key=lambda pair: pair[1] - pair[0])]
    return ".".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)


def unpacked(text: str) -> frozenset[int]:
    """The ids such a text says; what makes no sense says none."""
    found: set[int] = set()
    for part in text.split("."):
        first, _, last = part.partition("-")
        span = [int(each) for each in (first, last or first) if each.isascii() and each.isdecimal() and len(each) <= 10]
        if len(span) == 2 and 0 < span[0] <= span[1] <= LARGEST_ID and span[1] - span[0] < MOST - len(found):
            found.update(range(span[0], span[1] + 1))
    return frozenset(found)


def chosen_in(form: MultiDict, name: str) -> frozenset[int]:
    """What is chosen by a form: what is checked on this page, and what was on others and is not shown on this."""
    return (unpacked(form.get("chosen", "")) - unpacked(form.get("shown", ""))) | frozenset(ids_in(form, name))
