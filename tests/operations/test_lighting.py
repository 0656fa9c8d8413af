"""What the office sets about the lights holds from its day until another, and is never shown before or after."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.cycles import COMMERCE, MARKET, OFFICE, OTHER_OFFICE, Clock, an_open_cycle, reporter, sent
from tracker import clock
from tracker.errors import Lacking, NotYours, WrongState
from tracker.operations import adjusting, closing_out, lighting, reviewing
from tracker.reporting.lights import Thresholds
from tracker.storage.audit import AuditEvent
from tracker.storage.cycles import Cycle, ExpectedReport
from tracker.storage.database import db
from tracker.storage.queries.lights import lighting_on, lights_in, task_lights
from tracker.vocabulary.reporting import Colour, Progress

pytestmark = pytest.mark.usefixtures("in_app")
STRICT = Thresholds(soon=30, slow=5, behind=10)


@pytest.fixture(autouse=True)
def time(monkeypatch):
    return Clock(monkeypatch)


@pytest.fixture
def year(time):
    return an_open_cycle()


def filing(year, row_id):
    db.session.rollback()
    found = lighting_on(clock.today()).filing(db.session.get(ExpectedReport, row_id), db.session.get(Cycle, year.id))
    db.session.rollback()
    return found


def of_task(year, place):
    db.session.rollback()
    found = task_lights([year.tasks[place - 1]], lighting_on(clock.today()))[year.tasks[place - 1]]
    db.session.rollback()
    return found


def test_thresholds_hold_from_their_day_on_and_not_before(year, time):
    row_id = year.rows[MARKET, 2]
    time.set(11, 16)
    lighting.set_thresholds(year.id, STRICT, since=date(2026, 11, 17), reason="年底前从严", by=OFFICE)
    assert filing(year, row_id).word == "未到期"
    time.set(11, 17)
    assert filing(year, row_id).word == "临期"
    (event,) = db.session.scalars(select(AuditEvent).where(AuditEvent.after.contains("light_thresholds")))
    assert "年底前从严" in event.after


@pytest.mark.parametrize(
    ("limits", "since"),
    [
        (Thresholds(-1, 10, 30), None),
        (Thresholds(91, 10, 30), None),
        (Thresholds(7, 0, 30), None),
        (Thresholds(7, 31, 30), None),
        (Thresholds(7, 10, 101), None),
        (STRICT, date(2026, 10, 11)),
    ],
)
def test_thresholds_that_make_no_sense_or_change_the_past_are_refused(year, limits, since):
    with pytest.raises(WrongState):
        lighting.set_thresholds(year.id, limits, since=since, reason="从严", by=OFFICE)


def test_only_the_cycles_own_office_sets_anything_and_only_with_a_reason(year):
    with pytest.raises(NotYours):
        lighting.set_thresholds(year.id, STRICT, reason="从严", by=OTHER_OFFICE)
    with pytest.raises(Lacking, match="理由"):
        lighting.set_thresholds(year.id, STRICT, reason=" ", by=OFFICE)
    for by in (OTHER_OFFICE, reporter(MARKET)):
        with pytest.raises(NotYours):
            lighting.decide_filing(
                [year.rows[MARKET, 2]], Colour.GREEN, until=date(2026, 12, 1), reason="已面报", by=by
            )


def test_a_light_decided_by_a_person_ends_by_itself_or_is_taken_back(year, time):
    row_id = year.rows[MARKET, 2]
    time.set(12, 11)
    lighting.decide_filing([row_id], Colour.YELLOW, until=date(2026, 12, 13), reason="系统故障，容后补报", by=OFFICE)
    shown = filing(year, row_id)
    assert (shown.word, shown.manual, "系统故障" in shown.why, "王敏" in shown.why) == ("临期", True, True, True)
    time.set(12, 14)
    assert filing(year, row_id).word == "逾期"
    lighting.decide_filing([row_id], Colour.YELLOW, until=date(2026, 12, 31), reason="再宽限", by=OFFICE)
    lighting.decide_filing([row_id], None, until=None, reason="已恢复", by=OFFICE)
    assert (filing(year, row_id).word, filing(year, row_id).manual) == ("逾期", False)


def test_a_decided_light_needs_an_end_that_is_not_past_and_a_row_that_is_owed(year):
    row_id, given = year.rows[MARKET, 2], {"reason": "已面报", "by": OFFICE}
    with pytest.raises(Lacking, match="到哪一天"):
        lighting.decide_filing([row_id], Colour.GREEN, until=None, **given)
    with pytest.raises(WrongState, match="已经过去"):
        lighting.decide_filing([row_id], Colour.GREEN, until=date(2026, 10, 11), **given)
    with pytest.raises(Lacking, match="哪一种灯"):
        lighting.decide_progress(year.id, year.tasks[1], Colour.BLUE, until=date(2026, 12, 1), **given)
    adjusting.withdraw_rows([row_id], reason="误列", by=OFFICE)
    with pytest.raises(WrongState, match="没有填报灯"):
        lighting.decide_filing([row_id], Colour.GREEN, until=date(2026, 12, 1), **given)
    assert filing(year, row_id) is None


def test_the_progress_light_of_a_task_follows_what_its_consolidator_said_and_what_the_office_set(year, time):
    assert of_task(year, 2).progress.word == "未报"
    sent(year, MARKET, 2)
    assert of_task(year, 2).progress.word == "偏慢"
    closing_out.set_progress(year.id, year.tasks[1], Progress.BLOCKED, reason="用地未落实", by=OFFICE)
    assert of_task(year, 2).progress.word == "受阻"
    lighting.decide_progress(year.id, year.tasks[1], Colour.GREEN, until=date(2026, 12, 1), reason="已协调", by=OFFICE)
    shown = of_task(year, 2).progress
    assert (shown.word, shown.manual) == ("正常", True)


def test_the_filing_light_of_a_task_is_that_of_its_reports_together(year, time):
    reviewing.accept([sent(year, MARKET, 2)], by=OFFICE)
    time.set(12, 8)
    shown = of_task(year, 2).filing
    assert (shown.word, shown.why) == ("临期", "应报 2 家：临期 1 家（广州海关），已报 1 家。")
    assert of_task(year, 1).filing.word == "临期"
    sent(year, COMMERCE, 1)
    assert of_task(year, 1).filing.word == "已报"


def test_the_lights_in_a_cycle_are_those_of_the_newest_cycle_where_it_is_that(year):
    tasks = list(year.tasks)
    db.session.rollback()
    set_by_office = lighting_on(clock.today())
    cycle = db.session.get(Cycle, year.id)
    within = lights_in([(cycle, task) for task in tasks], set_by_office)
    assert {task: within[year.id, task] for task in tasks} == task_lights(tasks, set_by_office)
