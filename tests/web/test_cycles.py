"""The reporting cycles on pages: proposed, prepared, opened, adjusted, locked; each refusal beside what was typed."""

import re

import pytest
from lxml import html
from sqlalchemy import select

from tests.builders import a_document, a_measure
from tests.cycles import COMMERCE, CUSTOMS, DUE, MARKET, OFFICE, PERIOD, a_prepared_cycle, reporter
from tests.cycles import sent as sent_row
from tests.people import office_of
from tests.statements import counted
from tests.web.sending import send
from tracker.operations import adjusting, cycles, versions
from tracker.storage.cycles import Cycle, CycleDocument, ExpectedReport
from tracker.storage.database import db
from tracker.storage.documents import PolicyDocument

CLERK = {"name": "2026年度", "period_from": "2026-01-01", "period_to": "2026-11-30", "due_on": "2026-12-10"}


def fields(page, form):
    """What a form of a page would send as it stands."""
    found = {}
    for each in page.all(f"{form}//input[@name] | {form}//select[@name]"):
        kind = each.get("type")
        if kind in ("checkbox", "radio") and each.get("checked") is None:
            continue
        if each.get("disabled") is None:
            found.setdefault(each.get("name"), []).append(each.get("value") or "")
    return found


@pytest.fixture
def prepared(loaded_client, read):
    """The address of a cycle on the issued documents, as it is proposed with a reason for those out of force."""
    page = read(loaded_client, "/cycles/new?year=2026")
    sent = fields(page, "//form[contains(@class, 'cycle-form')]")
    sent["document"] = [box.get("value") for box in page.all("//input[@name='document'][not(@disabled)]")]
    sent |= {f"reason-{id_}": "收官总结" for id_ in sent["document"]}
    with send(loaded_client, "/cycles", **sent) as answer:
        assert answer.status_code == 303
        return answer.location


def test_without_a_cycle_the_page_offers_to_set_one_up(loaded_client, read):
    assert "还没有报送周期" in read(loaded_client, "/cycles").words()


def test_the_next_year_that_is_not_there_yet_is_offered_to_be_set_up(office_client, read, year):
    address = read(office_client, "/cycles").address("设立 2027 年度报送")
    assert read(office_client, address).all("//input[@name='name']/@value") == ["2027年度"]


def test_a_plan_says_before_it_opens_that_another_open_cycle_asks_the_same(app, office_client, read, year):
    with app.app_context():
        documents = dict.fromkeys(db.session.scalars(select(CycleDocument.document_id)), "再报一次")
        wanted = {"due_on": DUE, "by": OFFICE}
        again = cycles.prepare_cycle("2026年补报", documents, period=(PERIOD[1], PERIOD[1]), **wanted)
        later = cycles.prepare_cycle("2026年末", documents, period=(DUE, DUE), **wanted)
        apart = cycles.prepare_cycle("2026年再报", documents, period=PERIOD, **wanted)
    said = read(office_client, f"/cycles/{again}").words("//p[@id='asked-already']")
    assert "已在“2026年度”里报送" in said
    assert "要报两次" in said
    assert read(office_client, f"/cycles/{later}").all("//p[@id='asked-already']") == []
    assert send(office_client, f"/cycles/{year.id}/lock", reason="年度结束", lifted_by="主任").status_code == 303
    assert read(office_client, f"/cycles/{apart}").all("//p[@id='asked-already']") == []


def test_a_new_cycle_is_proposed_with_the_rule_of_a_document_and_its_warning(loaded_client, read):
    page = read(loaded_client, "/cycles/new?year=2026")
    assert page.all("//input[@name='due_on']/@value") == ["2026-12-10"]
    assert page.all("//input[@name='period_to']/@value") == ["2026-11-30"]
    assert "12月10日前" in page.words("//div[contains(@class, 'notice')]")
    assert "已经失效" in page.words("//div[contains(@class, 'notice')]")


def test_a_draft_cannot_be_chosen_and_says_why(loaded_client, read):
    page = read(loaded_client, "/cycles/new?year=2026")
    barred = page.texts("//ul[@class='choices']/li[.//input[@disabled]]")
    assert len(barred) == 2
    assert all("征求意见稿没有约束力" in each for each in barred)


def test_a_cycle_without_a_document_keeps_what_was_typed(loaded_client, read):
    with send(loaded_client, "/cycles", **(CLERK | {"recipient": "市商务局"})) as answer:
        assert answer.status_code == 409
        assert "纳入的文件" in answer.text
        assert 'value="市商务局"' in answer.text


