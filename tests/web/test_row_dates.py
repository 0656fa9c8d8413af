"""Until when a row is due, and why so: the same on every page and in the workbook that say it, whatever became of its date."""

import re
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import update

from tests.cycles import GROUP, MARKET, OFFICE, row, sent
from tests.people import office_of, signed_in
from tests.web.sheets import page_of, sheet_address
from tracker.operations import adjusting, cycles, moving, reviewing
from tracker.reporting.lights import DECIDED_WORDS, SHUT
from tracker.storage.database import db
from tracker.storage.documents import PolicyDocument
from tracker.vocabulary.reporting import LightKind


def december(day):
    return date(2026, 12, day)


class Story:
    """What is done to the report of the market bureau, each on a day of December."""

    def __init__(self, year, time):
        self.year, self.time, self.row = year, time, year.rows[MARKET, 2]

    def extended(self, day, until):
        self.time.set(12, day)
        adjusting.extend([self.row], until=december(until), reason="审计", by=OFFICE)

    def moved(self, day, to):
        self.time.set(12, day)
        moving.move_due(self.year.id, december(to), reason="省里推迟", by=OFFICE)

    def sent(self, day):
        self.time.set(12, day)
        sent(self.year, MARKET, 2, summary="补充")

    def returned(self, day, term=None):
        self.time.set(12, day)
        reviewing.give_back([self.row], reason="请补充", by=OFFICE, term=term and december(term))

    def locked(self, day):
        self.time.set(12, day)
        cycles.lock_cycle(self.year.id, why="关账", lifted_by="主任", by=OFFICE)


ON = 15
CASES = {
    "nothing": ([], 10, "", ""),
    "extended": ([("extended", 1, 18)], 18, "延期，原 2026-12-10", ""),
    "extended, then the cycle moved behind it": ([("extended", 1, 15), ("moved", 2, 25)], 25, "", ""),
    "extended, then the cycle moved before it": ([("extended", 1, 28), ("moved", 2, 25)], 28, "延期，原 2026-12-25", ""),
    "moved there and back over an extension": (
        [("extended", 1, 17), ("moved", 2, 25), ("moved", 3, 12)], 17, "延期，原 2026-12-12", "",
    ),
    "returned in time, extended": ([("sent", 3), ("returned", 4), ("extended", 5, 18)], 18, "延期，原 2026-12-10", ""),
    "returned late": ([("sent", 3), ("returned", 14, 18)], 18, "重报期限，原 2026-12-10", "12-18"),
    "returned late after it came late": (
        [("sent", 12), ("returned", 14, 18)], 10, "重报期限 2026-12-18（含当日），仍算迟报", "12-18",
    ),
    "extended, came later still, returned": (
        [("extended", 1, 12), ("sent", 13), ("returned", 14, 18)], 12,
        "延期，原 2026-12-10；重报期限 2026-12-18（含当日），仍算迟报", "12-18",
    ),
    "returned late after it came late, locked": ([("sent", 12), ("returned", 14, 18), ("locked", 15)], 10, "", ""),
    "returned again in time": (
        [("sent", 12), ("returned", 14, 18), ("moved", 14, 25), ("sent", 14), ("returned", 15)], 25, "", "",
    ),
    "extended, returned later still": (
        [("extended", 1, 12), ("sent", 11), ("returned", 14, 18)], 18, "重报期限，原 2026-12-10", "12-18",
    ),
    "returned, then the cycle moved before the term": (
        [("sent", 3), ("returned", 14, 20), ("moved", 14, 16)], 20, "重报期限，原 2026-12-16", "12-20",
    ),
    "returned, then the cycle moved behind the term": (
        [("sent", 3), ("returned", 14, 20), ("moved", 14, 25)], 25, "", "",
    ),
    "returned, then extended behind the term": (
        [("sent", 3), ("returned", 14, 18), ("extended", 14, 20)], 20, "延期，原 2026-12-10", "",
    ),
    "sent in its extension": ([("extended", 1, 18), ("sent", 14)], 18, "延期，原 2026-12-10", ""),
    "sent again in its term": ([("sent", 3), ("returned", 12, 18), ("sent", 14)], 18, "重报期限，原 2026-12-10", ""),
    "extended, locked before it is due": ([("extended", 1, 18), ("locked", 15)], 18, "延期，原 2026-12-10", ""),
    "sent in its extension, locked": (
        [("extended", 1, 18), ("sent", 14), ("locked", 15)], 18, "延期，原 2026-12-10", "",
    ),
}  # fmt: skip


