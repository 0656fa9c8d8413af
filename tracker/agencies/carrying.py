"""Who carries whose duties on a day, in one's own name, by succession, or as a member of a collective."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from tracker.agencies.collectives import Collectives
from tracker.agencies.places import NATION, Places
from tracker.agencies.rows import Agency, Alias, Change, Collective, Rows
from tracker.agencies.succession import Heir, Succession

DAYS = 16
"""So many days' bearers are remembered."""


@dataclass(frozen=True, slots=True)
class Bearers:
    """Everybody's duties on one day: ``of[agency]`` carry what was given to an agency, ``sources[bearer]`` what it has.

    Who was abolished without a successor, or is asked about before anything is known of it, stands for itself: a duty
    never falls out of a view.
    """

    of: Mapping[str, tuple[Heir, ...]]
    sources: Mapping[str, Mapping[str, Heir]]


class Carrying:
    """A registry as the views need it: bodies and collectives by id, their places, and who carries whose duties."""

    def __init__(self, rows: Rows):
        self.rows = rows
        self.agencies: dict[str, Agency] = {agency.id: agency for agency in rows.agencies}
        self.collectives = Collectives(rows)
        self.succession = Succession(rows)
        self.places = Places(rows.jurisdictions)
        self.on = lru_cache(DAYS)(self._on)

    def body(self, key: str) -> Agency | Collective | None:
        """The agency or collective of an id."""
        return self.agencies.get(key) or self.collectives.by_id.get(key)

    def place(self, body: Agency | Collective) -> str:
        """The name of its jurisdiction; 国家 for a body of the centre."""
        home = self.places.by_code.get(body.jurisdiction, NATION)
        return "国家" if home is NATION else home.name

    def names(self, key: str) -> tuple[str, ...]:
        """Every name of a body: full, short and others."""
        body = self.body(key)
        own = (body.name, body.short) if isinstance(body, Agency) else (body.name,)
        return tuple(dict.fromkeys(name for name in (*own, *(each.name for each in self.aliases(key))) if name))

    def aliases(self, key: str) -> tuple[Alias, ...]:
        return tuple(alias for alias in self.rows.aliases if alias.agency == key)

    def is_former(self, agency: str, on: date) -> bool:
        """Whether an agency was there before a day and is no more."""
        end = self.succession.period(agency).end
        return end is not None and end <= on

    def followers(self, agency: str, on: date) -> tuple[Heir, ...]:
        """Who carries a former agency's duties; nobody where none was named."""
        return tuple(heir for heir in self.succession.successors_on(agency, on) if heir.agency != agency)

    def changes(self, agency: str) -> tuple[Change, ...]:
        """Every change in an agency's line, the earliest first."""
        line = {period.agency for period in self.succession.lineage(agency)}
        found = (change for change in self.rows.successions if change.predecessor in line)
        kin = (change for change in found if not change.successor or change.successor in line)
        return tuple(sorted(kin, key=lambda each: (each.date, each.predecessor, each.successor)))

    def members(self, collective: str, on: date) -> dict[str, Heir]:
        """Who carries a collective's duties on a day: its members, and who follows those that are no more."""
        bearers = self.on(on)
        heirs = (heir for member in self.collectives.members_on(collective, on) for heir in bearers.of[member])
        return {heir.agency: heir for heir in heirs}

    def collectives_of(self, agency: str, on: date) -> tuple[Collective, ...]:
        """The collectives through which an agency has duties on a day."""
        return tuple(each for key, each in sorted(self.collectives.by_id.items()) if agency in self.members(key, on))

    def _on(self, day: date | None) -> Bearers:
        """Bearers on a day; None: as printed, everybody for himself."""
        of = {agency: tuple(self._heirs(agency, day)) or (Heir(agency),) for agency in self.agencies}
        sources: dict[str, dict[str, Heir]] = {}
        for agency, heirs in of.items():
            for heir in heirs:
                sources.setdefault(heir.agency, {})[agency] = heir
        return Bearers(of, sources)

    def _heirs(self, agency, day) -> Iterator[Heir]:
        """Those after it, or before it where it was not there yet."""
        if day is None:
            return iter(())
        return iter(self.succession.successors_on(agency, day) or map(Heir, self.succession.as_of(agency, day)))