@pytest.mark.parametrize("due_on", ["", "2026-13-40", "明年", "9" * 400])
def test_a_day_that_is_none_is_refused_by_name(loaded_client, due_on):
    with send(loaded_client, "/cycles", **(CLERK | {"due_on": due_on, "document": "1"})) as answer:
        assert answer.status_code == 409
        assert "截止日" in answer.text


def test_the_plan_names_what_must_be_decided_and_does_not_open_before(loaded_client, read, prepared):
    page = read(loaded_client, prepared)
    names = " ".join(page.texts("//section[@id='open-names']//li"))
    assert "有关区政府" in names
    assert "市直有关部门" in names
    assert page.all("//main//button[@disabled][contains(., '开始报送')]")
    with send(loaded_client, f"{prepared}/open") as answer:
        assert answer.status_code == 409
        assert "本期不下达" in answer.text


def left_out(client, read, address):
    """Leave out every name nobody bears."""
    while forms := read(client, address).all("//section[@id='open-names']//form[contains(@class, 'inline')]"):
        key, printed = (forms[0].xpath(f".//input[@name='{name}']/@value")[0] for name in ("key", "printed"))
        sent = {"key": key, "printed": printed, "reason": "本期另行部署"}
        assert send(client, f"{address}/left-out", **sent).status_code == 303


def test_from_the_plan_to_an_open_cycle_and_its_rows(loaded_client, read, prepared):
    left_out(loaded_client, read, prepared)
    planned = read(loaded_client, prepared)
    reports = int(planned.texts("//section[.//h2[@id='owed']]//tfoot//td")[2])
    assert send(loaded_client, f"{prepared}/open").status_code == 303
    page = read(loaded_client, prepared)
    assert "报送中" in page.words()
    assert page.texts("//section[.//h2[@id='rates']]//tbody/tr[1]/td[2]") == [str(reports)]
    rows = read(loaded_client, page.all("//section[.//h2[@id='rates']]//tbody/tr[1]/td[2]/a/@href")[0])
    assert f"{reports} 行" in rows.words()


def test_a_name_that_was_left_out_can_be_taken_in_again(loaded_client, read, prepared):
    left_out(loaded_client, read, prepared)
    key = read(loaded_client, prepared).all("//section[@id='open-names']//table//input[@name='key']/@value")[0]
    assert send(loaded_client, f"{prepared}/left-out/back", **{"key": key}).status_code == 303
    assert len(read(loaded_client, prepared).all("//section[@id='open-names']//form[contains(@class, 'inline')]")) == 1


def test_gates_after_the_due_date_are_refused_beside_what_was_typed(loaded_client, read, prepared):
    gates = fields(read(loaded_client, prepared), "//section[@id='gates']")
    with send(loaded_client, f"{prepared}/gates", **(gates | {"sign_off": "2027-01-01"})) as answer:
        assert answer.status_code == 409
        assert "截止日" in answer.text
        assert 'value="2027-01-01"' in answer.text


def test_a_row_is_withdrawn_for_a_reason_and_stands_among_the_adjustments(office_client, read, year):
    address, row = f"/cycles/{year.id}", year.rows[CUSTOMS, 1]
    without = send(office_client, f"{address}/rows", **{"row": row, "do": "withdraw", "reason": " "})
    assert without.status_code == 409
    assert "理由" in without.text
    sent = {"row": row, "do": "withdraw", "reason": "海关已另报"}
    assert send(office_client, f"{address}/rows", **sent).status_code == 303
    listed = "//section[@id='adjustments']//table[@class='t stack']//tr[td[@class='name'] and td[@data-label='应报增减']]"
    assert "海关已另报" in read(office_client, address).words(listed)
    assert "1 行" in read(office_client, f"{address}/rows?stage=withdrawn").words("//div[@class='head']")


def test_what_is_owed_is_written_out_as_a_sum_whose_parts_lead_to_their_reasons(office_client, read, year):
    with send(office_client, f"/cycles/{year.id}/rows", do="withdraw", reason="海关已另报", row=year.rows[CUSTOMS, 2]):
        added = {"task": year.tasks[2], "agency": "市商务局", "role": "lead", "reason": "新增职责"}
    with send(office_client, f"/cycles/{year.id}/rows/new", **added):
        page = read(office_client, f"/cycles/{year.id}")
    assert "应报告 5 份（= 开始报送时 5 + 增补 1 − 撤销 1）" in page.words("//p[@class='lead-in']")
    assert "报告应报 5 = 开始报送时 5 + 增补 1 − 撤销 1" in page.words("//section[@id='adjustments']")
    more, fewer = page.all("//p[@class='sum']/a/@href")[1:]
    for address, reason in ((more, "新增职责"), (fewer, "海关已另报")):
        shown = read(office_client, address).texts("//section[@id='adjustments']/table//td[3]/span")
        assert shown == [reason]


