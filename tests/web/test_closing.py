"""What was reported on a task in each cycle, on its page; what the office sets and closes out."""

import pytest
from sqlalchemy import select

from tests.cycles import COMMERCE, DUE, MARKET, OFFICE, PERIOD, REPORT, drafted, reporter, sent
from tests.people import signed_in
from tests.statements import counted
from tests.web.sending import send
from tracker.operations import closing_out, cycles, reviewing
from tracker.reporting.content import Content
from tracker.storage.cycles import CycleDocument
from tracker.storage.database import db
from tracker.storage.queries.sheets import sheet_id_of
from tracker.vocabulary.reporting import Progress

DONE = Content(Progress.DONE, 100, "龙头企业8家全部落户南沙区。")


def address_of(year):
    return f"/tasks/{year.tasks[0]}/reported"


def decision(year):
    return f"/cycles/{year.id}/tasks/{year.tasks[0]}/standing"


def test_only_accepted_reports_show_their_words(app, office_client, read, year):
    with app.app_context():
        row_id = sent(year, COMMERCE, 1, content=DONE)
        drafted(year, year.rows[MARKET, 2], reporter(MARKET))
    before = read(office_client, address_of(year))
    assert "已报送" in before.words("//section")
    assert DONE.done not in before.words()
    with app.app_context():
        reviewing.accept([row_id], by=OFFICE)
    after = read(office_client, address_of(year)).words("//section")
    assert DONE.done in after
    assert "已完成 100%" in after
    drafts = read(office_client, f"/tasks/{year.tasks[1]}/reported").words("//section")
    assert "草稿" not in drafts
    assert REPORT.done not in drafts


def test_the_page_of_a_task_leads_there(office_client, read, year):
    assert address_of(year) in read(office_client, f"/tasks/{year.tasks[0]}").all("//a[@data-part]/@href")


def test_a_task_that_is_not_finished_is_not_closed_out_and_what_was_typed_is_kept(office_client, year):
    with send(office_client, decision(year), do="close", reason="年度工作结束") as answer:
        assert answer.status_code == 409
        assert 'value="年度工作结束"' in answer.text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"do": "set", "reason": "经核实"}, "完成状态"),
        ({"do": "set", "progress": "done", "reason": " "}, "理由"),
        ({"do": "set", "progress": "done", "percent": "很多", "reason": "经核实"}, "整数"),
        ({"do": "set", "progress": "done", "percent": "101", "reason": "经核实"}, "0 到 100"),
        ({"reason": "经核实"}, "还没有选择怎样处理"),
    ],
)
def test_a_decision_that_lacks_something_is_refused(office_client, year, fields, sentence):
    with send(office_client, decision(year), **fields) as answer:
        assert answer.status_code == 409
        assert sentence in answer.text


def test_the_office_sets_closes_out_and_takes_that_back(office_client, read, year):
    said = {"do": "set", "progress": "done", "percent": "100", "reason": "现场核实完成"}
    assert send(office_client, decision(year), **said).status_code == 303
    assert send(office_client, decision(year), do="close", reason="同意销号").status_code == 303
    page = read(office_client, address_of(year)).words("//section")
    assert "认定为“已完成” 100%" in page
    assert "已办结" in page
    assert send(office_client, decision(year), do="reopen", reason="又有新任务").status_code == 303
    assert "已办结" not in read(office_client, address_of(year)).words("//section")


def test_another_groups_office_sets_nothing(client_of, year):
    with send(client_of("office", group="深圳市"), decision(year), do="close", reason="x") as answer:
        assert answer.status_code == 404


def test_it_asks_at_most_twelve_statements(app, office_client, read, year):
    with app.app_context():
        sent(year, COMMERCE, 1)
    with counted(app) as statements:
        read(office_client, address_of(year))
    assert len(statements) <= 12


def test_a_task_closed_out_is_so_called_where_it_is_still_owed_and_where_the_next_cycle_leaves_it_out(
    app, office_client, read, year
):
    with app.app_context():
        reviewing.accept([sent(year, COMMERCE, 1, content=DONE)], by=OFFICE)
        closing_out.close_out(year.id, year.tasks[0], reason="同意销号", by=OFFICE)
        documents = dict.fromkeys(db.session.scalars(select(CycleDocument.document_id)), "再报一次")
        db.session.rollback()
        later = cycles.prepare_cycle("2027年度", documents, period=PERIOD, due_on=DUE, by=OFFICE)
        sheet = sheet_id_of(year.id, MARKET)
    assert "办结，以后各期不再下达：同意销号" in read(office_client, f"/tasks/{year.tasks[0]}").words("//section[@class='lit']")
    clerk = signed_in(app, "reporter", agency_id=MARKET)
    row = year.rows[MARKET, 1]
    assert "任务已办结，本期仍应报送" in read(clerk, f"/reports/{sheet}").words(f"//tr[@id='row-{row}']")
    assert "以后各期不再下达；本期已经下达，仍应报送" in read(clerk, f"/reports/{sheet}/rows/{row}").words()
    assert "任务已办结" not in read(clerk, f"/reports/{sheet}").words(f"//tr[@id='row-{year.rows[MARKET, 2]}']")
    closed = read(office_client, f"/cycles/{later}")
    assert closed.words("//details[@id='closed']/summary") == "1 项已办结，不再下达"
    assert len(closed.texts("//details[@id='closed']//li")) == 1
