"""登录: in and out, in a new session each time, and to nowhere else than this installation (cases 73–80)."""

import re
from datetime import timedelta
from itertools import product

import pytest
from sqlalchemy import update

from tests.people import an_account, signed_in
from tests.statements import counted
from tests.web.sending import token
from tracker import clock
from tracker.operations import passwords
from tracker.storage.database import db
from tracker.storage.people import Account, SignIn
from tracker.web.signing_in import destination

PASSWORD = "Hai-Wai-Cang-2026"


@pytest.fixture(scope="module")
def hashed():
    return passwords.hashed(PASSWORD)


@pytest.fixture
def account(app, hashed):
    """An office's account with a password."""
    with app.app_context():
        return an_account("office", login="lin", password_hash=hashed)


def enter(client, login="lin", password=PASSWORD, **more):
    form = {"csrf_token": token(client, "/sign-in"), "login": login, "password": password, "next": ""} | more
    return client.post("/sign-in", data=form)


def test_who_is_not_signed_in_is_asked_to_and_comes_back_to_where_he_was_going(anonymous_client, account):
    sent = anonymous_client.get("/tasks?q=口岸")
    assert sent.status_code == 303
    page = sent.headers["Location"]
    assert page.startswith("/sign-in?next=/tasks")
    entered = enter(anonymous_client, next="/tasks?q=口岸")
    assert (entered.status_code, entered.headers["Location"][:9]) == (303, "/tasks?q=")
    assert anonymous_client.get("/tasks").status_code == 200


def test_the_bar_says_who_is_signed_in_and_lets_him_out(anonymous_client, account, read):
    enter(anonymous_client)
    page = read(anonymous_client, "/")
    assert page.words("//div[@class='me']") == "消息林静怡 办公室 · 广东省领导小组 退出"
    left = anonymous_client.post("/sign-out", data={"csrf_token": token(anonymous_client, "/documents")})
    assert left.headers["Location"] == "/sign-in"
    assert anonymous_client.get("/").status_code == 303


@pytest.mark.parametrize(("login", "password"), [("lin", "falsch"), ("nobody", PASSWORD), ("", ""), ("lin", "")])
def test_whatever_is_wrong_is_answered_alike(anonymous_client, account, read, login, password):
    refused = enter(anonymous_client, login, password)
    assert refused.status_code == 401
    assert "登录名或密码不对" in refused.get_data(as_text=True)


@pytest.mark.parametrize("known", [{"must_change": False}, {"disabled_at": clock.now()}, {"password_hash": None}])
def test_whatever_is_wrong_costs_one_hash_and_as_many_statements(app, anonymous_client, account, known, monkeypatch):
    """Case 74: what takes time is counted, for an account and for none."""
    looked, asked, said = [], [], []
    real = passwords.check_password_hash
    monkeypatch.setattr(passwords, "check_password_hash", lambda *given: looked.append(given[0]) or real(*given))
    with app.app_context():
        db.session.execute(update(Account).where(Account.id == account).values(known))
        db.session.commit()
    for login in ("lin", "nobody"):
        with counted(app) as statements:
            said.append(enter(anonymous_client, login, "falsch").get_data(as_text=True).replace(f'"{login}"', ""))
        asked.append(len(statements))
    assert [each.split("$")[0] for each in looked] == ["scrypt:32768:8:1"] * 2
    assert asked[0] == asked[1]
    assert without_token(said[0]) == without_token(said[1])


def without_token(page):
    return re.sub(r'name="csrf_token"[^>]*>', "", page)


@pytest.mark.parametrize("planted_by", ["nobody", "auditor"])
def test_a_session_that_was_there_before_is_not_the_one_after(app, anonymous_client, account, planted_by):
    """Whatever was planted in the browser, a session of nobody or a stranger's own, opens nothing once one has signed in."""
    stranger = app.test_client() if planted_by == "nobody" else signed_in(app, planted_by)
    with stranger.session_transaction() as session:
        session["planted"] = "x"
    page = "/sign-in" if planted_by == "nobody" else "/password"
    anonymous_client.set_cookie("tracker", stranger.get_cookie("tracker").value)
    form = {"csrf_token": token(anonymous_client, page), "login": "lin", "password": PASSWORD, "next": ""}
    with anonymous_client.session_transaction() as session:
        before = dict(session)
    assert anonymous_client.post("/sign-in", data=form).status_code == 303
    with anonymous_client.session_transaction() as session:
        assert session.keys() == {"_user_id", "_fresh"}
        assert session["_user_id"] != before.get("_user_id")
    assert anonymous_client.get("/tasks").status_code == 200
    assert stranger.get("/tasks").status_code == (303 if planted_by == "nobody" else 403)


def test_a_password_that_is_changed_gives_the_browser_another_session_and_ends_the_one_before(app, client):
    stolen = client.get_cookie("tracker").value
    with app.app_context():
        db.session.execute(update(Account).values(password_hash=passwords.hashed("Wort-Num-0")))
        db.session.commit()
    form = {"old": "Wort-Num-0", "new": "Kai9-fang-88", "again": "Kai9-fang-88"}
    assert client.post("/password", data={"csrf_token": token(client, "/password"), **form}).status_code == 303
    thief = app.test_client()
    thief.set_cookie("tracker", stolen)
    assert (client.get("/tasks").status_code, thief.get("/tasks").status_code) == (200, 303)


