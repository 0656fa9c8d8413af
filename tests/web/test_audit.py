"""审计 as the auditor reads it: objects by their names, changes in the words of the field; raw in the file."""

from datetime import date
from urllib.parse import quote, urlencode

import pytest
from sqlalchemy import select

from tests.cycles import MARKET
from tests.people import signed_in
from tests.statements import counted
from tests.web.sending import send
from tracker import clock
from tracker.errors import WrongState
from tracker.operations.auditing import Doing, add_event
from tracker.operations.transactions import one_transaction
from tracker.storage.cycles import Objection
from tracker.storage.database import db
from tracker.storage.extensions import Extension
from tracker.storage.queries import steps as steps_of_tasks
from tracker.storage.queries.audit import AuditFilter, Meant, found_events
from tracker.storage.reports import Filing
from tracker.vocabulary.reporting import ObjectionState
from tracker.web.causes import because, cause, without_typed

EVENTS = "//table[contains(@class, 'events')]/tbody/tr"


def test_what_was_done_to_what_and_what_was_changed_is_said_in_words(app, year, office_client, read):
    task = year.tasks[0]
    lit = {"colour": "green", "until": "2026-12-20", "reason": "已报市领导", "cycle": f"{year.id}"}
    assert send(office_client, f"/cycles/{year.id}/tasks/{task}/light", **lit).status_code == 303
    auditor = signed_in(app, "auditor")
    page = read(auditor, "/audit?action=lighting.task")
    assert page.texts(f"{EVENTS}/td[5]") == [f"周期 {year.id} “2026年度” · 任务 {task} “一（一）① 引进企业”"]
    (said,) = page.texts(f"{EVENTS}//details/p")
    assert said.startswith("亮灯的人工调整 1 新增：种类 进度灯；")
    assert "灯色 绿；" in said
    others = page.address(page.texts(f"{EVENTS}/td[5]/a")[0], f"{EVENTS}/td[5]/a")
    assert others == f"/audit?object=%2Fcycles%2F{year.id}%2Ftasks%2F{task}"
    for asked in (others, "/audit?object=light_override", "/audit?object=已报市领导"):
        assert "亮灯的人工调整 1" in " ".join(read(auditor, asked).texts(f"{EVENTS}//p"))
    with auditor.get("/audit/events.csv?action=lighting.task") as answer:
        assert f"/cycles/{year.id}/tasks/{task}/light" in answer.text
        assert '""colour"": ""green""' in answer.text


def event(app, read, object="", before=None, after=None, action="accounts.grant"):
    """Such an event as the auditor reads it: the object, and the lines of what was changed."""
    with app.app_context(), one_transaction(audited=False):
        add_event(what=Doing("某人", action, object, "::1"), before=before, after=after)
    page = read(signed_in(app, "auditor"), "/audit?who=某人")
    return page.texts(f"{EVENTS}/td[5]")[0], page.texts(f"{EVENTS}[1]//p")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ({"cycle 1": {"state": "open", "due_on": None}}, {"cycle 1": {"state": "locked", "due_on": "2026-12-10"}}, "周期 1 “2026年度” 改动：状态 报送中 → 已锁定；截止日 空 → 2026-12-10"),
        ({"account_role 5/auditor": {"role": "auditor"}}, None, "授权 账号编号 5、角色 审计员 删去：角色 审计员"),
        (None, {"task": {"inserted": 4, "deleted": 1}}, "任务 新增 4 行、删去 1 行"),
        (None, {"document 99": {"status": "x", "odd": True, "text": "a\u202eb"}}, "文件 99 新增：印发情况 x；odd 是；文字 a\\u202eb"),
        (None, {"nowhere 1": {"y": "z"}}, "nowhere 1 新增：y z"),
        (None, {"draft 1": {"content": '{"progress":"done","done":"建成。"}'}}, '草稿 1 “一（一）① 引进企业 · 广州市商务局” 新增：内容 {"完成状态": "已完成","工作进展": "建成。"}'),
        (None, {"x": "y"}, '没有记全的部分 {"x": "y"}'),
    ],
)
def test_a_change_is_said_in_words_and_what_has_none_as_it_stands(app, year, read, before, after, said):
    assert event(app, read, before=before, after=after)[1] == [said]


def test_what_was_cut_short_is_read_as_far_as_it_goes(app, year, read):
    rows = {f"nudge {number}": {"text": "文" * 290, "who": "a\xadb"} for number in range(80)}
    *lines, rest = event(app, read, after=rows)[1]
    assert len(lines) > 50
    assert lines[0] == f"催配合单位 0 新增：文字 {'文' * 290}；经办人 a\\xadb"
    assert rest.startswith(f'没有记全的部分 "nudge {len(lines)}": ')


