"""The pages in a real browser: what they draw, where a click leads, what fits on a screen."""

from urllib.parse import parse_qs, urlsplit

import pytest
from openpyxl import load_workbook

from tests.journeys.conftest import DESK, TELEPHONE
from tracker.operations.auditing import Doing
from tracker.operations.witnessing import witness
from tracker.storage.queries import audit

pytestmark = pytest.mark.browser

PLACES = [
    "/",
    "/tasks",
    "/tasks?scope=all&page=2",
    "/tasks/60",
    "/tasks/100",
    "/agencies",
    "/agencies/1",
    "/agencies/440100-018",
    "/agencies/440100-801",
    "/graph",
    "/documents",
    "/documents/3",
    "/documents/3?task=5",
    "/documents/4",
    "/documents/2/versions/1",
    "/nothing",
]


def drawn(page):
    """Wait until the figures of the page are drawn; a page without figures is ready."""
    for figure in page.locator("[data-figure]").all():
        figure.locator(".main-svg").first.wait_for()


def asked(page):
    """The conditions in the page's address."""
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


@pytest.mark.parametrize("viewport", [DESK, TELEPHONE], ids=["desk", "telephone"])
@pytest.mark.parametrize("place", [place for place in PLACES if place != "/nothing"])
def test_no_page_is_wider_than_the_screen_nor_asks_another_host_nor_complains(window, place, viewport):
    with window(viewport) as page:
        page.goto(place)
        drawn(page)
        widths = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        needed, given = page.evaluate(widths)
        assert needed <= given


@pytest.mark.parametrize(("role", "place"), [("sysadmin", "/accounts"), ("secadmin", "/accounts"), ("auditor", "/audit")])
def test_the_pages_of_administrators_fit_on_a_telephone(window, role, place):
    with window(TELEPHONE, roles=(role,)) as page:
        page.goto(place)
        assert page.evaluate("document.documentElement.scrollWidth") <= TELEPHONE["width"]


def test_ten_tasks_stand_on_a_desk_s_screen(window):
    with window() as page:
        page.goto("/tasks")
        tenth = page.locator("table.led tbody tr:has(td)").nth(9).bounding_box()
        assert tenth["y"] + tenth["height"] <= DESK["height"]


def test_a_click_on_an_agency_in_the_network_leads_to_it(window):
    with window() as page:
        page.goto("/graph?document=002-guangzhou-2019-2")
        drawn(page)
        agency, x, y = page.evaluate(MARK)
        page.mouse.click(x, y)
        page.wait_for_url(f"**/agencies/{agency}")
        assert page.locator("h1").inner_text() == "广州市商务局"


MARK = """() => {
  const place = document.getElementById("network-figure");
  const trace = place._fullData.find((one) => one.customdata);
  const box = place.querySelector(".nsewdrag").getBoundingClientRect();
  const { xaxis, yaxis } = place._fullLayout;
  return [trace.customdata[0], box.left + xaxis.d2p(trace.x[0]), box.top + yaxis.d2p(trace.y[0])];
}"""


def test_pointing_at_an_agency_names_its_tasks(window):
    with window() as page:
        page.goto("/graph?document=002-guangzhou-2019-2")
        drawn(page)
        _, x, y = page.evaluate(MARK)
        page.mouse.move(x, y)
        hover = page.locator("#network-figure .hoverlayer").text_content()
        assert "市商务局" in hover
        assert "加快培育电子商务集聚区" in hover


def test_the_figures_change_their_colours_with_the_theme_and_the_choice_is_kept(window):
    with window(color_scheme="light") as page:
        page.goto("/graph")
        drawn(page)
        mark = page.locator("#load-figure .bars path").first
        light = mark.evaluate("(path) => getComputedStyle(path).fill")
        page.get_by_role("button", name="深色").click()
        page.wait_for_function(
            "(light) => getComputedStyle(document.querySelector('#load-figure .bars path')).fill !== light", arg=light
        )
        page.goto("/tasks")
        assert page.locator("html").get_attribute("data-bs-theme") == "dark"
        assert page.get_by_role("button", name="浅色").is_visible()


def test_a_browser_that_prefers_the_dark_gets_it(window):
    with window(color_scheme="dark") as page:
        page.goto("/")
        assert page.locator("html").get_attribute("data-bs-theme") == "dark"


def test_a_choice_filters_at_once_stands_in_the_address_and_survives_a_reload(window):
    with window() as page:
        page.goto("/tasks")
        page.get_by_label("角色").select_option("responsible")
        page.wait_for_url("**/tasks?role=responsible")
        page.get_by_label("搜索").fill("跨境")
        page.get_by_label("搜索").press("Enter")
        page.wait_for_url("**q=*")
        assert asked(page) == {"role": "responsible", "q": "跨境"}
        before = page.locator("table.led").inner_text()
        page.reload()
        assert page.locator("table.led").inner_text() == before
        assert page.get_by_label("搜索").input_value() == "跨境"
        page.get_by_role("link", name="去掉条件 文字：跨境").click()
        page.wait_for_url("**/tasks?role=responsible")


def test_what_is_seen_is_downloaded(window, tmp_path):
    with window() as page:
        page.goto("/tasks?role=responsible")
        with page.expect_download() as started:
            page.get_by_role("link", name="导出所见 8 行").click()
        started.value.save_as(tmp_path / "ledger.xlsx")
    sheet = load_workbook(tmp_path / "ledger.xlsx").active
    numbers = [row[0].value for row in sheet.iter_rows() if str(row[0].value).isdecimal()]
    assert [int(number) for number in numbers] == list(range(1, 9))


def test_on_a_telephone_the_menu_unfolds_and_the_ledger_scrolls_in_its_own_frame(window):
    with window(TELEPHONE) as page:
        page.goto("/tasks")
        places = page.get_by_role("navigation", name="主导航")
        assert not places.is_visible()
        page.get_by_role("button", name="菜单").click()
        places.get_by_role("link", name="责任图谱").click()
        page.wait_for_url("**/graph")
        page.goto("/tasks")
        frame = page.locator(".scroll")
        assert frame.evaluate("(frame) => frame.scrollWidth > frame.clientWidth")


def test_a_missing_page_is_answered_in_words(browser, address):
    page = browser.new_page(base_url=address)
    assert page.goto("/nothing").status == 404
    assert page.locator("h1").inner_text() == "没有这一页"
    page.close()


def test_a_search_of_the_audit_goes_on_by_itself_until_all_was_looked_at(window, address, monkeypatch):
    with address.app.app_context():
        for number in range(7):
            witness(Doing("某人", "tasks.show", f"/第{number}处", "::1"), result="refused")
    monkeypatch.setattr(audit, "LOOKED_AT", 3)
    with window(roles=("auditor",)) as page:
        page.goto("/audit?who=某人")
        page.locator("tbody tr").nth(6).wait_for()
        page.get_by_text("更早的还没有查").wait_for(state="detached")
        assert page.locator("tbody td:nth-child(5)").all_inner_texts() == [f"/第{each}处" for each in reversed(range(7))]
        page.goto("/audit?who=没有这个人")
        page.get_by_text("没有符合条件的记录。").wait_for()
        assert page.locator("nav[aria-label=翻页]").count() == 0
        page.route("**/audit?*before=*", lambda route: route.fulfill(body=""))
        page.goto("/audit?who=没有这个人")
        page.get_by_role("link", name="继续往前查 ›").wait_for()
        assert "查了 3 条" in page.locator("#found").inner_text()
