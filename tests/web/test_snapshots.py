"""存档 on pages: frozen once it is locked, given out whole or not at all, beside the year before."""

from io import BytesIO

import openpyxl
import pytest

from tests.cycles import COMMERCE, MARKET, OFFICE, Clock, an_open_cycle, sent
from tests.people import signed_in
from tests.web.sending import send
from tracker.operations import cycles, reviewing
from tracker.storage.cycles import Cycle
from tracker.storage.database import db
from tracker.storage.people import LeadingGroup

DUE = {"period_from": "2027-01-01", "period_to": "2027-11-30"}


@pytest.fixture
def year(app, monkeypatch):
    """A small year with one accepted report, locked."""
    time = Clock(monkeypatch)
    with app.app_context():
        found = an_open_cycle()
        time.set(12, 1)
        reviewing.accept([sent(found, COMMERCE, 1)], by=OFFICE)
        time.set(12, 12)
        cycles.lock_cycle(found.id, why="年度结束", lifted_by="办公室主任", by=OFFICE)
    return found


def person_of(app, role):
    with app.app_context():
        group = db.session.get(LeadingGroup, OFFICE.group_id).jurisdiction
    return signed_in(app, role, group=group)


@pytest.fixture
def office(app, year):
    return person_of(app, "office")


def frozen(client, year):
    address = f"/cycles/{year.id}/snapshots"
    assert send(client, address).status_code == 303
    return address


def test_a_locked_cycle_is_frozen_and_its_files_are_given_out(office, read, year):
    address = frozen(office, year)
    page = read(office, address)
    assert page.words("//p[@class='crumb']") == "报送周期 › 2026年度"
    assert len(page.texts("//span[@class='lt g'][.='与存档时一致']")) == 3
    with office.get(f"{address}/1/ledger") as answer:
        assert "filename*=UTF-8''2026" in answer.headers["Content-Disposition"]
        assert openpyxl.load_workbook(BytesIO(answer.data)).sheetnames[0] == "总台账"
    with office.get(f"{address}/1/compendium") as answer:
        assert answer.mimetype.endswith("wordprocessingml.document")
    assert office.get(f"{address}/2/ledger").status_code == 404
    assert office.get(f"{address}/1/other").status_code == 404
    assert office.get(f"{address}/1/compared?with=99").status_code == 404


def test_what_still_waits_for_review_is_said_before_it_is_left_out(app, office, read, year):
    page = f"/cycles/{year.id}/snapshots"
    assert not read(office, page).all("//p[@class='notice']")
    with app.app_context():
        cycles.unlock_cycle(year.id, reason="补报", by=OFFICE)
        sent(year, MARKET, 2)
        lock = read(office, f"/cycles/{year.id}").words("//div[@id='lock']")
        cycles.lock_cycle(year.id, why="补报结束", lifted_by="办公室主任", by=OFFICE)
    assert "1 份待审核" in lock
    assert "还有 1 份报告待审核" in read(office, page).words("//p[@class='notice']")


def test_a_touched_file_says_so_and_is_not_given_out(app, office, read, year):
    address = frozen(office, year)
    for path in (app.config["FILES"] / "snapshots").glob("*/*"):
        if path.is_file():
            path.write_bytes(b"PK")
    assert len(read(office, address).texts("//span[@class='lt r'][.='已被改动或丢失']")) == 3
    answer = office.get(f"{address}/1/ledger")
    assert answer.status_code == 409
    assert "请联系系统管理员从备份恢复" in answer.text


def test_an_open_cycle_says_that_it_is_to_be_locked_first(app, office, read, year):
    with app.app_context():
        cycles.unlock_cycle(year.id, reason="补报", by=OFFICE)
    page = read(office, f"/cycles/{year.id}/snapshots")
    assert "请先在周期页锁定本期" in page.words("//p[@class='notice']")
    refused = send(office, f"/cycles/{year.id}/snapshots")
    assert refused.status_code == 409
    assert "还没有锁定" in refused.text


def test_a_superior_reads_what_is_frozen_and_freezes_nothing(app, office, read, year):
    address, superior = frozen(office, year), person_of(app, "superior")
    with superior.get(f"{address}/1/ledger") as answer:
        assert answer.status_code == 200
    assert not read(superior, address).all(f"//form[@action='{address}']")
    assert send(superior, address).status_code in (403, 404)


def test_a_year_stands_beside_the_one_before(app, office, read, year, monkeypatch):
    first = frozen(office, year)
    assert "还没有更早周期的存档" in read(office, f"{first}/1/compared").words()
    with app.app_context():
        old = db.session.get(Cycle, year.id)
        old.due_on = old.due_on.replace(year=2025)
        documents = dict.fromkeys([1], "延续")
        db.session.commit()
        later = cycles.prepare_cycle(
            "2027年度",
            documents,
            period=(old.period_from, old.period_to),
            due_on=old.due_on.replace(year=2026),
            by=OFFICE,
        )
        cycles.open_cycle(later, by=OFFICE)
        cycles.lock_cycle(later, why="结束", lifted_by="主任", by=OFFICE)
    second = f"/cycles/{later}/snapshots"
    assert send(office, second).status_code == 303
    page = read(office, f"{second}/1/compared")
    assert page.words("//p[@class='crumb']") == "2027年度 › 存档"
    assert "新增0项，取消0项，调整位置0项，状态或责任有变1项，没有变化2项" in page.words(
        "//p[@class='lead-in']"
    ).replace(" ", "")
    assert "完成状态：进行中→—" in page.words("//section[@aria-labelledby='changed']").replace(" ", "")
    with office.get(page.address("下载对比表 Excel")) as answer:
        beside, turns = openpyxl.load_workbook(BytesIO(answer.data))
    assert (beside.title, turns.title) == ("年度对比", "变动清单")
    assert [row[4].value for row in turns.iter_rows(min_row=4)][0] == "进行中"
