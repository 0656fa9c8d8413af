"""What each of those who act in a year finds in its tables, whatever the query: whose rows these are (cases 66, 68)."""

from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import inspect, select

from tests.cycles import (
    COMMERCE,
    CUSTOMS,
    GROUP,
    HUANGPU,
    MARKET,
    OFFICE,
    TIANHE,
    Clock,
    an_open_cycle,
    drafted,
    reporter,
    sent,
)
from tracker.operations import adjusting, closing_out, contributions, evidence, proposing, reminders, reviewing
from tracker.storage.confining import Confined
from tracker.storage.confining_year import year_of_agency
from tracker.storage.cycles import ConditionalTask, CycleTask, ExpectedReport, TaskFact
from tracker.storage.database import db
from tracker.storage.registry_office import AgencyContact
from tracker.storage.reports import (
    Attachment,
    Draft,
    Filing,
    GoneWithout,
    Nudge,
    Receipt,
    ReportStep,
    ReportVersion,
    VersionAttachment,
)
from tracker.storage.sight import NOTHING, Sight, look_as, look_away
from tracker.vocabulary.reminders import Step
from tracker.vocabulary.reporting import Progress

NAMES = {COMMERCE: "商", MARKET: "监", CUSTOMS: "关", TIANHE: "天", HUANGPU: "黄"}
SIGHTS = {
    "office": Sight(owns=frozenset({GROUP})),
    "other office": Sight(owns=frozenset({GROUP + 1})),
    "superior": Sight(reads=frozenset({GROUP})),
    "administrator": NOTHING,
    **{name: Sight(bodies=frozenset({body})) for body, name in NAMES.items()},
}
ROWS = "商1 监1 关1 天1 黄1 监2 关2 天3 黄3"
YEAR = {table for table, _ in year_of_agency(*Confined(SIGHTS["商"]).values[2:3])}


@pytest.fixture
def year(in_app, monkeypatch):
    """The lead has gone on without three of its four co-units and is accepted; one part has come, one is being written;
    on the second task one report waits and one was returned; on the third one district objects."""
    Clock(monkeypatch)
    year = an_open_cycle()
    home = Path(in_app.instance_path)
    for agency, place in ((CUSTOMS, 1), (MARKET, 1), (MARKET, 2)):
        file = BytesIO(b"%PDF-1.7\n" + f"{agency}{place}".encode())
        evidence.attach(year.id, year.rows[agency, place], file, "名单.pdf", home=home, by=reporter(agency))
    contributions.nudge([year.rows[MARKET, 1]], by=reporter(COMMERCE))
    drafted(year, year.rows[MARKET, 1], reporter(MARKET))
    sent(year, CUSTOMS, 1)
    reviewing.accept([sent(year, COMMERCE, 1)], by=OFFICE)
    sent(year, MARKET, 2)
    reviewing.give_back([sent(year, CUSTOMS, 2)], reason="请写明数量", by=OFFICE)
    adjusting.object_to(year.rows[TIANHE, 3], reason="不属本区", proposed="黄埔区", by=reporter(TIANHE))
    adjusting.withdraw_rows([year.rows[HUANGPU, 1]], reason="不涉及", by=OFFICE)
    closing_out.set_progress(year.id, year.tasks[2], Progress.UNDER_WAY, reason="现场查看", by=OFFICE)
    contact = {"post": "", "telephone": "020-1", "email": "qian@example.gov.cn", "note": ""}
    db.session.add(AgencyContact(agency=TIANHE, name="钱江", **contact))
    db.session.commit()
    reminders.press(year.id, [TIANHE], Step.REMIND, by=OFFICE, mailed=True)
    proposing.confirm_recipient(year.id, "涉及认证的", "市工信局", [year.tasks[1]], by=OFFICE)
    return year


def key_of(table):
    return [inspect(table).get_property_by_column(column).class_attribute for column in inspect(table).primary_key]


def keys(table):
    return [tuple(row) for row in db.session.execute(select(*key_of(table)))]


