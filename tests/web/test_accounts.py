"""账号、审计、修改密码, and what somebody typed before the sign-in was over (cases 77, 79, 86, 89)."""

import csv
import re
from datetime import timedelta
from io import StringIO

import pytest
from sqlalchemy import select

from tests.builders import A_PLAN, a_received_document
from tests.people import an_account, signed_in
from tests.statements import counted
from tests.web.conftest import Page
from tests.web.sending import send, token
from tests.web.test_documents import store
from tests.web.test_signing_in import enter
from tracker import clock
from tracker.operations import accounts as keeping
from tracker.operations.auditing import Doing
from tracker.operations.passwords import PROFILES
from tracker.operations.witnessing import witness
from tracker.storage.audit import AuditEvent
from tracker.storage.database import db
from tracker.storage.people import Account, Attempt, Grant, KeptForm, SignIn
from tracker.storage.queries import audit
from tracker.vocabulary import AttemptOutcome
from tracker.web import audit as pages_of_audit


def post(client, address, page="/password", **fields):
    return client.post(address, data={"csrf_token": token(client, page), **fields})


def events(app, **which):
    with app.app_context():
        statement = select(AuditEvent).filter_by(**which).order_by(AuditEvent.id)
        return [(event.who, event.action, event.object, event.result) for event in db.session.scalars(statement)]


def test_an_account_comes_from_two_administrators_and_its_owner(app, client_of, anonymous_client, read):
    slip = Page(post(client_of("sysadmin"), "/accounts", login="neu", name="新人", body=""))
    password = slip.words("//dd[contains(@class, 'large')]")
    assert re.fullmatch(r"\w{4}-\w{4}-\w{4}", password)
    with app.app_context():
        account = db.session.scalar(select(Account.id).where(Account.login == "neu"))
    assert post(client_of("secadmin"), f"/accounts/{account}/roles", role="auditor").status_code == 303
    assert enter(anonymous_client, "neu", password).status_code == 303
    led = anonymous_client.get("/audit")
    assert led.headers["Location"] == "/password"
    form = {"new": "Kai9-fang-88", "again": "Kai9-fang-88"}
    assert post(anonymous_client, "/password", **form).headers["Location"] == "/password?done=1"
    page = read(anonymous_client, "/audit")
    assert page.status == 200
    assert password not in page.words("//html")
    assert "建立账号" in page.words("//table")


def test_who_has_no_role_yet_changes_his_password_and_is_told_whom_to_ask(app, client_of, anonymous_client, read):
    slip = Page(post(client_of("sysadmin"), "/accounts", login="neu", name="新人", body=""))
    enter(anonymous_client, "neu", slip.words("//dd[contains(@class, 'large')]"))
    form = {"new": "Kai9-fang-88", "again": "Kai9-fang-88"}
    changed = post(anonymous_client, "/password", **form).headers["Location"]
    page = read(anonymous_client, changed)
    assert (changed, "还没有授予角色" in page.words(), "联系安全管理员" in page.words()) == ("/password?done=1", True, True)
    refused = [anonymous_client.get(address).status_code for address in ("/", "/tasks", "/accounts", "/kept")]
    assert refused == [403] * 4
    with app.app_context():
        account = db.session.scalar(select(Account.id).where(Account.login == "neu"))
    post(client_of("secadmin"), f"/accounts/{account}/roles", role="auditor")
    enter(anonymous_client, "neu", "Kai9-fang-88")
    assert read(anonymous_client, "/audit").status == 200


def test_an_account_that_is_saved_without_a_role_says_what_it_cannot_do(app, client_of, read):
    client_of("sysadmin"), client_of("auditor")
    secadmin = client_of("secadmin")
    with app.app_context():
        account = db.session.scalar(select(Account.id).where(Account.login == "auditor"))
        an_account("auditor", login="another")
    own = "//tr[td[@class='name'][normalize-space()='auditor']]/td[4]"
    assert "看不到" not in read(secadmin, "/accounts").words(own)
    page = read(secadmin, post(secadmin, f"/accounts/{account}/roles").headers["Location"])
    for said in (page.words("//p[@role='status']"), page.words(own)):
        assert ("没有" in said, "角色" in said, "能登录" in said, "看不到、办不了" in said) == (True,) * 4
    page = read(secadmin, post(secadmin, f"/accounts/{account}/roles", role="auditor").headers["Location"])
    assert (page.words("//p[@role='status']")[:4], "看不到" in page.words(own)) == ("已保存。", False)


def test_who_has_no_role_yet_signs_out(app, client, read):
    with app.app_context():
        db.session.query(Grant).delete()
        db.session.commit()
    assert post(client, "/sign-out").headers["Location"] == "/sign-in"


