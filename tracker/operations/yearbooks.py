"""The year as workbooks: the whole, for one agency, for one document, or all of these in one archive."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import BinaryIO

from sqlalchemy import select

from tracker import clock
from tracker.operations.actors import Acting, is_office_of
from tracker.operations.exporting import ledger_row, note_of
from tracker.operations.reviewing import asked_among
from tracker.reporting.lights import URGENCY
from tracker.storage.columns import among
from tracker.storage.cycles import Cycle
from tracker.storage.database import db
from tracker.storage.documents import Task
from tracker.storage.people import LeadingGroup
from tracker.storage.queries.filters import TaskFilter
from tracker.storage.queries.ledger import LedgerTask, ReportLine, asked_tasks, ledger_tasks
from tracker.storage.queries.lights import together
from tracker.storage.queries.lit import is_lit
from tracker.storage.queries.owed import AgencyCount, Missing, counts_by_agency, missing_rows
from tracker.storage.queries.reports import agency_names
from tracker.vocabulary import Scope
from tracker.vocabulary.reporting import IN_REVIEW, Duty
from tracker.workbooks.charts import LightCount
from tracker.workbooks.columns import LEDGER, Column, LedgerRow, said
from tracker.workbooks.packs import write_pack
from tracker.workbooks.summaries import AgencySummary, UnreportedRow
from tracker.workbooks.titles import document_cell
from tracker.workbooks.yearbook import Year, write_year

FILING, PROGRESS = "填报灯", "进度灯"
WAITING = "已报送，待审核。"


@dataclass(frozen=True)
class Material:
    """All that the workbooks of a cycle are made of, for somebody who asked for some of its tasks.

    ``asked_agencies`` are those that are asked and not urged; ``note`` stands below the ledger.
    """

    cycle: Cycle
    wanted: TaskFilter
    office: str | None
    tasks: tuple[LedgerTask, ...]
    counts: tuple[AgencyCount, ...]
    missing: tuple[Missing, ...]
    asked_agencies: frozenset[str]
    note: str | None
    final_only: bool

    @property
    def subject(self) -> str:
        return self.cycle.name

    @property
    def agencies(self) -> dict[str, str]:
        """The agencies that owe a report or a contribution on these tasks, by id, in the order they are first met."""
        return {each.agency_id: each.agency for task in self.tasks for each in task.rows}

    @property
    def documents(self) -> dict[int, str]:
        """The documents of these tasks."""
        return {task.row.document.id: task.row.document.short for task in self.tasks}


def material(cycle: Cycle, wanted: TaskFilter, *, by: Acting) -> Material:
    """Read it. Drafts are nobody's to see, and words not accepted yet only the office's and the agencies' own.

    What entered the cycle is in it, a document replaced since then too, unless a scope is asked for.
    """
    wanted = replace(wanted, scope=wanted.scope or Scope.ALL)
    today, asked = clock.today(), asked_tasks(cycle.id, wanted)
    tasks = tuple(ledger_tasks(cycle, wanted, today))
    if wanted.is_lit:
        tasks = tuple(each for each in tasks if is_lit(wanted, each.filing, each.light))
        asked = select(Task.id).where(among(Task.id, [each.row.id for each in tasks]))
    counts = counts_by_agency(cycle, asked, today)
    return Material(
        cycle,
        wanted,
        office_of(cycle.group_id),
        tasks,
        counts,
        missing_rows(cycle, asked, today),
        asked_among(cycle.id, {each.id for each in counts}),
        note_of(wanted, empty=not tasks),
        final_only=by.agency_id is None and not is_office_of(by, cycle.group_id),
    )


def office_of(group_id: int) -> str | None:
    """What the office of a leading group is called."""
    group = db.session.get(LeadingGroup, group_id)
    return group and f"{group.name}办公室"


def write_whole(found: Material, target: BinaryIO, columns: Sequence[Column] = LEDGER) -> int:
    """总台账 with its sheets; returns how many tasks it has."""
    title = f"任务分工台账（{found.subject}）"
    return write_year(_year(found, title, found.subject, columns, found.tasks), target)


def write_of_agency(found: Material, agency_id: str, target: BinaryIO, columns: Sequence[Column] = LEDGER) -> int:
    """分册 of an agency: its tasks, its own lights, its own words and those accepted of others."""
    name = name_of(found, agency_id)
    own = replace(
        found,
        tasks=tuple(task for task in found.tasks if task.of(agency_id)),
        counts=tuple(each for each in found.counts if each.id == agency_id),
        missing=tuple(each for each in found.missing if each.agency_id == agency_id),
    )
    subject = f"{name}{found.subject}"
    return write_year(
        _year(own, f"{name}任务分工台账（{found.subject}）", subject, columns, own.tasks, agency_id), target
    )


def name_of(found: Material, agency_id: str) -> str | None:
    """What an agency is called; one that owes nothing here has its registered name. None: there is no such agency."""
    return found.agencies.get(agency_id) or agency_names([agency_id]).get(agency_id)


def write_of_document(found: Material, document_id: int, target: BinaryIO, columns: Sequence[Column] = LEDGER) -> int:
    """分册 of a document."""
    tasks = tuple(task for task in found.tasks if task.row.document.id == document_id)
    own = replace(found, tasks=tasks, counts=(), missing=_of_document(found.missing, document_id))
    name = found.documents[document_id]
    return write_year(_year(own, f"{name}任务分工台账（{found.subject}）", found.subject, columns, tasks), target)


def _of_document(missing, document_id):
    return tuple(each for each in missing if each.document_id == document_id)


def write_agencies(found: Material, target: BinaryIO, columns: Sequence[Column] = LEDGER) -> list[str]:
    """The workbooks of all agencies in one zip; returns their names."""
    return write_pack(_each(found.agencies, found, write_of_agency, columns), target)


def write_documents(found: Material, target: BinaryIO, columns: Sequence[Column] = LEDGER) -> list[str]:
    """The workbooks of all documents in one zip; returns their names."""
    return write_pack(_each(found.documents, found, write_of_document, columns), target)


def _each(names, found, write, columns) -> Iterator[tuple[str, Callable[[BinaryIO], object]]]:
    for key, name in names.items():
        yield f"{name} {found.subject}台账", partial(_written, write, found, key, columns)


def _written(write, found, key, columns, target):
    return write(found, key, target, columns)


def _year(found: Material, title, subject, columns, tasks, agency_id=None) -> Year:
    rows = [cycle_row(task, found.final_only, agency_id) for task in tasks]
    missing = None if found.cycle.opened_on is None else list(map(unreported_row, found.missing))
    return Year(
        title=title,
        subject=subject,
        office=name_of(found, agency_id) if agency_id else found.office,
        as_of=found.cycle.period_to,
        tasks=rows,
        agencies=[_summary(each, found.asked_agencies) for each in found.counts],
        unreported=missing,
        lights=list(light_counts(rows)),
        note=found.note,
        columns=columns,
    )


def cycle_row(task: LedgerTask, final_only: bool = False, agency_id: str | None = None) -> LedgerRow:
    """A task of a cycle as the ledger shows it; to an agency its own rows, and what was accepted of others.

    Where only what is final is shown, a report that is not accepted says nothing but that it waits for its review.
    """
    reports = [each for each in task.rows if each.duty is Duty.REPORT]
    own = [each for each in task.rows if each.agency_id == agency_id] if agency_id else reports or task.rows
    spoken = [each for each in reports if each.content and (each.is_final or _reads(each, final_only, agency_id))]
    standing, light = (task.accepted, task.accepted_light) if final_only else (task.standing, task.light)
    waiting = [(each.agency, WAITING) for each in reports if final_only and each.state in IN_REVIEW]
    return replace(
        ledger_row(task.row),
        progress_state=standing.progress and standing.progress.label,
        percent=None if standing.percent is None else float(standing.percent),
        progress=_said(spoken, "done", waiting),
        problems=_said(spoken, "problems"),
        next_step=_said(spoken, "next_step"),
        to_coordinate=_said(spoken, "coordination"),
        filing_light=together((each.duty, each.agency, each.light) for each in own),
        progress_light=light,
        reported_by="、".join(dict.fromkeys(each.agency for each in reports if each.received_at)) or None,
        reported_at=max((each.received_at for each in reports if each.received_at), default=None),
    )


def _reads(each: ReportLine, final_only, agency_id):
    return each.agency_id == agency_id if agency_id else not final_only


def _said(spoken, name, more=()):
    return said([*((each.agency, _words(each.content, name)) for each in spoken), *more])


def _words(content, name):
    if content.is_nil and name == "done":
        return f"零报告：{content.nil_reason}"
    return getattr(content, name)


def _summary(each: AgencyCount, asked):
    return AgencySummary(
        agency=each.name,
        owed=each.owed,
        submitted=each.submitted,
        on_time=each.on_time,
        returned=each.returned,
        overdue=each.overdue,
        asked=each.id in asked,
    )


def unreported_row(each: Missing) -> UnreportedRow:
    """A missing row as its list shows it."""
    contact, phone = each.called or (None, None)
    return UnreportedRow(
        agency=each.agency,
        role=each.role.label,
        document=each.number or document_cell(each.document, None),
        task=f"{each.label} {each.title}".strip(),
        due=each.due,
        light=each.light,
        reason=each.reason,
        contact=contact,
        phone=phone,
    )


def light_counts(rows: Sequence[LedgerRow]) -> Iterator[LightCount]:
    """How many tasks show each light, the most urgent first."""
    for kind, name in ((FILING, "filing_light"), (PROGRESS, "progress_light")):
        lights = [light for row in rows if (light := getattr(row, name))]
        counted = Counter((light.colour, light.word) for light in lights)
        for (colour, word), count in sorted(counted.items(), key=lambda each: (URGENCY.index(each[0][0]), each[0][1])):
            yield LightCount(kind, word, colour, count)
