"""The lights on pages: in words, with their reason, and the same on every page on any day (case 34)."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from random import Random

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from tests.cycles import COMMERCE, CUSTOMS, MARKET, OFFICE, OPENING, REPORT, an_open_cycle, sent
from tests.people import office_of, signed_in
from tests.statements import counted
from tests.web.sending import send
from tests.web.sheets import page_of, sheet_address
from tracker import clock
from tracker.operations.closing_out import set_progress
from tracker.operations.yearbooks import cycle_row
from tracker.storage.cycles import Cycle, ExpectedReport
from tracker.storage.database import db
from tracker.storage.queries.filters import TaskFilter
from tracker.storage.queries.ledger import ledger_tasks
from tracker.storage.queries.lights import lighting_on, task_lights, unheard
from tracker.storage.queries.progress import standing_from
from tracker.storage.reports import Filing
from tracker.storage.sight import EVERYTHING, Sight
from tracker.vocabulary.reporting import Progress

DAYS = [OPENING + timedelta(days=each) for each in sorted(Random(34).sample(range(80), 6))]


@pytest.fixture
def year(app, time):
    """A small cycle that is open; the market bureau has reported on the second task."""
    with app.app_context():
        year = an_open_cycle()
        sent(year, MARKET, 2)
    return year


def lights_on(read, client, address, row="//main"):
    """Each light of a part of a page: its word and its reason."""
    page = read(client, address)
    return list(
        zip(
            page.texts(f"{row}//span[starts-with(@class, 'lt ')]"),
            page.texts(f"{row}//*[contains(@class, 'why')]"),
            strict=False,
        )
    )


def made(app, year, task, row_id):
    """The lights of a task and a row as the one function makes them."""
    with app.app_context():
        lighting = lighting_on(clock.today())
        of_task = task_lights([task], lighting)[task]
        row = lighting.filing(db.session.get(ExpectedReport, row_id), db.session.get(Cycle, year.id))
        return [(each.word, each.why) for each in (of_task.filing, of_task.progress, row)]


def printed(app, year, task):
    """The words of a task's lights in the ledger as a workbook."""
    with app.app_context():
        found = ledger_tasks(db.session.get(Cycle, year.id), TaskFilter(), clock.today())
        (line,) = [cycle_row(each) for each in found if each.row.id == task]
        return [line.filing_light.word, line.progress_light.word]


def test_the_light_is_the_same_on_every_page_on_any_day(app, client_of, read, year, time):
    task, own, other = year.tasks[1], year.rows[CUSTOMS, 2], year.rows[MARKET, 2]
    with app.app_context():
        sheet = db.session.scalar(select(Filing.id).where(Filing.agency_id == CUSTOMS))
    seen = set()
    for day in DAYS:
        time.at = day
        office_client, agency = office_of(app), client_of("reporter", agency_id=CUSTOMS)
        filing, progress, row = made(app, year, task, own)
        reported = made(app, year, task, other)[2]
        both = [filing, progress]
        assert lights_on(read, office_client, "/tasks", f"//tr[.//a[@href='/tasks/{task}']]") == both
        assert lights_on(read, office_client, f"/tasks/{task}", "//section[@aria-label='亮灯']") == both
        rows = f"/cycles/{year.id}/rows?agency={CUSTOMS}&task={task}"
        assert lights_on(read, office_client, rows, "//tbody") == [row, progress]
        queued = lights_on(read, office_client, "/review", "//tbody/tr/td[position() < 6]")
        assert queued == [progress, reported]
        assert printed(app, year, task) == [filing[0], progress[0]]
        assert row in lights_on(read, agency, f"/reports/{sheet}", f"//tr[.//a[contains(@href, '/rows/{own}')]]")
        seen.add((row[0], progress[0]))
    assert len(seen) > 2


def test_the_office_decides_the_light_of_rows_and_of_a_task_and_sees_by_whom_and_why(app, read, year, time):
    time.set(12, 14)
    office_client = office_of(app)
    row, task = year.rows[CUSTOMS, 2], year.tasks[1]
    rows = f"/cycles/{year.id}/rows?agency={CUSTOMS}&task={task}"
    said = {"row": row, "light-colour": "yellow", "light-until": "2026-12-20", "light-reason": "系统故障"}
    assert send(office_client, f"/cycles/{year.id}/lights", **said).status_code == 303
    (word, why), _ = lights_on(read, office_client, rows, "//tbody")
    assert word == "临期（人工）"
    assert "系统故障" in why
    said = {"colour": "green", "until": "2026-12-20", "reason": "已报市领导"}
    assert send(office_client, f"/cycles/{year.id}/tasks/{task}/light", **said).status_code == 303
    shown = lights_on(read, office_client, f"/tasks/{task}", "//section[@aria-label='亮灯']")[1]
    assert shown[0] == "正常（人工）"
    assert "已报市领导" in shown[1]


