"""What a consolidator does with its co-units' parts: ask for them, nudge, take over, return once, undo."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from tracker import clock
from tracker.errors import NothingChosen, NotThere, WrongState, first_of
from tracker.operations.actors import Acting, parties
from tracker.operations.messages import tell
from tracker.operations.noting import note
from tracker.operations.reports import Wanted, save_one
from tracker.operations.rows import Given, Held, hold, refuse_locked, settle, take_all
from tracker.operations.transactions import one_transaction
from tracker.operations.words import reason_given
from tracker.reporting.content import Content
from tracker.reporting.denominator import Effect
from tracker.reporting.due_dates import start_of
from tracker.reporting.putting_in import after_taking, shut
from tracker.reporting.transitions import AGENCY
from tracker.storage.database import db
from tracker.storage.queries.carrying import carrying
from tracker.storage.queries.reports import contribution_texts, drafts_of, own_report
from tracker.storage.reports import Nudge
from tracker.vocabulary.messages import MessageKind
from tracker.vocabulary.reporting import (
    STANDING,
    Action,
    Adjusting,
    Owing,
    Party,
    ReportState,
)


def ask(row_ids: Collection[int], *, by: Acting, reason: str = "汇总单位要求报送配合情况。") -> None:
    """Ask co-units for their part where they owe it only when asked; listed as an adjustment. Asked already: nothing."""
    with one_transaction():
        for each in _collected(row_ids, by, "要求报送"):
            if each.row.owing is Owing.UNASKED:
                each.row.owing = Owing.OWED
                note(each.cycle, each.row, Adjusting.ADDED, reason, by, MessageKind.ASKED, made=Effect(contributions=1))


@dataclass(frozen=True)
class Nudged:
    """How many co-units were nudged, and by name who was not: ``already`` today, ``sent`` what they owed."""

    told: int
    already: tuple[str, ...] = ()
    sent: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """``已催报 12 家。广州海关今天已经催过，没有再催。``"""
        said = [f"已催报 {self.told} 家。" if self.told else "没有催报。"]
        if self.already:
            said.append(f"{first_of(self.already)}今天已经催过，没有再催；明天还没有报来，可以再催。")
        if self.sent:
            said.append(f"{first_of(self.sent)}现在没有未报的，不用催。")
        return "".join(said)


def nudge(row_ids: Collection[int], *, by: Acting, text: str = "") -> Nudged:
    """Remind co-units of what they still owe, of each once a day; what was sent meanwhile is left alone.

    Raises WrongState where there is nobody to be reminded.
    """
    with one_transaction():
        held = _collected(row_ids, by, "催报")
        owing, today = [each for each in held if _still_owes(each)], _nudged_today(row_ids)
        fresh = [each for each in owing if each.row.id not in today]
        already = _names([each for each in owing if each.row.id in today])
        found = Nudged(len(fresh), already, _names([each for each in held if not _still_owes(each)]))
        if not fresh:
            raise WrongState(found.sentence)
        said = reason_given(text, "催报的话")
        for each in fresh:
            who = {"who": by.name, "account_id": by.id, "at": clock.now()}
            db.session.add(Nudge(expected_id=each.row.id, text=said, **who))
            tell(AGENCY, MessageKind.NUDGED, each.row, each.cycle, None, by=by, text=said)
        return found


def _nudged_today(row_ids):
    today = Nudge.at >= start_of(clock.today())
    return set(db.session.scalars(select(Nudge.expected_id).where(Nudge.expected_id.in_(row_ids), today)))


def _names(held):
    agencies = carrying().agencies
    return tuple(agencies[id_].name for id_ in sorted({each.row.agency_id for each in held}))


def _still_owes(held):
    return held.row.owing is Owing.OWED and held.row.state not in STANDING


def take_over(row_ids: Collection[int], *, by: Acting, into_draft: bool = True) -> str:
    """采用: take these contributions over, all or none, and add their texts to the consolidator's own draft.

    A text is led by 【单位】; a report that was sent already is left as it is. Returns what was done, and where the texts are.
    """
    with one_transaction():
        held = _collected(row_ids, by, "采用", and_own=into_draft)
        taken = [each for each in held if each.row.id in row_ids]
        take_all(taken, Action.TAKE_OVER, by)
        settle(taken)
        own = [each for each in held if each.row.id not in row_ids]
        for each in own:
            if not _shut(each):
                _add_to_draft(each, taken, by)
        return f"已采用 {len(taken)} 家。" + (after_taking(own[0].row.owing, own[0].row.state) if own else "")


def put_in(row_ids: Collection[int], *, by: Acting) -> str:
    """放进工作进展: add the texts of contributions taken over before to the consolidator's own draft, where they are not in
    it; returns what was done. Raises WrongState where one is not taken over or the report may not be written."""
    with one_transaction():
        held = _collected(row_ids, by, "放进工作进展", and_own=True)
        taken = [each for each in held if each.row.id in row_ids]
        own = [each for each in held if each.row.id not in row_ids]
        if loose := [each for each in taken if each.row.state is not ReportState.TAKEN_OVER]:
            raise WrongState(f"{first_of(_names(loose))}的配合情况还没有采用；请先采用。")
        if not own:
            raise WrongState("这项任务由办公室汇总，没有可以放进文字的报告。")
        if _shut(own[0]):
            raise WrongState(after_taking(own[0].row.owing, own[0].row.state))
        done = f"{first_of(_names(taken))}的{after_taking(own[0].row.owing, own[0].row.state)}"
        for each in own:
            _add_to_draft(each, taken, by)
        return done


def _shut(own):
    return any(shut(own.row.owing, own.row.state))


def _add_to_draft(own: Held, taken: list[Held], by: Acting):
    """A draft that has an agency's text already keeps it as it is."""
    draft = drafts_of([own.row.id]).get(own.row.id)
    content = Content.of_json(draft.content) if draft else Content()
    wanted = {each.row.id for each in taken if each.row.task_id == own.row.task_id}
    texts = [
        (name, said.done or said.nil_reason)
        for row_id, name, said in contribution_texts(own.cycle.id, own.row.task_id)
        if row_id in wanted
    ]
    new = [f"【{name}】{text}" for name, text in texts if f"【{name}】" not in content.done]
    if new:
        done = "\n".join([content.done, *new] if content.done else new)
        save_one(own, Wanted(Content.of({**_values(content), "done": done})), draft, by)


