"""What everybody does on the way from a document to an accepted report, on the pages."""

import re

from tests.journeys.test_documents import a_text_file, opened
from tests.journeys.test_documents import publish as publish_after_looking

PLAN = """广州市促进直播电商发展若干措施
穗府办〔2026〕3号
一、培育主体
（一）引进龙头企业。引进直播电商龙头企业8家。（市商务局牵头，市财政局配合）
（二）安排专项资金。安排资金支持公共服务平台建设。（市财政局牵头，市商务局配合）
（三）加强质量监管。抽检直播间商品质量。（市市场监管局牵头）
"""
HOSTILE = "<img src=x onerror=alert(1)>"
FIRST, AGAIN = "引进龙头企业5家。", f"引进龙头企业6家，分别落户南沙区、黄埔区{HOSTILE}。"
PART = f"拨付专项资金860万元，涉及企业6家{HOSTILE}。"
STEPS = (
    *(("林静怡", did) for did in ("导入文件", "发布文件", "设立报送周期", "开始报送", "审核一份报告")),
    *(("黄晓雯", did) for did in ("签收", "填写一行")),
    *(("陈志明", did) for did in ("签收", "采用或催报配合情况", "填写一行", "打开一条消息")),
    *(("林静怡", did) for did in ("决定延期申请", "提醒和催办单位", "给锁定的周期存档")),
    ("何伟", "申请延期"),
)


def button(page, name):
    return page.get_by_role("button", name=re.compile(name))


def publish(page):
    opened(page, a_text_file(PLAN, "直播电商.txt"))
    publish_after_looking(page)
    page.get_by_role("link", name=re.compile("看台账里的 3 项任务")).wait_for()


def open_the_cycle(page):
    page.goto("/")
    assert page.get_by_text("还没有文件").count() == 0
    page.goto("/cycles/new")
    page.get_by_label(re.compile("广州市促进直播电商发展")).check()
    button(page, "算出应报清单").click()
    page.get_by_text("开始报送…", exact=True).click()
    button(page, "开始报送（3 家单位）").click()
    page.get_by_role("heading", name="报送率").wait_for()


def fill_in(page, done):
    page.get_by_text("进行中", exact=True).click()
    page.get_by_label("完成率").fill("75")
    page.get_by_label(re.compile("^工作进展")).fill(done)


def sent(page, name="^报送$"):
    """Send, and come to a receipt."""
    button(page, name).click()
    page.wait_for_url(re.compile(r"/receipts/\d+$"))


def ask(page):
    page.goto("/")
    button(page, "^签收").click()
    page.goto("/")
    page.get_by_role("link", name=re.compile("填报.*引进龙头企业")).click()
    button(page, "^要求.*财政局报送").click()
    page.locator("#parts").get_by_text("催报").first.wait_for()


def contribute(page):
    page.goto("/")
    assert "要求报送" in page.locator(".messages").inner_text()
    button(page, "^签收").click()
    page.goto("/")
    assert "报告 1 份（已报 0）、配合情况 1 份（已报 0）" in page.locator(".lede").inner_text()
    page.locator("#own ~ table tr", has_text="配合情况").get_by_role("link", name=re.compile("填报")).click()
    fill_in(page, PART)
    sent(page)


def consolidate(page):
    page.goto("/")
    assert "财政局报来了" in page.locator(".messages").inner_text()
    page.get_by_role("link", name=re.compile("^去采用")).click()
    page.locator("#parts").get_by_role("button", name=re.compile("^采用")).first.click()
    done = page.get_by_label(re.compile("^工作进展"))
    assert done.input_value() == f"【广州市财政局】{PART}"
    fill_in(page, f"{FIRST}\n{done.input_value()}")
    sent(page)


def give_back(page):
    page.goto("/")
    page.get_by_role("link", name="去审核").first.click()
    page.locator("table a", has_text="引进龙头企业").first.click()
    assert PART in page.locator("main").inner_text()
    page.get_by_text("退回…").click()
    page.get_by_label("退回的理由").fill("请写明企业落户何处。")
    button(page, "退回修改").click()
    page.get_by_text("没有").first.wait_for()


def send_again(page):
    page.goto("/")
    assert "请写明企业落户何处。" in page.locator("#own ~ table .returned").inner_text()
    page.locator("header .told").click()
    button(page, "被退回").click()
    page.wait_for_url(re.compile(r"/rows/\d+$"))
    page.get_by_label(re.compile("^工作进展")).fill(AGAIN)
    page.get_by_label(re.compile("^本次改了什么")).fill("写明了落户的区")
    sent(page, "^重新报送$")


def accept(page):
    page.goto("/review")
    page.locator("table a", has_text="引进龙头企业").first.click()
    assert "写明了落户的区" in page.locator(".notice").first.inner_text()
    button(page, "^审核通过").click()
    page.goto("/")
    assert "审核通过 1 份" in page.locator("#lights ~ .gcap").inner_text()


def look(page):
    page.goto("/")
    accepted = page.locator("#accepted ~ table")
    assert AGAIN in accepted.inner_text()
    accepted.get_by_role("link").first.click()
    page.get_by_role("heading", name="2026年度").wait_for()
    assert AGAIN in page.locator(".reported").inner_text()
    assert page.locator("main form").count() == 0


def find_every_step(page):
    page.goto("/audit")
    rows = page.locator(".events tbody tr").all_inner_texts()
    missing = [step for step in STEPS if not any(step[0] in row and step[1] in row for row in rows)]
    assert missing == []
