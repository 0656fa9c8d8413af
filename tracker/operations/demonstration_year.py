"""A demonstration's reporting years: the last one closed, this one half-way, told by the operations that an office uses.

Everything reported, every name and number of a telephone is invented; documents and who is responsible are real.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from sqlalchemy import select

from tracker import clock
from tracker.operations import (
    adjusting,
    auditing,
    contributions,
    cycles,
    demonstration,
    demonstration_texts,
    reports,
    reviewing,
)
from tracker.operations.actors import Actor
from tracker.operations.reports import Wanted
from tracker.operations.transactions import one_transaction
from tracker.reporting.entering import Entry
from tracker.storage.cycles import Cycle, CycleTask, ExpectedReport, Objection
from tracker.storage.database import db
from tracker.storage.messages import Message, MessageReading
from tracker.storage.people import Account
from tracker.storage.queries.cycles import candidates, plan_of
from tracker.storage.registry_office import AgencyContact
from tracker.vocabulary import AccountRole
from tracker.vocabulary.reporting import Duty, ObjectionState, ReportState, SupportRule

SHOWN = "440100-015"
"""The agency whose clerk and whose approver one may sign in as: it has something of everything."""
OPEN_FOR, CO_UNITS_FOR = timedelta(days=52), timedelta(days=28)
USUAL_DUE = (12, 10)
LATE = 0.06
"""So many of the agencies reported late last year."""
NOT_WAITING = "有的配合单位未按期报来，先行汇总。"
FAMILY = "王李张刘陈杨黄赵吴周徐孙马朱胡林郭何高罗"
GIVEN = ("静怡", "志强", "嘉敏", "颖", "远航", "伟明", "秀兰", "家豪", "晓雯", "国平")


@dataclass
class Telling:
    """A cycle that is being told of: its rows by agency and duty, and what happens in it, to be done in order of time."""

    cycle_id: int
    office: Actor
    opened: datetime
    until: datetime
    rows: dict[tuple[str, Duty], list[int]]
    consolidators: dict[int, str | None]
    acts: list[tuple[datetime, Callable[[], object]]] = field(default_factory=list)

    def later(self, days: float, act: Callable[[], object]) -> None:
        """Do this so many days after the opening, unless that is still to come."""
        moment = self.opened + timedelta(days=days)
        if moment < self.until:
            self.acts.append((moment, act))

    def carry_out(self) -> None:
        for moment, act in sorted(self.acts, key=lambda each: each[0]):
            with clock.telling_of(moment):
                act()


def tell(today: date) -> int:
    """Make last year's cycle and this one for the demonstration's office, once; returns how many rows this one has."""
    account = db.session.scalar(select(Account).where(Account.is_demonstration, Account.login == "office"))
    if account is None or account.group_id is None or db.session.scalar(select(Cycle.id).limit(1)) is not None:
        db.session.rollback()
        return 0
    office = Actor(account.id, account.name, frozenset({"office"}), group_id=account.group_id)
    db.session.rollback()
    due = _due(today)
    _tell_last_year(office, due.replace(year=due.year - 1))
    return _tell_this_year(office, due, today)


def _does(by, action, operation, *things, **given):
    """Do it as somebody who is at a page would, so that the audit says who did what."""
    roles = "、".join(AccountRole(role).label for role in sorted(by.roles))
    with auditing.done_as(auditing.Doing(by.name, action, source="演示", roles=roles, account_id=by.id)):
        return operation(*things, by=by, **given)


def _lock(year):
    given = {"why": "本期已经结束", "lifted_by": year.office.name}
    _does(year.office, "cycles.lock", cycles.lock_cycle, year.cycle_id, **given)


def _due(today):
    usual = date(today.year, *USUAL_DUE)
    return usual if 12 <= (usual - today).days <= 35 else today + timedelta(days=19)


def _tell_last_year(office, due):
    year = _opened(office, due, SupportRule.NONE, _morning(due + timedelta(days=20)))
    for agency in _agencies(year):
        chance, rows = Random(agency), year.rows[agency, Duty.REPORT]
        days = chance.randint(30, 50)
        if agency != SHOWN and chance.random() < LATE:
            days = OPEN_FOR.days + 2
        year.later(days + 0.1, _sending(year, agency, rows, demonstration_texts.report))
    year.later(55, lambda: _does(office, "review.change", reviewing.accept, _in_state(year, ReportState.SUBMITTED)))
    year.later(60, lambda: _lock(year))
    year.carry_out()


def _tell_this_year(office, due, today):
    year = _opened(office, due, SupportRule.ALL, _morning(today))
    for agency in _agencies(year):
        _tell_agency(year, agency, Random(f"{agency} {due.year}"))
    for days in range(20, OPEN_FOR.days, 3):
        year.later(days + 0.3, lambda: _review(year))
    _object(year)
    year.carry_out()
    _list_contacts(_agencies(year))
    _have_read(year.until - timedelta(days=4))
    return sum(map(len, year.rows.values()))


def _morning(day):
    return datetime.combine(day, time(9), clock.CHINA)


def _opened(office, due, supports, until):
    """The cycle, opened so long before it is due that co-units have time."""
    opened = _morning(due - OPEN_FOR)
    with clock.telling_of(opened):
        period = (date(due.year, 1, 1), date(due.year, 11, 30))
        documents = {
            id_: None if each.verdict.entry is Entry.ENTERS else "收官总结"
            for id_, each in candidates(office.group_id, period).items()
            if each.verdict.entry is not Entry.BARRED
        }
        db.session.rollback()
        name = f"{due.year}年度"
        given = {"period": period, "due_on": due, "supports": supports, "recipient": "领导小组办公室"}
        cycle_id = _does(office, "cycles.create", cycles.prepare_cycle, name, documents, **given)
        undecided = plan_of(db.session.get(Cycle, cycle_id), opened.date()).undecided
        db.session.rollback()
        for each in undecided:
            left = (cycle_id, each.key, each.printed)
            _does(office, "cycles.leave_out", cycles.leave_out, *left, reason="成员名单尚未下达")
        _does(office, "cycles.open_cycle", cycles.open_cycle, cycle_id)
    return Telling(cycle_id, office, opened, until, *_rows_of(cycle_id))


def _rows_of(cycle_id):
    columns = (ExpectedReport.agency_id, ExpectedReport.duty, ExpectedReport.id)
    found: dict[tuple[str, Duty], list[int]] = {}
    rows = db.session.execute(select(*columns).where(ExpectedReport.cycle_id == cycle_id).order_by(ExpectedReport.id))
    for agency, duty, row_id in rows:
        found.setdefault((agency, duty), []).append(row_id)
    tasks = select(ExpectedReport.id, CycleTask.consolidator_id).join(
        CycleTask, (CycleTask.cycle_id == ExpectedReport.cycle_id) & (CycleTask.task_id == ExpectedReport.task_id)
    )
    consolidators = dict(map(tuple, db.session.execute(tasks.where(ExpectedReport.cycle_id == cycle_id))))
    db.session.rollback()
    return found, consolidators


def _agencies(year):
    return sorted({agency for agency, _ in year.rows})


def _clerk(agency):
    """Whoever one may sign in as, else somebody invented."""
    shown = next((name for _, name, _, _, whose in demonstration.ACCOUNTS if whose == agency), None)
    chance = Random(agency)
    invented = chance.choice(FAMILY) + chance.choice(GIVEN)
    return Actor(None, shown or invented, frozenset({"reporter"}), agency)


def _tell_agency(year, agency, chance):
    """One agency's weeks: it acknowledges, sends most of its parts in time, and some of its reports."""
    parts, own = (year.rows.get((agency, duty), []) for duty in (Duty.CONTRIBUTION, Duty.REPORT))
    pace = 0.6 if agency == SHOWN else chance.choice((1.0, 1.0, 1.0, 0.9, 0.7, 0.4))
    if pace > 0.4 or chance.random() < 0.6:
        year.later(
            chance.randint(0, 4) + 0.2,
            lambda: _does(_clerk(agency), "reports.acknowledge", reports.acknowledge, year.cycle_id),
        )
    in_time = parts[: round(len(parts) * min(1.0, pace + 0.15))]
    year.later(chance.randint(6, 23) + 0.1, _sending(year, agency, in_time, demonstration_texts.contribution))
    for share, days in ((0.35, 22), (0.35, 26), (0.3, 31)):
        if own and chance.random() < pace:
            some, own = own[: max(1, round(len(own) * share))], own[max(1, round(len(own) * share)) :]
            year.later(days + chance.randint(-2, 2) + 0.15, _taking_over(year, agency, some))
            year.later(days + chance.randint(-2, 2) + 0.2, _sending(year, agency, some, demonstration_texts.report))
    year.later(32, _drafting(year, agency, own[:3]))
    if agency == SHOWN:
        year.later(32.3, _handing_to_sign(year, own[1:3]))
    year.later(chance.randint(29, 32) + 0.4, lambda: _answer(year, agency, chance))


