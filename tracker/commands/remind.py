"""``tracker remind``: what the day asks for, once; run from cron or a timer, as often as one likes."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from tracker.commands.group import Command
from tracker.operations import letters, opening, reminders, tidying
from tracker.operations.auditing import by_command


@click.command(cls=Command)
@with_appcontext
def remind():
    """提醒今天该提醒的单位，并发出待发的邮件。

    在到期前 30、14、7、3、1 天和到期后 1、3、7 天（以后每 7 天）提醒还没有报送的单位，每家一份。
    由 cron 或 systemd 定时器运行，运行几次都只提醒一次，漏了几天也只补一份。
    """
    by_command("remind", "")
    opening.open_database(Path(current_app.instance_path))
    server = current_app.config["MAIL_SERVER"]
    tidying.tidy()
    said = reminders.remind(mailed=server is not None)
    click.echo(f"提醒了 {said.agencies} 家单位，共 {said.rows} 份。")
    if server is None:
        return
    done = letters.deliver(server)
    click.echo(f"邮件发出 {done.sent} 封，被拒收 {done.refused} 封，待发 {done.waiting} 封。")
    if done.trouble:
        click.echo(done.trouble, err=True)
