"""``tracker account``: first accounts, and the way back in when no administrator can."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from tracker.commands.group import Group
from tracker.commands.wording import Word
from tracker.operations import accounts, demonstration, opening
from tracker.operations.auditing import by_command
from tracker.operations.passwords import PROFILES
from tracker.storage.queries.people import group_named, people, person_named
from tracker.vocabulary import AccountRole


@click.group(cls=Group)
def account():
    """账号：建立最初的账号，管理员都进不来时恢复。"""


@account.command()
@click.argument("login", metavar="登录名")
@click.argument("name", metavar="姓名")
@click.option("--role", "roles", type=Word(AccountRole), multiple=True, help="角色，如 系统管理员；可以给出几个。")
@click.option("--group", "place", metavar="地区", help="属于这个地区的领导小组，如 广州市。")
@click.option("--agency", metavar="编号", help="属于单位登记中的这个单位，如 440100-015。")
@with_appcontext
def create(login, name, roles, place, agency):
    """建立账号并授予角色，印出首次密码（只印这一次，72 小时内有效）。"""
    _open(f"create {login}")
    group = group_named(place) if place else None
    slip = accounts.create(login, name, group_id=group, agency_id=agency, profile=_profile())
    accounts.grant(slip.account_id, [AccountRole(role) for role in roles], separate=_separate())
    _print(slip)


@account.command()
@click.argument("login", metavar="登录名")
@with_appcontext
def recover(login):
    """恢复账号：启用、解锁、换一个首次密码。管理员都进不来时，在服务器上用它。"""
    _open(f"recover {login}")
    found = person_named(login)
    accounts.enable(found.id)
    _print(accounts.reset_password(found.id, profile=_profile()))


@account.command("list")
@with_appcontext
def list_():
    """列出全部账号。"""
    _open("list")
    for one in people():
        more = "，演示" if one.is_demonstration else ""
        more += "，已停用" if one.disabled_at else ""
        click.echo(f"{one.login}\t{one.name}\t{one.role or '没有角色'}\t{one.body or '—'}{more}")


@account.command("remove-demonstration")
@with_appcontext
def remove_demonstration():
    """删去全部演示账号。"""
    _open("remove-demonstration")
    click.echo(f"已删去 {demonstration.remove()} 个演示账号。")


def _open(what):
    by_command("account", what)
    opening.open_database(Path(current_app.instance_path))


def _profile():
    return PROFILES[current_app.config["PASSWORD_PROFILE"]]


def _separate():
    return current_app.config["SEPARATE_DUTIES"]


def _print(slip):
    click.echo(f"登录名 {slip.login}　姓名 {slip.name}")
    click.echo(f"首次密码 {slip.password}")
    click.echo(f"请在 {slip.until:%Y-%m-%d %H:%M} 前登录，登录后要设自己的密码；首次密码只能用一次。")
