"""Two thousand scripts in what a document, a registry and a log say, in a real browser: each is words, none runs (case 81)."""

from itertools import count

import pytest

from tests.builders import a_document, a_measure, a_task, an_agency
from tests.journeys.conftest import served
from tests.people import a_group
from tracker.operations.auditing import Doing
from tracker.operations.witnessing import witness
from tracker.storage.database import db

pytestmark = pytest.mark.browser

WAYS = (
    "<script>ran({0})</script>", "<img src=x onerror=ran({0})>", "<svg onload=ran({0})>", '"><b onmouseover=ran({0})>',
    "'><iframe src=javascript:ran({0})>", "</textarea><script>ran({0})</script>", "</script><script>ran({0})</script>",
    "{{{{ ran({0}) }}}}", "&lt;img src=x onerror=ran({0})&gt;", "<a href=javascript:ran({0})>打开</a>",
    "]]><script>ran({0})</script>", "<math><mi xlink:href='javascript:ran({0})'>", "\\u003cscript\\u003eran({0})", "<!--><img src=x onerror=ran({0})>-->",
    "<style>@import'javascript:ran({0})'</style>", "<details open ontoggle=ran({0})>",
)  # fmt: skip
TASKS, EACH, EVENTS = 220, 9, 40
WATCH = "window.ranAt = []; window.ran = (mark) => window.ranAt.push(mark); window.alert = window.ran;"
MADE = "main script, main img[src=x], main svg[onload], main iframe, main math, main [onmouseover], main [ontoggle], main [onerror]"
MARKS = count(1)


def marked():
    number = next(MARKS)
    return WAYS[number % len(WAYS)].format(number)


def written(app):
    """A document with hostile words wherever it has any, and events of hostile persons."""
    with app.app_context():
        units = [an_agency(f"市{marked()}局") for _ in range(4)]
        measures = [
            a_measure(
                [a_task(lead=units[place % 4], text="".join(marked() for _ in range(EACH)))],
                heading=marked(),
                path=f"{place}",
            )
            for place in range(TASKS)
        ]
        db.session.add(a_document(measures, title=marked(), leading_group_id=a_group()))
        db.session.commit()
        for _ in range(EVENTS):
            witness(Doing(marked(), "x", marked(), "::1"), result="refused", detail=marked())


@pytest.fixture
def address(database, request, migrated_home, tmp_path):
    url = request.getfixturevalue("migrated_copy") if database == "postgresql" else None
    with served(migrated_home, tmp_path, url) as address:
        written(address.app)
        yield address


def looked_at(page, places):
    """The words of these pages; nothing ran in them and no mark became an element."""
    said = []
    page.add_init_script(WATCH)
    for place in places:
        page.goto(place)
        page.wait_for_load_state("load")
        assert (page.evaluate("window.ranAt"), page.locator(MADE).count()) == ([], 0), place
        said.append(page.locator("main").inner_text())
    return "\n".join(said)


def test_two_thousand_scripts_are_words_and_none_runs(window, address):
    pages = [f"/tasks?scope=all&page={number}" for number in range(1, 20)]
    with window(roles=("office",)) as page:
        said = looked_at(page, [*pages, "/", "/agencies", "/agencies/1", "/tasks/1", "/graph", "/documents"])
    with window(roles=("auditor",)) as page:
        said += looked_at(page, ["/audit", "/audit?page=2", "/audit?page=3"])
    shown = [number for number in range(1, next(MARKS)) if f"ran({number})" in said]
    assert len(shown) >= 2_000


def test_marks_that_are_not_written_as_words_are_found(window, address):
    address.app.jinja_env.autoescape = False
    with pytest.raises(AssertionError, match="/tasks"), window(roles=("office",)) as page:
        looked_at(page, ["/tasks?scope=all"])