def test_a_task_says_whose_word_it_stands_by_and_who_reports_otherwise(app, read, year):
    """市市场监管局 consolidates; what the office sets comes before it, and both are then among those who differ."""
    office = office_of(app)
    address = f"/tasks/{year.tasks[1]}"
    said = "//section[@class='lit']/p"
    assert read(office, address).words(said) == "完成状态 进行中 60%：汇总单位的报告，尚未审核。"
    with app.app_context():
        sent(year, CUSTOMS, 2, content=replace(REPORT, progress=Progress.BLOCKED))
    assert "尚未审核。报得不一样的 1 家：广州海关，看各家怎样报" in read(office, address).words(said)
    with app.app_context():
        set_progress(year.id, year.tasks[1], Progress.DONE, reason="现场核实", by=OFFICE)
    found = read(office, address).words(said)
    assert "完成状态 已完成：办公室" in found
    assert "报得不一样的 2 家：广州市市场监督管理局、广州海关" in found


@pytest.mark.parametrize(
    ("said", "missing"),
    [
        ({}, "还没有勾选要调整的行"),
        ({"row": "1", "light-colour": "purple"}, "还没有选择亮什么灯"),
        ({"row": "1", "light-colour": "red"}, "还没有填写到哪一天为止"),
    ],
)
def test_a_light_that_cannot_be_decided_is_refused_beside_the_rows(office_client, year, said, missing):
    with send(office_client, f"/cycles/{year.id}/lights", **said, **{"light-reason": "写好的理由"}) as answer:
        assert answer.status_code == 409
        assert missing in answer.text


def test_thresholds_are_set_on_the_page_of_the_cycle_and_listed_with_their_reason(office_client, read, year, time):
    address = f"/cycles/{year.id}"
    said = {"soon": "14", "slow": "5", "behind": "20", "since": "2026-11-20", "reason": "年底从严"}
    assert send(office_client, f"{address}/thresholds", **said).status_code == 303
    shown = read(office_client, address).words("//section[@id='thresholds']")
    assert "2026-11-20临期 14 天，偏慢 5，滞后 20年底从严" in shown
    assert "离截止日 7 天以内为临期" in shown
    with send(office_client, f"{address}/thresholds", **(said | {"soon": "十四"})) as answer:
        assert answer.status_code == 409
        assert 'value="十四"' in answer.text


def test_the_office_lists_exports_and_keeps_what_has_a_colour(app, read, year, time):
    time.set(12, 14)
    office_client = office_of(app)
    address = "/tasks?filing=red&progress=grey"
    read(office_client, "/tasks")
    with counted(app) as statements:
        page = read(office_client, address)
    assert len(statements) <= 12
    assert page.texts("//ul[@class='conditions']//span") == ["填报灯：红（逾期）", "进度灯：灰（未报、不再实施）"]
    listed = len(page.all("//td[@class='task']"))
    assert f"导出所见 {listed} 行" in page.words()
    with office_client.get("/exports/ledger.xlsx?filing=red&progress=grey") as answer:
        cells = [cell for row in load_workbook(BytesIO(answer.data)).active.values for cell in row if cell]
    assert [cell for cell in cells if isinstance(cell, int)] == list(range(1, listed + 1))
    assert "筛选条件：填报灯 红（逾期），进度灯 灰（未报、不再实施）。" in f"{cells}"
    kept = {"filing": "red", "progress": "grey", "name": "逾期未报的"}
    assert send(office_client, "/tasks/views", **kept).status_code == 303
    assert read(office_client, "/tasks").address("逾期未报的") == address


def test_a_number_beside_a_light_leads_to_the_rows_that_show_it_also_where_it_was_decided(app, read, year, time):
    time.set(12, 14)
    office_client = office_of(app)
    row = year.rows[CUSTOMS, 2]
    said = {"row": row, "light-colour": "yellow", "light-until": "2026-12-20", "light-reason": "系统故障"}
    send(office_client, f"/cycles/{year.id}/lights", **said)
    for word in ("逾期", "临期"):
        lights = read(office_client, "/").all("//section[@aria-labelledby='lights']//tbody/tr")
        at = ("逾期", "临期").index(word) + 1
        for (link,) in (line.xpath(f"td[{at + 1}]/a") for line in lights if line.xpath(f"td[{at + 1}]/a")):
            with counted(office_client.application) as statements:
                page = read(office_client, link.get("href"))
            assert len(page.all("//tbody/tr")) == int(link.text)
            assert len(statements) <= 12


@pytest.mark.parametrize(
    ("sight", "heard", "said"),
    [
        (EVERYTHING, False, "还没有报告进展"),
        (EVERYTHING, True, "汇总单位（排在最前的牵头、负责单位）还没有报告，别的单位报了"),
        (Sight(bodies=frozenset({COMMERCE})), True, "本单位还没有报告进展"),
        (Sight(bodies=frozenset({MARKET})), True, "没有您能看到的进展（审核通过后可见）"),
    ],
)
def test_a_light_without_progress_says_whose_report_is_missing_to_whoever_looks(sight, heard, said):
    standing = standing_from([], COMMERCE, None)
    assert unheard(replace(standing, heard=heard), sight) == said


def test_who_owes_a_report_beside_the_consolidator_reads_of_its_own_that_is_missing_until_it_is_sent(app, year):
    clerk, sheet = signed_in(app, "reporter", agency_id=CUSTOMS), sheet_address(app, CUSTOMS)
    line = f"//tr[@id='row-{year.rows[CUSTOMS, 2]}']"
    assert "本单位还没有报告进展" in page_of(clerk, sheet).words(line)
    with app.app_context():
        sent(year, CUSTOMS, 2)
    words = page_of(clerk, sheet).words(line)
    assert ("本单位还没有报告进展" in words, "审核通过后可见" in words) == (False, True)
