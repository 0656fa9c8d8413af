"""Letters handed in to a real mail server: taken, refused, put off, broken off, down, encrypted (case 38)."""

import shutil
import socket
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from tests.conftest import needed
from tests.cycles import COMMERCE, MARKET, OFFICE, TIANHE, sent
from tests.mail import Office, a_certificate, a_mail_server
from tracker.errors import NotReady
from tracker.operations import letters, reminders
from tracker.operations.mailing import MailServer, mail_server
from tracker.settings import Settings
from tracker.storage.database import db
from tracker.storage.registry_office import AgencyContact
from tracker.storage.reminders import Letter
from tracker.vocabulary.reminders import Step

FROM = "duban@example.gov.cn"
LI, ZHAO, QIAN = "li@example.gov.cn", "zhao@example.gov.cn", "qian@example.gov.cn"


@pytest.fixture
def contacts(year):
    """The persons to write to: two at the market regulator's, one in Tianhe; the others have no address."""
    for agency, name, address in (
        (MARKET, "李明", LI),
        (MARKET, "赵洋", ZHAO),
        (TIANHE, "钱江", QIAN),
        (COMMERCE, "孙", ""),
    ):
        db.session.add(AgencyContact(agency=agency, name=name, post="", telephone="020-1", email=address, note=""))
    db.session.commit()
    return year


@pytest.fixture
def post():
    return Office()


@pytest.fixture
def server(post):
    """A mail server without encryption, as the settings name it."""
    with a_mail_server(post) as port:
        yield MailServer("127.0.0.1", port, "none", None, None, FROM, None)


def outbox():
    """(address, state) of every letter, in order."""
    db.session.rollback()
    return [(each.address, str(each.state)) for each in db.session.scalars(select(Letter).order_by(Letter.id))]


def reminded(time, *day):
    time.set(*day)
    return reminders.remind(mailed=True)


def test_a_letter_is_chinese_from_its_heading_to_its_end(contacts, time, server, post):
    reminded(time, 12, 3)
    delivered = letters.deliver(server)
    assert (delivered.sent, delivered.refused, delivered.waiting) == (3, 0, 0)
    assert sorted(post.addresses()) == sorted([LI, ZHAO, QIAN])
    letter = next(message for _, _, message in post.letters if "李明" in message["To"])
    assert letter["Subject"] == "【提醒】2026年度还有 2 份没有报送"
    assert letter["From"] == f"广州市领导小组办公室 <{FROM}>"
    text = letter.get_content()
    assert text.startswith("广州市市场监督管理局：")
    assert "配合情况 1 份，截止 2026-11-12，已过 21 天；报告 1 份，截止 2026-12-10，还有 7 天。" in text
    assert "1. 一（一）① 引进企业（配合情况，截止 2026-11-12）" in text
    assert text.rstrip().endswith("2026年12月3日")
    assert {state for _, state in outbox()} == {"sent"}


def test_nothing_is_sent_twice(contacts, time, server, post, at_once):  # noqa: F811
    reminded(time, 12, 3)
    found = at_once(*[lambda: letters.deliver(server)] * 3)
    assert sum(each.sent for each in found) == len(post.letters) == 3
    assert letters.deliver(server).sent == 0


def test_a_server_that_is_down_leaves_the_outbox_and_is_tried_again_in_one_letter(contacts, time, server, post):
    with socket.create_server(("127.0.0.1", 0)) as free:
        closed = free.getsockname()[1]
    reminded(time, 12, 3)
    delivered = letters.deliver(replace(server, port=closed))
    assert (delivered.sent, delivered.waiting) == (0, 3)
    assert "现在不能发信" in delivered.trouble
    reminded(time, 12, 7)
    reminded(time, 12, 9)
    assert letters.deliver(server).sent == len(post.letters) == 3
    assert {state for _, state in outbox()} == {"sent"}


