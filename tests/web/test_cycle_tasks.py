"""The tasks of a cycle on the office's pages: consolidators, what the office consolidates itself, who else gets reports."""

import io
from datetime import date

import pytest
from openpyxl import load_workbook

from tests.builders import a_document, a_measure, a_task
from tests.cycles import (
    COMMERCE,
    CUSTOMS,
    HUANGPU,
    MARKET,
    OFFICE,
    PERIOD,
    TIANHE,
    a_prepared_cycle,
    reporter,
    row,
    sent,
    unit,
)
from tests.people import signed_in
from tests.statements import counted
from tests.web.sheets import page_of, post, sheet_address
from tracker.operations import adjusting, consolidating, cycles, proposing, reviewing
from tracker.operations.recognising import recognise
from tracker.reporting.content import Content
from tracker.storage.database import db
from tracker.storage.queries import recipients
from tracker.vocabulary.reporting import Progress
from tracker.web.choosing import packed, unpacked

ALERT = "//main//*[@role='alert']"


@pytest.fixture
def office(app, year):
    return signed_in(app, "office", group_id=OFFICE.group_id)


def test_tasks_stand_with_their_consolidator_and_how_far_a_collective_has_come(app, office, year):
    with app.app_context():
        sent(year, TIANHE, 1)
    page = page_of(office, f"/cycles/{year.id}/tasks")
    assert page.texts("//td[@data-label='汇总单位']") == ["广州市商务局", "广州市市场监督管理局", "办公室"]
    assert page.texts("//td[@data-label='配合情况']") == ["1 / 4", "0 / 0", "0 / 0"]
    assert "各区政府 2 区：1 已报 1 未报" in page.texts("//td[@data-label='集合单位']")[0]
    assert page_of(office, f"/cycles/{year.id}/tasks?of=office").texts("//td[@data-label='汇总单位']") == ["办公室"]


def test_the_office_names_a_consolidator_for_a_reason(app, office, year):
    address = f"/cycles/{year.id}/tasks/{year.tasks[2]}"
    assert "由领导小组办公室汇总" in page_of(office, address).words("//p[@class='lead-in']")
    page = post(office, address, f"{address}/consolidator", agency=TIANHE, reason=" ")
    assert (page.status, "理由" in page.words(ALERT)) == (409, True)
    assert page.all("//input[@name='agency'][@checked]")[0].get("value") == TIANHE
    page = post(office, address, f"{address}/consolidator", agency=COMMERCE, reason="熟悉情况")
    assert (page.status, "牵头或负责单位" in page.words(ALERT)) == (409, True)
    page = post(office, address, f"{address}/consolidator", agency=TIANHE, reason="园区在该区")
    assert "由天河区人民政府汇总（办公室指定：园区在该区）" in page.words("//p[@class='lead-in']")


def test_the_office_takes_over_what_co_units_send_to_tasks_it_consolidates_and_no_others(app, office, year):
    with app.app_context():
        part = sent(year, MARKET, 1)
    address = f"/cycles/{year.id}/tasks/{year.tasks[0]}"
    assert page_of(office, address).all("//section[@id='parts']//button[contains(., '采用')]") == []
    page = post(office, address, f"{address}/parts", do=f"take:{part}")
    assert page.status == 404
    with app.app_context():
        consolidating.name_consolidator(year.id, year.tasks[0], None, reason="由办公室统稿", by=OFFICE)
    page = post(office, address, f"{address}/parts", do=f"take:{part}")
    assert "已采用" in page.words("//section[@id='parts']")
    post(office, address, f"{address}/parts", do="nudge-all", reason="请报来")
    clerk = signed_in(app, "reporter", agency_id=HUANGPU)
    notice = page_of(clerk, f"{sheet_address(app, HUANGPU)}/rows/{year.rows[HUANGPU, 1]}").words(
        "//div[@class='notice']"
    )
    assert "催报：请报来" in notice
    with app.app_context():
        assert str(row(part).state) == "taken_over"


def test_the_task_shows_the_roll_up_to_those_who_see_all_and_objections_to_whom_they_concern(app, office, year):
    with app.app_context():
        sent(year, TIANHE, 1)
        mine = year.rows[MARKET, 1]
        adjusting.object_to(mine, reason="不是我局职责", proposed="广州海关", by=reporter(MARKET))
    address = f"/tasks/{year.tasks[0]}/reported"
    for client in (office, signed_in(app, "reporter", agency_id=COMMERCE)):
        said = page_of(client, address).words("//section[@class='reported']")
        assert "各区政府 2 区：1 已报 1 未报" in said
        assert "配合情况 4 家应报，1 家已报" in said
        assert ("不是我局职责（建议改由“广州海关”承担） → 待决定" in said) is (client is office)
    own = page_of(signed_in(app, "reporter", agency_id=CUSTOMS), address).words("//section[@class='reported']")
    assert "配合情况：广州海关（未报）" in own
    assert "已报 1 未报" not in own
    assert "不是我局职责" not in own


