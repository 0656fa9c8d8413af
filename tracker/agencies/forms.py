"""The forms under which each agency and collective is found: a name is written out once, when the registry is built."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from tracker.agencies.names import completed, folded, normal
from tracker.agencies.places import NATION, Places
from tracker.agencies.rows import Agency, Collective, Jurisdiction, Rows


class How(IntEnum):
    """How a printed name was recognised, the strongest first."""

    NAME = 1
    ALIAS = 2
    VARIANT = 3
    PLACE = 4

    @property
    def label(self) -> str:
        return {1: "全称", 2: "简称或别名", 3: "同名异写", 4: "地名简写"}[self]


@dataclass(frozen=True, slots=True)
class Known:
    """A body behind a form.

    ``own_only``: the form has neither level nor place (商务局), so it means this body in its own jurisdiction alone.
    ``anywhere``: it is the complete name or names the place, so it means this body in any document.
    """

    body: Agency | Collective
    how: How
    own_only: bool = False
    anywhere: bool = True


Index = dict[str, tuple[Known, ...]]


def agency_index(rows: Rows, places: Places) -> Index:
    """Form → the agencies that may be meant by it."""
    spoken = {agency.id: [(agency.name, How.NAME), (agency.short, How.ALIAS)] for agency in rows.agencies}
    _add_aliases(spoken, rows)
    return _indexed(
        (form, known) for agency in rows.agencies for form, known in _forms(agency, spoken[agency.id], places)
    )


def collective_index(rows: Rows, places: Places) -> Index:
    """Form → the collectives that may be meant by it."""
    spoken = {collective.id: [(collective.name, How.NAME)] for collective in rows.collectives}
    _add_aliases(spoken, rows)
    return _indexed(
        (form, known)
        for collective in rows.collectives
        for form, known in _forms(collective, spoken[collective.id], places)
    )


def _add_aliases(spoken, rows):
    for alias in rows.aliases:
        if alias.agency in spoken:
            spoken[alias.agency].append((alias.name, How.ALIAS))


def _indexed(found: Iterable[tuple[str, Known]]) -> Index:
    index: dict[str, dict[str, Known]] = {}
    for form, known in found:
        bodies = index.setdefault(form, {})
        standing = bodies.get(known.body.id)
        if standing is None or known.how < standing.how:
            bodies[known.body.id] = known
    return {form: tuple(bodies.values()) for form, bodies in index.items()}


def _forms(body, spoken, places) -> Iterator[tuple[str, Known]]:
    chain = places.chain(body.jurisdiction)
    names = [(normal(name), how) for name, how in spoken if name]
    complete = {written_out(name, chain) for name, _ in names}
    below = tuple(place.name for place in places.children(chain[0].code))
    for name, how in names:
        placeless = _is_bare(name, chain) and not name.startswith(below)
        for form, written in _written(name, how, chain):
            own_only = form == name and placeless and chain[0].name + name in complete
            anywhere = how is How.NAME or any(place.short and place.short in form for place in chain[:-1])
            yield form, Known(body, written, own_only, anywhere)
            if (fold := folded(form)) not in (form, ""):
                yield fold, Known(body, max(written, How.VARIANT), own_only, anywhere)


def written_out(name: str, chain: Sequence[Jurisdiction]) -> str:
    """A normal name from its own place on: ``市商务局`` and ``广东省广州市商务局`` of 广州市 → ``广州市商务局``."""
    name = completed(name, chain) or name
    own, above = chain[0], "".join(place.name for place in reversed(chain[1:-1]))
    for cut in range(len(above)):
        if name.startswith(above[cut:] + own.name):
            return name[len(above) - cut :]
    return name


def _is_bare(name, chain):
    """Whether a name begins with no place of its jurisdiction or above."""
    heads = tuple(text for place in chain for text in (place.name, place.short) if text)
    return not name.startswith(heads)


def _written(name, how, chain):
    own, form = chain[0], written_out(name, chain)
    yield form, how
    if not completed(name, chain):
        yield name, how
    if own is NATION:
        return
    if form.startswith(own.name):
        rest = form[len(own.name) :]
        yield from ((head + own.name + rest, how) for head in _heads(chain))
        if own.short:
            yield from ((head + own.short + rest, How.PLACE) for head in ("", *_heads(chain)))
    elif _is_bare(form, chain):
        yield own.name + form, max(how, How.ALIAS)
        if own.short and own.name in form:
            yield form.replace(own.name, own.short), How.PLACE


def _heads(chain):
    """What may be printed before a place's own name: 广州市, 广州, 广东省广州市 for 天河区."""
    head = ""
    for place in chain[1:-1]:
        head = place.name + head
        yield head
        if place.short:
            yield place.short + head[len(place.name) :]
