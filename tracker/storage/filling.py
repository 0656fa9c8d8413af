"""Writing whole documents in bulk: a counted number of statements, whatever the number of rows."""

from collections.abc import Sequence

from sqlalchemy import delete, exists, func, insert, select, update

from tracker.storage.agencies import Agency
from tracker.storage.content import DocumentContent, MeasureContent, columns_of
from tracker.storage.database import db
from tracker.storage.documents import Assignment, Measure, PolicyDocument, RetiredTask, Task
from tracker.storage.sight import seeing_everything


def add_documents(documents: Sequence[DocumentContent]) -> None:
    """Store documents that are not stored yet, after those that are."""
    last = db.session.scalar(select(func.max(PolicyDocument.position)))
    first = 0 if last is None else last + 1
    rows = [_own(document) | {"position": position} for position, document in enumerate(documents, start=first)]
    _write(insert(PolicyDocument), rows)
    _fill(documents, _document_ids(documents))


def replace_documents(documents: Sequence[DocumentContent]) -> None:
    """Give stored documents another content; they keep their id and place. Agencies left without any task go."""
    ids = update_documents(documents)
    db.session.execute(delete(Measure).where(Measure.document_id.in_(ids)))
    _fill(documents, ids)
    drop_idle_agencies()


def update_documents(documents: Sequence[DocumentContent]) -> list[int]:
    """Write what stored documents say of themselves, without their measures; returns their ids."""
    ids = _document_ids(documents)
    rows = [_own(document) | {"id": id} for id, document in zip(ids, documents, strict=True)]
    _write(update(PolicyDocument), rows)
    return ids


@seeing_everything()
def rewrite_measures(document_id: int, measures: Sequence[MeasureContent]) -> None:
    """Give a document other measures while its tasks keep their ids, by their numbers in the draft.

    A task whose number is gone goes, and gets its id back if it ever comes again; agencies left without any task go.
    """
    kept = _ids(select(Task.draft_number, Task.id).join(Task.measure).where(Measure.document_id == document_id))
    retired = _ids(select(RetiredTask.draft_number, RetiredTask.id).where(RetiredTask.document_id == document_id))
    own = Measure.document_id == document_id
    room = max(len(measures), (db.session.scalar(select(func.max(Measure.position)).where(own)) or 0) + 1)
    ids = _add_measures(document_id, measures, room)
    tasks = _children(ids, measures, "tasks")
    rows = [_task(task, parent) for parent, _, task in tasks]
    stay = [row | {"id": kept[(row["draft_number"],)]} for row in rows if (row["draft_number"],) in kept]
    _write(update(Task), stay)
    new = [row for row in rows if (row["draft_number"],) not in kept]
    back = [row | {"id": retired[(row["draft_number"],)]} for row in new if (row["draft_number"],) in retired]
    _write(insert(Task), back)
    _write(insert(Task), [row for row in new if (row["draft_number"],) not in retired])
    _retire(document_id, kept, {row["draft_number"] for row in rows}, [row["id"] for row in back])
    db.session.execute(delete(Measure).where(own, Measure.position < room))
    db.session.execute(update(Measure).where(own).values(position=Measure.position - room))
    _replace_assignments(document_id, [task for *_, task in tasks])
    drop_idle_agencies()


def _retire(document_id, kept, standing, returned):
    """Keep the ids of the tasks that go, and no longer those of the ones that came back."""
    gone = [(number, task_id) for (number,), task_id in kept.items() if number is not None and number not in standing]
    db.session.execute(delete(RetiredTask).where(RetiredTask.id.in_(returned)))
    _write(
        insert(RetiredTask),
        [{"id": task_id, "document_id": document_id, "draft_number": number} for number, task_id in gone],
    )


def _add_measures(document_id, measures, first):
    rows = [
        _own(measure) | {"document_id": document_id, "position": place} for place, measure in enumerate(measures, first)
    ]
    _write(insert(Measure), rows)
    written = select(Measure.id).where(Measure.document_id == document_id, Measure.position >= first)
    return list(db.session.scalars(written.order_by(Measure.position)))


def _replace_assignments(document_id, tasks):
    of_document = select(Task.draft_number, Task.id).join(Task.measure).where(Measure.document_id == document_id)
    ids = _ids(of_document)
    mine = select(Task.id).join(Task.measure).where(Measure.document_id == document_id)
    db.session.execute(delete(Assignment).where(Assignment.task_id.in_(mine)))
    _fill_tasks(tasks, [ids[(task.draft_number,)] for task in tasks])


def drop_idle_agencies() -> None:
    """Take out the agencies that stand in no task."""
    db.session.execute(delete(Agency).where(~exists().where(Assignment.agency_id == Agency.id)))


def _document_ids(documents):
    stems = [document.stem for document in documents]
    ids = _ids(select(PolicyDocument.stem, PolicyDocument.id).where(PolicyDocument.stem.in_(stems)))
    return [ids[(stem,)] for stem in stems]


def _fill(documents, ids):
    """Write all that documents contain, level by level; a level's new ids are asked for by parent and place."""
    measures = _children(ids, documents, "measures")
    rows = [_own(measure) | {"document_id": parent, "position": place} for parent, place, measure in measures]
    _write(insert(Measure), rows)
    written = _ids(select(Measure.document_id, Measure.position, Measure.id).where(Measure.document_id.in_(ids)))
    _fill_measures(
        [measure for *_, measure in measures], [written[parent, place] for parent, place, _ in measures], ids
    )


def _fill_measures(measures, ids, document_ids):
    tasks = _children(ids, measures, "tasks")
    _write(insert(Task), [_task(task, parent) for parent, _, task in tasks])
    of_these = select(Task.measure_id, Task.ordinal, Task.id).join(Task.measure)
    written = _ids(of_these.where(Measure.document_id.in_(document_ids)))
    task_ids = [written[parent, task.ordinal] for parent, _, task in tasks]
    _fill_tasks([task for *_, task in tasks], task_ids)


def _task(task, measure_id):
    return _own(task) | {"measure_id": measure_id, "deadline_on": task.deadline_on}


def _fill_tasks(tasks, ids):
    units = _children(ids, tasks, "assignments")
    agencies = _agency_ids({unit.agency for *_, unit in units})
    rows = [
        _own(unit) | {"task_id": parent, "position": place, "agency_id": agencies[unit.agency]}
        for parent, place, unit in units
    ]
    _write(insert(Assignment), rows)


def _children(parent_ids, parents, kind):
    """(id of the parent, place within it, child) of every child, in order."""
    return [
        (parent_id, place, child)
        for parent_id, parent in zip(parent_ids, parents, strict=True)
        for place, child in enumerate(getattr(parent, kind))
    ]


def _agency_ids(wanted):
    """The id of each (jurisdiction, name), stored now if it was not."""
    known = _known_agencies(wanted)
    new = sorted(wanted - known.keys())
    _write(insert(Agency), [{"jurisdiction": jurisdiction, "name": name} for jurisdiction, name in new])
    return known | _known_agencies(new)


def _known_agencies(wanted):
    jurisdictions = {jurisdiction for jurisdiction, _ in wanted}
    return _ids(select(Agency.jurisdiction, Agency.name, Agency.id).where(Agency.jurisdiction.in_(jurisdictions)))


def _ids(statement):
    """Of a statement's rows, the last column by all before it."""
    return {tuple(key): id for *key, id in db.session.execute(statement)}


def _own(content):
    return {name: getattr(content, name) for name in columns_of(type(content))}


def _write(statement, rows):
    if rows:
        db.session.execute(statement, rows)
