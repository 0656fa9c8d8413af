"""Writing a report in a real browser while another form of its page is sent: what was typed is saved first."""

import re

import pytest

from tests.cycles import COMMERCE, CUSTOMS, REPORT, Clock, an_open_cycle, reporter, row, sent
from tests.journeys.conftest import served
from tests.web.sheets import sheet_address
from tracker.operations import reports
from tracker.reporting.evidence import LARGEST
from tracker.storage.queries.reports import drafts_of

pytestmark = pytest.mark.browser


@pytest.fixture
def address(migrated_home, tmp_path, monkeypatch):
    Clock(monkeypatch)
    with served(migrated_home, tmp_path) as address:
        yield address


def test_a_file_refused_before_it_travels_takes_the_place_of_what_was_said_of_another(window, address, tmp_path):
    with address.app.app_context():
        year = an_open_cycle()
    wrong, large = tmp_path / "页.pdf", tmp_path / "大.pdf"
    wrong.write_text("<html>")
    large.write_bytes(b"%PDF-1.7" + bytes(LARGEST))
    with window(roles=("reporter",), whose={"agency_id": COMMERCE}) as page:
        page.goto(f"{sheet_address(address.app, COMMERCE)}/rows/{year.rows[COMMERCE, 1]}")
        page.locator("#new-files").set_input_files(wrong)
        page.get_by_role("alert").filter(has_text="页.pdf").wait_for()
        page.locator("#new-files").set_input_files(large)
        page.get_by_role("alert").filter(has_text="大.pdf").wait_for()
        assert page.get_by_text("页.pdf").count() == 0


def test_what_is_typed_is_saved_before_a_part_is_taken_over_and_nothing_is_done_where_it_cannot_be(window, address):
    with address.app.app_context():
        year = an_open_cycle()
        part, own = sent(year, CUSTOMS, 1), year.rows[COMMERCE, 1]
    dialogs = []
    with window(roles=("reporter",), whose={"agency_id": COMMERCE}) as page:
        page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.accept()))
        page.goto(f"{sheet_address(address.app, COMMERCE)}/rows/{own}")
        take = page.get_by_role("button", name=re.compile("^采用广州海关"))
        with address.app.app_context():
            reports.save_drafts(year.id, {own: reports.Wanted(REPORT)}, by=reporter(COMMERCE))
        page.get_by_label(re.compile("^下一步打算")).fill("再引进三家。")
        take.click()
        page.get_by_role("alert").filter(has_text="没有存成，所以没有“采用”").wait_for()
        assert page.get_by_label(re.compile("^下一步打算")).input_value() == "再引进三家。"
        with address.app.app_context():
            assert str(row(part).state) == "submitted"
        page.once("dialog", lambda _: dialogs.clear())
        page.reload()
        page.get_by_label(re.compile("^下一步打算")).fill("再引进三家。")
        with page.expect_navigation():
            take.click()
        assert page.get_by_label(re.compile("^下一步打算")).input_value() == "再引进三家。"
        assert "【广州海关】" in page.get_by_label(re.compile("^工作进展")).input_value()
        assert dialogs == []


def test_a_form_that_is_sent_while_it_saves_itself_is_not_refused_as_older_than_itself(window, address):
    with address.app.app_context():
        own = an_open_cycle().rows[COMMERCE, 1]
    with window(roles=("reporter",), whose={"agency_id": COMMERCE}) as page:
        page.goto(f"{sheet_address(address.app, COMMERCE)}/rows/{own}")
        held = []
        page.route("**/rows/*", lambda route: held.append(route), times=1)
        done = page.get_by_label(re.compile("^工作进展"))
        done.fill("引进两家企业。")
        page.wait_for_timeout(2000)
        done.fill("引进两家企业，其中一家是总部。")
        page.get_by_role("button", name="保存", exact=True).click()
        page.wait_for_timeout(500)
        with page.expect_navigation():
            held[0].continue_()
        assert page.get_by_role("alert").count() == 0
        assert done.input_value() == "引进两家企业，其中一家是总部。"
        with address.app.app_context():
            assert "总部" in drafts_of([own])[own].content
