"""What there is to choose from in a filter."""

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from sqlalchemy import select

from tracker import clock
from tracker.agencies.kinds import KINDS
from tracker.reporting.lights import light_words
from tracker.storage.agencies import Agency
from tracker.storage.database import db
from tracker.storage.documents import Assignment, PolicyDocument
from tracker.storage.keeping import kept
from tracker.storage.queries.carrying import Node, carrying, is_number, nodes, printed_node, told_apart
from tracker.storage.queries.decided import singled
from tracker.storage.queries.filters import NOWHERE
from tracker.storage.queries.labels import full_name
from tracker.storage.queries.rows import DOCUMENT_COLUMNS, DocumentName
from tracker.vocabulary import DocumentState, Missing, Origin, Role, Scope
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
    """Published documents as they came in, bodies by jurisdiction and name; in one or two statements where it is kept."""
    registry = carrying()
    return kept(lambda: _choices(registry), "choices", clock.today())


def _choices(registry):
    documents = select(*DOCUMENT_COLUMNS).where(PolicyDocument.state == DocumentState.PUBLISHED)
    documents = documents.order_by(PolicyDocument.position)
    printed = db.session.execute(_printed()).all()
    names = dict.fromkeys(AgencyName(*row[:3]) for row in printed)
    return Choices(
        tuple(DocumentName(*row) for row in db.session.execute(documents)),
        tuple(sorted(names, key=lambda each: (each.jurisdiction, each.name))),
        _bodies(registry, printed),
        tuple(sorted({registry.place(body) for body in registry.agencies.values()})),
    )


def _printed():
    """Every printed name, and whom it means wherever it stands in a task."""
    meant = select(Assignment.agency_id, Assignment.registered_id, Assignment.collective_id).distinct().subquery()
    own = (Agency.id, Agency.jurisdiction, Agency.name)
    found = select(*own, meant.c.agency_id.is_not(None), meant.c.registered_id, meant.c.collective_id)
    return found.outerjoin(meant, meant.c.agency_id == Agency.id)


def _bodies(registry, printed):
    """Whoever is printed in a task, and the agencies that carry it today."""
    bearers, keys = registry.on(clock.today()), dict.fromkeys(singled(clock.today()).own)
    names = {str(row[0]): printed_node(*row[:3]) for row in printed}
    for agency_id, _, _, stands, registered, collective in printed:
        if stands:
            keys[registered or collective or str(agency_id)] = None
            keys |= dict.fromkeys(heir.agency for heir in bearers.of.get(registered, ()))
    unknown = {key for key in keys if is_number(key)}
    found = [*nodes(keys.keys() - unknown, registry).values(), *(names[key] for key in unknown & names.keys())]
    return tuple(sorted(found, key=lambda node: (node.place, node.is_former, node.is_collective, node.name, node.key)))
