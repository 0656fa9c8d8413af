from tests.graph.duties import duties_of, ids_of
from tracker.graph.hovers import agency_hovers, link_hovers, named_tasks
from tracker.graph.network import Duty, project
from tracker.vocabulary import Role


def test_an_agency_says_its_load_and_its_tasks_the_led_ones_first():
    duties = duties_of(
        {"lead": "甲", "support": "乙"}, {"lead": "乙", "support": "甲"}, {"responsible": "乙", "guide": "甲"}
    )
    says = agency_hovers(project(duties), [1, 2])
    assert says[1] == "<b>甲</b><br>牵头 1 项，配合 1 项，指导 1 项<br>措施1<br>措施2"
    assert says[2] == "<b>乙</b><br>牵头 1 项，负责 1 项，配合 1 项<br>措施2<br>措施3<br>措施1"


def test_a_task_in_which_an_agency_has_two_roles_is_named_once():
    assert agency_hovers(project(duties_of({"lead": "甲", "support": "甲"})), [1])[1].count("措施1") == 1


def test_two_tasks_of_one_name_are_two():
    rows = [Duty(task, "同名措施", 1, 1, "甲", Role.LEAD) for task in (1, 2)]
    assert agency_hovers(project(rows), [1])[1].count("同名措施") == 2


def test_a_link_says_who_leads_who_supports_and_on_what():
    duties = duties_of(
        {"lead": "甲", "support": "乙"}, {"lead": "甲", "support": "乙、丙"}, {"lead": "乙", "support": "甲"}
    )
    names = ids_of(duties)
    link = names["甲"], names["乙"]
    assert link_hovers(project(duties), [link]) == {link: "<b>甲</b> 牵头、<b>乙</b> 配合：2 项<br>措施1<br>措施2"}


def test_a_dozen_tasks_are_named_and_then_their_number():
    assert named_tasks(f"措施{n}" for n in range(12)) == [f"措施{n}" for n in range(12)]
    lines = named_tasks(f"措施{n}" for n in range(35))
    assert (len(lines), lines[11], lines[12]) == (13, "措施11", "等 35 项")


def test_a_long_name_of_a_task_is_cut():
    (line,) = named_tasks(["长" * 200])
    assert line.endswith("长…")
    assert len(line) < 40


def test_what_is_printed_is_shown_and_never_read_as_html():
    rows = [Duty(1, '<img src=x onerror="alert(1)">', 1, 1, "<b>甲</b>&", Role.LEAD)]
    says = agency_hovers(project(rows), [1])[1]
    assert "<img" not in says
    assert "&lt;b&gt;甲&lt;/b&gt;&amp;" in says
