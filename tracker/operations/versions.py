"""A document that replaces an earlier one: which that is, what is different, and accepting it."""

from dataclasses import dataclass

from tracker.extraction.confirming.comparing import Difference
from tracker.storage.queries.documents import DocumentLine


@dataclass(frozen=True)
class Proposal:
    """An earlier published document that may be the older version, and how alike the titles are (0–1)."""

    document: DocumentLine
    likeness: float


@dataclass(frozen=True)
class Comparison:
    """Two versions, measure by measure, in the order of the new one; ``counts`` by the kind of difference."""

    old: DocumentLine
    new: DocumentLine
    differences: tuple[Difference, ...]
    counts: dict[str, int]
    is_accepted: bool


def propose(document_id: int) -> tuple[Proposal, ...]:
    """Earlier published documents whose title is like this one's, best first; none once one is accepted."""
    raise NotImplementedError


def compare(document_id: int, old_id: int) -> Comparison | None:
    """What became of each measure of the older document as published; None if one of the two is not there."""
    raise NotImplementedError


def accept(document_id: int, old_id: int, *, who: str) -> None:
    """Say that a document replaces an older one: tasks that live on become successors of the old ones.

    Of a document not published yet this takes effect when it is. Raises WrongState when the old one is not published
    or is replaced already, or when each would replace the other; Unsigned.
    """
    raise NotImplementedError
