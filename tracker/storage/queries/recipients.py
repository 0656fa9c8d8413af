"""Who also gets the reports of some tasks of a cycle, by a condition of a rule."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter

from sqlalchemy import func, literal, select

from tracker.agencies.succession import Succession
from tracker.reporting.recipients import TaskWords, proposed_tasks, subjects
from tracker.storage.columns import among
from tracker.storage.cycles import ConditionalRecipient, ConditionalTask, CycleDocument
from tracker.storage.database import db
from tracker.storage.documents import Measure, PolicyDocument, Task
from tracker.storage.queries.basis import basis
from tracker.storage.queries.cycles import open_tasks_of, rules_of
from tracker.storage.queries.labels import opening, task_label
from tracker.storage.queries.registry import naming
from tracker.storage.queries.rows import siblings
from tracker.storage.queries.seen import documents_seen
from tracker.storage.queries.texts import texts
from tracker.storage.queries.words import tasks_saying
from tracker.storage.sight import seeing_everything

TASKS_A_PAGE = 50


@dataclass(frozen=True)
class Condition:
    """A condition that a document's rule says, its sentence, and who is to get the reports it is about."""

    condition: str
    recipients: tuple[str, ...]
    sentence: str
    document: str


@dataclass(frozen=True)
class BodyToday:
    """Who is today what a document calls by a ``printed`` name: itself, its followers, or nobody."""

    printed: str
    names: tuple[str, ...]
    is_former: bool = False

    @property
    def sure(self) -> str | None:
        """The only one that may be meant."""
        return self.names[0] if len(self.names) == 1 else None


@dataclass(frozen=True)
class Recipient:
    """Who also gets the reports of some tasks, as the office confirmed."""

    id: int
    condition: str
    recipient: str
    agency_id: str | None
    who: str
    at: datetime
    tasks: tuple[int, ...]


@dataclass(frozen=True)
class TaskChoice:
    """A page of tasks to choose from, and how many there are in all: by document what it is called and its tasks, by id what
    they are called.

    ``beside`` are other tasks that were asked for, and what they are called.
    """

    of: tuple[tuple[str, dict[int, str]], ...]
    total: int
    page: int
    pages: int
    beside: dict[int, str]

    @property
    def tasks(self) -> dict[int, str]:
        """All of the page by id, whichever document they are of."""
        return {id_: label for _, own in self.of for id_, label in own.items()}

    @property
    def next(self) -> int:
        """The page after this one; the last stays."""
        return min(self.page + 1, self.pages)


def conditions_of(document_ids: Sequence[int]) -> tuple[Condition, ...]:
    """The conditions that the rules of documents say; in one statement."""
    return tuple(
        Condition(condition, recipients, rule.sentence, rule.document)
        for rule in rules_of(document_ids)
        for condition, recipients in rule.conditional
    )


def called_today(name: str, document: str, on: date) -> str:
    """What a name's body is called on a day, as ``document`` prints the name; the name itself where that is not sure."""
    return body_today(name, document, on).sure or name


@seeing_everything()
def body_today(name: str, document: str, on: date) -> BodyToday:
    """Who is on a day what ``document`` calls by a name."""
    title = PolicyDocument.title
    printed = func.length(title) > 0, literal(document).startswith(literal("《") + title + literal("》"))
    of_document = select(PolicyDocument.jurisdiction, PolicyDocument.issued_on).where(*printed).limit(1)
    return body_called(name, on, *(db.session.execute(of_document).first() or (None,)))


def body_called(name: str, on: date, place: str | None, printed_on: date | None = None) -> BodyToday:
    """Who is on a day what a place's documents call, or once called, by a name."""
    found = naming().resolve(name, place, printed_on).agency
    if found is None:
        return BodyToday(name, (name,))
    if found.in_force(on):
        return BodyToday(name, (found.name,))
    rows = basis().registry
    heirs = {heir.agency for heir in Succession(rows).successors_on(found.id, on)}
    return BodyToday(name, tuple(each.name for each in rows.agencies if each.id in heirs), is_former=True)


