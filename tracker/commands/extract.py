"""``tracker extract``: what a document says about responsibility, without a database."""

import json
import sys
from pathlib import Path

import click

from tracker import extraction
from tracker.commands.group import Command
from tracker.commands.progress import Progress
from tracker.extraction.measures_table import rows_of, write
from tracker.extraction.reading import READERS, read_text
from tracker.operations.reading_apart import read_apart


@click.command(cls=Command)
@click.argument("file", metavar="文件", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["json", "csv"]), default="json", help="json（默认）或任务表 csv。")
@click.option("--explain", is_flag=True, help="逐条说明哪条规则读出了什么，不输出结果。")
@click.option("--encoding", metavar="编码", help="文本文件的编码，例如 big5；默认自动识别 UTF-8、GB18030。")
def extract(file, form, explain, encoding):
    """读取一份政策文件，输出其中的措施、任务和责任单位。

    结果写到标准输出（UTF-8），提示写到标准错误。不需要数据库。
    """
    with Progress("正在读取"):
        text, findings = _read(file, encoding)
    if explain:
        click.echo("\n".join(_explained(extraction.explain(text), findings)))
        return
    target = sys.stdout.buffer
    if form == "csv":
        write(rows_of(file.stem, findings), target)
    else:
        target.write(json.dumps(findings.as_json(), ensure_ascii=False, indent=2).encode("utf-8") + b"\n")
    if not findings.measures:
        for diagnostic in findings.diagnostics:
            click.echo(diagnostic.message, err=True)


def _read(file, encoding):
    """Text is read here; a file of another format in a process of its own, which alone it can hurt."""
    if file.suffix.lower() in READERS and file.is_file():
        return read_apart(file, file.name, encoding)
    text = read_text(file, encoding)
    return text, extraction.extract(text)


def _explained(explanations, findings):
    """Each clause with its rule and its groups of units; then what the reading was not sure of."""
    for number, item in enumerate(explanations, start=1):
        yield f"{number}. {item.rule}  {item.annotation}"
        yield from (f"   {line}" for line in item.lines)
    for diagnostic in findings.diagnostics:
        yield f"？ {diagnostic.message}（{diagnostic.code}，第 {diagnostic.start} 字）"
