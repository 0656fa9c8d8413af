"""What opening a cycle would ask, as a page shows it: by agency, and in all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from tracker.agencies.rows import Agency
from tracker.reporting.expected import DUTIES, Expected, row_key
from tracker.reporting.planned import Planned
from tracker.storage.queries.additions import AddedLine, bearers_of
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
    def rows(self) -> int:
        """How many rows the list would have, with those that wait until a consolidator asks."""
        return self.reports + self.contributions + self.unasked

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
    by_hand: bool

    @property
    def duty(self) -> Duty:
        return DUTIES[self.role]


def planned_rows(rows: Iterable[Expected], titles: Mapping[int, str]) -> tuple[PlannedRow, ...]:
    """What an agency would owe, task by task."""
    return tuple(
        PlannedRow(
            row_key(row.task, row.agency), titles.get(row.task, ""), row.role, row.owing, row.printed, row.by_hand
        )
        for row in rows
    )


@dataclass(frozen=True)
class PlannedAddition:
    """A row the office added: of whom, for which task (``title`` None: it is gone), and who bears it today.

    ``counts`` says whether it is owed as the plan stands.
    """

    task: int
    agency_id: str
    agency: str
    title: str | None
    role: Role
    bearers: tuple[str, ...]
    counts: bool
    reason: str
    who: str
    at: datetime

    @property
    def duty(self) -> Duty:
        return DUTIES[self.role]

    @property
    def is_carried_on(self) -> bool:
        return bool(self.bearers) and self.bearers != (self.agency,)

    @property
    def why_not(self) -> str | None:
        """Why it is not counted."""
        if self.counts:
            return None
        if self.title is None:
            return "文件重新发布后，这项任务已经没有了"
        return (
            "任务不在所选的文件里、已经办结，或这一行已选不下达" if self.bearers else "单位已撤销，没有登记承接的单位"
        )


def additions(
    added: Iterable[AddedLine], plan: Planned, titles: Mapping[int, str], names: Mapping[str, Agency], on: date
) -> tuple[PlannedAddition, ...]:
    """What was added, in the order in which it was."""
    found = ((line, line.row, bearers_of(line.row.agency, on)) for line in added)
    return tuple(
        PlannedAddition(
            row.task,
            row.agency,
            row.printed,
            titles.get(row.task),
            row.role,
            tuple(names[each].name for each in bearers),
            any(row.task in plan.tasks_of.get(each, ()) for each in bearers),
            line.reason,
            line.who,
            line.at,
        )
        for line, row, bearers in found
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