def told(words):
    """The days on which something is due that some words say, and how many days are left by them."""
    return set(re.findall(r"截止(?:日)? (2026-\d\d-\d\d)", words)), set(re.findall(r"还有 \d+ 天|已过 \d+ 天", words))


def later_in(words):
    return set(re.findall(r"(?:延期|重报期限)，原 2026-\d\d-\d\d|重报期限 2026-\d\d-\d\d（含当日），仍算迟报", words))


def of_the_agency(app, story):
    """What its desk (of what is still to be done), its sheet and its form say."""
    clerk, sheet = signed_in(app, "reporter", login="later", agency_id=MARKET), sheet_address(app, MARKET)
    form = page_of(clerk, f"{sheet}/rows/{story.row}")
    said = [form.words("//p[@class='stands']"), page_of(clerk, sheet).words(f"//tr[@id='row-{story.row}']")]
    on_desk = page_of(clerk, "/").texts(f"//table[contains(@class, 'own')]//tr[.//a[contains(@href, '/rows/{story.row}')]]")
    asked = [re.findall(r"请于 2026-(12-\d\d)（含当日）前重报", words) for words in on_desk]
    asked += [re.findall(r"请于 2026年(12)月(\d+)日（含当日）前重报", form.words())]
    return said + on_desk, {"-".join(each) if isinstance(each, tuple) else each for found in asked for each in found}


def of_the_office(app, story):
    """What the list of rows, the review's queue and the report under review say."""
    office = office_of(app)
    rows = page_of(office, f"/cycles/{story.year.id}/rows?agency={MARKET}&duty=report")
    under = page_of(office, f"/review/{story.row}").words("//dl[@class='facts']")
    queues = [page_of(office, f"/review?stage={stage}") for stage in ("review", "returned")]
    queued = [words for each in queues for words in each.texts(f"//tr[.//a[contains(@href, '/review/{story.row}')]]")]
    (when,) = rows.texts("//td[@data-label='截止日']")
    return [rows.words("//tbody/tr"), under, *queued], [f"截止 {when}", *queued]


def unreported(app, story):
    """The day that the call list and the workbook of the year name where the row is not reported."""
    office, address = office_of(app), f"/cycles/{story.year.id}"
    calls = [words for words in page_of(office, f"{address}/calls?all=1").texts("//tbody/tr") if "市场监督" in words]
    with office.get(f"/exports{address}/ledger.xlsx") as answer:
        sheet = load_workbook(BytesIO(answer.data))["未报清单"]
    lines = [[str(cell or "") for cell in line] for line in sheet.iter_rows(values_only=True)]
    own = [line for line in lines if any("市场监督" in cell for cell in line) and "负责" in line]
    return calls, own


@pytest.mark.parametrize(("steps", "by", "later", "asked"), CASES.values(), ids=CASES)
def test_every_place_says_the_same_day(app, year, time, steps, by, later, asked):
    story, locked = Story(year, time), any(name == "locked" for name, *_ in steps)
    with app.app_context():
        for name, *days in steps:
            getattr(story, name)(*days)
    time.set(12, ON)
    with app.app_context():
        found = row(story.row)
    day = december(by).isoformat()
    assert found.by_on.isoformat() == day
    (own, terms), (places, more) = of_the_agency(app, story), of_the_office(app, story)
    assert terms == ({asked} if asked else set())
    shut = locked and found.received_at is None
    left = {f"还有 {by - ON} 天" if by > ON else f"已过 {ON - by} 天"} if found.received_at is None else set()
    for words in own:
        assert later_in(words) == (set() if shut else later_in(later)), words
        assert told(words) == (set() if shut else {day}, set() if shut else left), words
    for words in places:
        assert later_in(words) == later_in(later), words
        assert told(words)[1] == (set() if shut else left), words
    assert {day for words in more for day in told(words)[0]} == {day}
    if found.received_at is None and not locked:
        calls, lines = unreported(app, story)
        assert any(f"报告 1 份，截止 {day}" in words for words in calls)
        assert [day in line for line in lines] == [True]
        assert {each for line in lines for each in later_in("".join(line))} == later_in(later)


