"""代录: the office enters the report of an agency it asks, from its letter."""

import re
from io import BytesIO

import pytest

from tests.cycles import COMMERCE, CUSTOMS, OFFICE, an_open_cycle, drafted, reporter, row, versions
from tests.people import signed_in
from tests.web.conftest import Page
from tests.web.sending import send
from tracker.operations import cycles, evidence, reviewing
from tracker.reporting.content import Content
from tracker.storage.database import db
from tracker.storage.registry import RegisteredAgency
from tracker.vocabulary.reporting import Progress, ReportState

SAID = {"source": "穗关函〔2026〕18号", "source_on": "2026-10-20", "key": "k1"}
SAID |= {"progress": "under_way", "percent": "60", "done": "通关时间压缩三成。"}


@pytest.fixture
def year(app, time):
    """A small cycle that is open; the customs are asked, not urged."""
    time.set(10, 21)
    with app.app_context():
        found = an_open_cycle()
        db.session.get(RegisteredAgency, CUSTOMS).kind = "垂直管理单位"
        db.session.commit()
        return found


@pytest.fixture
def address(year):
    return f"/review/{year.rows[CUSTOMS, 2]}"


def test_the_customs_report_is_entered_from_its_letter(app, office_client, read, year, address):
    assert read(office_client, address).all(f"//a[@href='{address}/enter']")
    assert send(office_client, f"{address}/enter", **SAID).status_code == 303
    page = read(office_client, address).words()
    assert "穗关函〔2026〕18号" in page
    assert "通关时间压缩三成。" in page
    with app.app_context():
        assert row(year.rows[CUSTOMS, 2]).state is ReportState.SUBMITTED


def test_the_scan_of_the_letter_goes_with_what_was_entered_and_the_agencys_own_files_do_not(
    app, office_client, read, year, address
):
    with app.app_context():
        own = (BytesIO(b"%PDF-1.7 own"), "自己的.pdf")
        evidence.attach(year.id, year.rows[CUSTOMS, 2], *own, home=app.config["FILES"], by=reporter(CUSTOMS))
    refused = send(office_client, f"{address}/enter", **SAID, scan=(BytesIO(b"MZ"), "来函.exe"))
    assert refused.status_code == 409
    with app.app_context():
        assert versions(year.rows[CUSTOMS, 2]) == []
    sent = [send(office_client, f"{address}/enter", **SAID, scan=(BytesIO(b"%PDF-1.7 x"), "来函.pdf")) for _ in "12"]
    assert [answer.status_code for answer in sent] == [303, 303]
    (link,) = read(office_client, address).all("//section[@aria-labelledby='files']//li/a")
    assert link.text == "来函.pdf"
    with office_client.get(link.get("href")) as answer:
        assert answer.data == b"%PDF-1.7 x"


