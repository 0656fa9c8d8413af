"""The desk of each role in an open year: what is to be done, and numbers that are the rows they lead to."""

import re
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select, update

from tests.cycles import (
    COMMERCE,
    CUSTOMS,
    DUE,
    GROUP,
    HUANGPU,
    MARKET,
    OFFICE,
    PERIOD,
    REPORT,
    TIANHE,
    an_open_cycle,
    approver,
    drafted,
    market_into_commerce,
    registry_becomes,
    reporter,
    sent,
)
from tests.people import office_of, signed_in
from tests.statements import counted
from tests.web.sending import token
from tracker.operations import adjusting, contributions, cycles, extending, reporting_habits, reports, reviewing
from tracker.storage.audit import AuditEvent
from tracker.storage.cycles import CycleDocument, ExpectedReport
from tracker.storage.database import db
from tracker.storage.documents import PolicyDocument
from tracker.vocabulary.reporting import STANDING

ASKING = replace(REPORT, done="引进企业6家。", coordination="用地指标不足，请协调。")


@pytest.fixture
def year(app, time):
    """On 16 November, after the co-units' gate: a report returned, one accepted, a part that came, an objection."""
    with app.app_context():
        cycle = an_open_cycle()
        db.session.execute(update(PolicyDocument).values(leading_group_id=GROUP))
        db.session.commit()
        sent(cycle, CUSTOMS, 1)
        adjusting.object_to(cycle.rows[TIANHE, 3], reason="不属本区", proposed="", by=reporter(TIANHE))
        time.set(11, 13)
        reviewing.give_back([sent(cycle, COMMERCE, 1)], reason="名单不符", by=OFFICE)
        reviewing.accept([sent(cycle, MARKET, 2, content=ASKING)], by=OFFICE)
        sent(cycle, CUSTOMS, 2, content=replace(REPORT, done="还没有审核的话。", coordination="没有审核的协调事项。"))
        time.set(11, 16)
        return cycle


@pytest.fixture
def office(app, year):
    return signed_in(app, "office", group="广州市", id=100)


def lede(page):
    return page.words("//section[@class='lede']/p")


def test_the_offices_desk_says_how_the_year_stands_and_what_to_do(office, read):
    page = read(office, "/")
    assert page.words("//h1") == "距报送24天"
    assert lede(page).startswith(
        "2026年度应报 9 份，已报 3 份，占 33.3 %；4 家单位还欠 6 份。其中 3 份已逾期。 2026-11-16 09:00 统计"
    )
    assert page.texts("//ul[@class='todo']/li/span") == [
        "待审核的报告 1 份",
        "异议 1 条待决定；决定之前单位仍须报送",
    ]
    assert page.texts("//section[@aria-labelledby='waited']//tbody/tr") == ["超过 5 天0", "3–5 天0", "1–2 天1", "今天0"]
    late = page.texts("//section[@aria-labelledby='late']//tbody/tr/td[@class='name']")
    assert set(late[:3]) == {"市市场监管局", "天河区人民政府", "黄埔区人民政府"}


def test_what_a_body_that_is_no_more_has_not_reported_is_to_be_moved(app, year, office, read):
    """A report of its own that is returned now would wait for nobody."""
    with app.app_context():
        adjusting.withdraw_rows([year.rows[MARKET, 1]], reason="另报", by=OFFICE)
        market_into_commerce()
    moved = "//ul[@class='todo']/li[a[@href='/agencies/handovers#cycles']]/span"
    assert read(office, "/").texts(moved) == []
    with app.app_context():
        reviewing.undo([year.rows[MARKET, 2]], reason="误审", by=OFFICE)
        reviewing.give_back([year.rows[MARKET, 2]], reason="名单不符", by=OFFICE)
    assert read(office, "/").texts(moved) == ["已撤并的单位名下还有 1 份没有报来（含退回的），要改由承接单位报送"]


def test_every_number_of_the_desk_is_the_number_of_rows_it_leads_to(office, read):
    page = read(office, "/")
    links = [link for link in page.all("//main//a[@class='n']") if link.get("href").startswith(("/cycles/", "/review"))]
    numbers = {(int(link.text), link.get("href")) for link in links if "#" not in link.get("href")}
    assert numbers
    for number, address in numbers:
        listed = read(office, address)
        assert str(number) in re.findall(r"\d+", listed.words("//div[@class='head']")), address


