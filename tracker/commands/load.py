"""``tracker load``: a measures CSV into the database."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from tracker.commands.group import Command
from tracker.commands.progress import Progress
from tracker.operations import opening, seeding
from tracker.settings import shipped


@click.command(cls=Command)
@click.argument("file", metavar="[任务表]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--documents",
    metavar="文件夹",
    type=click.Path(path_type=Path),
    help="原文所在的文件夹；默认 data/documents。",
)
@with_appcontext
def load(file, documents):
    """把任务表（CSV）导入数据库。

    不给出文件时导入随程序安装的 data/measures.csv。

    任务表中每份文件的各行是这份文件的全部任务：库中同一文件的旧任务以它为准，内容相同则不变。有一行不合格，则全部不导入。
    """
    opening.open_database(Path(current_app.instance_path))
    data = shipped("data")
    with Progress("正在导入") as progress:
        rows = seeding.read_measures(file or data / "measures.csv")
        result = seeding.load_measures(progress.count(rows), documents or data / "documents")
    click.echo(
        f"导入完成：新增 {len(result.added)} 份文件，更新 {len(result.replaced)} 份，"
        f"未变 {len(result.unchanged)} 份，共 {result.tasks} 项任务。"
    )
