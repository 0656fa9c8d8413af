"""Filling the database from a measures CSV: documents, measures, tasks, and who is responsible."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from tracker.errors import BadMeasures, cause_of
from tracker.extraction.confirming.draft import draft_of
from tracker.extraction.measures_table import MeasureRow, parse
from tracker.operations.drafting import measures_of, reading_of
from tracker.operations.groups import hand_out_documents
from tracker.operations.judging import counts_in
from tracker.operations.recognising import recognise
from tracker.operations.sources import Source, source_of
from tracker.operations.transactions import one_transaction
from tracker.settings import shipped
from tracker.storage.content import AssignmentContent, DocumentContent, MeasureContent, TaskContent, stored_documents
from tracker.storage.database import db, take_turn
from tracker.storage.documents import PolicyDocument
from tracker.storage.filling import add_documents, replace_documents, update_documents
from tracker.storage.history import DocumentEvent
from tracker.storage.queries.held import held_documents


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
    with one_transaction():
        return _load(by_document, sources)


def complete_readings() -> int:
    """Keep the reading of every document that was loaded before readings were kept; returns of how many.

    A document whose rows are not what reading its text gives has none, and cannot be corrected on a page.
    """
    with one_transaction():
        stems = db.session.scalars(
            select(PolicyDocument.stem).where(PolicyDocument.text.is_not(None), PolicyDocument.reading.is_(None))
        )
        stored = stored_documents(stems.all())
        read = [_with_reading(document, _stored_source(document)) for document in stored.values()]
        found = [document for document in read if document.reading]
        if found:
            update_documents(found)
        return len(found)


def _load(by_document, sources):
    take_turn(db.session.connection())
    stored = stored_documents(by_document)
    wanted = {
        stem: _document(stem, rows, sources[stem] or _stored_source(stored.get(stem)))
        for stem, rows in by_document.items()
    }
    added = [stem for stem in wanted if stem not in stored]
    replaced = [stem for stem in wanted if stem in stored and stored[stem] != wanted[stem]]
    _refuse_corrected(replaced)
    same_measures = [stem for stem in replaced if stored[stem].measures == wanted[stem].measures]
    update_documents([wanted[stem] for stem in same_measures])
    if others := [wanted[stem] for stem in replaced if stem not in same_measures]:
        _refuse_held([document.stem for document in others])
        replace_documents(others)
    add_documents([wanted[stem] for stem in added])
    if changed := [*added, *replaced]:
        recognise(db.session.scalars(select(PolicyDocument.id).where(PolicyDocument.stem.in_(changed))).all())
    hand_out_documents()
    unchanged = [stem for stem in wanted if stem in stored and stem not in replaced]
    return LoadResult(tuple(added), tuple(replaced), tuple(unchanged), sum(map(len, by_document.values())))


def _refuse_corrected(stems):
    """A table does not overwrite what persons confirmed."""
    newer = aliased(PolicyDocument)
    handled = exists().where(DocumentEvent.document_id == PolicyDocument.id)
    replaced = exists().where(newer.supersedes_id == PolicyDocument.id)
    statement = select(PolicyDocument.stem).where(PolicyDocument.stem.in_(stems), handled | replaced)
    if names := db.session.scalars(statement.order_by(PolicyDocument.position)).all():
        raise BadMeasures(
            f"{'、'.join(names)} 已经在网页上导入、更正或由新版本代替，不能再用表格覆盖；"
            "请在网页上改，或从表格中去掉这几份文件的行。"
        )


def _refuse_held(stems):
    """A table does not take away tasks that agencies report on."""
    if names := held_documents(stems):
        raise BadMeasures(
            f"{'、'.join(names)} 的任务已经在报送周期里，不能再用表格覆盖；请从表格中去掉这几份文件的行。"
        )


def _stored_source(document):
    if document is None or document.text is None:
        return None
    return Source.of_text(document.text, document.sha256)


def _document(stem, rows, source):
    if source is None:
        return _counted(DocumentContent(stem=stem, measures=_measures(rows, None)))
    for row in rows:
        _check_within(row, len(source.text))
    document = DocumentContent(stem=stem, measures=_measures(rows, source), **source.facts)
    return _with_reading(_counted(document), source)


def _counted(document):
    tasks = [task for measure in document.measures for task in measure.tasks]
    units = {unit.agency for task in tasks for unit in task.assignments}
    return replace(document, task_count=len(tasks), unit_count=len(units))


def _with_reading(document, source):
    """The document with its reading, where that gives the same measures; then it can be corrected on a page."""
    draft = draft_of(source.findings)
    if measures_of(draft) != document.measures:
        return document
    counts = counts_in(draft, source.findings)
    return replace(document, reading=reading_of(source.findings), **counts)


def _check_within(row, length):
    for column in ("end", "annotation_end"):
        last = getattr(row, column)
        if last is not None and last > length:
            raise BadMeasures(f"位置 {last} 超出原文（共 {length} 字）；请核对。", row=row.row, column=column)


def _measures(rows, source):
    grouped = {}
    for row in rows:
        grouped.setdefault(row.measure, []).append(row)
    numbers = count(1)
    return tuple(_measure(rows, source, numbers) for rows in grouped.values())


def _measure(rows, source, numbers):
    first = rows[0]
    start, end = source.measure_span(first.part, first.path) if source else (None, None)
    tasks = tuple(_task(row, source, next(numbers)) for row in sorted(rows, key=lambda row: row.task))
    return MeasureContent(first.part, first.path, first.section, first.heading, start, end, tasks)


def _task(row, source, number):
    same = ("text", "annotation", "deadline", "origin", "start", "end", "annotation_start", "annotation_end")
    values = {name: getattr(row, name) for name in same}
    units = tuple(_assignments(row, source))
    return TaskContent(ordinal=row.task, assignments=units, draft_number=number, **values)


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
