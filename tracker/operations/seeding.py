"""Filling the database from a measures CSV: documents, measures, tasks, and who is responsible."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from tracker.errors import BadMeasures, cause_of
from tracker.extraction.measures_table import MeasureRow, parse
from tracker.operations.sources import Source, source_of
from tracker.settings import shipped
from tracker.storage.content import AssignmentContent, DocumentContent, MeasureContent, TaskContent, stored_documents
from tracker.storage.database import db, take_turn
from tracker.storage.documents import PolicyDocument
from tracker.storage.filling import add_documents, replace_documents


@dataclass(frozen=True)
class LoadResult:
    """What a loading did: stems of the documents added, replaced and found unchanged, and the tasks now in them."""

    added: tuple[str, ...]
    replaced: tuple[str, ...]
    unchanged: tuple[str, ...]
    tasks: int


def read_measures(path: Path) -> list[MeasureRow]:
    """The rows of a measures CSV on disk; raises BadMeasures for one that cannot be opened or is unsound."""
    try:
        return parse(Path(path).read_bytes())
    except OSError as error:
        raise BadMeasures(f"打不开文件 {path}（{cause_of(error)}）；请核对路径和权限。") from None


def fill_fresh_database() -> LoadResult | None:
    """Load the measures that travel with the program if there is no document yet; None if there is one."""
    if db.session.scalar(select(PolicyDocument.id).limit(1)) is not None:
        return None
    db.session.rollback()
    return load_measures(read_measures(shipped("data") / "measures.csv"), shipped("data") / "documents")


def load_measures(rows: Iterable[MeasureRow], documents_folder: Path) -> LoadResult:
    """Make the database say of each document in the rows what the rows say, in one transaction.

    The rows of a document are all of it: what it had before is replaced, unless it is the same. A document's facts and
    the places of its units come from reading ``<stem>.*`` in the folder, else from the text stored before; where there
    is neither they stay unknown. Raises BadMeasures for a row whose span lies outside its text; nothing is loaded then.
    """
    by_document = {}
    for row in rows:
        by_document.setdefault(row.document, []).append(row)
    sources = {stem: source_of(stem, documents_folder) for stem in by_document}
    try:
        result = _load(by_document, sources)
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    return result


def _load(by_document, sources):
    take_turn(db.session.connection())
    stored = stored_documents(by_document)
    wanted = {
        stem: _document(stem, rows, sources[stem] or _stored_source(stored.get(stem)))
        for stem, rows in by_document.items()
    }
    added = [stem for stem in wanted if stem not in stored]
    replaced = [stem for stem in wanted if stem in stored and stored[stem] != wanted[stem]]
    if replaced:
        replace_documents([wanted[stem] for stem in replaced])
    add_documents([wanted[stem] for stem in added])
    unchanged = [stem for stem in wanted if stem in stored and stem not in replaced]
    return LoadResult(tuple(added), tuple(replaced), tuple(unchanged), sum(map(len, by_document.values())))


def _stored_source(document):
    if document is None or document.text is None:
        return None
    return Source.of_text(document.text, document.sha256)


def _document(stem, rows, source):
    if source is None:
        return DocumentContent(stem=stem, measures=_measures(rows, None))
    for row in rows:
        _check_within(row, len(source.text))
    return DocumentContent(stem=stem, measures=_measures(rows, source), **source.facts)


def _check_within(row, length):
    for column in ("end", "annotation_end"):
        last = getattr(row, column)
        if last is not None and last > length:
            raise BadMeasures(f"位置 {last} 超出原文（共 {length} 字）；请核对。", row=row.row, column=column)


def _measures(rows, source):
    grouped = {}
    for row in rows:
        grouped.setdefault(row.measure, []).append(row)
    return tuple(_measure(rows, source) for rows in grouped.values())


def _measure(rows, source):
    first = rows[0]
    start, end = source.measure_span(first.part, first.path) if source else (None, None)
    tasks = tuple(_task(row, source) for row in sorted(rows, key=lambda row: row.task))
    return MeasureContent(first.part, first.path, first.section, first.heading, start, end, tasks)


def _task(row, source):
    same = ("text", "annotation", "deadline", "origin", "start", "end", "annotation_start", "annotation_end")
    values = {name: getattr(row, name) for name in same}
    return TaskContent(ordinal=row.task, assignments=tuple(_assignments(row, source)), **values)


def _assignments(row, source):
    """The row's units in its order, each with its own printing where the reading of the text has it."""
    jurisdiction = (source and source.jurisdiction) or ""
    printed = source.units_of_task(row.start, row.end) if source else []
    for role, name in row.assignments:
        found = next((unit for unit in printed if (unit.role, unit.name) == (role, name)), None)
        place = (found.printed, found.start, found.end) if found else ()
        if found:
            printed.remove(found)
        yield AssignmentContent((jurisdiction, name), role, *place)
