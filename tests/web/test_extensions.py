"""延期 and 工作日 on pages: asked for, decided, listed; each refusal beside what was typed."""

import pytest
from sqlalchemy import select

from tests.cycles import COMMERCE, CUSTOMS, MARKET, Clock
from tests.people import office_of, signed_in
from tests.web.conftest import Page
from tests.web.sending import send
from tracker.storage.database import db
from tracker.storage.reports import Filing

ASKED = "//section[.//h2[@id='asked']]"


@pytest.fixture(autouse=True)
def time(monkeypatch):
    return Clock(monkeypatch)


@pytest.fixture
def clerk(app, year, client_of):
    return client_of("reporter", agency_id=MARKET)


@pytest.fixture
def home(app, year):
    """The address of the market bureau's requests."""
    with app.app_context():
        sheet = db.session.scalar(select(Filing.id).where(Filing.agency_id == MARKET))
    return f"/reports/{sheet}/extensions"


def test_from_the_sheet_to_a_granted_request(clerk, office_client, read, year, home):
    assert read(clerk, home.removesuffix("/extensions")).address("申请延期") == home
    row_id = str(year.rows[MARKET, 2])
    assert row_id in read(clerk, home).all("//input[@name='row']/@value")
    said = {"row": row_id, "wanted": "2026-12-20", "reason": "年度数据月中才出"}
    assert send(clerk, home, **said).status_code == 303
    page = read(clerk, home)
    assert "待决定" in page.words("//section[.//h2[@id='asked']]")
    assert row_id not in page.all("//input[@name='row']/@value")
    assert "延期申请 1 条待决定" in read(office_client, "/").words("//section[.//h2[@id='todo']]")
    page = read(office_client, f"/cycles/{year.id}")
    assert "延期申请 1 条还没有决定，锁定以后不能再决定。" in page.words("//div[@id='lock']")
    form = page.all("//section[@id='extensions']//form/@action")[0]
    with send(office_client, form, extension=form.split("/")[-1], do="grant", until="2026-12-10", reason="同意") as answer:
        assert answer.status_code == 409
        assert "不晚于原截止日" in answer.text
        assert 'value="同意"' in answer.text
    with send(office_client, form, do="grant", until="2026-12-18", reason="同意") as answer:
        told = read(office_client, answer.location).words("//section[@id='extensions']//p[@role='status']")
    assert "的延期申请已经决定：同意，延到 2026-12-18。" in told
    assert "同意，延到 2026-12-18" in read(clerk, home).words("//section[.//h2[@id='asked']]")
    rows = read(office_client, f"/cycles/{year.id}/rows?agency={MARKET}&duty=report").words("//tbody/tr[1]")
    assert "2026-12-18延期，原 2026-12-10" in rows
    with send(office_client, form, do="refuse", reason="不同意") as answer:
        assert "没有再改动" in answer.text


def test_from_a_row_one_asks_for_it_and_is_told_that_it_was_asked_and_that_the_day_is_a_sunday(clerk, read, year, home):
    row_id = str(year.rows[MARKET, 2])
    row_page = f"{home.removesuffix('/extensions')}/rows/{row_id}"
    page = read(clerk, read(clerk, row_page).address("申请延期"))
    assert page.all("//input[@name='row'][@checked]/@value") == [row_id]
    answer = send(clerk, home, row=row_id, wanted="2026-12-20", reason="年度数据月中才出")
    assert answer.location.endswith("#asked")
    assert read(clerk, answer.location).texts(f"{ASKED}//p[@role='status']") == [
        "已提出申请，共 1 行，列在下面；办公室决定以后会在消息里告诉您。",
        "2026-12-20 不是工作日，截止日不顺延；之前最后一个工作日是 2026-12-18。",
    ]


def test_the_day_that_was_due_when_more_time_was_granted_stays_when_the_cycles_is_moved(app, read, year, home, time):
    clerk, office, address = signed_in(app, "reporter", agency_id=MARKET), office_of(app), f"/cycles/{year.id}"
    said = {"row": year.rows[MARKET, 2], "wanted": "2026-12-20", "reason": "年度数据月中才出"}
    assert send(clerk, home, **said).status_code == 303
    (form,) = read(office, address).all("//section[@id='extensions']//form/@action")
    assert send(office, form, do="grant", until="2026-12-18", reason="同意").status_code == 303
    for minute, due_on in ((5, "2026-12-14"), (9, "2026-12-16")):
        time.set(10, 12, 9, minute)
        sent = {"duty": "report", "due_on": due_on, "reason": "省里推迟收报"}
        assert send(office, f"{address}/due", **sent).status_code == 303
    due = "原截止日 2026-12-16（当时是 2026-12-10，本期后来改期）"
    assert due in read(office, address).words("//section[@id='extensions']")
    assert due in read(clerk, home).words("//section[.//h2[@id='asked']]")


