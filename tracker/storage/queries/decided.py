"""What the office decided about single duties, and who carries those; the rest is for the registry to say."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Row, select, union

from tracker import clock
from tracker.agencies.bearing import Bearing, Decisions, HandedOver, Named
from tracker.agencies.succession import Heir
from tracker.storage.agencies import Agency
from tracker.storage.database import db
from tracker.storage.documents import Assignment, Measure, PolicyDocument, Task
from tracker.storage.keeping import DUTIES, Part, kept_for_all
from tracker.storage.queries.basis import basis
from tracker.storage.queries.carrying import carrying
from tracker.storage.registry_office import Handover, NamedMember
from tracker.storage.sight import seeing_everything


@dataclass(frozen=True)
class Singled:
    """The duties about which something was decided: who carries each, by assignment.

    By body: the assignments it carries in its own name (``own``), and as a member of a collective (``through``).
    """

    heirs: Mapping[int, tuple[Heir, ...]]
    own: Mapping[str, frozenset[int]]
    through: Mapping[str, frozenset[int]]

    def given_to(self, body: str) -> frozenset[int]:
        """The assignments that a body carries in whatever way."""
        return self.own.get(body, frozenset()) | self.through.get(body, frozenset())


def decisions() -> Decisions:
    """All decisions; in one statement, or in none where they are kept."""
    return kept_for_all(_decisions, "decisions", of=[Part.DECIDED])


def bearing(day: date | None) -> Bearing:
    """Who carries what on a day, or as printed."""
    return Bearing(carrying(), decisions(), day, clock.today())


def singled(day: date | None) -> Singled:
    """The duties that were decided about, whoever sees them; in one statement more where they are not kept."""
    return kept_for_all(lambda: _singled(bearing(day)), "singled", day, clock.today(), of=DUTIES)


def _decisions():
    found = basis()
    return Decisions((Named(*row) for row in found.named), (HandedOver(*row) for row in found.handed))


def _singled(known: Bearing):
    heirs, own, through = {}, defaultdict(set), defaultdict(set)
    for duty in _touched() if basis().has_decisions else ():
        if not known.decisions.touch(duty):
            continue
        heirs[duty.assignment_id] = known.heirs(duty)
        for heir in heirs[duty.assignment_id]:
            (through if duty.collective_id else own)[heir.agency].add(duty.assignment_id)
    return Singled(heirs, *({key: frozenset(ids) for key, ids in found.items()} for found in (own, through)))


@seeing_everything()
def _touched() -> list[Row]:
    """Every duty that may be meant by a decision; where nothing is decided there is none to look for."""
    meant = (Assignment.registered_id, Assignment.collective_id)
    place = (Assignment.task_id, PolicyDocument.id.label("document_id"), PolicyDocument.issued_on)
    statement = select(Assignment.id.label("assignment_id"), *place, Agency.name, *meant).join(Assignment.agency)
    statement = statement.join(Assignment.task).join(Task.measure).join(Measure.document)
    single = (select(table.task_id).where(table.task_id.is_not(None)) for table in (Handover, NamedMember))
    documents = select(NamedMember.document_id).where(NamedMember.document_id.is_not(None))
    whole = select(Task.id).join(Task.measure).where(Measure.document_id.in_(documents))
    touched = Assignment.task_id.in_(union(*single, whole))
    return db.session.execute(statement.where(touched).order_by(Assignment.id)).all()
