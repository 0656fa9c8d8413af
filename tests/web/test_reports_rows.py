"""What an agency does with one row besides writing it: objecting, signing, completing, its co-units' parts."""

from datetime import date

from sqlalchemy import select, update

from tests.builders import a_document, a_measure, a_task
from tests.cycles import (
    COMMERCE,
    CUSTOMS,
    DUE,
    MARKET,
    OFFICE,
    TIANHE,
    an_open_cycle,
    drafted,
    reporter,
    row,
    sent,
    steps,
    unit,
)
from tests.people import signed_in
from tests.statements import counted
from tests.web.sheets import ALERT, TYPED, page_of, post, sheet_address
from tracker import clock
from tracker.operations import adjusting, cycles, reporting_habits, reports, reviewing
from tracker.operations.actors import Actor
from tracker.operations.recognising import recognise
from tracker.storage.audit import AuditEvent
from tracker.storage.cycles import Objection
from tracker.storage.database import db
from tracker.storage.documents import Task
from tracker.storage.people import Account
from tracker.storage.reports import Filing
from tracker.vocabulary.reporting import ObjectionState, ReportState

NOTICES = "//main//div[@class='notice']"


def address_of(app, year, agency_id, place):
    return f"{sheet_address(app, agency_id)}/rows/{year.rows[agency_id, place]}"


def test_an_agency_objects_and_sees_what_the_office_decides(app, clerk, year):
    sheet, address = sheet_address(app, MARKET), address_of(app, year, MARKET, 2)
    page = post(clerk, address, f"{address}/objection", reason=" ", proposed="市商务局")
    assert (page.status, page.all("//input[@id='proposed']")[0].get("value")) == (409, "市商务局")
    assert "理由" in page.words("//section[@id='objection']//p[@role='alert']")
    page = post(clerk, address, f"{address}/objection", reason="三定规定中没有", proposed="市商务局")
    assert "三定规定中没有（建议改由“市商务局”承担） 等办公室决定。" in page.words("//section[@id='objection']")
    assert "已提出异议，待办公室决定" in page_of(clerk, sheet).words("//table")
    with app.app_context():
        objection = db.session.query(Objection.id).scalar()
        db.session.rollback()
        adjusting.decide(objection, ObjectionState.KEPT, reason="职责属实", by=OFFICE)
    page = page_of(clerk, address)
    assert "维持职责：职责属实" in page.words("//section[@id='objection']")


def test_an_objection_is_taken_back_and_comes_too_late_after_five_working_days(app, clerk, year, time):
    address = address_of(app, year, MARKET, 2)
    post(clerk, address, f"{address}/objection", reason="有误", proposed="")
    page = post(clerk, address, f"{address}/objection", do="back")
    assert "已收回" in page.words("//section[@id='objection']")
    time.set(10, 20)
    clerk = signed_in(app, "reporter", login="later", agency_id=MARKET)
    assert page_of(clerk, address).all("//textarea[@id='objection-reason']") == []
    assert post(clerk, address, f"{address}/objection", reason="x", proposed="").status == 409


def test_the_audit_names_what_was_pressed_and_not_that_a_row_was_written(app, clerk, year):
    address = address_of(app, year, MARKET, 2)
    post(clerk, address, address, **TYPED | {"done": ""}, do="send")
    post(clerk, address, address, **TYPED, do="sign")
    with app.app_context():
        events = db.session.execute(
            select(AuditEvent.action, AuditEvent.result).where(AuditEvent.object == address).order_by(AuditEvent.id)
        )
        assert [tuple(event) for event in events] == [
            *(("reports.save", "done"), ("reports.submit", "refused")),
            *(("reports.save", "done"), ("reports.sign", "done")),
        ]


def test_what_is_sent_from_a_row_is_found_as_sent(app, clerk, year):
    address = address_of(app, year, MARKET, 2)
    post(clerk, address, address, **TYPED, do="send")
    with app.app_context():
        found = select(AuditEvent.result).where(AuditEvent.object == address, AuditEvent.action == "reports.submit")
        assert list(db.session.scalars(found)) == ["done"]


