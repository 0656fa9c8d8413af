"""Corrections: each kind by its form, who and when, undone, redone, and two people at once."""

import re

import pytest

from tests.builders import A_PLAN, a_received_document
from tests.web.sending import send, sent
from tests.web.test_documents import HOSTILE, store
from tests.web.test_documents_confirm import rows
from tracker.operations import confirming

NOTICE = "//div[@id='part-notice']/div[@role='alert']"


@pytest.fixture
def document(app):
    return store(app, a_received_document())[0]


def sequence(page):
    return page.all("//input[@name='sequence']")[0].get("value")


@pytest.fixture
def correct(client, read, document):
    """Send a correction from the page as it stands; returns the page that answers."""

    def correct(kind, **fields):
        seen = sequence(read(client, f"/documents/{document}"))
        return sent(client, f"/documents/{document}/edits", kind=kind, **({"sequence": seen} | fields))

    return correct


def test_a_unit_gets_another_name_and_the_row_says_what_was_read(correct):
    page = correct("change_unit", task="1", unit="1", name="市财政厅", role="lead")
    assert rows(page)[0][3:] == ["市商务局、市财政厅", "市口岸办"]
    assert page.words("//tr[@id='t1']//span[@class='sub was']") == "读作 市财政局（配合） → 确认为 市财政厅（牵头）"
    assert page.texts("//tr[@class='editor']") != []


def test_a_task_nobody_carries_is_given_a_unit_and_nothing_is_left_to_decide(correct):
    page = correct("add_unit", task="4", name="市委宣传部", role="lead")
    assert rows(page)[3][3] == "市委宣传部"
    assert page.words("//span[@id='decisions']") == "要您定的 核对 2"
    page = correct("settle", all="1")
    assert page.words("//span[@id='decisions']") == "要您定的 没有：每一项都读得清楚"


def test_what_is_no_task_goes_and_is_remembered(correct):
    page = correct("remove_task", task="4")
    assert len(rows(page)) == 3
    assert page.words("//section[@id='part-history']/p") == "任务 读作 在媒体上宣传先进典型。 → 去掉"


def test_a_task_s_text_and_deadline_are_corrected_and_say_what_was_read(correct):
    correct("change_text", task="4", text="在各类媒体上宣传先进典型。")
    page = correct("change_deadline", task="4", deadline="2026年6月底前")
    assert page.texts("//tr[@id='t4']//span[@class='sub was']") == [
        "读作 在媒体上宣传先进典型。 → 确认为 在各类媒体上宣传先进典型。",
        "没有读出 → 确认为 时限 2026年6月底前",
    ]
    assert page.words("//tr[@id='t4']//span[@class='sub']") == "时限：2026年6月底前"


def test_what_should_be_looked_at_is_ticked_off_one_by_one(correct, client, read, document):
    key = read(client, f"/documents/{document}").all("//input[@name='key']")[0].get("value")
    page = correct("settle", key=key)
    assert page.words("//span[@id='decisions']") == "要您定的 必须 1核对 1"
    assert "没有读出印发机关" not in page.words("//section[@id='part-decisions']")


def test_a_missing_fact_is_filled_in_where_it_is_asked_for(correct):
    page = correct("set_fact", name="issuer", value="广州市商务局")
    assert "广州市商务局" in page.words("//div[@id='part-meta']")
    assert "没有读出印发机关" not in page.words("//section[@id='part-decisions']")


def test_a_task_is_split_and_joined(correct):
    page = correct("split_task", task="4", at=str(A_PLAN.index("宣传先进")))
    assert [row[1] for row in rows(page)][-2:] == ["一（三）①", "一（三）②"]
    first = page.all("//tr[starts-with(@class, 'task')]")[3].get("data-task")
    assert [row[1] for row in rows(correct("join_tasks", task=first))][-1] == "一（三）"


def test_a_clause_is_added_by_its_words(correct):
    page = correct("add_clause", words="(市商务局牵头, 市财政局、市口岸办配合)")
    assert page.status == 200
    page = correct("add_clause", words="由海关牵头")
    assert (page.status, page.words(f"{NOTICE}/p")[:10]) == (409, "原文里没有这段文字，")


def test_default_units_go_to_tasks_that_have_none(correct):
    page = correct("set_default", lead="市商务局", support="各区政府、市财政局")
    assert rows(page)[3][3:] == ["市商务局", "各区政府、市财政局"]
    assert rows(page)[0][4] == "市财政局、市口岸办"


