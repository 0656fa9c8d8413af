from tests.statements import counted
from tracker.graph.network import Duty, project
from tracker.storage.database import db
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


def test_all_duties_are_asked_for_once_until_something_changes(office, app):
    first = list(duties(TaskFilter()))
    db.session.rollback()
    with counted(app) as statements:
        assert list(duties(TaskFilter())) == first
        list(duties(TaskFilter.parse({"role": "boss"})))
    assert len(statements) == 1


def test_the_graph_of_the_document_of_2017_as_printed_and_today(in_loaded_app):
    """市商务委 and 市口岸办 are two as printed, 市商务局 is one today; no task and no role is lost."""
    printed, today = (
        project(duties(TaskFilter.parse({"document": "000-guangzhou-2017-36", "on": on})))
        for on in ("printed", "today")
    )
    names = [{body.name for body in projection.agencies.values()} for projection in (printed, today)]
    assert {"市商务委", "市口岸办", "广州检验检疫局"} <= names[0]
    assert names[1].isdisjoint({"市商务委", "市口岸办", "广州检验检疫局"})
    assert {"市商务局", "广州海关", "黄埔海关"} <= names[1]
    assert printed.tasks == today.tasks
    for role in Role:
        assert printed.units[role].keys() == today.units[role].keys()
    assert today.loads["440100-015"].lead >= printed.loads["440100-201"].lead
    assert printed.links["440100-201", "440100-009"] == today.links["440100-015", "440100-009"]
