"""A small year, stored: a registry, a document with three tasks, a cycle on it, and everybody who acts in it."""

from dataclasses import replace
from datetime import date, datetime
from itertools import count
from types import SimpleNamespace

from sqlalchemy import select

from tests.agencies.registries import rows
from tests.builders import a_document, a_measure, a_task, an_agency
from tracker import clock
from tracker.agencies.rows import Change, Rows
from tracker.operations import cycles, reports
from tracker.operations.actors import Actor
from tracker.operations.recognising import recognise
from tracker.operations.registry_changes import Wanted as Registered
from tracker.operations.registry_changes import change
from tracker.operations.reports import Wanted
from tracker.reporting.content import Content
from tracker.storage.agencies import Agency
from tracker.storage.cycles import ExpectedReport
from tracker.storage.database import db
from tracker.storage.people import LeadingGroup
from tracker.storage.registering import write_registry
from tracker.storage.reports import ReportStep, ReportVersion
from tracker.vocabulary import RegistryStep
from tracker.vocabulary.reporting import Progress

GROUP = 1
KEYS = count(1)
PERIOD, DUE = (date(2026, 1, 1), date(2026, 11, 30)), date(2026, 12, 10)
COMMERCE, MARKET, CUSTOMS, TIANHE, HUANGPU = "gz-swj", "gz-scjg", "gz-hg", "th-gov", "hp-gov"

OFFICE = Actor(1, "王敏", frozenset({"office"}), group_id=GROUP)
OTHER_OFFICE = Actor(2, "陈东", frozenset({"office"}), group_id=2)
SUPERIOR = Actor(3, "刘芳", frozenset({"superior"}), group_id=GROUP)


def reporter(agency_id, name="周敏"):
    return Actor(10, name, frozenset({"reporter"}), agency_id)


def approver(agency_id, name="李国平"):
    return Actor(11, name, frozenset({"approver"}), agency_id)


def moment(month, day, hour=9, minute=0, second=0, microsecond=0):
    return datetime(2026, month, day, hour, minute, second, microsecond, tzinfo=clock.CHINA)


OPENING = moment(10, 12)


class Clock:
    """A clock that stands until it is set."""

    def __init__(self, monkeypatch, at=OPENING):
        self.at = at
        monkeypatch.setattr(clock, "now", lambda: self.at)

    def set(self, month, day, *more):
        self.at = moment(month, day, *more)


def unit(name):
    """The agency as it is printed, stored already or new."""
    return db.session.scalar(select(Agency).where(Agency.name == name)) or an_agency(name)


def a_document_of_the_year(**more):
    """A document of Guangzhou with three tasks, stored; its id."""
    commerce, market, customs = an_agency("市商务局"), an_agency("市市场监管局"), an_agency("广州海关")
    districts = an_agency("各区政府")
    tasks = [
        a_task(lead=commerce, support=[market, customs, districts], text="引进龙头企业8家。"),
        a_task(responsible=[market, customs], text="开展认证。", deadline="2026年底前"),
        a_task(responsible=districts, text="建设园区。"),
    ]
    facts = {"issued_on": date(2026, 1, 5)} | more
    document = a_document(
        [a_measure(tasks[:2], heading="引进企业"), a_measure(tasks[2:], path="二", heading="园区")], **facts
    )
    db.session.add(document)
    recognise()
    db.session.commit()
    return document.id


def a_prepared_cycle(**more):
    """A registry, the document, and a cycle on it that is not open yet."""
    write_registry(rows())
    db.session.add(LeadingGroup(name="广州市领导小组", jurisdiction="广州市"))
    db.session.commit()
    document = a_document_of_the_year()
    given = {"period": PERIOD, "due_on": DUE, "by": OFFICE, "recipient": "市商务局"} | more
    return cycles.prepare_cycle("2026年度", {document: None}, **given)


def an_open_cycle(**more):
    """The same, open since 12 October; its id and its rows by agency and the task's place."""
    cycle_id = a_prepared_cycle(**more)
    cycles.open_cycle(cycle_id, by=OFFICE)
    return SimpleNamespace(id=cycle_id, rows=rows_of(cycle_id), tasks=tasks_of(cycle_id))


def tasks_of(cycle_id):
    statement = select(ExpectedReport.task_id).distinct().where(ExpectedReport.cycle_id == cycle_id)
    tasks = sorted(db.session.scalars(statement))
    db.session.rollback()
    return tasks


def rows_of(cycle_id):
    """(agency, 1 for the first task …) → id of the row."""
    places = {task: place for place, task in enumerate(tasks_of(cycle_id), start=1)}
    statement = select(ExpectedReport.agency_id, ExpectedReport.task_id, ExpectedReport.id)
    found = db.session.execute(statement.where(ExpectedReport.cycle_id == cycle_id)).all()
    db.session.rollback()
    return {(agency, places[task]): id_ for agency, task, id_ in found}


def row(row_id):
    """A row as it is stored now."""
    db.session.rollback()
    found = db.session.get(ExpectedReport, row_id, populate_existing=True)
    db.session.expunge(found)
    db.session.rollback()
    return found


def steps(row_id):
    """What happened to a row, as words in order."""
    db.session.rollback()
    statement = select(ReportStep.action).where(ReportStep.expected_id == row_id).order_by(ReportStep.number)
    return [str(action) for action in db.session.scalars(statement)]


def versions(row_id):
    """What was sent on a row, in order."""
    db.session.rollback()
    statement = select(ReportVersion).where(ReportVersion.expected_id == row_id).order_by(ReportVersion.number)
    return db.session.scalars(statement).all()


REPORT = Content(Progress.UNDER_WAY, 60, "引进企业6家，名单见附件。", next_step="年底前再引进2家。")
NIL = Content(nil_reason="本期没有安排这项工作。")


def drafted(cycle, row_id, by, content=REPORT, summary=None):
    reports.save_drafts(cycle.id, {row_id: Wanted(content, summary)}, by=by)
    return row_id


def sent(cycle, agency_id, place, *, content=REPORT, key=None, summary=None, without="未按期报送", by=None):
    """Write and send the row of an agency on a task; returns the row's id."""
    row_id, by = cycle.rows[agency_id, place], by or reporter(agency_id)
    drafted(cycle, row_id, by, content, summary)
    key = key or f"键{next(KEYS)}"
    reports.submit(cycle.id, [row_id], by=by, key=key, without=without)
    return row_id


def registry_becomes(**tables):
    """Each table as a function of its rows makes it."""

    def make(rows: Rows) -> Registered:
        return Registered(
            Rows(**(vars(rows) | {name: tuple(made(getattr(rows, name))) for name, made in tables.items()}))
        )

    change(RegistryStep.EDITED, make, who="王敏", reason="试")


def market_into_commerce():
    """市市场监管局, a co-unit of the first task and responsible for the second, becomes part of 市商务局."""
    ended = date(2026, 10, 1)
    registry_becomes(
        agencies=lambda rows: (replace(each, valid_to=ended) if each.id == MARKET else each for each in rows),
        successions=lambda rows: (*rows, Change(MARKET, COMMERCE, "merge", ended)),
    )