def test_with_sign_off_a_report_goes_to_the_approver_who_gives_it_back_or_sends_it(app, clerk, year):
    sheet, address = sheet_address(app, MARKET), address_of(app, year, MARKET, 2)
    boss = signed_in(app, "approver", agency_id=MARKET)
    page = post(boss, sheet, f"{sheet}/sign-off", wanted="yes")
    assert "须经审签人同意" in page.words()
    page = post(clerk, address, address, **TYPED, do="sign")
    assert page.words("//p[@class='stands']").startswith("待审签")
    assert page.all("//button[normalize-space()='同意，报送']") == []
    row_id = str(year.rows[MARKET, 2])
    assert "1 份等您审签" in page_of(boss, sheet).words("//p[@class='lead-in']")
    assert "引进企业6家" in page_of(boss, address).words("//dl[@class='said-fields']")
    taken_back = page_of(clerk, address).all("//form[.//button[normalize-space()='收回，再改']]/@action")
    assert taken_back == [f"{sheet}/signing"]
    post(boss, address, f"{sheet}/signing", row=row_id, do="back", reason="数字不对")
    assert "审签时退改：数字不对" in page_of(clerk, address).words(NOTICES)
    post(clerk, address, address, **TYPED, do="sign")
    page = post(boss, address, f"{sheet}/sent", row=row_id, on_form="1")
    assert page.words("//h1") == "报送回执"
    with app.app_context():
        assert steps(year.rows[MARKET, 2]) == ["send_to_sign", "send_back", "send_to_sign", "submit"]


def test_a_reporter_does_not_send_past_the_approver_nor_set_how_its_agency_signs(app, clerk, year):
    sheet, address = sheet_address(app, MARKET), address_of(app, year, MARKET, 2)
    with app.app_context():
        reporting_habits.want_sign_off(MARKET, True, by=Actor(9, "李", frozenset({"approver"}), MARKET))
    page = post(clerk, address, address, **TYPED, do="send")
    assert (page.status, "先审签" in page.words(ALERT)) == (409, True)
    boss = signed_in(app, "approver", agency_id=MARKET)
    assert "只有本单位的审签人可以设置审签" in post(clerk, sheet, f"{sheet}/sign-off", wanted="no").words()
    assert page_of(clerk, sheet).all("//*[@id='sign-off']/..//button") == []
    assert page_of(boss, sheet).status == 200


def test_a_row_that_was_withdrawn_says_why_and_no_longer_that_it_is_to_be_reported(app, clerk, year):
    address = address_of(app, year, MARKET, 2)
    post(clerk, address, address, **TYPED, do="save")
    page = post(clerk, address, f"{address}/objection", reason="三定规定里没有")
    assert "草稿" in page.words("//p[@class='stands']")
    assert "仍须按期报送" in page.words("//section[@id='objection']/h2")
    with app.app_context():
        objection = db.session.scalar(select(Objection.id).where(Objection.expected_id == year.rows[MARKET, 2]))
        adjusting.decide(objection, ObjectionState.WITHDRAWN, reason="三定已经调整", by=OFFICE)
    with counted(app) as statements:
        page = page_of(clerk, address)
    assert len(statements) <= 12
    assert "王敏" in page.words(NOTICES)
    assert "撤销的理由：撤销职责：三定已经调整" in page.words(NOTICES)
    assert "草稿" not in page.words("//p[@class='stands']")
    assert "仍须按期报送" not in page.words()


def test_what_waits_for_an_approver_who_is_gone_is_taken_back_and_sent_without(app, clerk, year):
    sheet, address = sheet_address(app, MARKET), address_of(app, year, MARKET, 2)
    boss = signed_in(app, "approver", agency_id=MARKET)
    post(boss, sheet, f"{sheet}/sign-off", wanted="yes")
    post(clerk, address, address, **TYPED, do="sign")
    assert "没有可以审签的人" not in page_of(clerk, sheet).words()
    with app.app_context():
        db.session.execute(update(Account).where(Account.login.startswith("approver")).values(disabled_at=clock.now()))
        db.session.commit()
    assert "没有可以审签的人" in page_of(clerk, sheet).words()
    post(clerk, sheet, f"{sheet}/signing", row=str(year.rows[MARKET, 2]), do="back", reason="审签人已调离")
    page = post(clerk, sheet, f"{sheet}/sign-off", wanted="no")
    assert "填报人可以直接报送" in page.words(), page.words("//main")
    page = post(clerk, address, address, **TYPED, do="send")
    assert page.words("//h1") == "报送回执", page.words("//main")