def test_a_first_password_is_shown_once(client_of, read):
    sysadmin = client_of("sysadmin")
    slip = Page(post(sysadmin, "/accounts", login="neu", name="新人", body=""))
    assert slip.words("//dd[contains(@class, 'large')]") not in read(sysadmin, "/accounts").words("//html")


def test_an_account_that_cannot_be_made_keeps_what_was_typed(client_of):
    page = Page(post(client_of("sysadmin"), "/accounts", login="a b/c", name="林静怡", body=""))
    assert page.status == 409
    assert "登录名只能用" in page.words("//*[@role='alert']")
    assert page.all("//input[@name='name']")[0].get("value") == "林静怡"


@pytest.mark.parametrize("body", ["group:x", "group:999999", "agency:nowhere", "x", "group:99999999999999999999"])
def test_a_body_that_is_none_makes_no_account(app, client_of, body):
    post(client_of("sysadmin"), "/accounts", login="neu", name="新人", body=body)
    with app.app_context():
        found = db.session.scalar(select(Account).where(Account.login == "neu"))
        assert found is None or (body == "x" and found.group_id is found.agency_id is None)


def test_the_pages_of_administrators_take_few_statements(app, client_of):
    for role, address in (("sysadmin", "/accounts"), ("secadmin", "/accounts"), ("auditor", "/audit")):
        browser = client_of(role)
        browser.get(address)
        with counted(app) as statements:
            assert browser.get(address).status_code == 200
        assert len(statements) <= 5


def test_an_account_that_is_locked_is_shown_to_who_unlocks_it_and_that_it_was_unlocked_is_said(app, client_of, read):
    with app.app_context():
        account = an_account("office", login="lin")
        for _ in range(PROFILES["dengbao"].failures):
            db.session.add(Attempt(at=clock.now(), source="10.0.0.7", login="lin", outcome=AttemptOutcome.FAILED))
        db.session.commit()
    secadmin, state = client_of("secadmin"), "//tr[td[@class='name'][normalize-space()='lin']]/td[5]"
    assert "密码输错太多：林静怡（lin）" in read(secadmin, "/").words("//ul[@class='todo']")
    shown = read(secadmin, "/accounts")
    assert ("暂停登录" in shown.words(state), "解锁" in shown.words(f"{state}//button")) == (True, True)
    assert "解锁" not in read(client_of("sysadmin"), "/accounts").words(state)
    page = read(secadmin, post(secadmin, f"/accounts/{account}/unlocking").headers["Location"])
    assert page.words("//p[@role='status']").startswith("已解锁“lin”")
    assert page.words(state) == "可用"
    assert "密码输错太多" not in read(secadmin, "/").words()


def test_a_password_that_is_old_has_to_be_changed(app, client):
    with app.app_context():
        db.session.query(Account).update({"password_at": clock.now() - timedelta(days=91)})
        db.session.commit()
    assert client.get("/tasks").headers["Location"] == "/password"
    assert "90 天" in client.get("/password").get_data(as_text=True)


def expire(app):
    with app.app_context():
        db.session.query(SignIn).update({"seen_at": clock.now() - timedelta(minutes=31)})
        db.session.commit()


def test_what_was_typed_is_there_after_the_next_sign_in(app, client, read):
    (document,) = store(app, a_received_document())
    fields = {
        "csrf_token": token(client),
        "kind": "set_fact",
        "name": "title",
        "value": "写了很久的标题",
        "sequence": "0",
    }
    expire(app)
    sent = client.post(f"/documents/{document}/edits", data=fields)
    assert sent.headers["Location"].startswith("/sign-in")
    again = signed_in(app)
    page = read(again, "/kept")
    assert "写了很久的标题" in page.words()
    form = read(again, page.address("打开"))
    typed = {field.get("name"): field.text for field in form.all("//form[@class='kept']//textarea")}
    assert typed == {"value": "写了很久的标题"}
    hidden = form.all("//form[@class='kept']//input[@type='hidden'][@name!='csrf_token']")
    typed |= {field.get("name"): field.get("value") for field in hidden}
    assert "csrf_token" not in typed
    action = form.all("//form[@class='kept']")[0].get("action")
    assert post(again, action, page="/documents", **typed).status_code == 303
    assert "写了很久的标题" in read(again, f"/documents/{document}").words("//h1")


def test_what_was_kept_is_its_author_s_alone_and_can_be_dropped(app, client, client_of):
    data = {"csrf_token": token(client), "text": A_PLAN}
    expire(app)
    client.post("/documents", data=data)
    own, other = signed_in(app), client_of("office", login="other")
    with app.app_context():
        kept = db.session.scalar(select(KeptForm.id))
    assert (own.get(f"/kept/{kept}").status_code, other.get(f"/kept/{kept}").status_code) == (200, 404)
    post(other, f"/kept/{kept}")
    assert own.get(f"/kept/{kept}").status_code == 200
    post(own, f"/kept/{kept}")
    assert own.get(f"/kept/{kept}").status_code == 404


