from tests.graph.duties import duties_of, ids_of
from tracker.graph.load import Load, heaviest_first
from tracker.graph.network import project


def test_a_load_counts_the_tasks_of_each_role():
    duties = duties_of(
        {"lead": "甲", "support": "乙、丙", "guide": "丁"},
        {"lead": "甲、乙", "support": "丙"},
        {"lead": "乙", "responsible": "甲", "support": "丙"},
        {"responsible": "甲"},
    )
    assert project(duties).loads == {
        1: Load(lead=2, responsible=2, in_charge=3),
        2: Load(lead=2, support=1, in_charge=2),
        3: Load(support=3),
        4: Load(guide=1),
    }


def test_what_is_carried_is_what_one_is_in_charge_of_and_what_one_supports():
    assert Load(lead=2, responsible=5, support=3, guide=7, in_charge=4).carried == 7


def test_the_heaviest_load_comes_first_and_leads_decide_between_equals():
    duties = duties_of(
        {"lead": "轻"},
        {"lead": "领", "support": "辅"},
        {"lead": "领", "support": "辅"},
        {"support": "重"},
        {"support": "重"},
        {"support": "重"},
    )
    names = ids_of(duties)
    ranked = heaviest_first(project(duties).loads)
    assert ranked == [names["重"], names["领"], names["辅"], names["轻"]]
