"""What each of those who act in a year finds in its tables, whatever the query: whose rows these are (cases 66, 68)."""

from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import inspect, select

from tests.cycles import (
    COMMERCE,
    CUSTOMS,
    DUE,
    GROUP,
    HUANGPU,
    MARKET,
    OFFICE,
    OPENING,
    TIANHE,
    Clock,
    an_open_cycle,
    drafted,
    reporter,
    sent,
)
from tests.people import an_account
from tracker.operations import adjusting, closing_out, contributions, evidence, proposing, reminders, reviewing
from tracker.storage.confining import Confined, conditions
from tracker.storage.cycles import AddedRow, ConditionalTask, CycleTask, ExpectedReport, NotIssued, TaskFact
from tracker.storage.database import db
from tracker.storage.documents import PolicyDocument, RetiredTask
from tracker.storage.extensions import DueMove, Extension
from tracker.storage.history import DocumentEvent
from tracker.storage.left_alone import LeftAlone
from tracker.storage.lights import LightOverride, LightThresholds
from tracker.storage.messages import Message, MessageReading
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
from tracker.storage.snapshots import Snapshot, SnapshotFile
from tracker.storage.workbooks import WorkbookChange, WorkbookImport
from tracker.vocabulary import DocumentStep, Role
from tracker.vocabulary.reminders import Step
from tracker.vocabulary.reporting import LightKind, Progress, SnapshotPart

NAMES = {COMMERCE: "商", MARKET: "监", CUSTOMS: "关", TIANHE: "天", HUANGPU: "黄"}
SIGHTS = {
    "office": Sight(owns=frozenset({GROUP})),
    "other office": Sight(owns=frozenset({GROUP + 1})),
    "superior": Sight(reads=frozenset({GROUP})),
    "administrator": NOTHING,
    "another agency": Sight(bodies=frozenset({"sz-swj"})),
    **{name: Sight(bodies=frozenset({body})) for body, name in NAMES.items()},
}
ROWS = "商1 监1 关1 天1 黄1 监2 关2 天3 黄3"
CONFINED = {table for table, _ in conditions(Confined(SIGHTS["office"]))}
STRANGERS = ["other office", "administrator", "another agency"]


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
    db.session.add_all(what_else_there_is(year))
    db.session.commit()
    return year


def what_else_there_is(year):
    """A row of each table that nothing above writes to."""
    own, row, task = {"cycle_id": year.id}, {"expected_id": year.rows[MARKET, 2]}, {"task_id": year.tasks[1]}
    done = {"who": "王敏", "account_id": None, "at": OPENING}
    light = {"since": DUE, "reason": "核对"} | done
    filing_id = db.session.scalar(select(Filing.id).where(Filing.agency_id == MARKET))
    document_id = db.session.scalar(select(PolicyDocument.id))
    file = {"file_name": "表.xlsx", "sha256": "0" * 64, "grids": "[]"}
    upload = WorkbookImport(filing_id=filing_id, **file, **done)
    snapshot = Snapshot(
        number=1, files=[SnapshotFile(part=next(iter(SnapshotPart)), size=1, sha256="0" * 64)], **own, **done
    )
    db.session.add(upload)
    db.session.flush()
    reader = an_account("office", login="reader")
    return [
        AddedRow(role=Role.LEAD, printed="广州海关", reason="商定", agency_id=CUSTOMS, **own, **task, **done),
        NotIssued(key="x", printed="各有关单位", reason="未定", who="王敏", at=OPENING, **own),
        MessageReading(message_id=db.session.scalar(select(Message.id).limit(1)), account_id=reader, at=OPENING),
        LightThresholds(soon_days=7, slow_points=10, behind_points=30, **own, **light),
        LightOverride(kind=next(iter(LightKind)), **own, **row, **light),
        LightOverride(kind=next(iter(LightKind)), **own, **task, **light),
        Extension(wanted=DUE, reason="等批复", **row, **done),
        DueMove(before=DUE, after=DUE, reason="通知", **own, **done),
        LeftAlone(agency=MARKET, key="x", reason="不变", **own, **task, **done),
        WorkbookChange(import_id=upload.id, number=1, before="", after="", version=1, **row),
        RetiredTask(id=9_999, document_id=document_id, draft_number=9_999),
        DocumentEvent(
            document_id=document_id, number=9_999, step=next(iter(DocumentStep)), head=0, who="王敏", at=OPENING
        ),
        snapshot,
    ]


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


@pytest.mark.parametrize("who", STRANGERS)
def test_who_has_nothing_to_do_with_the_year_finds_none_of_it(year, who):
    assert [table.__tablename__ for table in CONFINED if not keys(table)] == []
    look_as(SIGHTS[who])
    try:
        assert [table.__tablename__ for table in CONFINED if keys(table)] == []
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
