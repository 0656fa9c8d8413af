"""``tracker account`` and ``tracker audit``: first accounts, the way back in, the chain (cases 72, 78, 90, 91)."""

import re

import pytest
from sqlalchemy import select, text

from tests.people import an_account
from tracker.operations import demonstration, groups, registry
from tracker.storage.audit import AuditEvent
from tracker.storage.database import db
from tracker.storage.people import Account

KEY = "q7Xw-2mPz_Lr9sTd4vBn8yHc6kFj3gAe"


def test_an_administrator_is_made_on_the_machine_itself(app, run):
    ended = run("account", "create", "zhou", "周建国", "--role", "系统管理员", app=app)
    assert ended.exit_code == 0
    assert re.search(r"首次密码 \w{4}-\w{4}-\w{4}\n", ended.output)
    with app.app_context():
        event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "tracker account")).first()
        assert (event.object, event.source, event.who.startswith("命令行（")) == ("create zhou", "本机", True)
        assert "首次密码" not in event.after


def test_the_last_administrator_gets_back_in(app, run):
    with app.app_context():
        account = an_account("sysadmin", login="zhou")
        db.session.get(Account, account).disabled_at = db.session.get(Account, account).created_at
        db.session.commit()
    assert "首次密码" in run("account", "recover", "zhou", app=app).output
    with app.app_context():
        found = db.session.get(Account, account)
        assert (found.disabled_at, found.must_change) == (None, True)


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("create", "a/b", "某人"), "登录名只能用"),
        (("create", "li", "李", "--group", "火星市"), "没有“火星市”的领导小组"),
        (("create", "li", "李", "--role", "填报员"), "不属于单位"),
        (("recover", "nobody"), "没有这个账号"),
    ],
)
def test_what_cannot_be_is_one_sentence(app, run, arguments, why):
    ended = run("account", *arguments, app=app)
    assert (ended.exit_code, why in ended.output, ended.output.count("\n")) == (2, True, 1)


def test_demonstration_accounts_are_listed_and_removed(app, run):
    with app.app_context():
        registry.fill_empty_registry()
        groups.fill_empty_groups()
        assert demonstration.create() == 8
        assert demonstration.create() == 0
    assert run("account", "list", app=app).output.count("演示") == 8
    assert run("account", "remove-demonstration", app=app).output == "已删去 8 个演示账号。\n"


def test_a_sound_chain_is_told_and_the_control_is_not(app, run):
    run("account", "create", "zhou", "周建国", "--role", "审计员", app=app)
    sealed = re.search(r"末尾封印 (\d+:\w{64})", run("audit", "seal", app=app).output)[1]
    whole = run("audit", "verify", "--anchor", sealed, app=app)
    assert (whole.exit_code, "核验通过" in whole.output) == (0, True)
    control = run("audit", "verify", "--broken", app=app)
    assert (control.exit_code, "与封印不符" in control.output) == (2, True)
    assert run("audit", "verify", app=app).exit_code == 0


def test_the_first_bad_row_is_named(app, run):
    run("account", "create", "zhou", "周建国", app=app)
    run("audit", "seal", app=app)
    with app.app_context():
        db.session.execute(text("UPDATE audit_event SET who = '别人' WHERE id = 1"))
        db.session.commit()
    ended = run("audit", "verify", app=app)
    assert (ended.exit_code, "编号 1" in ended.output) == (2, True)


def test_an_end_cut_off_is_found_by_what_the_home_folder_keeps(app, run):
    run("account", "create", "zhou", "周建国", app=app)
    run("account", "create", "wu", "吴敏", app=app)
    run("audit", "seal", app=app)
    with app.app_context():
        db.session.execute(text("DELETE FROM audit_seal WHERE number > 1"))
        db.session.execute(text("DELETE FROM audit_event WHERE id > (SELECT event_id FROM audit_seal)"))
        db.session.commit()
    ended = run("audit", "verify", app=app)
    assert (ended.exit_code, "截断" in ended.output or "重写" in ended.output) == (2, True)


@pytest.mark.parametrize("before", ["2099-01-01", "gestern"])
def test_young_events_are_not_cleared(app, run, before):
    ended = run("audit", "purge", "--before", before, app=app)
    assert (ended.exit_code, ended.output.count("\n")) == (2, 1)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({}, "必须设置 TRACKER_SECRET_KEY"),
        ({"TRACKER_SECRET_KEY": KEY[:31]}, "必须设置 TRACKER_SECRET_KEY"),
        ({"TRACKER_SECRET_KEY": "changeme" * 5}, "必须设置 TRACKER_SECRET_KEY"),
    ],
)
def test_real_data_are_not_served_with_a_key_that_may_be_guessed(process, tmp_path, more, why):
    ended = process("serve", "--port", "0", TRACKER_PRODUCTION="yes", **more)
    assert (ended.returncode, why in ended.stderr) == (2, True)
    assert not (tmp_path / "home").exists()


def test_real_data_are_not_served_beside_demonstration_accounts(process, environment, tmp_path):
    ended = process("serve", "--demonstration", TRACKER_PRODUCTION="yes", TRACKER_SECRET_KEY=KEY)
    assert (ended.returncode, "--demonstration" in ended.stderr) == (2, True)
    from tests.conftest import application, closing

    with closing(application(tmp_path / "home")) as app, app.app_context():
        registry.fill_empty_registry()
        groups.fill_empty_groups()
        demonstration.create()
    ended = process("serve", "--port", "0", TRACKER_PRODUCTION="yes", TRACKER_SECRET_KEY=KEY)
    assert (ended.returncode, "还有演示账号" in ended.stderr) == (2, True)


@pytest.mark.parametrize("name", ["TRACKER_PRODUCTION", "TRACKER_SEPARATE_DUTIES"])
def test_a_setting_that_is_neither_yes_nor_no_is_refused(process, name):
    ended = process("serve", **{name: "vielleicht"})
    assert (ended.returncode, "应为 yes 或 no" in ended.stderr) == (2, True)