def _values(content):
    return {name: getattr(content, name) for name in content.__slots__}


def give_back(row_ids: Collection[int], *, reason: str, by: Acting, term: date | None = None) -> None:
    """退回: contributions, each once, all or none, with one reason; past their due date with a term."""
    _review(row_ids, Action.RETURN, by, Given(reason=reason, term=term))


def undo(row_ids: Collection[int], *, reason: str, by: Acting) -> None:
    """撤销: take back a mistaken take-over or return."""
    _review(row_ids, Action.UNDO, by, Given(reason=reason))


def _review(row_ids, action, by, given):
    with one_transaction():
        held = _collected(row_ids, by, action.label)
        take_all(held, action, by, given)
        settle(held)


def _collected(row_ids, by: Acting, doing: str, *, and_own: bool = False) -> list[Held]:
    """The contributions, locked, that somebody consolidates; ``and_own`` with the consolidator's own rows on their tasks."""
    if not row_ids:
        raise NothingChosen(doing, "配合单位")
    extra = own_report(row_ids, by.agency_id) if and_own and by.agency_id else ()
    held = hold({*row_ids, *extra})
    for each in held:
        if each.row.id in row_ids and Party.CONSOLIDATOR not in parties(by, each.belonging):
            raise NotThere
        refuse_locked(each.cycle, doing)
        if each.row.id in row_ids and each.row.owing is Owing.WITHDRAWN:
            raise WrongState(f"这一行已经撤销，不再应报，不能{doing}；请刷新页面。")
    return held
