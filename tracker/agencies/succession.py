"""Which agency carries another's duties on a day: changes as a graph in which time runs one way."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import networkx

from tracker.agencies.problems import Problem
from tracker.agencies.rows import Agency, Change, Rows, in_period
from tracker.agencies.succession_faults import circle, ends, in_file_order, row_faults
from tracker.errors import BadRegistry


@dataclass(frozen=True, slots=True)
class Heir:
    """Who carries an agency's duties on a day; ``changes`` is the way there, empty for the agency itself."""

    agency: str
    changes: tuple[Change, ...] = ()

    @property
    def share(self) -> str:
        """Which of the duties passed on, empty when all did."""
        return "；".join(change.share for change in self.changes if change.share)


@dataclass(frozen=True, slots=True)
class Period:
    """An agency's time on a line: from ``begin`` (None: unknown) until the day before ``end`` (None: to this day)."""

    agency: str
    name: str
    begin: date | None
    end: date | None
    changes: tuple[Change, ...] = ()
    """What ended it, or passed some of its duties on."""


def succession_faults(rows: Rows) -> list[Problem]:
    """Everything that speaks against the changes of a registry, in the order of their rows."""
    found = row_faults(rows)
    graph = networkx.DiGraph((each.predecessor, each.successor) for each in rows.successions if each.successor)
    for around in networkx.strongly_connected_components(graph):
        if changes := [each for each in rows.successions if {each.predecessor, each.successor} <= around]:
            found.append(circle(in_file_order(changes)))
    return sorted(found, key=lambda each: (each.line or 0, each.column or "", each.sentence))


class Succession:
    """The changes of a registry. BadRegistry, with the rows named, when they contradict each other."""

    def __init__(self, rows: Rows):
        if faults := succession_faults(rows):
            raise BadRegistry(faults)
        self._agencies: dict[str, Agency] = {agency.id: agency for agency in rows.agencies}
        self.graph = networkx.MultiDiGraph()
        self.graph.add_nodes_from(self._agencies)
        for change in rows.successions:
            if change.successor:
                self.graph.add_edge(change.predecessor, change.successor, change=change)
        self._out = {agency: self._dated(self.graph.out_edges(agency, data="change")) for agency in self._agencies}
        self._in = {agency: self._dated(self.graph.in_edges(agency, data="change")) for agency in self._agencies}
        self._periods = {agency.id: self._period(agency, rows) for agency in rows.agencies}

    @staticmethod
    def _dated(edges) -> tuple[Change, ...]:
        return tuple(sorted((change for *_, change in edges), key=lambda each: (each.date, each.successor)))

    def _period(self, agency, rows):
        changes = tuple(change for change in rows.successions if change.predecessor == agency.id)
        ended = min((change.date for change in changes if ends(change, agency)), default=agency.valid_to)
        begun = agency.valid_from or min(
            (change.date for change in self._in[agency.id] if change.kind == "rename"), default=None
        )
        return Period(agency.id, agency.name, begun, ended, changes)

    def period(self, agency: str) -> Period:
        """From when until when an agency is or was there."""
        return self._periods[agency]

    def in_force(self, agency: str, on: date) -> bool:
        return in_period(self._periods[agency].begin, self._periods[agency].end, on)

    def as_of(self, agency: str, on: date) -> tuple[str, ...]:
        """Who an agency is on a day: itself while it is there, later its successors, earlier its predecessors.

        Several after a split and before a merger; none once it is abolished, or before anything is known of it.
        """
        if self.in_force(agency, on):
            return (agency,)
        if self._is_before(agency, on):
            return self._predecessors_on(agency, on)
        return tuple(heir.agency for heir in self.successors_on(agency, on))

    def _is_before(self, agency, on):
        begin = self._periods[agency].begin
        return begin is not None and on < begin

    def _predecessors_on(self, agency, on):
        before = (change.predecessor for change in self._in[agency])
        found = (each for predecessor in before for each in self._standing_before(predecessor, on))
        return tuple(sorted(set(found)))

    def _standing_before(self, agency, on):
        if self.in_force(agency, on):
            return (agency,)
        return self._predecessors_on(agency, on) if self._is_before(agency, on) else ()

    def successors_on(self, agency: str, on: date) -> tuple[Heir, ...]:
        """Who carries an agency's duties on a day, with the share of them: several after a split.

        An agency that gave some of its duties away and went on stands first, and then who got them.
        """
        heirs: dict[str, Heir] = {}
        for heir in self._heirs(agency, on):
            heirs.setdefault(heir.agency, heir)
        return tuple(heirs.values())

    def _heirs(self, agency, on) -> Iterator[Heir]:
        ahead, seen = [Heir(agency)], set()
        while ahead:
            heir = ahead.pop(0)
            since = heir.changes[-1].date if heir.changes else date.min
            if (heir.agency, since) in seen:
                continue
            seen.add((heir.agency, since))
            if self.in_force(heir.agency, on):
                yield heir
            passed_on = (change for change in self._out[heir.agency] if since <= change.date <= on)
            ahead.extend(Heir(change.successor, (*heir.changes, change)) for change in passed_on)

    def lineage(self, agency: str) -> tuple[Period, ...]:
        """What an agency was before, itself, and what became of it, in the order of time."""
        kin = networkx.ancestors(self.graph, agency) | {agency} | networkx.descendants(self.graph, agency)
        order = list(networkx.lexicographical_topological_sort(self.graph.subgraph(kin)))
        return tuple(
            sorted(
                (self._periods[each] for each in order),
                key=lambda each: (each.begin or date.min, order.index(each.agency)),
            )
        )

    def without_successor(self) -> tuple[Period, ...]:
        """Agencies that ended and nobody was named to follow: their duties have no bearer."""
        return tuple(period for agency, period in sorted(self._periods.items()) if period.end and not self._out[agency])
