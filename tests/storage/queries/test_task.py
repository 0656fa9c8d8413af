from tests.builders import a_document, a_measure, a_task, an_agency
from tests.statements import counted
from tracker.storage.database import db
from tracker.storage.queries.basis import basis
from tracker.storage.queries.task import task_view
from tracker.vocabulary import Role


def test_a_task_stands_between_its_neighbours_and_among_the_tasks_of_its_measure(office):
    first, second, third, fourth = office.tasks
    view = task_view(second)
    assert (view.previous.id, view.previous.label) == (first, "一（一）①")
    assert (view.following.id, view.following.label) == (third, "一（二）")
    assert [(one.id, one.number) for one in view.of_measure] == [(first, "①"), (second, "②")]
    assert (task_view(first).previous, task_view(fourth).following) == (None, None)


def test_units_stand_role_by_role(office):
    assert [unit.name for unit in task_view(office.tasks[0]).units] == ["市商务委", "市财政局", "广州海关"]


def test_a_document_without_text_gives_no_source(office):
    assert task_view(office.tasks[0]).source is None


def test_the_source_says_where_measure_task_clause_and_units_stand(in_app):
    text = "一、推进口岸建设（市商务委牵头）。"
    task = a_task(lead=an_agency(), start=2, end=8, annotation_start=8, annotation_end=16)
    task.assignments[0].start, task.assignments[0].end = 9, 13
    db.session.add(a_document([a_measure([task], start=0, end=17)], text=text))
    db.session.commit()
    source = task_view(task.id).source
    assert (source.text, source.measure, source.task, source.clause) == (text, (0, 17), (2, 8), (8, 16))
    (unit,) = source.units
    assert (source.text[slice(*unit.span)], unit.role) == ("市商务委", Role.LEAD)


def test_a_task_without_source_is_read_in_three_statements_and_one_that_is_none_in_one(office, app):
    basis()
    with counted(app) as statements:
        task_view(office.tasks[0])
    assert len(statements) == 3
    with counted(app) as statements:
        assert task_view(999) is None
    assert len(statements) == 1
