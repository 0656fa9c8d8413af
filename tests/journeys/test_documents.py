"""From a file to the ledger in a real browser: by pointer, by keys alone, on a telephone, without scripts."""

import re
from io import BytesIO

import docx
import pytest

from tests.builders import A_PLAN
from tests.journeys.conftest import TELEPHONE, served
from tests.journeys.test_accessibility import faults_here

pytestmark = pytest.mark.browser

TITLE = "广州市促进直播电商发展若干措施"
HOSTILE = "<img src=x onerror=alert(1)><b>'\"{{7*7}}"
TASK = "tr.task"
TRADITIONAL = (
    "廣州市促進貿易便利化若干措施\n" + "（一）建設海外倉。支持企業建設公共海外倉。（市商務局牽頭，市財政局配合）\n" * 3
)


@pytest.fixture(scope="module")
def address(loaded_home, tmp_path_factory):
    """A server of this module's own: documents come to it."""
    with served(loaded_home, tmp_path_factory.mktemp("confirming")) as address:
        yield address


def a_word_file(name="直播电商.docx", number="3"):
    """A document with a doubtful unit, a clause in the middle of a sentence, and a measure nobody is responsible for."""
    document = docx.Document()
    for line in (
        TITLE,
        f"穗商务规字〔2026〕{number}号",
        "一、培育主体",
        "（一）引进机构。引进一批直播机构。（市商务局牵头，市财政局、蓝天计划配合）",
        "（二）培养人才。支持院校开设课程，市教育局统筹推进。",
        "二、优化环境",
        "（三）加强监管。规范直播营销行为。（市市场监管局牵头，各区政府配合）",
    ):
        document.add_paragraph(line)
    file = BytesIO()
    document.save(file)
    return {"name": name, "mimeType": "application/octet-stream", "buffer": file.getvalue()}


def a_text_file(text=A_PLAN, name="便利化.txt"):
    return {"name": name, "mimeType": "text/plain", "buffer": text if isinstance(text, bytes) else text.encode()}


def sign(page, who="林静怡"):
    """Give the clerk's name where the page asks for it."""
    field = page.locator(".drop input[name=who]")
    if field.count():
        field.fill(who)


def upload(page, *files):
    page.goto("/documents")
    sign(page)
    page.locator("input[type=file]").set_input_files(list(files))
    page.get_by_role("button", name=re.compile("^导入")).click()


def answered(page, files):
    """Wait until so many files are taken or refused."""
    page.locator("#uploads .done, #uploads .refused").nth(files - 1).wait_for()


def opened(page, *files):
    """Upload one file and arrive at what was read."""
    upload(page, *files)
    page.wait_for_url(re.compile(r"/documents/[0-9]+$"))
    return page.locator("#confirming")


def drag_over(page, words):
    """Select words of the document's text with the pointer."""
    start, end = page.evaluate(CORNERS, words)
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=6)
    page.mouse.up()


CORNERS = """(words) => {
  const walker = document.createTreeWalker(document.querySelector("#pane-text"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const at = walker.currentNode.data.indexOf(words);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(walker.currentNode, at);
    range.setEnd(walker.currentNode, at + words.length);
    const boxes = [...range.getClientRects()];
    const [first, last] = [boxes[0], boxes[boxes.length - 1]];
    return [[first.left + 1, first.top + first.height / 2], [last.right - 1, last.top + last.height / 2]];
  }
}"""


def rows(page):
    return [[cell.strip() for cell in row.locator("td").all_inner_texts()] for row in page.locator(TASK).all()]


def saved(page):
    """Wait until a correction is kept."""
    page.locator("#saved", has_text="已保存").wait_for()
    page.locator("#saved").evaluate("(place) => { place.textContent = '' }")


def in_sight(page, pane, element):
    """Whether an element lies within what a pane shows."""
    outer, inner = page.locator(pane).bounding_box(), page.locator(element).first.bounding_box()
    return outer["y"] - 1 <= inner["y"] and inner["y"] < outer["y"] + outer["height"]


