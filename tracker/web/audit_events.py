"""Events of the audit as the auditor reads them: what was done to what, in the words of the field."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote, urlencode

from flask import url_for

from tracker.operations.access import actions
from tracker.operations.auditing import visible
from tracker.storage.audit import AuditEvent
from tracker.storage.queries.audited import in_words, mentioned, names_of, noted
from tracker.web.addresses import place_of

COMMANDS = {
    "system": "系统自动做",
    "tracker account": "用命令管理账号",
    "tracker audit purge": "用命令清除审计记录",
    "tracker audit seal": "用命令封印审计记录",
    "tracker audit verify": "用命令核验审计记录",
    "tracker export": "用命令导出任务",
    "tracker export registry": "用命令导出登记",
    "tracker load": "用命令导入文件",
    "tracker remind": "用命令提醒单位",
    "tracker serve": "启动网页服务",
}
"""What is done where no page is asked."""
PLACES = {
    "accounts": "账号",
    "agencies": "单位",
    "audit": "审计记录",
    "closing": "任务的历年报送",
    "cycle_filings": "单位的报送单",
    "cycle_recipients": "另报单位",
    "cycle_tasks": "任务和汇总单位",
    "cycles": "报送周期",
    "cycles_adjust": "应报清单",
    "desk": "工作台",
    "documents": "文件",
    "exports": "导出",
    "extensions": "延期和截止日",
    "foresight": "报送预测",
    "graph": "责任图谱",
    "kept": "没有交上的内容",
    "lighting": "亮灯",
    "messages": "消息",
    "office_days": "工作日",
    "passwords": "密码",
    "rates": "报送率",
    "registry": "单位登记",
    "reminders": "催报",
    "reminding_days": "自动提醒的日子",
    "reports": "填报",
    "review": "审核",
    "review_entering": "代录",
    "signing_in": "登录",
    "snapshots": "存档",
    "tasks": "台账",
    "workbooks": "填报表",
}
"""What is looked at or changed where an address names nothing by a number."""
PARTS = {
    "account_id": ("账号", "account"),
    "agency_id": ("单位", "registered_agency"),
    "body_id": ("单位", "registered_agency"),
    "code": ("体检", None),
    "collective_id": ("集合单位", "collective"),
    "confirmed_id": ("名称的确认", None),
    "cycle_id": ("周期", "cycle"),
    "document_id": ("文件", "document"),
    "event_id": ("登记的变动", None),
    "extension_id": ("延期申请", "extension"),
    "file_id": ("材料", None),
    "form_id": ("没有交上的内容", None),
    "import_id": ("填报表", None),
    "layout_id": ("栏目", None),
    "message_id": ("消息", None),
    "number": ("存档", None),
    "objection_id": ("异议", "objection"),
    "old_id": ("旧版文件", "document"),
    "paper_id": ("催办文书", None),
    "part": ("存档文件", None),
    "receipt_id": ("回执", None),
    "recipient_id": ("另报单位", None),
    "reminder_id": ("催办", None),
    "report_id": ("报告", "expected_report"),
    "row_id": ("报告", "expected_report"),
    "sheet_id": ("报送单", "filing"),
    "task_id": ("任务", "task"),
    "upload_id": ("登记文件", None),
    "view_id": ("视图", None),
}
"""What the numbers in an address are of, and the table where it has its name."""
APART = {
    ("documents", "number"): ("第几项任务", None),
    ("registry", "agency_id"): ("单位名称", "agency"),
}
"""The same where the word depends on the place."""


@dataclass(frozen=True)
class Shown:
    """An event as a page shows it: what was done to what, the address of all events of that, and what was changed."""

    event: AuditEvent
    does: str
    object: str
    others: str | None
    changes: tuple[tuple[str, str], ...]


def words_of_actions() -> dict[str, str]:
    """What any event says was done, in Chinese."""
    return {**actions(), **COMMANDS}


def shown_events(events: Iterable[AuditEvent]) -> list[Shown]:
    """Events in the words of the field, in one statement for all the names and one for the registry."""
    read = [(event, _parts(event), *noted(event)) for event in events]
    named = {(table, key) for _, (parts, _), *_ in read for _, table, key in parts if table}
    names = names_of(named | {each for *_, rows, _ in read for row in rows for each in mentioned(row)})
    return [_shown(event, *found, rows, left, names) for event, found, rows, left in read]


def _shown(event, parts, tail, rows, left, names):
    said = " · ".join(_part(*part, names) for part in parts) or event.object
    changes = [*(in_words(row, names) for row in rows), *(("没有记全的部分", rest) for rest in left)]
    return Shown(
        event,
        words_of_actions().get(event.action, event.action),
        visible(f"{said}（{tail}）" if tail and parts else said),
        _address_of_others(event.object, parts),
        tuple((visible(head), visible(text)) for head, text in changes),
    )


def _address_of_others(path, parts):
    """Of all events of the same object: what its address begins with, down to the last number."""
    key = parts[-1][2] if parts else ""
    before, found, _ = path.partition("?")[0].rpartition(f"/{key}")
    return f"{url_for('audit.index')}?{urlencode({'object': before + found})}" if key and found else None


def _part(word, table, key, names):
    name = names.of(table, key)
    return " ".join(filter(None, (word, key, name and f"“{name}”")))


def word_of(place: str, name: str) -> tuple[str, str | None]:
    """What a part of an address is called at a place, and the table where it has its name."""
    return APART.get((place, name)) or PARTS[name]


def _parts(event):
    """What an address names, from the whole to the part: word, table, key; and what it asks beyond that."""
    path, _, tail = event.object.partition("?")
    if not path.startswith("/") or event.action == "signing_in.enter":
        return [], ""
    place, values = _place(path)
    if place is None:
        return [], ""
    parts = [(*word_of(place, name), str(value)) for name, value in values.items()]
    return parts or [(PLACES[place], None, "")], unquote(tail)


def _place(path):
    for method in ("POST", "GET"):
        endpoint, values = place_of(path, method)
        if not endpoint:
            continue
        place = endpoint.partition(".")[0]
        return (place, values) if place in PLACES else (None, {})
    return None, {}
