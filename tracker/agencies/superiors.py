"""The tree of superiors, 省 → 市 → 区: where a body stands in it, who stands above whom, and what lies below.

A superior sees its own jurisdiction and all below it, never what lies beside or above.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tracker.agencies.places import NATION, Places
from tracker.agencies.rows import Agency, Jurisdiction

GOVERNING = frozenset({"区政府", "管委会"})
"""Kinds of bodies that govern a place below the jurisdiction that gives them their tasks."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A place with the bodies that stand there, and the places below it that have any."""

    place: Jurisdiction
    bodies: tuple[Agency, ...]
    below: tuple["Branch", ...]

    def __iter__(self) -> Iterator["Branch"]:
        """Itself and every branch below, from above to below."""
        yield self
        for branch in self.below:
            yield from branch

    @property
    def size(self) -> int:
        """How many bodies stand here and below."""
        return sum(len(branch.bodies) for branch in self)


def seat(agency: Agency, places: Places) -> Jurisdiction:
    """Where a body stands: 广州市天河区人民政府 in 天河区, though its tasks come from 广州市; others where they are at home."""
    home = places.by_code.get(agency.jurisdiction, NATION)
    if agency.kind not in GOVERNING or home is NATION:
        return home
    governed = [place for place in places.children(home.code) if place.name in agency.name]
    return max(governed, key=lambda place: len(place.name), default=home)


def tree(agencies: Iterable[Agency], places: Places, root: str = NATION.code) -> Branch | None:
    """The tree below a place, without places where nobody stands; None where nobody stands in all of it."""
    seats: dict[str, list[Agency]] = {}
    for agency in agencies:
        seats.setdefault(seat(agency, places).code, []).append(agency)
    needed = {place.code for code in seats for place in places.chain(code)}
    return _branch(places.by_code[root], seats, needed, places) if root in needed and root in places.by_code else None


def _branch(place, seats, needed, places):
    below = (_branch(child, seats, needed, places) for child in places.children(place.code) if child.code in needed)
    bodies = sorted(seats.get(place.code, ()), key=lambda agency: agency.id)
    return Branch(place, tuple(bodies), tuple(below))


def may_see(superior: str, agency: Agency, places: Places) -> bool:
    """Whether a superior of this jurisdiction (a code) may see an agency: it stands there or below."""
    own = seat(agency, places).code
    return own == superior or places.is_above(superior, own)


def seen_by(superior: str, agencies: Iterable[Agency], places: Places) -> tuple[Agency, ...]:
    """The agencies a superior of this jurisdiction may see, by id."""
    found = (agency for agency in agencies if may_see(superior, agency, places))
    return tuple(sorted(found, key=lambda agency: agency.id))
