"""``tracker load``: a measures CSV, or the registry of agencies, into the database."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from tracker.agencies.captions import TABLES, label, sentence
from tracker.commands.group import Command
from tracker.commands.progress import Progress
from tracker.operations import opening, registry, seeding
from tracker.operations.auditing import by_command
from tracker.settings import shipped

MOST_LISTED = 1000


@click.command(cls=Command)
@click.argument("file", metavar="[任务表或文件夹]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--documents",
    metavar="文件夹",
    type=click.Path(path_type=Path),
    help="原文所在的文件夹；默认 data/documents。",
)
@click.option("--registry", "is_registry", is_flag=True, help="导入单位登记（文件夹中的六个 CSV），不导入任务表。")
@click.option("--dry-run", is_flag=True, help="与 --registry 合用：只说明会改什么，不写入。")
@with_appcontext
def load(file, documents, is_registry, dry_run):
    """把任务表（CSV）或单位登记导入数据库。

    不给出文件时导入随程序安装的 data/measures.csv；导入单位登记时为 data 文件夹。

    任务表中每份文件的各行是这份文件的全部任务：库中同一文件的旧任务以它为准，内容相同则不变。有一行不合格，则全部不导入。

    给出文件夹时，单位登记以其中的文件为准，没有的行从库中删去。不给出时只采用随程序安装的新内容，办公室改过的行不动。
    """
    by_command("load", str(file or ""))
    opening.open_database(Path(current_app.instance_path))
    if is_registry:
        result = registry.load_registry(file, dry_run=dry_run)
        for line in _what_changes(result):
            click.echo(line)
        click.echo(_would_load(result) if dry_run else _registry_loaded(result))
        return
    data = shipped("data")
    with Progress("正在导入") as progress:
        rows = seeding.read_measures(file or data / "measures.csv")
        result = seeding.load_measures(progress.count(rows), documents or data / "documents")
    click.echo(
        f"导入完成：新增 {len(result.added)} 份文件，更新 {len(result.replaced)} 份，"
        f"未变 {len(result.unchanged)} 份，共 {result.tasks} 项任务。"
    )


def _registry_loaded(result: registry.RegistryLoaded) -> str:
    rows = result.rows
    waiting = f"还有 {result.unknown} 个单位名称待确认" if result.unknown else "没有待确认的单位名称"
    return (
        f"单位登记导入完成：新增 {rows.added} 行，更新 {rows.changed} 行，删去 {rows.removed} 行；"
        f"共 {result.agencies} 个单位、{result.collectives} 个集合单位；"
        f"{result.recognised} 处责任分工的单位有变动，{waiting}。"
    )


def _what_changes(result):
    """Row by row, unless there was nothing before; and what stays as the office wrote it."""
    is_first = result.rows.added == len(result.moves) > MOST_LISTED
    yield from map(sentence, () if is_first else result.moves)
    for clash in result.kept:
        yield f"保留办公室改过的 {TABLES[clash.table]} {label(clash.table, clash.row)}；新版与它不同，请在单位页面核对。"


def _would_load(result):
    rows = result.rows
    return f"只是预览，没有写入：会新增 {rows.added} 行，更改 {rows.changed} 行，删去 {rows.removed} 行。"
