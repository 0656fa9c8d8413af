"""催报 on pages: who may be pressed how, papers as they are printed, whom to call, what did not arrive."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.cycles import COMMERCE, CUSTOMS, GROUP, HUANGPU, MARKET, OFFICE, TIANHE, an_open_cycle, reporter, sent
from tests.people import signed_in
from tests.statements import counted
from tests.web.sending import send
from tracker.operations import contributions, reminders
from tracker.storage.database import db
from tracker.storage.people import LeadingGroup
from tracker.storage.registry import RegisteredAgency
from tracker.storage.registry_office import AgencyContact
from tracker.storage.reminders import Letter, Reminder
from tracker.vocabulary.reminders import LetterState, Step

TERM = date(2026, 12, 18)
LIST = "//table[contains(@class, 'owing')]//tbody/tr"


@pytest.fixture
def year(app, time):
    """A small year on the day after it was due, with somebody to call in Tianhe; customs is asked and not urged."""
    with app.app_context():
        year = an_open_cycle()
        db.session.get(RegisteredAgency, CUSTOMS).kind = "垂直管理单位"
        contact = {"post": "科长", "telephone": "020-38622222", "email": "qian@example.gov.cn", "note": ""}
        db.session.add(AgencyContact(agency=TIANHE, name="钱江", **contact))
        db.session.commit()
        time.set(12, 11)
        return year


@pytest.fixture
def at_the_office(app, year):
    """A browser of the office, signed in by the clock of now."""

    def at_the_office():
        with app.app_context():
            jurisdiction = db.session.get(LeadingGroup, GROUP).jurisdiction
        return signed_in(app, "office", group=jurisdiction)

    return at_the_office


@pytest.fixture
def office_client(at_the_office):
    return at_the_office()


@pytest.fixture
def press(app, year):
    def press(step, *agencies, **more):
        with app.app_context():
            return reminders.press(year.id, agencies, step, **{"by": OFFICE, "term": TERM} | more)

    return press


def address(year, **asked):
    return f"/cycles/{year.id}/reminders" + "".join(f"?{name}={value}" for name, value in asked.items())


def test_the_page_says_who_is_late_and_what_may_be_done(office_client, read, year):
    page = read(office_client, address(year))
    assert "5 家单位还有 9 份没有报送，其中 5 家 9 份已经逾期" in page.words()
    assert page.texts("//nav[@class='views']/a") == [
        "全部未报5",
        "可发提醒5",
        "可发催办4",
        "可发督查单0",
        "可发商请函1",
    ]
    tianhe = next(line for line in page.texts(LIST) if "天河" in line)
    assert tianhe.endswith("可发催办 2 份可发提醒 2 份")
    assert all("可发提醒" in line for line in read(office_client, address(year, step="remind")).texts(f"{LIST}/td[last()]"))
    assert "钱江 科长 020-38622222" in tianhe
    assert page.all("//a[@href='tel:020-38622222']")


def test_from_the_list_to_a_numbered_paper(office_client, read, year):
    page = read(office_client, address(year, step="urge"))
    assert page.all("//input[@name='agency'][@checked]") == []
    assert sorted(page.all("//input[@name='agency']/@value")) == sorted([COMMERCE, MARKET, TIANHE, HUANGPU])
    fields = {"step": "urge", "agency": [TIANHE], "term": "2026-12-18", "text": "分管领导已过问。"}
    with send(office_client, address(year), **fields) as answer:
        assert answer.status_code == 303
    page = read(office_client, answer.location)
    assert "已向 1 家单位发催办：催办〔2026〕1号。" in page.words("//p[@role='status']")
    paper = read(office_client, page.address("催办〔2026〕1号")).words("//article")
    assert "天河区人民政府：" in paper
    assert "还有 2 份已经逾期" in paper
    assert "请于2026年12月18日（含当日）前报送" in paper
    assert "分管领导已过问。" in paper
    assert "广州市领导小组办公室2026年12月11日" in paper


def test_a_refusal_stands_above_what_was_typed(office_client, read, year, press):
    press(Step.URGE, TIANHE)
    fields = {"step": "urge", "agency": [TIANHE, MARKET], "term": "2026-12-18", "text": "再催"}
    with send(office_client, address(year), **fields) as answer:
        assert answer.status_code == 409
        assert "天河区人民政府：催办给的期限到 2026-12-18，还没有过" in answer.text
        assert "再催</textarea>" in answer.text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"step": "urge", "term": "2026-12-18"}, "还没有选择要发给哪些单位"),
        ({"step": "fire", "agency": TIANHE}, "还没有选择怎样办"),
        ({"step": "urge", "agency": TIANHE, "term": "明天"}, "期限"),
        ({"step": "urge", "agency": TIANHE, "term": ""}, "没有写明期限"),
        ({"step": "supervise", "agency": TIANHE, "term": "2026-12-18"}, "还没有催办过"),
        ({"step": "urge", "agency": CUSTOMS, "term": "2026-12-18"}, "不由本办公室催办"),
        ({"step": "urge", "agency": "x" * 300, "term": "2026-12-18"}, "没有找到这个单位"),
    ],
)
def test_what_may_not_be_done_is_said(app, office_client, year, fields, sentence):
    with send(office_client, address(year), **fields) as answer:
        assert answer.status_code == (404 if "没有找到" in sentence else 409)
        assert sentence in answer.text
    with app.app_context():
        assert db.session.scalars(select(Reminder)).all() == []


def test_the_papers_differ_in_words_and_colour(at_the_office, read, year, press, time):
    press(Step.URGE, MARKET)
    press(Step.REQUEST, CUSTOMS)
    time.set(12, 19)
    press(Step.SUPERVISE, MARKET, term=date(2026, 12, 25))
    page = read(at_the_office(), f"/cycles/{year.id}/papers")
    heads = page.texts("//article//h1 | //p[@class='number']")
    assert heads == [
        "催办通知",
        "催办〔2026〕1号",
        "关于商请报送落实情况的函",
        "商请〔2026〕2号",
        "督查单",
        "督查〔2026〕3号",
    ]
    colours = [each.get("class").split()[-1] for each in page.all("//header[contains(@class, 'paper-head')]")]
    assert colours == ["orange", "blue", "red"]
    assert "你单位" not in page.texts("//article")[1]


def test_a_paper_is_for_the_office_and_whom_it_was_written_to(app, press, read, office_client):
    (paper,) = press(Step.URGE, TIANHE)
    assert read(signed_in(app, "reporter", agency_id=TIANHE), f"/papers/{paper}").status == 200
    assert read(signed_in(app, "reporter", agency_id=MARKET), f"/papers/{paper}").status == 404
    assert read(signed_in(app, "office", group="深圳市"), f"/papers/{paper}").status == 404
    assert read(office_client, f"/papers/{paper}").status == 200


def test_the_message_of_a_paper_leads_to_the_paper_and_on_to_the_sheet(app, press, read):
    (paper,) = press(Step.URGE, TIANHE)
    clerk = signed_in(app, "reporter", agency_id=TIANHE, id=100)
    (told, *_) = read(clerk, "/messages").all("//main//ul//form/@action")
    assert send(clerk, told).headers["Location"] == f"/papers/{paper}"
    assert "去填报" in read(clerk, f"/papers/{paper}").texts("//main//a[@class='btn']")


def test_an_agency_finds_the_papers_it_was_sent_on_its_sheet(app, press, read, time, year):
    (paper,) = press(Step.URGE, TIANHE)
    clerk = signed_in(app, "reporter", agency_id=TIANHE)
    page = read(clerk, read(clerk, "/reports").headers["Location"])
    assert "催办〔2026〕1号" in page.words("//section[.//h2[@id='papers']]")
    assert page.address("催办〔2026〕1号") == f"/papers/{paper}"
    other = signed_in(app, "reporter", agency_id=MARKET)
    assert read(other, read(other, "/reports").headers["Location"]).all("//h2[@id='papers']") == []


def test_the_office_chooses_the_days_of_its_group(office_client, read, year):
    place = read(office_client, address(year)).address("看或改哪些日子")
    with send(office_client, place, before="20、十", after="2") as answer:
        assert (answer.status_code, "“十”不是天数" in answer.text, 'value="20、十"' in answer.text) == (409, True, True)
    with send(office_client, place, before="20、10", after="2", do="choose") as answer:
        page = read(office_client, answer.location)
    assert "从下一次自动提醒起按这些日子" in page.words("//p[@role='status']")
    assert page.all("//input[@name='before' or @name='after']/@value") == ["20、10", "2"]
    send(office_client, place, do="usual").close()
    assert read(office_client, place).all("//input[@name='before']/@value") == ["30、14、7、3、1"]


def test_a_voided_paper_says_so_and_is_not_printed_with_the_others(office_client, read, year, press):
    first, second = press(Step.URGE, TIANHE, MARKET)
    with send(office_client, f"{address(year)}/{first}/void", reason="已电话报送") as answer:
        assert answer.status_code == 303
    assert "已作废：已电话报送" in read(office_client, f"/papers/{first}").words()
    assert len(read(office_client, f"/cycles/{year.id}/papers").all("//article")) == 1
    with send(office_client, f"{address(year)}/{second}/void", reason=" ") as answer:
        assert (answer.status_code, "理由" in answer.text) == (409, True)


def test_the_call_list_names_whom_to_call_about_what(at_the_office, read, year, time):
    words = read(at_the_office(), f"/cycles/{year.id}/calls").words("//article")
    assert "共 5 家" in words
    assert "钱江 科长 020-38622222 2 份，逾期 2 份配合情况 1 份，截止 2026-11-12：一（一）① 引进企业" in words
    time.set(11, 20)
    client = at_the_office()
    assert "共 4 家" in read(client, f"/cycles/{year.id}/calls").words("//article")
    assert "共 5 家" in read(client, f"/cycles/{year.id}/calls?all=1").words("//article")


def test_a_long_call_list_counts_what_is_not_yet_due_and_names_what_is_overdue(
    at_the_office, read, year, time, monkeypatch
):
    time.set(11, 20)
    client, page = at_the_office(), f"/cycles/{year.id}/calls?all=1"
    assert "截止 2026-12-10：" in read(client, page).words("//article")
    monkeypatch.setattr("tracker.web.reminders.MOST_NAMED", 1)
    words = read(client, page).words("//article")
    assert "截止 2026-12-10：" not in words
    assert "截止 2026-11-12：一（一）① 引进企业" in words
    time.set(11, 1)
    words = read(at_the_office(), page).words("//article")
    assert ("配合情况 1 份，截止 2026-11-12" in words, "引进企业" in words) == (True, False)


def test_the_draft_of_a_circular_counts_days_and_leaves_out_who_is_asked(app, at_the_office, read, year, time):
    with app.app_context():
        time.set(12, 9)
        sent(year, MARKET, 2)
    time.set(12, 16)
    words = read(at_the_office(), f"/cycles/{year.id}/circular").words("//article")
    assert "应于2026年12月10日（含当日）前报送。" in words
    assert "列入通报的 4 家单位应报报告 4 份，已报 1 份，未报 3 份，其中逾期 3 份；应报配合情况 3 份，已报 0 份" in words
    assert "天河区人民政府（报告 1 份，配合情况 1 份，逾期 24 个工作日）" in words
    assert "市场监督管理局（配合情况 1 份，逾期 24 个工作日）" in words
    assert ("已按时报齐" not in words, " 各单位情况如下：" in words) == (True, True)
    with app.app_context():
        time.set(11, 9)
        sent(year, MARKET, 1)
    time.set(12, 16)
    page = read(at_the_office(), f"/cycles/{year.id}/circular")
    row = "//table[@class='stack']/tbody/tr[1]"
    assert page.all(f"{row}/td/@data-label")[2:5] == ["报告逾期未报", "配合情况应报", "配合情况已报"]
    assert len(page.all(f"{row}/td[@class='name']")) == 1
    words = page.words("//article")
    assert "已按时报齐的单位有 1 家：广州市市场监督管理局。 除已按时报齐的以外，各单位情况如下：" in words
    assert "市场监督管理局" not in read(at_the_office(), f"/cycles/{year.id}/circular").words("//article//table")
    assert "海关" not in words


def test_the_task_shows_what_was_said_about_it(app, office_client, read, year, press):
    press(Step.URGE, TIANHE, MARKET)
    shown = f"/tasks/{year.tasks[0]}/reminders"
    assert "催办〔2026〕1号" in read(office_client, shown).words()
    assert "催办〔2026〕2号" in read(office_client, shown).words()
    seen_by_commerce = read(signed_in(app, "reporter", agency_id=COMMERCE), shown)
    assert "没有提醒过，也没有催办过。" in seen_by_commerce.words()


def test_the_task_shows_whom_its_consolidator_reminded(app, office_client, read, year):
    with app.app_context():
        rows = [year.rows[CUSTOMS, 1], year.rows[MARKET, 1]]
        contributions.nudge(rows, by=reporter(COMMERCE), text="请于今日报来")
    shown = f"/tasks/{year.tasks[0]}/reminders"
    assert "广州市商务局周敏 · 2026年度广州市市场监督管理局、广州海关请于今日报来" in read(office_client, shown).words()
    seen_by_customs = read(signed_in(app, "reporter", agency_id=CUSTOMS), shown).words()
    assert ("广州海关请于今日报来" in seen_by_customs, "市场监督" in seen_by_customs) == (True, False)


def test_letters_that_did_not_arrive_are_shown_with_the_servers_answer(app, office_client, read, year, press):
    (reminder,) = press(Step.URGE, TIANHE, mailed=True)
    with app.app_context():
        letter = db.session.scalar(select(Letter).where(Letter.reminder_id == reminder))
        letter.state, letter.answer = LetterState.REFUSED, "550 no such user"
        db.session.commit()
    page = read(office_client, address(year))
    assert page.texts("//section[.//h2[@id='troubles']]//tbody/tr") == [
        "天河区人民政府钱江qian@example.gov.cn被拒收550 no such user"
    ]


def test_with_a_mail_server_those_without_an_address_are_named(app, office_client, read, year):
    with app.app_context():
        contact = {"post": "科长", "telephone": "020-38622223", "email": "", "note": ""}
        db.session.add(AgencyContact(agency=MARKET, name="孙立", **contact))
        db.session.commit()
    words = f"{LIST}//a[.='没有登记邮箱']/@href"
    assert read(office_client, f"/cycles/{year.id}/reminders").all(words) == []
    app.config["MAIL_SERVER"] = object()
    assert read(office_client, f"/cycles/{year.id}/reminders").all(words) == [f"/agencies/{MARKET}/edit"]


def test_a_locked_cycle_shows_what_was_said_and_offers_nothing(app, office_client, read, year, press):
    press(Step.URGE, TIANHE)
    with send(office_client, f"/cycles/{year.id}/lock", reason="收尾", lifted_by="办公室") as answer:
        assert answer.status_code == 303
    page = read(office_client, address(year, step="urge"))
    assert "不再催报" in page.words()
    assert "催办〔2026〕1号" in page.words()
    assert page.all("//input[@name='agency']") == []


@pytest.mark.parametrize("page", ["reminders", "calls", "circular", "papers"])
def test_a_page_asks_the_database_little(app, office_client, year, press, page):
    press(Step.URGE, TIANHE, MARKET)
    office_client.get(f"/cycles/{year.id}/{page}").close()
    with counted(app) as statements, office_client.get(f"/cycles/{year.id}/{page}") as response:
        assert response.status_code == 200
    assert len(statements) <= 12, "\n".join(statements)
