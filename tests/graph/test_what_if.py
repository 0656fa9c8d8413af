import pytest

from tests.graph.duties import duties_of, ids_of
from tracker.graph.load import Load
from tracker.graph.network import project
from tracker.graph.what_if import what_if


@pytest.fixture
def duties():
    """商务 leads two tasks, on the first with 口岸; 口岸 leads one with 海关; 财政 supports all."""
    return duties_of(
        {"lead": "商务", "support": "口岸、财政"},
        {"lead": "商务", "support": "财政"},
        {"lead": "口岸", "support": "海关、财政"},
        {"responsible": "财政"},
    )


def merged(duties, gone, into):
    ids = ids_of(duties)
    return what_if(project(duties), ids[gone], ids[into])


def test_loads_stand_before_and_after(duties):
    found = merged(duties, "口岸", "商务")
    assert found.gone == Load(lead=1, support=1, in_charge=1)
    assert found.into == Load(lead=2, in_charge=2)
    assert found.merged == Load(lead=3, support=1, in_charge=3)


def test_a_task_of_both_in_one_role_is_had_once():
    found = merged(duties_of({"lead": "甲、乙"}, {"lead": "甲"}), "乙", "甲")
    assert (found.gone.lead, found.into.lead, found.merged.lead) == (1, 2, 2)
    assert [(task.id, task.label) for task in found.shared] == [(1, "措施1")]


def test_tasks_that_change_hands_and_whom_the_one_would_meet(duties):
    found = merged(duties, "口岸", "商务")
    assert [(task.label, [role.label for role in task.roles]) for task in found.passing] == [
        ("措施1", ["配合"]),
        ("措施3", ["牵头"]),
    ]
    assert [(one.name, one.gone, one.into, one.merged) for one in found.meetings] == [
        ("财政", 1, 2, 3),
        ("海关", 1, 0, 1),
    ]


def test_ties_between_the_two_are_gone_and_partners_are_counted_once(duties):
    found = merged(duties, "口岸", "商务")
    assert found.between == 1
    assert found.partners == (3, 2, 2)


def test_places_by_load(duties):
    assert merged(duties, "口岸", "商务").ranks == (3, 2, 1)


def test_who_has_no_task_changes_nothing(duties):
    ids = ids_of(duties)
    found = what_if(project(duties), "nobody", ids["商务"])
    assert (found.gone, found.ranks[0], found.partners[0]) == (Load(), 0, 0)
    assert found.merged == found.into
    assert found.shared == ()


def test_nothing_given_is_changed(duties):
    before = list(duties)
    merged(duties, "口岸", "商务")
    assert duties == before
