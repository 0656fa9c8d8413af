"""What review hints compare a report with: what the same agency said last, what others say on the task, its evidence."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, select

from tracker import clock
from tracker.extraction.deadlines import read_deadline
from tracker.reporting.content import Content
from tracker.reporting.hints import Hint, Other, Reviewed, hints
from tracker.storage.cycles import Cycle, ExpectedReport
from tracker.storage.database import db
from tracker.storage.queries.said_before import Earlier, said_before
from tracker.storage.registry import RegisteredAgency
from tracker.storage.reports import ReportVersion, VersionAttachment
from tracker.vocabulary.reporting import STANDING, Duty


@dataclass(frozen=True)
class Compared:
    """A report hints are asked for: its row and version, what it says, the task's sentence and limit, and its cycle."""

    row: ExpectedReport
    version_id: int
    content: Content
    task: str
    deadline: str | None
    cycle: Cycle


def hints_of(
    reports: Sequence[Compared], last: Mapping[int, Earlier], evidence: Mapping[int, int]
) -> dict[int, tuple[Hint, ...]]:
    """By row: what is to be looked at again; ``compares`` is the row compared with.

    ``last`` is what was said before, by row, and ``evidence`` the number of files by version.
    """
    others = others_of(reports)
    return {each.row.id: _hints(each, others, last, evidence) for each in reports}


def _hints(each, others, last, evidence):
    key = (each.row.cycle_id, each.row.task_id)
    there = [(row_id, other) for row_id, agency, other in others.get(key, ()) if agency != each.row.agency_id]
    earlier = last.get(each.row.id)
    rows = {other.version: row_id for row_id, other in there}
    if earlier:
        rows[earlier.version_id] = earlier.row_id
    found = hints(
        Reviewed(
            content=each.content,
            task=each.task,
            on=clock.today(),
            deadline=read_deadline(each.deadline).on if each.deadline else None,
            deadline_printed=each.deadline,
            evidence=evidence.get(each.version_id, 0),
            until=each.cycle.period_to,
            last=earlier and Other(earlier.version_id, earlier.agency, earlier.content),
            others=[other for _, other in there],
        )
    )
    return tuple(replace(hint, compares=rows.get(hint.compares)) for hint in found)


def others_of(reports: Sequence[Compared]) -> dict[tuple[int, int], list[tuple[int, str, Other]]]:
    """By cycle and task: the rows whose report stands, with the agency and what it says."""
    tasks, cycles = {each.row.task_id for each in reports}, {each.row.cycle_id for each in reports}
    row = ExpectedReport
    columns = (row.cycle_id, row.task_id, row.id, row.agency_id, RegisteredAgency.name)
    statement = _said(*columns).where(
        row.task_id.in_(tasks), row.cycle_id.in_(cycles), row.duty == Duty.REPORT, row.state.in_(STANDING)
    )
    found = defaultdict(list)
    for cycle, task, row_id, agency, name, version, content in db.session.execute(statement.order_by(row.id)):
        found[cycle, task].append((row_id, agency, Other(version, name, Content.of_json(content))))
    return found


def last_of(reports: Sequence[Compared]) -> dict[int, Earlier]:
    """By row: what stands of the same agency on the same task in the last earlier period."""
    found = said_before((each.row, each.cycle) for each in reports)
    return {row_id: said[0] for row_id, said in found.items()}


def _said(*columns):
    latest = (ReportVersion.expected_id == ExpectedReport.id) & (ReportVersion.number == ExpectedReport.version_number)
    statement = select(*columns, ReportVersion.id, ReportVersion.content).select_from(ExpectedReport)
    return statement.join(ReportVersion, latest).join(RegisteredAgency, RegisteredAgency.id == ExpectedReport.agency_id)


def evidence_of(reports: Sequence[Compared]) -> dict[int, int]:
    """By version: with how many files it came."""
    statement = select(VersionAttachment.version_id, func.count()).group_by(VersionAttachment.version_id)
    wanted = VersionAttachment.version_id.in_([each.version_id for each in reports])
    return dict(map(tuple, db.session.execute(statement.where(wanted))))
