"""填报: the sheet, the form, the receipt, as the agency's clerks meet them."""

import pytest
from sqlalchemy import select

from tests.cycles import COMMERCE, CUSTOMS, MARKET, OFFICE, a_prepared_cycle, row, rows_of, sent
from tests.people import signed_in
from tests.statements import counted
from tests.web.conftest import Page
from tests.web.sheets import page_of, sheet_address
from tracker.operations import adding, adjusting, cycles, reviewing
from tracker.reporting.content import Content
from tracker.storage.cycles import Cycle, ExpectedReport
from tracker.storage.database import db
from tracker.storage.documents import Task
from tracker.storage.reports import Draft, Filing
from tracker.vocabulary import Role
from tracker.vocabulary.reporting import ReportState

TYPED = {"progress": "under_way", "percent": "60", "done": "引进企业6家，名单见附件。", "next_step": "再引进2家。"}
ALERT = "//main//div[@role='alert']"


@pytest.fixture
def home(app, year):
    """The address of an agency's sheet."""

    def home(agency_id=MARKET):
        with app.app_context():
            return f"/reports/{db.session.scalar(select(Filing.id).where(Filing.agency_id == agency_id))}"

    return home


def post(client, page_address, address, **fields):
    """Send fields with what is hidden in the form of a page; returns the page that answers."""
    with client.get(page_address) as response:
        page = Page(response)
    hidden = {each.get("name"): each.get("value") for each in page.all("//main//input[@type='hidden']")}
    with client.post(address, data=hidden | fields, follow_redirects=True) as response:
        return Page(response)


def form_of(home, year, place, agency_id=MARKET):
    return f"{home(agency_id)}/rows/{year.rows[agency_id, place]}"


def in_app(app, function, *arguments):
    with app.app_context():
        found = function(*arguments)
        db.session.rollback()
        return found


def test_the_one_sheet_of_an_agency_opens_at_once_and_shows_what_it_owes(clerk, read, home):
    with clerk.get("/reports") as response:
        assert response.headers["Location"] == home()
    page = read(clerk, home())
    assert page.texts("//table//td[@class='label']") == ["一（一）②", "一（一）①"]
    assert page.texts("//h2")[:2] == [
        "报告 1 份，牵头、负责单位向市商务局报告。",
        "配合情况 1 份，配合单位把本单位的情况报给汇总单位。",
    ]
    assert "还欠 2 份" in page.words("//p[@class='lead-in']")
    assert page.texts("//span[@class='lt b']") == ["未到期", "未到期"]
    assert [words[:2] for words in page.texts("//td[@data-label='进度灯']")] == ["未报", "未报"]


def test_what_may_be_objected_to_is_said_until_it_may_not_whether_the_sheet_is_signed_for_or_not(
    app, clerk, home, read, time
):
    hints = "//p[@class='hint']"
    post(clerk, home(), f"{home()}/acknowledged")
    assert "提出异议；2026年10月19日（含当日）以前可以提" in " ".join(read(clerk, home()).texts(hints))
    time.set(10, 20)
    later = signed_in(app, "reporter", login="later", agency_id=MARKET)
    assert "提出异议" not in " ".join(read(later, home()).texts(hints))


def test_what_sends_a_form_stays_beside_what_saves_it(clerk, read, home, year):
    page = read(clerk, form_of(home, year, 2))
    assert page.texts("//div[@class='save']/span[@class='together']/button") == ["保存，填到其他任务…", "保存", "报送"]


def test_a_row_is_written_sent_and_receipted(app, clerk, home, year):
    address = form_of(home, year, 2)
    page = post(clerk, address, address, **TYPED, do="send")
    assert page.words("//h1") == "报送回执"
    assert page.texts("//div[@class='slip']//td//tr/td") == ["一（一）② 引进企业", "第 1 版", "按时", "市商务局"]
    assert in_app(app, row, year.rows[MARKET, 2]).state is ReportState.SUBMITTED


