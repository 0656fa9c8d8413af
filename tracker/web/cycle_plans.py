"""What opening a cycle would ask, as a page shows it: by agency, and in all."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from tracker.agencies.rows import Agency
from tracker.reporting.expected import DUTIES, row_key
from tracker.storage.queries.cycles import Plan
from tracker.vocabulary import Role
from tracker.vocabulary.reporting import Duty, Owing


@dataclass(frozen=True)
class PlannedAgency:
    """How much an agency would owe."""

    id: str
    name: str
    kind: str
    reports: int
    contributions: int


@dataclass(frozen=True)
class PlanOverview:
    """How much would be owed in all; ``unasked`` contributions are only owed once a consolidator asks."""

    tasks: int
    reports: int
    contributions: int
    unasked: int
    office_consolidates: int
    agencies: tuple[PlannedAgency, ...]

    @property
    def owing(self) -> int:
        """The agencies that would owe something from the beginning."""
        return sum(line.reports + line.contributions > 0 for line in self.agencies)

    @property
    def waiting(self) -> int:
        """The agencies that would owe nothing until a consolidator asks."""
        return len(self.agencies) - self.owing


@dataclass(frozen=True)
class PlannedRow:
    """One thing an agency would owe; ``key`` is what leaving it out is named by."""

    key: str
    title: str
    role: Role
    owing: Owing
    printed: tuple[str, ...]

    @property
    def duty(self) -> Duty:
        return DUTIES[self.role]


def planned_rows(plan: Plan, agency: str, titles: Mapping[int, str]) -> tuple[PlannedRow, ...]:
    """What an agency would owe, task by task."""
    return tuple(
        PlannedRow(row_key(row.task, agency), titles.get(row.task, ""), row.role, row.owing, row.printed)
        for row in plan.expected
        if row.agency == agency
    )


def overview(plan: Plan, names: Mapping[str, Agency]) -> PlanOverview:
    """The counts of a plan, those who owe most first."""
    owed = Counter((row.agency, row.duty) for row in plan.expected if row.owing is Owing.OWED)
    asked = {row.agency for row in plan.expected}
    lines = [
        PlannedAgency(
            agency,
            names[agency].name,
            names[agency].kind,
            owed[agency, Duty.REPORT],
            owed[agency, Duty.CONTRIBUTION],
        )
        for agency in asked
    ]
    return PlanOverview(
        tasks=len(plan.tasks),
        reports=sum(line.reports for line in lines),
        contributions=sum(line.contributions for line in lines),
        unasked=sum(row.owing is Owing.UNASKED for row in plan.expected),
        office_consolidates=sum(agency is None for agency in plan.consolidators.values()),
        agencies=tuple(sorted(lines, key=lambda line: (-line.reports, -line.contributions, line.name))),
    )
