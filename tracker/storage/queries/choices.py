"""What there is to choose from in a filter."""

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from tracker import clock
from tracker.agencies.kinds import KINDS
from tracker.reporting.lights import light_words
from tracker.storage.keeping import DUTIES, kept
from tracker.storage.queries.asking import EVERYWHERE, tasks_asked
from tracker.storage.queries.basis import basis
from tracker.storage.queries.carrying import Node, carrying, nodes_in_tasks, told_apart
from tracker.storage.queries.decided import singled
from tracker.storage.queries.filters import NOWHERE
from tracker.storage.queries.labels import full_name
from tracker.storage.queries.rows import DocumentName
from tracker.storage.queries.seen import documents_seen
from tracker.storage.sight import current_sight
from tracker.vocabulary import Missing, Origin, Role, Scope
from tracker.vocabulary.reporting import LightKind

LABELS = {
    "document": "文件",
    "jurisdiction": "地区",
    "agency": "单位",
    "role": "角色",
    "q": "文字",
    "origin": "责任写法",
    "carrier": "主办单位",
    "supporter": "配合单位",
    "missing": "缺",
    "filing": "填报灯",
    "progress": "进度灯",
    "member": "经集合单位承担",
    "kind": "类别",
    "scope": "范围",
    "on": "日期",
}
"""What a condition is called."""
AGENCIES = {"agency", "carrier", "supporter", "member"}
WORDS = {"role": Role, "origin": Origin, "missing": Missing, "scope": Scope}
LIGHTS = {kind.value: light_words(kind) for kind in LightKind}
"""How each colour of a light reads: 红（逾期）."""


@dataclass(frozen=True)
class AgencyName:
    """An agency by the name it has in its jurisdiction; ``full`` stands alone."""

    id: int
    jurisdiction: str
    name: str

    @property
    def full(self) -> str:
        return full_name(self.jurisdiction, self.name)


@dataclass(frozen=True)
class Choices:
    """Every document of the ledger, every printed name, and every body that stands in a task or carries one today."""

    documents: tuple[DocumentName, ...]
    agencies: tuple[AgencyName, ...]
    bodies: tuple[Node, ...]
    places: tuple[str, ...]

    @cached_property
    def jurisdictions(self) -> tuple[str, ...]:
        """The jurisdictions of documents and bodies, each once, and those of the registry."""
        found = [*(one.jurisdiction for one in self.documents), *(one.place for one in self.bodies), *self.places]
        named = tuple(dict.fromkeys(name for name in found if name))
        return named if all(one.jurisdiction for one in self.documents) else (*named, NOWHERE)

    @cached_property
    def bodies_by_place(self) -> tuple[tuple[str, tuple[Node, ...]], ...]:
        """The bodies as they are offered in a list."""
        groups = groupby(self.bodies, key=lambda body: body.place)
        return tuple((place, tuple(bodies)) for place, bodies in groups)

    @cached_property
    def _names(self):
        printed = [Node(str(one.id), one.name, one.full, one.jurisdiction, is_known=False) for one in self.agencies]
        known = {body.key: body for body in printed} | {body.key: body for body in self.bodies}
        return told_apart(known.values())

    def name_of(self, key: str) -> str | None:
        """A body's name by its key as it stands in an address; in full where two share it; None if unknown."""
        return self._names.get(key)

    def in_words(self, condition: str, value: str) -> str | None:
        """How a condition's value, as it stands in an address, reads; None if nothing here has it."""
        if condition == "document":
            document = self.document(value)
            return document and document.short
        if condition in AGENCIES:
            return self.name_of(value)
        if condition in WORDS:
            return WORDS[condition](value).label if value in set(WORDS[condition]) else None
        if condition in LIGHTS:
            return LIGHTS[condition].get(value)
        if condition == "jurisdiction":
            return value if value in self.jurisdictions else None
        if condition == "kind":
            return value if value in KINDS else None
        return None if condition == "on" else value

    def document(self, stem: str) -> DocumentName | None:
        return next((document for document in self.documents if document.stem == stem), None)


def choices() -> Choices:
    """Published documents as they came in, bodies by jurisdiction and name; in one statement, in none where it is kept."""
    registry = carrying()
    return kept(lambda: _choices(registry), "choices", clock.today(), of=DUTIES)


def _choices(registry):
    printed, standing = basis().printed, _standing()
    sees_all = current_sight().everything or current_sight().every_document
    names = [AgencyName(id_, *printed[id_]) for id_ in (printed if sees_all else {row[0] for row in standing})]
    return Choices(
        tuple(each.name for each in documents_seen() if each.is_published),
        tuple(sorted(names, key=lambda each: (each.jurisdiction, each.name))),
        _bodies(registry, standing),
        tuple(sorted({registry.place(body) for body in registry.agencies.values()})),
    )


def _standing():
    """Every printed name that stands in a task, by number, and whom it means there."""
    who = {who for document in tasks_asked(EVERYWHERE) for task in document.tasks for who in task.who}
    return {(each.agency_id, each.registered, each.collective) for each in who}


def _bodies(registry, standing):
    """Whoever is printed in a task, and the agencies that carry it today."""
    bearers, keys = registry.on(clock.today()), dict.fromkeys(singled(clock.today()).own)
    for agency_id, registered, collective in standing:
        keys[registered or collective or str(agency_id)] = None
        keys |= dict.fromkeys(heir.agency for heir in bearers.of.get(registered, ()))
    found = nodes_in_tasks(keys, registry).values()
    return tuple(sorted(found, key=lambda node: (node.place, node.is_former, node.is_collective, node.name, node.key)))
