"""The page of foresight and its summary on the office's desk."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import update

from tests.cycles import (
    COMMERCE,
    CUSTOMS,
    DUE,
    GROUP,
    HUANGPU,
    MARKET,
    OFFICE,
    TIANHE,
    a_prepared_cycle,
    an_open_cycle,
    sent,
)
from tests.people import office_of, signed_in
from tests.statements import counted
from tracker.operations import cycles
from tracker.storage.database import db
from tracker.storage.documents import PolicyDocument


@pytest.fixture
def year(app, time):
    """On 1 December five of nine rows are there, sent in the days before."""
    with app.app_context():
        year = an_open_cycle()
        db.session.execute(update(PolicyDocument).values(leading_group_id=GROUP))
        db.session.commit()
        time.set(11, 10)
        sent(year, CUSTOMS, 1)
        time.set(11, 25)
        for agency, place in ((CUSTOMS, 2), (MARKET, 2), (HUANGPU, 3), (TIANHE, 3)):
            sent(year, agency, place)
        time.set(12, 1)
        return year


@pytest.fixture
def office(app, year):
    return signed_in(app, "office", group="广州市", id=100)


def locked(app, year):
    with app.app_context():
        cycles.lock_cycle(year.id, why="年度结束", lifted_by="办公室主任", by=OFFICE)


def test_every_number_is_the_number_of_rows_it_leads_to(office, read):
    page = read(office, "/foresight")
    links = {(int(link.text), link.get("href")) for link in page.all("//main//a[@class='n']")}
    assert any("waits=" in address for _, address in links)
    for number, address in links:
        assert f"{number} 行" in read(office, address).words("//div[@class='head']"), address


def test_too_few_facts_make_no_forecast_and_more_make_one_with_its_figures(app, office, read, year):
    assert "到现在只收到 4 份报告，太少，算不出速度，现在不作预测。" in read(office, "/foresight").words()
    desk = read(office, "/").words("//section[@aria-labelledby='outlook']")
    assert "说不准 报告：到现在只收到 4 份报告" in desk
    assert "卡住 逾期的配合情况 3 份，汇总单位有 1 份报告在等。" in desk
    with app.app_context():
        sent(year, COMMERCE, 1)
    assert "应报的报告都已报来。" in read(office, "/foresight").words("//section[@aria-labelledby='forecast']")


def test_a_locked_cycle_counts_no_days_and_foresees_nothing(app, office, read, year):
    locked(app, year)
    desk = read(office, "/")
    assert desk.words("//h1") == "本期已锁定"
    assert not re.search(r"还有 \d+ 天|已过 \d+ 天|照现在的速度", desk.words())
    page = read(office, "/foresight")
    assert "不再接收报送，也不再预测" in page.words("//p[@class='notice']")
    assert page.texts("//main//h2") == ["报送进度 报告已报份数占应报 5 份的百分比，截止 2026-12-10"]
    assert "天" not in read(office, f"/cycles/{year.id}").words("//p[@class='lead-in']")


def test_no_other_desk_counts_the_days_of_a_locked_cycle(app, read, year):
    locked(app, year)
    for id_, role, whose in ((101, "reporter", {"agency_id": MARKET}), (102, "superior", {"group": "广州市"})):
        page = read(signed_in(app, role, id=id_, **whose), "/")
        assert page.words("//h1") == "本期已锁定"


def test_the_curve_has_a_table_and_a_figure_of_the_same(office, read, year):
    page = read(office, "/foresight")
    today = page.texts("//table[contains(@class, 'marks')]//tr[@class='on']/td")
    assert today == ["2026-12-01 今天", "前 9 天", "480.0 %", "—", "—"]
    figure = office.get(page.all("//div[@id='curve-figure']")[0].get("data-figure")).get_json()
    assert figure["data"][-1]["y"][-1] == 80.0
    assert office.get("/foresight/999/curve.json").status_code == 404


def test_the_offices_desk_draws_the_same_curve_small_and_leads_to_its_figures(office, read):
    (drawn,) = read(office, "/").all("//figure[@class='sketch']/a")
    assert "本期 80.0 %" in drawn.xpath("string(span)")
    (dot,) = drawn.xpath(".//circle")
    (line,) = drawn.xpath(".//polyline[@class='now']")
    assert float(line.get("points").split()[-1].partition(",")[0]) == float(dot.get("cx").rstrip("%")) * 10
    assert read(office, drawn.get("href").partition("#")[0]).texts("//h2[@id='curve']")


def test_the_page_asks_at_most_twelve_statements_and_nobody_else_may_see_it(app, office, read, year):
    read(office, "/foresight")
    with counted(app) as statements:
        read(office, "/foresight")
    assert len(statements) <= 12
    assert signed_in(app, "reporter", agency_id=MARKET, id=103).get("/foresight").status_code == 403
    assert "还没有开始过报送周期" in read(signed_in(app, "office", group="深圳市", id=104), "/foresight").words()


@pytest.mark.parametrize("days_after", [0, 1, 12])
def test_a_cycle_that_was_opened_at_or_after_its_due_date_has_its_desk_and_its_curve(app, read, time, days_after):
    with app.app_context():
        prepared = a_prepared_cycle()
        due = DUE + timedelta(days=days_after)
        time.set(due.month, due.day)
        cycles.open_cycle(prepared, by=OFFICE)
    office = office_of(app)
    desk = read(office, "/")
    assert (desk.status, len(desk.all("//figure[@class='sketch']//polyline[@class='now']"))) == (200, 1)
    assert read(office, f"/foresight?cycle={prepared}").status == 200
    for duty in ("report", "contribution"):
        assert office.get(f"/foresight/{prepared}/curve.json?duty={duty}").status_code == 200
