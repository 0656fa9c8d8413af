"""A document that replaces an earlier one: which that is, what is different, and accepting it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from tracker.errors import WrongState
from tracker.extraction.confirming.comparing import Difference
from tracker.extraction.confirming.similarity import likeness, pairs
from tracker.operations.drafting import draft_at
from tracker.operations.recording import record
from tracker.operations.succession import differences, tie_tasks
from tracker.operations.transactions import locked, one_transaction
from tracker.operations.words import signature
from tracker.storage.queries.documents import DocumentLine, document_line, document_list, stored_reading
from tracker.vocabulary import DocumentState, DocumentStep

SAME_TITLE = 0.6
"""From here on two titles may be those of two versions."""


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
    document = document_line(document_id)
    if document is None or document.supersedes_id or not document.title:
        return ()
    found = [
        Proposal(other, round(likeness(_pairs(document), _pairs(other)), 2))
        for other in document_list(DocumentState.PUBLISHED)
        if _may_be_older(other, document)
    ]
    alike = [proposal for proposal in found if proposal.likeness >= SAME_TITLE]
    return tuple(sorted(alike, key=lambda proposal: -proposal.likeness))


def compare(document_id: int, old_id: int) -> Comparison | None:
    """What became of each measure of the older document as published; None if one of the two is not there."""
    old, stored = document_line(old_id), stored_reading(document_id)
    if old is None or stored is None or old_id == document_id:
        return None
    found = tuple(differences(old_id, draft_at(stored, stored.history.head).measures))
    new = stored.document
    kinds = Counter(difference.kind for difference in found)
    return Comparison(old, new, found, dict(kinds), is_accepted=new.supersedes_id == old_id)


def accept(document_id: int, old_id: int, *, who: str) -> None:
    """Say that a document replaces an older one: tasks that live on become successors of the old ones.

    Of a document not published yet this takes effect when it is. Raises WrongState when the old one is not published
    or is replaced already, or when each would replace the other; Unsigned. What is accepted already is left alone.
    """
    who = signature(who)
    with one_transaction():
        documents = {number: locked(number) for number in sorted({document_id, old_id})}
        document, old = document_line(document_id), document_line(old_id)
        if document.supersedes_id == old_id:
            return
        _refuse_acceptance(document, old)
        documents[document_id].supersedes_id = old_id
        record(documents[document_id], DocumentStep.SUCCEEDED, who, reason=old.name)
        tie_tasks(documents[document_id])


def _pairs(document):
    return pairs(document.title.replace("征求意见稿", ""))


def _may_be_older(other, document):
    if other.id == document.id or other.superseded_by_id or not other.title:
        return False
    if other.jurisdiction and document.jurisdiction and other.jurisdiction != document.jurisdiction:
        return False
    return (other.issued_on or date.min, other.id) < (document.issued_on or date.max, document.id)


def _refuse_acceptance(document, old):
    if document.id == old.id or document.id in _replaced_by(old):
        raise WrongState("旧版本不能反过来代替新版本；请核对两份文件的先后。")
    if document.state == DocumentState.DISCARDED:
        raise WrongState("这份文件已经作废，不能作为新版本；如需使用，请重新导入。")
    if document.supersedes_id:
        raise WrongState("这份文件已经认定了它的旧版本，一份文件只能代替一份；请核对。")
    if old.state != DocumentState.PUBLISHED:
        raise WrongState("旧版本还没有发布，台账里没有它的任务；请先发布旧版本，再认定新版本。")
    if old.superseded_by_id:
        raise WrongState("旧版本已经由另一份文件代替；请与那一份新版本比较。")


def _replaced_by(document):
    """The ids of the documents that this one replaces, and those that they replace."""
    found = []
    while document and document.supersedes_id and document.supersedes_id not in found:
        found.append(document.supersedes_id)
        document = document_line(document.supersedes_id)
    return found