def _sending(year, agency, rows, text):
    def send():
        by = _clerk(agency)
        still = _in_state(year, ReportState.OWED, rows)
        if still:
            _draft(year, still, text, by)
            key = f"演示-{year.cycle_id}-{still[0]}"
            _does(by, "reports.submit", reports.submit, year.cycle_id, still, key=key, without=NOT_WAITING)

    return send


def _drafting(year, agency, rows):
    return lambda: _draft(year, _in_state(year, ReportState.OWED, rows), demonstration_texts.report, _clerk(agency))


def _handing_to_sign(year, rows):
    by = _clerk(SHOWN)
    return lambda: _does(by, "reports.sign", reports.send_to_sign, year.cycle_id, rows, without=NOT_WAITING)


def _draft(year, rows, text, by):
    wanted = {row: Wanted(text(Random(f"{year.cycle_id} {row}"))) for row in rows}
    _does(by, "reports.save", reports.save_drafts, year.cycle_id, wanted)


def _taking_over(year, agency, rows):
    """The consolidator takes over what co-units have sent on these tasks, most of the time."""

    def take():
        parts = [part for part in _parts_for(rows) if year.consolidators.get(part) == agency]
        if agency == SHOWN:
            parts = parts[: len(parts) // 2]
        if parts:
            _does(_clerk(agency), "reports.take_over", contributions.take_over, parts, into_draft=False)

    return take


def _parts_for(rows):
    tasks = select(ExpectedReport.task_id, ExpectedReport.cycle_id).where(ExpectedReport.id.in_(rows)).subquery()
    here = (ExpectedReport.task_id == tasks.c.task_id) & (ExpectedReport.cycle_id == tasks.c.cycle_id)
    sent = (ExpectedReport.duty == Duty.CONTRIBUTION, ExpectedReport.state == ReportState.SUBMITTED)
    found = db.session.scalars(select(ExpectedReport.id).join(tasks, here).where(*sent)).all()
    db.session.rollback()
    return found


def _answer(year, agency, chance):
    """A returned report comes again with what was changed; some take their time."""
    returned = _in_state(year, ReportState.RETURNED, year.rows.get((agency, Duty.REPORT), []))
    if returned and agency != SHOWN and chance.random() < 0.5:
        by, changed = _clerk(agency), chance.choice(demonstration_texts.SUMMARIES)
        texts = {row: demonstration_texts.report(Random(f"again {row}")) for row in returned}
        wanted = {row: Wanted(text, changed) for row, text in texts.items()}
        _does(by, "reports.save", reports.save_drafts, year.cycle_id, wanted)
        key = f"演示重报-{returned[0]}"
        _does(by, "reports.submit", reports.submit, year.cycle_id, returned, key=key, without=NOT_WAITING)


def _review(year):
    """The office accepts most of what waits, returns some and leaves the rest for the next days."""
    waiting = _in_state(year, ReportState.SUBMITTED)
    chosen: dict[str, list[int]] = {}
    for row in waiting:
        luck = Random(f"review {row}").random()
        kind = "accept" if luck < 0.62 else RETURN if luck < 0.74 else ""
        chosen.setdefault(kind, []).append(row)
    if chosen.get("accept"):
        _does(year.office, "review.change", reviewing.accept, chosen["accept"])
    for row in chosen.get(RETURN, ()):
        reason = Random(f"reason {row}").choice(demonstration_texts.RETURNS)
        _does(year.office, "review.take", reviewing.give_back, [row], reason=reason)


RETURN = "return"


def _object(year):
    """Three agencies say that something is not theirs; the office has decided one."""
    found = [agency for agency in _agencies(year) if (agency, Duty.REPORT) in year.rows and agency != SHOWN]
    for place, agency in enumerate(Random(year.cycle_id).sample(found, min(3, len(found)))):
        row = year.rows[agency, Duty.REPORT][-1]
        year.later(2 + place + 0.05, _objecting(row, agency))
    year.later(6, lambda: _decide(year))


def _objecting(row, agency):
    reason = "该项工作已按三定规定划转，本单位不再承担牵头职责。"
    return lambda: _does(_clerk(agency), "reports.object_to", adjusting.object_to, row, reason=reason, proposed="")


def _decide(year):
    first = db.session.scalar(select(Objection.id).order_by(Objection.id))
    db.session.rollback()
    if first is not None:
        reason = "三定规定未作调整，仍由你单位负责。"
        _does(year.office, "cycles_adjust.decide", adjusting.decide, first, ObjectionState.KEPT, reason=reason)


def _in_state(year, state, among=None):
    conditions = [ExpectedReport.cycle_id == year.cycle_id, ExpectedReport.state == state]
    conditions += [ExpectedReport.duty == Duty.REPORT] if among is None else [ExpectedReport.id.in_(among)]
    found = db.session.scalars(select(ExpectedReport.id).where(*conditions).order_by(ExpectedReport.id)).all()
    db.session.rollback()
    return list(found)


def _list_contacts(agencies) -> None:
    with one_transaction():
        known = set(db.session.scalars(select(AgencyContact.agency)))
        db.session.add_all(_contact(agency) for agency in agencies if agency not in known)


def _contact(agency) -> AgencyContact:
    number = f"020-6600{Random(f'telephone {agency}').randint(1000, 9999)}"
    who = {"name": _clerk(agency).name, "post": "经办人", "telephone": number}
    return AgencyContact(agency=agency, email="", note="演示数据，人名和电话均为虚构。", **who)


def _have_read(before) -> None:
    """Those one may sign in as have read what they were told some time ago."""
    with one_transaction():
        people = db.session.execute(select(Account.id, Account.agency_id, Account.group_id)).all()
        for id_, agency, group in people:
            theirs = (Message.agency_id == agency) if agency else (Message.group_id == group)
            found = db.session.scalars(select(Message.id).where(theirs, Message.at < before))
            db.session.add_all(MessageReading(message_id=each, account_id=id_, at=before) for each in found)
