"""The ladder: every step after every other, before and after the time that was given."""

from datetime import date, timedelta

import pytest

from tracker.agencies.kinds import ASKED, URGED
from tracker.errors import WrongState
from tracker.reporting.escalation import (
    FOLLOWING,
    LONGEST_TERM,
    Late,
    may_follow,
    next_steps,
    refuse_term,
    refuse_unfit,
    why_not,
)
from tracker.vocabulary.reminders import COLOURS, PAPERS, Step, paper_number
from tracker.vocabulary.reporting import Colour

DUE, TERM = date(2026, 12, 10), date(2026, 12, 15)
IN_TIME, OVERDUE, DURING, AFTER = DUE, date(2026, 12, 11), TERM, date(2026, 12, 16)
REMIND, URGE, SUPERVISE, REQUEST = Step


def late(reached=None, ladder=URGED):
    return Late(DUE, ladder, reached, TERM if reached else None)


@pytest.mark.parametrize(
    ("row", "on", "steps"),
    [
        (late(), IN_TIME, (REMIND,)),
        (late(), OVERDUE, (URGE, REMIND)),
        (late(URGE), DURING, (REMIND,)),
        (late(URGE), AFTER, (SUPERVISE, URGE, REMIND)),
        (late(SUPERVISE), DURING, (REMIND,)),
        (late(SUPERVISE), AFTER, (SUPERVISE, REMIND)),
        (late(ladder=ASKED), IN_TIME, (REMIND,)),
        (late(ladder=ASKED), OVERDUE, (REQUEST, REMIND)),
        (late(REQUEST, ASKED), DURING, (REMIND,)),
        (late(REQUEST, ASKED), AFTER, (REQUEST, REMIND)),
    ],
)
def test_the_next_step_waits_for_the_time_that_was_given(row, on, steps):
    assert next_steps(row, on) == steps


@pytest.mark.parametrize("reached", FOLLOWING)
@pytest.mark.parametrize("step", Step)
def test_what_the_table_does_not_hold_is_refused_with_its_reason(reached, step):
    ladder = ASKED if Step.REQUEST in (reached, step) else URGED
    allowed = step in FOLLOWING[reached] & set(ladder)
    assert may_follow(step, late(reached, ladder), AFTER) is allowed
    assert (why_not(step, late(reached, ladder), AFTER) is None) is allowed


@pytest.mark.parametrize(
    ("step", "row", "on", "why"),
    [
        (URGE, late(), IN_TIME, "还没有逾期"),
        (SUPERVISE, late(), AFTER, "还没有催办过"),
        (SUPERVISE, late(URGE), DURING, "催办给的期限到 2026-12-15"),
        (URGE, late(SUPERVISE), AFTER, "已经发过督查单"),
        (SUPERVISE, late(ladder=ASKED), AFTER, "不由本办公室催办"),
        (REQUEST, late(), AFTER, "不用商请函"),
    ],
)
def test_a_refusal_says_why(step, row, on, why):
    assert why in why_not(step, row, on)
    with pytest.raises(WrongState, match=f"不能{step.label}：天河区.*{why}.*一家也没有发"):
        refuse_unfit(step, [("天河区", why_not(step, row, on))])


def test_a_paper_gives_time_and_a_reminder_need_not():
    refuse_term(REMIND, None, OVERDUE)
    refuse_term(URGE, OVERDUE, OVERDUE)
    with pytest.raises(WrongState, match="没有写明期限"):
        refuse_term(URGE, None, OVERDUE)
    with pytest.raises(WrongState, match="已经过去"):
        refuse_term(SUPERVISE, DUE, OVERDUE)
    refuse_term(URGE, OVERDUE + LONGEST_TERM, OVERDUE)
    with pytest.raises(WrongState, match="太远.*最多给 60 天，请选"):
        refuse_term(URGE, OVERDUE + LONGEST_TERM + timedelta(days=1), OVERDUE)


def test_steps_have_their_colours_and_papers_their_numbers():
    assert [COLOURS[step] for step in URGED] == [Colour.BLUE, Colour.YELLOW, Colour.RED]
    assert set(PAPERS) == set(Step) - {Step.REMIND}
    assert paper_number(SUPERVISE, 2026, 3) == "督查〔2026〕3号"
