"""No page breaks a rule of WCAG 2.1 A and AA that a program can check, in light and dark, wide and narrow."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.cycles import REPORT, reporter
from tests.journeys.conftest import DESK, TELEPHONE, served
from tests.journeys.test_browsing import drawn
from tests.people import a_group
from tracker import clock
from tracker.operations import cycles, reminders, reports, reviewing
from tracker.operations.actors import Actor
from tracker.operations.reports import Wanted
from tracker.storage.cycles import Cycle, ExpectedReport
from tracker.storage.database import db
from tracker.storage.documents import PolicyDocument
from tracker.storage.queries.cycles import plan_of
from tracker.storage.queries.reminders import owing
from tracker.vocabulary.reminders import Step
from tracker.vocabulary.reporting import Duty

pytestmark = pytest.mark.browser

AXE = Path(__file__).resolve().parents[1] / "vendor" / "axe-core" / "axe.min.js"
WHOLE, CONTRAST = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']", "['color-contrast']"
PLACES = ["/", "/tasks?document=001-guangzhou-2023-draft&role=lead", "/tasks?role=boss", "/tasks/60", "/tasks/100"]
PLACES += [
    "/agencies",
    "/agencies/1",
    "/agencies/440100-018",
    "/agencies/440100-801",
    "/graph",
    "/documents",
    "/documents/3?task=5",
    "/documents/4",
]
PLACES += ["/documents/2/versions/1?kind=changed", "/overview", "/messages", "/cycles/1", "/exports", "/foresight"]
PLACES += ["/cycles/1/reminders?step=urge", "/cycles/1/calls", "/cycles/1/circular", "/tasks/60/reminders", "/papers/1"]
PLACES += [
    "/agencies/440100-015/edit",
    "/agencies/new",
    "/agencies/names",
    "/agencies/merges",
    "/agencies/collectives/440100-801",
    "/agencies/collectives/440100-802/members",
    "/agencies/handovers",
    "/agencies/import",
    "/agencies/history",
    "/graph/what-if?gone=440100-015&into=440100-018",
]
STEM, COMMERCE = "000-guangzhou-2017-36", "440100-015"
DESKS = {
    "reporter": {"agency_id": COMMERCE},
    "superior": {"group": "广东省"},
    "sysadmin": {},
    "secadmin": {},
    "auditor": {},
}


@pytest.fixture(scope="module")
def address(loaded_home, tmp_path_factory):
    """A server of this module's own, on which a year is open and a report was returned."""
    with served(loaded_home, tmp_path_factory.mktemp("readable")) as address:
        with address.app.app_context():
            a_year_with_a_returned_report()
        yield address


def a_year_with_a_returned_report():
    group, document = a_group("广东省"), db.session.scalar(select(PolicyDocument.id).where(PolicyDocument.stem == STEM))
    db.session.rollback()
    office, clerk = Actor(None, "林静怡", frozenset({"office"}), group_id=group), reporter(COMMERCE)
    due = clock.today() + timedelta(days=19)
    period = (date(due.year, 1, 1), date(due.year, 11, 30))
    cycle = cycles.prepare_cycle(f"{due.year}年度", {document: None}, period=period, due_on=due, by=office)
    undecided = plan_of(db.session.get(Cycle, cycle), clock.today()).undecided
    db.session.rollback()
    for name in undecided:
        cycles.leave_out(cycle, name.key, name.printed, reason="名单尚未下达", by=office)
    cycles.open_cycle(cycle, by=office)
    own = (ExpectedReport.agency_id == COMMERCE, ExpectedReport.duty == Duty.REPORT)
    rows = db.session.scalars(select(ExpectedReport.id).where(*own).limit(2)).all()
    db.session.rollback()
    reports.save_drafts(cycle, {row: Wanted(REPORT) for row in rows}, by=clerk)
    reports.submit(cycle, rows, by=clerk, key="报送", without="未按期报送")
    reviewing.give_back(rows[:1], reason="名单不符", by=office)
    late = [line.id for line in owing(db.session.get(Cycle, cycle), clock.today()) if Step.URGE in line.steps]
    db.session.rollback()
    reminders.press(cycle, late[:1], Step.URGE, by=office, term=clock.today() + timedelta(days=3))


LOOKS = [(DESK, "light", WHOLE), (DESK, "dark", CONTRAST), (TELEPHONE, "dark", WHOLE), (TELEPHONE, "light", CONTRAST)]
"""Screens and themes, and what is checked there: all rules on each screen, what a theme changes in each theme."""


def faults_of(page, place):
    """What axe finds wrong with a page that is opened."""
    page.set_viewport_size(DESK)
    page.emulate_media(color_scheme="light")
    page.goto(place)
    drawn(page)
    return faults_here(page, place)


def faults_here(page, place):
    """What axe finds wrong with an open page, looked at on each screen in each theme; and if it is too wide."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return [fault for look in LOOKS for fault in _faults(page, place, *look)]


def _faults(page, place, viewport, theme, rules):
    page.set_viewport_size(viewport)
    page.emulate_media(color_scheme=theme)
    found = page.evaluate(f"axe.run(document, {{ runOnly: {rules} }})")["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth") > viewport["width"]
    faults = [(place, theme, viewport["width"], one["id"], [node["html"] for node in one["nodes"]]) for one in found]
    return [*faults, (place, viewport["width"], "too wide")] if wide else faults


def test_everybody_can_read_every_page(window):
    with window(bypass_csp=True, reduced_motion="reduce") as page:
        assert [fault for place in PLACES for fault in faults_of(page, place)] == []


def test_everybody_can_read_the_desk_of_each_role(window):
    for role, whose in DESKS.items():
        with window(roles=(role,), whose=whose, bypass_csp=True, reduced_motion="reduce") as page:
            assert faults_of(page, "/") == []


def test_no_place_of_the_menu_complains_whoever_opens_it(window):
    for role, whose in {"office": None, **DESKS}.items():
        with window(roles=(role,), whose=whose) as page:
            page.goto("/")
            for place in page.locator("#places a").evaluate_all("(links) => links.map((link) => link.pathname)"):
                assert page.goto(place).status == 200
                drawn(page)


@pytest.mark.parametrize("viewport", [DESK, TELEPHONE], ids=["desk", "telephone"])
def test_a_page_that_refuses_opens_where_it_says_why(window, viewport):
    with window(viewport) as page:
        page.goto("/cycles/1")
        page.locator("summary", has_text="增加应报").click()
        form = page.locator("form[action$='/rows/new']")
        form.evaluate("(form) => { form.noValidate = true; }")
        form.locator("[name=agency]").fill("不存在局")
        form.locator("button").click()
        refusal = page.get_by_role("alert")
        assert refusal.evaluate("(alert) => alert === document.activeElement")
        box = refusal.bounding_box()
        assert 0 <= box["y"] <= viewport["height"] - box["height"]
