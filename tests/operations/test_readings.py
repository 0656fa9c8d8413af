"""Documents loaded from a table carry their reading, and what persons confirmed is not overwritten by one."""

from pathlib import Path

import pytest
from sqlalchemy import select, update

from tests.operations.test_confirming import correct
from tracker.errors import BadMeasures
from tracker.operations import confirming, opening, publishing, versions
from tracker.operations.seeding import complete_readings, load_measures, read_measures
from tracker.settings import shipped
from tracker.storage.database import db
from tracker.storage.documents import PolicyDocument
from tracker.storage.queries.documents import document_list, task_ids
from tracker.storage.queries.filters import TaskFilter
from tracker.storage.queries.tasks import ledger_rows
from tracker.vocabulary import DocumentState, Scope

FIRST = 1


def load():
    return load_measures(read_measures(shipped("data") / "measures.csv"), shipped("data") / "documents")


def readings():
    found = db.session.scalars(select(PolicyDocument.reading).order_by(PolicyDocument.position)).all()
    db.session.rollback()
    return found


def forget_readings():
    """As the first release left it."""
    db.session.execute(update(PolicyDocument).values(reading=None, doubt_count=0, unit_count=0))
    db.session.commit()


def rows():
    found = list(ledger_rows(TaskFilter(scope=Scope.ALL)))
    db.session.rollback()
    return found


def test_the_five_documents_are_published_and_can_be_opened_to_be_corrected(in_loaded_app):
    lines = document_list()
    assert [(line.state, line.can_be_confirmed, line.is_changed) for line in lines] == [
        (DocumentState.PUBLISHED, True, False)
    ] * 5
    for line in lines:
        shown = confirming.draft(line.id)
        assert (len(shown.draft.tasks), shown.changes) == (line.tasks, {})


def test_publishing_a_loaded_document_anew_changes_only_what_was_corrected(in_loaded_app):
    before, ids = rows(), task_ids(FIRST)
    correct(FIRST, kind="set_fact", name="valid_for", value="5年")
    publishing.publish(FIRST, who="张三")
    assert (rows(), task_ids(FIRST)) == (before, ids)
    assert db.session.get(PolicyDocument, FIRST).valid_for == "5年"


def test_a_correction_reaches_the_ledger_with_the_tasks_own_id(in_loaded_app):
    ids = task_ids(FIRST)
    correct(FIRST, kind="change_unit", task=1, unit=0, name="市投资促进局", role="lead")
    publishing.publish(FIRST, who="张三")
    row = next(row for row in rows() if row.id == ids[1])
    assert "市投资促进局" in [unit.name for unit in row.leads]


def test_readings_that_were_never_kept_are_kept_when_the_installation_is_opened(in_loaded_app):
    before = readings()
    forget_readings()
    opening.open_installation(Path(in_loaded_app.instance_path))
    assert readings() == before
    assert complete_readings() == 0


def test_loading_again_completes_a_reading_and_keeps_the_tasks(in_loaded_app):
    ids = task_ids(FIRST)
    forget_readings()
    assert len(load().replaced) == 5
    assert (task_ids(FIRST), None in readings()) == (ids, False)


def test_rows_that_are_not_what_reading_gives_have_no_reading_behind_them(in_app):
    folder = shipped("data") / "documents"
    table = [row for row in read_measures(shipped("data") / "measures.csv") if row.document.startswith("000")]
    load_measures(table[1:], folder)
    assert readings() == [None]
    assert complete_readings() == 0


def test_a_table_does_not_overwrite_what_a_person_corrected(in_loaded_app):
    correct(FIRST, kind="change_unit", task=1, unit=0, name="市投资促进局", role="lead")
    publishing.publish(FIRST, who="张三")
    before = rows()
    with pytest.raises(BadMeasures, match="000-guangzhou-2017-36 已经在网页上"):
        load()
    assert rows() == before


def test_a_table_does_not_overwrite_what_a_newer_version_replaces(in_loaded_app):
    versions.accept(3, FIRST, who="张三")
    db.session.execute(update(PolicyDocument).where(PolicyDocument.id == FIRST).values(number="旧"))
    db.session.commit()
    with pytest.raises(BadMeasures, match="新版本代替"):
        load()
