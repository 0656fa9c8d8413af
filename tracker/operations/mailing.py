"""The mail server as the settings name it: one connection for a run, and what it answers in words."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr, make_msgid
from pathlib import Path

from tracker import clock
from tracker.errors import Refusal, cause_of
from tracker.operations.words import line
from tracker.settings import Settings

PATIENCE = 20
"""Seconds the server may take to answer."""
DONE, TAKEN = 250, (250, 251)
PASSING, REFUSING = range(400, 500), range(500, 600)
"""Answers by which a server asks to be tried again later, and by which it refuses for good."""


class Unreachable(Refusal):
    """The mail server does not take letters now; they stay in the outbox."""

    def __init__(self, server, why):
        super().__init__(f"邮件服务器 {server} 现在不能发信（{why}）；邮件留在待发箱，下次运行时再发。")


class Postponed(Refusal):
    """A letter that the server asks to be handed in again later."""


class Rejected(Refusal):
    """A letter that this server does not take for this address."""


class Interrupted(Refusal):
    """The connection broke when the letter was under way: nobody knows whether it arrived."""


@dataclass(frozen=True)
class MailServer:
    """Where letters are handed in, and in whose name."""

    host: str
    port: int
    security: str
    user: str | None
    password: str | None
    sender: str
    authority: Path | None

    @contextmanager
    def connected(self) -> Iterator["Post"]:
        """A connection that takes letters; raises Unreachable."""
        try:
            client = self._connect()
        except (OSError, smtplib.SMTPException) as error:
            raise Unreachable(f"{self.host}:{self.port}", _why(error)) from None
        try:
            yield Post(self, client)
        finally:
            _leave(client)

    def _connect(self):
        trust = ssl.create_default_context(cafile=self.authority)
        if self.security == "tls":
            client = smtplib.SMTP_SSL(self.host, self.port, timeout=PATIENCE, context=trust)
        else:
            client = smtplib.SMTP(self.host, self.port, timeout=PATIENCE)
        try:
            if self.security == "starttls":
                client.starttls(context=trust)
            if self.user:
                client.login(self.user, self.password or "")
            client.ehlo_or_helo_if_needed()
        except BaseException:
            client.close()
            raise
        return client


@dataclass(frozen=True)
class Post:
    """An open connection."""

    server: MailServer
    client: smtplib.SMTP

    def send(self, letter: "Sheet") -> None:
        """Hand in one letter; raises Unreachable, Postponed, Rejected, Interrupted."""
        if not letter.address.isascii():
            raise Rejected("地址里有中文或全角字符")
        message = _message(letter, self.server.sender).as_bytes()
        try:
            self._begin()
            self._to(letter.address)
        except OSError as error:
            raise Unreachable(self.server.host, _why(error)) from None
        try:
            code, answer = self.client.data(message)
        except smtplib.SMTPDataError as error:
            code, answer = error.smtp_code, error.smtp_error
        except OSError as error:
            raise Interrupted(_why(error)) from None
        _refuse(code, answer)

    def _begin(self):
        code, answer = self.client.mail(self.server.sender)
        if code != DONE:
            raise Unreachable(self.server.host, f"{code} {_words(answer)}")

    def _to(self, address):
        code, answer = self.client.rcpt(address)
        if code not in TAKEN:
            self.client.rset()
            _refuse(code, answer)


@dataclass(frozen=True)
class Sheet:
    """What a letter says: in whose name, to whom, under which heading."""

    office: str
    name: str
    address: str
    subject: str
    text: str


def _message(letter, sender):
    message = EmailMessage(policy=SMTP)
    message["From"] = formataddr((line(letter.office), sender))
    message["To"] = formataddr((line(letter.name), letter.address))
    message["Subject"] = line(letter.subject)
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text, cte="base64")
    return message


def _refuse(code, answer):
    said = f"{code} {_words(answer)}"
    if code in PASSING:
        raise Postponed(said)
    if code >= min(REFUSING):
        raise Rejected(said)


def mail_server(settings: Settings) -> MailServer | None:
    """The mail server of an installation; None where none is set."""
    if not settings.smtp_host:
        return None
    return MailServer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        security=settings.smtp_security,
        user=settings.smtp_user,
        password=settings.smtp_password,
        sender=settings.smtp_sender,
        authority=settings.smtp_authority,
    )


def _leave(client):
    try:
        client.quit()
    except OSError:
        client.close()


def _why(error):
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return "服务器不支持所设的加密或登录方式"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_words(error.smtp_error)}"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"服务器证书不可信：{error.verify_message}"
    if isinstance(error, ssl.SSLError):
        return f"加密连接没有建立：{error.reason}"
    if isinstance(error, TimeoutError):
        return f"{PATIENCE} 秒没有回应"
    return cause_of(error) if isinstance(error, OSError) else line(str(error))


def _words(answer):
    return line(answer.decode("utf-8", "replace") if isinstance(answer, bytes) else str(answer))[:200]
