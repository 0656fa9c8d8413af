"""Lists of tasks: the ledger on the screen, the ledger for a workbook, and who owes what, for the graph."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import ColumnElement, func

from tracker.storage.database import db
from tracker.storage.documents import Measure, PolicyDocument, Task
from tracker.storage.queries.conditions import conditions_of, in_scope, ordering, tasks_with_their_document
from tracker.storage.queries.filters import TaskFilter
from tracker.storage.queries.rows import DOCUMENT_COLUMNS, DocumentName, TaskRow, ids_matching, rows_of
from tracker.vocabulary import Scope, Standing

ROWS_A_PAGE = 100
ROWS_A_BATCH = 500


@dataclass(frozen=True)
class Group:
    """A document's rows on this page, numbered through the whole list; ``total`` counts its rows on all pages."""

    document: DocumentName
    total: int
    rows: tuple[tuple[int, TaskRow], ...]


@dataclass(frozen=True)
class TaskPage:
    """One page of the tasks asked for, and of how many documents and measures they are on all pages.

    ``in_scope`` counts what the same conditions find among issued documents, drafts and both.
    """

    groups: tuple[Group, ...]
    documents: int
    measures: int
    total: int
    page: int
    pages: int
    in_scope: dict[Scope, int]


def matching(wanted: TaskFilter, lit: Iterable[ColumnElement[bool]] = ()) -> TaskPage:
    """The page of tasks a filter asks for, grouped by document, in four statements; a page too far is the last.

    ``lit`` are its conditions on lights.
    """
    conditions = [*conditions_of(wanted), *lit]
    counts = {} if wanted.unknown else _counts(conditions)
    within = [count for document, count in counts.items() if _is_within(document, wanted.documents_in_scope)]
    total = sum(count.tasks for count in within)
    pages = max(1, -(-total // ROWS_A_PAGE))
    page = min(wanted.page, pages)
    rows = _page_of_rows(wanted, conditions, (page - 1) * ROWS_A_PAGE) if total else []
    return TaskPage(
        groups=_grouped(rows, counts, (page - 1) * ROWS_A_PAGE + 1),
        documents=len(within),
        measures=sum(count.measures for count in within),
        total=total,
        page=page,
        pages=pages,
        in_scope=_by_scope(counts),
    )


def ledger_rows(wanted: TaskFilter, lit: Iterable[ColumnElement[bool]] = ()) -> Iterator[TaskRow]:
    """Every task a filter asks for, in its order, all pages, read in batches; ``lit`` as above."""
    if wanted.unknown:
        return
    conditions = [*conditions_of(wanted), *lit, *in_scope(wanted.documents_in_scope)]
    ids = ids_matching(conditions, ordering(wanted))
    for start in range(0, len(ids), ROWS_A_BATCH):
        yield from rows_of(ids[start : start + ROWS_A_BATCH], wanted.on)


class Count(NamedTuple):
    """How many measures of a document have tasks that meet the conditions, and how many tasks do."""

    measures: int
    tasks: int


def _counts(conditions):
    """Count by document, drafts and issued alike."""
    counts = (func.count(Measure.id.distinct()), func.count(Task.id))
    statement = tasks_with_their_document(*DOCUMENT_COLUMNS, *counts)
    statement = statement.where(*conditions).group_by(PolicyDocument.id)
    return {DocumentName(*row[:-2]): Count(*row[-2:]) for row in db.session.execute(statement)}


def _is_within(document, scope):
    return scope == Scope.ALL or document.standing == Standing(scope)


def _by_scope(counts):
    return {
        scope: sum(count.tasks for document, count in counts.items() if _is_within(document, scope)) for scope in Scope
    }


def _page_of_rows(wanted, conditions, offset):
    statement = tasks_with_their_document(Task.id).where(*conditions, *in_scope(wanted.documents_in_scope))
    statement = statement.order_by(*ordering(wanted))
    return rows_of(list(db.session.scalars(statement.limit(ROWS_A_PAGE).offset(offset))), wanted.on)


def _grouped(rows, counts, first):
    numbered = groupby(enumerate(rows, first), key=lambda pair: pair[1].document)
    return tuple(Group(document, counts[document].tasks, tuple(group)) for document, group in numbered)
