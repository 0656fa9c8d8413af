"""Not taking what the registry proposes: it stays as it is in this cycle, for a reason, until somebody takes that back."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from tracker import clock
from tracker.errors import WrongState
from tracker.operations.actors import Acting
from tracker.operations.adjusting import refuse_others
from tracker.operations.rows import cycle_for, needed_reason
from tracker.operations.transactions import one_transaction
from tracker.reporting.shifting import tasks_in
from tracker.storage.cycles import Cycle
from tracker.storage.database import db
from tracker.storage.left_alone import LeftAlone
from tracker.storage.queries.handovers import Pending, waiting
from tracker.storage.queries.left_alone import left_alone, open_cycle_with
from tracker.storage.queries.shifting import shifts_of

DOING = "让它们在本期维持不变"
CHANGED = "名单在您打开之后变了：有 {} 项已经办过，或不再需要办，没有改动；请刷新页面后再确认。"
IN_NO_CYCLE = "有 {} 项任务不在开着的报送周期里，没有“本期”可以维持，没有改动；这几项请交接，或先留在名单里。"


def leave_rows(cycle_id: int, keys: Collection[str], *, reason: str, by: Acting) -> None:
    """Rows of the frozen list (``Shift.key``) stay as they are, all or none.

    Raises WrongState for one that is not proposed any more, NotYours, Lacking without a reason.
    """
    reason = needed_reason(DOING, reason)
    with one_transaction():
        cycle = _own_cycle(cycle_id, by)
        found = {shift.key: shift for shift in shifts_of(cycle, clock.today(), tasks_in(keys))}
        for left in left_alone([cycle_id]):
            found.pop(left.key, None)
        _refuse_changed(keys, found)
        for key in dict.fromkeys(keys):
            _leave(cycle, key, found[key].task, found[key].agency, None, reason, by)


def leave_duties(keys: Collection[tuple[int, str, str]], *, reason: str, by: Acting) -> None:
    """Duties (``Pending.key``) are not handed over while the open cycle lasts that their task is in, all or none.

    Raises the same, and WrongState for a task that is in none.
    """
    reason = needed_reason(DOING, reason)
    with one_transaction():
        found = {each.key: each for each in waiting(clock.today())}
        _refuse_changed(keys, found)
        for cycle_id, duties in _by_cycle([found[key] for key in dict.fromkeys(keys)], by).items():
            cycle = _own_cycle(cycle_id, by)
            for duty in duties:
                key = "|".join(map(str, ("交接", *duty.key)))
                _leave(cycle, key, duty.task_id, duty.bearer.id, duty.printed, reason, by)


def take_up_again(cycle_id: int, left_ids: Collection[int], *, by: Acting) -> None:
    """What was left alone is proposed again, all or none. Raises WrongState where somebody did so already, NotYours."""
    with one_transaction():
        cycle = _own_cycle(cycle_id, by)
        found = {left.id: left for left in left_alone([cycle.id])}
        _refuse_changed(left_ids, found)
        for left_id in set(left_ids):
            db.session.delete(found[left_id])


def _own_cycle(cycle_id, by) -> Cycle:
    cycle = cycle_for(cycle_id, update=True)
    refuse_others(cycle, by, DOING)
    return cycle


def _by_cycle(duties: Collection[Pending], by: Acting) -> Mapping[int, list[Pending]]:
    found = defaultdict(list)
    for duty in duties:
        found[open_cycle_with(duty.task_id, by.group_id)].append(duty)
    if without := found.get(None):
        raise WrongState(IN_NO_CYCLE.format(len(without)))
    return found


def _refuse_changed(keys, found):
    if missing := set(keys) - found.keys():
        raise WrongState(CHANGED.format(len(missing)))


def _leave(cycle, key, task_id, agency, printed, reason, by):
    who = {"who": by.name, "account_id": by.id, "at": clock.now()}
    what = {"task_id": task_id, "agency": agency, "printed": printed, "key": key, "reason": reason}
    db.session.add(LeftAlone(cycle_id=cycle.id, **what, **who))
