"""佐证 on the form of a row: taken in with what is typed, refused in a sentence, saved and never shown, kept across returns."""

import io
import zipfile

import pytest

from tests.cycles import COMMERCE, CUSTOMS, MARKET, OFFICE, sent
from tests.people import signed_in
from tests.web.sheets import ALERT, TYPED, page_of, post, sheet_address
from tests.web.test_accounts import events
from tracker.operations import reviewing

PDF = b"%PDF-1.7\n one"


@pytest.fixture
def home(app, year):
    return sheet_address(app, MARKET)


@pytest.fixture
def address(home, year):
    return f"{home}/rows/{year.rows[MARKET, 2]}"


def upload(content=PDF, name="名单.pdf"):
    return (io.BytesIO(content), name)


def names(page):
    return page.texts("//div[@id='files']//li/a")


def test_several_files_are_kept_with_what_is_typed_and_one_is_taken_out_again(clerk, address):
    files = [upload(), upload(PDF + b"2", "../../照片\u202e.pdf")]
    page = post(clerk, address, address, **TYPED, files=files, do="attach")
    assert names(page) == ["名单.pdf", "照片.pdf"]
    assert page.words("//textarea[@id='done']") == TYPED["done"]
    removing, link = page.all("//button[@name='remove']")[0].get("value"), page.address("名单.pdf")
    page = post(clerk, address, address, **TYPED | {"done": "改了一句。"}, remove=removing)
    assert (names(page), page.words("//textarea[@id='done']")) == (["照片.pdf"], "改了一句。")
    assert clerk.get(link).status_code == 404


def test_a_part_of_a_file_that_is_given_out_is_written_down_like_the_whole(app, clerk, address):
    link = post(clerk, address, address, **TYPED, files=[upload()], do="attach").address("名单.pdf")
    with clerk.get(link, headers={"Range": "bytes=0-3"}) as response:
        assert (response.status_code, response.data) == (206, b"%PDF")
    assert events(app)[-1][1:] == ("reports.file", link, "done")


def test_a_file_that_may_not_stand_there_is_refused_in_a_sentence_and_everything_else_is_kept(clerk, address):
    files = [upload(b"<html>", "页.pdf"), upload()]
    page = post(clerk, address, address, **TYPED, files=files, do="send")
    assert page.status == 409
    assert page.words(ALERT).startswith("“页.pdf”的内容与扩展名 .pdf 不符，没有上传")
    assert names(page) == ["名单.pdf"]
    assert page.words("//textarea[@id='done']") == TYPED["done"]
    assert page.words("//p[@class='stands']").startswith("草稿")


def test_a_fault_in_the_form_loses_no_file(clerk, address):
    page = post(clerk, address, address, **TYPED | {"percent": "很多"}, files=[upload()], do="send")
    assert page.status == 409
    assert names(page) == ["名单.pdf"]


def test_an_archive_that_is_no_document_or_holds_macros_is_refused(clerk, address):
    for part, why in (("a.txt", "不符"), ("xl/vbaProject.bin", "宏")):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr(part, "x")
            if why == "宏":
                archive.writestr("xl/workbook.xml", "x")
        page = post(clerk, address, address, **TYPED, files=[upload(packed.getvalue(), "表.xlsx")], do="attach")
        assert (page.status, why in page.words(ALERT), names(page)) == (409, True, [])


def test_a_file_is_given_back_to_be_saved_to_those_who_may_read_the_report_alone(app, clerk, home, address, year):
    """Cases 47, 48, 66."""
    page = post(clerk, address, address, **TYPED, files=[upload()], do="attach")
    link = page.all("//div[@id='files']//li/a")[0].get("href")
    with clerk.get(link) as given:
        assert given.data == PDF
        disposition = given.headers["Content-Disposition"]
        assert disposition.startswith("attachment;")
        assert disposition.endswith("filename*=UTF-8''%E5%90%8D%E5%8D%95.pdf")
        assert given.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert given.headers["X-Content-Type-Options"] == "nosniff"
        assert given.headers["Content-Type"] == "application/octet-stream"
    stranger = signed_in(app, "reporter", agency_id=CUSTOMS)
    number = link.rpartition("/")[2]
    for foreign in (link, f"{sheet_address(app, CUSTOMS)}/files/{number}"):
        assert stranger.get(foreign).status_code == 404


def test_what_was_returned_keeps_its_files_for_the_agency_and_the_office(app, clerk, address, year):
    post(clerk, address, address, **TYPED, files=[upload()], do="send")
    with app.app_context():
        row_id = year.rows[MARKET, 2]
        reviewing.give_back([row_id], reason="补名单", by=OFFICE)
    assert names(page_of(clerk, address)) == ["名单.pdf"]
    office = signed_in(app, "office", group_id=OFFICE.group_id, login="office")
    link = page_of(office, f"/review/{row_id}").address("名单.pdf")
    with office.get(link) as given:
        assert (given.status_code, given.data) == (200, PDF)


def test_the_consolidator_reads_the_files_of_a_contribution_once_it_was_sent(app, clerk, home, year):
    part = f"{home}/rows/{year.rows[MARKET, 1]}"
    post(clerk, part, part, **TYPED, files=[upload()], do="send")
    lead = signed_in(app, "reporter", agency_id=COMMERCE)
    page = page_of(lead, f"{sheet_address(app, COMMERCE)}/rows/{year.rows[COMMERCE, 1]}")
    with lead.get(page.address("名单.pdf")) as given:
        assert given.data == PDF


def test_a_scan_stands_beside_the_whole_sheet(app, clerk, home, year):
    page = post(clerk, home, f"{home}/cover", overview="总体顺利。", files=[upload(name="盖章.pdf")])
    assert names(page) == ["盖章.pdf"]
    page = post(clerk, home, f"{home}/cover", overview="改了。", files=[upload(b"", "空.pdf")])
    assert (page.status, page.words("//textarea[@id='overview']")) == (409, "改了。")
    assert "空.pdf" in page.words(ALERT)


def test_a_version_that_was_taken_back_shows_the_office_no_file(app, clerk, home, address, year):
    page = post(clerk, address, address, **TYPED, files=[upload()], do="send")
    assert page.words("//h1") == "报送回执"
    post(clerk, home, f"{home}/withdrawn", row=[str(year.rows[MARKET, 2])])
    office = signed_in(app, "office", group_id=OFFICE.group_id, login="office")
    assert office.get(f"/review/{year.rows[MARKET, 2]}/files/1").status_code == 404
    with app.app_context():
        sent(year, MARKET, 2)
    with office.get(f"/review/{year.rows[MARKET, 2]}/files/1") as given:
        assert given.status_code == 200
