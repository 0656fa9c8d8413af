"""增补 on the page of a prepared cycle: added with a reason, seen in its numbers, removed again; refused beside what was typed."""

import pytest

from tests.cycles import a_prepared_cycle
from tests.people import office_of
from tests.statements import counted
from tests.web.sending import send
from tracker.web import cycle_pages

WANTED = {"agency": "市委宣传部", "role": "lead", "reason": "9月3日电话商定"}


@pytest.fixture
def plan(app, time):
    with app.app_context():
        cycle_id = a_prepared_cycle()
    return office_of(app), f"/cycles/{cycle_id}"


def reports(page):
    return int(page.texts("//section[.//h2[@id='owed']]//tfoot//td")[2])


def first_task(page):
    return page.all("//section[@id='added']//select[@name='task']//option/@value")[1]


def test_a_row_is_added_counted_and_removed_again(read, plan):
    office, address = plan
    before = read(office, address)
    wanted = WANTED | {"task": first_task(before)}
    assert send(office, f"{address}/added", **wanted).status_code == 303
    after = read(office, address)
    assert reports(after) == reports(before) + 1
    assert "9月3日电话商定" in after.words("//section[@id='added']//table")
    own = read(office, after.address("中共广州市委宣传部"))
    assert "增补" in own.words("//section[@id='planned']//tbody")
    assert own.all("//section[@id='planned']//form") == []
    with send(office, f"{address}/added", **wanted) as answer:
        assert answer.status_code == 409
        assert "已经增补过" in answer.text
        assert 'value="9月3日电话商定"' in answer.text
    (form,) = after.all("//section[@id='added']//table//form")
    sent = {each.get("name"): each.get("value") for each in form.xpath(".//input[@type='hidden']")}
    assert send(office, form.get("action"), **sent).status_code == 303
    assert reports(read(office, address)) == reports(before)


def test_a_body_that_is_gone_is_refused_with_who_carries_on_put_in_its_place(read, plan):
    office, address = plan
    wanted = WANTED | {"task": first_task(read(office, address)), "agency": "市商务委"}
    with send(office, f"{address}/added", **wanted) as answer:
        assert answer.status_code == 409
        assert "职责由广州市商务局承接" in answer.text
        assert 'value="广州市商务局"' in answer.text


def test_of_many_tasks_one_looks_for_some_by_their_words(read, plan, monkeypatch):
    monkeypatch.setattr(cycle_pages, "MOST_LISTED", 1)
    office, address = plan
    assert read(office, address).all("//section[@id='added']//select") == []
    found = read(office, f"{address}?task_words=开展认证").all("//section[@id='added']//select[@name='task']//option")
    assert [each.text for each in found[1:]] == ["一（一）② 引进企业"]
    assert "没有找到" in read(office, f"{address}?task_words=没有").words("//section[@id='added']")


def test_a_plan_with_added_rows_stays_within_its_statements(app, read, plan):
    office, address = plan
    send(office, f"{address}/added", **(WANTED | {"task": first_task(read(office, address))}))
    with counted(app) as statements:
        read(office, f"{address}?agency=gz-xcb&task_words=园区")
    assert len(statements) <= 12
