"""Every setting of an installation with its default, and where the files that travel with the program lie."""

import os
from dataclasses import dataclass, fields
from pathlib import Path

from tracker.errors import NotReady

YES_OR_NO = {"yes": True, "true": True, "on": True, "1": True, "no": False, "false": False, "off": False, "0": False}
PACKAGE = Path(__file__).resolve().parent


def shipped(folder):
    """A folder that travels with the program: inside the package once installed, beside it in a checkout.

    Raises FileNotFoundError when it is in neither place, which means a broken installation.
    """
    for home in (PACKAGE, PACKAGE.parent):
        if (home / folder).is_dir():
            return home / folder
    raise FileNotFoundError(f"{folder}/ is neither in {PACKAGE} nor beside it")


def default_home():
    """``var/`` of the checkout, else of the folder the command was started in."""
    checkout = PACKAGE.parent
    return checkout / "var" if (checkout / "setup.cfg").is_file() else Path.cwd() / "var"


@dataclass(frozen=True)
class Settings:
    """What an installation may set; the environment variable is ``TRACKER_`` + the field's name in capitals."""

    home: Path = None
    """Folder for everything the installation writes: database, logs. Default: var/ in a checkout."""
    files: Path = None
    """Folder for the files people bring: documents as received, evidence. Default: the home folder."""
    database_url: str = None
    """SQLAlchemy URL of the database. Default: SQLite, tracker.sqlite3 under the home folder."""
    host: str = "127.0.0.1"
    """Address to serve on."""
    port: int = 8000
    """Port to serve on."""
    workers: int = 2
    """Web processes."""
    threads: int = 8
    """Threads of each web process."""
    secret_key: str = None
    """Key that signs what a browser keeps. Default: made once, in the file secret under the home folder."""
    production: bool = False
    """Whether real data is kept: no demonstration account is served, and the secret key has to be set."""
    password_profile: str = "dengbao"
    """What is asked of passwords: dengbao or asvs."""
    separate_duties: bool = True
    """Whether the three administrators' duties are three persons'; a small office may switch it off."""
    proxies: int = 0
    """How many proxies of our own stand before the web processes, whose word about addresses is taken."""
    smtp_host: str = None
    """Mail server that reminders are handed in to. Default: none; reminders stand in the system alone."""
    smtp_port: int = 25
    """Port of the mail server."""
    smtp_security: str = "starttls"
    """How letters travel to the mail server: starttls, tls, or none."""
    smtp_user: str = None
    """Name to sign in to the mail server with. Default: without signing in."""
    smtp_password: str = None
    """Password to that name."""
    smtp_sender: str = None
    """Address that letters come from; has to be set where a mail server is."""
    smtp_authority: Path = None
    """File with the certificate of the authority the mail server is vouched for by. Default: the machine's own."""
    scanner: str = None
    """Command that reads a file from standard input and ends with 0 for a clean one, 1 for an infected. Default: none."""

    def __post_init__(self):
        home = Path(self.home or default_home()).absolute()
        object.__setattr__(self, "home", home)
        object.__setattr__(self, "files", Path(self.files or home).absolute())
        if self.password_profile not in ("dengbao", "asvs"):
            raise NotReady(f"设置 TRACKER_PASSWORD_PROFILE 应为 dengbao 或 asvs，现为“{self.password_profile}”。")
        self._refuse_unfit_mail()
        object.__setattr__(self, "database_url", self.database_url or f"sqlite:///{home / 'tracker.sqlite3'}")

    def _refuse_unfit_mail(self):
        if self.smtp_security not in ("starttls", "tls", "none"):
            raise NotReady(f"设置 TRACKER_SMTP_SECURITY 应为 starttls、tls 或 none，现为“{self.smtp_security}”。")
        if self.smtp_host and "@" not in (self.smtp_sender or ""):
            raise NotReady(
                "设了邮件服务器 TRACKER_SMTP_HOST，还要设发件地址 TRACKER_SMTP_SENDER，如 duban@example.gov.cn。"
            )
        if self.smtp_authority and not Path(self.smtp_authority).is_file():
            raise NotReady(f"设置 TRACKER_SMTP_AUTHORITY 指的证书文件 {self.smtp_authority} 不在；请核对路径。")


def from_environment(environ=None):
    """Settings from ``TRACKER_*`` variables.

    Raises NotReady for a name nobody knows or a number that is none, so that a misspelt setting is never ignored.
    """
    known = {f"TRACKER_{field.name.upper()}": field for field in fields(Settings)}
    values = {}
    for name, value in sorted((os.environ if environ is None else environ).items()):
        if not name.startswith("TRACKER_"):
            continue
        if name not in known:
            raise NotReady(f"不认识的设置 {name}；可用的设置：{'、'.join(sorted(known))}。")
        values[known[name].name] = _converted(name, value, known[name].type)
    return Settings(**values)


def _converted(name, value, kind):
    if kind is bool:
        return _yes_or_no(name, value)
    try:
        converted = kind(value)
    except ValueError:
        raise NotReady(f"设置 {name} 应为整数，现为“{value}”。") from None
    if kind is int and converted < 1:
        raise NotReady(f"设置 {name} 应为不小于 1 的整数，现为“{value}”。")
    return converted


def _yes_or_no(name, value):
    if value.strip().lower() not in YES_OR_NO:
        raise NotReady(f"设置 {name} 应为 yes 或 no，现为“{value}”。")
    return YES_OR_NO[value.strip().lower()]
