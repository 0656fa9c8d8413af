"""Who a printed name is, in a document of a jurisdiction and a date.

A name is accepted only where it can mean one agency; otherwise there are candidates, for a person to choose from.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from tracker.agencies.closest import Closest
from tracker.agencies.forms import How, Index, Known, agency_index, collective_index, written_out
from tracker.agencies.names import (
    LEVELS,
    completed,
    folded,
    is_collective_like,
    level_of,
    normal,
    place_of_level,
    with_second_name,
    without_remark,
)
from tracker.agencies.places import NATION, Places
from tracker.agencies.rows import Agency, Collective, Jurisdiction, Rows

BELOW, ELSEWHERE = 100, 200
"""How far an agency of a lower, and of an unrelated, jurisdiction stands from a document's."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a printed name means: one agency, one collective, several candidates, or nothing known.

    ``in_force`` is False when the agency did not exist on the day asked about: it is the one meant all the same.
    ``candidates`` may be meant and are never accepted by themselves; ``closest`` are agencies of similar names, shown
    for an unknown one. ``collective_like`` says that an unknown name speaks of several bodies (各有关单位).
    """

    agency: Agency | None = None
    collective: Collective | None = None
    candidates: tuple[Agency, ...] = ()
    how: How | None = None
    in_force: bool = True
    closest: tuple[Agency, ...] = ()
    collective_like: bool = False

    @property
    def is_known(self) -> bool:
        return self.agency is not None or self.collective is not None


class Scope(NamedTuple):
    """A document's jurisdiction with its superiors, and how far each is."""

    chain: list[Jurisdiction]
    ranks: dict[str, int]


