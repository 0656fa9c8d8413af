"""A cycle in preparation on its page: renamed, given up, and opened after a question."""

import pytest
from sqlalchemy import select

from tests.cycles import DUE, OFFICE, PERIOD, a_prepared_cycle
from tests.people import office_of
from tests.web.sending import send, sent
from tests.web.test_cycles import fields
from tracker.operations import cycles
from tracker.storage.cycles import CycleDocument
from tracker.storage.database import db


@pytest.fixture
def prepared(app, time):
    """The number of a cycle that is not open yet."""
    with app.app_context():
        return a_prepared_cycle()


def another(name):
    """A second cycle of the office on the same document; its id."""
    documents = dict.fromkeys(db.session.scalars(select(CycleDocument.document_id)), "再报一次")
    return cycles.prepare_cycle(name, documents, period=PERIOD, due_on=DUE, by=OFFICE)


def test_a_cycle_in_preparation_is_renamed_and_a_name_that_is_taken_or_none_is_refused_beside_what_was_typed(
    app, prepared, read
):
    with app.app_context():
        another("2026年补报")
    office, address = office_of(app), f"/cycles/{prepared}"
    form = fields(read(office, address), "//section[@id='facts']")
    for name, said in (("2026年补报", "已经有“2026年补报”"), (" ", "周期名称")):
        page = sent(office, f"{address}/facts", **(form | {"name": name, "recipient": "市府办"}))
        assert (page.status, page.words("//h1")) == (409, "2026年度")
        assert said in page.words("//section[@id='facts']//p[@role='alert']")
        assert page.all("//section[@id='facts']//input[@name='name' or @name='recipient']/@value") == [name, "市府办"]
    with send(office, f"{address}/facts", **(form | {"name": f" 2026年 终报{'长' * 60}"})) as answer:
        assert read(office, answer.location).words("//h1") == f"2026年 终报{'长' * 52}"
    assert send(office, f"{address}/open").status_code == 303
    late = sent(office, f"{address}/facts", **(form | {"name": "改名"}))
    assert (late.status, "已经开始报送" in late.words("//p[@role='alert']")) == (409, True)
