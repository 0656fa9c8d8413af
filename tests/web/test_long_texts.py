"""A text longer than is kept, sent past the browser, comes back whole with what is wrong; nothing of it is kept."""

import pytest

from tests.cycles import COMMERCE, HUANGPU, MARKET, OFFICE, TIANHE, a_prepared_cycle
from tests.cycles import sent as report_sent
from tests.people import office_of, signed_in
from tests.web.sending import sent
from tests.web.sheets import TYPED, post, sheet_address
from tests.web.test_cycles import fields
from tracker.operations import reviewing

LONG = "长"


def is_given_back(page, name, length, most):
    """Whether a page has all that was typed in a field, and says of it that it is too long."""
    values = [each.get("value") or each.text_content().strip() for each in page.all(f"//*[@name='{name}']")]
    assert (page.status, LONG * length in values) == (409, True)
    told = page.texts("//*[@role='alert'] | //*[@class='fault']")
    return any(f"有 {length} 字，最多 {most} 字" in said for said in told)


def test_the_name_of_a_cycle_and_why_a_document_enters_are_refused_beside_their_fields(app, time, read):
    with app.app_context():
        prepared = a_prepared_cycle()
    office = office_of(app)
    pages = {"/cycles": "/cycles/new?year=2027", f"/cycles/{prepared}/facts": f"/cycles/{prepared}"}
    for address, shown in pages.items():
        form = fields(read(office, shown), f"//form[@action='{address}']")
        page = sent(office, address, **form | {"document": "1", "name": LONG * 61, "recipient": "市府办"})
        assert is_given_back(page, "name", 61, 60)
        assert page.words("//label[input[@name='name']]/span[@class='fault']") == "周期名称有 61 字，最多 60 字；请删减。"
        assert page.all("//input[@name='recipient']/@value") == ["市府办"]
    assert LONG not in read(office, "/cycles").words("//table")


@pytest.mark.parametrize(
    ("role", "address", "name", "most", "more"),
    [
        ("office", "/cycles/{cycle}/lock", "reason", 500, {"lifted_by": "主任"}),
        ("office", "/cycles/{cycle}/reminders", "text", 1000, {"step": "remind", "agency": MARKET}),
        ("office", "/agencies/merges", "reason", 500, {"gone": TIANHE, "into": HUANGPU, "versions": "0-0"}),
        ("office", f"/agencies/{MARKET}/edit", "reason", 500, {"version": "0"}),
        ("office", "/tasks/views", "name", 40, {"q": "企业"}),
        ("reporter", "{sheet}/cover", "overview", 20_000, {}),
        ("reporter", "{sheet}/rows/{row}/objection", "reason", 500, {}),
        ("sysadmin", "/accounts", "name", 20, {"login": "neu", "body": ""}),
        ("sysadmin", "/accounts", "login", 64, {"name": "新人", "body": ""}),
    ],
)
def test_a_text_that_is_longer_than_is_kept_is_given_back(app, year, read, role, address, name, most, more):
    whose = {"office": {"group": "广州市"}, "reporter": {"agency_id": MARKET}}.get(role, {})
    place = address.format(cycle=year.id, sheet=sheet_address(app, MARKET), row=year.rows[MARKET, 2])
    page = sent(signed_in(app, role, **whose), place, **more | {name: LONG * (most + 1)})
    assert is_given_back(page, name, most + 1, most)


def test_what_was_changed_since_a_return_and_why_one_waits_no_longer_are_refused_beside_their_fields(app, year):
    with app.app_context():
        returned = report_sent(year, MARKET, 2)
        reviewing.give_back([returned], reason="数字不符", by=OFFICE)
    waiting = year.rows[COMMERCE, 1]
    for agency, row, name in ((MARKET, returned, "summary"), (COMMERCE, waiting, "without")):
        address = f"{sheet_address(app, agency)}/rows/{row}"
        page = post(signed_in(app, "reporter", agency_id=agency), address, address, **TYPED, do="send", **{name: LONG * 501})
        assert is_given_back(page, name, 501, 500)
        assert "有 501 字，最多 500 字" in page.words(f"//span[@id='{name}-fault']")
