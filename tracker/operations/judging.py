"""What is open in a draft, asked of the registry where a name alone does not tell whether it is a unit's."""

from functools import cached_property

from tracker import clock
from tracker.extraction.confirming.checks import Finding, open_findings
from tracker.extraction.confirming.draft import Draft
from tracker.extraction.findings import Findings
from tracker.operations.drafting import counts_of
from tracker.operations.recognising import confirmed_names
from tracker.storage.queries.places import is_place
from tracker.storage.queries.registry import naming

OFFERED = 3


class Names:
    """The names the registry knows, read when the first is asked for: most documents never ask.

    A document without a date is asked about as of today, when it is taken in.
    """

    def __init__(self, facts: dict):
        self.jurisdiction, self.on = facts["jurisdiction"], facts["issued_on"] or clock.today()

    @cached_property
    def _registry(self):
        return naming()

    @cached_property
    def _confirmed(self):
        return confirmed_names()

    def knows(self, name: str) -> bool:
        """Whether the registry, or a person before, says whom this name means in this document."""
        if self._confirmed.get(self.jurisdiction or "", name, self.on):
            return True
        return self._registry.resolve(name, self.jurisdiction, self.on).is_known

    def closest(self, name: str) -> tuple[str, ...]:
        """Registered names that may be meant by one nobody knows, the likeliest first."""
        found = self._registry.resolve(name, self.jurisdiction, self.on)
        return tuple(dict.fromkeys(agency.name for agency in found.candidates or found.closest))[:OFFERED]


def open_in(draft: Draft, findings: Findings, names: Names | None = None) -> list[Finding]:
    """What is open in a draft of this reading, the weightiest first."""
    return open_findings(draft, findings.diagnostics, knows=(names or Names(draft.facts)).knows, is_place=is_place)


def counts_in(draft: Draft, findings: Findings) -> dict[str, int]:
    """What a document says of its draft in the list."""
    return counts_of(draft, open_in(draft, findings))