def test_whoever_is_asked_until_a_day_is_told_that_the_day_counts(app, year, time):
    with app.app_context():
        story = Story(year, time)
        story.sent(3)
        story.returned(14, 18)
    clerk = signed_in(app, "reporter", agency_id=MARKET, id=100)
    assert "请于 2026-12-18（含当日）前重报" in page_of(clerk, "/").words()
    assert "请于 2026-12-18（含当日）前重新报送。" in page_of(clerk, "/messages").words()
    form = page_of(clerk, f"{sheet_address(app, MARKET)}/rows/{story.row}")
    assert "请于 2026年12月18日（含当日）前重报。" in form.words()


def words_of_the_light(app, year, place):
    """What each place says of the 填报灯 of a row of the market bureau; of a report also where its task is shown."""
    row_id, task, sheet = year.rows[MARKET, place], year.tasks[place - 1], sheet_address(app, MARKET)
    clerk = signed_in(app, "reporter", login="later", agency_id=MARKET)
    office, superior = office_of(app), signed_in(app, "superior", login="above", group="广州市")
    lamp = "//span[starts-with(@class, 'lt ')]"
    rows = f"/cycles/{year.id}/rows?agency={MARKET}&task={task}"
    places = [
        (clerk, "/", f"//table[contains(@class, 'own')]//tr[.//a[contains(@href, '/rows/{row_id}')]]{lamp}"),
        (clerk, sheet, f"//tr[@id='row-{row_id}']/td[@data-label='填报灯']{lamp}"),
        (clerk, f"{sheet}/rows/{row_id}", f"//p[@class='stands']{lamp}"),
        *((who, rows, f"//td[@data-label='填报灯']{lamp}") for who in (office, superior)),
    ]
    if place == 2:
        places += [(who, f"/tasks/{task}", f"//section[@aria-label='亮灯']{lamp}") for who in (clerk, office, superior)]
        places += [(office, f"/review/{row_id}", f"//dl[@class='facts']/div[1]{lamp}")]
    with office.get(f"/exports/cycles/{year.id}/ledger.xlsx") as answer:
        sheet = load_workbook(BytesIO(answer.data))["未报清单"]
    lines = [[str(cell or "") for cell in line] for line in sheet.iter_rows(values_only=True)]
    role = {1: "配合", 2: "负责"}[place]
    (own,) = [line for line in lines if any("市场监督" in cell for cell in line) and role in line]
    return [*(page_of(who, address).texts(path)[0] for who, address, path in places), *LIGHT_WORDS.intersection(own)]


LIGHT_WORDS = set(DECIDED_WORDS[LightKind.FILING].values()) | {SHUT.word}


@pytest.mark.parametrize(("place", "word"), [(1, "逾期"), (2, "未报")])
def test_every_place_calls_what_was_not_reported_before_the_lock_the_same_on_any_day_after(app, year, time, place, word):
    """The contribution was due before the cycle was locked, the report was not."""
    time.set(12, 1)
    with app.app_context():
        db.session.execute(update(PolicyDocument).values(leading_group_id=GROUP))
        db.session.commit()
        cycles.lock_cycle(year.id, why="关账", lifted_by="主任", by=OFFICE)
    for day in (1, 8, 20):
        time.set(12, day)
        assert set(words_of_the_light(app, year, place)) == {word}, day
    late = re.findall(r"(\d+) 份已逾期", page_of(office_of(app), f"/?cycle={year.id}").words("//section[@class='lede']"))
    assert late == ["4"]


def test_a_sheet_names_the_days_of_its_own_rows_as_its_template_does_and_that_of_the_cycle_as_such(app, year, time):
    with app.app_context():
        Story(year, time).extended(1, 18)
    clerk, sheet = signed_in(app, "reporter", agency_id=MARKET), sheet_address(app, MARKET)
    said = "报告 2026年12月18日；配合情况 2026年11月12日"
    assert f"截止：{said}，当日 24 时前收到为按时" in page_of(clerk, sheet).words("//p[@class='lead-in']")
    assert f"截止：{said}" in page_of(clerk, sheet.replace("/reports/", "/workbooks/")).words("//div[@class='head']")
    assert "本期 2026-12-10 24 时截止" in page_of(clerk, "/").words("//span[@class='note']")
    owed = "还欠配合情况 1 份，2026-11-12 截止；报告 1 份，2026-12-18 截止"
    assert owed in page_of(clerk, "/").words("//span[@class='note']")
    assert page_of(clerk, "/").words("//h1") == "距最近截止17天"
    assert page_of(clerk, "/reports?all=1").texts("//td[@data-label='本期截止']")[0].startswith("2026-12-10")