@pytest.mark.parametrize(
    ("object", "action", "said"),
    [
        ("/accounts/1/roles", "accounts.grant", "账号 1 “郑卫东”"),
        ("/tasks/99", "tasks.show", "任务 99"),
        ("/exports/ledger.xlsx?q=口岸", "exports.ledger", "导出（q=口岸）"),
        (f"/agencies/{MARKET}", "agencies.show", f"单位 {MARKET} “广州市市场监督管理局”"),
        ("/nirgends", "x", "/nirgends"),
        ("/tasks/1", "signing_in.enter", "/tasks/1"),
        ("--before 2026-01-01", "tracker audit purge", "--before 2026-01-01"),
    ],
)
def test_an_object_is_named_and_what_is_none_stands_as_it_was_written(app, year, read, object, action, said):
    assert event(app, read, object, action=action)[0] == said


def test_a_row_and_what_is_about_it_is_called_by_the_clause_and_the_opening_of_its_task(app, year, read):
    row, named = year.rows[MARKET, 2], "“一（一）② 引进企业 · 广州市市场监督管理局”"
    raised = {"reason": "重复", "proposed": "", "who": "周敏", "at": clock.now()}
    asked = {"reason": "未完", "wanted": date(2026, 12, 20), "who": "周敏", "at": clock.now()}
    with app.app_context(), one_transaction(audited=False):
        db.session.add(Objection(id=4, expected_id=row, state=ObjectionState.RAISED, **raised))
        db.session.add(Extension(id=5, expected_id=row, **asked))
    cycle = f"周期 {year.id} “2026年度”"
    assert event(app, read, f"/review/{row}")[0] == f"报告 {row} {named}"
    assert event(app, read, f"/cycles/{year.id}/objections/4")[0] == f"{cycle} · 异议 4 {named}"
    assert event(app, read, f"/cycles/{year.id}/extensions/5")[0] == f"{cycle} · 延期申请 5 {named}"
    closed = {"task_fact 1": {"task_id": year.tasks[1]}, "adjustment 9": {"expected_id": row}}
    task, adjusted = event(app, read, after=closed)[1]
    assert task == f"任务的认定 1 新增：任务编号 {year.tasks[1]} “一（一）② 引进企业”"
    assert adjusted.endswith(f"应报编号 {row} {named}")
    changed = {f"draft {row}": {"who": "周敏"}}
    assert event(app, read, after=changed)[1] == [f"草稿 {row} {named} 新增：经办人 周敏"]


def found_by(app, read, text):
    """The objects of the events by somebody that a search for a text finds."""
    return read(signed_in(app, "auditor"), f"/audit?{urlencode({'who': '某人', 'object': text})}").texts(f"{EVENTS}/td[5]")


@pytest.mark.parametrize(
    "object",
    [
        "/cycles/1/tasks/1/light",
        "/cycles/1/rows?stage=missing&agency=" + MARKET,
        "/accounts/1/roles",
        f"/agencies/{MARKET}",
        f"/exports/ledger.xlsx?q={quote('口岸（一）')}+b",
        "/documents/1/edits",
        "/audit",
        "/nirgends",
        "/cycles/99",
    ],
)
def test_an_object_is_found_by_what_the_page_writes_of_it(app, year, read, object):
    said, _ = event(app, read, object)
    event(app, read, "/reports/5")
    assert found_by(app, read, said) == [said]


def test_a_kind_and_a_number_find_what_is_beneath_it_and_what_changed_it_and_no_longer_number(app, year, read):
    for path in ("/cycles/1/tasks/2/light", "/cycles/1?x=1", "/exports/cycles/1/pack", "/cycles/11", "/tasks/1"):
        event(app, read, path)
    event(app, read, "/cycles", after={"cycle 1": {"state": "prepared"}})
    event(app, read, "/cycles", after={"cycle 11": {"state": "prepared"}})
    found = found_by(app, read, "周期 1")
    assert (len(found), sum("周期 1 " in each for each in found), found.count("报送周期")) == (4, 3, 1)
    assert len(found_by(app, read, "周期 1 “2026年")) == 4
    assert found_by(app, read, "周期 1 完") == []


