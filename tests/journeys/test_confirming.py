"""The confirm page in a real browser: only what changed is put in, by keys alone too, and versions are decided upon."""

import re

import pytest

from tests.builders import A_PLAN
from tests.journeys.conftest import TELEPHONE, served
from tests.journeys.test_documents import TASK, a_text_file, opened, publish, rows, saved, tab_to, upload

pytestmark = pytest.mark.browser

LONG = "广州市促进服务业发展若干措施\n穗商务规字〔2026〕8号\n\n一、主要任务\n" + "".join(
    f"（{n}）推进第{n}项。支持企业建设平台{n}。组织培训{n}。（市商务局牵头，市财政局配合）\n" for n in range(1, 41)
)


@pytest.fixture(scope="module")
def address(loaded_home, tmp_path_factory):
    """A server of this module's own: documents come to it."""
    with served(loaded_home, tmp_path_factory.mktemp("correcting")) as address:
        yield address


def numbers(page):
    """The numbers of the tasks in the table, and those in the text."""
    table = page.locator(f"{TASK} td.number").all_inner_texts()
    return table, page.locator("#all-text .anchor").all_inner_texts()


def test_a_correction_changes_its_row_and_leaves_the_others_where_they_are(window):
    with window() as page:
        opened(page, a_text_file(LONG, "服务业.txt"))
        page.evaluate("document.querySelectorAll('tr.task').forEach((row) => { row.dataset.kept = '1' })")
        page.locator("#t30 .correct").click()
        page.get_by_label("完成时限").fill("2026年6月底前")
        page.get_by_label("完成时限").press("Enter")
        saved(page)
        assert "时限：2026年6月底前" in page.locator("#t30").inner_text()
        assert page.locator("tr.task:not([data-kept])").count() == 1
        assert page.get_by_label("完成时限").evaluate("(field) => field === document.activeElement")

        before = page.locator("#pane-tasks").evaluate("(pane) => pane.scrollTop")
        page.get_by_role("button", name="拆成两项").click()
        saved(page)
        table, text = numbers(page)
        assert table == text == [str(number) for number in range(1, 42)]
        assert abs(page.locator("#pane-tasks").evaluate("(pane) => pane.scrollTop") - before) < 400
        assert "拆成 2 项" in page.locator("#t30").inner_text()

        page.keyboard.press("Escape")
        page.keyboard.press("u")
        saved(page)
        assert numbers(page)[0] == numbers(page)[1] == [str(number) for number in range(1, 41)]

        page.locator("#t30 .correct").click()
        page.get_by_role("button", name="这不是任务，去掉").click()
        saved(page)
        assert len(rows(page)) == 39
        assert numbers(page)[0] == [str(number) for number in range(1, 40)]
        page.reload()
        assert len(rows(page)) == 39


def test_a_task_is_worded_anew_and_what_should_be_looked_at_is_ticked_off(window):
    with window() as page:
        opened(page, a_text_file(A_PLAN.replace("便利化", "智能化"), "智能化.txt"))
        page.locator("#t4 .correct").click()
        page.get_by_label("任务文字").fill("在各类媒体上宣传先进典型。")
        page.get_by_role("button", name="保存文字").click()
        saved(page)
        assert "确认为 在各类媒体上宣传先进典型。" in page.locator("#t4").inner_text()

        page.get_by_role("textbox", name="印发机关").first.fill("广州市商务局")
        page.get_by_role("textbox", name="印发机关").first.press("Enter")
        saved(page)
        assert "广州市商务局" in page.locator("#part-meta").inner_text()
        page.get_by_role("button", name=re.compile("没有问题.*印发日期")).click()
        saved(page)
        assert page.locator("#part-decisions li").count() == 1


def test_a_selected_sentence_is_no_unit_until_somebody_says_so(window):
    with window() as page:
        opened(page, a_text_file(A_PLAN.replace("便利化", "数字化"), "数字化.txt"))
        page.locator("#words").fill("宣传先进典型")
        page.get_by_role("button", name="作为责任分工补上").click()
        saved(page)
        decision = page.locator("#part-decisions li", has_text="“宣传先进典型”是不是单位")
        decision.get_by_role("button", name="不是，去掉").click()
        saved(page)
        assert decision.count() == 0


def test_from_upload_to_publication_without_a_mouse(window):
    with window() as page:
        page.goto("/documents")
        page.locator("input[type=file]").focus()
        whole = A_PLAN.replace("宣传先进典型。", "宣传先进典型。（市委宣传部负责）").replace("便利化", "一体化")
        page.locator("input[type=file]").set_input_files([a_text_file(whole, "一体化.txt")])
        assert page.locator("#take-in").evaluate("(button) => button === document.activeElement")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/documents/[0-9]+$"))
        tab_to(page, "要核对的 2 处都看过了，没有问题")
        page.keyboard.press("Enter")
        saved(page)
        page.locator(".skip").focus()
        tab_to(page, "发布")
        page.keyboard.press("Enter")
        page.get_by_role("link", name="看台账里的 4 项任务").wait_for()


