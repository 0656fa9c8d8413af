"""Who carries a duty, as printed and on any day; who belongs to a collective; which printed names nobody knows."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Row, func, select

from tracker.agencies.resolution import Registry
from tracker.agencies.rows import Agency, Change, Collective
from tracker.storage.agencies import Agency as PrintedAgency
from tracker.storage.database import db
from tracker.storage.documents import Assignment, Measure, PolicyDocument, Task
from tracker.storage.keeping import Part, kept, kept_for_all
from tracker.storage.queries.asking import EVERYWHERE, tasks_asked
from tracker.storage.queries.basis import basis
from tracker.storage.queries.carrying import carrying
from tracker.storage.queries.choices import AgencyName
from tracker.storage.queries.decided import bearing
from tracker.vocabulary import Recognition, Role


@dataclass(frozen=True)
class Bearer:
    """A registered body that carries a duty; ``changes`` is how it came to it, ``share`` which part, "" for all of it."""

    agency: Agency
    changes: tuple[Change, ...] = ()
    share: str = ""


@dataclass(frozen=True)
class Unit:
    """A unit of a task as printed, and who carries its duty on the day asked for.

    Nobody where the name is not known, the members of a collective are not named yet, or the body was abolished.
    ``by_day_taken_in`` says that several bore the name in turn, and that its document has no date: it is taken for the
    one's who bore it when the document was taken in.
    """

    assignment_id: int
    agency: AgencyName
    printed: str | None
    role: Role
    recognition: Recognition
    registered_id: str | None
    collective: Collective | None
    bearers: tuple[Bearer, ...]
    by_day_taken_in: bool = False


@dataclass(frozen=True)
class UnknownName:
    """A printed name nobody knows, on how many tasks, and the registered agencies a person may choose from.

    ``candidates`` may be meant by it, ``closest`` have similar names. ``is_collective`` says that it speaks of several.
    """

    agency: AgencyName
    tasks: int
    candidates: tuple[Agency, ...]
    closest: tuple[Agency, ...]
    is_collective: bool


def units_of(task_ids: Sequence[int], on: date | None = None) -> dict[int, tuple[Unit, ...]]:
    """By task: its units in order, with those who carry their duties on a day, or None: as printed.

    In one statement however many tasks there are, where the registry is kept. Members that the office named for a task
    or its document come before a collective's usual ones; a duty handed over is carried by those it was handed to.
    """
    known, registry, units = bearing(on), carrying(), defaultdict(list)
    for row in duties_where(Task.id.in_(task_ids)):
        unit = Unit(
            row.assignment_id,
            AgencyName(row.agency_id, row.jurisdiction, row.name),
            row.printed,
            row.role,
            row.recognition,
            row.registered_id,
            registry.collectives.by_id.get(row.collective_id),
            tuple(Bearer(registry.agencies[each.agency], each.changes, each.share) for each in known.standing(row)),
            row.issued_on is None and row.recognition == Recognition.RESOLVED and _needs_a_day(row),
        )
        units[row.task_id].append(unit)
    return {task_id: tuple(units[task_id]) for task_id in task_ids}


def _needs_a_day(duty) -> bool:
    return not naming().resolve(duty.name, duty.jurisdiction).is_known


def members_of(collective_id: str, on: date) -> tuple[Agency, ...]:
    """The agencies in a collective on a day, by id; none while the office has not named them."""
    registry = carrying()
    return tuple(registry.agencies[each] for each in registry.collectives.members_on(collective_id, on))


def unknown_names() -> tuple[UnknownName, ...]:
    """The printed names that wait for a person to say whom they mean, those on most tasks first; kept until it changes."""
    return kept(_unknown_names, "unknown names", of=[Part.DOCUMENTS, Part.REGISTRY])


def _unknown_names():
    tasks, days, printed = defaultdict(int), defaultdict(set), basis().printed
    for agency_id, issued_on in _candidates():
        agency = AgencyName(agency_id, *printed[agency_id])
        tasks[agency] += 1
        days[agency].add(issued_on)
    registry = naming() if tasks else None
    found = [_unknown(registry, agency, tasks[agency], days[agency]) for agency in tasks]
    return tuple(sorted(found, key=lambda each: (-each.tasks, each.agency.jurisdiction, each.agency.name)))


def number_of_unknown_names() -> int:
    """How many they are; kept until it changes."""
    return kept(lambda: len({agency_id for agency_id, _ in _candidates()}), "number of unknown names", of=[Part.DOCUMENTS])


def name_asked_for(agency_id: int) -> UnknownName | None:
    """The same of one printed name, known or not, in one statement; None if it stands in no task."""
    days = db.session.execute(_names().where(PrintedAgency.id == agency_id)).all()
    if not days:
        return None
    printed = AgencyName(*days[0][:3])
    return _unknown(naming(), printed, sum(row[-1] for row in days), {row.issued_on for row in days})


def duties_where(*conditions: ColumnElement[bool]) -> Sequence[Row]:
    """The units of the tasks that meet conditions, in order, with whom they mean and their document's day."""
    agency = (Assignment.agency_id, PrintedAgency.jurisdiction, PrintedAgency.name)
    meant = (Assignment.recognition, Assignment.registered_id, Assignment.collective_id)
    known = (Assignment.printed, Assignment.role, *meant)
    document = (PolicyDocument.id.label("document_id"), PolicyDocument.issued_on)
    statement = select(Assignment.task_id, Assignment.id.label("assignment_id"), *document, *agency, *known)
    statement = statement.join(Assignment.agency).join(Assignment.task).join(Task.measure).join(Measure.document)
    statement = statement.where(*conditions).order_by(Assignment.task_id, Assignment.position)
    return db.session.execute(statement).all()


def _candidates() -> Iterator[tuple[int, date | None]]:
    """Every printed name nobody knows, by number, with the day of its document, once for each task it stands in."""
    for document in tasks_asked(EVERYWHERE):
        for task in document.tasks:
            for agency_id in {who.agency_id for who in task.who if who.recognition is Recognition.CANDIDATE}:
                yield agency_id, document.issued_on


def _names():
    agency = (PrintedAgency.id, PrintedAgency.jurisdiction, PrintedAgency.name, PolicyDocument.issued_on)
    statement = select(*agency, func.count(Task.id.distinct())).join(Assignment, Assignment.agency_id == agency[0])
    statement = statement.join(Assignment.task).join(Task.measure).join(Measure.document)
    return statement.group_by(*agency)


def naming() -> Registry:
    """The registry by which names are looked up, made once until it changes."""
    return kept_for_all(lambda: Registry(carrying().rows), "naming", of=[Part.REGISTRY])


def _unknown(registry, agency, tasks, days):
    found = [registry.resolve(agency.name, agency.jurisdiction, day) for day in sorted(days, key=str)]
    return UnknownName(
        agency,
        tasks,
        tuple(dict.fromkeys(each for one in found for each in one.candidates)),
        tuple(dict.fromkeys(each for one in found for each in one.closest)),
        any(one.collective_like for one in found),
    )
