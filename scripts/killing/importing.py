"""Killing a process while it takes a workbook in: afterwards all its rows are drafts, or none is (case 2)."""

from io import BytesIO
from random import Random

import openpyxl
from sqlalchemy import select, update

from scripts.killing.stopping import killed, steps_of
from scripts.killing.year import PLACE, Place, open_year
from tracker.errors import WrongState
from tracker.operations import answering, groups, importing, migrating, registry
from tracker.operations.actors import Actor
from tracker.operations.importing import Choice
from tracker.operations.recognising import recognise
from tracker.operations.transactions import one_transaction
from tracker.reporting.content import Content
from tracker.storage.content import AssignmentContent, DocumentContent, MeasureContent, TaskContent
from tracker.storage.database import db
from tracker.storage.documents import PolicyDocument
from tracker.storage.filling import add_documents
from tracker.storage.people import LeadingGroup
from tracker.storage.queries.answering import addressed, import_of
from tracker.storage.reports import Draft, Filing
from tracker.vocabulary import Origin, Role
from tracker.workbooks.templates import BODY_ROW, COLUMNS

AGENCY, SEAL, STEM = "440100-015", b"a seal", "many"
BY = Actor(None, "周敏", frozenset({"reporter"}), agency_id=AGENCY)
PROGRESS = [column.caption for column in COLUMNS].index("工作进展") + 2


def trials(place: Place, rows: int, times: int, chance: Random, *, broken: bool) -> dict[str, int]:
    """Fault → how often; ``taken`` are the imports that were whole after the kill."""
    with place.opened():
        sheet = _year(rows)
    found = {"killed": times, "taken": 0, "partial": 0, "not resumable": 0}
    for said in ("第一次", "第二次"):  # the first makes the drafts and so takes a step more than every later one
        steps = steps_of(place, _taking(place, sheet, rows, said)[1])
    for trial in range(times):
        said = f"第{trial}次：引进企业6家。"
        number, act = _taking(place, sheet, rows, said)
        killed(place, act, chance.randint(1, steps), broken=broken)
        with place.opened():
            for fault in _faults(sheet, number, rows, said):
                found[fault] += 1
    return found


def _taking(place, sheet, rows, said):
    """A workbook that was sent, and how it is taken in."""
    with place.opened():
        number = importing.receive(sheet, _workbook(sheet, rows, said), "表.xlsx", by=BY, home=place.home, seal=SEAL)
    return number, lambda: importing.take_in(sheet, number, Choice(), by=BY, seal=SEAL)


def _year(rows):
    migrating.upgrade()
    registry.fill_empty_registry()
    groups.fill_empty_groups()
    with one_transaction():
        add_documents([_document(rows)])
        recognise()
        group = db.session.scalar(select(LeadingGroup.id).where(LeadingGroup.jurisdiction == PLACE))
        db.session.execute(update(PolicyDocument).values(leading_group_id=group))
    cycle = open_year(STEM)
    sheet = db.session.scalar(select(Filing.id).where(Filing.cycle_id == cycle, Filing.agency_id == AGENCY))
    db.session.rollback()
    return sheet


def _document(rows):
    unit = AssignmentContent((PLACE, "广州市商务局"), Role.LEAD, "市商务局")
    measures = tuple(
        MeasureContent(None, f"{place}", "主要任务", f"推进第{place}项工作", None, None, (_task(place, unit),))
        for place in range(1, rows + 1)
    )
    facts = {"title": "千项措施", "number": "穗府办〔2026〕1号", "jurisdiction": PLACE, "task_count": rows}
    return DocumentContent(stem=STEM, measures=measures, **facts)


def _task(place, unit):
    return TaskContent(1, f"推进第{place}项工作。", None, None, Origin.ANNOTATION, None, None, None, None, (unit,))


def _workbook(sheet, rows, said):
    target = BytesIO()
    answering.write_form(addressed(sheet), target, by=BY, seal=SEAL)
    db.session.rollback()
    book = openpyxl.load_workbook(target)
    for row in range(BODY_ROW, BODY_ROW + rows):
        book.worksheets[0].cell(row, PROGRESS).value = said
    filled = BytesIO()
    book.save(filled)
    filled.seek(0)
    return filled


def _faults(sheet, number, rows, said):
    """What is wrong after the kill; then the import is finished, which must be possible exactly while it was not taken."""
    written = _written(said)
    taken = import_of(sheet, number).taken_at is not None
    db.session.rollback()
    if taken:
        yield "taken"
    if written != (rows if taken else 0):
        yield "partial"
    try:
        finished = importing.take_in(sheet, number, Choice(), by=BY, seal=SEAL)
    except WrongState:
        finished = 0
    db.session.rollback()
    if bool(finished) is taken or _written(said) != rows:
        yield "not resumable"


def _written(said):
    contents = db.session.scalars(select(Draft.content)).all()
    db.session.rollback()
    return sum(Content.of_json(content).done == said for content in contents)