def test_a_long_document_comes_by_parts_and_its_last_task_is_corrected(window):
    measures = "".join(f"（{n}）办好第{n}件事。推进第{n}项工作。（市商务局牵头）\n" for n in range(1, 301))
    with window() as page:
        opened(page, a_text_file(f"广州市三百条措施\n\n一、主要任务\n{measures}", "三百条.txt"))
        page.locator(f"{TASK}:nth-child(300)").wait_for()
        assert page.locator("#all-text .anchor").count() == 300
        page.locator(f"{TASK} .correct").last.click()
        page.get_by_label("要加的单位").fill("市财政局")
        page.get_by_role("button", name="加上").click()
        saved(page)
        assert rows(page)[-1][4].endswith("市财政局")


def test_the_registry_s_names_are_offered_as_one_types(window):
    with window() as page:
        opened(page, a_text_file(A_PLAN.replace("便利化", "规范化"), "规范化.txt"))
        page.locator(f"{TASK} .correct").first.click()
        page.get_by_label("要加的单位").press_sequentially("农业农村局")
        page.locator("#names option[data-offered][value='广州市农业农村局']").wait_for(state="attached")


def test_nothing_chosen_is_said_and_nothing_sent(window):
    with window() as page:
        page.goto("/documents")
        page.get_by_role("button", name="导入").click()
        assert "还没有选文件" in page.locator("#upload-state").inner_text()
        page.locator("input[type=file]").set_input_files([a_text_file("甲", "甲.txt"), a_text_file("乙", "乙.txt")])
        page.get_by_role("button", name="不要这份：甲.txt").click()
        assert page.locator("#chosen li").all_inner_texts() == ["乙.txt 1 KB 不要这份"]


@pytest.mark.parametrize("viewport", [None, TELEPHONE], ids=["desk", "telephone"])
def test_a_revised_document_replaces_the_older_one_and_gives_its_place_back(window, viewport):
    number = 20 + bool(viewport)
    plan = A_PLAN.replace("若干措施\n", f"若干措施\n穗商务规字〔2026〕{number}号\n", 1)
    plan = plan.replace("宣传先进典型。", "宣传先进典型。（市委宣传部负责）").replace("便利化", f"便利化{number}")
    with window(*filter(None, [viewport])) as page:
        opened(page, a_text_file(plan, f"旧{number}.txt"))
        publish(page)
        page.get_by_role("link", name="看台账里的 4 项任务").wait_for()
        opened(page, a_text_file(plan.replace("公共海外仓", "公共仓库"), f"新{number}.txt"))
        page.locator("#publish-anyway summary").click()
        page.get_by_label("替换旧版").check()
        page.get_by_label("都看过了").check()
        page.get_by_role("button", name="发布", exact=True).click()
        page.get_by_role("link", name="与旧版本比较").click()
        page.get_by_text("撤销替换").first.click()
        page.get_by_label("理由").fill("认错了")
        page.get_by_role("button", name="撤销替换").click()
        page.get_by_role("button", name="用新版替换旧版").wait_for()


def test_a_wrong_encoding_is_changed_before_the_first_correction(window):
    with window() as page:
        big5 = ("廣州市促進貿易便利化若干措施\n" + "（一）建設海外倉。（市商務局牽頭，市財政局配合）\n" * 3).encode(
            "big5"
        )
        page.goto("/documents")
        page.get_by_label("文字编码").select_option("gb18030")
        page.locator("input[type=file]").set_input_files([a_text_file(big5, "繁體.txt")])
        page.get_by_role("button", name="导入").click()
        page.wait_for_url(re.compile(r"/documents/[0-9]+$"))
        page.get_by_role("link", name="文字不对、是乱码？换一种编码重读").click()
        page.locator("#chosen-encoding").select_option("big5")
        page.get_by_role("button", name="重读").click()
        page.locator("#all-text", has_text="市商務局").wait_for()
        assert len(rows(page)) == 3


def test_several_refusals_each_have_their_sentence_and_the_rest_is_taken_in(window):
    with window() as page:
        good = A_PLAN.replace("便利化", "专业化")
        files = [("", "空.txt"), (good, "专业化.txt"), ("旧", "旧.doc"), (good, "又一份.txt")]
        upload(page, *(a_text_file(text, name) for text, name in files))
        page.locator("#upload-state", has_text="导入了 1 份，3 份没有导入").wait_for()
        lines = page.locator("#uploads li").all_inner_texts()
        assert ["空文件" in lines[0], "读完了" in lines[1], "另存为" in lines[2], "已经导入过" in lines[3]] == [
            True
        ] * 4
        page.locator("table.files", has_text="专业化").wait_for()