@pytest.mark.parametrize("text", ["一（一）②", "一（一）② 引进", "开展认证"])
def test_the_clause_or_the_title_of_a_task_finds_every_step_of_its_rows(app, year, read, text):
    row, other = year.rows[MARKET, 2], year.rows[MARKET, 1]
    with app.app_context():
        sheet = db.session.scalar(select(Filing.id).where(Filing.agency_id == MARKET))
    steps = [
        f"/reports/{sheet}/rows/{row}",
        f"/review/{row}/enter",
        f"/cycles/{year.id}/tasks/{year.tasks[1]}/standing",
        f"/tasks/{year.tasks[1]}",
    ]
    for path in (*steps, f"/review/{other}", f"/tasks/{year.tasks[0]}", f"/review/{row}9"):
        event(app, read, path)
    event(app, read, f"/reports/{sheet}/withdrawn", after={f"expected_report {row}": {"state": "draft"}})
    event(app, read, f"/reports/{sheet}/sent", after={f"expected_report {other}": {"state": "submitted"}})
    event(app, read, f"/reports/{sheet}/workbook", after={f"draft {row}": {"content": "{}"}})
    assert len(found_by(app, read, text)) == len(steps) + 2
    auditor = signed_in(app, "auditor")
    with counted(app) as statements:
        read(auditor, f"/audit?object={quote(text)}")
    assert len(statements) <= 7


def test_as_many_rows_as_a_name_may_have_can_be_asked_for(app, year):
    with app.app_context():
        rows = tuple(f"{table} {number}" for table in ("expected_report", "draft") for number in range(steps_of_tasks.MOST_ROWS))
        under = tuple(f"/review/{number}" for number in range(3 * steps_of_tasks.MOST_ROWS))
        assert found_events(AuditFilter(object="没有的", meant=Meant(under=under, rows=rows))).events == ()


def test_a_word_of_many_tasks_is_only_looked_for_as_it_stands(app, year, read, monkeypatch):
    monkeypatch.setattr(steps_of_tasks, "MOST_TASKS", 1)
    event(app, read, f"/tasks/{year.tasks[0]}")
    assert (found_by(app, read, "引进"), len(found_by(app, read, "一（一）①"))) == ([], 1)


def test_of_a_field_that_was_sent_twice_neither_text_stands_in_the_cause(app):
    with app.test_request_context("/x?day=2026-12-31", method="POST", data={"name": ["甲局", "乙局"]}):
        because(WrongState("甲局和乙局 2026-12-31 不能这样。"))
        assert cause() == "…和… … 不能这样。"


def test_a_refused_form_tells_the_auditor_why_without_what_was_typed(app, year, office_client, read):
    typed = {"name": "某某不知名局", "reason": "一句很长的理由"}
    task = year.tasks[0]
    tried = {"task": f"{task}", "role": "lead", "agency": typed["name"], "reason": typed["reason"]}
    assert send(office_client, f"/cycles/{year.id}/rows/new", **tried).status_code == 409
    assert send(office_client, f"/cycles/{year.id}/lock", reason=typed["reason"], lifted_by=" ").status_code == 409
    page = read(signed_in(app, "auditor"), "/audit?result=undone")
    why, unknown = page.texts(f"{EVENTS}/td[7]")
    assert why == "409 不能这样做：还没有填写谁可以解除锁定，不能锁定；请补上后再做一次。"
    assert unknown == "409 不能这样做：单位名录里没有现用的…；请照单位页上的名称填写，没有改动任何内容。"


@pytest.mark.parametrize(
    ("sentence", "typed", "left"),
    [
        ("登录名“a”b”已经有人用。", ["a”b"], "登录名…已经有人用。"),
        ("名称“甲“乙”丙”太长。", [], "名称…太长。"),
        ("“甲”乙”太长。", [], ""),
        ("期限 2026-12-10 太远，最多 60 字。", ["2026-12-10", "6", "60"], "期限 … 太远，最多 60 字。"),
    ],
)
def test_of_a_sentence_that_is_kept_all_is_left_out_that_was_typed_or_quoted(sentence, typed, left):
    assert without_typed(sentence, typed) == left


def test_the_desk_of_the_auditor_names_the_objects_too_and_a_page_asks_few_statements(app, year, office_client, read):
    assert send(office_client, "/accounts/1/roles", role="auditor").status_code == 403
    auditor = signed_in(app, "auditor")
    assert read(auditor, "/").texts("//table//span[@class='sub']") == ["账号 1 “林静怡”"]
    with counted(app) as statements:
        read(auditor, "/audit")
    assert len(statements) <= 5
