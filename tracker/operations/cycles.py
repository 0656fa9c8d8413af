"""Preparing, opening and locking a reporting cycle: one function for each thing the office does."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date
from itertools import pairwise

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError

from tracker import clock
from tracker.errors import Lacking, NotThere, NotYours, WrongState
from tracker.operations.actors import OFFICE, Acting, is_office_of
from tracker.operations.auditing import add_event
from tracker.operations.messages import tell_agencies
from tracker.operations.moving_gates import move_with_gates
from tracker.operations.noting import write_added_down
from tracker.operations.rows import cycle_for, judge_late_anew, needed_reason, refuse_locked, working_days
from tracker.operations.tidying import tidy
from tracker.operations.transactions import one_transaction
from tracker.operations.words import fitting, line, reason_given
from tracker.reporting.due_dates import asked_words, gates
from tracker.reporting.entering import Entry
from tracker.reporting.expected import refuse_undecided
from tracker.storage.cycles import Cycle, CycleDocument, CycleGate, CycleTask, ExpectedReport, NotIssued
from tracker.storage.database import db
from tracker.storage.noting import changes
from tracker.storage.queries.cycles import Plan, candidates, not_issued, plan_of
from tracker.storage.queries.year import documents_in
from tracker.storage.reports import Filing
from tracker.vocabulary.messages import MessageKind
from tracker.vocabulary.reporting import CycleState, Duty, GateKind, Owing, SupportRule

LONGEST_NAME = 60
GIVING_UP = "放弃周期"
MOST_AT_ONCE = 2000


def prepare_cycle(
    name: str,
    documents: Mapping[int, str | None],
    *,
    period: tuple[date, date],
    due_on: date,
    by: Acting,
    supports: SupportRule = SupportRule.ALL,
    recipient: str = "",
    rule: str = "",
) -> int:
    """Prepare a cycle on some documents, each with a reason where it needs one; returns its id.

    Raises NotYours, Lacking, TooLong, and WrongState for a document that cannot enter or a name that is taken.
    """
    if OFFICE not in by.roles or by.group_id is None:
        raise NotYours("设立报送周期")
    name = _needed_name("设立报送周期", name)
    _refuse_dates(period, due_on)
    with one_transaction():
        if db.session.scalar(select(Cycle.id).where(Cycle.group_id == by.group_id, Cycle.name == name)):
            raise WrongState(f"已经有“{name}”这个报送周期；请换一个名称，或打开已有的那一个。")
        cycle = Cycle(
            group_id=by.group_id,
            name=name,
            period_from=period[0],
            period_to=period[1],
            due_on=due_on,
            supports=supports,
            recipient=line(recipient),
            rule=line(rule),
            prepared_by=by.name,
            prepared_at=clock.now(),
        )
        db.session.add(cycle)
        _flush_name(name)
        _enter(cycle, documents)
        _plan_gates(cycle)
        return cycle.id


def _needed_name(doing, name):
    if not (given := fitting(name, LONGEST_NAME, "周期名称", "name")):
        raise Lacking(doing, ["周期名称"])
    return given


def _flush_name(name):
    """Write a name; the table refuses one that the group has already, also where it was taken this moment."""
    try:
        db.session.flush()
    except IntegrityError:
        raise WrongState(f"已经有“{name}”这个报送周期；请换一个名称，或打开已有的那一个。") from None


def choose_documents(cycle_id: int, documents: Mapping[int, str | None], *, by: Acting) -> None:
    """Let a prepared cycle be on these documents and no others; raises as ``prepare_cycle`` does."""
    with one_transaction():
        _choose(prepared_cycle(cycle_id, by, "选择文件"), documents)


def _choose(cycle, documents):
    db.session.execute(delete(CycleDocument).where(CycleDocument.cycle_id == cycle.id))
    _enter(cycle, documents)


def amend_cycle(
    cycle_id: int,
    *,
    by: Acting,
    version: int | None = None,
    name: str | None = None,
    due_on: date | None = None,
    period: tuple[date, date] | None = None,
    supports: SupportRule | None = None,
    recipient: str | None = None,
    documents: Mapping[int, str | None] | None = None,
    replacing: bool = False,
) -> None:
    """Change the name, the dates, the rule for co-units, the recipient or the documents of a prepared cycle, all or nothing.

    Gates follow a due date that is another than before. Raises as ``prepare_cycle`` does, WrongState where the cycle is not
    that of the page with this ``version`` any more, and GatesReplaced as ``move_with_gates`` does.
    """
    with one_transaction():
        cycle = prepared_cycle(cycle_id, by, "修改周期")
        refuse_stale(cycle, version, "没有保存；下面是您刚才填的，请另开一页核对现在的内容，再决定是否保存")
        if name is not None:
            cycle.name = _needed_name("修改周期", name)
            _flush_name(cycle.name)
        _refuse_dates(period or (cycle.period_from, cycle.period_to), due_on or cycle.due_on)
        if period:
            cycle.period_from, cycle.period_to = period
        if due_on and due_on != cycle.due_on:
            move_with_gates(cycle, due_on, replacing=replacing)
        cycle.supports = supports or cycle.supports
        cycle.recipient = cycle.recipient if recipient is None else line(recipient)
        if documents is not None:
            _choose(cycle, documents)
        cycle.version += 1


def give_up_cycle(cycle_id: int, *, reason: str, by: Acting, version: int | None = None) -> None:
    """放弃: a cycle that is not open yet is gone, with its list, its recipients and its choice of documents; they are untouched.

    The audit keeps what it was, and why it went. Raises Lacking, NotYours, NotThere, and WrongState once it was opened or is
    not that of the page with this ``version`` any more.
    """
    reason = needed_reason(GIVING_UP, reason)
    with one_transaction(audited=False):
        cycle = prepared_cycle(cycle_id, by, GIVING_UP)
        refuse_stale(cycle, version, "没有放弃；请核对现在的内容，再决定是否放弃")
        documents = "、".join(f"《{each.title}》" for each in documents_in(cycle.id))
        rows = len(plan_of(cycle, clock.today()).expected)
        dates = f"统计期间 {cycle.period_from} 至 {cycle.period_to}，截止 {cycle.due_on}"
        said = f"{GIVING_UP}“{cycle.name}”：{dates}，应报清单 {rows} 行。理由：{reason}。文件：{documents}"
        db.session.delete(cycle)
        db.session.flush()
        add_event(detail=said, before=changes().before)


def keep_document(cycle_id: int, document_id: int, *, reason: str, by: Acting) -> None:
    """Say why an open cycle goes on by a document that a newer version has replaced, or what is done about it."""
    reason = needed_reason("继续按旧版报送", reason)
    with one_transaction():
        cycle = cycle_for(cycle_id, update=True)
        _refuse_others(cycle, by, "决定按哪个版本报送")
        refuse_locked(cycle, "决定按哪个版本报送")
        document = db.session.get(CycleDocument, (cycle.id, document_id), with_for_update=True)
        if document is None:
            raise NotThere("本期的这份文件")
        document.reason = reason


def set_gates(cycle_id: int, days: Mapping[GateKind, date], *, by: Acting) -> None:
    """Put gates of a prepared cycle on other days; none lies after the due date, nor before the one that comes first."""
    with one_transaction():
        cycle = prepared_cycle(cycle_id, by, "修改节点")
        for kind, day in days.items():
            if day > cycle.due_on:
                raise WrongState(f"“{kind.label}”节点 {day:%Y-%m-%d} 在截止日 {cycle.due_on:%Y-%m-%d} 之后；请往前改。")
            db.session.merge(CycleGate(cycle_id=cycle.id, kind=kind, day=day))
        db.session.flush()
        _refuse_disorder(cycle.id)
        cycle.version += 1


def _refuse_disorder(cycle_id):
    statement = select(CycleGate.kind, CycleGate.day).where(CycleGate.cycle_id == cycle_id)
    days = dict(map(tuple, db.session.execute(statement)))
    for (first, before), (second, after) in pairwise((kind, days[kind]) for kind in GateKind if kind in days):
        if before > after:
            raise WrongState(
                f"“{first.label}”节点 {before:%Y-%m-%d} 在“{second.label}”节点 {after:%Y-%m-%d} 之后，没有保存；"
                f"各节点应按{'、'.join(kind.label for kind in GateKind)}的先后排列，请改正日期。"
            )


def leave_out(cycle_id: int, key: str, printed: str, *, reason: str, by: Acting) -> None:
    """本期不下达: a printed name nobody bears owes nothing in this cycle, for a reason."""
    reason = needed_reason("选“本期不下达”", reason)
    with one_transaction():
        cycle = prepared_cycle(cycle_id, by, "选“本期不下达”")
        who = NotIssued(cycle_id=cycle.id, key=key, printed=printed, reason=reason, who=by.name, at=clock.now())
        db.session.merge(who)
        cycle.version += 1


def take_in(cycle_id: int, key: str, *, by: Acting) -> None:
    """Ask again whom a printed name means that was left out of a prepared cycle."""
    with one_transaction():
        cycle = prepared_cycle(cycle_id, by, "取消“本期不下达”")
        db.session.execute(delete(NotIssued).where(NotIssued.cycle_id == cycle.id, NotIssued.key == key))
        cycle.version += 1


def open_cycle(cycle_id: int, *, by: Acting, version: int | None = None) -> int:
    """Freeze who owes what as of today and open the cycle; returns how many rows. Opened already: nothing is done.

    Raises NotOpenable while a name is borne by nobody, and WrongState if the cycle is not the one of the page with this
    ``version``, or nothing would be owed.
    """
    with one_transaction():
        cycle = cycle_for(cycle_id, update=True)
        _refuse_others(cycle, by, "开始报送")
        if cycle.state is not CycleState.PREPARED:
            return 0
        refuse_stale(cycle, version, "没有开始报送；请刷新页面，核对清单后再开始")
        now = clock.now()
        plan = plan_of(cycle, now.date())
        refuse_undecided(plan.tasks, not_issued(cycle.id))
        if not plan.expected:
            raise WrongState("所选文件里没有任何应报任务，不能开始报送；请先选择文件。")
        _freeze(cycle, plan)
        write_added_down(cycle, plan.added, now)
        cycle.state, cycle.opened_on, cycle.opened_at, cycle.opened_by = CycleState.OPEN, now.date(), now, by.name
        cycle.version += 1
        _tell_opened(cycle, plan, by)
    tidy()
    return len(plan.expected)


def _tell_opened(cycle, plan, by):
    due, asked = due_days(cycle), defaultdict(Counter)
    for row in plan.expected:
        if row.owing is Owing.OWED:
            asked[row.agency][row.duty, due[row.duty]] += 1
    for agency, rows in asked.items():
        text = f"{asked_words(rows)}；截止日当日 24 时前收到为按时。"
        tell_agencies(MessageKind.OPENED, [agency], by=by, cycle_id=cycle.id, text=text)


def _agencies_of(plan):
    return dict.fromkeys(row.agency for row in plan.expected)


def _freeze(cycle: Cycle, plan: Plan):
    due = due_days(cycle)
    rows = [
        row_values(cycle, row.task, row.agency, row.role, row.duty, row.printed, row.owing, due)
        for row in plan.expected
    ]
    tasks = [
        {"cycle_id": cycle.id, "task_id": task, "consolidator_id": agency, "reason": None}
        for task, agency in plan.consolidators.items()
    ]
    for table, values in ((CycleTask, tasks), (ExpectedReport, rows)):
        alike = insert(table).execution_options(render_nulls=True)
        for start in range(0, len(values), MOST_AT_ONCE):
            db.session.execute(alike, values[start : start + MOST_AT_ONCE])
    db.session.execute(insert(Filing), [{"cycle_id": cycle.id, "agency_id": agency} for agency in _agencies_of(plan)])


def due_days(cycle: Cycle) -> dict[Duty, date]:
    """Until when each duty is owed: a contribution's is the co-units' gate."""
    gate = select(CycleGate.day).where(CycleGate.cycle_id == cycle.id, CycleGate.kind == GateKind.CONTRIBUTIONS)
    return {Duty.REPORT: cycle.due_on, Duty.CONTRIBUTION: db.session.scalar(gate) or cycle.due_on}


def row_values(cycle, task_id, agency_id, role, duty, printed, owing, due) -> dict:
    """A new row of the frozen list, as its columns."""
    return {
        "cycle_id": cycle.id,
        "task_id": task_id,
        "agency_id": agency_id,
        "role": role,
        "duty": duty,
        "printed": "；".join(printed),
        "owing": owing,
        "due_on": due[duty],
        "by_on": due[duty],
    }


def lock_cycle(cycle_id: int, *, why: str, lifted_by: str, by: Acting) -> None:
    """Take nothing any more from now on; the lock says why, and who can lift it. Locked already: nothing is done."""
    why, lifted_by = needed_reason("锁定", why), line(lifted_by)
    if not lifted_by:
        raise Lacking("锁定", ["谁可以解除锁定"])
    with one_transaction():
        cycle = cycle_for(cycle_id, update=True)
        _refuse_others(cycle, by, "锁定")
        if cycle.state is CycleState.PREPARED:
            raise WrongState("这个周期还没有开始报送，不能锁定。")
        if cycle.state is CycleState.OPEN:
            cycle.state, cycle.locked_at, cycle.locked_by = CycleState.LOCKED, clock.now(), by.name
            cycle.locked_why, cycle.lifted_by = why, lifted_by
            cycle.version += 1
            tell_agencies(MessageKind.LOCKED, _with_sheets(cycle.id), by=by, cycle_id=cycle.id, text=why)


def unlock_cycle(cycle_id: int, *, reason: str, by: Acting) -> None:
    """Lift the lock, for a reason; open already: nothing is done."""
    reason = needed_reason("解除锁定", reason)
    with one_transaction():
        cycle = cycle_for(cycle_id, update=True)
        _refuse_others(cycle, by, "解除锁定")
        if cycle.state is CycleState.LOCKED:
            cycle.state, cycle.locked_at, cycle.locked_by = CycleState.OPEN, None, None
            cycle.locked_why = reason
            cycle.version += 1
            judge_late_anew()
            tell_agencies(MessageKind.UNLOCKED, _with_sheets(cycle.id), by=by, cycle_id=cycle.id, text=reason)


def _with_sheets(cycle_id):
    return db.session.scalars(select(Filing.agency_id).where(Filing.cycle_id == cycle_id)).all()


def _refuse_dates(period, due_on):
    if period[0] > period[1]:
        raise WrongState("统计期间的开始日在结束日之后；请改正日期。")
    if due_on < period[0]:
        raise WrongState("截止日在统计期间开始之前；请改正日期。")


def prepared_cycle(cycle_id: int, by: Acting, doing: str) -> Cycle:
    """A cycle that is not open yet, locked, for its office; raises NotYours and WrongState."""
    cycle = cycle_for(cycle_id, update=True)
    _refuse_others(cycle, by, doing)
    if cycle.state is not CycleState.PREPARED:
        raise WrongState(f"这个周期已经开始报送，不能{doing}；如需变动，请用“调整”，并写明理由。")
    return cycle


def refuse_stale(cycle: Cycle, version: int | None, advice: str) -> None:
    """Raises WrongState where a page is older than the cycle; a ``version`` of None is no page's."""
    if version is not None and version != cycle.version:
        raise WrongState(f"您打开页面之后，这个周期有改动，{advice}。")


