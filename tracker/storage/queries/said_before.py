"""上期: what stands of the same agency on the same task in the last earlier period, for its own page and the reviewer's."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from tracker.reporting.content import Content
from tracker.storage.cycles import Cycle, ExpectedReport
from tracker.storage.database import db
from tracker.storage.queries.lineage import lines_of_tasks
from tracker.storage.registry import RegisteredAgency
from tracker.storage.reports import ReportVersion
from tracker.vocabulary.reporting import STANDING, ReportState


@dataclass(frozen=True)
class Earlier:
    """What was reported on the same task, or on one it came from, in the last earlier period."""

    row_id: int
    version_id: int
    cycle: str
    agency: str
    state: ReportState
    content: Content


def said_before(
    rows: Iterable[tuple[ExpectedReport, Cycle]], bodies: Collection[str] = ()
) -> Mapping[int, tuple[Earlier, ...]]:
    """By row that has any: what stands in the last cycle of its group whose period ended before that of its own.

    A cycle of the same period is none before it. What these bodies said counts as the row's own agency's: its duties were
    theirs. In one statement.
    """
    rows = tuple(rows)
    if not rows:
        return {}
    agencies = {row.agency_id for row, _ in rows} | set(bodies)
    found = db.session.execute(_standing(rows, agencies, max(cycle.period_to for _, cycle in rows))).all()
    said = {row.id: _last(row, cycle, {row.agency_id, *bodies}, found) for row, cycle in rows}
    return {row_id: earlier for row_id, earlier in said.items() if earlier}


def _standing(rows, agencies, until):
    line = lines_of_tasks({row.task_id for row, _ in rows})
    latest = (ReportVersion.expected_id == ExpectedReport.id) & (ReportVersion.number == ExpectedReport.version_number)
    statement = select(line.c.task, ExpectedReport, Cycle, RegisteredAgency.name, ReportVersion.id, ReportVersion.content)
    statement = statement.join(ExpectedReport, ExpectedReport.task_id == line.c.id)
    statement = statement.join(Cycle, Cycle.id == ExpectedReport.cycle_id).join(ReportVersion, latest)
    statement = statement.join(RegisteredAgency, RegisteredAgency.id == ExpectedReport.agency_id)
    statement = statement.where(
        ExpectedReport.agency_id.in_(agencies),
        ExpectedReport.state.in_(STANDING),
        Cycle.period_to < until,
    )
    return statement.order_by(Cycle.period_to.desc(), Cycle.due_on.desc(), Cycle.id.desc(), ExpectedReport.id)


def _last(row, cycle, bodies, found) -> tuple[Earlier, ...]:
    before = [each for each in found if _is_before(each, row, cycle, bodies)]
    return tuple(
        Earlier(there.id, version, held.name, agency, there.state, Content.of_json(text))
        for _, there, held, agency, version, text in before
        if held is before[0][2]
    )


def _is_before(each, row, cycle, bodies):
    task, there, held, *_ = each
    same = task == row.task_id and there.agency_id in bodies and there.duty is row.duty
    return same and held.group_id == cycle.group_id and held.period_to < cycle.period_to
