"""Every page there is, as everybody who may open it: what `scripts/bench pages` measures and the suite counts."""

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from flask import Flask
from sqlalchemy import func, select

from scripts.benches.large import STEM
from scripts.benches.large_rest import CONDITION
from scripts.benches.large_year import PLACE
from tests.people import signed_in
from tracker.graph.diagnosis import BY_CODE
from tracker.operations import unsent
from tracker.operations.access import rights
from tracker.storage.agencies import Agency
from tracker.storage.cycles import Cycle, CycleDocument, ExpectedReport
from tracker.storage.database import db
from tracker.storage.documents import Assignment, Measure, PolicyDocument, Task
from tracker.storage.people import Account
from tracker.storage.queries.desk_office import asked_by
from tracker.storage.registry import Collective, RegisteredAgency
from tracker.storage.registry_office import RegistryUpload
from tracker.storage.reminders import Reminder
from tracker.storage.reports import Attachment, Filing, Receipt
from tracker.storage.workbooks import WorkbookImport
from tracker.vocabulary import AccountRole, DocumentState, Recognition, Role
from tracker.vocabulary.reporting import IN_REVIEW, CycleState, Duty, ReportState, SnapshotPart
from tracker.web.assets import FILES

DOWNLOADS = frozenset(
    {
        "audit.export", "cycle_filings.file", "cycle_tasks.file", "exports.agencies", "exports.beside",
        "exports.documents", "exports.ledger", "exports.whole", "registry.export_archive", "registry.export_book",
        "reports.file", "reports.received_book", "review.file", "snapshots.compared_book", "snapshots.file", "workbooks.result", "workbooks.template",
    }
)  # fmt: skip
"""Files that are made and saved: a whole ledger is no page."""
MORE = {
    "desk.overview": ("on=today",),
    "tasks.index": (
        "q=平台", "agency={body}&on=today", "page=200", "sort=units", "filing=red", "progress=red", "progress=green&page=9",
        "agency={body}&on=today&progress=yellow", "filing=green&progress=green", "sort=deadline&descending=1", "carrier={body}", "missing=carrier",
        "role=lead&q=局", "q=平台&filing=green&progress=green",
    ),
    "agencies.index": ("on=today", "q=局&idle=1"),
    "agencies.show": ("on=today",),
    "graph.show": ("on=today", "agency={body}"),
    "graph.network": ("on=today",),
    "graph.what_if": ("gone={body}&into={other}",),
    "documents.index": ("state=received",),
    "documents.show": ("all=1",),
    "documents.choose": ("old={document}&new={document}",),
    "exports.index": ("cycle={cycle}", "progress=red&cycle={cycle}"),
    "cycles.show": ("agency={planned}",),
    "cycles.rows": (
        "stage=late", "stage=missing", "agency={body}", "q=平台", "page=200", "filing=red", "progress=red", "progress=green&page=30",
    ),
    "cycle_tasks.index": ("of=office", "page=50"),
    "cycle_recipients.show": (f"condition={CONDITION}", f"condition={CONDITION}&q=第9&page=2"),
    "reports.index": ("all=1",),
    "rates.show": ("by=document", "by=city", "by=group"),
    "reminders.calls": ("all=1",),
    "reminders.index": ("step=urge",),
    "reminders.all_papers": ("sent=1&sent=5",),
    "review.index": ("page=20", "agency={body}", "sort=agency"),
    "messages.index": ("show=unread", "page=5"),
    "foresight.drawn": ("shape=narrow",),
    "registry.merges": ("gone={body}&into={other}",),
    "audit.index": ("who=第7人", "object=/reports/7", "object=没有这个词", "first=2026-01-01&object=没有这个词", "action=reports.save"),
    "workbooks.index": ("cycle={cycle}&agency={body}",),
}  # fmt: skip
"""Conditions that ask otherwise, beside none, by page."""
ON = {"cycles.show": 1}
"""Which of a page's addresses they are added to, where not to the first: a cycle before it is open."""


