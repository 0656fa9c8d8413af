"""Several forms on one page: what was typed in one is not lost without a word when another is sent."""

import pytest

from tests.cycles import OFFICE, Clock, a_prepared_cycle
from tests.journeys.conftest import served

pytestmark = pytest.mark.browser


@pytest.fixture
def address(migrated_home, tmp_path, monkeypatch):
    Clock(monkeypatch)
    with served(migrated_home, tmp_path) as address:
        yield address


def test_what_was_typed_elsewhere_on_the_page_is_asked_about_before_one_form_is_sent(window, address):
    with address.app.app_context():
        cycle_id = a_prepared_cycle()
    asked = []

    def answer(dialog):
        asked.append(dialog.message)
        dialog.accept() if len(asked) > 1 else dialog.dismiss()

    with window(whose={"group_id": OFFICE.group_id}) as page:
        page.on("dialog", answer)
        page.goto(f"/cycles/{cycle_id}?agency=gz-swj")
        page.locator("main details").evaluate_all("all => all.forEach((each) => { each.open = true; })")
        first, second = (page.locator("main input[name=reason]").nth(place) for place in (0, 1))
        first.fill("今年不承担")
        second.fill("由市里统一报")
        first.press("Enter")
        assert "本页另有 1 处填了还没有交" in asked[0]
        assert (first.input_value(), second.input_value()) == ("今年不承担", "由市里统一报")
        with page.expect_navigation():
            first.press("Enter")
        assert len(asked) == 2
