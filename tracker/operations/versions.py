"""A document that replaces an earlier one: which that is, what is different, and accepting it."""

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from tracker.errors import WrongState
from tracker.extraction.confirming import comparing
from tracker.extraction.confirming.comparing import Difference
from tracker.extraction.confirming.similarity import likeness, pairs
from tracker.operations.drafting import draft_at
from tracker.operations.recording import record
from tracker.operations.rivals import rivals
from tracker.operations.succession import published_measures, tie_tasks, untie_tasks
from tracker.operations.transactions import locked, one_transaction
from tracker.operations.words import reason_for, signature
from tracker.storage.queries.documents import DocumentLine, document_line, document_list, lines_of, stored_reading
from tracker.vocabulary import DocumentState, DocumentStep

SAME_TITLE = 0.85
"""From here on two titles may be those of two versions: what they are about, without the words around it."""
AROUND_THE_MATTER = re.compile(
    r"^.*?(?:印发|转发|发布|公布)(?:关于)?|的?通知$|[《》（）()]|征求意见稿|送审稿|试行|暂行|修订版?|修正版?|20\d\d年(?=修)"
)
"""What a notice, a draft or a revision puts around the matter of a title."""
YEAR = re.compile(r"20\d\d")


@dataclass(frozen=True)
class Proposal:
    """An earlier published document that may be the older version, and how alike the titles are (0–1)."""

    document: DocumentLine
    likeness: float


@dataclass(frozen=True)
class Neighbours:
    """``rivals`` would be counted beside the document, ``proposals`` may be older versions of it."""

    rivals: tuple[DocumentLine, ...]
    proposals: tuple[Proposal, ...]


@dataclass(frozen=True)
class Comparison:
    """Two versions, measure by measure, in the order of the new one; ``counts`` by the kind of difference."""

    old: DocumentLine
    new: DocumentLine
    differences: tuple[Difference, ...]
    counts: dict[str, int]
    is_accepted: bool
    can_be_accepted: bool


def propose(document: DocumentLine | None, published: Collection[DocumentLine] | None = None) -> tuple[Proposal, ...]:
    """Earlier published documents whose title speaks of the same matter, best first; none once one is accepted.

    ``published`` is the list of documents if it is at hand.
    """
    if document is None or document.supersedes_id or not document.title:
        return ()
    found = [
        Proposal(other, round(likeness(_pairs(document), _pairs(other)), 2))
        for other in (document_list(DocumentState.PUBLISHED) if published is None else published)
        if _may_be_older(other, document)
    ]
    alike = [proposal for proposal in found if proposal.likeness >= SAME_TITLE]
    return tuple(sorted(alike, key=lambda proposal: -proposal.likeness))


def neighbours(document: DocumentLine, facts: dict) -> Neighbours:
    """Published documents with which something has to be decided, or may be; ``facts`` are those of its draft."""
    published = document_list(DocumentState.PUBLISHED)
    found = rivals(document, facts, published) if document.state != DocumentState.DISCARDED else ()
    known = {one.id for one in found}
    alike = tuple(one for one in propose(document, published) if one.document.id not in known)
    return Neighbours(found, alike)


def compare(document_id: int, old_id: int) -> Comparison | None:
    """What became of each measure from one document to another, any two; None if one of them is not there.

    Of a published document the published measures count where it is the older one, else the draft as it stands.
    """
    old, new = lines_of(old_id, document_id)
    if old is None or new is None or old_id == document_id:
        return None
    before = published_measures(old_id) if old.state == DocumentState.PUBLISHED else _drafted(old_id)
    found = tuple(comparing.compare(before, _drafted(document_id)))
    kinds = Counter(difference.kind for difference in found)
    return Comparison(
        old,
        new,
        found,
        dict(kinds),
        is_accepted=new.supersedes_id == old_id,
        can_be_accepted=_why_not(new, old) is None,
    )


def _drafted(document_id):
    """The measures of a document as its draft stands; as published where its reading is not kept."""
    stored = stored_reading(document_id)
    return draft_at(stored, stored.history.head).measures if stored else published_measures(document_id)


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
        if sentence := _why_not(document, old):
            raise WrongState(sentence)
        documents[document_id].supersedes_id = old_id
        record(documents[document_id], DocumentStep.SUCCEEDED, who, reason=old.name, other_id=old_id)
        tie_tasks(documents[document_id])


def separate(document_id: int, old_id: int, *, who: str, reason: str) -> None:
    """Take back that a document replaces an older one: both stand in the ledger, for a stated reason.

    Raises Unreasoned, Unsigned. Where it replaces another or none, nothing is done.
    """
    who, reason = signature(who), reason_for("撤销替换", reason)
    with one_transaction():
        documents = {number: locked(number) for number in sorted({document_id, old_id})}
        document, old = documents[document_id], document_line(old_id)
        if document.supersedes_id != old_id:
            return
        document.supersedes_id = None
        untie_tasks(document)
        record(document, DocumentStep.SEPARATED, who, reason=f"{old.name}：{reason}", other_id=old_id)


def _matter(document):
    return AROUND_THE_MATTER.sub("", document.title)


def _pairs(document):
    return pairs(_matter(document))


def _may_be_older(other, document):
    if other.id == document.id or other.superseded_by_id or not other.title:
        return False
    if other.jurisdiction and document.jurisdiction and other.jurisdiction != document.jurisdiction:
        return False
    if YEAR.findall(_matter(other)) != YEAR.findall(_matter(document)):
        return False  # the plan of another year is another plan
    return (other.issued_on or date.min, other.id) < (document.issued_on or date.max, document.id)


def _why_not(document, old):
    """Why a document cannot replace an older one, in a sentence; None if it can."""
    if document.id == old.id or document.id in _replaced_by(old):
        return "旧版本不能反过来代替新版本；请核对两份文件的先后。"
    if document.state == DocumentState.DISCARDED:
        return "这份文件已经作废，不能作为新版本；如需使用，请重新导入。"
    if document.supersedes_id:
        return "这份文件已经替换了一份旧版，一份文件只能替换一份；如果认错了，请先在那一次比较里撤销替换。"
    if old.state != DocumentState.PUBLISHED:
        return "旧版本还没有发布，台账里没有它的任务；请先发布旧版本，再替换。"
    if old.superseded_by_id:
        return "旧版本已经由另一份文件替换；请与那一份新版本比较。"
    return None


def _replaced_by(document):
    """The ids of the documents that this one replaces, and those that they replace."""
    found = []
    while document and document.supersedes_id and document.supersedes_id not in found:
        found.append(document.supersedes_id)
        document = document_line(document.supersedes_id)
    return found
