"""What the office does with reports: accept, return, undo, enter one for an agency that is asked."""

from collections.abc import Callable, Collection
from datetime import date

from sqlalchemy import select

from tracker import clock
from tracker.agencies.kinds import treatment
from tracker.agencies.places import Places
from tracker.errors import NotThere, NotYours, Unfit, WrongState
from tracker.operations.actors import Acting, is_office_of
from tracker.operations.reports import Sent, filing_of, send, too_long
from tracker.operations.rows import Given, hold, settle, take_all
from tracker.operations.transactions import one_transaction
from tracker.operations.words import line
from tracker.reporting.content import Content, Fault, faults
from tracker.reporting.receipts import Receipt
from tracker.storage.cycles import CycleDocument, ExpectedReport
from tracker.storage.database import db
from tracker.storage.documents import PolicyDocument
from tracker.storage.queries.basis import basis
from tracker.storage.reports import Filing
from tracker.vocabulary.reporting import Action, Duty


def accept(row_ids: Collection[int], *, by: Acting) -> None:
    """审核通过: these reports, all or none."""
    _review(row_ids, Action.ACCEPT, by, Given())


def give_back(row_ids: Collection[int], *, reason: str, by: Acting, term: date | None = None) -> None:
    """退回: these reports, with one reason; past the due date with a term until which they may come again."""
    _review(row_ids, Action.RETURN, by, Given(reason=reason, term=term))


def undo(row_ids: Collection[int], *, reason: str, by: Acting) -> None:
    """撤销: take back a mistaken return or acceptance, for a reason; both stay in the record."""
    _review(row_ids, Action.UNDO, by, Given(reason=reason))


def _review(row_ids, action, by, given):
    with one_transaction():
        held = hold(row_ids)
        for each in held:
            if each.row.duty is not Duty.REPORT and is_office_of(by, each.cycle.group_id):
                raise WrongState("配合情况由汇总单位采用或退回，办公室不审核；请选牵头、负责单位的报告。")
        take_all(held, action, by, given)
        settle(held)


def enter(
    row_id: int,
    content: Content,
    *,
    by: Acting,
    key: str,
    source: str,
    source_on: date | None = None,
    summary: str | None = None,
    scan: Callable[[Filing, int], int] | None = None,
) -> Receipt:
    """代录: enter an asked agency's report from its letter (来函文号); received when it is entered.

    ``scan`` lays the letter's scan beside it (``evidence.letter_scanned``); the agency's own files do not go with it.
    Raises NotYours, Unfit, and WrongState for an agency that is urged and so reports itself.
    """
    if wrong := (*_unsourced(source), *too_long("summary", summary), *faults(content, clock.today())):
        raise Unfit({row_id: wrong}, "代录")
    refuse_unwritten(source_on)
    cycle_id, agency_id = _whose(row_id)

    def chosen(cycle):
        if not is_office_of(by, cycle.group_id):
            raise NotYours("代录")
        (held,) = hold([row_id], cycle)
        if not is_asked(cycle.id, agency_id):
            raise WrongState("代录只用于党委部门、垂直管理单位和上级单位；请由该单位自己报送，或催办。")
        given = Given(source=line(source), summary=summary)
        files = (scan(filing_of(cycle.id, agency_id), row_id),) if scan else ()
        return [Sent(held, Action.ENTER, content, given, source_on=source_on, files=files)]

    return send(cycle_id, by, key, chosen, agency_id)


def _unsourced(source):
    if not line(source):
        yield Fault("source", "请填来函文号；没有文号的，写来函的名称。")


def refuse_unwritten(on: date | None) -> None:
    """Raise WrongState for a letter that is dated after today."""
    if on is not None and on > (today := clock.today()):
        raise WrongState(
            f"来函日期 {on:%Y-%m-%d} 还没有到，没有代录；请核对来函，选今天（{today:%Y-%m-%d}）或更早的日期。"
        )


def _whose(row_id):
    found = db.session.execute(
        select(ExpectedReport.cycle_id, ExpectedReport.agency_id).where(ExpectedReport.id == row_id)
    ).first()
    db.session.rollback()
    if found is None:
        raise NotThere
    return found


def is_asked(cycle_id: int, agency_id: str) -> bool:
    """Whether the office asks this agency and does not urge it."""
    return agency_id in asked_among(cycle_id, {agency_id})


def asked_among(cycle_id: int, agency_ids: Collection[str]) -> frozenset[str]:
    """Those of these agencies that the office asks and does not urge; its own place is that of its documents."""
    rows = basis().registry
    places = Places(rows.jurisdictions)
    statement = select(PolicyDocument.jurisdiction).join(CycleDocument, CycleDocument.document_id == PolicyDocument.id)
    name = db.session.scalar(statement.where(CycleDocument.cycle_id == cycle_id).order_by(PolicyDocument.position))
    office = places.find(name)
    if office is None:
        return frozenset()
    agencies = (each for each in rows.agencies if each.id in agency_ids)
    return frozenset(each.id for each in agencies if treatment(each, office.code, places).is_asked)
