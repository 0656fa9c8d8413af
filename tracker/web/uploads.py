"""What a form of 文件 brings: files and pasted text, each taken in or refused on its own."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from flask import Flask, Request, url_for

from tracker.errors import AlreadyReceived, Refusal
from tracker.extraction.reading import LARGEST
from tracker.operations import receiving

MOST_AT_ONCE = 4 * LARGEST
"""Bytes of one form: without a script several files come together."""
LONGEST_PASTED = 8 * 1024 * 1024
"""Bytes of pasted text that are kept in memory."""
TITLE_ALONE = "只填了标题，没有粘贴正文；标题还留着，请把文件全文贴到“文件全文”里，再读一次。"
NOTHING = "没有选择文件，也没有粘贴文字；请选一份文件，或把文字贴到方框里。"


def init_app(app: Flask) -> None:
    app.config.update(MAX_CONTENT_LENGTH=MOST_AT_ONCE, MAX_FORM_MEMORY_SIZE=LONGEST_PASTED)


@dataclass(frozen=True)
class Outcome:
    """What became of one upload: ``address`` leads to its document, ``sentence`` says why it was refused."""

    name: str
    address: str | None = None
    sentence: str | None = None


def take_in(request: Request, *, who: str, home: str) -> list[Outcome]:
    """Take in everything a form brings; a form that brings nothing has one outcome that says so."""
    encoding = request.form.get("encoding") or None
    found = [_file(file.stream, file.filename, who, home, encoding) for file in _files(request)]
    if request.form.get("text", "").strip():
        found.append(_pasted(request.form["text"], request.form.get("title", "").strip(), who, home))
    return found or [Outcome("", sentence=TITLE_ALONE if request.form.get("title", "").strip() else NOTHING)]


def as_json(outcomes: list[Outcome]) -> list[dict]:
    return [asdict(outcome) for outcome in outcomes]


def _files(request) -> Iterator:
    return (file for file in request.files.getlist("files") if file.filename)


def _file(stream: BinaryIO, name, who, home, encoding):
    return _outcome(name, lambda: receiving.receive(stream, name, who=who, home=Path(home), encoding=encoding))


def _pasted(text, title, who, home):
    return _outcome(
        title or "粘贴的文字", lambda: receiving.receive_text(text, title or None, who=who, home=Path(home))
    )


def _outcome(name, receive):
    try:
        return Outcome(name, address=_address(receive()))
    except AlreadyReceived as refusal:
        return Outcome(name, _address(refusal.document_id), str(refusal))
    except Refusal as refusal:
        return Outcome(name, sentence=str(refusal))


def _address(document_id):
    return url_for("documents.show", document_id=document_id)
