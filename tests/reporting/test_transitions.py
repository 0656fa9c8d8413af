"""The table of moves, cell by cell: what is not in the grids below is refused."""

from itertools import product

import pytest

from tracker.errors import Lacking, WrongState
from tracker.reporting.transitions import AFTER_THE_LOCK, MOVES, Circumstances, Need, may, move, needs, refuse_lacking
from tracker.vocabulary.reporting import Action, Duty, Owing, Party, ReportState

AGENCY = {Party.REPORTER, Party.APPROVER}
WHO = {
    "agency": AGENCY,
    "reporter": {Party.REPORTER},
    "approver": {Party.APPROVER},
    "office": {Party.OFFICE},
    "consolidator": {Party.CONSOLIDATOR},
    "senders": {*AGENCY, Party.OFFICE},
}
BY_THE_AGENCY = """
    owed           save          agency    draft
    owed           submit        agency    submitted
    owed           report_nil    agency    submitted      reason
    owed           enter         office    submitted      source
    draft          save          agency    draft
    draft          submit        agency    submitted
    draft          report_nil    agency    submitted      reason
    draft          enter         office    submitted      source
    draft          send_to_sign  reporter  to_sign
    to_sign        send_back     agency    draft          reason
    to_sign        submit        approver  submitted
    to_sign        report_nil    approver  submitted      reason
    returned       save          agency    returned
    returned       submit        agency    resubmitted    summary
    returned       report_nil    agency    resubmitted    reason summary
    returned       enter         office    resubmitted    source summary
    returned       send_to_sign  reporter  to_sign_again  summary
    to_sign_again  send_back     agency    returned       reason
    to_sign_again  submit        approver  resubmitted    summary
    to_sign_again  report_nil    approver  resubmitted    reason summary
    submitted      withdraw      senders   draft
    resubmitted    withdraw      senders   returned
"""
REPORT = """
    submitted      accept        office    accepted
    submitted      return        office    returned       reason term
    submitted      complete      agency    submitted
    resubmitted    accept        office    accepted
    resubmitted    return        office    returned       reason term
    resubmitted    complete      agency    resubmitted
    accepted       complete      agency    accepted
    accepted       undo          office    submitted      reason
    returned       undo          office    submitted      reason
"""
CONTRIBUTION = """
    submitted      take_over     consolidator  taken_over
    submitted      return        consolidator  returned   reason term
    resubmitted    take_over     consolidator  taken_over
    taken_over     undo          consolidator  submitted  reason
    returned       undo          consolidator  submitted  reason
"""


def grid():
    for duty, text in ((Duty.REPORT, BY_THE_AGENCY + REPORT), (Duty.CONTRIBUTION, BY_THE_AGENCY + CONTRIBUTION)):
        for line in filter(str.strip, text.splitlines()):
            state, action, who, to, *wanted = line.split()
            yield (duty, ReportState(state), Action(action)), (WHO[who], ReportState(to), set(map(Need, wanted)))


GRID = dict(grid())
CELLS = list(product(Duty, ReportState, Action, Party))


def now(duty=Duty.REPORT, state=ReportState.OWED, **more):
    return Circumstances(duty, state, **{"before": ReportState.SUBMITTED} | more)


@pytest.mark.parametrize("duty", Duty)
@pytest.mark.parametrize("state", ReportState)
def test_every_cell_leads_where_the_grid_says_or_nowhere(duty, state):
    for action, party in product(Action, Party):
        who, to, _ = GRID.get((duty, state, action), (set(), None, set()))
        if party in who:
            assert move(action, party, now(duty, state)) == to, (action, party)
        else:
            with pytest.raises(WrongState):
                move(action, party, now(duty, state))


def test_the_table_holds_what_the_grid_says_and_no_more():
    assert MOVES.keys() == GRID.keys()
    assert {key: set(found.needs) for key, found in MOVES.items()} == {key: row[2] for key, row in GRID.items()}


@pytest.mark.parametrize("owing", [Owing.UNASKED, Owing.WITHDRAWN])
def test_nothing_may_be_done_to_a_row_that_is_not_owed(owing):
    for duty, state, action, party in CELLS:
        with pytest.raises(WrongState, match=owing.label):
            move(action, party, now(duty, state, owing=owing))


def test_after_the_lock_the_office_finishes_its_review_and_nothing_else_moves():
    allowed = {action for duty, state, action, party in CELLS if action in may(party, now(duty, state, locked=True))}
    assert allowed == AFTER_THE_LOCK
    with pytest.raises(WrongState, match="本期已经锁定"):
        move(Action.SUBMIT, Party.REPORTER, now(state=ReportState.DRAFT, locked=True))


def test_where_an_agency_signs_off_its_reporter_sends_nothing_out_alone():
    draft = now(state=ReportState.DRAFT, sign_off=True)
    assert may(Party.REPORTER, draft) == (Action.SAVE, Action.SEND_TO_SIGN)
    assert may(Party.APPROVER, draft) == (Action.SAVE, Action.SUBMIT, Action.REPORT_NIL)
    with pytest.raises(WrongState, match="先审签"):
        move(Action.SUBMIT, Party.REPORTER, draft)


@pytest.mark.parametrize("before", [ReportState.SUBMITTED, ReportState.RESUBMITTED])
def test_an_undoing_leads_back_to_where_the_review_began(before):
    assert move(Action.UNDO, Party.OFFICE, now(state=ReportState.ACCEPTED, before=before)) == before


def test_a_review_nobody_made_cannot_be_undone():
    with pytest.raises(WrongState):
        move(Action.UNDO, Party.OFFICE, now(state=ReportState.RETURNED, before=None))


def test_a_contribution_is_returned_once():
    with pytest.raises(WrongState, match="已经退回过一次"):
        move(Action.RETURN, Party.CONSOLIDATOR, now(Duty.CONTRIBUTION, ReportState.RESUBMITTED))


def test_a_return_needs_a_term_of_its_own_only_past_the_due_date():
    sent = ReportState.SUBMITTED
    assert needs(Action.RETURN, now(state=sent)) == {Need.REASON}
    assert needs(Action.RETURN, now(state=sent, past_due=True)) == {Need.REASON, Need.TERM}


def test_what_is_missing_is_named_all_at_once():
    returned = now(state=ReportState.RETURNED)
    with pytest.raises(Lacking) as refused:
        refuse_lacking(Action.ENTER, returned, {Need.SUMMARY: "  "})
    assert str(refused.value) == "还没有填写本次改了什么、来函文号，不能代录；请补上后再做一次。"
    refuse_lacking(Action.ENTER, returned, {Need.SUMMARY: "改了数据", Need.SOURCE: "穗税函〔2026〕8号"})