def labels(year):
    """Table → key → the row it is about: agency and place of the task, or either."""
    rows = {id_: f"{NAMES[agency]}{place}" for (agency, place), id_ in year.rows.items()}
    tasks = {task: str(place) for place, task in enumerate(year.tasks, start=1)}
    sheets = dict(map(tuple, db.session.execute(select(Filing.id, Filing.agency_id))))
    versions = dict(map(tuple, db.session.execute(select(ReportVersion.id, ReportVersion.expected_id))))

    def of(table, column, name):
        found = db.session.execute(select(*key_of(table), column)).all()
        return {tuple(key): name(value) for *key, value in found}

    of_rows = (Draft, ReportStep, ReportVersion, Nudge, Attachment)
    return {
        ExpectedReport: of(ExpectedReport, ExpectedReport.id, rows.get),
        **{table: of(table, table.expected_id, rows.get) for table in of_rows},
        **{
            table: of(table, table.version_id, lambda version: rows[versions[version]])
            for table in (GoneWithout, VersionAttachment)
        },
        **{table: of(table, table.task_id, tasks.get) for table in (CycleTask, TaskFact, ConditionalTask)},
        Filing: of(Filing, Filing.agency_id, NAMES.get),
        Receipt: of(Receipt, Receipt.filing_id, lambda sheet: NAMES[sheets[sheet]]),
    }


@pytest.mark.parametrize(
    ("who", "found"),
    [
        (
            "office",
            {ExpectedReport: ROWS, Draft: "", ReportVersion: "关1 商1 监2 关2", ReportStep: "关1 商1 监2 关2",
             Nudge: "监1", Attachment: "关1 监2", VersionAttachment: "关1 监2", GoneWithout: "商1",
             CycleTask: "1 2 3", TaskFact: "3", ConditionalTask: "2", Filing: "商 监 关 天 黄", Receipt: "商 监 关"},
        ),
        (
            "superior",
            {ExpectedReport: ROWS, Draft: "", ReportVersion: "商1", ReportStep: "", Nudge: "", Attachment: "",
             VersionAttachment: "", GoneWithout: "商1", CycleTask: "1 2 3", TaskFact: "3", ConditionalTask: "2",
             Filing: "商 监 关 天 黄", Receipt: ""},
        ),
        (
            "商",
            {ExpectedReport: "商1 监1 关1 天1 黄1", Draft: "商1", ReportVersion: "关1 商1", ReportStep: "关1 商1",
             Nudge: "监1", Attachment: "关1", VersionAttachment: "关1", GoneWithout: "商1", CycleTask: "1",
             TaskFact: "", ConditionalTask: "", Filing: "商", Receipt: "商"},
        ),
        (
            "监",
            {ExpectedReport: "商1 监1 监2 关2", Draft: "监1 监2", ReportVersion: "商1 监2", ReportStep: "监2 关2",
             Nudge: "监1", Attachment: "监1 监2", VersionAttachment: "监2", GoneWithout: "商1", CycleTask: "1 2",
             TaskFact: "", ConditionalTask: "2", Filing: "监", Receipt: "监"},
        ),
        (
            "关",
            {ExpectedReport: "商1 关1 关2", Draft: "关1 关2", ReportVersion: "关1 商1 关2", ReportStep: "关1 关2",
             Nudge: "", Attachment: "关1", VersionAttachment: "关1", GoneWithout: "商1", CycleTask: "1 2",
             TaskFact: "", ConditionalTask: "2", Filing: "关", Receipt: "关"},
        ),
        (
            "黄",
            {ExpectedReport: "商1 黄1 黄3", Draft: "", ReportVersion: "商1", ReportStep: "", Nudge: "",
             Attachment: "", VersionAttachment: "", GoneWithout: "商1", CycleTask: "1 3", TaskFact: "3",
             ConditionalTask: "", Filing: "黄", Receipt: ""},
        ),
    ],
)  # fmt: skip
def test_each_finds_the_rows_that_are_there_for_them(year, who, found):
    named = labels(year)
    look_as(SIGHTS[who])
    try:
        seen = {table: {named[table][key] for key in keys(table)} for table in found}
    finally:
        look_away()
    assert seen == {table: set(names.split()) for table, names in found.items()}


def test_who_has_nothing_to_do_with_the_year_finds_none_of_it(year):
    assert {table.__tablename__ for table in YEAR if not keys(table)} == {
        "not_issued",
        "message_reading",
        "light_thresholds",
        "light_override",
        "workbook_import",
        "workbook_change",
        "extension",
        "due_move",
        "left_alone",
        "snapshot",
        "snapshot_file",
    }
    for who in ("other office", "administrator"):
        look_as(SIGHTS[who])
        try:
            assert [table for table in YEAR if keys(table)] == []
        finally:
            look_away()


def test_one_statement_serves_everybody_with_what_is_theirs(year):
    """Statements are compiled once for all sights of a kind; whose it is goes in as a parameter."""
    statement, seen = select(Filing.agency_id), {}
    for body in NAMES:
        look_as(Sight(bodies=frozenset({body})))
        seen[body] = list(db.session.scalars(statement))
    look_away()
    assert seen == {body: [body] for body in NAMES}