def test_an_agencys_desk_has_what_was_returned_first_with_the_reason(app, year, read):
    clerk = signed_in(app, "reporter", agency_id=COMMERCE, id=101)
    page = read(clerk, "/")
    assert lede(page).startswith("2026年度本单位应报报告 1 份（已报 0），还欠 1 份，1 份退回待改。")
    first = page.texts("//section[@aria-labelledby='own']//tbody/tr[1]/td")
    assert "退回：名单不符" in first[0]
    assert first[-1].startswith("修改重报")
    waiting = page.texts("//section[@aria-labelledby='parts']//tbody/tr[1]/td")
    assert (waiting[1], waiting[2]) == ("1", "3")
    assert "还缺 市市场监管局、" in waiting[0]
    assert len(page.all("//section[@aria-labelledby='receipts']//tbody/tr")) == 1
    assert page.texts("//section[@aria-labelledby='told']//button")[0].startswith("“一（一）① 引进企业”的报告被退回")


def test_both_desks_say_that_a_signature_is_missing_and_that_nobody_can_give_it(app, year, office, read, time):
    with app.app_context():
        approver, row = replace(reporter(TIANHE), roles=frozenset({"approver"})), year.rows[TIANHE, 1]
        reporting_habits.want_sign_off(TIANHE, True, by=approver)
        drafted(year, row, reporter(TIANHE))
        reports.send_to_sign(year.id, [row], by=reporter(TIANHE))
    clerk = signed_in(app, "reporter", agency_id=TIANHE, id=120)
    assert "没有可以审签的人" in read(clerk, "/").words("//p[@class='notice']")
    assert [each for each in read(office, "/").texts("//ul[@class='todo']/li/span") if "审签" in each] == [
        "临期或逾期的 1 份停在 1 家单位内部，等其审签人签；1 家单位送了审签却没有可以审签的账号，请联系其系统管理员另设"
    ]
    (link,) = [each for each in read(office, "/").all("//ul[@class='todo']//a/@href") if "agency=" in each]
    assert "待审签" in read(office, link).words("//table")
    boss = signed_in(app, "approver", agency_id=TIANHE, id=121)
    assert "有 1 份等您审签" in read(boss, "/").words()
    assert "没有可以审签的账号" not in read(office, "/").words("//ul[@class='todo']")


@pytest.mark.parametrize(("role", "acts"), [("reporter", ["修改重报", "看一看"]), ("approver", ["去审签", "修改重报"])])
def test_what_came_back_is_first_for_a_reporter_and_what_waits_for_a_signature_for_an_approver(
    app, year, read, role, acts
):
    with app.app_context():
        returned = {"reason": "请补充数据", "term": date(2026, 11, 20)}
        contributions.give_back([sent(year, TIANHE, 1)], **returned, by=reporter(COMMERCE))
        drafted(year, year.rows[TIANHE, 3], reporter(TIANHE))
        reports.send_to_sign(year.id, [year.rows[TIANHE, 3]], by=reporter(TIANHE))
    page = read(signed_in(app, role, agency_id=TIANHE, id=122), "/")
    shown = page.all("//section[@aria-labelledby='own']//tbody/tr/td[@class='do']/a/text()")
    assert shown[:2] == acts


def test_what_the_approver_sent_back_is_first_and_what_is_due_sooner_stands_before_what_waits_for_a_signature(
    app, year, read
):
    with app.app_context():
        drafted(year, year.rows[TIANHE, 3], reporter(TIANHE))
        reports.send_to_sign(year.id, [year.rows[TIANHE, 3]], by=reporter(TIANHE))
    clerk = signed_in(app, "reporter", agency_id=TIANHE, id=123)
    own = "//section[@aria-labelledby='own']//tbody/tr/td[@class='do']/a/text()"
    assert read(clerk, "/").all(own) == ["填报", "看一看"]
    with app.app_context():
        reports.send_back(year.id, [year.rows[TIANHE, 3]], reason="数字不对", by=approver(TIANHE))
    page = read(clerk, "/")
    assert page.all(own) == ["接着填", "填报"]
    assert "审签时退改：数字不对" in page.words("//span[@class='returned']")


def test_an_agency_acknowledges_on_its_desk_and_sees_the_day_its_part_is_due(app, year, read):
    clerk = signed_in(app, "reporter", agency_id=HUANGPU, id=102)
    page = read(clerk, "/")
    assert "还没有签收" in page.words("//div[@class='notice']")
    (form,) = page.all("//div[@class='notice']//form")
    clerk.post(form.get("action"), data={"csrf_token": token(clerk, "/messages")})
    page = read(clerk, "/")
    assert page.all("//div[@class='notice']") == []
    assert "逾期" in page.words("//section[@aria-labelledby='own']//tbody/tr[1]")
    assert "截止 2026-11-12，已过 4 天" in page.words("//section[@aria-labelledby='own']//tbody/tr[1]")