def test_a_request_the_moved_date_meets_is_closed_on_both_sides(app, read, year, home, time):
    clerk, office, address = signed_in(app, "reporter", agency_id=MARKET), office_of(app), f"/cycles/{year.id}"
    said = {"row": year.rows[MARKET, 2], "wanted": "2026-12-20", "reason": "年度数据月中才出"}
    assert send(clerk, home, **said).status_code == 303
    (form,) = read(office, address).all("//section[@id='extensions']//form/@action")
    time.set(10, 12, 9, 5)
    moved = {"duty": "report", "due_on": "2026-12-22", "reason": "省里推迟收报"}
    assert send(office, f"{address}/due", **moved).status_code == 303
    assert "延期申请" not in read(office, "/").words("//section[.//h2[@id='todo']]")
    for page, part in ((read(office, address), "//section[@id='extensions']"), (read(clerk, home), ASKED)):
        words = page.words(part)
        assert "改期已满足报告截止日改为 2026-12-22，不早于申请的日子" in words
        assert "同意" not in words
    with send(office, form, do="grant", until="2026-12-28", reason="同意") as answer:
        assert "没有再改动" in answer.text
    assert "已经决定" in read(clerk, "/messages").words()
    assert str(year.rows[MARKET, 2]) in read(clerk, home).all("//input[@name='row']/@value")


def test_a_request_without_rows_keeps_what_was_typed(clerk, home):
    with send(clerk, home, wanted="2026-12-20", reason="写好的理由") as answer:
        assert answer.status_code == 409
        assert 'value="写好的理由"' in answer.text
        assert "请先勾选" in answer.text


def test_another_agencys_requests_are_not_there(client_of, home):
    stranger = client_of("reporter", agency_id=CUSTOMS)
    with stranger.get(home) as answer:
        assert answer.status_code == 404


def test_gates_set_by_hand_are_shown_with_both_days_before_a_move_replaces_them(office_client, read, year):
    address = f"/cycles/{year.id}"
    part = {"duty": "contribution", "due_on": "2026-11-30", "reason": "区级数据晚出"}
    assert send(office_client, f"{address}/due", **part).status_code == 303
    said = {"duty": "report", "due_on": "2026-12-08", "reason": "省里提前收报"}
    with send(office_client, f"{address}/due", **said) as answer:
        assert answer.status_code == 409
        assert "“配合情况”现在 2026-11-30，改后 2026-11-10" in answer.text
        assert 'name="replacing"' in answer.text
    assert "2026-12-10" in read(office_client, address).words("//div[@id='moved']//form")
    assert send(office_client, f"{address}/due", **said, replacing="yes").status_code == 303
    assert "改为 2026-12-08：省里提前收报" in read(office_client, address).words("//div[@id='moved']")


def test_due_dates_are_moved_on_the_page_of_the_cycle_and_it_says_so(office_client, read, year):
    address = f"/cycles/{year.id}"
    said = {"duty": "report", "due_on": "2026-12-25", "reason": "省里推迟收报"}
    with send(office_client, f"{address}/due", **(said | {"due_on": "2026-09-01"})) as answer:
        assert answer.status_code == 409
        assert 'value="省里推迟收报"' in answer.text
    with send(office_client, f"{address}/due", **(said | {"duty": "any"})) as answer:
        assert "改哪一个截止日" in answer.text
    assert send(office_client, f"{address}/due", **said).status_code == 303
    part = {"duty": "contribution", "due_on": "2026-12-28", "reason": "区级数据晚出"}
    with send(office_client, f"{address}/due", **part) as answer:
        assert "配合情况截止日 2026-12-28 在报告截止日 2026-12-25 之后，没有改" in answer.text
        assert 'value="contribution" required checked' in answer.text
    assert send(office_client, f"{address}/due", **(part | {"due_on": "2026-12-02"})).status_code == 303
    page = read(office_client, address)
    moved = page.words("//div[@id='moved']")
    assert "把报告截止日由 2026-12-10 改为 2026-12-25：省里推迟收报" in moved
    assert "把配合情况截止日由 2026-11-12 改为 2026-11-27：省里推迟收报" in moved
    assert "把配合情况截止日由 2026-11-27 改为 2026-12-02：区级数据晚出" in moved
    assert "距截止日 2026-12-25" in page.words()
    assert "2026-12-02 配合情况" in page.words("//ol[@class='gates']")


