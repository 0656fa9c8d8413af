"""Measures of other documents that speak of the same matter."""

from collections.abc import Mapping
from dataclasses import dataclass

from tracker.extraction.confirming.similarity import Match, most_alike
from tracker.operations.drafting import draft_at
from tracker.storage.queries.documents import plain_reading
from tracker.storage.queries.passages import passage_of, passages_elsewhere
from tracker.storage.queries.rows import TaskRow, rows_of


@dataclass(frozen=True)
class SimilarMeasure:
    """A measure of another document: its tasks as rows of the ledger, and how alike it is (0–1)."""

    tasks: tuple[TaskRow, ...]
    likeness: float


def by_likeness(text: str, others: Mapping[int, str]) -> tuple[Match, ...]:
    """All passages, those most like a text first; one that shares nothing with it comes last, with 0."""
    return tuple(most_alike(text, others.items(), most=len(others), least=0.0))


def similar_measures(task_id: int) -> tuple[SimilarMeasure, ...]:
    """Published measures of other documents most like the one that holds this task, best first; at most five."""
    passage = passage_of(task_id)
    return _most_alike(passage.text, passage.document_id) if passage else ()


def similar_to_draft(document_id: int, number: int) -> tuple[SimilarMeasure, ...]:
    """The same for a task of a draft, by its number there; none where it is not there any more."""
    stored = plain_reading(document_id)
    measures = draft_at(stored, stored.history.head).measures if stored else ()
    held = [measure for measure in measures if any(task.id == number for task in measure.tasks)]
    texts = [(measure.heading or "") + "".join(task.text for task in measure.tasks) for measure in held]
    return _most_alike(texts[0], document_id) if texts else ()


def _most_alike(text, document_id):
    others = passages_elsewhere(document_id)
    matches = most_alike(text, ((key, passage.text) for key, passage in others.items()))
    ids = [task for match in matches for task in others[match.key].task_ids]
    rows = {row.id: row for row in rows_of(ids)}
    return tuple(
        SimilarMeasure(tuple(rows[task] for task in others[match.key].task_ids), match.likeness) for match in matches
    )