def test_a_script_is_told_that_the_sign_in_is_over_and_what_was_typed_is_kept(app, client):
    data = {"csrf_token": token(client), "text": A_PLAN}
    expire(app)
    answer = client.post("/documents", data=data, headers={"Accept": "application/json"})
    assert answer.status_code == 401
    with app.app_context():
        assert db.session.query(KeptForm).count() == 1


def test_a_password_that_was_sent_too_late_is_not_kept(app, client):
    data = {"csrf_token": token(client, "/password"), "old": "alt-Geheim-1", "new": "neu-Geheim-2", "again": "x"}
    expire(app)
    client.post("/password", data=data)
    with app.app_context():
        assert db.session.query(KeptForm).count() == 0


def unsafe(app):
    values = {"document_id": 1, "old_id": 2, "number": 1, "form_id": 1, "account_id": 1}
    with app.test_request_context():
        return sorted(
            (rule.endpoint, rule.build({name: values.get(name, 1) for name in rule.arguments})[1])
            for rule in app.url_map.iter_rules()
            if "POST" in rule.methods
        )


@pytest.mark.parametrize("role", ["office", "sysadmin", "secadmin"])
@pytest.mark.parametrize("given", [None, "falsch", "another's"])
def test_no_form_is_taken_without_its_own_token(app, client_of, role, given):
    browser, stranger = client_of(role), client_of("auditor")
    token(browser, "/password")
    data = {"csrf_token": token(stranger, "/password") if given == "another's" else given} if given else {}
    taken = [name for name, address in unsafe(app) if browser.post(address, data=data).status_code != 400]
    assert taken == []


def test_no_form_is_taken_as_json(app, client):
    taken = [name for name, address in unsafe(app) if client.post(address, json={"a": 1}).status_code != 400]
    assert taken == []


def test_nothing_is_changed_by_looking(app, office, client_of):
    with app.test_request_context():
        values = {"document_id": 1, "old_id": 2, "number": 1, "task_id": 1, "agency_id": 1, "form_id": 1}
        places = [
            rule.build({name: values.get(name, 1) for name in rule.arguments})[1]
            for rule in app.url_map.iter_rules()
            if "GET" in rule.methods and rule.endpoint.split(".")[0] not in ("static", "assets")
        ]
    for role in ("office", "auditor", "sysadmin"):
        browser = client_of(role)
        with counted(app) as statements:
            for place in places:
                with browser.get(place):
                    pass
        writing = {s.split(" (")[0] for s in statements if re.match(r"\s*(INSERT|UPDATE|DELETE)", s)}
        assert writing <= {"INSERT INTO audit_event"}, role


def test_taking_something_out_is_written_down(app, client):
    with client.get("/exports/ledger.xlsx?q=口岸") as response:
        assert response.status_code == 200
    assert events(app)[-1][1:] == ("exports.ledger", "/exports/ledger.xlsx?q=口岸", "done")


def test_a_wrong_password_is_written_down_as_a_refusal(app, anonymous_client):
    enter(anonymous_client, "neu", "falsch")
    assert events(app) == [("neu", "signing_in.enter", "neu", "refused")]


@pytest.fixture
def history(app, client):
    send(client, "/documents", text=A_PLAN)
    client.get("/accounts")
    send(client, "/cycles", name="没有选文件")
    return app


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", 3),
        ("?who=林静怡", 3),
        ("?who=nobody", 0),
        ("?action=documents.receive", 1),
        ("?object=便利化", 1),
        ("?object=%25", 0),
        ("?result=refused", 1),
        ("?result=undone", 1),
        ("?result=x", 3),
        ("?first=2099-01-01", 0),
        ("?last=2000-01-01", 0),
        ("?first=gestern", 3),
        ("?first=0001-01-01&last=9999-12-31", 3),
        ("?before=x", 3),
        ("?before=0&who=%00", 3),
        ("?before=1", 0),
    ],
)
def test_the_auditor_searches(history, client_of, read, asked, found):
    page = read(client_of("auditor"), f"/audit{asked}")
    rows = [row for row in page.texts("//table[contains(@class, 'events')]/tbody/tr") if "林静怡" in row]
    assert (page.status, len(rows)) == (200, found)