def recipients_in(cycle_id: int) -> tuple[Recipient, ...]:
    """Who was confirmed for a cycle, with the tasks; in one statement."""
    statement = select(ConditionalRecipient, ConditionalTask.task_id).outerjoin(
        ConditionalTask, ConditionalTask.recipient_id == ConditionalRecipient.id
    )
    statement = statement.where(ConditionalRecipient.cycle_id == cycle_id)
    rows = db.session.execute(statement.order_by(ConditionalRecipient.id, ConditionalTask.task_id)).all()
    tasks, found = defaultdict(list), {}
    for each, task_id in rows:
        found[each.id] = each
        tasks[each.id].append(task_id)
    return tuple(
        Recipient(id_, each.condition, each.recipient, each.agency_id, each.who, each.at, tuple(tasks[id_]))
        for id_, each in found.items()
    )


def unconfirmed(conditions: Collection[Condition], recipients: Collection[Recipient]) -> list[Condition]:
    """待确认: the conditions by which nobody was confirmed yet."""
    confirmed = {each.condition for each in recipients}
    return [each for each in conditions if each.condition not in confirmed]


def tasks_called(task_ids: Collection[int]) -> dict[int, str]:
    """Tasks by id, with what they are called; in one statement."""
    columns = (Task.id, Task.ordinal, Task.text, Measure.path, Measure.heading, siblings().label("siblings"))
    statement = select(*columns).join(Task.measure).where(among(Task.id, task_ids))
    return {
        row.id: f"{task_label(row.path, row.ordinal, row.siblings)} {row.heading or opening(row.text)}".strip()
        for row in db.session.execute(statement)
    }


def tasks_to_choose(
    cycle_id: int,
    *,
    q: str = "",
    among_ids: Collection[int] | None = None,
    page: int = 1,
    beside: Collection[int] = (),
) -> TaskChoice:
    """A page of the tasks a cycle asks about, or would ask about, in their order: all, those in which every word of
    ``q`` stands, or of these alone; of a page too far the first. In one statement where texts are kept, and in one more
    what others are called."""
    documents = _documents_of(cycle_id)
    found = [task for task in open_tasks_of(documents) if among_ids is None or task.id in among_ids]
    if q:
        saying = tasks_saying(q, documents)
        found = [task for task in found if task.id in saying]
    pages = max(1, -(-len(found) // TASKS_A_PAGE))
    page = page if page <= pages else 1
    shown = found[(page - 1) * TASKS_A_PAGE : page * TASKS_A_PAGE]
    others = tasks_called(beside) if beside else {}
    return TaskChoice(_by_document(shown), len(found), page, pages, others)


def _by_document(tasks):
    names = {each.name.id: each.name for each in documents_seen()}
    of_each = groupby(tasks, attrgetter("document_id"))
    return tuple((names[id_].name, {task.id: task.label.strip() for task in own}) for id_, own in of_each)


def tasks_proposed(cycle_id: int, conditions: Collection[str]) -> dict[str, frozenset[int]]:
    """By condition: the tasks of a cycle that its words stand in; in one statement where texts are kept."""
    words = {word for condition in conditions for word in subjects(condition)}
    if not words:
        return dict.fromkeys(conditions, frozenset())
    documents = _documents_of(cycle_id)
    own = {task.id for task in open_tasks_of(documents)}
    found = [each for each in _holding_any(words, documents) if each.task in own]
    return {each: frozenset(proposed_tasks(each, found)) for each in conditions}


def _documents_of(cycle_id):
    return set(db.session.scalars(select(CycleDocument.document_id).where(CycleDocument.cycle_id == cycle_id)))


def _holding_any(words, documents):
    held = texts()
    for measure in (measure for each in documents for measure in held.get(each, ())):
        whole = any(word in measure.section or word in measure.heading for word in words)
        for task in measure.tasks:
            if whole or any(word in task.text for word in words):
                yield TaskWords(task.id, measure.section, measure.heading, task.text)
