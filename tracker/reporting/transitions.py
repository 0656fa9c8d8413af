"""What may follow what: one table for reports and contributions, which the web, the command line and Excel share.

A move is a row of the table: in this state, this action by these parties leads to that state and needs this. What is not
in the table is refused; there is no other way from one state to another.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tracker.errors import Lacking, Overtaken, WrongState
from tracker.vocabulary.reporting import Action, Duty, Owing, Party, ReportState


class Need(StrEnum):
    """What an action must bring with it."""

    REASON = "reason"
    SUMMARY = "summary"
    SOURCE = "source"
    TERM = "term"
    """A day until which a return past the due date may be answered; only needed then."""


@dataclass(frozen=True, slots=True)
class Move:
    """Where an action leads; ``to`` None: back to the state before the review that is undone."""

    to: ReportState | None
    parties: frozenset[Party]
    needs: frozenset[Need] = frozenset()


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What besides its state decides what may be done to a row.

    ``sign_off`` says that the agency wants its approver to sign before anything leaves; ``before`` is the state before
    the last review, ``past_due`` that the row's due date has passed, ``locked`` that the cycle takes nothing any more.
    """

    duty: Duty
    state: ReportState
    owing: Owing = Owing.OWED
    before: ReportState | None = None
    sign_off: bool = False
    past_due: bool = False
    locked: bool = False


AGENCY = frozenset({Party.REPORTER, Party.APPROVER})
REPORTER, APPROVER = frozenset({Party.REPORTER}), frozenset({Party.APPROVER})
OFFICE, CONSOLIDATOR = frozenset({Party.OFFICE}), frozenset({Party.CONSOLIDATOR})
SENDERS = AGENCY | OFFICE
"""Who may take back what was sent: each what it sent itself, the office what it entered for an agency."""
REASON, SUMMARY = frozenset({Need.REASON}), frozenset({Need.SUMMARY})


def _by_the_agency():
    """Writing, signing and sending are alike for both duties. Yields ((state, action), move)."""
    state = ReportState
    for start in (state.OWED, state.DRAFT):
        yield (start, Action.SAVE), Move(state.DRAFT, AGENCY)
        yield (start, Action.SUBMIT), Move(state.SUBMITTED, AGENCY)
        yield (start, Action.REPORT_NIL), Move(state.SUBMITTED, AGENCY, REASON)
        yield (start, Action.ENTER), Move(state.SUBMITTED, OFFICE, frozenset({Need.SOURCE}))
    yield (state.DRAFT, Action.SEND_TO_SIGN), Move(state.TO_SIGN, REPORTER)
    yield (state.TO_SIGN, Action.SEND_BACK), Move(state.DRAFT, AGENCY, REASON)
    yield (state.TO_SIGN, Action.SUBMIT), Move(state.SUBMITTED, APPROVER)
    yield (state.TO_SIGN, Action.REPORT_NIL), Move(state.SUBMITTED, APPROVER, REASON)
    yield (state.RETURNED, Action.SAVE), Move(state.RETURNED, AGENCY)
    yield (state.RETURNED, Action.SUBMIT), Move(state.RESUBMITTED, AGENCY, SUMMARY)
    yield (state.RETURNED, Action.REPORT_NIL), Move(state.RESUBMITTED, AGENCY, REASON | SUMMARY)
    yield (state.RETURNED, Action.ENTER), Move(state.RESUBMITTED, OFFICE, SUMMARY | {Need.SOURCE})
    yield (state.RETURNED, Action.SEND_TO_SIGN), Move(state.TO_SIGN_AGAIN, REPORTER, SUMMARY)
    yield (state.TO_SIGN_AGAIN, Action.SEND_BACK), Move(state.RETURNED, AGENCY, REASON)
    yield (state.TO_SIGN_AGAIN, Action.SUBMIT), Move(state.RESUBMITTED, APPROVER, SUMMARY)
    yield (state.TO_SIGN_AGAIN, Action.REPORT_NIL), Move(state.RESUBMITTED, APPROVER, REASON | SUMMARY)
    yield (state.SUBMITTED, Action.WITHDRAW), Move(state.DRAFT, SENDERS)
    yield (state.RESUBMITTED, Action.WITHDRAW), Move(state.RETURNED, SENDERS)


