"""Loading measures: what the rows say is what is stored, once; what is refused leaves no trace."""

import hashlib

import pytest
from sqlalchemy import func, select

from tests.statements import watched
from tracker.errors import BadMeasures
from tracker.extraction.measures_table import MeasureRow
from tracker.operations.seeding import fill_fresh_database, load_measures, read_measures
from tracker.settings import shipped
from tracker.storage.agencies import Agency
from tracker.storage.database import db
from tracker.storage.documents import Assignment, Measure, PolicyDocument, Task
from tracker.vocabulary import Origin, Role


def a_row(document="工作方案", task=1, path="一（一）", **values):
    return MeasureRow(document, task, **{"path": path, "text": "推进建设。", "origin": Origin.NONE} | values)


LED = {"origin": Origin.ANNOTATION, "lead": ("市商务委",), "support": ("市财政局", "市口岸办")}


@pytest.fixture
def load(in_app, tmp_path):
    """Loads rows; no document is at hand."""
    return lambda *rows: load_measures(rows, tmp_path)


def counted(*tables):
    counts = [db.session.scalar(select(func.count()).select_from(table)) for table in tables]
    db.session.rollback()
    return counts


def everything():
    """Every row of every table, by id."""
    tables = db.metadata.sorted_tables
    rows = {table.name: db.session.execute(select(table).order_by(*table.primary_key)).all() for table in tables}
    db.session.rollback()
    return rows


def test_rows_become_documents_measures_tasks_and_assignments(load):
    result = load(a_row(**LED), a_row(task=2), a_row(path="一（二）"), a_row("另一方案", **LED))
    assert (result.added, result.tasks) == (("工作方案", "另一方案"), 4)
    assert counted(PolicyDocument, Measure, Task, Assignment, Agency) == [2, 3, 4, 6, 3]


def test_the_units_of_a_task_keep_their_role_and_order(load):
    load(a_row(**LED))
    task = db.session.scalar(select(Task))
    units = [(unit.role, unit.agency.name, unit.position) for unit in task.assignments]
    assert units == [(Role.LEAD, "市商务委", 0), (Role.SUPPORT, "市财政局", 1), (Role.SUPPORT, "市口岸办", 2)]


def test_a_document_that_is_not_at_hand_has_no_text_and_no_facts(load):
    load(a_row(**LED))
    document = db.session.scalar(select(PolicyDocument))
    assert (document.title, document.text, document.jurisdiction) == (None, None, None)
    assert {agency.jurisdiction for agency in db.session.scalars(select(Agency))} == {""}


def test_documents_and_measures_keep_the_order_of_the_rows(load):
    load(a_row("乙", path="二"), a_row("甲"), a_row("乙", path="一"))
    load(a_row("丙"))
    documents = db.session.scalars(select(PolicyDocument).order_by(PolicyDocument.position)).all()
    assert [document.stem for document in documents] == ["乙", "甲", "丙"]
    assert [measure.path for measure in documents[0].measures] == ["二", "一"]


def test_loading_twice_changes_nothing(load):
    rows = [a_row(**LED), a_row(task=2), a_row("另一方案", **LED)]
    load(*rows)
    before = everything()
    assert load(*rows).unchanged == ("工作方案", "另一方案")
    assert everything() == before


def test_a_document_that_changed_is_replaced_and_keeps_its_id(load):
    load(a_row(**LED), a_row(task=2), a_row("另一方案"))
    by_id = select(PolicyDocument.id).order_by(PolicyDocument.id)
    ids = db.session.scalars(by_id).all()
    result = load(a_row(**LED | {"support": ("市发展改革委",)}), a_row("另一方案"))
    assert (result.replaced, result.unchanged) == (("工作方案",), ("另一方案",))
    assert db.session.scalars(by_id).all() == ids
    assert counted(Task, Assignment) == [2, 2]


def test_an_agency_without_any_task_left_goes(load):
    load(a_row(**LED))
    load(a_row(**LED | {"support": ()}))
    assert db.session.scalars(select(Agency.name)).all() == ["市商务委"]


def test_a_failure_half_way_leaves_the_database_as_it_was(load):
    load(a_row(**LED))
    before = everything()
    too_long = a_row("另一方案", text=None)
    with pytest.raises(Exception, match="(?i)not.null"):
        load(a_row(**LED | {"lead": ("市发展改革委",)}), too_long)
    assert everything() == before


def test_the_number_of_statements_does_not_grow_with_the_rows(load):
    def statements(rows):
        seen = []
        with watched(seen.append):
            load(*rows)
        return len(seen)

    few = statements([a_row(document, **LED) for document in "甲乙"])
    many = statements([a_row(document, path=f"一（{n}）", **LED) for document in "丙丁" for n in range(40)])
    assert many <= few


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(BadMeasures, match="打不开文件"):
        read_measures(tmp_path / "没有.csv")


def test_an_unsound_table_is_refused_by_row_and_column(tmp_path):
    (tmp_path / "坏.csv").write_text("document\n甲\n", encoding="utf-8")
    with pytest.raises(BadMeasures, match="“part”列"):
        read_measures(tmp_path / "坏.csv")


def squeezed(text):
    return "".join(text.split())


@pytest.fixture
def seed(in_loaded_app):
    """The first of the five documents, with its tasks."""
    return db.session.scalar(select(PolicyDocument).where(PolicyDocument.stem == "000-guangzhou-2017-36"))


def test_a_fresh_database_holds_the_five_documents(in_loaded_app):
    assert counted(PolicyDocument, Task) == [5, 172]
    assert fill_fresh_database() is None


def test_a_document_at_hand_brings_its_facts_and_its_text(seed):
    file = shipped("data") / "documents" / "000-guangzhou-2017-36.txt"
    assert (seed.number, seed.jurisdiction) == ("穗府办〔2017〕36号", "广州市")
    assert seed.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()


def test_every_unit_of_a_document_at_hand_is_tied_to_its_place_in_the_text(seed):
    units = [unit for measure in seed.measures for task in measure.tasks for unit in task.assignments]
    assert all(squeezed(seed.text[unit.start : unit.end]) == unit.printed for unit in units)
    assert all(
        measure.start <= task.start <= task.end <= measure.end for measure in seed.measures for task in measure.tasks
    )


def test_the_same_name_in_two_cities_is_two_agencies(in_loaded_app):
    statement = select(Agency.jurisdiction).where(Agency.name == "市商务局").order_by(Agency.jurisdiction)
    assert db.session.scalars(statement).all() == ["广州市", "深圳市"]


def test_a_document_that_left_the_folder_keeps_the_text_it_was_stored_with(in_loaded_app, tmp_path):
    rows = read_measures(shipped("data") / "measures.csv")
    assert len(load_measures(rows, tmp_path).unchanged) == 5


def test_a_place_beyond_the_end_of_the_text_is_refused(in_loaded_app):
    row = a_row("000-guangzhou-2017-36", start=0, end=10**6, row=2)
    with pytest.raises(BadMeasures, match="第 2 行“end”列"):
        load_measures([row], shipped("data") / "documents")
    assert counted(Task) == [172]


def test_two_files_of_one_name_are_not_guessed_between(in_app, tmp_path):
    for ending in ("txt", "md"):
        (tmp_path / f"工作方案.{ending}").write_text("一、总体要求", encoding="utf-8")
    with pytest.raises(BadMeasures, match=r"工作方案\.md、工作方案\.txt"):
        load_measures([a_row()], tmp_path)
