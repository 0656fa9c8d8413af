"""率 on its page: the year a–j of the design, a succeeded agency, a 代录, and every figure with its rows."""

from datetime import date
from types import SimpleNamespace

import pytest

from tests.agencies.registries import rows as registry_rows
from tests.builders import a_document, a_measure, a_task, an_agency
from tests.cycles import (
    COMMERCE,
    CUSTOMS,
    DUE,
    MARKET,
    OFFICE,
    PERIOD,
    REPORT,
    rows_of,
    sent,
    tasks_of,
)
from tests.people import office_of
from tracker.operations import adjusting, cycles, reviewing
from tracker.operations.recognising import recognise
from tracker.reporting.content import Content
from tracker.storage.database import db
from tracker.storage.people import LeadingGroup
from tracker.storage.registering import write_registry
from tracker.storage.registry import RegisteredAgency, Succession
from tracker.vocabulary import Role

NAMES = "abcdefghijk"
HEADS = ["应报", "报送率", "按时率", "按原截止日", "通过率", "一次通过率", "退回率", "平均迟报"]
FIGURES = ["10", "90.0 %9/10", "80.0 %8/10", "70.0 %7/10", "70.0 %7/10", "60.0 %6/10", "20.0 %2/10", "1.01 份迟报"]
NIL = Content(nil_reason="本期没有安排。")


@pytest.fixture
def year(app, time):
    """Eleven tasks of one agency, a to k, in an open cycle; k is withdrawn, j was added later, then all happens."""
    with app.app_context():
        write_registry(registry_rows())
        db.session.add(LeadingGroup(name="广州市领导小组", jurisdiction="广州市"))
        market, commerce = an_agency("市市场监管局"), an_agency("市商务局")
        tasks = [a_task(lead=commerce if name == "j" else market, text=f"办好第{name}件事。") for name in NAMES]
        document = a_document([a_measure(tasks, heading="十一件事")], issued_on=date(2026, 1, 5))
        db.session.add(document)
        recognise()
        db.session.commit()
        cycle_id = cycles.prepare_cycle("2026年度", {document.id: None}, period=PERIOD, due_on=DUE, by=OFFICE)
        cycles.open_cycle(cycle_id, by=OFFICE)
        return _lived(cycle_id, time)


def _lived(cycle_id, time):
    rows, tasks = rows_of(cycle_id), tasks_of(cycle_id)
    adjusting.withdraw_rows([rows[COMMERCE, 10]], reason="改由市场监管局承担", by=OFFICE)
    adjusting.add_row(cycle_id, tasks[9], MARKET, Role.LEAD, reason="改由市场监管局承担", by=OFFICE)
    adjusting.withdraw_rows([rows[MARKET, 11]], reason="误列", by=OFFICE)
    year = SimpleNamespace(id=cycle_id, rows=rows_of(cycle_id), tasks=tasks)
    of = {name: year.rows[MARKET, place] for place, name in enumerate(NAMES, start=1)}

    def send(name, **more):
        return sent(year, MARKET, NAMES.index(name) + 1, **more)

    time.set(12, 1)
    adjusting.extend([of["i"]], until=date(2026, 12, 15), reason="审计", by=OFFICE)
    time.set(12, 3)
    for name in "abcdhj":
        send(name)
    send("e", content=NIL)
    time.set(12, 5)
    reviewing.give_back([of["h"]], reason="请补充", by=OFFICE)
    time.set(12, 8)
    send("h", summary="补充")
    time.set(12, 9)
    reviewing.give_back([of["j"]], reason="请补充", by=OFFICE)
    time.set(12, 10, 23, 59, 59, 900_000)
    send("f")
    time.set(12, 11)
    send("g")
    time.set(12, 14)
    send("i")
    reviewing.accept([of[name] for name in "abcdehi"], by=OFFICE)
    return year


def line(page, name):
    """The figures of a line of the rates, as they are printed."""
    return page.texts(f"//table//tr[td[1][starts-with(normalize-space(.), '{name}')]]/td[@class='num']")


@pytest.mark.parametrize("split", ["agency", "document", "city", "group"])
def test_the_year_of_the_design_has_its_figures_however_it_is_split(app, read, year, split):
    page = read(office_of(app), f"/cycles/{year.id}/rates?by={split}")
    (cells,) = [row.xpath("td[@class='num']") for row in page.all("//table/tbody/tr")]
    assert [cell.get("data-label") for cell in cells] == HEADS
    assert page.texts("//table/tbody/tr/td[@class='num']") == FIGURES


def test_every_figure_leads_to_as_many_rows_as_it_counts(app, read, year):
    client = office_of(app)
    page = read(client, f"/cycles/{year.id}/rates?by=city")
    links = page.all("//table/tbody/tr/td[@class='num']/a/@href")
    found = [read(client, link).texts("//div[@class='head']/span") for link in links]
    assert found == [[f"{count} 行"] for count in (10, 9, 8, 7, 7, 6, 2, 1)]


def test_contributions_of_which_none_is_owed_have_no_rate(app, read, year):
    page = read(office_of(app), f"/cycles/{year.id}/rates?duty=contribution")
    assert "没有报送率可算" in page.words()
    assert page.all("//table") == []


def test_a_succeeded_agencys_rows_count_for_who_carries_its_duties_under_both_names(app, read, year):
    with app.app_context():
        new = RegisteredAgency(
            id="gz-new", jurisdiction="440100", name="广州市市场和知识产权局", short="", kind="政府部门",
            valid_from=date(2026, 12, 12), basis="机构改革方案", verified="yes",
        )  # fmt: skip
        db.session.add(new)
        db.session.get(RegisteredAgency, MARKET).valid_to = date(2026, 12, 12)
        db.session.flush()
        db.session.add(
            Succession(
                predecessor=MARKET,
                successor="gz-new",
                kind="rename",
                date=date(2026, 12, 12),
                share="",
                basis="机构改革方案",
                verified="yes",
            )  # fmt: skip
        )
        db.session.commit()
    client = office_of(app)
    page = read(client, f"/cycles/{year.id}/rates")
    assert line(page, "广州市市场和知识产权局") == FIGURES
    assert "含原广州市市场监督管理局 10 项" in page.words("//table/tbody/tr")
    rows = page.all("//table/tbody/tr/td[@class='num']/a/@href")[1]
    assert read(client, rows).texts("//div[@class='head']/span") == ["9 行"]


def test_what_the_office_entered_for_an_asked_agency_counts_and_stands_apart(app, read, year, time):
    with app.app_context():
        db.session.get(RegisteredAgency, CUSTOMS).kind = "垂直管理单位"
        db.session.commit()
        time.set(12, 10, 16)
        row_id = adjusting.add_row(year.id, year.tasks[0], CUSTOMS, Role.RESPONSIBLE, reason="补列", by=OFFICE)
        reviewing.enter(row_id, REPORT, by=OFFICE, key="e", source="穗关函〔2026〕8号", source_on=date(2026, 12, 9))
        time.set(12, 14)
    page = read(office_of(app), f"/cycles/{year.id}/rates")
    assert line(page, "广州海关")[:3] == ["1", "100.0 %1/1", "100.0 %1/1"]
    assert line(page, "广州市市场监督管理局") == FIGURES
    assert [words.split("（")[0] for words in page.texts("//h2")] == ["可催办的单位 1 家", "商请的单位"]


@pytest.mark.parametrize("query", ["by=x", "duty=x", "by=", "by=city&duty=contribution"])
def test_any_address_of_the_rates_is_a_page(app, read, year, query):
    assert read(office_of(app), f"/cycles/{year.id}/rates?{query}").status == 200
