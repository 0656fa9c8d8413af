"""Reading a file in a process of its own, so that no file can hurt the server."""

import json
import subprocess
import sys
from pathlib import Path

from tracker.errors import UnreadableFile
from tracker.extraction.__main__ import SECONDS
from tracker.extraction.findings import Findings
from tracker.extraction.reading import shown_name

TABLES = (".csv", ".xlsx")
"""Endings of the files that are a table and nothing else: without units there is nothing to read in them."""


def read_apart(path: Path, name: str, encoding: str | None = None, *, seconds: float = SECONDS) -> tuple[str, Findings]:
    """The text of a file and what was found in it. ``name`` is the file's own name, its ending tells the format.

    Raises UnreadableFile for what cannot be read, for a table without units, and for a reading that takes more than ``seconds`` or more memory
    than its process is given (30 s, 512 MB); the process that asks goes on untouched.
    """
    name = shown_name(name)
    answer = _asked("tracker.extraction", path, name, *([encoding] if encoding else []), seconds=seconds)
    text, findings = answer["text"], Findings.from_json(answer["findings"])
    if Path(name).suffix.lower() in TABLES and not any(task.units for task in findings.tasks):
        raise UnreadableFile(_about_table(name, text))
    return text, findings


def sheets_apart(path: Path, name: str, *, seconds: float = SECONDS) -> tuple[list[dict], bool]:
    """The sheets of a returned workbook as plain values, and whether it refers to other files. Raises as ``read_apart``."""
    answer = _asked("tracker.operations.reading_tables", path, shown_name(name), seconds=seconds)
    return answer["sheets"], answer["links"]


def _asked(module, path, name, *more, seconds):
    """What a module says of a file, in a process of its own."""
    command = [sys.executable, "-m", module, str(path), name, *more]
    try:
        done = subprocess.run(command, capture_output=True, timeout=seconds, check=False, stdin=subprocess.DEVNULL)
    except subprocess.TimeoutExpired:
        raise UnreadableFile(f"“{name}”读了 {seconds:g} 秒还没有读完，已经停止；请只导入正文，或拆成几份。") from None
    answer = _answer(done.stdout)
    if answer is None:
        raise UnreadableFile(f"“{name}”没有读成（文件可能已损坏，或者太大）；请打开检查后另存再导入。")
    if "refusal" in answer:
        raise UnreadableFile(answer["refusal"])
    return answer


def _about_table(name, text):
    rows = [row for row in text.splitlines() if row.strip()]
    if len(rows) < 2:
        return f"“{name}”是一张空表，只有标题或表头；请填好任务和责任单位后再导入。"
    return (
        f"“{name}”里没有找到单位一栏，或者这一栏是空的；"
        "请在表头写明“牵头单位”“责任单位”“配合单位”等，填好单位后再导入。"
    )


def _answer(printed):
    try:
        return json.loads(printed.decode("utf-8", "surrogatepass"))
    except ValueError:
        return None