def test_signing_out_ends_the_sign_in_itself_not_only_the_cookie(app, anonymous_client, account):
    enter(anonymous_client)
    stolen = anonymous_client.get_cookie("tracker").value
    anonymous_client.post("/sign-out", data={"csrf_token": token(anonymous_client, "/documents")})
    thief = app.test_client()
    thief.set_cookie("tracker", stolen)
    assert thief.get("/").status_code == 303


@pytest.mark.parametrize(
    ("idle", "age", "status"),
    [(29, 29, 200), (31, 31, 303), (5, 11 * 60 + 59, 200), (5, 12 * 60 + 1, 303)],
    ids=["used lately", "idle", "old", "too old"],
)
def test_a_sign_in_ends_when_it_is_idle_or_old(app, client, idle, age, status):
    with app.app_context():
        now = clock.now()
        seen, started = now - timedelta(minutes=idle), now - timedelta(minutes=age)
        db.session.query(SignIn).update({"seen_at": seen, "started_at": started})
        db.session.commit()
    assert client.get("/").status_code == status


def test_who_is_disabled_is_out_at_the_next_request(app, client):
    assert client.get("/").status_code == 200
    with app.app_context():
        db.session.query(Account).update({"disabled_at": clock.now()})
        db.session.commit()
    assert client.get("/").status_code == 303


def test_pages_are_kept_in_no_cache(client):
    for address in ("/", "/tasks", "/nothing", "/password"):
        assert client.get(address).headers["Cache-Control"] in ("no-store", "no-cache")
    assert client.get("/").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("scheme", "name", "flags"),
    [
        ("http", "tracker", {"HttpOnly", "SameSite=Lax"}),
        ("https", "__Host-tracker", {"HttpOnly", "SameSite=Lax", "Secure"}),
    ],
)
def test_the_cookie_is_bound_to_the_host_where_the_line_is_safe(anonymous_client, account, scheme, name, flags):
    with anonymous_client.get("/sign-in", base_url=f"{scheme}://localhost") as response:
        cookie = response.headers["Set-Cookie"]
    assert cookie.startswith(f"{name}=")
    assert {part.strip() for part in cookie.split(";")} >= flags | {"Path=/"}
    assert "Domain" not in cookie
    assert len(cookie) < 4096


def test_a_device_that_signed_in_is_known_by_a_cookie_no_script_reads(anonymous_client, account):
    cookies = enter(anonymous_client).headers.getlist("Set-Cookie")
    (device,) = [cookie for cookie in cookies if cookie.startswith("tracker-device=")]
    assert {"HttpOnly", "SameSite=Strict"} <= {part.strip() for part in device.split(";")}


HOSTS = ["evil.example", "evil.example/%2e%2e", "evil.example@localhost", "localhost.evil.example", "[::1]", "1.2.3.4"]
WAYS = [
    "//{}", "///{}", "////{}", "/\\{}", "\\\\{}", "\\/{}", "http://{}", "https:{}", "HTTPS:/{}", "javascript:alert('{}')",
    "data:text/html,{}", "/%2f{}", "/%2F%2F{}", "/%5c{}", "/%5C%5C{}", "//{}/tasks", " //{}", "\t//{}", "/\t/{}",
    "/\n/{}", "\r\n//{}", "/\x00/{}", "ftp://{}", "//localhost@{}", "/@{}", "http:////{}", "mailto:{}", "vbscript:{}",
    "{}", "./{}", "../{}", "?next=//{}", "#//{}", "/%09/{}", "/sign-out?{}", "/sign-in?next=//{}", "//%68{}",
    "jaVaScript://{}/%0aalert(1)", "///;@{}", "/%00/{}", "http:\\\\{}", "/.//{}", "/..//{}",
]  # fmt: skip
PAYLOADS = [way.format(host) for way, host in product(WAYS, HOSTS)]
PAYLOADS += [payload.upper() for payload in PAYLOADS]


@pytest.mark.parametrize("wanted", PAYLOADS[::40])
def test_who_signs_in_is_led_home_from_such_an_address(anonymous_client, account, wanted):
    assert enter(anonymous_client, next=wanted).headers["Location"] == "/"


def test_no_address_leads_to_another_place_than_this_installation(app):
    assert len(PAYLOADS) >= 500
    with app.test_request_context():
        led = {wanted: destination(wanted) for wanted in PAYLOADS}
    assert {wanted: to for wanted, to in led.items() if to != "/"} == {}


@pytest.mark.parametrize("wanted", ["/tasks", "/tasks?q=%E5%8F%A3%E5%B2%B8&page=2", "/documents/3?task=5"])
def test_a_page_of_ours_is_gone_to(app, wanted):
    with app.test_request_context():
        assert destination(wanted) == wanted


def test_a_page_asks_for_who_is_there_in_one_statement(app, client):
    client.get("/")
    with counted(app) as statements:
        client.get("/password")
    assert len([each for each in statements if "sign_in" in each]) == 1


def test_the_use_of_a_browser_is_written_down_at_most_once_a_minute(app, client):
    with app.app_context():
        db.session.query(SignIn).update({"seen_at": clock.now() - timedelta(minutes=5)})
        db.session.commit()
    with counted(app) as statements:
        client.get("/password")
        client.get("/password")
    assert sum(statement.startswith("UPDATE sign_in") for statement in statements) == 1
