"""Under which conditions a row of a table is seen, added to whichever select asks for it.

Every table is here, in ``confining_year``, or among those that are nobody's in particular (see ``FREE``).
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, String, bindparam, or_, select
from sqlalchemy.orm import with_loader_criteria
from sqlalchemy.orm.interfaces import CriteriaOption
from sqlalchemy.sql.visitors import ExtendedInternalTraversal

from tracker.storage.agencies import Agency
from tracker.storage.aliases import alias
from tracker.storage.confining_year import year_of_agency, year_of_group
from tracker.storage.documents import Assignment, Measure, PolicyDocument, RetiredTask, Task
from tracker.storage.history import DocumentEvent
from tracker.vocabulary import DocumentState

FREE = {
    "everybody's": (
        "jurisdiction", "registered_agency", "agency_alias", "succession", "collective", "collective_member",
        "leading_group", "office_day", "reminding_day", "sign_off", "data_version", "duty_edition",
    ),
    "the offices' own habits": ("column_layout", "ledger_layout", "ledger_pack", "saved_view"),
    "of the registry's pages, which are the offices'": (
        "agency_contact", "confirmed_name", "handover", "named_member",
        "registry_event", "registry_event_body", "registry_release", "registry_upload",
    ),
    "a person's own, or administrators'": (
        "account", "account_role", "past_password", "sign_in", "known_device", "sign_in_attempt", "kept_form",
        "audit_event", "audit_seal",
    ),
}  # fmt: skip
"""Tables without a condition, by why."""


class Confined(CriteriaOption):
    """Confines a statement to what a sight sees. Whose sight it is are parameters, so that statements that differ in
    nothing else are compiled once; the conditions themselves are only made when one is."""

    propagate_to_loaders = True
    _traverse_internals = (
        ("shape", ExtendedInternalTraversal.dp_plain_obj),
        ("values", ExtendedInternalTraversal.dp_clauseelement_tuple),
    )

    def __init__(self, sight: Any):
        self.shape = (sight.is_of_agency, sight.orphans, bool(sight.decided), sight.every_document, sight.every_task)
        self.values = (
            _any_of(sight.owns, Integer()),
            _any_of(sight.reads, Integer()),
            _any_of(sight.bodies, String()),
            _any_of(sight.collectives, String()),
            _any_of(sight.decided, Integer(), written_out=True),
            _any_of(sight.given, Integer(), written_out=True),
        )

    def process_compile_state(self, compile_state: Any) -> None:
        self.get_global_criteria(compile_state.global_attributes)

    def get_global_criteria(self, attributes: dict) -> None:
        for table, condition in conditions(self):
            with_loader_criteria(table, condition, include_aliases=True).get_global_criteria(attributes)


def _any_of(values, kind, *, written_out=False):
    """A list as a parameter; one that may be long is written out, for a database takes only so many parameters."""
    return bindparam(None, sorted(values), kind, expanding=True, literal_execute=written_out)


def conditions(confined: Confined) -> list[tuple[type, ColumnElement]]:
    """A condition for each table that holds what somebody does. Inner selects are of plain tables, or they would be
    confined in their turn."""
    is_of_agency, orphans, are_decided, every_document, every_task = confined.shape
    owns, reads, bodies, collectives, *singled = confined.values
    year = year_of_agency(bodies) if is_of_agency else year_of_group(owns, reads)
    if every_document:
        return year
    if is_of_agency:
        seen = _of_agency(bodies, collectives, singled if are_decided else None)
    else:
        seen = _of_group(owns, reads, orphans=orphans)
    documents, *tasks = seen
    return [*_documents(documents), *(_names() if every_task else _tasks(*tasks)), *year]


def _documents(documents):
    return [
        (PolicyDocument, PolicyDocument.id.in_(documents)),
        (DocumentEvent, DocumentEvent.document_id.in_(documents)),
        (RetiredTask, RetiredTask.document_id.in_(documents)),
    ]


def _names():
    """Of those who see every task: the names that stand in one."""
    duty = alias(Assignment, "standing")
    return [(Agency, select(duty.c.id).where(duty.c.agency_id == Agency.id).exists())]


def _tasks(is_seen, of_measure, of_task):
    duty = alias(Assignment, "standing")
    stands = select(duty.c.id).where(duty.c.agency_id == Agency.id, is_seen(duty.c.task_id)).exists()
    return [(Measure, of_measure), (Task, of_task), (Assignment, is_seen(Assignment.task_id)), (Agency, stands)]


def _of_group(owns, reads, *, orphans):
    document, measure, task = (alias(table, "group") for table in (PolicyDocument, Measure, Task))
    published = document.c.state == DocumentState.PUBLISHED
    own = document.c.leading_group_id.in_(owns)
    if orphans:
        own = or_(own, document.c.leading_group_id.is_(None))
    documents = select(document.c.id).where(or_(own, document.c.leading_group_id.in_(reads) & published))
    of_task = select(measure.c.id).where(measure.c.id == Task.measure_id, measure.c.document_id.in_(documents)).exists()

    def is_seen(task_id):
        within = measure.c.document_id.in_(documents)
        own = select(task.c.id).where(task.c.id == task_id, measure.c.id == task.c.measure_id, within)
        return own.exists()

    return documents, is_seen, Measure.document_id.in_(documents), of_task


def _of_agency(bodies, collectives, singled):
    duty, task, measure = (alias(table, "agency") for table in (Assignment, Task, Measure))
    stands = or_(duty.c.registered_id.in_(bodies), duty.c.collective_id.in_(collectives))
    if singled:
        decided, given = singled
        stands = or_(stands & duty.c.id.not_in(decided), duty.c.id.in_(given))
    tasks = _at_once(select(duty.c.task_id).where(stands))
    measures = _at_once(select(task.c.measure_id).where(task.c.id.in_(tasks)))
    documents = _at_once(select(measure.c.document_id).where(measure.c.id.in_(measures)))
    return documents, lambda task_id: task_id.in_(tasks), Measure.id.in_(measures), Task.id.in_(tasks)


def _at_once(found: Select) -> Select:
    """The same, found once for a statement: the server would look it up for each row where it expects few. SQLite knows better."""
    return found.prefix_with("DISTINCT", dialect="postgresql")


def sees_every(sight: Any, owners: Iterable[tuple[int | None, bool]]) -> bool:
    """Whether none of the documents that ``owners`` have, published or not, is hidden from a group's office or superior."""
    if sight.is_of_agency:
        return False

    def is_seen(group, is_published):
        own = sight.orphans if group is None else group in sight.owns
        return own or (is_published and group in sight.reads)

    return all(is_seen(*each) for each in owners)