def test_what_one_agency_is_told_stands_on_no_other_desk(app, year, read):
    clerk = signed_in(app, "reporter", agency_id=CUSTOMS, id=103)
    words = read(clerk, "/").words()
    assert "名单不符" not in words
    assert "不属本区" not in words


def test_the_superior_keeps_its_desk_once_the_year_is_locked(app, year, read):
    with app.app_context():
        cycles.lock_cycle(year.id, why="年度结束", lifted_by="办公室主任", by=OFFICE)
    page = read(signed_in(app, "superior", group="广州市", id=104), "/")
    assert "1 个报送周期已经锁定，不再接收报送" in page.words("//section[@class='lede']")
    assert page.all("//h2[@id='matters']")


def test_the_superior_sees_rates_and_words_of_accepted_reports_alone(app, year, read):
    page = read(signed_in(app, "superior", group="广州市", id=104), "/")
    assert page.texts("//section[@aria-labelledby='groups']//tbody/tr/td")[2:6] == ["5", "40.0 %", "40.0 %", "20.0 %"]
    assert "用地指标不足，请协调。" in page.words("//section[@aria-labelledby='matters']")
    assert "引进企业6家。" in page.words("//section[@aria-labelledby='accepted']")
    assert "没有审核的" not in page.words()
    assert "还没有审核的话" not in page.words()
    assert page.all("//main//form") == []


def test_the_superiors_headline_counts_who_is_asked_beside_who_is_urged(app, year, read):
    superior = signed_in(app, "superior", group="广州市", id=104)
    assert "3 家单位有逾期。" in lede(read(superior, "/"))
    with app.app_context():
        registry_becomes(
            agencies=lambda rows: (replace(each, kind="垂直管理单位") if each.id == MARKET else each for each in rows)
        )
    page = read(superior, "/")
    assert "3 家单位有逾期：由办公室催办的 2 家，商请的 1 家。" in lede(page)
    assert page.words("//h2[@id='late']") == "逾期单位 2 家；另有 1 家商请的单位，不列"
    late = "//section[@aria-labelledby='late']/table[contains(@class, 'stack')]/tbody/tr"
    assert len(page.texts(late)) == len(page.all(f"{late}/td[@class='name']")) == 2
    captions = page.texts("//section[@aria-labelledby='late']//th[@class='num']")
    assert page.all(f"{late}[1]/td[contains(@class, 'num')]/@data-label") == captions


def test_the_superior_counts_an_agency_that_is_late_in_two_cycles_once(app, year, read, time):
    with app.app_context():
        documents = dict.fromkeys(db.session.scalars(select(CycleDocument.document_id)), "再报一次")
        cycles.open_cycle(cycles.prepare_cycle("补报", documents, period=PERIOD, due_on=DUE, by=OFFICE), by=OFFICE)
        time.set(12, 20)
        late = {row.agency_id for row in db.session.scalars(select(ExpectedReport)) if row.state not in STANDING}
    page = read(signed_in(app, "superior", group="广州市", id=104), "/")
    assert f"{len(late)} 家单位有逾期。" in lede(page)
    lines = page.texts("//section[@aria-labelledby='late']//tbody/tr/td[1]")
    assert (len(lines) > len(late), sum("补报" in line for line in lines)) == (True, len(late))


def test_another_groups_year_is_on_no_desk_of_a_neighbour(app, year, read):
    page = read(signed_in(app, "office", group="深圳市", id=105), "/")
    assert "2026年度" not in page.words()


@pytest.mark.parametrize(
    "who",
    [
        ("office", {"group": "广州市"}),
        ("reporter", {"agency_id": COMMERCE}),
        ("superior", {"group": "广州市"}),
        ("sysadmin", {}),
        ("auditor", {}),
    ],
    ids=lambda who: who[0],
)
def test_a_desk_asks_at_most_twelve_statements(app, year, read, who):
    role, whose = who
    client = signed_in(app, role, id=106, **whose)
    assert read(client, "/").status == 200
    with counted(app) as statements:
        read(client, "/")
    assert len(statements) <= 12


def test_a_late_year_says_so_and_asks_to_be_locked(app, year, read, time):
    time.set(12, 12)
    page = read(signed_in(app, "office", group="广州市", id=110), "/")
    assert page.words("//h1") == "截止已过2天"
    assert "截止日已过，收尾以后锁定本期" in page.words("//ul[@class='todo']")


