"""``tracker remind``: one line of what was said; run again it says nothing."""

import pytest

from tests.cycles import Clock, an_open_cycle
from tests.mail import Office, a_mail_server
from tracker.operations.mailing import MailServer
from tracker.storage.database import db
from tracker.storage.registry_office import AgencyContact


@pytest.fixture
def year(in_app, monkeypatch):
    time = Clock(monkeypatch)
    year = an_open_cycle()
    time.set(12, 3)
    return year


def test_what_was_said_is_told_in_a_line_and_a_second_run_says_nothing(in_app, year, run):
    assert run("remind", app=in_app).stdout == "提醒了 5 家单位，共 9 份。\n"
    assert run("remind", app=in_app).stdout == "提醒了 0 家单位，共 0 份。\n"


def test_letters_are_counted_and_trouble_is_told(in_app, year, run):
    db.session.add(AgencyContact(agency="gz-swj", name="李", post="", telephone="", email="li@example.cn", note=""))
    db.session.commit()
    server = MailServer("127.0.0.1", 9, "none", None, None, "a@example.cn", None)
    in_app.config["MAIL_SERVER"] = server
    first = run("remind", app=in_app)
    assert first.stdout.endswith("邮件发出 0 封，被拒收 0 封，待发 1 封。\n")
    assert "现在不能发信" in first.stderr
    with a_mail_server(Office()) as port:
        in_app.config["MAIL_SERVER"] = MailServer("127.0.0.1", port, "none", None, None, "a@example.cn", None)
        assert run("remind", app=in_app).stdout.endswith("邮件发出 1 封，被拒收 0 封，待发 0 封。\n")
