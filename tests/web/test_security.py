import pytest

from tracker.errors import Refusal
from tracker.web.security import HEADERS, POLICY

ADDRESSES = [
    "/",
    "/tasks",
    "/agencies",
    "/graph",
    "/graph/network.json",
    "/nothing",
    "/tasks/999",
    "/static/css/tokens.css",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_carries_the_headers_errors_and_files_too(client, address):
    with client.get(address) as response:
        assert {name: response.headers[name] for name in HEADERS} == HEADERS


def test_a_refused_method_carries_them_too(client):
    response = client.post("/tasks")
    assert response.status_code == 405
    assert response.headers["Content-Security-Policy"] == POLICY
    assert "GET" in response.headers["Allow"]


def test_nothing_comes_from_another_host_and_no_script_is_written_into_a_page():
    rules = dict(rule.split(" ", 1) for rule in POLICY.split("; "))
    assert (rules["default-src"], rules["script-src"], rules["style-src"]) == ("'self'", "'self'", "'self'")
    assert "http" not in POLICY


@pytest.mark.parametrize("address", ["/", "/tasks", "/tasks/1", "/agencies", "/agencies/1", "/graph", "/nothing"])
def test_pages_hold_no_inline_script_style_or_handler(client, office, read, address):
    page = read(client, address)
    assert page.all("//script[not(@src)]") == []
    assert page.all("//style | //*[@style]") == []
    assert page.all("//@*[starts-with(name(), 'on')]") == []


@pytest.mark.parametrize("address", ["/", "/tasks", "/tasks/1", "/agencies/1", "/graph"])
def test_pages_link_to_this_installation_only(client, office, read, address):
    page = read(client, address)
    assert all(link.startswith(("/", "#")) for link in page.all("//@href | //@src | //@action"))


def test_a_page_is_kept_nowhere_and_a_file_is_kept(client):
    assert client.get("/tasks").headers["Cache-Control"] == "no-store"
    with client.get("/static/css/tokens.css") as response:
        assert "max-age=31536000" in response.headers["Cache-Control"]


def test_a_reader_does_not_wait_for_a_writer(app, client, office):
    from tracker.storage.database import db

    with app.app_context(), db.engine.connect() as writer:
        writer.exec_driver_sql("UPDATE document SET title = '改'")
        assert client.get("/tasks").status_code == 200
        writer.rollback()


def test_a_refusal_is_a_page_with_its_sentence(app, client, read, monkeypatch):
    monkeypatch.setitem(app.view_functions, "desk.show", refuse)
    page = read(client, "/")
    assert (page.status, page.words("//p[@class='notice']")) == (409, "周期已锁定；请联系办公室。")


def refuse():
    raise Refusal("周期已锁定；请联系办公室。")