def test_rows_are_extended_and_show_both_days(office_client, read, year):
    sent = {"row": year.rows[COMMERCE, 1], "do": "extend", "until": "2026-12-15", "reason": "数据月底才出"}
    assert send(office_client, f"/cycles/{year.id}/rows", **sent).status_code == 303
    row = read(office_client, f"/cycles/{year.id}/rows?agency={COMMERCE}&duty=report").words("//tbody/tr[1]")
    assert "2026-12-15" in row
    assert "原 2026-12-10" in row


def test_a_report_s_row_leads_to_its_page_where_it_may_be_entered(office_client, read, year):
    page = read(office_client, f"/cycles/{year.id}/rows?agency={CUSTOMS}&duty=report")
    (link,) = page.all("//td[@data-label='状态']/a/@href")
    assert read(office_client, link).status == 200


def test_an_agency_is_added_by_name_and_an_unknown_one_refused_with_what_was_typed(office_client, read, year):
    sent = {"task": year.tasks[1], "agency": "不存在局", "role": "support", "reason": "新增职责"}
    with send(office_client, f"/cycles/{year.id}/rows/new", **sent) as answer:
        assert answer.status_code == 409
        assert "单位名录里没有现用的“不存在局”" in answer.text
        assert 'value="新增职责"' in answer.text
    assert send(office_client, f"/cycles/{year.id}/rows/new", **(sent | {"agency": "广州市商务局"})).status_code == 303
    assert "新增职责" in read(office_client, f"/cycles/{year.id}").words("//section[@id='adjustments']")


def test_an_objection_is_decided_on_the_page_of_the_cycle(app, office_client, read, year):
    with app.app_context():
        adjusting.object_to(year.rows[CUSTOMS, 1], reason="不属海关职责", proposed="", by=reporter(CUSTOMS))
    page = read(office_client, f"/cycles/{year.id}")
    assert "已经报送" not in page.words("//section[@id='objections']")
    assert page.all("//section[@id='objections']//table[@class='t stack']//td[@class='name']")
    with app.app_context():
        sent_row(year, CUSTOMS, 1)
    page = read(office_client, f"/cycles/{year.id}")
    assert "这一行已经报送；撤销或改派以后" in page.words("//section[@id='objections']")
    form = page.all("//section[@id='objections']//form/@action")[0]
    assert send(office_client, form, **{"decision": "kept", "reason": "三定方案明确"}).status_code == 303
    assert "三定方案明确" in read(office_client, f"/cycles/{year.id}").words("//section[@id='objections']")


@pytest.mark.parametrize(
    ("number", "unit", "status", "told"),
    [
        (2, "市商务局", 303, None),
        (1, "市商务局", 409, "请选“撤销职责”"),
        (1, "市市场监管局", 409, "请选“维持职责”"),
        (1, "市某某局", 409, "没有现用的“市某某局”"),
        (1, "市商务委", 409, "“市商务委”今天已经没有这个单位，职责由广州市商务局承接"),
    ],
)
def test_a_short_name_is_the_citys_own_and_a_refusal_keeps_what_was_decided(
    app, office_client, read, year, number, unit, status, told
):
    with app.app_context():
        adjusting.object_to(year.rows[MARKET, number], reason="不是我局职责", proposed=unit, by=reporter(MARKET))
    form = read(office_client, f"/cycles/{year.id}").all("//section[@id='objections']//form")[0]
    sent = {"objection": form.xpath(".//input[@name='objection']/@value")[0], "decision": "changed", "agency": unit}
    with send(office_client, form.get("action"), **sent, reason="三定方案已调整") as answer:
        assert answer.status_code == status
        if told:
            page = html.fromstring(answer.text)
            kept = [
                page.xpath(f"//form[@class='decide']//input[@name='{name}']/@value")[0] for name in ("agency", "reason")
            ]
            chosen = page.xpath("//form[@class='decide']//input[@name='decision'][@checked]/@value")
            today = {"市商务委": "广州市商务局"}.get(unit, unit)
            assert (kept, chosen) == ([today, "三定方案已调整"], ["changed"])
            assert told in answer.text


