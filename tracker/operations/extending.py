"""延期: an agency asks for more time on its rows, the office decides each request once."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from tracker import clock
from tracker.errors import NotThere, NotYours, WrongState
from tracker.operations.actors import Acting, is_office_of, writes_for
from tracker.operations.adjusting import refuse_past, refuse_too_late
from tracker.operations.messages import tell
from tracker.operations.noting import note
from tracker.operations.rows import Held, hold, needed_reason, refuse_locked, settle
from tracker.operations.transactions import one_transaction
from tracker.reporting.transitions import AGENCY
from tracker.storage.cycles import ExpectedReport
from tracker.storage.database import db
from tracker.storage.extensions import Extension
from tracker.storage.queries.called import row_called
from tracker.vocabulary.messages import MessageKind
from tracker.vocabulary.reporting import STANDING, Adjusting, CycleState, ExtensionState, Owing, Party


def ask(row_ids: Collection[int], *, wanted: date, reason: str, by: Acting) -> list[int]:
    """Ask for more time on one's own rows, until a day, for a reason; returns the requests. All of them or none."""
    reason = needed_reason("申请延期", reason)
    with one_transaction():
        held = hold(row_ids)
        for each in held:
            if not writes_for(by, each.row.agency_id):
                raise NotThere
            _refuse_asking(each, wanted)
        who = {"who": by.name, "account_id": by.id, "at": clock.now()}
        asked = [Extension(expected_id=each.row.id, wanted=wanted, reason=reason, **who) for each in held]
        db.session.add_all(asked)
        db.session.flush()
        said = f"申请延至 {wanted:%Y-%m-%d}：{reason}"
        for each in held:
            tell({Party.OFFICE}, MessageKind.EXTENSION_ASKED, each.row, each.cycle, None, by=by, text=said)
        return [each.id for each in asked]


def _refuse_asking(held: Held, wanted):
    row, due = held.row, held.row.by_on
    if held.cycle.state is not CycleState.OPEN or row.owing is not Owing.OWED:
        raise WrongState(f"{row_called(row.id)}现在不应报，不用申请延期；请刷新页面。")
    if row.state in STANDING:
        raise WrongState(f"{row_called(row.id)}已经报送，不用申请延期；请去掉这一行再申请。")
    if wanted <= due or wanted < clock.today():
        later = max(due, clock.today())
        raise WrongState(
            f"{row_called(row.id)}申请延到 {wanted:%Y-%m-%d}，不晚于现在的截止日或今天（{later:%Y-%m-%d}），没有提出申请；请选更晚的日期，或者去掉这一行。"
        )
    refuse_too_late(wanted, held.cycle)
    if _asked(row.id):
        raise WrongState(f"{row_called(row.id)}的延期申请办公室还没有决定，不用再提；决定之前仍须按原截止日报送。")


def _asked(row_id):
    statement = select(Extension.id).where(Extension.expected_id == row_id, Extension.state == ExtensionState.ASKED)
    return db.session.scalar(statement)


def take_back(extension_id: int, *, by: Acting) -> None:
    """The agency takes its request back."""
    with one_transaction():
        extension, held = _open(extension_id)
        if not writes_for(by, held.row.agency_id):
            raise NotThere("这份延期申请")
        refuse_locked(held.cycle, "收回延期申请")
        extension.state, extension.decided_by, extension.decided_at = ExtensionState.TAKEN_BACK, by.name, clock.now()


def grant(extension_id: int, *, until: date, reason: str, by: Acting) -> None:
    """同意: the row is on time until a day, which need not be the one that was asked for; both days stay shown."""
    reason = needed_reason("决定延期", reason)
    with one_transaction():
        extension, held = _for_office(extension_id, by)
        refuse_past(until)
        refuse_too_late(until, held.cycle)
        if until <= held.row.due_on:
            raise WrongState(f"延期到 {until:%Y-%m-%d} 不晚于原截止日 {held.row.due_on:%Y-%m-%d}；请选更晚的日期。")
        if held.row.extended_to and until < held.row.extended_to:
            promised = f"这一行已经延期到 {held.row.extended_to:%Y-%m-%d}"
            raise WrongState(f"{promised}，不能因同意这份申请反而提前；请选这一天或更晚的日期，或不同意这份申请。")
        _decide(extension, ExtensionState.GRANTED, reason, by)
        extension.granted_to = held.row.extended_to = until
        said = f"同意延期至 {until:%Y-%m-%d}：{reason}"
        note(held.cycle, held.row, Adjusting.EXTENDED, said, by, told=MessageKind.EXTENSION_DECIDED)
        settle([held])


def refuse(extension_id: int, *, reason: str, by: Acting) -> None:
    """不同意: the due date stands."""
    reason = needed_reason("决定延期", reason)
    with one_transaction():
        extension, held = _for_office(extension_id, by)
        _decide(extension, ExtensionState.REFUSED, reason, by)
        said = f"不同意延期：{reason}"
        tell(AGENCY, MessageKind.EXTENSION_DECIDED, held.row, held.cycle, None, by=by, text=said)


def _decide(extension, state, reason, by):
    extension.state, extension.decision = state, reason
    extension.decided_by, extension.decided_at = by.name, clock.now()


def _for_office(extension_id, by):
    extension, held = _open(extension_id, by)
    if held.cycle.state is not CycleState.OPEN:
        raise WrongState(f"这个周期现在是“{held.cycle.state.label}”，不能决定延期；请先解除锁定。")
    return extension, held


def _open(extension_id, office: Acting | None = None) -> tuple[Extension, Held]:
    """A request that is not decided yet, with its row; both are locked. Whoever comes second is told what was decided."""
    row_id = db.session.scalar(select(Extension.expected_id).where(Extension.id == extension_id))
    if row_id is None or db.session.get(ExpectedReport, row_id) is None:
        raise NotThere("这份延期申请")
    (held,) = hold([row_id])
    if office is not None and not is_office_of(office, held.cycle.group_id):
        raise NotYours("决定延期")
    extension = db.session.get(Extension, extension_id, with_for_update=True, populate_existing=True)
    if extension.state is not ExtensionState.ASKED:
        raise WrongState(f"{_told(extension)}，没有再改动；请刷新页面。")
    return extension, held


def _told(extension):
    until = f"，延到 {extension.granted_to:%Y-%m-%d}" if extension.granted_to else ""
    at = extension.decided_at
    return f"这份延期申请已由{extension.decided_by}于 {at:%Y-%m-%d %H:%M} 处理（{extension.state.label}{until}）"
