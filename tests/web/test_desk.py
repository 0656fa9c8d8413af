import re
from datetime import date

import pytest

from tests.builders import a_document, a_measure, a_task, an_agency
from tests.statements import counted
from tracker.storage.database import db


def test_the_first_sentence_says_how_much_there_is(client, office, read):
    page = read(client, "/")
    assert page.words("//h1") == "任务5项"
    assert page.words("//section[@class='lede']/p") == (
        "已印发的 2 件文件有 4 条措施、5 项任务，分给 6 家单位；市财政局牵头最多，共 1 项。"
        "另有征求意见稿 1 件、任务 1 项、单位 2 家，不约束任何单位，未计入以上各数。"
    )


def test_documents_stand_with_their_counts_and_drafts_are_marked(client, office, read):
    page = read(client, "/")
    rows = [page.texts(f"(//table)[1]/tbody/tr[{row}]/td") for row in (1, 2)]
    assert rows[0][1:] == ["穗府办〔2017〕36号", "广州市", "—", "3", "4", "4", "2", "1", "3", "0"]
    assert rows[1][0] == "关于促进跨境电子商务发展的通知 征求意见稿"
    assert page.texts("(//table)[1]/tfoot/tr/td")[1:] == ["4", "5", "6", "2", "2", "3", "1"]


def test_jurisdictions_roles_and_leads_are_counted(client, office, read):
    page = read(client, "/")
    assert page.texts("//section[@aria-labelledby='jurisdictions']//tbody/tr[1]/td") == [
        *("广州市", "1", "3", "4", "4", "2", "1", "3", "0", "1", "1"),
    ]
    assert page.texts("//section[@aria-labelledby='roles']//tbody/tr") == ["牵头22", "负责23", "配合33", "指导11"]
    assert page.texts("//section[@aria-labelledby='leads']//tbody/tr") == ["市财政局 广州市12", "市商务委 广州市11"]


def test_what_needs_looking_at_leads_to_its_tasks(client, office, read):
    page = read(client, "/")
    assert page.texts("//ul[@class='todo']/li/span") == [
        "没有牵头或责任单位 已印发文件中 1 项任务不知由谁负责。",
        "全文规定 1 项任务的措施里没有写单位，责任依据全文的组织实施规定，请核对。",
        "征求意见稿 1 项任务还没有印发，不入台账合计。",
    ]


def test_a_document_no_longer_in_force_is_to_be_looked_at(app, client, read):
    with app.app_context():
        measures = [a_measure([a_task(lead=an_agency())])]
        db.session.add(a_document(measures, number="穗府办函〔2019〕2号", valid_until=date(2022, 12, 31)))
        db.session.commit()
    page = read(client, "/")
    assert "已过有效期 穗府办函〔2019〕2号有效期至 2022年12月31日，涉及 1 项任务。" in page.texts(
        "//ul[@class='todo']/li/span"
    )
    assert page.words("//span[@class='sub amber']") == "有效期至 2022年12月31日，已过"


def numbers(page):
    """(number, address) of every number that leads to rows elsewhere."""
    for link in page.all("//main//a[@class='n']"):
        if not link.get("href").startswith("#"):
            yield int(link.text), link.get("href")


@pytest.mark.parametrize("address", ["/", "/agencies", "/agencies?scope=all", "/agencies/1", "/agencies/2", "/graph"])
def test_every_number_is_the_number_of_rows_it_leads_to(client, office, read, address):
    found = set(numbers(read(client, address)))
    assert found
    for number, target in found:
        page = read(client, target)
        if target.startswith("/tasks"):
            counts = [int(count) for count in re.findall(r"\d+", page.words("//div[@class='head']/span"))]
            assert number in counts, (number, target)
        elif target.startswith("/graph/diagnosis"):
            assert len(page.all("//main//tbody/tr")) == number, target
        else:
            assert len(page.all("//table[contains(@class, 'agencies')]//tr[td]")) == number, target


@pytest.mark.parametrize("address", ["/", "/tasks?scope=all", "/agencies?scope=all", "/agencies/1", "/graph?scope=all"])
def test_every_number_of_the_five_documents_is_the_number_of_rows_it_leads_to(loaded_client, read, address):
    for number, target in sorted(set(numbers(read(loaded_client, address)))):
        page = read(loaded_client, target)
        counts = [int(count) for count in re.findall(r"\d+", page.words("//div[@class='head']"))]
        rows = len(page.all("//table[contains(@class, 'agencies')]//tr[td]"))
        assert number in [*counts, rows], (number, target)


def test_an_empty_database_says_what_to_do(client, read):
    page = read(client, "/")
    assert page.words() == "工作台 还没有文件。请管理员用 tracker load 载入任务表，再回到这里。"


def test_the_workbench_asks_at_most_twelve_statements(app, client, office):
    client.get("/")
    with counted(app) as statements:
        client.get("/")
    assert len(statements) <= 12


def test_the_workbench_of_the_five_documents(loaded_client, read):
    page = read(loaded_client, "/")
    assert page.words("//h1") == "任务131项"
    assert "征求意见稿 2 件、任务 41 项" in page.words("//section[@class='lede']/p")