def _refuse_others(cycle, by, doing):
    if not is_office_of(by, cycle.group_id):
        raise NotYours(doing)


def _enter(cycle, documents):
    found = candidates(cycle.group_id, (cycle.period_from, cycle.period_to), list(documents))
    if missing := documents.keys() - found.keys():
        raise NotThere(f"编号为 {min(missing)} 的已发布文件")
    for document_id, reason in documents.items():
        verdict, reason = found[document_id].verdict, _why_it_enters(document_id, reason)
        if verdict.entry is Entry.BARRED or (verdict.entry is Entry.NEEDS_REASON and not reason):
            raise WrongState(f"《{found[document_id].title}》：{verdict.why}")
        db.session.add(CycleDocument(cycle_id=cycle.id, document_id=document_id, reason=reason))
    cycle.version += 1


def _why_it_enters(document_id, reason):
    return reason_given(reason, "纳入的理由", f"reason-{document_id}") or None


def _plan_gates(cycle: Cycle) -> None:
    """Put the gates of a cycle where they lie before its due date."""
    db.session.execute(delete(CycleGate).where(CycleGate.cycle_id == cycle.id))
    for gate in gates(cycle.due_on, working_days()):
        db.session.add(CycleGate(cycle_id=cycle.id, kind=gate.kind, day=gate.on))