class Place(NamedTuple):
    """An address, which page it is of, and who opens it."""

    role: AccountRole
    endpoint: str
    address: str


class Browsers:
    """A browser for each role, of one year."""

    def __init__(self, app: Flask):
        with app.app_context():
            self.ids = _ids()
        agency = {"agency_id": self.ids["body_id"][0]}
        group = {"group": PLACE}
        whose = {"office": group, "superior": group, "reporter": agency, "approver": agency}
        self._browsers = {role: signed_in(app, role, **whose.get(role, {})) for role in AccountRole}
        with app.app_context():
            self.forms = {role: _kept_form(role, whose.get(role, {})) for role in AccountRole}

    def of(self, role: AccountRole):
        return self._browsers[role]


def places(app: Flask, browsers: Browsers, *, downloads: bool = False) -> Iterator[Place]:
    """Every page by everybody who may open it, each with the conditions it is asked with; none is left out."""
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in rule.methods and rule.endpoint not in FILES]
    for rule in sorted(rules, key=lambda rule: rule.rule):
        if (rule.endpoint in DOWNLOADS) is not downloads:
            continue
        given = rights()[rule.endpoint]
        for role in (each for each in AccountRole if each in given or "anyone" in given):
            for address in _addresses(app, browsers, rule, role):
                yield Place(role, rule.endpoint, address)


def _addresses(app, browsers, rule, role):
    ids = browsers.ids | {"form_id": [browsers.forms[role]]} | browsers.ids["of"].get(rule.endpoint, {})
    if role in ("reporter", "approver", "superior"):
        ids["cycle_id"] = ids["cycle_id"][:1]
    if role in ("reporter", "approver"):
        ids |= browsers.ids["own"]
    names = sorted(rule.arguments)
    with app.test_request_context():
        plain = [rule.build(dict(zip(names, values, strict=True)))[1] for values in product(*(ids[name] for name in names))]
    asked = plain[min(ON.get(rule.endpoint, 0), len(plain) - 1)]
    return [*plain, *(f"{asked}?{each.format(**ids['words'])}" for each in MORE.get(rule.endpoint, ()))]


def _ids():
    row, document = ExpectedReport, PolicyDocument
    this_year = _first(Cycle.id, Cycle.state == CycleState.OPEN)
    frozen = db.session.scalar(select(func.max(Cycle.id)).where(Cycle.state == CycleState.LOCKED))
    here = row.cycle_id == this_year, row.duty == Duty.REPORT
    agency = _standing_most(*here)
    own, task = db.session.execute(select(row.id, row.task_id).where(*here, row.agency_id == agency).order_by(row.id)).first()
    large, real = _first(document.id, document.stem.like(f"{STEM}-%")), _first(document.id, document.text.is_not(None))
    other = _first(row.agency_id, *here, row.agency_id != agency)
    prepared = _first(Cycle.id, Cycle.state == CycleState.PREPARED)
    ids = {
        "task_id": [task, _first(Task.id, Task.measure.has(Measure.document_id == real))],
        "document_id": [large, real],
        "agency_id": [agency],
        "body_id": [agency],
        "collective_id": [_first(Collective.id)],
        "cycle_id": [this_year, prepared, frozen],
        "row_id": [own, _first(row.id, row.agency_id == agency, row.duty == Duty.CONTRIBUTION)],
        "report_id": [_first(row.id, *here, row.state == state) for state in (*IN_REVIEW, ReportState.ACCEPTED)],
        "upload_id": [_first(RegistryUpload.id)],
        "code": sorted(BY_CODE),
        "number": [1],
        "part": list(SnapshotPart),
        "words": {"body": agency, "other": other, "document": large, "cycle": this_year, "planned": _planned(prepared)},
    }
    found = ids | _of_sheet(this_year, agency) | {"of": _of_page(this_year, frozen, large, real), "own": _own(agency)}
    db.session.rollback()
    return found


