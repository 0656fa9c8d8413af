"""What the office sets about the lights: thresholds from a day on, and single lights until a day, each for a reason."""

from collections.abc import Collection
from datetime import date

from tracker import clock
from tracker.errors import Lacking, NotThere, NotYours, Unchosen, WrongState
from tracker.operations.actors import Acting, is_office_of
from tracker.operations.rows import cycle_for, hold, needed_reason
from tracker.operations.transactions import one_transaction
from tracker.reporting.lights import DECIDED_WORDS, Thresholds
from tracker.storage.cycles import Cycle, CycleTask
from tracker.storage.database import db
from tracker.storage.lights import LightOverride, LightThresholds
from tracker.vocabulary.reporting import Colour, CycleState, LightKind, Owing

MOST_DAYS = 90


def set_thresholds(cycle_id: int, limits: Thresholds, *, since: date | None = None, reason: str, by: Acting) -> None:
    """The thresholds of a cycle's lights from a day on, today if none is given; what was shown before stays as it was."""
    reason = needed_reason("修改亮灯标准", reason)
    since = since or clock.today()
    _refuse_limits(limits, since)
    with one_transaction():
        cycle = _cycle(cycle_id, by, "修改亮灯标准")
        numbers = {"soon_days": limits.soon, "slow_points": limits.slow, "behind_points": limits.behind}
        db.session.add(LightThresholds(cycle_id=cycle.id, since=since, **numbers, **_said(reason, by)))


def _refuse_limits(limits, since):
    if not 0 <= limits.soon <= MOST_DAYS:
        raise WrongState(f"“临期”的天数应在 0 到 {MOST_DAYS} 之间；没有改动，请改正后再保存。")
    if not 0 < limits.slow <= limits.behind <= 100:
        raise WrongState("“偏慢”和“滞后”的百分点应在 1 到 100 之间，“滞后”不小于“偏慢”；没有改动，请改正后再保存。")
    if since < clock.today():
        raise WrongState(f"{since:%Y-%m-%d} 已经过去，不能改以前的亮灯；请从今天或以后的日子开始。")


def decide_filing(
    row_ids: Collection[int], colour: Colour | None, *, until: date | None, reason: str, by: Acting
) -> None:
    """人工调整 of the 填报灯 of rows, from today until a day; without a colour what was decided is taken back."""
    reason = _needed(LightKind.FILING, colour, until, reason)
    with one_transaction():
        for held in hold(row_ids):
            _refuse_others(held.cycle, by, "调整亮灯")
            if held.row.owing is not Owing.OWED:
                raise WrongState(f"有一行{held.row.owing.label}，没有填报灯，一行也没有调整；请去掉这一行再做。")
            _decide(LightKind.FILING, held.cycle, colour, until, reason, by, expected_id=held.row.id)


def decide_progress(
    cycle_id: int, task_id: int, colour: Colour | None, *, until: date | None, reason: str, by: Acting
) -> None:
    """人工调整 of the 进度灯 of a task of a cycle, from today until a day; without a colour it is taken back."""
    reason = _needed(LightKind.PROGRESS, colour, until, reason)
    with one_transaction():
        cycle = _cycle(cycle_id, by, "调整亮灯")
        if db.session.get(CycleTask, (cycle.id, task_id)) is None:
            raise NotThere("本期的这项任务")
        _decide(LightKind.PROGRESS, cycle, colour, until, reason, by, task_id=task_id)


def _needed(kind, colour, until, reason):
    reason = needed_reason("调整亮灯", reason)
    if colour is None:
        return reason
    if colour not in DECIDED_WORDS[kind]:
        raise Unchosen("调整亮灯", ["亮哪一种灯"])
    if until is None:
        raise Lacking("调整亮灯", ["到哪一天为止"])
    if until < clock.today():
        raise WrongState(f"{until:%Y-%m-%d} 已经过去，没有调整；请选今天或以后的日期。")
    return reason


def _decide(kind, cycle, colour, until, reason, by, **whose):
    ends = until if colour is not None else None
    facts = {"kind": kind, "cycle_id": cycle.id, "colour": colour, "since": clock.today(), "until": ends}
    db.session.add(LightOverride(**facts, **whose, **_said(reason, by)))


def _cycle(cycle_id, by, doing) -> Cycle:
    cycle = cycle_for(cycle_id)
    _refuse_others(cycle, by, doing)
    return cycle


def _refuse_others(cycle, by, doing):
    if not is_office_of(by, cycle.group_id):
        raise NotYours(doing)
    if cycle.state is CycleState.PREPARED:
        raise WrongState(f"这个周期还没有开始报送，没有灯可亮，不能{doing}。")


def _said(reason, by):
    return {"reason": reason, "who": by.name, "account_id": by.id, "at": clock.now()}
