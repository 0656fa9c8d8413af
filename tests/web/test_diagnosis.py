"""责任体检 on the page: every finding leads to its rows, every row to its sentence."""

import pytest

from tests.statements import counted
from tracker.graph.diagnosis import BY_CODE


def numbers(page):
    """Address of a finding → how many rows it says it has."""
    return {
        link.get("href"): int(link.text) for link in page.all("//table[contains(@class, 'findings')]//a[@class='n']")
    }


def test_every_finding_of_the_five_documents_has_as_many_rows_as_it_says(loaded_client, read):
    found = numbers(read(loaded_client, "/graph/diagnosis?scope=all"))
    assert found
    for address, number in found.items():
        page, rows = read(loaded_client, address), 0
        while True:
            rows += len(page.all("//main//tbody/tr"))
            after = page.all("//a[@rel='next']")
            if not after:
                break
            page = read(loaded_client, after[0].get("href"))
        assert rows == number, address


def test_a_finding_leads_to_the_sentence(loaded_client, read):
    page = read(loaded_client, "/graph/diagnosis/expired")
    task = page.all("//tbody/tr[1]/td[2]/a")[0].get("href")
    assert read(loaded_client, task).all("//span[@class='hot']")


def test_a_number_of_a_pair_or_body_is_the_number_of_tasks_it_leads_to(loaded_client, read):
    for code in ("often", "overloaded"):
        page = read(loaded_client, f"/graph/diagnosis/{code}")
        links = page.all("//tbody//a[@class='n']")
        assert links, code
        for link in links[:5]:
            assert f"{link.text} 项任务" in read(loaded_client, link.get("href")).words("//div[@class='head']/span")


def test_the_document_no_longer_in_force_is_found_with_all_its_tasks(loaded_client, read):
    found = numbers(read(loaded_client, "/graph/diagnosis"))
    assert found["/graph/diagnosis/expired"] == 41
    assert found["/graph/diagnosis/several-leads"] > 0


def test_names_nobody_knows_are_a_finding(client, office, read):
    page = read(client, "/graph/diagnosis/unknown")
    assert "市商务委、市财政局、广州海关：单位登记里没有" in page.texts("//tbody/tr/td[3]")


@pytest.mark.parametrize("address", ["/graph/diagnosis", *(f"/graph/diagnosis/{code}" for code in BY_CODE)])
def test_an_empty_database_has_nothing_to_look_at(client, read, address):
    assert read(client, address).status == 200


def test_a_finding_that_is_none_is_a_page_that_says_so(client, read):
    assert read(client, "/graph/diagnosis/nonsense").status == 404


def test_it_asks_at_most_twelve_statements(app, client, office):
    client.get("/graph/diagnosis")
    with counted(app) as statements:
        client.get("/graph/diagnosis")
    assert len(statements) <= 12