def _standing_most(*here):
    """The agency that stands in the most tasks, of those who report."""
    owing = select(ExpectedReport.agency_id).where(*here)
    duties = select(Assignment.registered_id).where(Assignment.registered_id.in_(owing)).group_by(Assignment.registered_id)
    return db.session.scalar(duties.order_by(func.count().desc(), Assignment.registered_id).limit(1))


def _own(agency):
    """A task that an agency stands in, and its document."""
    stands = select(Task.id, Measure.document_id).join(Task.measure).join(Task.assignments)
    task, document = db.session.execute(stands.where(Assignment.registered_id == agency).order_by(Task.id).limit(1)).one()
    return {"task_id": [task], "document_id": [document]}


def _planned(cycle):
    """An agency that would owe something if a cycle opened today."""
    here = select(CycleDocument.document_id).where(CycleDocument.cycle_id == cycle)
    own = select(func.min(Assignment.registered_id)).join(Assignment.task).join(Task.measure)
    own = own.join(RegisteredAgency, RegisteredAgency.id == Assignment.registered_id)
    lasting = (RegisteredAgency.valid_to.is_(None), Assignment.role == Role.LEAD)
    return db.session.scalar(own.where(Measure.document_id.in_(here), *lasting))


def _of_sheet(cycle, agency):
    """What hangs on an agency's sheet."""
    sheet = _first(Filing.id, Filing.cycle_id == cycle, Filing.agency_id == agency)
    return {
        "sheet_id": [sheet],
        "receipt_id": [_first(Receipt.id, Receipt.filing_id == sheet)],
        "file_id": [_first(Attachment.id, Attachment.filing_id == sheet)],
        "import_id": [_first(WorkbookImport.id, WorkbookImport.filing_id == sheet)],
        "paper_id": [_first(Reminder.id, Reminder.number.is_not(None), Reminder.agency_id == agency)],
    }


def _of_page(this_year, frozen, large, real):
    """By page: ids of its own, where it shows what not every one of them is."""
    received = _first(PolicyDocument.id, PolicyDocument.state == DocumentState.RECEIVED)
    # only some bodies are reported for by the office, and only a document that waits has tasks to be corrected
    unknown = _first(Assignment.agency_id, Assignment.recognition == Recognition.CANDIDATE)
    asked = asked_by(db.session.scalar(select(Cycle.group_id).where(Cycle.id == this_year)))
    entered = _first(ExpectedReport.id, ExpectedReport.cycle_id == this_year, ExpectedReport.agency_id.in_(asked))
    return {
        "registry.name": {"agency_id": [unknown or _first(Agency.id)]},
        "documents.show": {"document_id": [received, real, large]},
        **dict.fromkeys(("documents.task", "documents.alike"), {"document_id": [received]}),
        **dict.fromkeys(("documents.rest", "documents.names", "documents.log"), {"document_id": [received]}),
        "documents.compare": {"document_id": [large], "old_id": [real]},
        "review_entering.show": {"report_id": [entered or 1]},
        "snapshots.compared": {"cycle_id": [frozen]},
        **dict.fromkeys(("foresight.drawn", "reminders.circular", "cycle_filings.show"), {"cycle_id": [this_year]}),
        "cycle_tasks.show": {"cycle_id": [this_year]},
    }


def _first(column, *where):
    return db.session.scalar(select(func.min(column)).where(*where))


def _kept_form(role, whose):
    """A form of theirs that was not sent before the sign-in was over."""
    login = "-".join([role, whose.get("group", ""), whose.get("agency_id", "")]).strip("-")
    account = db.session.scalar(select(Account.id).where(Account.login == login))
    db.session.rollback()
    unsent.keep(account, "/reports/1/rows/1", [("done", ["引进企业。"])], had_files=False)
    found = unsent.kept_forms(account)[0].id
    db.session.rollback()
    return found