def test_the_figures_of_an_accepted_report_are_completed_to_the_full_year(app, clerk, year, time):
    address = address_of(app, year, MARKET, 2)
    with app.app_context():
        row_id = sent(year, MARKET, 2)
        reviewing.accept([row_id], by=OFFICE)
    time.set(12, 20)
    clerk = signed_in(app, "reporter", login="later", agency_id=MARKET)
    figure = {"figure-0-name": "认证企业", "figure-0-value": "很多", "figure-0-unit": "家", "done": "偷改的话"}
    page = post(clerk, address, f"{address}/completed", **figure)
    assert (page.status, "很多" in page.words("//section[@id='complete']")) == (409, True)
    assert page.all("//input[@aria-label='累计数']")[0].get("value") == "很多"
    page = post(clerk, address, f"{address}/completed", **figure | {"figure-0-value": "14"})
    assert page.words("//h1") == "报送回执"
    said = page_of(clerk, address).words("//dl[@class='said-fields']")
    assert "认证企业：14家" in said
    assert "偷改的话" not in said
    with app.app_context():
        kept = row(row_id)
        assert (kept.state, kept.on_time, kept.version_number) == (ReportState.ACCEPTED, True, 2)
        reviewing.undo([row_id], reason="再核", by=OFFICE)
        reviewing.give_back([row_id], reason="再核", term=date(2026, 12, 25), by=OFFICE)
    assert page_of(clerk, address).all("//input[@aria-label='累计数']")[0].get("value") == "14"


def test_whoever_consolidates_reads_beside_its_form_what_the_others_who_report_have_sent(app, year):
    lead, address = signed_in(app, "reporter", agency_id=MARKET), address_of(app, year, MARKET, 2)
    assert "广州海关（负责） 还没有报送" in page_of(lead, address).words("//section[@id='fellows']")
    with app.app_context():
        drafted(year, year.rows[CUSTOMS, 2], reporter(CUSTOMS))
    assert "引进企业6家" not in page_of(lead, address).words("//section[@id='fellows']")
    with app.app_context():
        sent(year, CUSTOMS, 2)
    fellows = page_of(lead, address).words("//section[@id='fellows']")
    assert "广州海关（负责） 已报送 · 进行中 60% 【广州海关】引进企业6家，名单见附件。" in fellows
    customs = signed_in(app, "reporter", agency_id=CUSTOMS)
    assert page_of(customs, address_of(app, year, CUSTOMS, 2)).all("//section[@id='fellows']") == []


def test_a_receipt_says_what_may_become_of_what_was_sent(app, clerk, year):
    for place, outcome in ((1, "采用或退回都会显示"), (2, "通过或退回都会显示")):
        address = address_of(app, year, MARKET, place)
        assert outcome in post(clerk, address, address, **TYPED, do="send").words("//div[@class='slip']")


