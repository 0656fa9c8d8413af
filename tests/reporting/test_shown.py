"""What an agency took back before anybody reviewed it is its own again."""

import pytest

from tracker.reporting.shown import Sending, versions_shown
from tracker.vocabulary.reporting import Action

SUBMIT, RETURN, WITHDRAW, ACCEPT = Action.SUBMIT, Action.RETURN, Action.WITHDRAW, Action.ACCEPT


@pytest.mark.parametrize(
    ("actions", "shown"),
    [
        ([], ()),
        ([SUBMIT], (1,)),
        ([SUBMIT, WITHDRAW], ()),
        ([SUBMIT, WITHDRAW, SUBMIT], (2,)),
        ([SUBMIT, RETURN], (1,)),
        ([SUBMIT, RETURN, SUBMIT, WITHDRAW], (1,)),
        ([SUBMIT, RETURN, SUBMIT, ACCEPT], (1, 2)),
        ([SUBMIT, ACCEPT, Action.COMPLETE], (1, 2)),
        ([SUBMIT, Action.COMPLETE, WITHDRAW], ()),
        ([Action.ENTER, RETURN, Action.UNDO, ACCEPT], (1,)),
        ([Action.SEND_TO_SIGN, Action.SEND_BACK, Action.SEND_TO_SIGN, SUBMIT], (1,)),
    ],
)
def test_versions_taken_back_before_review_are_not_shown(actions, shown):
    number, steps = 0, []
    for action in actions:
        sends = action in (SUBMIT, Action.COMPLETE, Action.ENTER)
        number += sends
        steps.append(Sending(action, number if sends else None))
    assert versions_shown(steps) == shown
