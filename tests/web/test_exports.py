from io import BytesIO

import pytest
from openpyxl import load_workbook

from tests.statements import counted


def tasks_in(response):
    """The numbers and the tasks of the ledger that was sent."""
    rows = load_workbook(BytesIO(response.data)).active.iter_rows(min_row=4, values_only=True)
    return [(int(row[0]), row[3]) for row in rows if row[0] and str(row[0]).isdecimal()]


def test_the_workbook_holds_the_rows_that_were_seen(client, office):
    response = client.get("/exports/ledger.xlsx?role=support&document=issued&sort=deadline")
    assert response.mimetype == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert tasks_in(response) == [(1, "建设园区。"), (2, "引进龙头企业，奖励 100%。"), (3, "发放补贴。")]


def test_it_is_a_download_with_a_chinese_name(client, office):
    disposition = client.get("/exports/ledger.xlsx").headers["Content-Disposition"]
    assert disposition.startswith("attachment;")
    assert "filename*=UTF-8''%E4%BB%BB%E5%8A%A1%E5%88%86%E5%B7%A5%E5%8F%B0%E8%B4%A6.xlsx" in disposition


@pytest.mark.parametrize("asked", ["role=boss", "agency=18446744073709551616", "q=没有这样的字", "scope=some"])
def test_a_filter_that_finds_nothing_gives_a_ledger_without_rows(client, office, asked):
    response = client.get(f"/exports/ledger.xlsx?{asked}")
    assert response.status_code == 200
    assert tasks_in(response) == []


def test_drafts_are_in_it_when_asked_for(loaded_client):
    assert len(tasks_in(loaded_client.get("/exports/ledger.xlsx"))) == 131
    assert len(tasks_in(loaded_client.get("/exports/ledger.xlsx?scope=all"))) == 172


def test_the_workbook_asks_at_most_twelve_statements(app, client, office):
    client.get("/exports/ledger.xlsx?role=lead&q=企业")
    with counted(app) as statements:
        client.get("/exports/ledger.xlsx?role=lead&q=企业")
    assert len(statements) <= 12