def test_what_is_not_sent_yet_is_shown_by_itself(clerk, read, home, year):
    views = "//nav[@aria-label='看哪些']/a"
    assert read(clerk, home()).texts(views) == []
    address = form_of(home, year, 2)
    post(clerk, address, address, **TYPED, do="send")
    assert read(clerk, home()).texts(views) == ["全部2", "还没有报的1"]
    page = read(clerk, f"{home()}?show=owed")
    assert page.texts("//table//td[@class='label']") == ["一（一）①"]
    assert page.texts(f"{views}[@aria-current]") == ["还没有报的1"]


@pytest.mark.parametrize(("here", "there", "on_time"), [((12, 10), "11", True), ((12, 11), "10", False)])
def test_the_clock_of_whoever_sends_changes_nothing(app, home, year, time, here, there, on_time):
    """Case 30: a day before or after ours, in the head of the request and in forged fields of the form."""
    time.set(*here)
    clerk, address = signed_in(app, "reporter", agency_id=MARKET), form_of(home, year, 2)
    clerk.environ_base["HTTP_DATE"] = f"{there} Dec 2026 12:00:00 GMT"
    forged = dict.fromkeys(("at", "received_at", "sent_at", "date"), f"2026-12-{there}T12:00:00+08:00")
    assert post(clerk, address, address, **TYPED | forged, do="send").words("//h1") == "报送回执"
    found = in_app(app, row, year.rows[MARKET, 2])
    assert (found.received_at, found.on_time) == (time.at, on_time)


def test_a_form_with_an_error_keeps_everything_typed_and_says_beside_the_field_what_is_wrong(clerk, home, year):
    address = form_of(home, year, 2)
    page = post(clerk, address, address, **TYPED | {"percent": "很多", "problems": "<b>审批慢</b>"}, do="send")
    assert page.status == 409
    assert page.words("//span[@id='percent-fault']") == "完成率请填 0 到 100 的整数。"
    assert page.all("//input[@id='percent']")[0].get("value") == "很多"
    assert page.words("//textarea[@id='problems']") == "<b>审批慢</b>"
    assert page.all("//input[@name='progress'][@checked]")[0].get("value") == "under_way"


def test_what_is_lacking_is_kept_as_a_draft_and_named(app, clerk, home, year):
    address = form_of(home, year, 2)
    page = post(clerk, address, address, **TYPED | {"done": ""}, do="send")
    assert "请写工作进展" in page.words(ALERT)
    with app.app_context():
        assert Content.of_json(db.session.scalar(select(Draft.content))).next_step == "再引进2家。"


def test_a_script_saves_what_is_typed_and_is_told_the_version(clerk, home, year, read):
    address = form_of(home, year, 2)
    token = {"csrf_token": read(clerk, address).all("//input[@name='csrf_token']")[0].get("value")}
    as_script = {"headers": {"X-Requested-With": "fetch"}}
    first = clerk.post(address, data=token | TYPED | {"based_on": "0"}, **as_script)
    assert (first.status_code, first.json["version"]) == (200, 1)
    stale = clerk.post(address, data=token | TYPED | {"based_on": "0", "done": "另一段"}, **as_script)
    assert (stale.status_code, stale.json["stale"]) == (409, True)
    assert "没有覆盖" in stale.json["sentence"]


def test_two_clerks_at_one_row_see_both_texts(app, clerk, home, year):
    """Case 16."""
    address = form_of(home, year, 2)
    post(clerk, address, address, **TYPED)
    other = signed_in(app, "reporter", login="second", agency_id=MARKET)
    page = post(other, address, address, **TYPED | {"done": "我写的另一段。"}, based_on="0")
    assert page.status == 409
    assert page.words("//textarea[@id='done']") == "我写的另一段。"
    assert "引进企业6家，名单见附件。" in page.words("//div[@class='theirs']")
    assert page.all("//input[@name='based_on']")[0].get("value") == "1"


def test_a_figure_is_kept_and_another_row_offered(clerk, home, year, read):
    address = form_of(home, year, 2)
    figure = {
        "figure-0-name": "认证企业",
        "figure-0-value": "12",
        "figure-0-unit": "家",
        "figure-0-as_of": "2026-11-30",
    }
    post(clerk, address, address, **TYPED, **figure)
    page = read(clerk, address)
    assert [each.get("value") for each in page.all("//input[@aria-label='累计数']")] == ["12", ""]