def test_the_same_form_sent_twice_enters_once(app, office_client, year, address):
    assert [send(office_client, f"{address}/enter", **SAID).status_code for _ in range(2)] == [303, 303]
    with app.app_context():
        assert len(versions(year.rows[CUSTOMS, 2])) == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"source": " "}, "来函文号"),
        ({"done": ""}, "请写工作进展"),
        ({"percent": "很多"}, "完成率请填"),
        ({"source_on": "昨天"}, "不是日期"),
        ({"source_on": "2030-01-01"}, "来函日期 2030-01-01 还没有到，没有代录；请核对来函"),
        ({"key": ""}, "报送标识"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(app, office_client, year, address, fields, sentence):
    with send(office_client, f"{address}/enter", **(SAID | {"problems": "系统对接未完成"} | fields)) as answer:
        assert answer.status_code == 409
        assert sentence in answer.text
        assert "系统对接未完成</textarea>" in answer.text
    with app.app_context():
        assert versions(year.rows[CUSTOMS, 2]) == []


def test_the_office_is_told_of_entering_and_of_a_lost_file_only_where_it_chose_one(office_client, year, address):
    with send(office_client, f"{address}/enter", **SAID | {"done": ""}) as answer:
        assert "这一行还不能代录，没有代录：请写工作进展；" in answer.text
        assert "刚才选的文件" not in answer.text
    with send(office_client, f"{address}/enter", **SAID | {"done": ""}, scan=(BytesIO(b"%PDF-1.7 x"), "来函.pdf")) as answer:
        assert "刚才选的文件没有保存" in answer.text


def test_a_draft_of_the_agency_is_not_offered(app, office_client, read, year, address):
    with app.app_context():
        own = Content(Progress.UNDER_WAY, 30, "海关自己的草稿。")
        drafted(year, year.rows[CUSTOMS, 2], reporter(CUSTOMS), own)
    assert "海关自己的草稿" not in read(office_client, f"{address}/enter").words("//html")


def test_a_returned_one_is_entered_again_with_what_changed(app, office_client, read, year, address):
    send(office_client, f"{address}/enter", **SAID)
    with app.app_context():
        reviewing.give_back([year.rows[CUSTOMS, 2]], reason="缺数", by=OFFICE)
    assert "通关时间压缩三成" in read(office_client, f"{address}/enter").words("//textarea[@name='done']")
    again = SAID | {"key": "k2", "done": "通关时间压缩四成。"}
    assert send(office_client, f"{address}/enter", **again).status_code == 409
    assert send(office_client, f"{address}/enter", **(again | {"summary": "补数"})).status_code == 303


def test_an_agency_that_reports_itself_and_another_group_have_no_such_page(client_of, office_client, year, address):
    with office_client.get(f"/review/{year.rows[COMMERCE, 1]}/enter") as answer:
        assert answer.status_code == 404
    stranger = client_of("office", group="深圳市")
    assert stranger.get(f"{address}/enter").status_code == 404
    assert send(stranger, f"{address}/enter", **SAID).status_code == 404


def test_an_unsent_row_says_whether_it_may_be_entered_and_what_to_do_instead(app, office_client, read, year, address):
    decide = "//section[@aria-labelledby='decide']"
    assert "收到来函后可以由办公室代录" in read(office_client, address).words(decide)
    urged = read(office_client, f"/review/{year.rows[COMMERCE, 1]}")
    assert "不能代录：代录只用于商请报送的单位" in urged.words(decide)
    assert urged.address("代单位导入") == f"/workbooks?cycle={year.id}"
    with app.app_context():
        cycles.lock_cycle(year.id, why="关账", lifted_by="主任", by=OFFICE)
    locked = read(office_client, address)
    assert "本期已锁定，不能代录；收到来函、确需补录的，请先解除锁定。" in locked.words(decide)
    assert locked.all(f"//a[@href='{address}/enter']") == []


def test_everything_that_is_missing_stands_beside_its_field_and_what_was_typed_stays(office_client, year, address):
    typed = SAID | {"source": " ", "percent": "", "next_step": "明年1月验收。"}
    page = Page(send(office_client, f"{address}/enter", **typed))
    assert page.status == 409
    assert page.texts("//span[@class='fault']") == [
        "请填来函文号；没有文号的，写来函的名称。",
        "请填完成率，0 到 100；长期推进的可以不填。",
    ]
    assert page.words("//textarea[@name='next_step']") == "明年1月验收。"
    assert page.all("//input[@name='source_on']/@value") == ["2026-10-20"]
    assert "保存后" not in page.words()


def test_the_agency_reads_that_it_was_entered_and_keeps_its_own_draft(app, office_client, read, year, address):
    row_id = year.rows[CUSTOMS, 2]
    clerk = signed_in(app, "reporter", agency_id=CUSTOMS)
    with app.app_context():
        drafted(year, row_id, reporter(CUSTOMS), Content(Progress.UNDER_WAY, 10, "自己写的草稿。"))
    send(office_client, f"{address}/enter", **SAID)
    form = next(each for each in read(clerk, "/").all("//a/@href") if re.fullmatch(r"/reports/\d+", each)) + f"/rows/{row_id}"
    assert "按本单位的来函代录了这一行" in read(clerk, form).words("//div[@class='notice']")
    send(office_client, address, do="return", reason="请补家数")
    page = read(clerk, form)
    assert page.words("//textarea[@name='done']") == "自己写的草稿。"
    assert "代录的工作进展是：“通关时间压缩三成。”" in page.words("//div[@class='notice']")
