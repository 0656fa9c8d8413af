"""Extensions asked for by an agency: decided once, dated, both days kept."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.cycles import MARKET, OFFICE, OTHER_OFFICE, Clock, an_open_cycle, moment, reporter, row, sent
from tracker.errors import Lacking, NotThere, NotYours, WrongState
from tracker.operations import adjusting, cycles, extending, reviewing
from tracker.storage.cycles import Adjustment
from tracker.storage.database import db
from tracker.storage.extensions import Extension
from tracker.vocabulary.reporting import Adjusting, ExtensionState

pytestmark = pytest.mark.usefixtures("in_app")
CLERK = reporter(MARKET)
WANTED = date(2026, 12, 20)


@pytest.fixture(autouse=True)
def time(monkeypatch):
    return Clock(monkeypatch)


@pytest.fixture
def year(time):
    return an_open_cycle()


@pytest.fixture
def asked(year, time):
    """A request of the market bureau on the second task, made on 1 December."""
    time.set(12, 1)
    (extension_id,) = extending.ask([year.rows[MARKET, 2]], wanted=WANTED, reason="年度数据月中才出", by=CLERK)
    return extension_id


def stored(extension_id):
    db.session.rollback()
    return db.session.get(Extension, extension_id)


def test_the_office_gives_no_more_than_a_year(year, asked):
    for give in (
        lambda: extending.grant(asked, until=date(2126, 12, 20), reason="同意", by=OFFICE),
        lambda: adjusting.extend([year.rows[MARKET, 1]], until=date(2126, 12, 20), reason="台风", by=OFFICE),
    ):
        with pytest.raises(WrongState, match="2126-12-20 太晚.*请选 2027-12-10 或更早"):
            give()
    extending.grant(asked, until=date(2027, 12, 10), reason="同意", by=OFFICE)


def test_until_it_is_decided_the_due_date_stands(year, asked):
    assert (row(year.rows[MARKET, 2]).by_on, stored(asked).state) == (date(2026, 12, 10), ExtensionState.ASKED)


def test_a_granted_request_moves_the_date_that_binds_and_keeps_the_first(year, asked, time):
    time.set(12, 2)
    extending.grant(asked, until=date(2026, 12, 15), reason="同意，只到15日", by=OFFICE)
    found = row(year.rows[MARKET, 2])
    assert (found.due_on, found.extended_to, found.by_on) == (
        date(2026, 12, 10), date(2026, 12, 15), date(2026, 12, 15),
    )  # fmt: skip
    decided = stored(asked)
    assert (decided.state, decided.wanted, decided.granted_to) == ("granted", WANTED, date(2026, 12, 15))
    assert (decided.decided_by, decided.decided_at) == ("王敏", moment(12, 2))
    (noted,) = db.session.scalars(select(Adjustment).where(Adjustment.kind == Adjusting.EXTENDED))
    assert noted.reason == "同意延期至 2026-12-15：同意，只到15日"
    time.set(12, 15, 23, 59, 59)
    found = row(sent(year, MARKET, 2))
    assert (found.on_time, found.on_time_originally) == (True, False)


def test_granting_a_request_never_takes_back_time_that_was_given_meanwhile(year, asked):
    row_id = year.rows[MARKET, 2]
    adjusting.extend([row_id], until=date(2026, 12, 18), reason="统一延期", by=OFFICE)
    with pytest.raises(WrongState, match="已经延期到 2026-12-18，不能因同意这份申请反而提前"):
        extending.grant(asked, until=date(2026, 12, 15), reason="同意", by=OFFICE)
    assert (row(row_id).extended_to, row(row_id).by_on) == (date(2026, 12, 18), date(2026, 12, 18))
    extending.grant(asked, until=date(2026, 12, 18), reason="同意", by=OFFICE)
    assert row(row_id).extended_to == date(2026, 12, 18)


def test_a_request_for_no_more_than_the_office_gave_by_itself_is_granted_with_it(year, asked):
    (later,) = extending.ask([year.rows[MARKET, 1]], wanted=date(2026, 12, 28), reason="数据月底才出", by=CLERK)
    both = [year.rows[MARKET, place] for place in (1, 2)]
    adjusting.extend(both, until=WANTED, reason="统一延期", by=OFFICE)
    assert (stored(asked).state, stored(asked).granted_to) == (ExtensionState.GRANTED, WANTED)
    assert stored(asked).decision == "办公室已延期至 2026-12-20，不早于申请的日子：统一延期"
    assert stored(later).state is ExtensionState.ASKED


def test_a_refused_request_leaves_everything_as_it_was_and_may_be_followed_by_another(year, asked):
    extending.refuse(asked, reason="请先报已有数据", by=OFFICE)
    assert row(year.rows[MARKET, 2]).extended_to is None
    assert stored(asked).decision == "请先报已有数据"
    assert extending.ask([year.rows[MARKET, 2]], wanted=WANTED, reason="再申请", by=CLERK) != [asked]


def test_who_decides_second_is_told_what_was_decided_and_by_whom(year, asked, time):
    time.set(12, 2)
    extending.grant(asked, until=WANTED, reason="同意", by=OFFICE)
    with pytest.raises(WrongState, match="王敏于 2026-12-02 09:00 处理（同意，延到 2026-12-20），没有再改动"):
        extending.refuse(asked, reason="不同意", by=OFFICE)
    with pytest.raises(WrongState, match="没有再改动"):
        extending.take_back(asked, by=CLERK)
    assert row(year.rows[MARKET, 2]).extended_to == WANTED


@pytest.mark.parametrize(
    ("wanted", "match"),
    [
        (date(2026, 12, 10), "“一（一）② 引进企业”申请延到 2026-12-10，不晚于"),
        (date(2026, 11, 1), "不晚于"),
        (date(2027, 12, 11), "太晚.*请选 2027-12-10"),
    ],
)
def test_a_request_asks_for_a_later_day(year, time, wanted, match):
    with pytest.raises(WrongState, match=match):
        extending.ask([year.rows[MARKET, 2]], wanted=wanted, reason="来不及", by=CLERK)


def test_of_a_returned_report_more_time_is_asked_for_than_its_term_gives(year, time):
    row_id = sent(year, MARKET, 2)
    time.set(12, 14)
    reviewing.give_back([row_id], reason="请补充", term=date(2026, 12, 18), by=OFFICE)
    with pytest.raises(WrongState, match="申请延到 2026-12-16，不晚于现在的截止日或今天（2026-12-18）"):
        extending.ask([row_id], wanted=date(2026, 12, 16), reason="来不及", by=CLERK)
    assert extending.ask([row_id], wanted=date(2026, 12, 19), reason="来不及", by=CLERK)


def test_what_is_reported_withdrawn_locked_or_asked_already_is_not_asked_for(year, asked):
    row_id, given = year.rows[MARKET, 1], {"wanted": WANTED, "reason": "来不及", "by": CLERK}
    with pytest.raises(WrongState, match="还没有决定"):
        extending.ask([row_id, year.rows[MARKET, 2]], **given)
    assert db.session.scalars(select(Extension.id)).all() == [asked]
    adjusting.withdraw_rows([row_id], reason="误列", by=OFFICE)
    with pytest.raises(WrongState, match="不应报"):
        extending.ask([row_id], **given)
    extending.take_back(asked, by=CLERK)
    sent(year, MARKET, 2)
    with pytest.raises(WrongState, match="已经报送"):
        extending.ask([year.rows[MARKET, 2]], **given)
    cycles.lock_cycle(year.id, why="关账", lifted_by="主任", by=OFFICE)
    with pytest.raises(WrongState, match="不应报"):
        extending.ask([year.rows[MARKET, 2]], **given)


def test_time_is_not_given_until_a_day_that_has_passed(year, asked, time):
    time.set(12, 21)
    with pytest.raises(WrongState, match="2026-12-20 已经过去"):
        extending.grant(asked, until=WANTED, reason="同意", by=OFFICE)
    with pytest.raises(WrongState, match="2026-12-20 已经过去"):
        adjusting.extend([year.rows[MARKET, 2]], until=WANTED, reason="审计", by=OFFICE)
    extending.grant(asked, until=date(2026, 12, 21), reason="同意", by=OFFICE)
    assert row(year.rows[MARKET, 2]).extended_to == date(2026, 12, 21)


def test_once_a_year_is_locked_no_request_or_objection_is_taken_back(year, asked, time):
    time.set(10, 13)
    objection = adjusting.object_to(year.rows[MARKET, 1], reason="不参与", proposed="", by=CLERK)
    cycles.lock_cycle(year.id, why="关账", lifted_by="主任", by=OFFICE)
    for take_back in (
        lambda: extending.take_back(asked, by=CLERK),
        lambda: adjusting.take_objection_back(objection, by=CLERK),
    ):
        with pytest.raises(WrongState, match="本期已经锁定，不能再收回"):
            take_back()
    assert stored(asked).state is ExtensionState.ASKED


def test_nobody_asks_or_decides_for_others(year, asked):
    with pytest.raises(NotThere):
        extending.ask([year.rows["gz-hg", 2]], wanted=WANTED, reason="来不及", by=CLERK)
    with pytest.raises(NotThere):
        extending.take_back(asked, by=reporter("gz-hg"))
    with pytest.raises(NotYours):
        extending.grant(asked, until=WANTED, reason="同意", by=OTHER_OFFICE)
    with pytest.raises(Lacking, match="理由"):
        extending.grant(asked, until=WANTED, reason=" ", by=OFFICE)
    with pytest.raises(NotThere):
        extending.refuse(999, reason="不同意", by=OFFICE)
