"""Handing duties over from bodies that are no more, by a list that the office confirms row by row."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker import clock
from tracker.agencies.rows import Rows, in_period
from tracker.errors import NotRegistered, WrongState
from tracker.operations.actors import Actor
from tracker.operations.messages import To, notify
from tracker.operations.registry_changes import Changed, Wanted, change
from tracker.operations.words import reason_for, reason_given, signature
from tracker.storage.office_rows import OfficeMove
from tracker.storage.queries.handovers import Pending, pending
from tracker.storage.registry_office import Handover
from tracker.vocabulary import RegistryStep
from tracker.vocabulary.messages import MessageKind

TABLE = Handover.__tablename__


@dataclass(frozen=True)
class Choice:
    """What the office decided of one row of the list: who carries the duty on; nobody needs a reason."""

    task_id: int
    printed: str
    bearer: str
    to: tuple[str, ...]

    @property
    def key(self) -> tuple[int, str, str]:
        return self.task_id, self.printed, self.bearer


def hand_over(choices: Sequence[Choice], *, who: str, basis: str = "") -> Changed:
    """Write down who carries these duties on, all or none; no record changes its printed name.

    Raises WrongState for a row that no longer waits or a body that is no more itself, NotRegistered, Unreasoned where
    nobody is to carry one on and no basis says why, Unsigned.
    """
    who = signature(who)
    if any(not choice.to for choice in choices):
        reason_for("让职责不再有人承担", basis)
    basis = reason_given(basis, "依据", "basis")

    def make(rows: Rows) -> Wanted:
        today = clock.today()
        waiting = {each.key: each for each in pending(today)}
        there = {each.id: in_period(each.valid_from, each.valid_to, today) for each in rows.agencies}
        moves = [move for choice in choices for move in _moves(choice, waiting.get(choice.key), there, basis, who)]
        _tell_heirs([waiting[choice.key] for choice in choices], choices, who)
        return Wanted(rows, tuple(moves))

    return change(RegistryStep.HANDED_OVER, make, who=who, reason=basis or None)


def _tell_heirs(rows, choices, who):
    for row, choice in zip(rows, choices, strict=True):
        for to in choice.to:
            text = f"“{row.bearer.name}”（文中“{row.printed}”）的职责由本单位承接。"
            notify(MessageKind.HANDED_OVER, To(agency_id=to), by=Actor(None, who, frozenset()), text=text)


def _moves(choice, row: Pending | None, there, basis, who):
    if row is None:
        raise WrongState("名单在您打开之后变了：有一项职责已经交接，或不再需要交接，没有改动；请刷新页面后再确认。")
    successors = {each.agency.id: each for each in row.successors}
    for to in choice.to or (None,):
        if to is not None and to not in there:
            raise NotRegistered(to)
        if to is not None and not there[to]:
            raise WrongState(f"“{to}”已经终止，不能再承接职责，没有改动；请另选一个单位。")
        found = successors.get(to)
        after = {
            "task_id": row.task_id,
            "printed": row.printed,
            "collective": row.collective,
            "from_agency": row.bearer.id,
            "to_agency": to,
            "since": row.since.isoformat(),
            "share": found.share if found else "",
            "basis": basis or (found.basis if found else ""),
            "who": who,
            "at": clock.now().isoformat(),
        }
        yield OfficeMove(TABLE, None, after)
