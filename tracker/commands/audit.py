"""``tracker audit``: sealing, verifying and clearing out what was written down."""

from datetime import datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from tracker import clock
from tracker.commands.group import Group
from tracker.errors import BrokenAudit
from tracker.operations import opening, sealing
from tracker.operations.auditing import by_command


@click.group(cls=Group)
def audit():
    """审计记录：封印、核验、清除。"""


@audit.command()
@with_appcontext
def seal():
    """把还没有封印的记录接到链上，并印出末尾的封印。

    网页服务每分钟自动做一次。印出的一行请抄到别处保存：核验时用它能看出末尾有没有被截断。
    """
    click.echo(f"末尾封印 {sealing.seal(_opened('seal'))}")


@audit.command()
@click.option(
    "--anchor", "given", metavar="封印", multiple=True, help="另行保存的末尾封印，形如 12:ab…；可以给出几个。"
)
@click.option("--broken", is_flag=True, help="先在内存里改动一条再核验，用来证明核验有效；数据库不变。")
@with_appcontext
def verify(given, broken):
    """核验审计记录有没有被改动、删除、插入、调换或截断；有则指出第一处，退出码 2。"""
    home = _opened("verify")
    sealing.seal()
    anchors = [*sealing.anchors(home), *(_anchor(text) for text in given)]
    found = sealing.verify_altered() if broken else sealing.verify(sorted(anchors, key=lambda each: each.number))
    if found.bad:
        raise BrokenAudit(found.bad, found.events)
    click.echo(f"核验通过：{found.events} 条记录完好，末尾封印 {found.anchor}")


@audit.command()
@click.option(
    "--before", metavar="日期", required=True, help="清除这一天以前的记录，如 2026-01-31；不能晚于 180 天前。"
)
@with_appcontext
def purge(before):
    """清除 180 天以前的审计记录；清除本身也有记录，链从清除处接上。"""
    _opened("purge")
    try:
        day = datetime.fromisoformat(before).replace(tzinfo=clock.CHINA)
    except ValueError:
        raise click.BadParameter(before, param_hint="--before") from None
    click.echo(f"已清除 {sealing.purge(day)} 条记录。")


def _opened(what) -> Path:
    home = Path(current_app.instance_path)
    by_command(f"audit {what}", "")
    opening.open_database(home)
    return home


def _anchor(text):
    if (found := sealing.anchor_of(text)) is None:
        raise click.BadParameter(text, param_hint="--anchor")
    return found
