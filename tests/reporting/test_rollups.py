"""How far the members of a collective have come."""

from tracker.reporting.rollups import Member, rollups


def test_members_of_a_collective_are_counted_under_its_printed_name_and_single_agencies_are_not():
    members = [Member("各区政府", place < 9) for place in range(11)]
    members += [Member("市财政局", True), Member("各有关单位；市科技局", False), Member("各有关单位", True)]
    found = rollups(members)
    assert [(each.name, each.sentence) for each in found] == [
        ("各区政府", "11 区：9 已报 2 未报"),
        ("各有关单位", "2 家：1 已报 1 未报"),
    ]
    assert rollups([Member("各区政府", True)] * 11)[0].sentence == "11 区：全部已报"
