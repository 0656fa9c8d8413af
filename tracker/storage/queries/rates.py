"""The rates of a cycle split by agency, document, city or leading group, each line with the way to its rows."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select

from tracker.reporting.rates import Tally, added
from tracker.storage.cycles import Cycle
from tracker.storage.database import db
from tracker.storage.documents import PolicyDocument
from tracker.storage.people import LeadingGroup
from tracker.storage.queries.carrying import CENTRE, carrying, city_of
from tracker.storage.queries.tallying import tallies_by
from tracker.storage.tallies import DocumentTally, RowTally
from tracker.vocabulary.reporting import CycleState, Duty

NATIONAL = "国家"


class Split(StrEnum):
    """By what the rates are told apart."""

    def __new__(cls, value, label):
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    AGENCY = "agency", "单位"
    DOCUMENT = "document", "文件"
    CITY = "city", "地区"
    GROUP = "group", "领导小组"


@dataclass(frozen=True)
class Line:
    """A line of the rates: its rows are those of a cycle under ``within``, the conditions of an address.

    ``formerly`` names the agencies whose duties passed on to this one, each with how much it owes.
    """

    name: str
    cycle_id: int
    within: Mapping[str, str]
    tallies: Mapping[Duty, Tally]
    formerly: tuple[tuple[str, int], ...] = ()
    agencies: frozenset[str] = frozenset()


def rates_by(split: Split, cycle: Cycle, today: date) -> tuple[Line, ...]:
    """The lines of a cycle's rates, those that owe most first; of every group's cycle of that year for groups."""
    found = {
        Split.AGENCY: _by_agency,
        Split.DOCUMENT: _by_document,
        Split.CITY: _by_city,
        Split.GROUP: _by_group,
    }[split](cycle, today)
    return tuple(sorted(found, key=lambda line: (-sum(each.owed for each in line.tallies.values()), line.name)))


def _gathered(tallies):
    """By key: the tally of each duty."""
    found = defaultdict(lambda: dict.fromkeys(Duty, Tally()))
    for (key, duty), tally in tallies.items():
        found[key][duty] = tally
    return found


def _by_agency(cycle, today):
    """Who carries an agency's duties today answers for its rows; where several do, they stay under the old name."""
    registry = carrying()
    bearers, lines = registry.on(today).of, defaultdict(dict)
    for agency, tallies in _gathered(tallies_by([cycle.id], RowTally.agency_id)).items():
        heirs = bearers.get(agency, ())
        lines[heirs[0].agency if len(heirs) == 1 else agency][agency] = tallies
    for heir, parts in lines.items():
        formerly = tuple((registry.agencies[each].name, _owed(parts[each])) for each in sorted(parts) if each != heir)
        within = {"agency": ",".join(sorted(parts))}
        yield Line(registry.agencies[heir].name, cycle.id, within, _sum(parts), formerly, frozenset(parts))


def _by_document(cycle, today):
    found = _gathered(tallies_by([cycle.id], DocumentTally.document_id))
    columns = (PolicyDocument.id, PolicyDocument.title, PolicyDocument.stem, PolicyDocument.number)
    for id_, title, stem, number in db.session.execute(select(*columns).where(PolicyDocument.id.in_(found))):
        name = f"{title or stem}（{number}）" if number else title or stem
        yield Line(name, cycle.id, {"document": str(id_)}, found[id_])


def _by_city(cycle, today):
    """A district's bodies count for its city."""
    registry, cities = carrying(), defaultdict(dict)
    for agency, tallies in _gathered(tallies_by([cycle.id], RowTally.agency_id)).items():
        cities[city_of(registry.agencies[agency].jurisdiction or "", registry.places)][agency] = tallies
    for code, parts in cities.items():
        name = registry.places.by_code[code].name if code else NATIONAL
        yield Line(name, cycle.id, {"city": code or CENTRE}, _sum(parts))


def _by_group(cycle, today):
    year = (date(cycle.due_on.year, 1, 1), date(cycle.due_on.year, 12, 31))
    statement = select(Cycle.id, Cycle.name, LeadingGroup.name).join(LeadingGroup, LeadingGroup.id == Cycle.group_id)
    statement = statement.where(Cycle.due_on.between(*year), Cycle.state != CycleState.PREPARED)
    cycles = {id_: f"{group} {name}" for id_, name, group in db.session.execute(statement)}
    found = _gathered(tallies_by(list(cycles), RowTally.cycle_id))
    return [Line(name, id_, {}, found[id_]) for id_, name in cycles.items()]


def _sum(parts):
    return {duty: added(tallies[duty] for tallies in parts.values()) for duty in Duty}


def _owed(tallies):
    return sum(each.owed for each in tallies.values())