def _by_the_office():
    """A report is reviewed by the office, as often as need be. Yields ((state, action), move)."""
    state = ReportState
    returning = Move(state.RETURNED, OFFICE, REASON | {Need.TERM})
    for sent in (state.SUBMITTED, state.RESUBMITTED):
        yield (sent, Action.ACCEPT), Move(state.ACCEPTED, OFFICE)
        yield (sent, Action.RETURN), returning
        yield (sent, Action.COMPLETE), Move(sent, AGENCY)
    yield (state.ACCEPTED, Action.COMPLETE), Move(state.ACCEPTED, AGENCY)
    for reviewed in (state.ACCEPTED, state.RETURNED):
        yield (reviewed, Action.UNDO), Move(None, OFFICE, REASON)


def _by_the_consolidator():
    """A contribution goes to the consolidator, who returns it once at most. Yields ((state, action), move)."""
    state = ReportState
    for sent in (state.SUBMITTED, state.RESUBMITTED):
        yield (sent, Action.TAKE_OVER), Move(state.TAKEN_OVER, CONSOLIDATOR)
    yield (state.SUBMITTED, Action.RETURN), Move(state.RETURNED, CONSOLIDATOR, REASON | {Need.TERM})
    for reviewed in (state.TAKEN_OVER, state.RETURNED):
        yield (reviewed, Action.UNDO), Move(None, CONSOLIDATOR, REASON)


MOVES: Mapping[tuple[Duty, ReportState, Action], Move] = {
    (duty, *key): move
    for duty, review in ((Duty.REPORT, _by_the_office), (Duty.CONTRIBUTION, _by_the_consolidator))
    for part in (_by_the_agency, review)
    for key, move in part()
}
"""The whole table; what is not in it may not be done."""

REVIEWING = frozenset({Action.ACCEPT, Action.RETURN, Action.TAKE_OVER})
"""What can be undone: the state before it is remembered."""
AFTER_THE_LOCK = frozenset({Action.ACCEPT, Action.UNDO})
"""What the office may still do once a cycle is locked: finish its review, and undo a mistake in it."""
LEAVING = frozenset({Action.SUBMIT, Action.REPORT_NIL})
"""What takes a paper out of the agency, and so wants its approver where it has one."""


def move(action: Action, party: Party, now: Circumstances) -> ReportState:
    """The state an action leads to. Raises WrongState if this party may not do that here and now."""
    if now.owing is not Owing.OWED:
        raise Overtaken(f"这一行现在是“{now.owing.label}”，不能{action.label}", "看办公室的调整说明")
    if now.locked and action not in AFTER_THE_LOCK:
        raise WrongState(f"本期已经锁定，不能再{action.label}；如确需更改，请联系领导小组办公室解除锁定。")
    found = MOVES.get((now.duty, now.state, action))
    if found is None:
        raise _not_here(action, now)
    if party not in found.parties:
        raise WrongState(f"“{action.label}”只能由{_named(found.parties)}来做；您现在的身份是{party.label}。")
    if action in LEAVING and now.sign_off and party is Party.REPORTER:
        raise WrongState(f"本单位要求先审签，不能直接{action.label}；请点“送审签”，由审签人报送。")
    return found.to or _back(action, now)


def _back(action, now):
    if now.before is None:
        raise _not_here(action, now)
    return now.before


def _not_here(action, now):
    if now.duty is Duty.CONTRIBUTION and (now.state, action) == (ReportState.RESUBMITTED, Action.RETURN):
        return WrongState("这份配合情况已经退回过一次，不能再退回；可以采用，或在本单位报告里说明后不等。")
    return Overtaken(f"这一行现在是“{now.state.label}”，不能{action.label}")


def _named(parties):
    return "、".join(party.label for party in Party if party in parties)


def needs(action: Action, now: Circumstances) -> frozenset[Need]:
    """What an action must bring with it here and now; empty where it may not be done."""
    found = MOVES.get((now.duty, now.state, action))
    if found is None:
        return frozenset()
    return found.needs if now.past_due else found.needs - {Need.TERM}


LACKING = {Need.REASON: "理由", Need.SUMMARY: "本次改了什么", Need.SOURCE: "来函文号", Need.TERM: "重报期限"}


def refuse_lacking(action: Action, now: Circumstances, given: Mapping[Need, object]) -> None:
    """Raise Lacking for what an action must bring and does not; white space is nothing."""
    lacking = [need for need in Need if need in needs(action, now) and not str(given.get(need) or "").strip()]
    if lacking:
        raise Lacking(action.label, [LACKING[need] for need in lacking])


def may(party: Party, now: Circumstances) -> tuple[Action, ...]:
    """What this party may do to a row here and now, in the order of the vocabulary: the buttons of a page."""
    return tuple(action for action in Action if _allowed(action, party, now))


def _allowed(action, party, now):
    try:
        move(action, party, now)
    except WrongState:
        return False
    return True
