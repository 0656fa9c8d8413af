"""The registry's tables, columns and words as the office reads them, and what changed as a sentence."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from tracker.agencies.exchanges import Move
from tracker.agencies.problems import FILES
from tracker.agencies.rows import Row
from tracker.agencies.succession_faults import ChangeKind

NOBODY: Mapping[str, str] = {}
"""Where nobody is known by name, an id stands for itself."""
TABLES = {
    "jurisdictions": "地区",
    "agencies": "单位",
    "aliases": "别名",
    "successions": "沿革",
    "collectives": "集合单位",
    "collective_members": "成员",
}
COMMON = {"basis": "依据", "verified": "核实"}
PERIOD = {"valid_from": "起始日期", "valid_to": "终止日期"}
COLUMNS = {
    "jurisdictions": {"code": "代码", "name": "名称", "short": "简称", "level": "级别", "parent": "上级代码"} | COMMON,
    "agencies": {"id": "编号", "jurisdiction": "地区代码", "name": "全称", "short": "简称", "kind": "类别"}
    | PERIOD
    | COMMON,
    "aliases": {"agency": "单位编号", "name": "别名"} | COMMON,
    "successions": {
        "predecessor": "原单位编号",
        "successor": "承接单位编号",
        "kind": "类型",
        "date": "日期",
        "share": "承接的职责",
    }
    | COMMON,
    "collectives": {
        "id": "编号",
        "jurisdiction": "地区代码",
        "name": "名称",
        "open": "成员待指定",
        "defined_by": "成员依据",
    }
    | COMMON,
    "collective_members": {"collective": "集合单位编号", "agency": "成员编号"} | PERIOD | COMMON,
}
"""Table → column → caption; every column of ``rows`` has one."""
WORDS: dict[tuple[str, str], dict[str, str]] = {
    ("jurisdictions", "level"): {"province": "省级", "city": "市级", "county": "县区", "zone": "功能区"},
    ("successions", "kind"): {kind.value: kind.label for kind in ChangeKind},
    ("collectives", "open"): {"yes": "是", "no": "否"},
}
PLAIN_WORDS = {
    word: caption for words in WORDS.values() for word, caption in words.items() if word not in ("yes", "no")
}
PLAIN_WORDS |= {"yes 或 no": "是 或 否", "yes 或 to be verified": "已核实 或 待核实", "short 列": "简称"}
WORD = re.compile("|".join(sorted(map(re.escape, PLAIN_WORDS), key=len, reverse=True)))
VERIFIED = {"yes": "已核实", "to be verified": "待核实"}


def shown(table: str, column: str, value: Any) -> str:
    """A value as the office reads it: ``rename`` → 更名, a date in ISO, nothing for an empty one."""
    if isinstance(value, bool):
        value = "yes" if value else "no"
    text = value.isoformat() if isinstance(value, date) else str(value or "")
    return (VERIFIED if column == "verified" else WORDS.get((table, column), {})).get(text, text)


def meant(table: str, column: str, text: str) -> str:
    """The registry's word for one the office reads: 更名 → ``rename``; any other text as it is."""
    words = VERIFIED if column == "verified" else WORDS.get((table, column), {})
    return {label: word for word, label in words.items()}.get(text, text)


def in_words(sentence: str) -> str:
    """A sentence of a check as the office reads it: tables and words by their captions instead of those of the files."""
    for table, file in FILES.items():
        sentence = sentence.replace(f"{file} ", f"“{TABLES[table]}”表").replace(file, f"“{TABLES[table]}”表")
    return WORD.sub(lambda match: PLAIN_WORDS[match[0]], sentence)


def label(table: str, row: Row, called: Mapping[str, str] = NOBODY) -> str:
    """What names a row in a sentence: ``440100-015 广州市商务局``; those it ties together by what they are ``called``."""
    match table:
        case "jurisdictions":
            return f"{row.code} {row.name}"
        case "aliases":
            return f"{called.get(row.agency, row.agency)} 的“{row.name}”"
        case "successions":
            heir = called.get(row.successor, row.successor)
            return f"{called.get(row.predecessor, row.predecessor)} {shown(table, 'kind', row.kind)} {heir}".strip()
        case "collective_members":
            return f"{called.get(row.collective, row.collective)} 的 {called.get(row.agency, row.agency)}"
    return f"{row.id} {row.name}"


def sentence(move: Move, called: Mapping[str, str] = NOBODY) -> str:
    """``修改 单位 440100-015 广州市商务局：简称 “市商务局”→“市商务”``."""
    what = f"{TABLES[move.table]} {label(move.table, move.row, called)}"
    if move.before is None:
        return f"新增 {what}"
    if move.after is None:
        return f"删去 {what}"
    cells = "；".join(f"{caption} “{before}”→“{after}”" for caption, before, after in cells_of(move))
    return f"修改 {what}：{cells}"


def cells_of(move: Move) -> list[tuple[str, str, str]]:
    """The cells in which a changed row differs: (caption, before, after)."""
    return [
        (
            COLUMNS[move.table][name],
            shown(move.table, name, getattr(move.before, name)),
            shown(move.table, name, getattr(move.after, name)),
        )
        for name in move.columns
    ]
