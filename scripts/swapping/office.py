"""An installation with the five documents and a year in full swing, and somebody of every kind signed in."""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from scripts.swapping.year import ROWS_EACH, Secret, a_year
from tracker import clock
from tracker.operations import access, opening, signing_in
from tracker.settings import Settings
from tracker.storage import sight
from tracker.storage.agencies import Agency
from tracker.storage.cycles import Cycle, ExpectedReport, Objection
from tracker.storage.database import db
from tracker.storage.documents import PolicyDocument, Task
from tracker.storage.messages import Message
from tracker.storage.people import Account, Grant, LeadingGroup
from tracker.storage.registry import Collective
from tracker.storage.reports import Attachment, Filing, Receipt
from tracker.storage.sight import EVERYTHING, look_as, look_away
from tracker.vocabulary import AccountRole
from tracker.vocabulary.reporting import SnapshotPart
from tracker.web import guard
from tracker.web.application import create_app
from tracker.web.people import TOKEN

OWNER = "广州市"
GROUPS = [
    ("office", "广东省"),
    ("office", OWNER),
    ("office", "深圳市"),
    ("superior", "广东省"),
    ("superior", "深圳市"),
]
AGENCIES = ["440100-015", "440100-009", "440300-007", "440000-401", "440000-002", "440100-101"]
ADMINISTRATORS = [("sysadmin", None), ("secadmin", None)]
READS_ACCEPTED = {("office", "广东省"), ("superior", "广东省"), ("office", OWNER)}


@dataclass(frozen=True)
class Somebody:
    """A browser, and what may not be read in it: the texts of tasks by id, the stems of documents by id, marks.

    ``changes`` whether what it sends may change the year's rows of others.
    """

    name: str
    client: object
    agency: str | None
    hidden_tasks: dict[int, str]
    hidden_documents: dict[int, str]
    hidden_marks: frozenset[str]
    changes: bool


@dataclass(frozen=True)
class Office:
    """Everybody, and the ids there are by the names they have in addresses; of what is not there small numbers."""

    app: object
    people: tuple[Somebody, ...]
    ids: dict[str, list]


def an_office(home: Path, *, database: str | None = None, rows_each: int = ROWS_EACH) -> Office:
    """Set it up; of each agency so many rows are written on."""
    app = create_app(Settings(home=home, database_url=database), TESTING=True, WTF_CSRF_ENABLED=False)
    with app.app_context():
        opening.open_installation(home)
        secrets = a_year(AGENCIES, home, rows_each)
        people = [*GROUPS, *(("reporter", agency) for agency in AGENCIES), *ADMINISTRATORS]
        people = tuple(_somebody(app, secrets, *who) for who in people)
        ids = _ids()
    return Office(app, people, ids)


def switch_rights_off() -> None:
    """Let everybody who is signed in see everything: the control."""
    guard.look_as = lambda given: sight.look_as(given if given == sight.NOTHING else EVERYTHING)


def _ids():
    def all_of(column):
        return list(db.session.scalars(select(column)))

    rows, documents = all_of(ExpectedReport.id), all_of(PolicyDocument.id)
    found = {
        "task_id": all_of(Task.id),
        "document_id": documents,
        "old_id": documents,
        "agency_id": all_of(Agency.id),
        "body_id": AGENCIES,
        "collective_id": all_of(Collective.id),
        "stem": all_of(PolicyDocument.stem),
        "cycle_id": all_of(Cycle.id),
        "sheet_id": all_of(Filing.id),
        "row_id": rows,
        "report_id": rows,
        "receipt_id": all_of(Receipt.id),
        "file_id": all_of(Attachment.id),
        "message_id": all_of(Message.id) or [1],
        "objection_id": all_of(Objection.id) or [1],
        "account_id": all_of(Account.id),
        "code": ["expired", "no-lead"],
        "part": [part.value for part in SnapshotPart],
    }
    db.session.rollback()
    return defaultdict(lambda: [1, 2], found)


def _somebody(app, secrets, role, whose):
    client, browser = _signed_in(app, role, whose)
    tasks, documents = _texts()
    look_as(access.sight_of(browser, clock.today()))
    seen_tasks, seen_documents = _texts()
    look_away()
    db.session.rollback()
    known = "\n".join(seen_tasks.values())
    return Somebody(
        f"{role} {whose}",
        client,
        whose if role == "reporter" else None,
        {id_: text[:24] for id_, text in tasks.items() if id_ not in seen_tasks and text[:24] not in known},
        {id_: stem for id_, stem in documents.items() if id_ not in seen_documents},
        frozenset(secret.mark for secret in secrets if not _may_read(secret, role, whose)),
        changes=(role, whose) != ("office", OWNER),
    )


def _may_read(secret: Secret, role, whose):
    if (role, whose) == ("office", OWNER):
        return secret.office
    return whose in secret.agencies or (secret.accepted and (role, whose) in READS_ACCEPTED)


def _signed_in(app, role, whose):
    group = db.session.scalar(select(LeadingGroup.id).where(LeadingGroup.jurisdiction == whose))
    own = {"group_id": group} if group else {"agency_id": whose}
    account = Account(login=f"{role}-{whose}", name="某人", must_change=False, created_at=clock.now(), **own)
    db.session.add(account)
    db.session.flush()
    db.session.add(Grant(account_id=account.id, role=AccountRole(role)))
    db.session.commit()
    opened = signing_in.open_sign_in(account.id, source="127.0.0.1")
    client = app.test_client()
    with client.session_transaction() as session:
        session[TOKEN] = opened.token
    return client, signing_in.known_browser(opened.token)


def _texts():
    tasks = dict(map(tuple, db.session.execute(select(Task.id, Task.text))))
    return tasks, dict(map(tuple, db.session.execute(select(PolicyDocument.id, PolicyDocument.stem))))
