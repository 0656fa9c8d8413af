"""Who hears of what, for every action of both duties, and in which words."""

import pytest

from tracker.reporting.messages import SENTENCES, hears, kind_of, sentence
from tracker.reporting.transitions import MOVES
from tracker.vocabulary.messages import MessageKind
from tracker.vocabulary.reporting import Action, Adjusting, Duty, Party

AGENCY = {Party.REPORTER, Party.APPROVER}
HEARING = {
    (Duty.REPORT, Action.ENTER): AGENCY,
    (Duty.REPORT, Action.RETURN): AGENCY,
    (Duty.REPORT, Action.ACCEPT): AGENCY,
    (Duty.REPORT, Action.UNDO): AGENCY,
    (Duty.REPORT, Action.SEND_TO_SIGN): {Party.APPROVER},
    (Duty.REPORT, Action.SEND_BACK): {Party.REPORTER},
    (Duty.CONTRIBUTION, Action.SUBMIT): {Party.CONSOLIDATOR},
    (Duty.CONTRIBUTION, Action.REPORT_NIL): {Party.CONSOLIDATOR},
    (Duty.CONTRIBUTION, Action.WITHDRAW): {Party.CONSOLIDATOR},
    (Duty.CONTRIBUTION, Action.ENTER): AGENCY,
    (Duty.CONTRIBUTION, Action.RETURN): AGENCY,
    (Duty.CONTRIBUTION, Action.TAKE_OVER): AGENCY,
    (Duty.CONTRIBUTION, Action.UNDO): AGENCY,
    (Duty.CONTRIBUTION, Action.SEND_TO_SIGN): {Party.APPROVER},
    (Duty.CONTRIBUTION, Action.SEND_BACK): {Party.REPORTER},
}


def test_the_other_side_hears_of_an_action_and_nobody_of_the_rest():
    possible = {(duty, action) for duty, _, action in MOVES}
    assert {(duty, action): set(hears(duty, action)) for duty, action in possible if hears(duty, action)} == HEARING


def test_what_somebody_hears_of_has_a_kind_and_every_kind_its_sentence():
    assert {kind_of(action) for _, action in HEARING} | {kind_of(each) for each in Adjusting} <= set(MessageKind)
    assert SENTENCES.keys() == set(MessageKind)


@pytest.mark.parametrize(
    ("kind", "told", "said"),
    [
        (MessageKind.RETURN, {"tasks": ("一 引进企业",), "count": 1}, "“一 引进企业”的报告被退回，请修改后重新报送。"),
        (MessageKind.ACCEPT, {"tasks": ("一 引进企业",), "count": 5}, "“一 引进企业”等 5 份报告审核通过。"),
        (
            MessageKind.SUBMIT,
            {"tasks": ("一 引进企业",), "count": 1, "duty": Duty.CONTRIBUTION, "agency": "广州海关"},
            "广州海关报来了“一 引进企业”的配合情况，可以采用。",
        ),
        (MessageKind.OPENED, {"cycle": "2026年度"}, "2026年度开始报送，请签收后填报。"),
    ],
)
def test_a_message_says_what_happened_to_what(kind, told, said):
    assert sentence(kind, **told) == said
