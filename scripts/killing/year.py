"""A year to be reported in: the documents that come with the product, and an open cycle on one of them."""

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select

from tracker.operations import cycles, groups, migrating, registry, seeding
from tracker.operations.actors import Actor
from tracker.settings import Settings
from tracker.storage.cycles import Cycle, ExpectedReport
from tracker.storage.database import db
from tracker.storage.documents import PolicyDocument
from tracker.storage.people import LeadingGroup
from tracker.storage.queries.cycles import plan_of
from tracker.vocabulary.reporting import Duty
from tracker.web.application import create_app

STEM = "000-guangzhou-2017-36"
PLACE = "广州市"
PERIOD, DUE = (date(2026, 1, 1), date(2026, 11, 30)), date(2026, 12, 10)


@dataclass(frozen=True)
class Place:
    """Where the year is: a folder and, if not there, a database."""

    home: Path
    database_url: str | None = None

    @contextmanager
    def opened(self):
        """An application of its own on it, within its context."""
        app = create_app(Settings(home=self.home, database_url=self.database_url), TESTING=True)
        with app.app_context():
            try:
                yield app
            finally:
                db.session.remove()
                db.engine.dispose()


@dataclass(frozen=True)
class Owed:
    """A report an agency owes."""

    cycle: int
    row: int
    agency: str


def prepare(place: Place) -> list[Owed]:
    """Make the year, and say who owes which report in it."""
    with place.opened():
        migrating.upgrade()
        registry.fill_empty_registry()
        groups.fill_empty_groups()
        seeding.fill_fresh_database()
        open_year()
        statement = select(ExpectedReport.cycle_id, ExpectedReport.id, ExpectedReport.agency_id)
        rows = db.session.execute(statement.where(ExpectedReport.duty == Duty.REPORT).order_by(ExpectedReport.id))
        return [Owed(*row) for row in rows]


def open_year(stem: str = STEM) -> int:
    """Open a cycle on a document, what is undecided left out; its id."""
    group = db.session.scalar(select(LeadingGroup.id).where(LeadingGroup.jurisdiction == PLACE))
    document = db.session.scalar(select(PolicyDocument.id).where(PolicyDocument.stem == stem))
    db.session.rollback()
    office = office_of(group)
    cycle = cycles.prepare_cycle("2026年度", {document: None}, period=PERIOD, due_on=DUE, by=office)
    undecided = plan_of(db.session.get(Cycle, cycle), date(2026, 10, 12)).undecided
    db.session.rollback()
    for name in undecided:
        cycles.leave_out(cycle, name.key, name.printed, reason="名单尚未下达", by=office)
    cycles.open_cycle(cycle, by=office)
    return cycle


def office_of(group: int) -> Actor:
    return Actor(None, "办公室", frozenset({"office"}), group_id=group)