def test_rows_that_were_chosen_stay_chosen_when_the_change_is_refused(office_client, year):
    sent = {"row": str(year.rows[MARKET, 2]), "do": "extend", "until": "2026-10-11", "reason": "数据未出"}
    with send(office_client, f"/cycles/{year.id}/rows", **sent) as answer:
        page = html.fromstring(answer.text)
    assert "2026-10-11 已经过去" in answer.text
    assert page.xpath("//input[@name='row'][@checked]/@value") == [sent["row"]]
    assert page.xpath("//input[@name='do'][@checked]/@value") == ["extend"]


def test_a_locked_cycle_says_who_locked_it_why_and_who_can_lift_it(office_client, read, year):
    sent = {"reason": "数据已汇总", "lifted_by": "办公室主任"}
    assert send(office_client, f"/cycles/{year.id}/lock", **sent).status_code == 303
    notice = read(office_client, f"/cycles/{year.id}").words("//p[contains(@class, 'notice')]")
    assert "数据已汇总" in notice
    assert "办公室主任" in notice
    assert send(office_client, f"/cycles/{year.id}/unlock", **{"reason": "补报"}).status_code == 303
    assert "报送中" in read(office_client, f"/cycles/{year.id}").words()


@pytest.mark.parametrize(
    "query", ["stage=x", "page=0", "page=99", "agency=nobody", "duty=x", f"task={2**70}", "page=²"]
)
def test_any_address_of_the_rows_is_a_page(office_client, read, year, query):
    assert read(office_client, f"/cycles/{year.id}/rows?{query}").status == 200


def test_another_groups_cycle_is_not_there(app, client_of, year):
    stranger = client_of("office", group="深圳市")
    with app.app_context():
        assert db.session.get(Cycle, year.id)
    for address in (f"/cycles/{year.id}", f"/cycles/{year.id}/rows"):
        with stranger.get(address) as answer:
            assert answer.status_code == 404
    with send(stranger, f"/cycles/{year.id}/lock", **{"reason": "x", "lifted_by": "y"}) as answer:
        assert answer.status_code == 404


def test_every_number_of_the_cycle_is_that_of_its_rows(office_client, read, year):
    page = read(office_client, f"/cycles/{year.id}")
    for link in page.all("//section[.//h2[@id='agencies']]//td[@class='num']/a"):
        assert f"{link.text.strip()} 行" in read(office_client, link.get("href")).words("//div[@class='head']")
    owed = page.texts("//section[.//h2[@id='rates']]//tbody/tr/td[2]")
    assert sum(map(int, owed)) == len(year.rows)
    assert re.search(r"应报告 \d+ 份", page.words("//p[@class='lead-in']"))


def test_the_rows_of_the_year_are_kept(app, year):
    with app.app_context():
        assert db.session.query(ExpectedReport).count() == len(year.rows)


def test_an_open_cycle_asks_at_most_twelve_statements(app, office_client, read, year):
    address = f"/cycles/{year.id}"
    read(office_client, address)
    with counted(app) as statements:
        read(office_client, address)
    assert len(statements) <= 12


def test_where_there_are_many_tasks_one_is_named_by_its_number(app, office_client, read, year, monkeypatch):
    monkeypatch.setattr("tracker.storage.queries.year.MOST_TO_CHOOSE", 2)
    page = read(office_client, f"/cycles/{year.id}")
    assert page.all("//section[@id='adjustments']//select[@name='task']") == []
    sent = {"agency": "广州市商务局", "role": "support", "reason": "新增职责", "task": "999999"}
    with send(office_client, f"/cycles/{year.id}/rows/new", **sent) as answer:
        assert (answer.status_code, 'value="999999"' in answer.get_data(as_text=True)) == (404, True)
    sent["task"] = str(year.tasks[2])
    assert send(office_client, f"/cycles/{year.id}/rows/new", **sent).status_code == 303


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/cycles/{}/rows?stage=boss&duty=report", ["boss"]),
        ("/cycles/{}/rows?due_from=明天&task=x", ["x", "明天"]),
        ("/cycles/{}/rows?stage=missing&agency=&page=1", []),
        ("/cycles/{}/rates?by=moon&duty=", ["moon"]),
        ("/review?stage=late&cycle=1", ["late"]),
    ],
)
def test_a_condition_that_cannot_be_understood_is_said_to_be(office_client, read, year, address, said):
    notices = read(office_client, address.format(year.id)).texts("//p[@class='notice' and @role='status']")
    assert notices == [f"地址里的筛选条件{''.join(f'“{word}”' for word in said)}看不懂，没有照它筛选。"] * bool(said)