def test_from_a_word_file_to_the_ledger(window):
    with window() as page:
        opened(page, a_word_file())
        assert page.locator("h1").inner_text().strip() == TITLE
        assert [row[2] for row in rows(page)] == ["引进机构", "培养人才", "加强监管"]

        page.get_by_role("button", name="是单位").click()
        saved(page)
        page.locator(f"{TASK} .correct").first.click()
        page.get_by_label("单位名称").nth(1).fill("市财政厅")
        page.get_by_label("单位名称").nth(1).press("Enter")
        saved(page)
        assert "读作 市财政局（配合） → 确认为 市财政厅（配合）" in rows(page)[0][2]
        assert page.get_by_label("单位名称").nth(1).evaluate("(field) => field === document.activeElement")

        drag_over(page, "市教育局统筹推进")
        page.get_by_role("button", name="作为责任分工", exact=True).click()
        saved(page)
        assert rows(page)[1][3].endswith("市教育局")
        assert page.locator("#all-text .u", has_text="市教育局").is_visible()

        page.get_by_role("button", name=re.compile("撤销")).click()
        saved(page)
        assert rows(page)[1][3] == "没有"
        assert page.get_by_role("button", name="发布（还有 1 处待定）").is_disabled()
        page.get_by_role("button", name=re.compile("恢复")).click()
        saved(page)

        publish(page)
        page.get_by_role("link", name="看台账里的 3 项任务").click()
        titles = page.locator("table.led a.title").all_inner_texts()
        assert titles == ["引进机构", "培养人才", "加强监管"]
        page.get_by_role("link", name="引进机构").click()
        assert "市财政厅" in page.locator("#confirmed").locator("xpath=..").inner_text()


def test_a_click_or_a_look_at_either_side_shows_the_other(window):
    with window() as page:
        page.goto("/documents/3")
        page.locator(TASK).nth(37).scroll_into_view_if_needed()
        page.locator(f"{TASK} .label").nth(37).click()
        number = page.locator(TASK).nth(37).get_attribute("data-task")
        assert page.locator(f"#n{number}").evaluate("(link) => link.classList.contains('hot')")
        assert in_sight(page, "#pane-text", f"#pane-text .hot[data-task='{number}']")

        page.locator("#n30").scroll_into_view_if_needed()
        page.locator("#pane-text .cl[data-task='30']").first.click()
        assert page.locator(f"{TASK}.cur").get_attribute("data-task") == "30"
        assert in_sight(page, "#pane-tasks", "#t30")

        page.locator("#n31").hover()
        page.locator("#pane-text .cl[data-task='31']").first.hover()
        assert page.locator("#t31").evaluate("(row) => row.classList.contains('near')")
        page.locator("#t29 .label").hover()
        assert page.locator("#pane-text .near[data-task='29']").count() > 0
        assert page.evaluate("window.scrollY") == 0


def test_several_files_each_with_its_line_and_a_wrong_one_beside_its_sentence(window):
    with window() as page:
        big5 = TRADITIONAL.encode("big5")
        upload(page, a_text_file(), a_text_file("", "空.txt"), a_text_file(big5, "繁體.txt"))
        lines = page.locator("#uploads li")
        answered(page, 3)
        assert lines.nth(0).locator("a").inner_text() == "去确认"
        assert "“空.txt”是空文件" in lines.nth(1).inner_text()
        page.locator("table.files", has_text="便利化").wait_for()

        wrong = lines.nth(2)
        wrong.get_by_label("文字编码").select_option("big5")
        wrong.get_by_role("button", name="换编码再试").click()
        wrong.get_by_role("link", name="去确认").wait_for()

        page.reload()
        page.locator("input[type=file]").set_input_files([a_text_file(name="又一份.txt")])
        page.get_by_role("button", name="导入").click()
        again = page.locator("#uploads li.refused")
        assert "已经导入过" in again.inner_text()
        again.get_by_role("link", name="打开已有的那一份").click()
        page.wait_for_url(re.compile(r"/documents/[0-9]+$"))


def test_a_file_from_a_page_of_another_sign_in_is_refused_in_a_sentence(window):
    with window() as page:
        page.goto("/documents")
        page.evaluate("document.querySelector('#upload-form').elements.csrf_token.value = 'x'")
        page.locator("input[type=file]").set_input_files([a_text_file(name="旧页面.txt")])
        page.get_by_role("button", name=re.compile("^导入")).click()
        page.locator("#uploads li.refused", has_text="这一页打开得太久了").wait_for()


def test_a_file_can_be_dropped(window):
    with window() as page:
        page.goto("/documents")
        sign(page)
        text = A_PLAN.replace("跨境贸易", "服务贸易")
        dropped = page.evaluate_handle(
            "(text) => { const data = new DataTransfer(); data.items.add(new File([text], '拖来.txt')); return data; }",
            text,
        )
        page.dispatch_event("#drop", "drop", {"dataTransfer": dropped})
        assert "拖来.txt" in page.locator("#chosen").inner_text()
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/documents/[0-9]+$"))
        assert page.locator("h1").inner_text().strip() == "广州市促进服务贸易便利化若干措施"


def publish(page):
    """Publish a document with doubts, having looked at them."""
    page.locator("#publish-anyway summary").click()
    page.get_by_label("都看过了").check()
    page.get_by_role("button", name="发布", exact=True).click()


