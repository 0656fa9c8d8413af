"""``tracker export``: workbooks on disk."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from tracker.commands.group import Group
from tracker.commands.progress import Progress
from tracker.commands.wording import Word
from tracker.operations import exporting, opening, registry_files
from tracker.operations.auditing import by_command, now_doing
from tracker.operations.witnessing import witness
from tracker.vocabulary import AuditResult, Role, Scope


@click.group(cls=Group)
def export():
    """导出 Excel 工作簿。"""


@export.command()
@click.option("-o", "--output", metavar="文件", type=click.Path(path_type=Path), default=f"{exporting.TITLE}.xlsx",
              help=f"写到哪个文件，已有的会被替换；默认 {exporting.TITLE}.xlsx。")  # fmt: skip
@click.option("--document", metavar="名称", help="只要这份文件：data/documents 中的文件名，不带扩展名。")
@click.option("--jurisdiction", metavar="地区", help="只要这个地区的文件，如 广州市。")
@click.option("--agency", metavar="单位", help="只要这个单位的任务，如 市商务局。")
@click.option("--role", type=Word(Role), help="与 --agency 合用：只要它在其中牵头、负责、配合或指导的任务。")
@click.option("--text", "q", metavar="文字", help="只要含有这些文字的任务。")
@click.option("--scope", type=Word(Scope), help="已印发的文件（默认）、征求意见稿，或全部。")
@with_appcontext
def ledger(output, **conditions):
    """导出总台账，每项任务一行。

    条件同网页上的台账；不给条件时导出全部已印发文件的任务。
    """
    by_command("export", str(output))
    opening.open_installation(Path(current_app.instance_path), current_app.config["FILES"])
    with Progress("正在导出台账"):
        count = exporting.ledger_file(exporting.filter_from_words(conditions), output)
    witness(now_doing(), result=AuditResult.DONE, detail=f"导出 {count} 项任务")
    click.echo(f"已导出 {count} 项任务：{output}" if count else f"没有符合条件的任务，{output} 只有表头。")


@export.command()
@click.option("-o", "--output", metavar="文件", type=click.Path(path_type=Path), default=Path("单位登记.xlsx"),
              help="写到哪个文件：.xlsx 是工作簿，.zip 是六个 CSV；默认 单位登记.xlsx。")  # fmt: skip
@with_appcontext
def registry(output):
    """导出单位登记，改好后可在网页上导入，或用 tracker load --registry 导入。"""
    by_command("export registry", str(output))
    opening.open_database(Path(current_app.instance_path))
    registry_files.write_file(output)
    witness(now_doing(), result=AuditResult.DONE, detail="导出单位登记")
    click.echo(f"已导出单位登记：{output}")
