"""Who carries a duty on goes on where the other stood: words, files, returns, the clock; nothing of what was closed out."""

import io
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from tests.cycles import (
    COMMERCE,
    MARKET,
    OFFICE,
    REPORT,
    drafted,
    market_into_commerce,
    reporter,
    row,
    rows_of,
    sent,
)
from tracker import clock
from tracker.errors import Unfit, WrongState
from tracker.operations import evidence, reports
from tracker.operations.adjusting import extend
from tracker.operations.closing_out import close_out, reopen, set_progress
from tracker.operations.following import follow, follow_tasks
from tracker.operations.reviewing import give_back
from tracker.reporting.content import Content
from tracker.storage.cycles import Cycle
from tracker.storage.database import db
from tracker.storage.queries.cycles import tallies
from tracker.storage.queries.handovers import waiting
from tracker.storage.queries.reports import attachments_of, drafts_of
from tracker.storage.queries.shifting import shifts_of
from tracker.storage.reports import Filing
from tracker.storage.sight import EVERYTHING, Sight, look_as
from tracker.vocabulary.reporting import Duty, Progress, ReportState


def proposed(cycle_id):
    found = shifts_of(db.session.get(Cycle, cycle_id), clock.today())
    db.session.rollback()
    return found


def said(cycle):
    """The proposals in short: the task's place, the agency, and what would become of its row."""
    places = {task: place for place, task in enumerate(cycle.tasks, start=1)}
    kinds = {(True, False): "left", (False, True): "came", (True, True): "other duty"}
    return [(places[each.task], each.agency, kinds[bool(each.row), bool(each.wanted)]) for each in proposed(cycle.id)]


def test_nothing_of_a_task_that_was_closed_out_passes_on(cycle):
    """Neither a duty to hand over nor a row; opened again, both are proposed."""
    sent(cycle, MARKET, 2, content=replace(REPORT, progress=Progress.DONE, percent=100))
    set_progress(cycle.id, cycle.tasks[1], Progress.DONE, reason="已完成", by=OFFICE)
    close_out(cycle.id, cycle.tasks[1], reason="销号", by=OFFICE)
    market_into_commerce()
    assert {each.task_id for each in waiting(clock.today())} == {cycle.tasks[0]}
    db.session.rollback()
    assert {place for place, *_ in said(cycle)} == {1}
    reopen(cycle.id, cycle.tasks[1], reason="误办", by=OFFICE)
    assert {each.task_id for each in waiting(clock.today())} == set(cycle.tasks[:2])
    db.session.rollback()
    assert {place for place, *_ in said(cycle)} == {1, 2}


def test_who_carries_a_row_on_goes_on_with_its_draft_its_files_and_the_cover_text(cycle, office):
    """The predecessor's own stay where they are; what the heir writes further is the heir's alone."""
    old = cycle.rows[MARKET, 2]
    drafted(cycle, old, reporter(MARKET), REPORT)
    reports.save_cover(cycle.id, {"overview": "总体平稳。"}, by=reporter(MARKET))
    evidence.attach(cycle.id, old, io.BytesIO(b"%PDF-1.7 list"), "名单.pdf", home=office, by=reporter(MARKET))
    market_into_commerce()
    look_as(Sight(owns=frozenset({1}), orphans=True))
    follow_tasks(cycle.tasks, reason="职责交接", by=OFFICE)
    look_as(EVERYTHING)
    new = rows_of(cycle.id)[COMMERCE, 2]
    draft, (file,) = drafts_of([new])[new], attachments_of([new])[new]
    assert (Content.of_json(draft.content), draft.who) == (REPORT, "周敏（原广州市市场监督管理局）")
    assert (row(new).state, file.name, file.expected_id) == (ReportState.DRAFT, "名单.pdf", new)
    reports.submit(cycle.id, [new], by=reporter(COMMERCE), key="承接", without="试")
    assert file_read(file.id, office, reporter(COMMERCE)) == b"%PDF-1.7 list"
    found = db.session.scalar(select(Filing.overview).where(Filing.agency_id == COMMERCE))
    left = attachments_of([old])[old]
    db.session.rollback()
    assert (found, len(left), row(old).state, said(cycle)) == ("总体平稳。", 1, ReportState.DRAFT, [])
    with pytest.raises(WrongState):
        reports.submit(cycle.id, [old], by=reporter(MARKET), key="原单位", without="试")


def test_what_was_returned_is_answered_by_the_heir_and_counts_as_before(cycle):
    """Its reason, term, clock and extension go with it: sent again within the term it is on time; a summary is needed."""
    old = sent(cycle, MARKET, 2)
    extend([old], until=date(2026, 12, 12), reason="数据晚出", by=OFFICE)
    cycle.clock.set(12, 14)
    give_back([old], reason="名单不符", term=date(2026, 12, 20), by=OFFICE)
    before = rates_of_reports(cycle)
    market_into_commerce()
    follow_tasks(cycle.tasks, reason="职责交接", by=OFFICE)
    new = rows_of(cycle.id)[COMMERCE, 2]
    found = row(new)
    assert (found.state, found.ever_returned) == (ReportState.RETURNED, True)
    assert (found.extended_to, found.by_on) == (date(2026, 12, 12), date(2026, 12, 20))
    assert rates_of_reports(cycle) == before
    cycle.clock.set(12, 18)
    with pytest.raises(Unfit):
        reports.submit(cycle.id, [new], by=reporter(COMMERCE), key="承接", without="试")
    drafted(cycle, new, reporter(COMMERCE), REPORT, "按意见核对了名单。")
    reports.submit(cycle.id, [new], by=reporter(COMMERCE), key="承接", without="试")
    found = row(new)
    assert (found.state, found.on_time, found.version_number) == (ReportState.RESUBMITTED, True, 1)


def test_what_stood_and_is_asked_of_the_heir_is_reported_anew_and_was_returned_before(cycle):
    """The office ticked it although the other had sent it again."""
    old = sent(cycle, MARKET, 2)
    give_back([old], reason="名单不符", by=OFFICE)
    sent(cycle, MARKET, 2, summary="核对了名单。")
    market_into_commerce()
    follow(cycle.id, [each.key for each in proposed(cycle.id)], reason="职责交接", by=OFFICE)
    found = row(rows_of(cycle.id)[COMMERCE, 2])
    assert (found.state, found.received_at, found.ever_returned) == (ReportState.DRAFT, None, True)


def test_half_a_part_of_a_co_unit_goes_into_the_report_of_the_lead_it_became_part_of(cycle):
    drafted(cycle, cycle.rows[MARKET, 1], reporter(MARKET), REPORT)
    market_into_commerce()
    follow_tasks(cycle.tasks, reason="职责交接", by=OFFICE)
    new = cycle.rows[COMMERCE, 1]
    assert (row(new).duty, Content.of_json(drafts_of([new])[new].content).done) == (Duty.REPORT, REPORT.done)


def rates_of_reports(cycle):
    found = tallies(cycle.id)[Duty.REPORT]
    db.session.rollback()
    return (found.owed, found.submitted, found.ever_returned, found.first_pass)


def file_read(id_, home, by):
    db.session.rollback()
    return evidence.file_of(id_, home=home, by=by)[1].read_bytes()