def test_another_recipient_is_confirmed_reads_what_was_sent_and_is_taken_back(app, office, year):
    address = f"/cycles/{year.id}/recipients"
    asked = {"condition": "涉及认证的", "recipient": "广州海关"}
    assert post(office, address, address, **asked).status == 409
    page = post(office, address, address, **asked, task=[str(year.tasks[1])])
    assert "广州海关涉及认证的" in page.words("//table[@class='t stack']//td[@class='name']")
    reader = signed_in(app, "reporter", agency_id=CUSTOMS)
    assert page_of(reader, "/reports/received").words("//p[@class='empty']") == "还没有另报本单位的报告。"
    also = "按文件规定，本期有 1 项任务的报告也报本单位，已经收到 {} 份。"
    assert also.format(0) in page_of(reader, "/").words("//main")
    with app.app_context():
        sent(year, MARKET, 2)
        sent(year, COMMERCE, 1)
    assert page_of(reader, "/reports/received").texts("//td[@class='name']") == ["广州市市场监督管理局"]
    assert also.format(1) in page_of(reader, "/").words("//main")
    book = load_workbook(io.BytesIO(reader.get("/reports/received.xlsx").data), read_only=True)
    assert [row[1].value for row in book.active.iter_rows(min_row=4)] == ["广州市市场监督管理局"]
    dropping = page.all("//form[contains(@action, 'dropped')]")[0].get("action")
    assert "取消" not in post(office, address, dropping).words()
    assert "广州市" not in page_of(reader, "/reports/received").words("//main")
    assert "也报本单位" not in page_of(reader, "/").words("//main")


def test_what_was_chosen_stays_chosen_while_other_pages_are_looked_at(office, year, monkeypatch):
    monkeypatch.setattr(recipients, "TASKS_A_PAGE", 2)
    address = f"/cycles/{year.id}/recipients"
    first, second, third = map(str, year.tasks)

    def sent_on(shown, **fields):
        (form,) = shown.all("//form[@class='cycle-form wide']")
        carried = {name: form.xpath(f".//input[@name='{name}']/@value")[0] for name in ("chosen", "shown")}
        own = {"condition": "涉及认证的", "recipient": "广州海关", "only": "all"}
        return post(office, address, address, **own | carried | fields)

    page = sent_on(page_of(office, f"{address}?condition="), task=[first], do="look", page="2")
    assert page.texts("//form[@class='cycle-form wide']//li/label") == ["二 园区"]
    page = sent_on(page, task=[third], do="look", q="认证")
    assert page.all("//input[@name='task']/@value") == [second]
    assert "已勾出 2 项" in page.words("//legend")
    assert page.texts("//form[@class='cycle-form wide']/button") == ["确认勾选的任务"]
    page = sent_on(page, do="look", only="chosen")
    assert page.all("//input[@name='task'][@checked]/@value") == [first, third]
    page = sent_on(page, task=[third])
    assert page.texts("//section[@aria-labelledby='confirmed']//td[2]/a") == ["二 园区"]


def test_a_locked_cycle_keeps_its_other_recipients_as_they_are(app, office, year):
    with app.app_context():
        kept = proposing.confirm_recipient(year.id, "涉及认证的", "广州海关", [year.tasks[1]], by=OFFICE)
        cycles.lock_cycle(year.id, why="年度结束", lifted_by="办公室", by=OFFICE)
    address = f"/cycles/{year.id}/recipients"
    page = page_of(office, address)
    assert "广州海关" in page.words("//table")
    assert page.all("//main//form") == []
    page = post(office, f"/cycles/{year.id}", address, condition="涉及园区的", recipient="市商务局", task=[str(year.tasks[2])])
    assert (page.status, "已经锁定" in page.words(ALERT)) == (409, True)
    page = post(office, f"/cycles/{year.id}", f"{address}/{kept}/dropped")
    assert (page.status, "已经锁定" in page.words(ALERT)) == (409, True)
    assert "广州海关" in page_of(office, address).words("//table")


def test_tasks_to_choose_from_stand_under_their_document(app, time):
    with app.app_context():
        cycle_id = a_prepared_cycle()
        task = a_task(lead=unit("市商务局"), text="办好交易会。")
        db.session.add(a_document([a_measure([task])], title="关于会展的通知", issued_on=date(2026, 1, 6)))
        recognise()
        db.session.commit()
        chosen = dict.fromkeys(cycles.candidates(OFFICE.group_id, PERIOD))
        db.session.rollback()
        cycles.choose_documents(cycle_id, chosen, by=OFFICE)
    office = signed_in(app, "office", group_id=OFFICE.group_id)
    page = page_of(office, f"/cycles/{cycle_id}/recipients")
    assert page.texts("//p[@class='of-document']") == ["关于促进跨境电子商务发展的通知", "关于会展的通知"]
    assert [len(each.xpath(".//li")) for each in page.all("//ul[@class='choices']")] == [3, 1]
    adding = page_of(office, f"/cycles/{cycle_id}").all("//section[@id='added']//select[@name='task']")[0]
    assert [len(each) for each in adding.xpath("optgroup[@label]")] == [3, 1]