def test_what_is_still_to_come_is_no_figure_reached_and_what_is_doubtful_is_said(clerk, home, year, read):
    address = form_of(home, year, 2)
    figure = {"figure-0-name": "认证企业", "figure-0-value": "12", "figure-0-as_of": "2027-05-01"}
    page = post(clerk, address, address, **TYPED, **figure, do="send")
    assert page.words("//span[@id='figures-fault']") == "“认证企业”截至 2027-05-01，这一天还没有到，不能算实绩；请改截至日期，或选“预计”。"
    assert "在本期统计截止日（2026-11-30）之后" in page.words("//p[contains(@class, 'doubtful')]")
    page = post(clerk, address, address, **TYPED, **figure, **{"figure-0-measured": "expected"}, do="send")
    assert page.words("//h1") == "报送回执"


def test_chosen_rows_are_sent_with_one_receipt_and_taken_back(app, clerk, home, year):
    for place in (1, 2):
        post(clerk, form_of(home, year, place), form_of(home, year, place), **TYPED)
    rows = [str(year.rows[MARKET, place]) for place in (1, 2)]
    page = post(clerk, home(), f"{home()}/sent", row=rows)
    assert len(page.all("//div[@class='slip']//tbody//tbody/tr")) == 2
    page = post(clerk, home(), f"{home()}/withdrawn", row=rows)
    assert "还欠 2 份" in page.words("//p[@class='lead-in']")
    for nothing in ([], ["9" * 30], ["０"], ["-1"]):
        page = post(clerk, home(), f"{home()}/sent", row=nothing)
        assert (page.status, "请先勾选" in page.words(ALERT)) == (409, True)


def test_a_returned_report_shows_why_and_asks_what_was_changed(app, clerk, home, year):
    with app.app_context():
        reviewing.give_back([sent(year, MARKET, 2)], reason="请写明名单", by=OFFICE)
    address = form_of(home, year, 2)
    page = post(clerk, address, address, **TYPED, summary="", do="send")
    assert "请写明名单" in page.words("//div[@class='notice']")
    assert "本次改了什么" in page.words(ALERT)
    page = post(clerk, address, address, **TYPED, summary="补了名单", do="send")
    assert page.words("//h1") == "报送回执"


def test_the_lead_takes_over_what_co_units_sent_and_goes_on_without_the_rest(app, home, year):
    with app.app_context():
        part = sent(year, CUSTOMS, 1)
    lead, address = signed_in(app, "reporter", agency_id=COMMERCE), form_of(home, year, 1, COMMERCE)
    page = post(lead, address, f"{address}/parts", part=[str(part)], do="take")
    assert "【广州海关】引进企业6家" in page.words("//textarea[@id='done']")
    page = post(lead, address, address, **TYPED, do="send")
    assert "还没有收到" in page.words(ALERT)
    page = post(lead, address, address, **TYPED | {"percent": ""}, without="等不及", do="save")
    assert page.all("//input[@id='without']/@value") == ["等不及"]
    assert page.words("//span[@class='need amber']") == "还差 1 处：完成率"
    page = post(lead, address, address, **TYPED, without="", do="save")
    assert page.words("//span[@class='need amber']") == "还差 1 处：不再等的理由"
    page = post(lead, address, address, **TYPED, do="send", without="已催办，不再等")
    assert page.words("//h1") == "报送回执"
    assert "没有等齐配合情况，理由：已催办，不再等" in page.words("//div[@class='slip']")


def test_a_cover_text_is_kept(clerk, home):
    page = post(clerk, home(), f"{home()}/cover", overview="总体进展顺利。")
    assert page.words("//textarea[@id='overview']") == "总体进展顺利。"


