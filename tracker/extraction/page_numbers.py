"""Bare numbers on lines of their own that count a text's pages: they run on, and stand a page's length apart."""

import re

BARE = re.compile(r"^[ \t\u3000]*(?P<number>\d{1,4})[ \t\u3000]*$", re.MULTILINE)
LEAST_LINES, LEAST_PAGES = 15, 2
"""Lines of the shortest page, and how many numbers must run on; the rows of a table are shorter."""
LONGEST_RATIO = 2
"""How many times longer than the shortest page another may be."""


def page_numbers(raw: str) -> list[tuple[int, int]]:
    """The spans of the page numbers that stand alone on their lines, in order; a lone 1 below a page's lines is one."""
    found, line, at = [], 0, 0
    for match in BARE.finditer(raw):
        line += raw.count("\n", at, match.start())
        at = match.start()
        found.append((int(match["number"]), line, match.span("number")))
    if len(found) == 1 and found[0][0] == 1 and found[0][1] >= LEAST_LINES:
        return [found[0][2]]
    runs, run = [], found[:1]
    for before, item in zip(found, found[1:], strict=False):
        if item[0] != before[0] + 1 or item[1] - before[1] < LEAST_LINES:
            runs.append(run)
            run = []
        run.append(item)
    return [span for run in [*runs, run] if _are_pages(run) for _, _, span in run]


def _are_pages(run):
    lengths = [after[1] - before[1] for before, after in zip(run, run[1:], strict=False)]
    return len(run) >= LEAST_PAGES and max(lengths) <= min(lengths) * LONGEST_RATIO