@pytest.mark.parametrize(
    ("text", "ids"),
    [("1-3.7", {1, 2, 3, 7}), ("", set()), ("3-1.x.0.-2.5", {5}), ("1-4000000000.9", {9}), ("٣.4", {4})],
)
def test_a_choice_is_carried_as_ranges_and_nothing_else_is_taken_for_one(text, ids):
    assert unpacked(text) == ids
    assert unpacked(packed(ids)) == ids


def test_conditions_of_a_rule_are_shown_where_a_year_is_planned(loaded_client, loaded_app):
    page = page_of(loaded_client, "/cycles/new?year=2026")
    assert "涉及工业电子商务的，同时报送市工业和信息化委" in page.words()
    documents = [box.get("value") for box in page.all("//input[@name='document'][not(@disabled)]")]
    reasons = {f"reason-{each}": "收官总结" for each in documents}
    page = post(loaded_client, "/cycles/new?year=2026", "/cycles", name="2026年度", document=documents, **reasons,
                period_from="2026-01-01", period_to="2026-11-30", due_on="2026-12-10", supports="all")  # fmt: skip
    assert "待确认 涉及工业电子商务的，报市工业和信息化委" in page.words("//section[@aria-labelledby='also']")
    page = page_of(loaded_client, page.address("核对涉及的任务"))
    assert len(page.all("//fieldset/ul//input[@checked]")) >= 1
    assert page.all("//input[@name='recipient']")[0].get("value") == "广州市工业和信息化局"


def test_pages_ask_the_database_a_counted_number_of_times(app, office, year):
    for address in ("/tasks", f"/tasks/{year.tasks[0]}", "/recipients"):
        page_of(office, f"/cycles/{year.id}{address}")
        with counted(app) as statements:
            page_of(office, f"/cycles/{year.id}{address}")
        assert len(statements) <= 12, address


def test_another_groups_office_finds_none_of_it(app, year):
    with app.app_context():
        proposing.confirm_recipient(year.id, "涉及认证的", "广州海关", [year.tasks[1]], by=OFFICE)
    stranger = signed_in(app, "office", login="elsewhere")
    for address in ("tasks", f"tasks/{year.tasks[0]}", "recipients"):
        assert stranger.get(f"/cycles/{year.id}/{address}").status_code == 404


def test_the_office_reads_the_cover_text_and_the_scan_once_they_were_sent(app, office, year):
    home, address = sheet_address(app, MARKET), f"/cycles/{year.id}/filings/{MARKET}"
    clerk = signed_in(app, "reporter", agency_id=MARKET)
    scan = (io.BytesIO(b"%PDF-1.7\n"), "盖章.pdf")
    page = post(clerk, home, f"{home}/cover", overview="总体进展顺利。", files=[scan])
    assert "还没有交出" in page.words("//section[@aria-labelledby='cover']")
    assert "总体进展顺利" not in page_of(office, address).words()
    with app.app_context():
        sent(year, MARKET, 2)
    page = page_of(office, address)
    assert "总体情况总体进展顺利。" in page.words()
    with office.get(page.address("盖章.pdf")) as given:
        assert given.data == b"%PDF-1.7\n"
    assert "还没有交出" not in page_of(clerk, home).words()
    assert signed_in(app, "office", login="elsewhere").get(address).status_code == 404


def test_finished_tasks_are_closed_out_together_on_the_list(app, office, year):
    """What was chosen and typed is kept where it is refused; at most twelve statements."""
    with app.app_context():
        reviewing.accept([sent(year, COMMERCE, 1, content=Content(Progress.DONE, 100, "全部落户。"))], by=OFFICE)
    address, done = f"/cycles/{year.id}/tasks?of=closable", f"/cycles/{year.id}/tasks/closed"
    assert f"{year.id}/tasks?of=closable" in page_of(office, "/").all("//ul[@class='todo']//a[. = '去办结']/@href")[0]
    with counted(app) as statements:
        page = page_of(office, address)
    assert (page.texts("//td[@data-label='汇总单位']"), len(statements) <= 12) == (["广州市商务局"], True)
    page = post(office, address, done, task=year.tasks[0], reason=" ")
    assert (page.status, "理由" in page.words(ALERT)) == (409, True)
    assert page.all("//input[@name='task'][@checked]")[0].get("value") == str(year.tasks[0])
    assert post(office, address, done, reason="销号").status == 409
    page = post(office, address, done, task=year.tasks[0], reason="年度收官")
    assert "1 项任务已办结" in page.words("//p[@role='status']")
    assert "没有可办结的任务" in page.words()
