"""What an event of the audit says was changed, read back in the words of the field."""

import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from sqlalchemy import Enum, Integer, cast, literal, null, select, union_all

from tracker.agencies import captions
from tracker.agencies.carrying import Carrying
from tracker.agencies.succession_faults import ChangeKind
from tracker.extraction.confirming import edits
from tracker.reporting import content
from tracker.storage.agencies import Agency
from tracker.storage.audit import AuditEvent
from tracker.storage.columns import among
from tracker.storage.cycles import Cycle, ExpectedReport, Objection
from tracker.storage.database import db
from tracker.storage.documents import PolicyDocument, Task
from tracker.storage.extensions import Extension
from tracker.storage.people import Account
from tracker.storage.queries.carrying import carrying
from tracker.storage.queries.expected import number_in
from tracker.storage.queries.image import image
from tracker.storage.queries.labels import opening
from tracker.storage.registry import RegisteredAgency
from tracker.storage.reports import Filing
from tracker.storage.sight import seeing_everything
from tracker.vocabulary import Role
from tracker.vocabulary.reporting import Progress
from tracker.vocabulary.tables import COLUMNS, TABLES, VERBS, column_word, table_word

Named = tuple[str, str]
"""A table and the key of a row in it, as a text."""
REGISTRY = frozenset({"registered_agency", "collective"})
OF_TASKS = frozenset({"task", "expected_report"})
"""Tables whose numbers stand on no page: wherever a column has one of them, the name stands behind it."""
MOMENT = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(?:\.\d+)?\+08:00")
UNPRINTED = re.compile(r"(?<!\\)\\x([0-9a-f]{2})")
"""How a character that does not show is written down, which JSON does not know."""
INSIDE = re.compile(r'"(\w+)":\s?(?:"(\w+)")?')
REPORT = (content.LABELS | {"figures": "指标"}, {"progress": {each.value: each.label for each in Progress}})
INSIDE_WORDS = {
    ("document_event", "edit"): (
        {"kind": "做什么", "name": "名称", "role": "角色", "task": "任务", "text": "文字", "unit": "第几个单位", "value": "内容"},
        {"kind": edits.LABELS, "role": {each.value: each.label for each in Role}},
    ),
    ("registry_event", "changes"): (
        COLUMNS | {"table": "表", "before": "原来", "after": "现在"},
        {"table": TABLES | captions.TABLES},
    ),
    **dict.fromkeys(
        (("draft", "content"), ("report_version", "content"), ("workbook_change", "before"), ("workbook_change", "after")), REPORT
    ),
    **dict.fromkeys((("receipt", "cover"), ("receipt", "lines"), ("document", "reading")), (COLUMNS | {"task": "任务", "recipients": "报给"}, {})),
}
"""By table and column the words of a value that is a text of several parts: what these are called, and what stands in them."""


@dataclass
class Noted:
    """A row with its columns before and after, or so many rows of a table; ``key`` is "" for these."""

    table: str
    key: str
    before: dict = field(default_factory=dict)
    after: dict = field(default_factory=dict)


def noted(event: AuditEvent) -> tuple[list[Noted], list[str]]:
    """The rows an event says were changed, and as it stands what cannot be read of it, for it was cut short."""
    found, left = {}, []
    for side in ("before", "after"):
        rows, rest = _rows(getattr(event, side))
        left += [rest] if rest else []
        for name, values in rows.items():
            table, _, key = name.partition(" ")
            setattr(found.setdefault(name, Noted(table, key)), side, values)
    return list(found.values()), left


@dataclass(frozen=True)
class Names:
    """What rows are called, as far as they have a name and are still there, and the bodies of the registry."""

    rows: Mapping[Named, str]
    registry: Carrying

    def of(self, table: str, key: str) -> str:
        """The name of a row; "" for none."""
        return self.body(key) if table in REGISTRY else self.rows.get((table, key), "")

    def body(self, key: str) -> str:
        """The name of an agency or a collective; "" for none."""
        found = self.registry.body(key)
        return found.name if found else ""


def mentioned(row: Noted) -> Iterator[Named]:
    """The rows that a change names: its own, and those of tasks in its columns."""
    if row.key:
        yield row.table, row.key
    said = zip(_kinds()[1].get(row.table, ()), row.key.split("/"), strict=False)
    for column, value in (*said, *row.before.items(), *row.after.items()):
        if table := _kinds()[2].get((row.table, column)):
            yield table, str(value)


def names_of(wanted: Collection[Named]) -> Names:
    """What these rows are called, in one statement, and one for the registry. Tasks are called as they are held in memory,
    by clause and opening, and what is of a task and a body by both."""
    keys = defaultdict(set)
    for table, key in wanted:
        keys[table].add(key)
    asked = [_named(table, ids) for table in (*NAMES, *TASKS) if (ids := set(filter(None, map(number_in, keys[table]))))]
    with seeing_everything():
        found = db.session.execute(union_all(*asked)) if asked else ()
        held = image().tasks if any(table in keys for table in TASKS) else {}
        called = {(table, str(id_)): _called(name, held.get(task)) for table, id_, name, task in found}
        return Names({row: name for row, name in called.items() if name}, carrying())