def test_what_was_done_to_a_sheet_is_said_once(clerk, home, read, year):
    said, row = "//p[@role='status']", str(year.rows[MARKET, 2])
    for act, fields, words in (
        ("acknowledged", {}, "已签收"),
        ("cover", {"overview": "稳步推进。"}, "总体材料已保存"),
        ("withdrawn", {"row": row}, "已撤回"),
    ):
        if act == "withdrawn":
            post(clerk, form_of(home, year, 2), form_of(home, year, 2), **TYPED, do="send")
        assert words in post(clerk, home(), f"{home()}/{act}", **fields).words(said)
    assert read(clerk, home()).texts(said) == []


def test_another_agencys_sheet_row_and_receipt_are_not_there(app, clerk, home, year):
    """Case 66."""
    with app.app_context():
        foreign = sent(year, CUSTOMS, 2)
    sheet_id = home(CUSTOMS)
    for address in (sheet_id, f"{sheet_id}/rows/{foreign}", f"{sheet_id}/receipts/1", f"{home()}/rows/{foreign}"):
        assert clerk.get(address).status_code == 404
    page = post(clerk, home(), f"{home()}/withdrawn", row=[str(foreign)])
    assert page.status == 404
    assert in_app(app, row, foreign).state is ReportState.SUBMITTED


def test_the_list_of_sheets_says_what_each_still_wants(app, clerk, read, home, year):
    with app.app_context():
        reviewing.give_back([sent(year, MARKET, 2)], reason="名单不符", by=OFFICE)
    cells = read(clerk, "/reports?all=1").texts("//tbody/tr/td")
    assert cells[0] == "2026年度报送中"
    assert cells[1].startswith("2026-12-10 24 时截止，余 ")
    assert cells[2:5] == ["2", "0", "21 份退回待改"]
    assert cells[-1] == "去填报：2026年度"


@pytest.mark.parametrize("role", ["office", "superior", "sysadmin", "secadmin", "auditor"])
def test_only_an_agency_fills_in(app, home, role):
    client = signed_in(app, role)
    assert client.get("/reports").status_code == 403
    assert client.get(home()).status_code == 403


def test_a_row_added_to_a_task_on_which_the_agency_is_not_printed_is_filled_in_like_any_other(app, home, year):
    with app.app_context():
        added = adjusting.add_row(year.id, year.tasks[2], COMMERCE, Role.LEAD, reason="漏列", by=OFFICE)
    client = signed_in(app, "reporter", agency_id=COMMERCE)
    address = f"{home(COMMERCE)}/rows/{added}"
    assert page_of(client, address).words("//div[@class='who']").startswith("牵头（办公室增补） ·")
    page = post(client, address, address, **TYPED, do="send")
    assert page.words("//h1") == "报送回执"


def test_what_the_office_added_before_the_opening_is_not_said_to_stand_in_the_document(app, time):
    with app.app_context():
        cycle_id = a_prepared_cycle()
        office_row = {"agency_id": MARKET, "role": Role.LEAD, "reason": "电话商定", "by": OFFICE}
        adding.add_to_plan(cycle_id, db.session.scalars(select(Task.id).order_by(Task.id.desc())).first(), **office_row)
        cycles.open_cycle(cycle_id, by=OFFICE)
        rows = rows_of(cycle_id)
    client, sheet = signed_in(app, "reporter", agency_id=MARKET), sheet_address(app, MARKET)
    said = [page_of(client, f"{sheet}/rows/{rows[MARKET, place]}").words("//div[@class='who']") for place in (1, 3)]
    assert [each.split(" ·")[0] for each in said] == ["配合（文件中写作 市市场监管局）", "牵头（办公室增补）"]


def test_a_locked_cycle_is_read_only(app, clerk, home, year, read):
    with app.app_context():
        cycles.lock_cycle(year.id, why="年度关账", lifted_by="主任", by=OFFICE)
    page = read(clerk, home())
    assert "年度关账" in page.words("//p[@class='lead-in']")
    assert page.all("//button[contains(., '报送')]") == []
    assert page.texts("//td[@data-label='填报灯']")[:2] == ["未报本期已锁定，没有报送。"] * 2
    form = read(clerk, form_of(home, year, 2))
    assert form.words("//p[@class='stands']") == "待填报 未报本期已锁定，没有报送。"
    assert form.all("//form//textarea[@name='done']") == []
    assert form.all("//button[contains(., '保存')]") == []


