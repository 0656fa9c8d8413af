"""What opening a cycle would ask, as a page shows it: by agency, and in all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tracker.agencies.rows import Agency
from tracker.reporting.expected import DUTIES, Expected, row_key
from tracker.reporting.planned import Planned
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


def planned_rows(rows: Iterable[Expected], titles: Mapping[int, str]) -> tuple[PlannedRow, ...]:
    """What an agency would owe, task by task."""
    return tuple(
        PlannedRow(row_key(row.task, row.agency), titles.get(row.task, ""), row.role, row.owing, row.printed)
        for row in rows
    )


def overview(plan: Planned, names: Mapping[str, Agency]) -> PlanOverview:
    """The counts of a plan, those who owe most first."""
    lines = [
        PlannedAgency(
            agency,
            names[agency].name,
            names[agency].kind,
            *(plan.owed.get((agency, duty, Owing.OWED), 0) for duty in (Duty.REPORT, Duty.CONTRIBUTION)),
        )
        for agency in plan.tasks_of
    ]
    return PlanOverview(
        tasks=plan.tasks,
        reports=sum(line.reports for line in lines),
        contributions=sum(line.contributions for line in lines),
        unasked=sum(count for (_, _, owing), count in plan.owed.items() if owing is Owing.UNASKED),
        office_consolidates=plan.office_consolidates,
        agencies=tuple(sorted(lines, key=lambda line: (-line.reports, -line.contributions, line.name))),
    )