def test_administrators_see_what_waits_for_them_and_nothing_of_the_year(app, year, read):
    signed_in(app, login="newcomer", id=107)
    page = read(signed_in(app, "secadmin", id=108), "/")
    assert "2026年度" not in page.words()
    assert page.all("//section[@aria-labelledby='accounts']//tbody/tr")
    auditor = read(signed_in(app, "auditor", id=109), "/")
    assert "近 7 天" in auditor.words("//section[@aria-labelledby='audit']")
    assert "请找系统管理员" in auditor.words("//section[@aria-labelledby='audit']")


def test_how_much_there_is_stays_one_page_away(office, read):
    assert read(office, "/overview").words("//h1") == "任务3项"


@pytest.fixture
def special(app, year):
    """Another cycle on the same document, opened on 16 November and due after the first."""
    with app.app_context():
        documents = {db.session.scalar(select(PolicyDocument.id)): None}
        db.session.rollback()
        special = cycles.prepare_cycle("专项", documents, period=PERIOD, due_on=date(2027, 1, 15), by=OFFICE)
        cycles.open_cycle(special, by=OFFICE)
        return special


@pytest.mark.parametrize(
    ("who", "told"),
    [
        (("office", {"group": "广州市"}), "专项：还欠配合情况 4 份，2026-12-18 截止；报告 5 份，2027-01-15 截止"),
        (("reporter", {"agency_id": COMMERCE}), "专项：还没有签收；还欠报告 1 份，2027-01-15 截止"),
    ],
    ids=lambda each: each[0] if isinstance(each, tuple) else "",
)
def test_every_other_open_cycle_says_on_the_desk_what_is_to_be_done(app, special, read, who, told):
    role, whose = who
    client = signed_in(app, role, id=120, **whose)
    read(client, "/")
    with counted(app) as statements:
        page = read(client, "/")
    (line,) = [each for each in page.texts("//ul[@class='todo']/li") if "专项" in each]
    assert line.startswith(told)
    assert page.all(f"//ul[@class='todo']//a[@href='/?cycle={special}']")
    assert len(statements) <= 12
    assert any("2026年度" in each for each in read(client, f"/?cycle={special}").texts("//ul[@class='todo']/li"))


def test_the_desk_of_a_locked_year_asks_for_nothing_and_counts_no_days(app, year, read):
    with app.app_context():
        cycles.lock_cycle(year.id, why="年度关账", lifted_by="主任", by=OFFICE)
    page = read(signed_in(app, "reporter", agency_id=COMMERCE, id=130), f"/?cycle={year.id}")
    own = page.words("//section[@aria-labelledby='own']")
    assert "本期已锁定，没有报送" in own
    assert not re.search("还有|已过|前重报", own)
    assert "没有报 1 份" in lede(page)
    assert page.all("//td[@class='do']//a") == []


def test_the_offices_desk_of_a_locked_year_asks_for_no_decision_that_is_refused_there(app, year, read):
    with app.app_context():
        extending.ask([year.rows[HUANGPU, 3]], wanted=date(2027, 1, 20), reason="等数据", by=reporter(HUANGPU))
        cycles.lock_cycle(year.id, why="年度关账", lifted_by="主任", by=OFFICE)
    assert "待决定" not in read(office_of(app), f"/?cycle={year.id}").words("//section[.//h2[@id='todo']]")


def test_a_cycle_that_cannot_be_shown_is_not_there_rather_than_another(app, read, year):
    office, agency = office_of(app), signed_in(app, "reporter", agency_id=MARKET)
    elsewhere, stranger = signed_in(app, "office", group="深圳市"), signed_in(app, "reporter", login="none", agency_id="sz-swj")
    pages = ["/", "/foresight", "/exports", "/workbooks", "/review"]
    for client, page in (*((office, page) for page in pages), (agency, "/"), (agency, "/exports"), (agency, "/workbooks")):
        shown = [client.get(f"{page}?cycle={cycle}").status_code for cycle in (year.id, 999)]
        assert (page, shown) in [(page, [200, 404]), ("/workbooks", [302, 404])]
    for client, page in (*((elsewhere, page) for page in pages), (stranger, "/"), (stranger, "/workbooks")):
        assert (page, client.get(f"{page}?cycle={year.id}").status_code) == (page, 404)
    with app.app_context():
        refused = set(map(tuple, db.session.execute(select(AuditEvent.who, AuditEvent.object, AuditEvent.detail))))
    assert {("林静怡", f"{page}?cycle={year.id}", "404 没有这一条，或者不属于本账号") for page in pages} <= refused


@pytest.mark.parametrize("address", ["/workbooks?agency=nobody", "/exports?layout=99"])
def test_nor_is_another_shown_instead_of_an_agency_or_a_layout(app, year, read, address):
    assert read(office_of(app), address).status == 404
