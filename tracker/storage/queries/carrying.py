"""The registry as the views need it, read once for each state of the data, and whoever may stand in a task."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from tracker import clock
from tracker.agencies.carrying import Carrying
from tracker.agencies.places import Places
from tracker.agencies.rows import Agency as RegisteredAgency
from tracker.storage.agencies import Agency
from tracker.storage.database import db
from tracker.storage.keeping import Part, kept_for_all
from tracker.storage.queries.basis import basis
from tracker.storage.queries.filters import LARGEST_ID
from tracker.storage.queries.labels import full_name, is_collective

CENTRE = "0"
"""Stands in an address for the bodies of the centre, which have no jurisdiction."""


@dataclass(frozen=True, slots=True)
class Node:
    """Whoever stands in a task: a registered agency, a collective, or a printed name nobody knows.

    ``key`` is the id of the first two and the number of the last; ``name`` is how documents print it, ``full`` stands
    alone. ``place`` is its jurisdiction's name.
    """

    key: str
    name: str
    full: str
    place: str
    kind: str = ""
    is_collective: bool = False
    is_known: bool = True
    is_former: bool = False


def carrying() -> Carrying:
    """The registry, in one statement where it is kept."""
    return kept_for_all(lambda: Carrying(basis().registry), "registry", of=[Part.REGISTRY])


def names_in_force(on: date) -> list[str]:
    """The names of all registered agencies in force on a day, to choose from."""
    return sorted(each.name for each in carrying().agencies.values() if each.in_force(on))


def nodes(keys: Iterable[str], registry: Carrying) -> dict[str, Node]:
    """Who these are, in one statement, or in none where all are registered."""
    found, printed = {}, []
    for key in keys:
        if (body := registry.body(key)) is not None:
            found[key] = node_of(body, registry)
        elif is_number(key):
            printed.append(int(key))
    if printed:
        statement = select(Agency.id, Agency.jurisdiction, Agency.name).where(Agency.id.in_(printed))
        found |= {str(row.id): printed_node(*row) for row in db.session.execute(statement)}
    return found


def nodes_in_tasks(keys: Iterable[str], registry: Carrying) -> dict[str, Node]:
    """The same of those who stand in tasks that are seen, and need not be looked for; in no statement."""
    bodies, printed = {key: registry.body(key) for key in keys}, basis().printed
    return {
        key: printed_node(int(key), *printed[int(key)]) if body is None else node_of(body, registry)
        for key, body in bodies.items()
    }


def city_of(code: str, places: Places) -> str:
    """The code of the city a place lies in; a province's own, "" for the centre."""
    chain = places.chain(code)
    return next((place.code for place in chain if place.level == "city"), chain[0].code if code else "")


def agencies_of(city: str) -> tuple[str, ...]:
    """The ids of the bodies of a city and of what lies in it; of the centre for ``0``."""
    registry, wanted = carrying(), "" if city == CENTRE else city
    found = registry.agencies.values()
    return tuple(each.id for each in found if city_of(each.jurisdiction or "", registry.places) == wanted)


def node_of(body, registry: Carrying) -> Node:
    place = registry.place(body)
    if isinstance(body, RegisteredAgency):
        former = registry.is_former(body.id, clock.today())
        return Node(body.id, body.short or body.name, body.name, place, body.kind, is_former=former)
    return Node(body.id, body.name, full_name(place, body.name), place, is_collective=True)


def told_apart(found: Iterable[Node]) -> dict[str, str]:
    """Key → its name, in full where several have one name."""
    found = list(found)
    bearers = Counter(node.name for node in found)
    return {node.key: node.full if bearers[node.name] > 1 else node.name for node in found}


def is_number(key: str) -> bool:
    """Whether a key is the number of a printed name, as far as its form tells."""
    return key.isascii() and key.isdecimal() and len(key) <= 10 and int(key) <= LARGEST_ID


def printed_node(id_: int, jurisdiction: str, name: str) -> Node:
    """A printed name nobody knows."""
    full = full_name(jurisdiction, name)
    return Node(str(id_), name, full, jurisdiction, is_collective=is_collective(name), is_known=False)
