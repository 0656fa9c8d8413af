"""An open year in which each of many agencies leads a few tasks, with an account for each, due tonight."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select, update

from scripts.killing.year import PLACE, Place, office_of
from tracker import clock
from tracker.operations import cycles, groups, migrating, passwords, registry
from tracker.operations.recognising import recognise
from tracker.operations.transactions import one_transaction
from tracker.storage.content import AssignmentContent, DocumentContent, MeasureContent, TaskContent
from tracker.storage.database import count_tables, db
from tracker.storage.documents import PolicyDocument
from tracker.storage.filling import add_documents
from tracker.storage.people import Account, Grant, LeadingGroup
from tracker.storage.registry import RegisteredAgency
from tracker.vocabulary import AccountRole, Origin, Role
from tracker.vocabulary.reporting import SupportRule

PASSWORD = "Zuihou-Yige-Xiawu-2026"
OFFICES, SUPPORTS = 3, 3
OPENED_BEFORE = timedelta(days=40)
OF_PLACE = "440100"


@dataclass(frozen=True)
class Clerk:
    """Somebody with an account, at an address of the body's own."""

    login: str
    address: str


def prepare(home: Path, database_url: str | None, *, agencies: int, reports: int) -> list[Clerk]:
    """Make the year; returns the agencies' clerks, then those of the office."""
    with Place(home, database_url).opened():
        migrating.upgrade()
        registry.fill_empty_registry()
        groups.fill_empty_groups()
        with clock.telling_of(clock.now() - OPENED_BEFORE):
            ids = _bodies(agencies)
            _open_year(_document(reports, [f"广州市第{number}街道办事处" for number in range(agencies)]))
        clerks = _accounts(ids)
        count_tables(db.engine)
        return clerks


def _bodies(agencies):
    of_all = {"jurisdiction": OF_PLACE, "kind": "区政府", "basis": "演练用", "verified": "yes"}
    with one_transaction():
        found = [
            RegisteredAgency(id=f"load-{n:04}", name=f"广州市第{n}街道办事处", short=f"第{n}街道办", **of_all)
            for n in range(agencies)
        ]
        db.session.add_all(found)
        return [each.id for each in found]


def _document(reports, names):
    measures = tuple(_measures(reports, names))
    return DocumentContent(
        stem="load",
        measures=measures,
        title="广州市促进跨境贸易便利化若干措施",
        number="穗府办〔2026〕9号",
        jurisdiction=PLACE,
        issued_on=date(2026, 1, 5),
        task_count=len(measures),
    )


def _measures(reports, names) -> Iterator[MeasureContent]:
    for place in range(reports * len(names)):
        whose = [names[(place + turn * 7) % len(names)] for turn in range(1 + SUPPORTS)]
        roles = (Role.LEAD, *[Role.SUPPORT] * SUPPORTS)
        pairs = list(zip(dict.fromkeys(whose), roles, strict=False))
        units = tuple(AssignmentContent((PLACE, name), role, name) for name, role in pairs)
        text = f"推进第{place}项工作，完善公共服务平台，支持企业建设海外仓，年内引进企业{place % 9 + 2}家。"
        task = TaskContent(1, text, None, None, Origin.ANNOTATION, None, None, None, None, units)
        yield MeasureContent(None, f"一（{place}）", "主要任务", f"推进第{place}项工作", None, None, (task,))


def _open_year(document):
    group = db.session.scalar(select(LeadingGroup.id).where(LeadingGroup.jurisdiction == PLACE))
    db.session.rollback()
    with one_transaction():
        add_documents([document])
        recognise()
        db.session.execute(update(PolicyDocument).values(leading_group_id=group))
    office, due = office_of(group), clock.today() + OPENED_BEFORE
    entered = {db.session.scalar(select(PolicyDocument.id).where(PolicyDocument.stem == document.stem)): None}
    db.session.rollback()
    period = date(due.year, 1, 1), due - timedelta(days=10)
    cycle = cycles.prepare_cycle(
        "本年度", entered, period=period, due_on=due, by=office, supports=SupportRule.ON_REQUEST
    )
    cycles.open_cycle(cycle, by=office)


def _accounts(agency_ids) -> list[Clerk]:
    group = db.session.scalar(select(LeadingGroup.id).where(LeadingGroup.jurisdiction == PLACE))
    db.session.rollback()
    now, password = clock.now(), passwords.hashed(PASSWORD)
    whose = [(each, AccountRole.REPORTER, {"agency_id": each}) for each in agency_ids]
    whose += [(f"office-{number}", AccountRole.OFFICE, {"group_id": group}) for number in range(OFFICES)]
    of_all = {"password_hash": password, "password_at": now, "must_change": False, "created_at": now}
    with one_transaction():
        accounts = [(Account(login=login, name=login, **own, **of_all), role) for login, role, own in whose]
        db.session.add_all(account for account, _ in accounts)
        db.session.flush()
        db.session.add_all(Grant(account_id=account.id, role=role) for account, role in accounts)
    return [Clerk(login, f"10.{n // 65536}.{n // 256 % 256}.{n % 256}") for n, (login, *_) in enumerate(whose, 1)]