def test_a_document_replaced_while_its_cycle_is_open_is_announced_until_the_office_says_what_is_done(
    app, office_client, read, year
):
    assert read(office_client, f"/cycles/{year.id}").all("//*[@id='replaced']") == []
    with app.app_context():
        (old_id,) = db.session.scalars(select(CycleDocument.document_id).where(CycleDocument.cycle_id == year.id))
        group = db.session.get(PolicyDocument, old_id).leading_group_id
        newer = a_document([a_measure([])], stem="newer", title="若干措施（修订）", leading_group_id=group)
        db.session.add(newer)
        db.session.commit()
        versions.accept(newer.id, old_id, who="王敏")
        newer_id = newer.id
    page = read(office_client, f"/cycles/{year.id}")
    assert "已由《若干措施（修订）》替换，本期还按旧版报送" in page.words("//*[@id='replaced']")
    assert f"/documents/{newer_id}/versions/{old_id}" in page.all("//*[@id='replaced']//a/@href")
    assert "1 件文件已由新版本替换" in read(office_client, "/").words("//section[.//h2[@id='todo']]")
    form = page.all("//*[@id='replaced']//form/@action")[0]
    assert send(office_client, form, reason=" ").status_code == 409
    assert send(office_client, form, reason="本期仍按旧版报完").status_code == 303
    page = read(office_client, f"/cycles/{year.id}")
    assert page.all("//*[@id='replaced']") == []
    assert "仍按它报送的理由：本期仍按旧版报完" in page.words("//dl[@class='of-cycle']")
    assert "已由新版本替换" not in read(office_client, "/").words()


def test_the_rows_of_a_plan_are_shown_by_agency_and_left_out_one_by_one(app, read, time):
    with app.app_context():
        cycle_id = a_prepared_cycle()
    office = office_of(app)
    link = read(office, f"/cycles/{cycle_id}").address("广州海关")
    page = read(office, link)
    assert len(page.all("//section[@id='planned']//tbody/tr")) == 2
    row = page.all("//section[@id='planned']//form")[0]
    sent = {each.get("name"): each.get("value") for each in row.xpath(".//input[@type='hidden']")}
    assert send(office, row.get("action"), **sent, reason=" ").status_code == 409
    with send(office, row.get("action"), **sent, reason="本期不涉及") as answer:
        page = read(office, answer.location)
    assert len(page.all("//section[@id='planned']//tbody/tr")) == 1
    assert "本期不涉及" in page.words("//section[@id='open-names']//table")


def test_what_was_left_out_before_the_opening_stays_listed_with_its_reason(app, read, time):
    with app.app_context():
        address = f"/cycles/{a_prepared_cycle()}"
    office = office_of(app)
    own = read(office, read(office, address).address("广州海关"))
    form = own.all("//section[@id='planned']//form")[0]
    sent = {each.get("name"): each.get("value") for each in form.xpath(".//input[@type='hidden']")}
    assert send(office, form.get("action"), **(sent | {"reason": "海关另行报送"})).status_code == 303
    assert send(office, f"{address}/open").status_code == 303
    for cell in (sent["printed"], "海关另行报送", "10-12"):
        assert cell in read(office, address).words("//section[@id='adjustments']//table[@id='left-out']")
    assert read(office, address).all("//table[@id='left-out']//form") == []


def test_chosen_rows_stay_chosen_among_the_same_rows_when_their_change_is_refused(office_client, read, year):
    page = read(office_client, f"/cycles/{year.id}/rows?agency={CUSTOMS}&stage=owed")
    (form,) = page.all("//form[.//input[@name='row']]")
    rows = form.xpath(".//input[@name='row']/@value")
    chosen = {"row": rows[:1], "do": "extend", "until": "2026-12-01", "reason": "月底才出数"}
    with send(office_client, form.get("action"), **chosen) as answer:
        again = html.document_fromstring(answer.text)
    assert answer.status_code == 409
    assert again.xpath("//p[@role='alert']")
    assert again.xpath("//input[@name='row']/@value") == rows
    assert again.xpath("//input[@name='row'][@checked]/@value") == rows[:1]
    assert again.xpath("//input[@name='until']/@value") == ["2026-12-01"]
