"""责任体检 of the tasks asked for, on the day they are looked at; made once for each state of the data."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from tracker import clock
from tracker.agencies.standpoint import TODAY
from tracker.graph.diagnosis import Case, Finding, Party, Standing, diagnose
from tracker.storage.database import db
from tracker.storage.documents import PolicyDocument
from tracker.storage.keeping import DUTIES, kept
from tracker.storage.queries.carrying import Node, carrying, nodes_in_tasks
from tracker.storage.queries.choices import choices
from tracker.storage.queries.duties import Unit, duties_with_nodes
from tracker.storage.queries.filters import TaskFilter
from tracker.storage.queries.standing import IS_REPLACED


@dataclass(frozen=True)
class Diagnosis:
    """The findings, and who the bodies in them are."""

    findings: tuple[Finding, ...]
    bodies: Mapping[str, Node]

    def finding(self, code: str) -> Finding | None:
        return next((each for each in self.findings if each.code == code), None)


def diagnosis(wanted: TaskFilter) -> Diagnosis:
    """What is doubtful in these tasks as they stand today, or on the day asked for."""
    seen = wanted.seen_from(wanted.on if wanted.on and not wanted.on.is_printed else TODAY)
    key = tuple(sorted(seen.address.items()))
    return kept(lambda: _made(seen), "diagnosis", key, clock.today(), of=DUTIES)


def _made(wanted):
    tasks, found = duties_with_nodes(wanted)
    registry, day = carrying(), wanted.on.day(clock.today())
    printed = nodes_in_tasks({unit.printed for task in tasks for unit in task.units}, registry)
    findings = diagnose(_cases(tasks, _parties(tasks, printed, registry, day), day))
    named = {key for finding in findings for trace in finding.traces for key in trace.bodies}
    return Diagnosis(findings, {key: found[key] for key in named})


def _parties(tasks, printed, registry, day) -> dict[int, Party]:
    """By the identity of a unit, which many tasks share: asking 150,000 times for what is equal costs 0.3 s."""
    units: dict[int, Unit] = {id(unit): unit for task in tasks for unit in task.units}
    return {
        identity: Party(printed[unit.printed].name, unit.role, unit.keys, _standing(unit, registry, day))
        for identity, unit in units.items()
    }


def _standing(unit, registry, day) -> Standing:
    if unit.printed in registry.agencies:
        carried = any(registry.succession.in_force(key, day) for key in unit.keys)
        return Standing.KNOWN if carried else Standing.ABOLISHED
    if unit.printed in registry.collectives.by_id:
        return Standing.KNOWN if unit.through else Standing.WAITING
    return Standing.UNKNOWN


def _cases(tasks, parties, day) -> Iterator[Case]:
    documents = {one.id: one.short for one in choices().documents}
    expired = _expired(day)
    for task in tasks:
        until = expired.get(task.document_id)
        words = f"{until.year}年{until.month}月{until.day}日" if until else ""
        own = tuple([parties[id(unit)] for unit in task.units])
        yield Case(task.id, task.label, documents[task.document_id], own, words)


def _expired(day):
    statement = select(PolicyDocument.id, PolicyDocument.valid_until)
    statement = statement.where(PolicyDocument.valid_until < day, ~IS_REPLACED)
    return dict(db.session.execute(statement).all())