class Registry:
    """Agencies, their names and the places they belong to, looked up by one dictionary built once."""

    def __init__(self, rows: Rows):
        self.rows = rows
        self.places = Places(rows.jurisdictions)
        self.agencies: Mapping[str, Agency] = {agency.id: agency for agency in rows.agencies}
        self.collectives: Mapping[str, Collective] = {each.id: each for each in rows.collectives}
        self._index: Index = agency_index(rows, self.places)
        self._collectives: Index = collective_index(rows, self.places)
        self._full = {agency.id: self._full_name(agency) for agency in rows.agencies}
        self._sole = {
            identity for identity, full in self._full.items() if len(self._index[full]) == 1 and not level_of(full)[0]
        }
        self._scopes: dict[str | None, Scope] = {}

    def __eq__(self, other):
        return isinstance(other, Registry) and self.rows == other.rows

    __hash__ = None

    def full_name(self, agency: Agency) -> str:
        """The name that means this agency in any document: ``长春市朝阳区人民政府``, where the district alone would not."""
        return self._full[agency.id]

    def _full_name(self, agency):
        chain = self.places.chain(agency.jurisdiction)
        name = written_out(normal(agency.name), chain)
        heads = [place.name for place in chain[1:-1] if place.level != "province" or len(chain) == 3]
        if len(self._index[name]) > 1 and heads and name.startswith(chain[0].name):
            return heads[0] + name
        return name

    def resolve(self, printed: str, jurisdiction: str | None, on: date | None = None) -> Resolution:
        """Whom a name means in a document of ``jurisdiction`` (a name or a code) issued on that day."""
        scope = self._scope(jurisdiction)
        name = normal(printed)
        found = self._decide(name, scope, on) or self._decide_both(name, scope, on)
        if found is None or not found.is_known:
            return self._unknown(name, scope, on, found.candidates if found else ())
        agency = found.agency
        if agency is not None and agency.id not in self._sole:
            return self._settled(found, scope, on)
        return found

    def _scope(self, jurisdiction):
        scope = self._scopes.get(jurisdiction)
        if scope is None:
            place = self.places.find(jurisdiction)
            chain = self.places.chain((place or NATION).code)
            scope = Scope(chain, {each.code: rank for rank, each in enumerate(chain)})
            if place is not None:
                self._scopes[jurisdiction] = scope
        return scope

    def _decide(self, name, scope, on):
        for form in _forms_of(name, scope.chain):
            known, collectives = self._index.get(form), self._collectives.get(form)
            found = self._choose(known, scope, on) if known else None
            if collectives and (found is None or found.agency is None):
                found = self._choose_collective(collectives, scope) or found
            if found is not None:
                return found
        return None

    def _decide_both(self, name, scope, on):
        """Whom a name means that has another in brackets: both must mean one body, or nobody knows the other."""
        names = with_second_name(name)
        first, second = (self._decide(each, scope, on) for each in names) if names else (None, None)
        if first is None or first.agency is None or second is None or second.agency == first.agency:
            return first
        others = (second.agency,) if second.agency else second.candidates
        return Resolution(candidates=(first.agency, *others))

    def _choose(self, known, scope, on):
        if len(known) > 1:
            known = self._likeliest(known, scope, on)
        first = known[0]
        if len(known) > 1 or not self._may_mean(first, scope):
            return Resolution(candidates=tuple(each.body for each in known))
        return Resolution(first.body, None, (), first.how, on is None or first.body.in_force(on))

    def _likeliest(self, known, scope, on):
        """Those nearest to the document, of them those in force, of them the most exactly named."""
        distances = [self._distance(each, scope) for each in known]
        nearest = [each for each, distance in zip(known, distances, strict=True) if distance == min(distances)]
        standing = [each for each in nearest if on is None or each.body.in_force(on)] or nearest
        strongest = min(each.how for each in standing)
        return [each for each in standing if each.how == strongest]

    def _distance(self, known, scope):
        home = known.body.jurisdiction
        if home in scope.ranks:
            return scope.ranks[home] if self._may_mean(known, scope) else ELSEWHERE
        return BELOW if self.places.is_above(scope.chain[0].code, home) else ELSEWHERE

    @staticmethod
    def _may_mean(known: Known, scope: Scope) -> bool:
        home = known.body.jurisdiction
        if known.own_only:
            return home == scope.chain[0].code
        return home in scope.ranks or known.anywhere

    def _choose_collective(self, known, scope):
        """The nearest collective: one without level or place only of the document's own jurisdiction, or of everywhere."""
        own = {scope.chain[0].code, NATION.code}
        meant = [each for each in known if each.body.jurisdiction in (own if each.own_only else scope.ranks)]
        if not meant:
            return None
        nearest = min(meant, key=lambda each: (scope.ranks[each.body.jurisdiction], each.how, each.body.id))
        return Resolution(collective=nearest.body, how=nearest.how)

    def _settled(self, found, scope, on):
        """An agency stands only if its own full name means it too on that day; else both are candidates."""
        again = self._decide(self._full[found.agency.id], scope, on)
        if again is not None and again.agency == found.agency:
            return found
        others = (again.agency,) if again is not None and again.agency else again.candidates if again else ()
        return Resolution(candidates=tuple(dict.fromkeys([found.agency, *others])))

    def _unknown(self, name, scope, on, meant):
        candidates = tuple(dict.fromkeys([*self._nearby(name, scope), *meant]))
        candidates = tuple(each for each in candidates if on is None or each.in_force(on)) or candidates
        closest = () if candidates else self._closest(name, scope)
        return Resolution(candidates=candidates, closest=closest, collective_like=is_collective_like(name))

    def _nearby(self, name, scope) -> Iterator[Agency]:
        """Who may be meant by a level the jurisdiction does not have (市商务局 in 广东省), or by no level (商务局)."""
        level, rest = level_of(name)
        places = [scope.chain[0]] if not level else self._places_below(level, scope)
        for place in places:
            for form in (place.name + rest, folded(place.name + rest)):
                yield from (known.body for known in self._index.get(form, ()))

    def _places_below(self, level, scope):
        own = scope.chain[0]
        if own is NATION or place_of_level(level, scope.chain):
            return []
        wanted = LEVELS[level]
        return [
            place
            for place in self.places.subtree(own.code)
            if place.level in wanted.levels and place.name.endswith(wanted.ending)
        ]

    def _closest(self, name, scope):
        """Agencies whose names are most like an unknown one, the best first."""
        level, rest = level_of(name)
        own = (place.name for place in scope.chain if name.startswith(place.name))
        core = rest if level else name[len(next(own, "")) :]
        return tuple(self.agencies[identity] for identity in self._nearness.to(folded(core), scope.ranks))

    @cached_property
    def _nearness(self):
        spoken = [(agency, name) for agency in self.rows.agencies for name in (agency.name, agency.short) if name]
        spoken += [
            (self.agencies[each.agency], each.name) for each in self.rows.aliases if each.agency in self.agencies
        ]
        return Closest((agency.id, agency.jurisdiction, self._core(agency, name)) for agency, name in spoken)

    def _core(self, agency, name):
        chain = self.places.chain(agency.jurisdiction)
        return folded(written_out(normal(name), chain)).removeprefix(chain[0].name)


def _forms_of(name, chain):
    """The forms to look a normal name up by, the likeliest first."""
    complete = completed(name, chain)
    if complete is not None and complete != name:
        yield complete
    yield name
    if complete is not None:
        yield folded(complete)
    yield folded(name)
    bare = without_remark(name)
    if bare != name:
        yield from _forms_of(bare, chain)
