"""审核 on pages: the queue, one report beside the version before it, and what the office decides."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.cycles import (
    COMMERCE,
    CUSTOMS,
    MARKET,
    OFFICE,
    REPORT,
    Clock,
    drafted,
    reporter,
    row,
    sent,
    steps,
)
from tests.people import office_of
from tests.statements import counted
from tests.web.conftest import Page
from tests.web.sending import send
from tracker.operations import reports, reviewing
from tracker.reporting.content import Content
from tracker.storage.database import db
from tracker.storage.reports import ReportStep
from tracker.vocabulary.reporting import Action, Progress, ReportState

AGAIN = Content(Progress.UNDER_WAY, 75, "引进企业8家，名单见附件。", next_step="年底前再引进2家。")
ALIKE = Content(Progress.UNDER_WAY, 40, "全年完成认证机构备案36家，举办培训12场。")
ASIDE = Content(Progress.UNDER_WAY, 30, "只有本单位看得见的草稿文字。")


@pytest.fixture
def waiting(app, year):
    """Two reports that wait: of commerce on the first task, of the market bureau on the second."""
    with app.app_context():
        return sent(year, COMMERCE, 1), sent(year, MARKET, 2)


def stored(app, row_id):
    with app.app_context():
        return row(row_id)


def resent(app, year, row_id):
    """Returned, and sent again with another text."""
    with app.app_context():
        reviewing.give_back([row_id], reason="请写明完成数。", by=OFFICE)
        sent(year, COMMERCE, 1, content=AGAIN, summary="改为8家")


def test_the_queue_shows_what_waits_and_the_bar_how_many(office_client, read, waiting):
    page = read(office_client, "/review")
    assert len(page.all("//table[contains(@class, 'queue')]/tbody/tr")) == 2
    assert "2 份报告等候审核" in page.words("//div[@class='head']")
    assert page.texts("//nav[@id='places']//b") == ["2 份待审核"]
    assert "按时" in page.words("//table[contains(@class, 'queue')]")


def test_an_empty_queue_says_so(office_client, read):
    page = read(office_client, "/review")
    assert "没有等候审核的报告" in page.words()
    assert page.all("//nav[@id='places']//b") == []


def test_a_draft_is_never_shown_to_the_office(app, office_client, read, year):
    with app.app_context():
        row_id = drafted(year, year.rows[COMMERCE, 1], reporter(COMMERCE), ASIDE)
    assert read(office_client, "/review").all("//table") == []
    assert ASIDE.done not in read(office_client, f"/review/{row_id}").words()


def test_what_was_taken_back_before_review_is_not_shown(app, office_client, read, year):
    with app.app_context():
        row_id = sent(year, COMMERCE, 1, content=ASIDE)
        reports.withdraw(year.id, [row_id], by=reporter(COMMERCE))
    page = read(office_client, f"/review/{row_id}")
    assert ASIDE.done not in page.words()
    assert "撤回" in page.words("//section[.//h2[@id='history']]")


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        (f"agency={COMMERCE}", 1),
        ("agency=nobody", 0),
        ("time=late", 0),
        ("time=on_time", 2),
        ("stage=accepted", 0),
        ("stage=x&page=99&cycle=%C2%B2", 2),
    ],
)
def test_the_queue_is_narrowed(office_client, read, waiting, query, rows):
    assert len(read(office_client, f"/review?{query}").all("//table[contains(@class, 'queue')]/tbody/tr")) == rows


def test_a_hint_leads_to_what_it_compares(app, office_client, read, year):
    with app.app_context():
        own, other = (sent(year, agency, 2, content=ALIKE) for agency in (MARKET, CUSTOMS))
    hints = read(office_client, "/review").all("//td[@class='hints']//a/@href")
    assert {f"/review/{own}#field-done", f"/review/{other}#field-done"} <= set(hints)


def test_several_are_accepted_at_once(app, office_client, read, waiting):
    assert send(office_client, "/review", row=[str(each) for each in waiting], do="accept").status_code == 303
    assert {stored(app, each).state for each in waiting} == {ReportState.ACCEPTED}


def test_a_bulk_action_with_one_bad_row_does_nothing(app, office_client, year, waiting):
    unsent = year.rows[CUSTOMS, 2]
    with send(office_client, "/review", row=[str(waiting[0]), str(unsent)], do="accept") as answer:
        assert answer.status_code == 409
        assert "不能审核通过；下面已是最新状态，请核对后再做。选中的 2 份都没有动。" in answer.text
        assert "刷新" not in answer.text
    with send(office_client, f"/review/{unsent}", do="accept") as answer:
        assert "不能审核通过；下面已是最新状态，请核对后再做。" in answer.text
    assert stored(app, waiting[0]).state is ReportState.SUBMITTED


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"do": "accept"}, "请先勾选"),
        ({"do": "dance", "row": "1"}, "还没有选择怎样处理"),
        ({"do": "accept", "row": "999999"}, "没有找到这一行"),
    ],
)
def test_a_form_that_says_nothing_sound_is_refused(office_client, waiting, fields, sentence):
    with send(office_client, "/review", **fields) as answer:
        assert answer.status_code == (404 if "没有找到" in sentence else 409)
        assert sentence in answer.text


def test_a_return_needs_a_reason_and_keeps_who_was_chosen(app, office_client, waiting):
    with send(office_client, "/review", row=str(waiting[0]), do="return", reason=" ") as answer:
        assert answer.status_code == 409
        assert "理由" in answer.text
        assert f'value="{waiting[0]}" aria-label' in answer.text
        assert "checked" in answer.text
    assert stored(app, waiting[0]).state is ReportState.SUBMITTED


def test_past_the_due_date_a_return_needs_a_term_and_keeps_what_was_typed(app, waiting, monkeypatch):
    Clock(monkeypatch).set(12, 11)
    office_client = office_of(app)
    address = f"/review/{waiting[0]}"
    with send(office_client, address, do="return", reason="请补充数据") as answer:
        assert answer.status_code == 409
        assert "重报期限" in answer.text
        assert "请补充数据</textarea>" in answer.text
    with send(office_client, address, do="return", reason="请补充数据", term="2026-12-01") as answer:
        assert answer.status_code == 409
        assert "已经过去" in answer.text
    with send(office_client, address, do="return", reason="请补充数据", term="2062-12-18") as answer:
        assert answer.status_code == 409
        page = Page(answer)
    assert page.words("//*[@id='term-fault']") == "重报期限 2062-12-18 太远，没有退回；最多给 60 天，请选 2027-02-09 或更早的日期。"
    assert page.all("//input[@name='term']/@value") == ["2062-12-18"]
    assert page.texts("//textarea[@name='reason']") == ["请补充数据"]
    with send(office_client, "/review", row=[str(each) for each in waiting], do="return", reason="请补充", term="不知道") as answer:
        assert answer.status_code == 409
        page = Page(answer)
    assert page.words("//*[@id='term-fault']") == "重报期限 “不知道”不是日期，没有退回；请写成 2026-12-10 这样。"
    assert len(page.all("//tbody//input[@checked]")) == 2
    assert send(office_client, address, do="return", reason="请补充数据", term="2026-12-18").status_code == 303
    found = stored(app, waiting[0])
    assert (found.state, found.by_on) == (ReportState.RETURNED, date(2026, 12, 18))


def test_a_mistaken_return_is_undone_for_a_reason(app, office_client, waiting):
    address = f"/review/{waiting[0]}"
    assert send(office_client, address, do="return", reason="误点").status_code == 303
    assert send(office_client, address, do="undo", reason="").status_code == 409
    assert send(office_client, address, do="undo", reason="点错了行").status_code == 303
    assert stored(app, waiting[0]).state is ReportState.SUBMITTED


def test_several_acceptances_are_undone_at_once(app, office_client, read, waiting):
    rows = [str(each) for each in waiting]
    send(office_client, "/review", row=rows, do="accept")
    assert send(office_client, "/review?stage=accepted", row=rows, do="undo", reason="误审").status_code == 303
    with app.app_context():
        assert [steps(each)[-1] for each in waiting] == ["undo", "undo"]


def test_the_last_version_stands_beside_the_one_before_with_the_changes_marked(app, office_client, read, year, waiting):
    resent(app, year, waiting[0])
    page = read(office_client, f"/review/{waiting[0]}")
    done = "//table[contains(@class, 'compared')]//tr[th[contains(., '工作进展')]]"
    assert page.texts(f"{done}//del") == ["6"]
    assert page.texts(f"{done}//ins") == ["8"]
    assert REPORT.done in page.words(f"{done}/td[1]")
    assert "改为8家" in page.words()
    assert "请写明完成数。" in page.words("//section[.//h2[@id='history']]")


def test_after_a_decision_the_next_one_comes_and_says_what_was_done(office_client, read, waiting):
    with send(office_client, f"/review/{waiting[0]}", do="return", reason="请写明完成数。") as answer:
        assert answer.location.startswith(f"/review/{waiting[1]}?")
    page = read(office_client, answer.location)
    assert "上一份已退回，单位会在消息里看到。" in page.words("//p[@role='status']")
    assert page.address("看上一份") == f"/review/{waiting[0]}"
    with send(office_client, f"/review/{waiting[1]}", do="accept") as answer:
        assert "1 份报告已审核通过。" in read(office_client, answer.location).words("//p[@role='status']")


def test_previous_and_next_follow_the_queue(office_client, read, waiting):
    first, second = waiting
    assert read(office_client, f"/review/{first}").all("//a[@rel='next']/@href") == [f"/review/{second}"]
    assert read(office_client, f"/review/{second}").all("//a[@rel='prev']/@href") == [f"/review/{first}"]


def test_a_narrowed_queue_stays_narrowed_while_one_reads_and_decides(app, office_client, read, year, time):
    with app.app_context():
        first, last = sent(year, MARKET, 2), sent(year, CUSTOMS, 2)
        time.set(12, 11)
        late = sent(year, COMMERCE, 1)
    office_client = office_of(app)
    narrowed = f"cycle={year.id}&time=on_time"
    listed = read(office_client, f"/review?{narrowed}").all("//a[@class='title']/@href")
    assert listed == [f"/review/{each}?{narrowed}" for each in (first, last)]
    page = read(office_client, listed[1])
    assert "第 2 份，共 2 份待审" in page.words("//nav[@class='crumb']")
    assert (page.all("//a[@rel='prev']/@href"), page.all("//a[@rel='next']")) == ([listed[0]], [])
    assert page.all("//form[@class='decision']/@action") == [listed[1]]
    assert page.all("//nav[@class='crumb']/a/@href")[1] == f"/review?{narrowed}"
    assert "第 1 份，共 1 份待审" in read(office_client, f"/review/{last}?agency={CUSTOMS}").words("//nav[@class='crumb']")
    assert "第" not in read(office_client, f"/review/{last}?agency={MARKET}").words("//nav[@class='crumb']")
    with send(office_client, listed[0], do="accept") as answer:
        assert answer.location.startswith(f"{listed[1]}&decided=")
    with send(office_client, listed[1], do="accept") as answer:
        assert answer.location.startswith(f"/review?{narrowed}&")
    assert "第 1 份，共 1 份待审" in read(office_client, f"/review/{late}").words("//nav[@class='crumb']")


def test_contributions_that_were_sent_stand_beside_it(app, office_client, read, year, waiting):
    with app.app_context():
        sent(year, CUSTOMS, 1, content=Content(Progress.UNDER_WAY, 50, "通关时间压缩三成。"))
        drafted(year, year.rows[MARKET, 1], reporter(MARKET), ASIDE)
    parts = read(office_client, f"/review/{waiting[0]}").words("//section[.//h2[@id='parts']]")
    assert "通关时间压缩三成。" in parts
    assert ASIDE.done not in parts


def test_a_contribution_is_not_reviewed_by_the_office(office_client, year, waiting):
    with office_client.get(f"/review/{year.rows[MARKET, 1]}") as answer:
        assert answer.status_code == 404


def test_another_groups_row_is_not_there(app, client_of, waiting):
    stranger = client_of("office", group="深圳市")
    with stranger.get(f"/review/{waiting[0]}") as answer:
        assert answer.status_code == 404
    with send(stranger, f"/review/{waiting[0]}", do="accept") as answer:
        assert answer.status_code == 404
    with send(stranger, "/review", row=str(waiting[0]), do="accept") as answer:
        assert answer.status_code == 404
    assert stored(app, waiting[0]).state is ReportState.SUBMITTED
    with stranger.get("/review") as answer:
        assert "没有等候审核的报告" in answer.text


@pytest.mark.parametrize("stage", ["review", "accepted", "returned"])
def test_the_queue_asks_at_most_twelve_statements(app, office_client, read, waiting, stage):
    read(office_client, f"/review?stage={stage}")
    with counted(app) as statements:
        read(office_client, f"/review?stage={stage}")
    assert len(statements) <= 12


def test_a_report_asks_at_most_twelve_statements(app, office_client, read, year, waiting):
    resent(app, year, waiting[0])
    read(office_client, f"/review/{waiting[0]}")
    with counted(app) as statements:
        read(office_client, f"/review/{waiting[0]}")
    assert len(statements) <= 12


VAGUE = Content(Progress.UNDER_WAY, 100, "持续推进相关工作，不断加强组织领导。")
FOUND = [
    "任务写明了数（8），报告里没有数，请补充完成数。",
    "只写了持续推进，没有日期、地点、成果，请写明何时、在何处、做成了什么。",
    "完成率为 100%，没有佐证材料，请补充。",
]


@pytest.fixture
def vague(app, year):
    """A report in which three things are to be looked at again."""
    with app.app_context():
        return sent(year, COMMERCE, 1, content=VAGUE)


def test_every_hint_leads_to_what_it_compares(office_client, read, vague):
    page = read(office_client, f"/review/{vague}")
    links = page.all("//ul[@aria-label='审核提示']//a/@href")
    assert links == [f"/review/{vague}#sentence", f"/review/{vague}#field-done", f"/review/{vague}#files"]
    assert all(page.all(f"//*[@id='{link.partition('#')[2]}']") for link in links)
    assert page.texts("//fieldset[@class='to-reason']/label") == FOUND


def test_chosen_hints_are_put_into_the_reason_without_a_script_and_nothing_is_done_yet(app, office_client, vague):
    said = {"do": "hints", "hint": FOUND[:2], "reason": ""}
    with send(office_client, f"/review/{vague}", **said) as answer:
        page = Page(answer)
    reason = page.words("//textarea[@id='reason']")
    assert (answer.status_code, reason) == (200, f"1. {FOUND[0]}2. {FOUND[1]}")
    assert len(page.all("//fieldset[@class='to-reason']//input[@checked]")) == 2
    assert stored(app, vague).state is ReportState.SUBMITTED


def test_a_return_carries_the_chosen_hints_once_after_what_was_typed(app, office_client, vague):
    said = {"do": "return", "hint": FOUND[:2], "reason": f"请补充。{FOUND[0]}"}
    assert send(office_client, f"/review/{vague}", **said).status_code == 303
    with app.app_context():
        step = db.session.scalar(select(ReportStep).where(ReportStep.action == Action.RETURN))
        assert step.reason == f"请补充。{FOUND[0]}{FOUND[1]}"
