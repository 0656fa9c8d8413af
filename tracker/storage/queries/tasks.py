"""Lists of tasks: the ledger on the screen, the ledger for a workbook, and who owes what, for the graph."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from tracker.storage.columns import among
from tracker.storage.documents import Task
from tracker.storage.queries.asked import Asked, asked
from tracker.storage.queries.conditions import ordering
from tracker.storage.queries.filters import TaskFilter
from tracker.storage.queries.lights import Lighting
from tracker.storage.queries.rows import DocumentName, TaskRow, ids_matching, rows_of
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


def matching(wanted: TaskFilter, lighting: Lighting | None = None) -> TaskPage:
    """The page of tasks a filter asks for, grouped by document; a page too far is the last.

    In two statements where documents are kept; in one more where a body stands in the tasks, or their
    order by what is not printed in that order. ``lighting`` is today's unless it is given.
    """
    found = asked(wanted, lighting)
    within = [each for each in found if _is_within(each.document, wanted.documents_in_scope)]
    total = sum(len(each.tasks) for each in within)
    pages = max(1, -(-total // ROWS_A_PAGE))
    page = min(wanted.page, pages)
    first = (page - 1) * ROWS_A_PAGE
    rows = rows_of(ids, wanted.on) if (ids := _in_order(wanted, within, first, ROWS_A_PAGE)) else []
    return TaskPage(
        groups=_grouped(rows, {each.document: len(each.tasks) for each in within}, first + 1),
        documents=len(within),
        measures=sum(each.measures for each in within),
        total=total,
        page=page,
        pages=pages,
        in_scope=_by_scope(found),
    )


def ledger_rows(wanted: TaskFilter, lighting: Lighting | None = None) -> Iterator[TaskRow]:
    """Every task a filter asks for, in its order, all pages, read in batches; ``lighting`` as above."""
    within = [each for each in asked(wanted, lighting) if _is_within(each.document, wanted.documents_in_scope)]
    ids = _in_order(wanted, within, 0, sum(len(each.tasks) for each in within))
    for start in range(0, len(ids), ROWS_A_BATCH):
        yield from rows_of(ids[start : start + ROWS_A_BATCH], wanted.on)


def _in_order(wanted, found: Sequence[Asked], first: int, number: int) -> list[int]:
    """So many tasks from the first on, document by document; no other documents than these are of are put in order."""
    reached, before, passed = [], 0, 0
    for each in found:
        passed += len(each.tasks)
        if passed <= first:
            before = passed
        elif passed - len(each.tasks) < first + number:
            reached.append(each)
    return _ordered(wanted, reached)[first - before :][:number]


def _ordered(wanted, shown: Sequence[Asked]) -> list[int]:
    if wanted.sort == "order":
        way = -1 if wanted.descending else 1
        return [task for each in shown for task in each.tasks[::way]]
    tasks = [task for each in shown for task in each.tasks]
    return ids_matching([among(Task.id, tasks)], ordering(wanted)) if tasks else []


def _is_within(document, scope):
    return scope == Scope.ALL or document.standing == Standing(scope)


def _by_scope(found):
    return {scope: sum(len(each.tasks) for each in found if _is_within(each.document, scope)) for scope in Scope}


def _grouped(rows, totals, first):
    numbered = groupby(enumerate(rows, first), key=lambda pair: pair[1].document)
    return tuple(Group(document, totals[document], tuple(group)) for document, group in numbered)
