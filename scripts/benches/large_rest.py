"""What else lies in a large office: years gone by, papers, files, messages, accounts, uploads, events of the audit."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

from sqlalchemy import func, select

from scripts.benches.large import STEM
from scripts.benches.large_year import DUE, PLACE, at_once
from tracker import clock
from tracker.operations import cycles, receiving, registry_files, snapshots
from tracker.operations.actors import Actor
from tracker.operations.transactions import one_transaction
from tracker.reporting.content import Content
from tracker.storage.audit import AuditEvent
from tracker.storage.cycles import (
    ConditionalRecipient,
    ConditionalTask,
    Cycle,
    CycleDocument,
    CycleTask,
    ExpectedReport,
    Objection,
)
from tracker.storage.database import db
from tracker.storage.documents import PolicyDocument, Task
from tracker.storage.extensions import Extension
from tracker.storage.messages import Message, MessageRow
from tracker.storage.people import Account, Grant, LeadingGroup
from tracker.storage.registry_office import AgencyContact
from tracker.storage.reminders import Reminder, ReminderRow
from tracker.storage.reports import Attachment, Filing, Receipt, ReportVersion, VersionAttachment
from tracker.storage.workbooks import WorkbookImport
from tracker.vocabulary import AccountRole, AuditResult, Role
from tracker.vocabulary.messages import MessageKind
from tracker.vocabulary.reminders import Step
from tracker.vocabulary.reporting import (
    CycleState,
    Duty,
    ExtensionState,
    ObjectionState,
    Owing,
    Progress,
    ReportState,
)

WHO = {"who": "周敏", "account_id": None}
MEASURE = "（{n}）推进第{n}项工作，建设公共服务平台，完善配套政策。（市商务局牵头，市财政局、各区政府配合）\n"
MESSAGES, EVENTS_A_TASK = 50, 10
CONDITION = "涉及服务平台的"
BEFORE = (2024, 2025)
"""The years of which there is one document's part, locked and frozen."""