@pytest.mark.parametrize(("days", "told"), [("first=2026-05-02&last=2026-05-01", 1), ("first=2026-05-01&last=2026-05-01", 0)])
def test_days_that_are_the_wrong_way_round_are_said_to_be(history, client_of, read, days, told):
    said = read(client_of("auditor"), f"/audit?{days}").words()
    assert (said.count("请把两个日期对调"), said.count("没有符合条件的记录")) == (told, 1 - told)


def test_a_search_says_how_far_it_looked_and_goes_on_until_everything_was_looked_at(
    history, client_of, read, monkeypatch
):
    with history.app_context():
        for number in range(5):
            witness(Doing("某人", "x", f"/{number}", "::1"), result="refused")
    monkeypatch.setattr(audit, "LOOKED_AT", 3)
    auditor, seen = client_of("auditor"), []
    page = read(auditor, "/audit?object=便利化")
    assert "更早的还没有查" in page.words("//p[@class='notice']")
    while not seen:
        page = read(auditor, page.address("继续往前查 ›"))
        seen += page.texts("//table[contains(@class, 'events')]/tbody/tr")
    assert "便利化" in seen[0]
    assert "« 回到最新" in page.words("//nav[@class='pages']")
    monkeypatch.setattr(audit, "LOOKED_AT", 100)
    monkeypatch.setattr(audit, "ROWS_A_PAGE", 2)
    page, rows = read(auditor, "/audit?who=某人"), []
    rows += page.texts("//table[contains(@class, 'events')]/tbody/tr/td[5]")
    rows += read(auditor, page.address("更早的 ›")).texts("//table[contains(@class, 'events')]/tbody/tr/td[5]")
    assert rows == ["/4", "/3", "/2", "/1"]


def test_the_log_is_taken_out_as_a_table_that_runs_nothing(history, client_of):
    with history.app_context():
        witness(
            Doing("=cmd|' /C calc'!A0", "x", "@SUM(1)", "::1"), result="refused", detail="<script>alert(1)</script>"
        )
    with client_of("auditor").get("/audit/events.csv") as response:
        rows = list(csv.reader(StringIO(response.get_data().decode("utf-8-sig"))))
    assert rows[0][:4] == ["时间", "谁", "角色", "来自"]
    assert ["'=cmd|' /C calc'!A0", "'@SUM(1)"] in [[row[1], row[5]] for row in rows]
    assert all(row[0].endswith("+08:00") for row in rows[1:])


@pytest.mark.parametrize(("most", "said"), [(4, ["只导出了最新的 4 条；更早的请按日期分次导出。"]), (6, [])])
def test_the_whole_log_is_taken_out_or_it_is_said_how_much_of_it(history, client_of, monkeypatch, most, said):
    monkeypatch.setattr(audit, "PORTION", 2)
    monkeypatch.setattr(pages_of_audit, "MOST_EXPORTED", most)
    with history.app_context():
        for number in range(6):
            witness(Doing("某人", "x", f"/{number}", "::1"), result="refused")
    with client_of("auditor").get("/audit/events.csv?who=某人") as response:
        rows = list(csv.reader(StringIO(response.get_data().decode("utf-8-sig"))))
    assert [row[5] for row in rows[1:] if len(row) > 1] == [f"/{number}" for number in range(5, 5 - most, -1)]
    assert [row[0] for row in rows if len(row) == 1] == said


def test_a_hostile_log_is_shown_as_it_is_written(history, client_of, read):
    with history.app_context():
        witness(Doing("<img src=x onerror=alert(1)>", "y", "\x1b[2J", "::1"), result="refused", detail="{{7*7}}")
    page = read(client_of("auditor"), "/audit")
    assert page.all("//main//img") == []
    assert "<img src=x onerror=alert(1)>" in page.words()
    assert "\\x1b[2J" in page.words()
    assert "{{7*7}}" in page.words()


def test_a_lock_is_said_with_what_to_do(app, anonymous_client):
    with app.app_context():
        keeping.create("lin", "林静怡", profile=PROFILES["dengbao"])
    for _ in range(5):
        enter(anonymous_client, "lin", "falsch")
    page = Page(enter(anonymous_client, "lin", "falsch"))
    assert page.status == 429
    assert "安全管理员解锁" in page.words("//p[@role='alert']")


@pytest.mark.parametrize("header", ["1.2.3.4", "127.0.0.1, 9.9.9.9", "x"])
def test_a_forged_address_is_not_believed(app, anonymous_client, header):
    form = {"csrf_token": token(anonymous_client, "/sign-in"), "login": "lin", "password": "falsch"}
    anonymous_client.post("/sign-in", data=form, headers={"X-Forwarded-For": header})
    with app.app_context():
        assert db.session.scalar(select(AuditEvent.source).order_by(AuditEvent.id.desc())) == "127.0.0.1"
