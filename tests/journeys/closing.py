"""The same year lived on: who is late is reminded, urged, escalated; more time is granted; it closes, and the next one opens."""

import re

from click.testing import CliRunner
from flask.cli import ScriptInfo

from tests.journeys.acts import AGAIN, button, fill_in, sent
from tracker.commands import tracker
from tracker.reporting.frozen import FrozenYear
from tracker.reporting.rates import rates_of
from tracker.vocabulary.reporting import Duty

REASON = "年度抽检数据 14 日才出，到时报全年数。"
BY_HAND = ["3", "100.0 %", "66.7 %", "33.3 %", "100.0 %", "66.7 %", "33.3 %", "4.0"]
"""Three reports: one on time after a return, one on time by its extension, one four working days late; all accepted."""


def remind(app):
    """``tracker remind``, as a timer runs it; what it says."""
    obj = ScriptInfo(create_app=lambda: app, set_debug_flag=False)
    return CliRunner().invoke(tracker, ["remind"], obj=obj).stdout


def read_the_reminder(page):
    page.goto("/")
    assert "报告 1 份，截止 2026-12-10，还有 7 天。" in page.locator(".messages").inner_text()


def ask_for_more_time(page):
    page.goto("/reports")
    page.get_by_role("link", name="申请延期").click()
    page.get_by_label(re.compile("^选择.*加强质量监管")).check()
    page.get_by_label("延到哪一天").fill("2026-12-15")
    page.get_by_label(re.compile("^理由")).fill(REASON)
    button(page, "^申请所选延期$").click()
    page.locator("#asked ~ table").get_by_text("待决定").wait_for()


def grant_it(page):
    page.goto("/")
    page.locator(".todo li", has_text="延期申请 1 条").get_by_role("link").click()
    page.get_by_label("决定的理由").fill("同意，按抽检安排。")
    button(page, "^同意延期$").click()
    assert "同意，延到 2026-12-15" in page.locator("#extensions [role=status]").inner_text()


def on_the_last_evening(page):
    page.goto("/")
    assert "今天" in page.locator(".lede").inner_text()
    assert page.locator(".lede .red").count() == 0


def after_midnight(page):
    page.goto("/")
    assert page.locator(".lede .red").inner_text() == "1 份已逾期"


def urge(page):
    _press(page, "可发催办", "2026-12-15", "发催办给选中的 1 家单位，共 1 份文书")
    assert "催办〔2026〕1号" in page.locator("#said ~ [role=status]").inner_text()


def escalate(page):
    _press(page, "可发督查单", "2026-12-18", "发督查单给选中的 1 家单位，共 1 份文书")
    assert "督查〔2026〕2号" in page.locator("#said ~ [role=status]").inner_text()
    page.locator("#said ~ table").get_by_role("link", name="督查〔2026〕2号").click()
    paper = page.locator("article").inner_text()
    assert "广州市财政局：" in paper
    assert "请于2026年12月18日（含当日）前报送" in paper


def _press(page, steps, term, words):
    page.goto("/")
    page.get_by_role("link", name="看本期").click()
    page.get_by_role("link", name="催报", exact=True).click()
    page.get_by_role("link", name=re.compile(steps)).first.click()
    page.get_by_label("选择广州市财政局").check()
    page.get_by_label(re.compile("^最迟报送")).fill(term)
    button(page, f"^{words}$").click()


def send_in_time(page):
    _send(page, "加强质量监管", "抽检直播间320个，合格率96%。")


def send_late(page):
    page.goto("/")
    assert "督查〔2026〕2号，请于 2026-12-18（含当日）前报送。" in page.locator(".messages").inner_text()
    _send(page, "安排专项资金", "安排专项资金1200万元。")


def _send(page, task, words):
    page.goto("/")
    page.get_by_role("link", name=re.compile(f"填报.*{task}")).click()
    fill_in(page, words)
    sent(page)


def accept_the_rest(page):
    page.goto("/review")
    assert "迟报 4 个工作日" in page.locator(".queue").inner_text()
    page.get_by_label("选择本页全部").check()
    button(page, "^审核通过$").click()
    assert "2 份报告已审核通过。" in page.get_by_role("status").inner_text()


def close(page):
    """Lock and freeze; the rates on the page, in the snapshot and by hand are equal."""
    page.goto("/")
    page.locator(".todo li", has_text="收尾以后锁定本期").get_by_role("link").click()
    page.get_by_text("锁定本期").click()
    page.locator("#lock").get_by_label("理由").fill("年度报送工作结束")
    button(page, "^锁定$").click()
    page.get_by_text("锁定：年度报送工作结束").wait_for()
    assert _rates_on(page) == BY_HAND
    page.get_by_role("link", name="存档").click()
    button(page, "^存档$").click()
    page.get_by_text("与存档时一致").first.wait_for()
    assert _rates_in(page) == BY_HAND


def _rates_on(page):
    row = page.locator("#rates ~ table tbody tr", has_text="报告").first
    return [cell.inner_text().split("\n")[0].strip() for cell in row.locator("td.num").all()]


def _rates_in(page):
    figures = page.locator(".frozen").get_by_role("link", name="年度数据").get_attribute("href")
    counts = FrozenYear.of_json(page.request.get(figures).text()).counts[Duty.REPORT]
    found = rates_of(counts)
    ways = (found.submitted, found.on_time, found.on_time_originally, found.accepted, found.first_pass)
    shown = [rate.text for rate in (*ways, found.ever_returned)]
    return [str(counts.owed), *shown, found.days_late_text]


def open_the_next(page):
    page.goto("/cycles/new")
    page.get_by_label(re.compile("广州市促进直播电商发展")).check()
    button(page, "算出应报清单").click()
    page.get_by_text("开始报送…", exact=True).click()
    button(page, "开始报送（3 家单位）").click()
    page.get_by_role("heading", name="2027年度").wait_for()


def write_beside_last_year(page):
    page.goto("/")
    page.get_by_role("link", name=re.compile("填报.*引进龙头企业")).click()
    earlier = page.locator("section", has=page.locator("#earlier"))
    assert "2026年度 · 审核通过" in earlier.inner_text()
    assert AGAIN in earlier.inner_text()
    button(page, "^照抄到工作进展").click()
    assert page.get_by_label(re.compile("^工作进展")).input_value().startswith(AGAIN)