def publish_by_keys(page):
    """The same with the tabulator, the space bar and the enter key alone."""
    page.locator(".skip").focus()
    tab_to(page, page.locator("#publish-anyway summary").inner_text().strip())
    page.keyboard.press("Enter")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "looked_at":
            break
    page.keyboard.press("Space")
    tab_to(page, "发布")
    page.keyboard.press("Enter")


def tab_to(page, words, limit=400):
    """Go with the tabulator to the button or link that reads so."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText?.trim()") == words:
            return
    raise AssertionError(f"no {words}")


def test_the_whole_way_by_keys_alone(window):
    with window() as page:
        page.goto("/documents")
        sign(page)
        tab_to(page, "没有文件，直接粘贴文字")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.insert_text(A_PLAN.replace("跨境贸易", "数字贸易"))
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/documents/[0-9]+$"))

        for key, row in (("j", 0), ("j", 1), ("k", 0), ("ArrowDown", 1), ("ArrowUp", 0), ("n", 3)):
            page.keyboard.press(key)
            assert (key, page.evaluate("document.activeElement.id")) == (key, f"t{row + 1}")

        page.keyboard.press("Enter")
        page.locator("tr.editor [name=name]:focus").wait_for()
        page.keyboard.insert_text("市委宣传部")
        page.keyboard.press("Enter")
        saved(page)
        assert rows(page)[3][3] == "市委宣传部"
        page.keyboard.press("Escape")
        assert page.locator("tr.editor").count() == 0
        page.keyboard.press("u")
        saved(page)
        assert rows(page)[3][3] == "没有"
        page.keyboard.press("r")
        saved(page)
        assert rows(page)[3][3] == "市委宣传部"

        page.keyboard.press("?")
        assert page.get_by_role("dialog").is_visible()
        page.keyboard.press("Escape")
        page.get_by_role("dialog").wait_for(state="hidden")

        publish_by_keys(page)
        page.get_by_role("link", name="看台账里的 4 项任务").wait_for()


def test_what_comes_from_outside_stays_text(window):
    with window() as page:
        page.on("dialog", lambda dialog: pytest.fail(dialog.message))
        measure = f"（一）建设海外仓。建设{HOSTILE}海外仓。（市商务局牵头，市财政局配合）"
        text = f"{HOSTILE}若干措施\n\n一、主要任务\n{measure}\n（二）{HOSTILE}。推进建设。（市商务局牵头）\n"
        upload(page, a_text_file(text, f"{HOSTILE.replace('/', '')}.txt"), a_text_file("", f"{HOSTILE}.doc"))
        answered(page, 2)
        assert HOSTILE in page.locator("#uploads").inner_text()
        page.get_by_role("link", name="去确认").click()
        page.wait_for_url(re.compile(r"/documents/[0-9]+$"))
        page.locator(f"{TASK} .correct").first.click()
        page.get_by_label("单位名称").first.fill(HOSTILE)
        page.get_by_label("单位名称").first.press("Enter")
        saved(page)
        assert rows(page)[0][3].startswith("<imgsrc=xonerror=alert（1）>")
        assert page.locator("main img").count() == 0


def test_everybody_can_read_a_document_that_waits(window):
    with window(bypass_csp=True, reduced_motion="reduce") as page:
        opened(page, a_word_file("无障碍.docx", number="5"))
        page.locator(f"{TASK} .correct").nth(1).click()
        page.get_by_label("要加的单位").wait_for()
        page.locator("#publish-anyway summary").click()
        assert faults_here(page, "a document that waits") == []


def test_on_a_telephone_one_side_is_seen_at_a_time(window):
    with window(TELEPHONE) as page:
        page.goto("/documents/3")
        assert not page.locator("#pane-text").is_visible()
        page.get_by_role("button", name="原文").click()
        assert not page.locator("#pane-tasks").is_visible()
        page.locator("#n7").click()
        assert page.locator("#t7").is_visible()
        assert page.locator("#t7").evaluate("(row) => row === document.activeElement")
        page.locator("#t7 td.number a").click()
        assert page.locator("#pane-text .hot").first.is_visible()


def test_without_scripts_all_of_it_works_too(window):
    with window(java_script_enabled=False) as page:
        page.goto("/documents")
        sign(page)
        page.locator("input[type=file]").set_input_files([a_word_file("无脚本.docx", number="4")])
        page.get_by_role("button", name="导入").click()
        page.locator(f"{TASK} .correct").nth(1).click()
        page.get_by_label("要加的单位").fill("市教育局")
        page.get_by_role("button", name="加上").click()
        assert rows(page)[1][3] == "市教育局"
        page.get_by_role("button", name=re.compile("撤销")).click()
        page.locator("#publish-anyway summary").click()
        page.get_by_label("理由").first.fill("先行发布")
        page.get_by_role("button", name="发布", exact=True).last.click()
        assert page.get_by_role("link", name="看台账里的 3 项任务").is_visible()
