"""Reading a received file once more in another encoding, before anybody has corrected anything."""

from pathlib import Path

from tracker.errors import UnreadableFile, WrongState
from tracker.extraction.confirming.draft import draft_of
from tracker.operations.confirming import can_be_reread, opened, refuse_stale
from tracker.operations.drafting import reading_of
from tracker.operations.judging import counts_in
from tracker.operations.originals import place_of
from tracker.operations.receiving import ENCODINGS, read
from tracker.operations.recording import record
from tracker.operations.transactions import one_transaction
from tracker.operations.words import signature
from tracker.storage.database import db
from tracker.storage.documents import PolicyDocument
from tracker.storage.queries.documents import stored_reading
from tracker.vocabulary import DocumentStep


def reread(document_id: int, encoding: str, *, who: str, sequence: int, home: Path) -> None:
    """Read a document's file again in an encoding a person chose; the reading before it goes.

    Raises UnreadableFile when the file cannot be read so, or is not kept, WrongState once the document was corrected
    or published, ChangedMeanwhile, Unsigned. After a refusal the reading stays as it was.
    """
    who = signature(who)
    if encoding not in ENCODINGS:
        raise UnreadableFile("选的编码不在可选之列，没有重读；请重新选择一种编码。")
    stored = stored_reading(document_id)
    _refuse(stored)
    path = place_of(_sha256(document_id), home)
    db.session.rollback()
    if not path.is_file():
        raise UnreadableFile("原来的文件没有保存，不能换编码重读；请把这份作废，重新导入时选好编码。")
    text, findings = read(path, stored.document.file_name, encoding)
    with one_transaction():
        document, stored = opened(document_id, sequence)
        refuse_stale(stored.history, sequence)
        _refuse(stored)
        draft = draft_of(findings)
        values = {"text": text, "reading": reading_of(findings)} | draft.facts | counts_in(draft, findings)
        for name, value in values.items():
            setattr(document, name, value)
        record(document, DocumentStep.REREAD, who, reason=ENCODINGS[encoding])


def _refuse(stored):
    if stored is None or not can_be_reread(stored.document, stored.history):
        raise WrongState(
            "这份文件已经更正过、发布了，或者不是文本文件，不能再换编码重读；请作废后重新导入，导入时选好编码。"
        )


def _sha256(document_id):
    return db.session.get(PolicyDocument, document_id).sha256 or ""
