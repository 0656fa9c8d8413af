"""What of a row's history its agency has let out of its hands: only that is shown to the office."""

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.reporting.receiving import REVIEWS, SENDING
from tracker.vocabulary.reporting import Action

INTERNAL = frozenset({Action.SAVE, Action.SEND_TO_SIGN, Action.SEND_BACK})
"""What an agency does among itself."""


@dataclass(frozen=True, slots=True)
class Sending:
    """An action on a row and the version it brought, if any."""

    action: Action
    version: int | None = None


def versions_shown(steps: Iterable[Sending]) -> tuple[int, ...]:
    """The numbers of the versions that were sent and not taken back before they were reviewed, in order."""
    reviewed: list[int] = []
    sent: list[int] = []
    for step in steps:
        if step.action in SENDING and step.version is not None:
            sent.append(step.version)
        elif step.action in REVIEWS:
            reviewed, sent = reviewed + sent, []
        elif step.action is Action.WITHDRAW:
            sent = []
    return tuple(reviewed + sent)
