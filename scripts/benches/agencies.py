"""Section `agencies`: what it costs to know who 10,000 printed names are."""

import random

from scripts.benches.clock import seconds
from scripts.benches.table import show
from tracker.agencies.resolution import Registry
from tracker.agencies.rows import Rows

CITIES, DEPARTMENTS, NAMES = 20, 40, 10_000
GOAL = 50
"""Milliseconds for all names."""
KINDS = ("局", "委员会", "办公室", "中心")
HEADS = [f"{a}{b}" for a in "商财教科民司水农文卫" for b in "务政育技公法利业化健"]


def agencies() -> None:
    """Print the time for names that stand in the registry, for those that do not, and for building it."""
    rows = _rows()
    registry = Registry(rows)
    known = _printed(registry)
    unknown = [(f"{name[:-1]}某处", place) for name, place in known[: NAMES // 10]]
    registry.resolve(*unknown[0])
    asked = {
        f"{NAMES} printed names, known": (known, f"≤ {GOAL}"),
        f"{len(unknown)} printed names, unknown, with the closest": (unknown, "-"),
    }
    show(
        f"agencies: {len(rows.agencies)} in the registry",
        ["job".ljust(48), "     ms", "goal"],
        _costs(registry, asked, rows),
    )


def _costs(registry, asked, rows):
    for job, (printed, goal) in asked.items():
        yield job, f"{seconds(lambda printed=printed: [registry.resolve(*each) for each in printed]) * 1000:.1f}", goal
    yield "the registry built", f"{seconds(lambda: Registry(rows)) * 1000:.1f}", "-"


def _rows():
    cities = [
        {"code": f"44{at:02}00", "name": f"第{at}市", "short": f"第{at}", "level": "city", "parent": "440000"}
        for at in range(1, CITIES + 1)
    ]
    bodies = [
        {
            "id": f"{city['code']}-{at}",
            "jurisdiction": city["code"],
            "name": f"{city['name']}{HEADS[at]}{KINDS[at % 4]}",
        }
        for city in cities
        for at in range(DEPARTMENTS)
    ]
    province = {"code": "440000", "name": "广东省", "short": "广东", "level": "province"}
    return Rows.of(jurisdictions=[province, *cities], agencies=bodies)


def _printed(registry):
    choose = random.Random(1)
    names = []
    for _ in range(NAMES):
        agency = choose.choice(registry.rows.agencies)
        place = registry.places.by_code[agency.jurisdiction].name
        names.append((choose.choice([agency.name, agency.name.replace(place, "市"), f" {agency.name}、"]), place))
    return names
