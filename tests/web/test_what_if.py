"""合并设想: two bodies are chosen, their loads stand beside the load of the one they would be."""

import pytest

from tests.statements import counted


def test_loads_stand_before_and_after_and_lead_to_their_tasks(client, office, read):
    page = read(client, f"/graph/what-if?gone={office.finance}&into={office.commerce}")
    assert page.texts("(//table)[1]/tbody/tr[1]/td") == ["牵头", "1", "1", "2"]
    assert page.texts("//section[@aria-labelledby='shared']//li") == [
        "一（一）① 培育龙头企业",
        "一（一）② 培育龙头企业",
    ]
    target = page.all("//tbody/tr[1]/td[2]/a")[0].get("href")
    assert "1 项任务" in read(client, target).words("//div[@class='head']/span")


def test_looking_changes_nothing(client, office, read):
    before = read(client, "/agencies").words()
    read(client, f"/graph/what-if?gone={office.finance}&into={office.commerce}")
    assert read(client, "/agencies").words() == before


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("", "选好两个单位，再看结果。"),
        ("gone=1", "选好两个单位，再看结果。"),
        ("gone=1&into=1", "一个单位不能并入自己；请另选一个。"),
        ("gone=1&into=nobody", "没有找到所选的单位；请重新选择。"),
        ("gone=%00&into=" + "9" * 300, "没有找到所选的单位；请重新选择。"),
    ],
)
def test_what_cannot_be_shown_is_said(client, office, read, asked, sentence):
    page = read(client, f"/graph/what-if?{asked}")
    assert (page.status, page.words("//p[@class='empty']")) == (200, sentence)


def test_today_s_bodies_are_offered_and_former_ones_are_not(loaded_client, read):
    keys = read(loaded_client, "/graph/what-if").all("//select[@name='gone']//option/@value")
    assert "440100-015" in keys
    assert "440100-201" not in keys


def test_it_asks_at_most_twelve_statements(app, client, office):
    address = f"/graph/what-if?gone={office.finance}&into={office.commerce}"
    client.get(address)
    with counted(app) as statements:
        client.get(address)
    assert len(statements) <= 12
