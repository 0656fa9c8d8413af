"""A large year on a large office: a cycle on all its tasks, each expected of its units, with versions, steps and receipts."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date, datetime, timedelta
from itertools import islice
from typing import NamedTuple

from sqlalchemy import func, insert, select, update

from scripts.benches.large import STEM
from tracker import clock
from tracker.operations import groups
from tracker.operations.transactions import one_transaction
from tracker.reporting.content import Content
from tracker.reporting.receipts import ReceiptLine
from tracker.storage.cycles import Cycle, CycleDocument, CycleGate, CycleTask, ExpectedReport
from tracker.storage.database import db
from tracker.storage.documents import Measure, PolicyDocument, Task
from tracker.storage.people import LeadingGroup
from tracker.storage.registry import RegisteredAgency
from tracker.storage.reports import Draft, Filing, Receipt, ReportStep, ReportVersion
from tracker.vocabulary import Role
from tracker.vocabulary.reporting import Action, CycleState, Duty, GateKind, Owing, Progress, ReportState

AGENCIES, ROWS_A_TASK, VERSIONS, RECEIPTS = 500, 5, 2, 10
AT_ONCE = 10_000
PLACE = "广州市"
OPENED, DUE = date(2026, 10, 12), date(2026, 12, 10)
STATES = (
    ReportState.ACCEPTED, ReportState.RESUBMITTED, ReportState.SUBMITTED, ReportState.RETURNED, ReportState.DRAFT,
)  # fmt: skip
"""How rows stand, in turn."""
WHO = {"who": "周敏", "account_id": None}


class Row(NamedTuple):
    """An expected row by its number: whose, on which task, how it stands."""

    number: int
    task_id: int
    agency: str
    is_report: bool

    @property
    def state(self) -> ReportState:
        found = STATES[self.number % len(STATES)]
        return ReportState.TAKEN_OVER if found is ReportState.ACCEPTED and not self.is_report else found


def fill_year() -> None:
    """Open a cycle on every task of the large documents, five rows each, two versions a row, one sheet and ten receipts an agency."""
    groups.fill_empty_groups()
    group = db.session.scalar(select(LeadingGroup.id).where(LeadingGroup.jurisdiction == PLACE))
    agencies = db.session.scalars(select(RegisteredAgency.id).order_by(RegisteredAgency.id).limit(AGENCIES)).all()
    large = PolicyDocument.stem.like(f"{STEM}-%")
    documents = db.session.scalars(select(PolicyDocument.id).where(large)).all()
    tasks = db.session.scalars(select(Task.id).join(Task.measure).join(Measure.document).where(large).order_by(Task.id)).all()
    db.session.rollback()
    with one_transaction(audited=False):
        db.session.execute(update(PolicyDocument).values(leading_group_id=group))
        cycle = _cycle(group)
        at_once(CycleDocument, ({"cycle_id": cycle, "document_id": id_} for id_ in documents))
        rows = list(_rows(tasks, agencies))
        leads = {row.task_id: row.agency for row in rows if row.number % ROWS_A_TASK == 0}
        at_once(CycleTask, ({"cycle_id": cycle, "task_id": task, "consolidator_id": leads[task]} for task in tasks))
        at_once(ExpectedReport, (_expected(row, cycle) for row in rows))
        at_once(Filing, ({"id": place, "cycle_id": cycle, "agency_id": each} for place, each in enumerate(agencies, 1)))
        receipts = RECEIPTS * len(agencies)
        places = {each: place for place, each in enumerate(agencies)}
        lines = [[] for _ in range(receipts)]
        for row in rows:
            lines[_sent_with(row, places)] += [_line(row, turn) for turn in range(1, VERSIONS + 1)]
        at_once(Receipt, (_receipt(number, said) for number, said in enumerate(lines)))
        at_once(Draft, (_draft(row) for row in rows))
        at_once(ReportVersion, (_version(row, turn, _sent_with(row, places)) for row in rows for turn in range(1, VERSIONS + 1)))
        at_once(ReportStep, (step for row in rows for step in _steps(row)))
        _number_on()


def _number_on():
    """Let PostgreSQL number on after the ids that were given; SQLite does so by itself."""
    if db.engine.dialect.name != "postgresql":
        return
    for table in (Filing, Receipt, ExpectedReport):
        sequence = func.pg_get_serial_sequence(table.__tablename__, "id")
        db.session.execute(select(func.setval(sequence, select(func.max(table.id)).scalar_subquery())))


def _cycle(group):
    made = {"prepared_by": "林静怡", "prepared_at": clock.now(), "opened_by": "林静怡", "opened_at": clock.now()}
    dates = {"period_from": date(2026, 1, 1), "period_to": date(2026, 11, 30), "due_on": DUE, "opened_on": OPENED}
    cycle = Cycle(group_id=group, name="2026年度", state=CycleState.OPEN, **made, **dates)
    db.session.add(cycle)
    db.session.flush()
    db.session.add(CycleGate(cycle_id=cycle.id, kind=GateKind.CONTRIBUTIONS, day=DUE - timedelta(days=28)))
    return cycle.id


def _rows(tasks, agencies) -> Iterator[Row]:
    for place, task in enumerate(tasks):
        for turn in range(ROWS_A_TASK):
            number = place * ROWS_A_TASK + turn
            yield Row(number, task, agencies[(place + turn * 97) % len(agencies)], turn < 2)


def _at(row, day):
    return datetime(2026, 11, 1, 9, tzinfo=clock.CHINA) + timedelta(days=day, seconds=row.number % 3600)


def _expected(row, cycle):
    stands = row.state not in (ReportState.RETURNED, ReportState.DRAFT)
    return {
        "id": row.number + 1,
        "cycle_id": cycle,
        "task_id": row.task_id,
        "agency_id": row.agency,
        "role": Role.LEAD if row.is_report else Role.SUPPORT,
        "duty": Duty.REPORT if row.is_report else Duty.CONTRIBUTION,
        "printed": "市商务局",
        "owing": Owing.OWED,
        "state": row.state,
        "due_on": DUE,
        "by_on": DUE,
        "received_at": _at(row, 1) if stands else None,
        "on_time": stands,
        "on_time_originally": stands,
        "ever_returned": row.state in (ReportState.RETURNED, ReportState.RESUBMITTED),
        "version_number": VERSIONS,
        "step_number": VERSIONS,
        "progress": Progress.UNDER_WAY,
        "percent": row.number % 100,
        "asks_coordination": _asks(row),
    }


def _content(row):
    said = f"今年以来推进第{row.number}项工作，已建成公共服务平台并投入使用，服务企业3家。"
    asked = "专项资金下达较晚，建议协调加快拨付。" if _asks(row) else ""
    return Content(Progress.UNDER_WAY, row.number % 100, said, next_step="年底前完成验收。", coordination=asked)


def _asks(row):
    """Of every twelfth task the first row."""
    return row.number % (12 * ROWS_A_TASK) == 0


def _draft(row):
    return {
        "expected_id": row.number + 1,
        "content": _content(row).as_json(),
        "version": 1,
        "who": "周敏",
        "at": _at(row, 0),
    }


def _sent_with(row, places):
    """The receipt of a row, from 0: one of its agency's."""
    return places[row.agency] * RECEIPTS + row.number // ROWS_A_TASK // len(places) % RECEIPTS