def test_pages_ask_the_database_a_counted_number_of_times(app, clerk, home, year, read):
    for address in (home(), form_of(home, year, 2)):
        read(clerk, address)  # what is kept until something changes is made by then
        with counted(app) as statements:
            read(clerk, address)
        assert len(statements) <= 12, address


HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"


def test_what_an_agency_writes_is_text_wherever_it_is_shown(app, clerk, year, home, read):
    """Case 81."""
    row_id = year.rows[MARKET, 2]
    typed = TYPED | {name: f"{HOSTILE}{name}" for name in ("done", "problems", "next_step", "coordination", "contact")}
    post(clerk, form_of(home, year, 2), form_of(home, year, 2), **typed | {"do": "send"})
    with app.app_context():
        reviewing.accept([row_id], by=OFFICE)
    office = signed_in(app, "office", group="广州市")
    task = f"/tasks/{year.tasks[1]}"
    shown = {
        clerk: [home(), form_of(home, year, 2), f"{home()}/receipts/1", f"{task}/reported"],
        office: [f"/review/{row_id}", f"/cycles/{year.id}/rows", task, f"{task}/reported", "/messages"],
    }
    told = ""
    for client, addresses in shown.items():
        for address in addresses:
            page = read(client, address)
            assert page.status == 200, address
            assert page.all("//script[not(@src)][contains(., 'alert')] | //*[@onerror]") == [], address
            told += page.words("//html")
    assert f"{HOSTILE}done" in told


def test_a_form_changes_nothing_but_what_it_asks_for(app, clerk, year, home):
    """Case 67: every column there is, sent along with a co-unit's form, its lead's row named in it."""
    own, leads = year.rows[MARKET, 1], year.rows[COMMERCE, 1]
    tables = (ExpectedReport, Filing, Draft, Cycle)
    forged = {column.name: "1" for table in tables for column in table.__table__.columns}
    forged |= {"state": "accepted", "agency_id": COMMERCE, "id": str(leads), "row": str(leads), "owing": "withdrawn"}
    before = in_app(app, everything_but, own)
    post(clerk, form_of(home, year, 1), form_of(home, year, 1), **forged | TYPED)
    assert in_app(app, everything_but, own) == before
    with app.app_context():
        found = row(own)
    assert (found.state, found.agency_id, found.version_number) == (ReportState.DRAFT, MARKET, 0)


def everything_but(row_id):
    """The cycle, all sheets, and all rows but one, as they are stored."""
    rows = select(ExpectedReport.__table__).where(ExpectedReport.id != row_id)
    drafts = select(Draft.__table__).where(Draft.expected_id != row_id)
    found = [rows, drafts, select(Filing.__table__), select(Cycle.__table__)]
    return [db.session.execute(statement).all() for statement in found]


@pytest.mark.parametrize("left", ["locked", "sent"])
def test_what_was_typed_on_a_row_that_takes_nothing_more_is_given_back(app, clerk, home, year, left):
    address = f"{home()}/rows/{year.rows[MARKET, 2]}"
    with app.app_context():
        if left == "locked":
            cycles.lock_cycle(year.id, why="年度结束", lifted_by="办公室主任", by=OFFICE)
        else:
            sent(year, MARKET, 2)
    found = post(clerk, home(), address, **(TYPED | {"done": "刚写好的一大段进展。", "based_on": "0", "do": "save"}))
    assert found.status == 409
    assert found.texts("//section[@class='unsaved']//textarea") == ["刚写好的一大段进展。", TYPED["next_step"]]
    assert "完成率：60" in found.words("//section[@class='unsaved']")


def test_a_form_that_is_sent_twice_leads_to_the_receipt_of_the_first(clerk, home, year):
    address = f"{home()}/rows/{year.rows[MARKET, 2]}"
    typed = TYPED | {"based_on": "0", "do": "send", "key": "双击", "without": "未按期报送"}
    first, second = (post(clerk, home(), address, **typed) for _ in range(2))
    assert (first.status, second.status) == (200, 200)
    assert "回执" in first.words("//h1")
    assert first.words() == second.words()
