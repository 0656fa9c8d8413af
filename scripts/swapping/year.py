"""A year in which everybody has written something that not everybody may read: a mark in each text says whose it is."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from sqlalchemy import select

from scripts.killing.year import office_of, open_year
from tracker.operations import evidence, reports, reviewing
from tracker.operations.actors import Actor
from tracker.operations.reports import Wanted
from tracker.reporting.content import Content
from tracker.storage.cycles import Cycle, CycleTask, ExpectedReport
from tracker.storage.database import db
from tracker.storage.reports import Draft, Filing, ReportVersion
from tracker.vocabulary.reporting import STANDING, Duty, Progress, ReportState

ROWS_EACH = 8
WITHOUT = "未按期报送。"
COVER, RETURNED, FILE = "密材料", "密退回", "密文件"


@dataclass(frozen=True)
class Secret:
    """Words that stand in one text, and who may read them: agencies, the office, those who read what is accepted."""

    mark: str
    agencies: frozenset[str]
    office: bool = False
    accepted: bool = False


def a_year(agencies: list[str], home: Path, rows_each: int = ROWS_EACH) -> list[Secret]:
    """Open a cycle, let these agencies write, send and be returned; returns what is secret in it."""
    cycle_id = open_year()
    office = office_of(db.session.scalar(select(Cycle.group_id).where(Cycle.id == cycle_id)))
    db.session.rollback()
    for agency in agencies:
        _write(cycle_id, agency, office, home, rows_each)
    return list(_secrets(cycle_id))


def _write(cycle_id, agency, office, home, rows_each):
    by = Actor(None, "填报人", frozenset({"reporter"}), agency_id=agency)
    own = select(ExpectedReport.id, ExpectedReport.duty).where(ExpectedReport.agency_id == agency)
    rows = db.session.execute(own.order_by(ExpectedReport.duty.desc(), ExpectedReport.id)).all()
    db.session.rollback()
    if rows:
        reports.save_cover(cycle_id, {"overview": f"总体情况{COVER}{agency}。"}, by=by)
    for place, (row, duty) in enumerate(rows[:rows_each]):
        _draft(cycle_id, row, f"密报告{row:06}", by)
        file = BytesIO(b"%PDF-1.7\n" + str(row).encode())
        evidence.attach(cycle_id, row, file, f"{FILE}{row:06}.pdf", home=home, by=by)
        if place % 4 == 0:
            continue
        reports.submit(cycle_id, [row], by=by, key=f"{row}", without=WITHOUT)
        if duty is Duty.REPORT and place % 4 == 2:
            reviewing.accept([row], by=office)
        if duty is Duty.REPORT and place % 4 == 3:
            reviewing.give_back([row], reason=f"请核实{RETURNED}{row:06}", by=office)
            _draft(cycle_id, row, f"密草稿{row:06}", by)


def _draft(cycle_id, row, mark, by):
    content = Content(Progress.UNDER_WAY, 50, f"今年以来推进有序，{mark}，引进企业3家。")
    reports.save_drafts(cycle_id, {row: Wanted(content, "补充情况")}, by=by)


def _secrets(cycle_id) -> Iterator[Secret]:
    """By the rules of DESIGN 5, from the rows alone."""
    rows = db.session.scalars(select(ExpectedReport).where(ExpectedReport.cycle_id == cycle_id)).all()
    consolidators = dict(map(tuple, db.session.execute(select(CycleTask.task_id, CycleTask.consolidator_id))))
    on_task: dict[int, set[str]] = {}
    for row in rows:
        on_task.setdefault(row.task_id, set()).add(row.agency_id)
    drafts = dict(map(tuple, db.session.execute(select(Draft.expected_id, Draft.content))))
    sent = dict(map(tuple, db.session.execute(select(ReportVersion.expected_id, ReportVersion.content))))
    for row in filter(lambda row: row.id in drafts, rows):
        readers = _readers(row, consolidators.get(row.task_id), on_task[row.task_id])
        if row.id in sent:
            yield readers(_mark(sent[row.id], row.id))
            yield readers(f"{FILE}{row.id:06}")
        else:
            yield Secret(f"{FILE}{row.id:06}", frozenset({row.agency_id}))
        if row.id not in sent or row.state is ReportState.RETURNED:
            yield Secret(_mark(drafts[row.id], row.id), frozenset({row.agency_id}))
        if row.state is ReportState.RETURNED:
            collecting = {consolidators.get(row.task_id)} - {None}
            yield Secret(f"{RETURNED}{row.id:06}", frozenset({row.agency_id} | collecting), office=True)
    for agency in db.session.scalars(select(Filing.agency_id).where(Filing.overview != "")):
        yield Secret(f"{COVER}{agency}", frozenset({agency}), office=True)
    db.session.rollback()


def _readers(row, consolidator, agencies) -> Callable[[str], Secret]:
    may = {row.agency_id}
    if row.state in STANDING and consolidator:
        may.add(consolidator)
    accepted = row.duty is Duty.REPORT and row.state is ReportState.ACCEPTED
    if accepted:
        may |= agencies
    return lambda mark: Secret(mark, frozenset(may), office=True, accepted=accepted)


def _mark(content, row_id):
    done = json.loads(content)["done"]
    return next(f"{kind}{row_id:06}" for kind in ("密报告", "密草稿") if f"{kind}{row_id:06}" in done)