def _line(row, number):
    task, recipients = f"推进第{row.number}项工作", ("领导小组办公室",)
    return asdict(ReceiptLine(task, number, _content(row).sha256, True, recipients))


def _version(row, number, receipt):
    content = _content(row)
    own = {"expected_id": row.number + 1, "number": number, "receipt_id": receipt + 1}
    return own | WHO | {"content": content.as_json(), "sha256": content.sha256, "at": _at(row, number)}


def _steps(row):
    for number in range(1, VERSIONS + 1):
        before, after = ReportState.DRAFT, row.state if number == VERSIONS else ReportState.SUBMITTED
        own = {"expected_id": row.number + 1, "number": number, "action": Action.SUBMIT, "version_number": number}
        yield own | WHO | {"before": before, "after": after, "at": _at(row, number)}


def _receipt(number, said):
    own = {"id": number + 1, "filing_id": number // RECEIPTS + 1, "key": f"键{number}", "number": f"HZ2026-{number:06}"}
    return own | WHO | {"received_at": clock.now(), "cover": "{}", "lines": json.dumps(said), "sha256": "0" * 64}


def at_once(table, rows: Iterable[dict]) -> None:
    """Insert rows of a table, ten thousand in one statement; to no effect where there are none."""
    rows = iter(rows)
    while some := list(islice(rows, AT_ONCE)):
        db.session.execute(insert(table), some)
