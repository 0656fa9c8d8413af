"""``tracker extract``: what a document says about responsibility, without a database."""

import json
import sys
from pathlib import Path

import click

from tracker import extraction
from tracker.commands.group import Command
from tracker.commands.progress import Progress
from tracker.extraction.measures_table import rows_of, write
from tracker.extraction.reading import read_text


@click.command(cls=Command)
@click.argument("file", metavar="文件", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["json", "csv"]), default="json", help="json（默认）或任务表 csv。")
def extract(file, form):
    """读取一份政策文件，输出其中的措施、任务和责任单位。

    结果写到标准输出（UTF-8），提示写到标准错误。不需要数据库。
    """
    with Progress("正在读取"):
        findings = extraction.extract(read_text(file))
    target = sys.stdout.buffer
    if form == "csv":
        write(rows_of(file.stem, findings), target)
    else:
        target.write(json.dumps(findings.as_json(), ensure_ascii=False, indent=2).encode("utf-8") + b"\n")
    if not findings.measures:
        for diagnostic in findings.diagnostics:
            click.echo(diagnostic.message, err=True)
