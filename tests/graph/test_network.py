import networkx
import pytest

from tests.graph.duties import duties_of, ids_of
from tracker.graph.network import Duty, agency_graph, measures_graph, project
from tracker.vocabulary import Role


@pytest.fixture
def duties():
    """商务 leads two tasks, 海关 one; for the third, 各区政府 is responsible and nobody leads."""
    return duties_of(
        {"lead": "商务", "support": "财政、海关"},
        {"lead": "商务", "support": "财政"},
        {"responsible": "各区政府", "support": "商务"},
        {"lead": "海关", "responsible": "各区政府", "support": "商务", "guide": "财政"},
    )


def links_by_name(projection):
    names = {agency: body.name for agency, body in projection.agencies.items()}
    return {(names[lead], names[support]): tasks for (lead, support), tasks in projection.links.items()}


def test_links_count_the_tasks_on_which_a_lead_meets_a_support(duties):
    assert links_by_name(project(duties)) == {
        ("商务", "财政"): 2,
        ("商务", "海关"): 1,
        ("各区政府", "商务"): 1,
        ("海关", "商务"): 1,
    }


def test_who_is_responsible_stands_in_for_a_lead_only_where_there_is_none(duties):
    projection = project(duties)
    names = ids_of(duties)
    assert projection.in_charge(3) == [names["各区政府"]]
    assert projection.in_charge(4) == [names["海关"]]
    assert projection.in_charge(99) == []


def test_every_lead_of_a_task_meets_every_support_of_it():
    projection = project(duties_of({"lead": "甲、乙", "support": "丙、丁"}))
    assert links_by_name(projection) == {("甲", "丙"): 1, ("甲", "丁"): 1, ("乙", "丙"): 1, ("乙", "丁"): 1}


def test_a_pair_is_counted_once_in_a_task_however_often_it_is_printed():
    rows = duties_of({"lead": "甲", "support": "乙、乙"}) * 2
    projection = project(rows)
    assert links_by_name(projection) == {("甲", "乙"): 1}
    assert projection.loads[1].lead == 1


def test_an_agency_that_leads_and_supports_one_task_makes_no_link_with_itself():
    projection = project(duties_of({"lead": "甲", "support": "甲、乙"}))
    assert links_by_name(projection) == {("甲", "乙"): 1}
    load = projection.loads[1]
    assert (load.lead, load.support) == (1, 1)


def test_rows_of_a_task_need_not_stand_together(duties):
    assert project(sorted(duties, key=lambda duty: (duty.agency_id, duty.task_id))).links == project(duties).links


def test_the_same_name_in_two_jurisdictions_is_two_agencies():
    rows = [Duty(1, "甲", 1, 7, "市商务局", Role.LEAD), Duty(2, "乙", 2, 8, "市商务局", Role.LEAD)]
    assert set(project(rows).agencies) == {7, 8}


def test_what_is_passed_is_what_is_counted():
    of_two = duties_of({"lead": "甲", "support": "乙"}) + duties_of(
        {"lead": "甲", "support": "乙"}, document_id=2, first_task=50
    )
    of_one = [duty for duty in of_two if duty.document_id == 2]
    assert (project(of_two).links[1, 2], project(of_one).links[1, 2]) == (2, 1)


def test_nothing_projects_to_nothing():
    projection = project([])
    assert (projection.agencies, projection.links, projection.loads) == ({}, {}, {})
    assert len(agency_graph(projection)) == 0
    assert len(measures_graph([])) == 0


def test_a_lonely_agency_is_there_without_links():
    projection = project(duties_of({"responsible": "甲"}))
    assert (projection.links, projection.ties()) == ({}, {1: 0})
    assert list(agency_graph(projection).nodes) == [1]


def test_ties_add_up_both_directions(duties):
    names = ids_of(duties)
    projection = project(duties)
    assert projection.ties() == {names["商务"]: 5, names["财政"]: 2, names["海关"]: 2, names["各区政府"]: 1}
    assert projection.by_ties()[0] == names["商务"]


def test_the_measures_graph_is_two_sided_with_roles_on_its_edges(duties):
    graph = measures_graph(duties)
    tasks = {node for node, side in graph.nodes(data="bipartite") if side == 0}
    assert networkx.bipartite.is_bipartite_node_set(graph, tasks)
    assert (len(tasks), len(graph) - len(tasks), graph.number_of_edges()) == (4, 4, 11)
    assert graph.nodes["task", 1] == {"bipartite": 0, "label": "措施1", "document_id": 1}
    names = ids_of(duties)
    assert graph.nodes["agency", names["各区政府"]] == {"bipartite": 1, "name": "各区政府", "collective": True}
    assert graph.edges[("task", 4), ("agency", names["财政"])]["role"] is Role.GUIDE


def test_two_roles_in_one_task_are_one_edge_that_names_both():
    graph = measures_graph(duties_of({"support": "甲", "lead": "甲"}))
    edge = graph.edges[("task", 1), ("agency", 1)]
    assert edge == {"role": Role.LEAD, "roles": (Role.LEAD, Role.SUPPORT)}


def test_the_agency_graph_carries_names_loads_and_weights(duties):
    names = ids_of(duties)
    graph = agency_graph(project(duties))
    assert isinstance(graph, networkx.DiGraph)
    assert graph.edges[names["商务"], names["财政"]]["weight"] == 2
    node = graph.nodes[names["商务"]]
    assert (node["name"], node["collective"], node["ties"], node["load"].carried) == ("商务", False, 5, 4)


def test_of_a_dense_graph_each_agency_keeps_its_strongest_links():
    duties = duties_of(
        *[{"lead": "甲", "support": "乙"}] * 3,
        *[{"lead": "甲", "support": "丙"}] * 2,
        *[{"lead": "乙", "support": "丙"}],
    )
    graph = agency_graph(project(duties), strongest=1)
    assert set(graph.edges) == {(1, 2), (1, 3)}
    assert set(agency_graph(project(duties), strongest=2).edges) == {(1, 2), (1, 3), (2, 3)}
    assert graph.number_of_nodes() == 3


def test_a_link_that_stays_keeps_both_directions():
    duties = duties_of(
        *[{"lead": "甲", "support": "乙"}] * 3, {"lead": "乙", "support": "甲"}, *[{"lead": "甲", "support": "丙"}] * 2
    )
    assert set(agency_graph(project(duties), strongest=1).edges) == {(1, 2), (2, 1), (1, 3)}


def test_the_agencies_with_fewest_ties_are_left_out_of_a_graph_too_large():
    duties = duties_of({"lead": "甲", "support": "乙、丙"}, {"lead": "甲", "support": "乙"})
    graph = agency_graph(project(duties), most=2)
    assert set(graph.nodes) == {1, 2}
    assert set(graph.edges) == {(1, 2)}