def in_words(row: Noted, names: Names) -> tuple[str, str]:
    """A row and what became of it: ``("文件 3 “便利化措施”", "状态 待确认 → 已发布")``."""
    if not row.key:
        return table_word(row.table), "、".join(f"{VERBS.get(verb, verb)} {count} 行" for verb, count in row.after.items())
    name = names.of(row.table, row.key) or _name_by_key(row, names)
    head = f"{table_word(row.table)} {_key(row.table, row.key, names)}" + (f" “{name}”" if name else "")
    done = "改动" if row.before and row.after else "新增" if row.after else "删去"
    return head, f"{done}：{'；'.join(_columns(row, names))}"


def _name_by_key(row, names):
    """The name of what has no number but that of a row of a task: 草稿."""
    columns = _kinds()[1].get(row.table, ())
    referred = _kinds()[2].get((row.table, columns[0])) if len(columns) == 1 else None
    return names.of(referred, row.key) if referred else ""


def _columns(row, names) -> Iterator[str]:
    for column in dict.fromkeys([*row.before, *row.after]):
        sides = [_word(row.table, column, side[column], names) for side in (row.before, row.after) if column in side]
        if column != "id":
            yield f"{column_word(row.table, column)} {' → '.join(sides)}"


def _key(table, key, names):
    columns, parts = _kinds()[1].get(table, ()), key.split("/")
    if len(parts) == 1 or len(parts) != len(columns):
        return key
    said = zip(columns, parts, strict=True)
    return "、".join(f"{column_word(table, column)} {_word(table, column, part, names)}" for column, part in said)


def _word(table, column, value, names):
    if value is None:
        return "空"
    if referred := _kinds()[2].get((table, column)):
        name = names.of(referred, str(value))
        return f"{value} “{name}”" if name else str(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if not isinstance(value, str):
        return str(value)
    words = _kinds()[0].get((table, column))
    if words is REGISTRY:
        return names.body(value) or value
    if words:
        return words.get(value, value)
    if moment := MOMENT.fullmatch(value):
        return moment[1]
    parts = INSIDE_WORDS.get((table, column))
    return INSIDE.sub(lambda found: _inside(*found.groups(), *parts), value) if parts else value or "空"


def _inside(key, value, words, values):
    said = f'"{values.get(key, {}).get(value, value)}"' if value else ""
    return f'"{words.get(key, key)}": {said}'


@cache
def _kinds():
    """By table and column the words of its values, ``REGISTRY`` where they are bodies; by table the columns of its key; and
    by table and column the table ``OF_TASKS`` whose numbers it has."""
    words = {("succession", "kind"): {each.value: each.label for each in ChangeKind}, ("left_alone", "agency"): REGISTRY}
    keys, refers = {}, {}
    for mapper in db.Model.registry.mappers:
        table = mapper.local_table.name
        keys[table] = tuple(mapper.get_property_by_column(column).key for column in mapper.primary_key)
        for each in mapper.column_attrs:
            column = each.columns[0]
            if isinstance(column.type, Enum):
                words[table, each.key] = {member.value: member.label for member in column.type.enum_class}
            elif any(key.column.table.name in REGISTRY for key in column.foreign_keys):
                words[table, each.key] = REGISTRY
            for referred in {key.column.table.name for key in column.foreign_keys} & OF_TASKS:
                refers[table, each.key] = referred
    return words, keys, refers


def _rows(text):
    """The rows of a text of changes, and what is left of one that was cut short."""
    text, rows, at, read = UNPRINTED.sub(r"\\u00\1", text), {}, 0, json.JSONDecoder().raw_decode
    try:
        while at < len(text) - 1 and text[at] in "{,":
            name, end = read(text, at + 1 + (text[at] == ","))
            values, end = read(text, end + len(": "))
            if not isinstance(values, dict):
                break
            rows[name], at = values, end
    except ValueError:
        pass
    rest = text[at:].removeprefix(", ")
    return rows, "" if rest == "}" else rest


def _called(name, task):
    return " · ".join(filter(None, (task and task.label, name and opening(name))))


def _named(table, ids):
    """The table, the number, a name and the number of a task."""
    if table == "task":
        return select(literal(table), Task.id, literal(""), Task.id).where(among(Task.id, ids))
    if table in TASKS:
        entity = TASKS[table]
        found = select(literal(table), entity.id, RegisteredAgency.name, ExpectedReport.task_id).where(among(entity.id, ids))
        if entity is not ExpectedReport:
            found = found.join(ExpectedReport, ExpectedReport.id == entity.expected_id)
        return found.join(RegisteredAgency, RegisteredAgency.id == ExpectedReport.agency_id)
    entity, name = NAMES[table]
    found = select(literal(table), entity.id, name, cast(null(), Integer)).where(among(entity.id, ids))
    if name is RegisteredAgency.name:
        return found.join(RegisteredAgency, RegisteredAgency.id == entity.agency_id)
    return found


TASKS = {"task": Task, "expected_report": ExpectedReport, "extension": Extension, "objection": Objection}
"""Tables whose rows are of a task: called by it, and by the body whose they are."""
NAMES = {
    "account": (Account, Account.name),
    "agency": (Agency, Agency.name),
    "cycle": (Cycle, Cycle.name),
    "document": (PolicyDocument, PolicyDocument.title),
    "filing": (Filing, RegisteredAgency.name),
}
"""Other tables whose rows have a name, or that of the body whose they are."""
