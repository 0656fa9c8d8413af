"""What a cycle may be on, what it would ask of whom, and how it stands."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select, true
from sqlalchemy.orm import aliased

from tracker.reporting.entering import Candidate, Rule, Verdict, may_enter
from tracker.reporting.expected import (
    Expected,
    TaskUnits,
    Undecided,
    consolidator,
    expected,
    undecided,
    without_rows,
)
from tracker.reporting.rates import Tally
from tracker.storage.cycles import Cycle, CycleDocument, NotIssued
from tracker.storage.database import db
from tracker.storage.documents import Measure, PolicyDocument, Task
from tracker.storage.people import LeadingGroup
from tracker.storage.queries.additions import AddedLine, additions_to, with_additions
from tracker.storage.queries.asking import EVERYWHERE, tasks_asked
from tracker.storage.queries.image import PrintedTask
from tracker.storage.queries.owing import with_units
from tracker.storage.queries.seen import closed_out, tasks_closed_out
from tracker.storage.queries.tallying import tallies_by
from tracker.storage.tallies import RowTally
from tracker.vocabulary import DocumentState
from tracker.vocabulary.reporting import Duty

YEARLY = frozenset({"year", "half-year"})
"""Rhythms of rules that a year's cycle may follow."""


@dataclass(frozen=True)
class Entering:
    """A published document and whether it may enter a cycle."""

    id: int
    title: str
    number: str | None
    verdict: Verdict


@dataclass(frozen=True)
class Plan:
    """What a cycle would ask on a day: its tasks with their units, the rows, who consolidates, what is undecided."""

    tasks: tuple[TaskUnits, ...]
    expected: tuple[Expected, ...]
    consolidators: Mapping[int, str | None]
    undecided: tuple[Undecided, ...]
    added: tuple[AddedLine, ...]


def candidates(group_id: int, period: tuple[date, date], among: Sequence[int] | None = None) -> dict[int, Entering]:
    """The published documents of a leading group, or those among them, each with whether it may enter; one statement.

    What belongs to no group belongs to the highest.
    """
    newer = aliased(PolicyDocument)
    replaced = select(newer.id).where(newer.supersedes_id == PolicyDocument.id, newer.state == DocumentState.PUBLISHED)
    facts = (PolicyDocument.status, PolicyDocument.issued_on, PolicyDocument.valid_until)
    statement = select(PolicyDocument.id, PolicyDocument.title, PolicyDocument.stem, PolicyDocument.number, *facts)
    statement = statement.add_columns(replaced.exists()).where(PolicyDocument.state == DocumentState.PUBLISHED)
    highest = select(LeadingGroup.id).where(LeadingGroup.id == group_id, LeadingGroup.superior_id.is_(None)).exists()
    own = (PolicyDocument.leading_group_id == group_id) | (PolicyDocument.leading_group_id.is_(None) & highest)
    statement = statement.where(own)
    if among is not None:
        statement = statement.where(PolicyDocument.id.in_(among))
    found = {}
    for id_, title, stem, number, status, issued_on, valid_until, is_replaced in db.session.execute(
        statement.order_by(PolicyDocument.position)
    ):
        verdict = may_enter(Candidate(status, is_replaced, issued_on, valid_until), *period)
        found[id_] = Entering(id_, title or stem, number, verdict)
    return found


def not_issued(cycle_id: int) -> dict[str, str]:
    """The names left out of a cycle, with their reasons."""
    statement = select(NotIssued.key, NotIssued.reason).where(NotIssued.cycle_id == cycle_id)
    return dict(map(tuple, db.session.execute(statement)))


def plan_of(cycle: Cycle, on: date) -> Plan:
    """What a cycle would ask of whom if it opened on a day; tasks closed out stay out."""
    added, left_out = additions_to(cycle.id), not_issued(cycle.id)
    tasks = with_units(among_its_tasks(select(Task.id), cycle.id), on)
    tasks = with_additions(tasks, [each.row for each in added], on)
    asked = without_rows(tasks, left_out)
    return Plan(
        tasks,
        expected(asked, cycle.supports),
        {task.task: consolidator(task.units) for task in asked},
        undecided(tasks, left_out),
        added,
    )


def task_ids_of(cycle_id: int) -> list[int]:
    """The tasks of a cycle's documents that are not closed out, in the order of the documents."""
    return list(db.session.scalars(among_its_tasks(select(Task.id), cycle_id)))


def open_tasks_of(documents: Collection[int]) -> list[PrintedTask]:
    """The same of these documents, as they are printed; in no statement where documents are kept and what is closed out."""
    closed = tasks_closed_out()
    return [task for task in _tasks_of(documents) if task.id not in closed]


def closed_tasks_of(documents: Collection[int]) -> list[int]:
    """已办结: the tasks of these documents that no cycle asks about any more, in their order; in as few statements."""
    closed = tasks_closed_out()
    return [task.id for task in _tasks_of(documents) if task.id in closed]


def _tasks_of(documents):
    return [task for each in tasks_asked(EVERYWHERE) if each.id in documents for task in each.tasks]


def among_its_tasks(statement: Select, cycle_id: int) -> Select:
    """A statement on tasks, about those of ``task_ids_of`` and in their order."""
    statement = statement.join(Task.measure).join(Measure.document)
    statement = statement.join(CycleDocument, CycleDocument.document_id == PolicyDocument.id)
    statement = statement.where(CycleDocument.cycle_id == cycle_id, Task.id.not_in(closed_out()))
    return statement.order_by(PolicyDocument.position, Measure.position, Task.ordinal)


def tallies(cycle_id: int) -> dict[Duty, Tally]:
    """By duty: the counts the rates are made of, over what is owed; in one statement."""
    found = tallies_by([cycle_id], RowTally.cycle_id)
    return {duty: found.get((cycle_id, duty), Tally()) for duty in Duty}


def rules_of(document_ids: Sequence[int], chosen: Collection[int] | None = None) -> tuple[Rule, ...]:
    """The rules of reporting each year or half-year that were read from documents, in their order; in one statement.

    A rule says whether its document is among the ``chosen``; None: all are.
    """
    own = true() if chosen is None else PolicyDocument.id.in_(chosen)
    columns = (PolicyDocument.title, PolicyDocument.number, PolicyDocument.valid_until, PolicyDocument.reading)
    statement = select(*columns, own.label("own"))
    statement = statement.where(PolicyDocument.id.in_(document_ids), PolicyDocument.reading.is_not(None))
    return tuple(
        _rule(title, number, valid_until, each, bool(is_own))
        for title, number, valid_until, reading, is_own in db.session.execute(statement.order_by(PolicyDocument.position))
        for each in json.loads(reading)["reporting_rules"]
        if each["period"] in YEARLY
    )


def _rule(title, number, valid_until, rule, chosen):
    name = f"《{title}》（{number}）" if number else f"《{title}》"
    conditional = tuple((each["condition"], tuple(each["recipients"])) for each in rule["conditional"])
    return Rule(
        name,
        rule["text"],
        rule["month"],
        rule["day"],
        tuple(rule["recipients"]),
        valid_until,
        tuple(rule["reporters"]),
        conditional,
        chosen,
    )