def test_a_refused_address_is_said_and_not_tried_again_and_one_put_off_is(contacts, time, server, post):
    post.answers = {LI: "550 5.1.1 no such user", ZHAO: "450 4.7.1 try again later"}
    reminded(time, 12, 3)
    delivered = letters.deliver(server)
    assert (delivered.sent, delivered.refused, delivered.waiting) == (1, 1, 1)
    assert outbox() == [(LI, "refused"), (ZHAO, "waiting"), (QIAN, "sent")]
    answers = db.session.scalars(select(Letter.answer).order_by(Letter.id)).all()
    assert answers == ["550 5.1.1 no such user", "450 4.7.1 try again later", ""]
    post.answers = {}
    assert letters.deliver(server).sent == 1
    assert outbox() == [(LI, "refused"), (ZHAO, "sent"), (QIAN, "sent")]


def test_a_letter_that_broke_off_half_way_is_shown_and_not_sent_again(contacts, time, server, post):
    post.data_answer = None
    reminded(time, 12, 3)
    delivered = letters.deliver(server)
    assert delivered.sent == 0
    assert outbox() == [(LI, "sending"), (ZHAO, "waiting"), (QIAN, "waiting")]
    post.data_answer = "250 OK"
    assert letters.deliver(server).sent == 2
    assert outbox()[0] == (LI, "sending")


def test_what_was_reported_before_it_went_out_is_not_sent(contacts, time, server, post):
    reminded(time, 12, 3)
    sent(contacts, MARKET, 1)
    sent(contacts, MARKET, 2)
    assert letters.deliver(server).sent == 1
    assert post.addresses() == [QIAN]
    assert outbox() == [(LI, "dropped"), (ZHAO, "dropped"), (QIAN, "sent")]


def test_a_paper_is_announced_with_its_number_and_its_term(contacts, time, server, post):
    time.set(12, 11)
    given = {"by": OFFICE, "term": date(2026, 12, 18), "text": "分管领导已过问。", "mailed": True}
    reminders.press(contacts.id, [TIANHE], Step.URGE, **given)
    letters.deliver(server)
    ((_, _, letter),) = post.letters
    assert letter["Subject"] == "【催办】2026年度还有 2 份没有报送"
    assert "催办〔2026〕1号：请于 2026-12-18（含当日）前报送。分管领导已过问。" in letter.get_content()


def test_an_address_that_no_server_takes_is_refused(contacts, time, server, post):
    db.session.scalar(select(AgencyContact).where(AgencyContact.email == LI)).email = "李明@例子.cn"
    db.session.commit()
    reminded(time, 12, 3)
    assert letters.deliver(server).refused == 1
    assert ("李明@例子.cn", "refused") in outbox()


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_letters_travel_encrypted_to_a_server_that_is_vouched_for(contacts, time, post, security, tmp_path):
    needed(shutil.which("openssl"), "needs openssl: apt-get install openssl")
    context, authority = a_certificate(tmp_path)
    options = {"tls_context": context, "require_starttls": True} if security == "starttls" else {"wrapped": context}
    reminded(time, 12, 3)
    with a_mail_server(post, **options) as port:
        known = MailServer("127.0.0.1", port, security, None, None, FROM, authority)
        stranger = letters.deliver(replace(known, authority=None))
        assert (stranger.sent, "服务器证书不可信" in stranger.trouble) == (0, True)
        assert letters.deliver(known).sent == 3
    assert {encrypted for encrypted, *_ in post.letters} == {True}


def test_a_server_that_cannot_encrypt_is_given_nothing(contacts, time, server, post):
    reminded(time, 12, 3)
    delivered = letters.deliver(replace(server, security="starttls"))
    assert (post.letters, delivered.waiting) == ([], 3)
    assert "不支持所设的加密" in delivered.trouble


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"smtp_host": "post"}, "还要设发件地址"),
        ({"smtp_security": "ssl"}, "应为 starttls、tls 或 none"),
        ({"smtp_authority": "/nowhere.pem"}, "不在；请核对路径"),
    ],
)
def test_half_a_mail_server_is_refused_at_start(tmp_path, given, sentence):
    with pytest.raises(NotReady, match=sentence):
        Settings(home=tmp_path, **given)


def test_without_a_host_there_is_no_mail_server(tmp_path):
    assert mail_server(Settings(home=tmp_path)) is None
    assert mail_server(Settings(home=tmp_path, smtp_host="post", smtp_sender=FROM)).port == 25