def test_working_days_of_a_year_without_a_notice_are_named_and_taken_off(office_client, read, year):
    page = read(office_client, "/cycles/days?year=2027")
    assert "还没有 2027 年的放假通知" in page.words()
    said = {"first": "2027-10-01", "last": "2027-10-03", "works": "no", "basis": "国办通知"}
    assert send(office_client, "/cycles/days?year=2027", **said).status_code == 303
    assert len(read(office_client, "/cycles/days?year=2027").all("//table/tbody/tr")) == 3
    assert send(office_client, "/cycles/days/dropped", day="2027-10-03").status_code == 303
    assert len(read(office_client, "/cycles/days?year=2027").all("//table/tbody/tr")) == 2


@pytest.mark.parametrize("wrong", [{"first": ""}, {"works": ""}, {"basis": " "}, {"first": "2027-13-01"}, {"day": "x"}])
def test_days_that_cannot_be_named_are_refused_and_stay_typed(office_client, year, wrong):
    said = {"first": "2027-10-01", "works": "no", "basis": "国办通知"} | wrong
    address = "/cycles/days/dropped" if "day" in wrong else "/cycles/days?year=2027"
    with send(office_client, address, **said) as answer:
        assert answer.status_code == 409
        assert "没有" in answer.text


@pytest.mark.parametrize("query", ["year=x", "year=1", "year=99999999999", "year=²"])
def test_any_year_is_a_page(office_client, read, year, query):
    assert read(office_client, f"/cycles/days?{query}").status == 200


def test_more_time_given_earlier_is_not_shortened_with_other_rows_and_the_page_says_which(office_client, read, year):
    address, first = f"/cycles/{year.id}/rows", year.rows[COMMERCE, 1]
    said = {"do": "extend", "reason": "数据月底才出"}
    assert send(office_client, address, row=first, until="2026-12-25", **said).status_code == 303
    both = [first, year.rows[MARKET, 2]]
    with send(office_client, address, row=both, until="2026-12-18", **said) as answer:
        refused = Page(answer)
    assert (refused.status, refused.texts("//p[@role='alert']")) == (409, [
        "选中的 2 行里有 1 行已经延期到更晚的日子：广州市商务局“一（一）① 引进企业”（2026-12-25），不能反而提前到 2026-12-18，"
        "选中的行都没有改动；请选 2026-12-25 或更晚的日期，或者不选已经延期的行；要把延期改短，请一次只选一行。"
    ])  # fmt: skip

    def due(agency):
        return read(office_client, f"{address}?agency={agency}&duty=report").words("//td[@data-label='截止日']")

    assert [due(COMMERCE), due(MARKET)] == ["2026-12-25延期，原 2026-12-10", "2026-12-10"]
    assert send(office_client, address, row=both, until="2026-12-25", **said).status_code == 303
    assert due(MARKET) == "2026-12-25延期，原 2026-12-10"


def test_more_time_that_was_mistyped_is_put_right_by_itself_and_both_days_are_told(office_client, read, year):
    address, first = f"/cycles/{year.id}/rows", year.rows[COMMERCE, 1]
    assert send(office_client, address, do="extend", reason="数据月底才出", row=first, until="2027-01-18").status_code == 303
    assert send(office_client, address, do="extend", reason="日期写错了", row=first, until="2026-12-18").status_code == 303
    rows = read(office_client, f"{address}?agency={COMMERCE}&duty=report").words("//td[@data-label='截止日']")
    assert rows == "2026-12-18延期，原 2026-12-10"
    told = read(office_client, f"/cycles/{year.id}").words()
    assert "原来延期至 2027-01-18，改为延期至 2026-12-18：日期写错了" in told
