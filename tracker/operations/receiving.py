"""Taking a file in: copied, recognised, read in a process of its own, kept whole or not at all."""

import io
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import func, select

from tracker.errors import AlreadyReceived, UnreadableFile
from tracker.extraction.confirming.draft import draft_of
from tracker.extraction.findings import Findings
from tracker.extraction.reading import LARGEST, READERS, TEXTS
from tracker.operations import originals
from tracker.operations.drafting import reading_of
from tracker.operations.judging import counts_in
from tracker.operations.originals import Arrival
from tracker.operations.reading_apart import read_apart
from tracker.operations.recording import record
from tracker.operations.transactions import one_transaction
from tracker.operations.words import line, signature, storable
from tracker.storage.database import db, take_turn
from tracker.storage.documents import PolicyDocument
from tracker.storage.queries.filters import clean
from tracker.storage.sight import own_group, seeing_everything
from tracker.vocabulary import DocumentState, DocumentStep

ENCODINGS = {"utf-8": "UTF-8", "gb18030": "GB18030（GBK、GB2312）", "big5": "Big5（繁体）", "utf-16": "UTF-16"}
"""Encodings a person may choose for a text file, each with its label."""
ENDINGS = tuple(sorted({*TEXTS, *READERS} - {""}))
"""Endings of the files that are read."""
LONGEST_NAME, LONGEST_ENDING = 120, 10
UNNAMED, PASTED = "未命名", "粘贴的文字"


def receive(file: BinaryIO, name: str, *, who: str, home: Path, encoding: str | None = None) -> int:
    """Take in an uploaded file; returns the id of the new document, which waits to be confirmed.

    ``name`` is what the person's machine calls it, ``home`` the installation's folder (``app.instance_path``). Raises
    AlreadyReceived for the bytes of a document already there, UnreadableFile for what cannot be read (too large,
    wrong ending, protected, empty, a table without a column of units, over the limits of time and memory), Unsigned.
    After a refusal nothing is kept. Ends the session's transaction before it reads, which may take 30 s.
    """
    who, name = signature(who), file_name(name)
    if encoding and encoding not in ENCODINGS:
        raise UnreadableFile(f"“{name}”选的编码不在可选之列；请重新选择一种编码再导入。")
    with originals.arrived(file, home, most=LARGEST) as arrival:
        _refuse_known(arrival)
        db.session.rollback()
        text, findings = read(arrival.path, name, encoding)
        return _store(arrival, name, text, findings, who=who, home=home)


def receive_text(text: str, title: str | None, *, who: str, home: Path) -> int:
    """Take in pasted text under a title of the person's; the same as a file of it would be. Raises the same."""
    who, title = signature(who), line(title)
    if not text.strip():
        raise UnreadableFile("没有粘贴任何文字，请先粘贴正文再导入。")
    name = file_name(f"{title or PASTED}.txt")
    with originals.arrived(io.BytesIO(storable(text).encode()), home, most=LARGEST) as arrival:
        _refuse_known(arrival)
        db.session.rollback()
        text, findings = read(arrival.path, name, "utf-8")
        return _store(arrival, name, text, findings, who=who, home=home, title=title)


def file_name(name: str) -> str:
    """A file's own name as it is shown: without folders and what does not show, its ending kept; ``未命名`` for none."""
    own = line(name.replace("\\", "/").rpartition("/")[2]).rstrip(". ")
    stem, dot, ending = own.rpartition(".")
    if not dot or len(ending) > LONGEST_ENDING:
        return own[:LONGEST_NAME] or UNNAMED
    return f"{stem[: LONGEST_NAME - len(ending)].strip('. ') or UNNAMED}.{ending.strip()}"


def _refuse_known(arrival):
    """The bytes of a document that is there and was not discarded are not taken in again."""
    same = (PolicyDocument.sha256 == arrival.sha256, PolicyDocument.state != DocumentState.DISCARDED)
    columns = (PolicyDocument.id, PolicyDocument.title, PolicyDocument.file_name, PolicyDocument.stem)
    found = db.session.execute(select(*columns).where(*same).order_by(PolicyDocument.id)).first()
    if found:
        raise AlreadyReceived(found.id, found.title or found.file_name or found.stem)


def read(path: Path, name: str, encoding: str | None) -> tuple[str, Findings]:
    """A file's text and what was found in it, fit to be stored. Raises UnreadableFile."""
    text, findings = read_apart(path, name, encoding)
    if storable(text) == text:
        return text, findings
    return storable(text), Findings.from_json(_storable(findings.as_json()))


def _storable(value):
    if isinstance(value, dict):
        return {key: _storable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_storable(item) for item in value]
    return storable(value) if isinstance(value, str) else value


def _store(arrival, name, text, findings, *, who, home, title=None):
    with one_transaction():
        take_turn(db.session.connection())
        _refuse_known(arrival)
        document = _document(arrival, name, text, findings)
        document.leading_group_id = own_group()
        db.session.add(document)
        db.session.flush()
        record(document, DocumentStep.RECEIVED, who)
        if title and not findings.title:
            _entitle(document, findings, title, who)
        originals.keep(arrival, home)
        return document.id


@seeing_everything()
def _document(arrival: Arrival, name, text, findings) -> PolicyDocument:
    draft = draft_of(findings)
    return PolicyDocument(
        stem=_free_stem(name),
        position=(db.session.scalar(select(func.max(PolicyDocument.position))) or 0) + 1,
        text=text,
        sha256=arrival.sha256,
        state=DocumentState.RECEIVED,
        file_name=name,
        reading=reading_of(findings),
        **draft.facts,
        **counts_in(draft, findings),
    )


def _free_stem(name):
    """The name without its ending, as addresses carry it; a second document of that name has a number behind it."""
    stem = clean(Path(name).stem) or UNNAMED
    taken = set(
        db.session.scalars(select(PolicyDocument.stem).where(PolicyDocument.stem.startswith(stem, autoescape=True)))
    )
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(free for free in chain([stem], numbered) if free not in taken)


@seeing_everything()
def _entitle(document, findings, title, who):
    """A title the person wrote stands as its first correction where the text has none; what is open is counted anew."""
    document.title = title
    draft = draft_of(findings)
    for name, count in counts_in(replace(draft, facts=draft.facts | {"title": title}), findings).items():
        setattr(document, name, count)
    edit = {"kind": "set_fact", "name": "title", "value": title}
    record(document, DocumentStep.CORRECTED, who, edit=edit, summary=f"标题：（空） → {title}")