@pytest.mark.parametrize(
    ("name", "value", "where", "words"),
    [
        ("title", "新标题", "//h1", "新标题"),
        ("number", "穗商务〔2026〕1号", "//div[@id='part-meta']", "穗商务〔2026〕1号"),
        ("status", "draft", "//h1", "征求意见稿"),
        ("issued_on", "2026-03-02", "//div[@id='part-meta']", "2026年3月2日"),
    ],
)
def test_a_fact_is_corrected(correct, name, value, where, words):
    page = correct("set_fact", name=name, value=value)
    assert words in page.words(where)
    assert "读作" in page.words(f"//form[.//label[@for='fact-{name}']]")


def test_every_correction_is_kept_with_who_and_when(correct, client, read, document):
    correct("change_unit", task="1", unit="0", name="市商务厅", role="lead")
    page = correct("remove_unit", task="1", unit="2")
    lines = [page.texts(f"//section[@id='part-history']//tbody/tr[{line}]/td") for line in (1, 2)]
    assert [line[1:] for line in lines] == [
        ["林静怡", "去掉单位", "一（一）：去掉 市口岸办（配合）"],
        ["林静怡", "改单位或角色", "一（一）：市商务局（牵头） → 市商务厅（牵头）"],
    ]
    assert all(re.fullmatch(r"20\d\d-\d\d-\d\d \d\d:\d\d", line[0]) for line in lines)


def test_the_last_correction_is_taken_back_and_restored(correct, client, document):
    correct("change_unit", task="1", unit="0", name="市商务厅", role="lead")
    page = sent(client, f"/documents/{document}/undo", sequence="1")
    assert rows(page)[0][3] == "市商务局"
    assert page.texts("//tr[@class='undone']/td[3]") == ["改单位或角色（已撤销）"]
    page = sent(client, f"/documents/{document}/redo", sequence=sequence(page))
    assert rows(page)[0][3] == "市商务厅"


def test_two_people_at_the_same_unit_see_both_texts(app, correct, client, document, read):
    seen = sequence(read(client, f"/documents/{document}"))
    with app.app_context():
        edit = {"kind": "change_unit", "task": 1, "unit": 0, "name": "市商务委", "role": "lead"}
        confirming.correct(document, edit, who="李国平", sequence=int(seen))
    page = correct("change_unit", sequence=seen, task="1", unit="0", name="市商务厅", role="lead")
    assert page.status == 409
    assert all(words in page.words(NOTICE) for words in ("李国平", "市商务委", "市商务厅"))
    assert rows(page)[0][3] == "市商务委"
    fields = {field.get("name"): field.get("value") for field in page.all(f"{NOTICE}//input")}
    assert rows(sent(client, f"/documents/{document}/edits", **fields))[0][3] == "市商务厅"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"kind": "change_unit", "task": "1", "unit": "0", "name": " ", "role": "lead"}, "单位名称不能为空"),
        ({"kind": "change_unit", "task": "1", "unit": "9", "name": "甲", "role": "lead"}, "这个单位已经不在了"),
        ({"kind": "change_unit", "task": "1", "unit": "0", "name": "甲", "role": "boss"}, "角色只能是"),
        ({"kind": "remove_task", "task": "99"}, "这项任务已经不在了"),
        ({"kind": "set_fact", "name": "issued_on", "value": "昨天"}, "不是日期"),
        ({"kind": "set_fact", "name": "id", "value": "1"}, "没有这一项可改"),
        ({"kind": "add_clause", "start": "0", "end": "9999999"}, "没有选中文字"),
        ({"kind": "destroy"}, "不完整"),
    ],
)
def test_a_correction_that_cannot_be_made_is_refused_in_one_sentence(correct, fields, sentence):
    page = correct(**fields)
    assert page.status == 409
    assert sentence in page.words(NOTICE)
    assert page.texts("//section[@id='part-history']//tbody/tr") == []


def test_what_persons_type_is_text_and_never_markup(correct):
    page = correct("change_unit", who=HOSTILE, task="1", unit="0", name=HOSTILE, role="lead")
    page = correct("set_fact", who=HOSTILE, name="title", value=HOSTILE)
    assert page.all("//img") == []
    assert HOSTILE in page.words("//h1")


def test_a_document_that_is_none_is_not_corrected(client):
    assert send(client, "/documents/9/edits", who="林静怡", kind="remove_task", task="1").status_code == 404
