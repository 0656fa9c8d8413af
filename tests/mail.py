"""A real mail server on this machine, that takes, refuses, puts off or breaks off as a test wants."""

import email
import ssl
import subprocess
from contextlib import contextmanager
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP


class Office:
    """What the server was given, and how it answers for whom: ``answers[address] = "550 …"``."""

    def __init__(self):
        self.letters, self.answers, self.data_answer = [], {}, "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):  # noqa: N802 aiosmtpd calls it so
        answer = self.answers.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 aiosmtpd calls it so
        if self.data_answer is None:
            server.transport.abort()
            return "421 gone"
        if self.data_answer.startswith("250"):
            encrypted = server.transport.get_extra_info("sslcontext") is not None
            self.letters.append((encrypted, envelope, email.message_from_bytes(envelope.content, policy=default)))
        return self.data_answer

    def addresses(self):
        return [envelope.rcpt_tos[0] for _, envelope, _ in self.letters]


class _Server(Controller):
    def __init__(self, office, wrapped=None, **options):
        super().__init__(office, hostname="127.0.0.1", port=0, ssl_context=wrapped)
        self._options = options

    def factory(self):
        return SMTP(self.handler, hostname="post.example.gov.cn", **self._options)

    def _trigger_server(self):
        """Port 0 is any free one: the one that was given is knocked at."""
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def a_mail_server(office, **options):
    """The server, started; gives its port."""
    server = _Server(office, **options)
    server.start()
    try:
        yield server.port
    finally:
        server.stop(no_assert=True)


def a_certificate(folder, name="IP:127.0.0.1"):
    """A certificate of its own authority, for this machine; (context of the server, file of the authority)."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subject = ["-subj", "/CN=post.example.gov.cn", "-addext", f"subjectAltName={name}"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", *subject]
    subprocess.run([*command, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    return context, certificate
