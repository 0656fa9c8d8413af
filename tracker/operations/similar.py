"""Measures of other documents that speak of the same matter."""

from dataclasses import dataclass

from tracker.storage.queries.rows import TaskRow


@dataclass(frozen=True)
class SimilarMeasure:
    """A measure of another document: its tasks as rows of the ledger, and how alike it is (0–1)."""

    tasks: tuple[TaskRow, ...]
    likeness: float


def similar_measures(task_id: int) -> tuple[SimilarMeasure, ...]:
    """Published measures of other documents most like the one that holds this task, best first; at most five."""
    raise NotImplementedError


def similar_to_draft(document_id: int, number: int) -> tuple[SimilarMeasure, ...]:
    """The same for a task of a draft, by its number there."""
    raise NotImplementedError
