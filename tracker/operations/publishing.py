"""Publishing a confirmed document, so that its tasks stand in the ledger, and discarding one that was not."""

from tracker.errors import Incomplete, NotDecided, NotLookedAt, WrongState
from tracker.operations.confirming import opened, refuse_stale
from tracker.operations.drafting import counts_of, draft_at, measures_of
from tracker.operations.judging import open_in
from tracker.operations.recognising import recognise
from tracker.operations.recording import record
from tracker.operations.rivals import rivals, settle_rivals
from tracker.operations.succession import tie_tasks
from tracker.operations.transactions import locked, one_transaction
from tracker.operations.words import reason_for, reason_given, signature
from tracker.storage.database import db, take_turn
from tracker.storage.filling import rewrite_measures
from tracker.storage.queries.held import held_numbers
from tracker.vocabulary import DocumentState, DocumentStep


def publish(
    document_id: int,
    *,
    who: str,
    reason: str | None = None,
    sequence: int | None = None,
    replaces: int | None = None,
    beside: str | None = None,
    looked_at: bool = True,
) -> None:
    """Write the draft's tasks into the ledger, in one transaction. Again after corrections: a task keeps its id.

    Of a document of the same number or title in the ledger it must be said whether this one ``replaces`` it, or why
    both stand ``beside`` each other: else Rivalled. Raises Incomplete without title or region, NotDecided
    (``.findings``) while something must be decided and no ``reason`` is given, NotLookedAt while there are doubts that
    the person has not ``looked_at`` and gives no reason for, WrongState for a discarded document or one without any
    task, ChangedMeanwhile if the draft is not the one of the page with this ``sequence``, Unsigned. What is published
    already as it stands is left alone.
    """
    who, reason = signature(who), reason_given(reason) or None
    with one_transaction():
        take_turn(db.session.connection())
        document, stored = opened(document_id, sequence)
        refuse_stale(stored.history, sequence)
        if document.state == DocumentState.PUBLISHED and not stored.document.is_changed:
            return
        draft = draft_at(stored, stored.history.head)
        found = open_in(draft, stored.findings)
        _refuse_unready(draft, found, reason, looked_at=looked_at)
        _refuse_losing(document_id, draft)
        settle_rivals(document, rivals(stored.document, draft.facts), replaces=replaces, beside=beside, who=who)
        _write(document, draft, counts_of(draft, found))
        record(document, DocumentStep.PUBLISHED, who, reason=reason or _said_of(found))
        tie_tasks(document)


def discard(document_id: int, *, who: str, reason: str) -> None:
    """Put away a document that was never published; it is kept, but shown only when asked for.

    Raises WrongState for a published one, Unreasoned, Unsigned. What is discarded already is left alone.
    """
    who, reason = signature(who), reason_for("作废这份文件", reason)
    with one_transaction():
        document = locked(document_id)
        if document.state == DocumentState.PUBLISHED:
            raise WrongState("这份文件已经发布，台账里有它的任务，不能作废；如有错误，请更正后重新发布。")
        if document.state == DocumentState.RECEIVED:
            document.state = DocumentState.DISCARDED
            record(document, DocumentStep.DISCARDED, who, reason=reason)


def _said_of(found):
    return f"要核对的 {len(found)} 处都看过了" if found else None


def _refuse_unready(draft, found, reason, *, looked_at):
    if not draft.tasks:
        raise WrongState("这份文件里还没有任务，发布后台账里什么也没有；请先选中责任分工的文字，补上任务，再发布。")
    must = [finding for finding in found if finding.must]
    if missing := [finding for finding in must if finding.fact]:
        raise Incomplete(missing)
    if must and not reason:
        raise NotDecided(must)
    if found and not (looked_at or reason):
        raise NotLookedAt(found)


def _refuse_losing(document_id, draft):
    """A task that a cycle asks about stays, whatever is corrected."""
    if held_numbers(document_id) - {task.draft_number for measure in measures_of(draft) for task in measure.tasks}:
        raise WrongState(
            "有任务已经在报送周期里，更正后的草稿里却没有了，不能发布；请恢复这项任务，或在报送周期里把它办结、撤销应报。"
        )


def _write(document, draft, counts):
    for name, value in (draft.facts | counts).items():
        setattr(document, name, value)
    document.state = DocumentState.PUBLISHED
    db.session.flush()
    rewrite_measures(document.id, measures_of(draft))
    recognise([document.id])
