from tests.statements import counted
from tracker.graph.network import Duty, project
from tracker.storage.queries.duties import duties
from tracker.storage.queries.filters import TaskFilter
from tracker.vocabulary import Role


def test_a_duty_names_task_agency_and_role(office):
    first, *_ = duties(TaskFilter())
    assert first == Duty(
        office.tasks[0], "一（一）① 培育龙头企业", first.document_id, str(office.commerce), "广州市商务委", Role.LEAD
    )


def test_namesakes_are_told_apart_and_others_keep_their_name(office):
    names = {duty.agency_id: duty.agency for duty in duties(TaskFilter())}
    assert (names[str(office.commerce)], names[str(office.namesake)]) == ("广州市商务委", "深圳市商务委")
    assert names[str(office.finance)] == "市财政局"
    assert {duty.agency for duty in duties(TaskFilter(document="draft"))} == {"市商务委", "各区政府"}


def test_several_bodies_under_one_name_are_marked(office):
    collective = {duty.agency for duty in duties(TaskFilter(scope=None)) if duty.collective}
    assert collective == {"各区政府"}


def test_the_links_of_the_graph_are_the_tasks_the_ledger_finds(office):
    projection = project(duties(TaskFilter(document="issued")))
    assert projection.links == {
        (str(office.commerce), str(office.finance)): 1,
        (str(office.commerce), str(office.customs)): 1,
        (str(office.finance), str(office.commerce)): 1,
        (str(office.districts), str(office.finance)): 1,
        (str(office.customs), str(office.finance)): 1,
    }


def test_all_duties_are_asked_for_in_three_statements_once_the_registry_is_known(office, app):
    list(duties(TaskFilter()))
    with counted(app) as statements:
        list(duties(TaskFilter()))
        list(duties(TaskFilter.parse({"role": "boss"})))
    assert len(statements) == 3
