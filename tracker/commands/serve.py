"""``tracker serve``: the web pages, with everything made ready first."""

import errno
import gc
import logging
import socket
import threading
import time

import click
from gunicorn.app.base import BaseApplication

from tracker import clock
from tracker.commands import memory
from tracker.commands.group import Command
from tracker.commands.progress import Progress
from tracker.commands.unreadable import Worker
from tracker.errors import NotReady, cause_of
from tracker.operations import demonstration as demonstration_accounts
from tracker.operations import demonstration_year, opening, sealing, timekeeping
from tracker.operations.auditing import by_command
from tracker.settings import Settings, from_environment
from tracker.storage.database import db
from tracker.storage.queries.image import image
from tracker.storage.queries.people import people
from tracker.storage.queries.texts import texts
from tracker.web.application import create_app

SHORTEST_KEY, FEWEST_LETTERS = 32, 12
"""Characters of a key, and different ones among them: no word or example, written again and again until it is long."""
SEALED_EVERY = 60
"""Seconds between two sealings of the audit."""
NOBODY = (
    "还没有账号，谁也登录不了；请先建立最初的管理员，如 "
    "tracker account create sysadmin 周建国 --role 系统管理员（安全管理员、审计员各建一个）。"
)
log = logging.getLogger(__name__)
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}


@click.command(cls=Command)
@click.option("--host", metavar="地址", help="监听的地址；默认 127.0.0.1，只有本机能访问。")
@click.option("--demonstration", is_flag=True, help="建立演示账号，登录页上会列出；不能放入真实数据。")
@click.option("--port", metavar="端口", type=click.IntRange(0, 65535), help="监听的端口；默认 8000，0 为任一空闲端口。")
def serve(host, port, demonstration):
    """准备好数据库，启动网页服务。

    第一次启动时建立数据库并导入随程序安装的任务表；再次启动时保留已有数据。按 Ctrl+C 停止。
    """
    settings = from_environment()
    _refuse_unfit(settings, demonstration)
    listener = _listener(host or settings.host, settings.port if port is None else port)
    with Progress("正在准备数据库"):
        _open_installation(settings, demonstration)
    memory.hold_little()
    Server(settings, listener).run()


def _refuse_unfit(settings, with_demonstration):
    """Real data are not served with a key that may be guessed, nor to everybody."""
    if not settings.production:
        return
    if with_demonstration:
        raise NotReady("正式使用（TRACKER_PRODUCTION）时不能建立演示账号；请去掉 --demonstration。")
    key = settings.secret_key or ""
    if len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_LETTERS:
        raise NotReady(
            f"正式使用（TRACKER_PRODUCTION）必须设置 TRACKER_SECRET_KEY，至少 {SHORTEST_KEY} 个字符，不能是重复的词；"
            'python3 -c "import secrets; print(secrets.token_urlsafe(48))" 可以生成一个。'
        )


def _open_installation(settings, with_demonstration):
    by_command("serve", "")
    opening.prepare_home(settings.home)
    with create_app(settings).app_context():
        opening.open_installation(settings.home, settings.files)
        if with_demonstration:
            demonstration_accounts.create()
            demonstration_year.tell(clock.today())
        if settings.production and (found := demonstration_accounts.accounts()):
            names = "、".join(one.login for one in found)
            raise NotReady(f"还有演示账号（{names}），不能正式使用；请先运行 tracker account remove-demonstration。")
        if not people():
            click.echo(NOBODY, err=True)
        if warning := timekeeping.doubt():
            click.echo(warning, err=True)
        db.session.remove()
        db.engine.dispose()


def _listener(host, port):
    """A listening socket, taken before anything is written, so that a second start changes nothing."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=2048)
    except UnicodeError:
        raise NotReady(f"--host 的“{host}”不是地址；请写本机的 IP 地址，例如 127.0.0.1。") from None
    except OSError as error:
        raise NotReady(_why_not(error, host, port)) from None


def _why_not(error, host, port):
    if error.errno == errno.EADDRINUSE:
        return f"端口 {port} 已被占用；请停止占用它的程序，或用 --port 换一个端口。"
    if error.errno == errno.EACCES:
        return f"没有权限使用端口 {port}；请用 --port 换一个 1024 以上的端口。"
    return f"不能在地址 {host} 上监听（{cause_of(error)}）；请用 --host 写本机的 IP 地址，例如 127.0.0.1，或 0.0.0.0 让各处都能访问。"


def address_of(listener: socket.socket) -> str:
    """Where a browser on this machine finds the pages."""
    host, port = listener.getsockname()[:2]
    host = EVERYWHERE.get(host, host)
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


class Server(BaseApplication):
    """Gunicorn on a socket that listens already: processes that share no state, threads so that none waits alone."""

    def __init__(self, settings: Settings, listener: socket.socket):
        self.settings = settings
        self.address = address_of(listener)
        self.descriptor = listener.detach()
        super().__init__()

    def load_config(self):
        wanted = {
            "bind": f"fd://{self.descriptor}",
            "worker_class": Worker,
            "preload_app": True,
            "workers": self.settings.workers,
            "threads": self.settings.threads,
            "loglevel": "warning",
            "when_ready": self.say_where,
            "post_worker_init": self.keep_sealing,
            "control_socket_disable": True,
        }
        for name, value in wanted.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self):
        """The application, with what is read once of all documents: the processes made of this one share it."""
        app = create_app(self.settings)
        with app.app_context():
            image()
            texts()
            db.session.remove()
            db.engine.dispose()
        memory.give_back()
        return app

    def keep_sealing(self, worker):
        """Each minute what was written down is sealed, by whichever process comes first."""
        threading.Thread(target=_seal_each_minute, args=(worker.wsgi, self.settings.home), daemon=True).start()

    def say_where(self, _arbiter):
        gc.collect()
        gc.freeze()
        click.echo(f"数据保存在 {self.settings.home}")
        click.echo(f"请在浏览器打开 {self.address}")


def _seal_each_minute(app, home):
    while True:
        time.sleep(SEALED_EVERY)
        memory.give_back()
        try:
            with app.app_context():
                sealing.seal(home)
        except Exception:
            log.exception("the audit could not be sealed; it is tried again")
