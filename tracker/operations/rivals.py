"""Documents of the same number or title that would count beside each other: one replaces the other, or both stand."""

from collections.abc import Collection

from tracker.errors import Refusal
from tracker.extraction.normalising import compact
from tracker.operations.recording import record
from tracker.operations.transactions import locked
from tracker.operations.words import reason_for
from tracker.storage.documents import PolicyDocument
from tracker.storage.queries.documents import DocumentLine, document_list, settled_beside
from tracker.vocabulary import DocumentState, DocumentStatus, DocumentStep

DRAFT_WORDS = ("（征求意见稿）", "（送审稿）", "征求意见稿", "送审稿")


class Rivalled(Refusal):
    """A document that would count beside another of the same number or title; ``rivals`` lists those others."""

    def __init__(self, rivals):
        self.rivals = tuple(rivals)
        names = "、".join(f"《{one.name}》" for one in self.rivals)
        super().__init__(
            f"台账里已经有文号或标题相同的文件{names}，两份都发布，任务会算两遍；请选“替换旧版”，或者写明为什么两份并存。"
        )


def rivals(
    document: DocumentLine, facts: dict, published: Collection[DocumentLine] | None = None
) -> tuple[DocumentLine, ...]:
    """Published documents that count, of the same number, or without one of the same title, about which nothing is
    decided; ``facts`` are those of the document's draft, ``published`` is the list of documents if it is at hand."""
    settled = {document.id, document.supersedes_id, document.superseded_by_id, *settled_beside(document.id)}
    return tuple(
        other
        for other in (document_list(DocumentState.PUBLISHED) if published is None else published)
        if other.id not in settled and not other.is_replaced and _is_same(other, facts)
    )


def settle_rivals(
    document: PolicyDocument, found: Collection[DocumentLine], *, replaces: int | None, beside: str | None, who: str
) -> None:
    """Let a document replace one of its rivals, or keep it beside them for a reason. Raises Rivalled, Unreasoned."""
    for other in found:
        if other.id == replaces:
            locked(other.id)
            document.supersedes_id = other.id
            record(document, DocumentStep.SUCCEEDED, who, reason=other.name, other_id=other.id)
        elif beside is None:
            raise Rivalled([one for one in found if one.id != replaces])
        else:
            reason = reason_for("让两份文件并存", beside)
            record(document, DocumentStep.BESIDE, who, reason=f"{other.name}：{reason}", other_id=other.id)


def _is_same(other, facts):
    """A draft stands outside the totals: it rivals drafts alone."""
    if (other.status == DocumentStatus.DRAFT) != (facts["status"] == DocumentStatus.DRAFT):
        return False
    if other.jurisdiction and facts["jurisdiction"] and other.jurisdiction != facts["jurisdiction"]:
        return False
    if other.number and facts["number"]:
        return _plain(other.number) == _plain(facts["number"])
    return bool(other.title and facts["title"]) and _plain(other.title) == _plain(facts["title"])


def _plain(words):
    """Words as they are compared: white space and widths aside, without what marks a draft."""
    plain = compact(words).compact
    for word in DRAFT_WORDS:
        plain = plain.replace(word, "")
    return plain.translate(str.maketrans("[]【】（）()〈〉", "〔〕〔〕〔〕〔〕〔〕"))