def fill_rest(home: Path) -> None:
    """Add one or many of everything that a page shows and the year alone does not have; for a year that is filled."""
    group = db.session.scalar(select(LeadingGroup.id).where(LeadingGroup.jurisdiction == PLACE))
    this_year = db.session.scalar(select(func.max(Cycle.id)))
    office = Actor(None, "林静怡", frozenset({"office"}), group_id=group)
    rows = db.session.execute(_rows_of(this_year)).all()
    sheets = dict(map(tuple, db.session.execute(select(Filing.agency_id, Filing.id).where(Filing.cycle_id == this_year))))
    with one_transaction(audited=False):
        for year in BEFORE:
            _year_before(year, group)
        _people(sheets)
        _asked(rows)
        _told(rows, sheets, this_year, group)
        _reminded(rows, sheets, this_year, group)
        _files(rows, sheets)
        _also_to(this_year, rows)
        at_once(AuditEvent, _events(len(rows) // 5 * EVENTS_A_TASK))
    documents = db.session.scalars(select(PolicyDocument.id).where(PolicyDocument.stem.like(f"{STEM}-%"))).all()
    db.session.rollback()
    period = date(2027, 1, 1), date(2027, 11, 30)
    cycles.prepare_cycle(
        "2027年度", dict.fromkeys(documents), period=period, due_on=date(2027, 12, 10), by=office, recipient=""
    )
    received = receiving.receive_text("".join(MEASURE.format(n=n) for n in range(1, 501)), "新收到的若干措施", who="林静怡", home=home)
    with one_transaction(audited=False):
        db.session.get(PolicyDocument, received).leading_group_id = group
    book = BytesIO()
    registry_files.write_workbook(book)
    db.session.rollback()
    book.seek(0)
    registry_files.receive(book, "登记.xlsx", who="林静怡")
    for year in db.session.scalars(select(Cycle.id).where(Cycle.state == CycleState.LOCKED)).all():
        db.session.rollback()
        snapshots.take_snapshot(year, home=home, by=office)


def _rows_of(cycle):
    row = ExpectedReport
    columns = row.id, row.agency_id, row.task_id, row.duty, row.state
    return select(*columns).where(row.cycle_id == cycle).order_by(row.id)


def _year_before(year, group):
    """The first large document's tasks as one year reported on them: each by its lead, all accepted."""
    made = {"prepared_by": "林静怡", "prepared_at": clock.now(), "opened_by": "林静怡", "opened_at": clock.now()}
    due = date(year, 12, 10)
    dates = {"period_from": date(year, 1, 1), "period_to": date(year, 11, 30), "due_on": due, "opened_on": date(year, 10, 12)}
    locked = {"locked_at": clock.now(), "locked_by": "林静怡", "locked_why": "年度结束", "lifted_by": "办公室主任"}
    cycle = Cycle(group_id=group, name=f"{year}年度", state=CycleState.LOCKED, **made, **dates, **locked)
    db.session.add(cycle)
    db.session.flush()
    document = db.session.scalar(select(func.min(PolicyDocument.id)).where(PolicyDocument.stem.like(f"{STEM}-%")))
    db.session.add(CycleDocument(cycle_id=cycle.id, document_id=document))
    asked = select(Task.id, ExpectedReport.agency_id).join(Task.measure).join(ExpectedReport, ExpectedReport.task_id == Task.id)
    asked = asked.where(Task.measure.has(document_id=document), ExpectedReport.duty == Duty.REPORT).order_by(ExpectedReport.id)
    leads = {}
    for task, agency in db.session.execute(asked):
        leads.setdefault(task, agency)
    at_once(CycleTask, ({"cycle_id": cycle.id, "task_id": task, "consolidator_id": lead} for task, lead in leads.items()))
    agencies = sorted(set(leads.values()))
    at_once(Filing, ({"cycle_id": cycle.id, "agency_id": each} for each in agencies))
    came = clock.now().replace(year=year, month=12, day=1)
    own = {"cycle_id": cycle.id, "role": Role.LEAD, "duty": Duty.REPORT, "printed": "市商务局", "owing": Owing.OWED}
    own |= {"state": ReportState.ACCEPTED, "due_on": due, "by_on": due, "received_at": came, "on_time": True}
    own |= {"on_time_originally": True, "version_number": 1, "step_number": 1, "progress": Progress.UNDER_WAY, "percent": 40}
    at_once(ExpectedReport, (own | {"task_id": task, "agency_id": lead} for task, lead in leads.items()))
    content = Content(Progress.UNDER_WAY, 40, f"{year}年已建成平台。")
    rows = db.session.scalars(select(ExpectedReport.id).where(ExpectedReport.cycle_id == cycle.id)).all()
    said = {"number": 1, "content": content.as_json(), "sha256": content.sha256, "at": came} | WHO
    at_once(ReportVersion, (said | {"expected_id": row} for row in rows))


def _people(sheets):
    contact = {"name": "周敏", "post": "科长", "telephone": "020-12345678", "email": "z@example.cn", "note": ""}
    at_once(AgencyContact, (contact | {"agency": each} for each in sheets))
    made = {"name": "周敏", "must_change": False, "created_at": clock.now()}
    at_once(Account, (made | {"login": f"填报{number}", "agency_id": each} for number, each in enumerate(sheets)))
    accounts = db.session.scalars(select(Account.id).where(Account.login.like("填报%"))).all()
    at_once(Grant, ({"account_id": each, "role": AccountRole.REPORTER} for each in accounts))


def _asked(rows):
    """Objections and requests for more time, of which the office has to decide on many."""
    late = [row for row in rows if row.state is ReportState.DRAFT and row.duty is Duty.REPORT]
    own = {"reason": "不是本单位职责", "who": "周敏", "at": clock.now()}
    objected = own | {"state": ObjectionState.RAISED, "proposed": "市财政局"}
    at_once(Objection, (objected | {"expected_id": row.id} for row in late[::50]))
    wanted = own | {"state": ExtensionState.ASKED, "wanted": DUE + timedelta(days=5), "account_id": None}
    at_once(Extension, (wanted | {"expected_id": row.id} for row in late[1::50]))


def _told(rows, sheets, cycle, group):
    about = {"kind": MessageKind.RETURN, "cycle_id": cycle, "text": "请补充数据。", "at": clock.now()} | WHO
    at_once(Message, (about | {"agency_id": each, "group_id": None} for _ in range(MESSAGES) for each in sheets))
    at_once(Message, (about | {"group_id": group, "agency_id": None} for _ in range(MESSAGES * 20)))
    messages = db.session.scalars(select(Message.id)).all()
    pairs = zip(messages, (row.id for row in rows), strict=False)
    at_once(MessageRow, ({"message_id": each, "expected_id": row} for each, row in pairs))


def _reminded(rows, sheets, cycle, group):
    """Each agency once by itself and once with a numbered paper, about all it owes."""
    own = {"cycle_id": cycle, "group_id": group, "addressee": "某单位", "text": "请抓紧报送。", "at": clock.now()} | WHO
    found = {}
    for number, agency in enumerate(sheets, 1):
        paper = {"step": Step.URGE, "automatic": False, "year": DUE.year, "number": number, "term": DUE}
        for more in ({"step": Step.REMIND, "automatic": True}, paper):
            found[agency] = Reminder(**own | more | {"agency_id": agency})
            db.session.add(found[agency])
    db.session.flush()
    ids = {agency: each.id for agency, each in found.items()}
    owed = (row for row in rows if row.state in (ReportState.RETURNED, ReportState.DRAFT))
    about = {"due_on": DUE, "gate": None, "days_late": 1}
    at_once(ReminderRow, (about | {"reminder_id": ids[row.agency_id], "expected_id": row.id} for row in owed))


def _files(rows, sheets):
    """A scan to every sheet and a picture to every fifth row, and a workbook that came back to every sheet."""
    own = {"name": "佐证.pdf", "kind": "pdf", "size": 9, "sha256": "0" * 64, "at": clock.now()} | WHO
    at_once(Attachment, (own | {"filing_id": sheet, "expected_id": None} for sheet in sheets.values()))
    beside = (own | {"filing_id": sheets[row.agency_id], "expected_id": row.id} for row in rows[::5])
    at_once(Attachment, beside)
    latest = select(ReportVersion.id, Attachment.id).join(Attachment, Attachment.expected_id == ReportVersion.expected_id)
    pairs = db.session.execute(latest.where(ReportVersion.number == 2)).all()
    at_once(VersionAttachment, ({"version_id": version, "attachment_id": file} for version, file in pairs))
    sent = {"file_name": "填报表.xlsx", "sha256": "0" * 64, "grids": "[]", "at": clock.now()} | WHO
    receipts = dict(map(tuple, db.session.execute(select(Receipt.filing_id, func.min(Receipt.id)).group_by(Receipt.filing_id))))
    at_once(WorkbookImport, (sent | {"filing_id": each, "receipt_id": receipts.get(each)} for each in sheets.values()))


def _also_to(cycle, rows):
    """Two other recipients, of whom each gets the reports of a tenth of the tasks."""
    tasks = list(dict.fromkeys(row.task_id for row in rows))
    for place, agency in enumerate(dict.fromkeys(row.agency_id for row in rows[:2])):
        own = {"cycle_id": cycle, "condition": CONDITION, "recipient": "某局", "who": "林静怡", "at": clock.now()}
        also = ConditionalRecipient(agency_id=agency, **own)
        db.session.add(also)
        db.session.flush()
        at_once(ConditionalTask, ({"recipient_id": also.id, "task_id": task} for task in tasks[place::10]))


def _events(number) -> Iterator[dict]:
    """So many events of the last 400 days, of 200 people and 500 pages."""
    began, step = clock.now() - timedelta(days=400), timedelta(days=400) / max(1, number)
    actions = ("reports.save", "reports.submit", "review.take", "signing_in.enter", "cycles_adjust.change")
    for place in range(number):
        yield {
            "at": began + step * place,
            "account_id": place % 200 + 1,
            "who": f"第{place % 200}人",
            "roles": "填报员",
            "source": f"10.0.{place % 200}.7",
            "action": actions[place % len(actions)],
            "object": f"/reports/{place % 500 + 1}",
            "result": AuditResult.DONE,
            "detail": "",
            "before": "",
            "after": json.dumps({"done": f"已推进第{place}项工作，建成平台并投入使用。" * 3}, ensure_ascii=False),
        }
