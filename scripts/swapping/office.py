"""An installation with the five documents, and somebody of every kind signed in."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from tracker import clock
from tracker.operations import access, opening, signing_in
from tracker.settings import Settings
from tracker.storage import sight
from tracker.storage.agencies import Agency
from tracker.storage.database import db
from tracker.storage.documents import PolicyDocument, Task
from tracker.storage.people import Account, Grant, LeadingGroup
from tracker.storage.sight import EVERYTHING, look_as, look_away
from tracker.vocabulary import AccountRole
from tracker.web import guard
from tracker.web.application import create_app
from tracker.web.people import TOKEN

GROUPS = [
    ("office", "广东省"),
    ("office", "广州市"),
    ("office", "深圳市"),
    ("superior", "广东省"),
    ("superior", "深圳市"),
]
AGENCIES = ["440100-015", "440100-009", "440300-007", "440000-401", "440000-002", "440100-101"]


@dataclass(frozen=True)
class Somebody:
    """A browser, and what may not be read in it: the texts of tasks by id, the stems of documents by id."""

    name: str
    client: object
    hidden_tasks: dict[int, str]
    hidden_documents: dict[int, str]


@dataclass(frozen=True)
class Office:
    """Everybody, and the ids there are."""

    people: tuple[Somebody, ...]
    ids: dict[str, list]


def an_office(home: Path, *, broken: bool) -> Office:
    """Set it up; ``broken`` lets everybody who is signed in see everything."""
    app = create_app(Settings(home=home), TESTING=True)
    with app.app_context():
        opening.open_installation(home)
        ids = {
            "task": list(db.session.scalars(select(Task.id))),
            "document": list(db.session.scalars(select(PolicyDocument.id))),
            "agency": list(db.session.scalars(select(Agency.id))),
            "stem": list(db.session.scalars(select(PolicyDocument.stem))),
        }
        people = tuple(_somebody(app, role, whose) for role, whose in [*GROUPS, *(("reporter", a) for a in AGENCIES)])
    if broken:
        guard.look_as = lambda given: sight.look_as(given if given == sight.NOTHING else EVERYTHING)
    return Office(people, ids)


def _somebody(app, role, whose):
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
    browser = signing_in.known_browser(opened.token)
    tasks, documents = _texts()
    look_as(access.sight_of(browser, clock.today()))
    seen_tasks, seen_documents = _texts()
    look_away()
    db.session.rollback()
    known = "\n".join(seen_tasks.values())
    return Somebody(
        f"{role} {whose}",
        client,
        {id_: text[:24] for id_, text in tasks.items() if id_ not in seen_tasks and text[:24] not in known},
        {id_: stem for id_, stem in documents.items() if id_ not in seen_documents},
    )


def _texts():
    tasks = dict(db.session.execute(select(Task.id, Task.text)).all())
    return tasks, dict(db.session.execute(select(PolicyDocument.id, PolicyDocument.stem)).all())