def test_the_lead_takes_over_one_or_all_returns_once_and_goes_back_on_it(app, year):
    lead, address = signed_in(app, "reporter", agency_id=COMMERCE), address_of(app, year, COMMERCE, 1)
    with app.app_context():
        market, customs = sent(year, MARKET, 1), sent(year, CUSTOMS, 1)
    page = page_of(lead, address)
    assert "各区政府 2 区：0 已报 2 未报" in page.words("//section[@id='parts']")
    page = post(lead, address, f"{address}/parts", do="return", reason="请核")
    assert "还没有勾选配合单位，没有退回" in page.words("//section[@id='parts']//div[@role='alert']")
    page = post(lead, address, f"{address}/parts", part=[str(market)], do="return", reason=" ")
    assert page.all("//input[@name='part'][@checked]/@value") == [str(market)]
    assert (page.status, "理由" in page.words("//section[@id='parts']//div[@role='alert']")) == (409, True)
    post(lead, address, f"{address}/parts", part=[str(market)], do="return", reason="写明家数")
    market_clerk = signed_in(app, "reporter", agency_id=MARKET)
    assert "写明家数" in page_of(market_clerk, address_of(app, year, MARKET, 1)).words(NOTICES)
    post(lead, address, f"{address}/parts", do=f"take:{customs}")
    with app.app_context():
        sent(year, MARKET, 1, summary="写明了")
    page = post(lead, address, f"{address}/parts", do=f"return:{market}", reason="再退")
    assert "已经退回过一次" in page.words("//section[@id='parts']//div[@role='alert']")
    page = post(lead, address, f"{address}/parts", do="take-all")
    assert page.words("//textarea[@id='done']").count("【") == 2
    assert "手工删去" not in page.words()
    page = post(lead, address, f"{address}/parts", part=[str(customs)], do="undo", reason="采用早了")
    assert "广州海关的配合情况现在没有采用，但工作进展里还有它的文字" in " ".join(page.texts(NOTICES))
    assert "【广州海关】" in page.words("//textarea[@id='done']")
    with app.app_context():
        assert [str(row(each).state) for each in (market, customs)] == ["taken_over", "submitted"]


def test_a_part_taken_over_beside_a_report_that_was_sent_says_where_its_text_is_and_is_put_in_later(app, year):
    with app.app_context():
        part, own = sent(year, CUSTOMS, 1), sent(year, COMMERCE, 1)
    lead, address = signed_in(app, "reporter", agency_id=COMMERCE), address_of(app, year, COMMERCE, 1)
    parts = "//section[@id='parts']"
    assert "现在采用的，文字不会放进报告" in page_of(lead, address).words(parts)
    assert "文字不会放进报告" in page_of(lead, "/").words("//section[@aria-labelledby='parts']")
    page = post(lead, address, f"{address}/parts", do=f"take:{part}")
    assert "已采用 1 家。本单位的报告已经报送，文字没有放进报告" in page.words(f"{parts}//p[@role='status']")
    assert page.all(f"//button[@value='put:{part}']") == []
    with app.app_context():
        reports.withdraw(year.id, [own], by=reporter(COMMERCE))
    (button,) = page_of(lead, address).all(f"//button[@value='put:{part}']")
    page = post(lead, address, f"{address}/parts", do=button.get("value"))
    assert "【广州海关】" in page.words("//textarea[@id='done']")
    assert page.all(f"//button[@value='put:{part}']") == []


def test_a_co_unit_sees_who_reminded_it_and_that_its_lead_went_on_without_it(app, year):
    lead, address = signed_in(app, "reporter", agency_id=COMMERCE), address_of(app, year, COMMERCE, 1)
    page = post(lead, address, f"{address}/parts", do="nudge-all", reason="请今天报来")
    assert page.words("//section[@id='parts']//p[@role='status']") == "已催报 4 家。"
    assert len(page.all("//p[@role='status']")) == 1
    page = post(lead, address, f"{address}/parts", do="nudge-all", reason="请今天报来")
    assert (page.status, "今天已经催过" in page.words("//section[@id='parts']//div[@role='alert']")) == (409, True)
    assert "已催 1 次" in page.words("//section[@id='parts']")
    sheet, own = sheet_address(app, TIANHE), address_of(app, year, TIANHE, 1)
    district = signed_in(app, "reporter", agency_id=TIANHE)
    assert "催报" in page_of(district, sheet).words("//form[@id='rows']")
    assert "催报：请今天报来" in page_of(district, own).words(NOTICES)
    post(lead, address, address, **TYPED, do="send", without="已催办，不再等")
    assert "没有等本单位的配合情况，已先报送：已催办，不再等" in page_of(district, own).words("//main")


