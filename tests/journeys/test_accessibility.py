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
from tracker.operations import cycles, reports, reviewing
from tracker.operations.actors import Actor
from tracker.operations.reports import Wanted
from tracker.storage.cycles import Cycle, ExpectedReport
from tracker.storage.database import db
from tracker.storage.documents import PolicyDocument
from tracker.storage.queries.cycles import plan_of
from tracker.vocabulary.reporting import Duty

pytestmark = pytest.mark.browser

AXE = Path(__file__).resolve().parents[1] / "vendor" / "axe-core" / "axe.min.js"
CHECK = "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] })"
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
PLACES += ["/documents/2/versions/1?kind=changed", "/overview", "/messages", "/cycles/1", "/exports"]
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


def faults_of(page, place):
    """What axe finds wrong with a page."""
    page.goto(place)
    drawn(page)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(CHECK)["violations"]
    return [(place, one["id"], [node["html"] for node in one["nodes"]]) for one in found]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESK, TELEPHONE], ids=["desk", "telephone"])
def test_everybody_can_read_every_page(window, viewport, theme):
    with window(viewport, color_scheme=theme, bypass_csp=True) as page:
        for place in PLACES:
            assert faults_of(page, place) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESK, TELEPHONE], ids=["desk", "telephone"])
def test_everybody_can_read_the_desk_of_each_role(window, viewport, theme):
    for role, whose in DESKS.items():
        with window(viewport, roles=(role,), whose=whose, color_scheme=theme, bypass_csp=True) as page:
            assert faults_of(page, "/") == []
            assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