def test_contributions_owed_on_request_are_asked_for(app, time):
    with app.app_context():
        year = an_open_cycle(supports="on_request")
    lead, address = signed_in(app, "reporter", agency_id=COMMERCE), address_of(app, year, COMMERCE, 1)
    page = page_of(lead, address)
    assert "0 家应报，0 家已报，4 家待要求" in page.words("//section[@id='parts']/h2")
    page = post(lead, address, f"{address}/parts", do=f"ask:{year.rows[MARKET, 1]}")
    assert "1 家应报" in page.words("//section[@id='parts']/h2")


def test_last_year_stands_beside_the_form_through_versions_of_the_document(app, clerk, year, time):
    with app.app_context():
        row_id = sent(year, MARKET, 2)
        reviewing.accept([row_id], by=OFFICE)
        cycles.lock_cycle(year.id, why="关账", lifted_by="主任", by=OFFICE)
        document = a_newer_version(year.tasks[1])
        time.set(12, 30)
        period = (date(2027, 1, 1), date(2027, 11, 30))
        later = cycles.prepare_cycle(
            "2027年度", {document: None}, period=period, due_on=DUE.replace(year=2027), by=OFFICE
        )
        cycles.open_cycle(later, by=OFFICE)
    clerk = signed_in(app, "reporter", login="later", agency_id=MARKET)
    page = page_of(clerk, page_of(clerk, "/reports?all=1").address("2027年度"))
    form = page_of(clerk, page.all("//td/a[@class='title']")[0].get("href"))
    assert form.words("//div[@class='ly']").startswith("引进企业6家，名单见附件。")


def a_newer_version(task_id):
    """A document of one task that lives on in it; its id."""
    document = a_document(
        [a_measure([a_task(responsible=unit("市市场监管局"))])], stem="newer", issued_on=date(2026, 12, 1)
    )
    db.session.add(document)
    recognise()
    db.session.flush()
    task = db.session.query(Task).filter_by(measure_id=document.measures[0].id).one()
    task.predecessor_id = task_id
    db.session.commit()
    return document.id


def test_every_sheet_is_acknowledged_at_once(app, clerk, year, time):
    page = post(clerk, sheet_address(app, MARKET), "/reports/acknowledged")
    assert "已签收" in page.words("//div[@class='acts']")


def test_a_text_as_long_as_its_counter_permits_is_taken_though_a_browser_sends_its_lines_longer(app, clerk, year):
    address = address_of(app, year, MARKET, 2)
    lines = "\r\n".join(["一" * 1999, "二" * 1999, "三" * 1999, "四"])
    assert len(lines.replace("\r", "")) == 6001
    page = post(clerk, address, address, **TYPED | {"done": lines}, do="send")
    assert "工作进展有 6001 字" in page.words("//main")
    page = post(clerk, address, address, **TYPED | {"done": lines[1:]}, do="send")
    assert page.words("//h1") == "报送回执"


def test_the_text_of_a_sheet_keeps_its_lines_as_they_are_counted(app, clerk, year):
    sheet = sheet_address(app, MARKET)
    post(clerk, sheet, f"{sheet}/cover", overview="一\r\n二")
    with app.app_context():
        assert db.session.scalars(select(Filing.overview).where(Filing.agency_id == MARKET)).all() == ["一\n二"]


def test_the_term_of_a_returned_part_is_no_longer_than_any_may_be_and_is_refused_beside_its_field(app, year, time):
    with app.app_context():
        part = sent(year, CUSTOMS, 1)
    time.set(11, 16)
    lead, address = signed_in(app, "reporter", agency_id=COMMERCE), address_of(app, year, COMMERCE, 1)
    said = {"part": [str(part)], "do": "return", "reason": "写明家数"}
    page = post(lead, address, f"{address}/parts", **said, term="2027-01-16")
    assert (page.status, page.all("//input[@id='term']/@value")) == (409, ["2027-01-16"])
    assert "2027-01-16 太远，没有退回；最多给 60 天，请选 2027-01-15 或更早" in page.words("//*[@id='term-fault']")
    post(lead, address, f"{address}/parts", **said, term="2027-01-15")
    with app.app_context():
        assert row(part).by_on == date(2027, 1, 15)
