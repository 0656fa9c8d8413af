"""How a task stands: what the office set, else what its consolidator reported, else what its reporters say together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from statistics import median

from tracker.vocabulary.reporting import Progress


@dataclass(frozen=True, slots=True)
class Said:
    """What an agency reported last: the accepted report if there is one, else the submitted one."""

    agency: str
    progress: Progress
    percent: int | None
    accepted: bool = False


@dataclass(frozen=True, slots=True)
class SetByOffice:
    """What the office set a task to, or closed it out as, with a reason: a dated fact."""

    progress: Progress
    percent: int | None
    reason: str
    who: str
    on: date
    closed_out: bool = False


@dataclass(frozen=True, slots=True)
class TaskStanding:
    """How a task stands; None while nothing is known. ``deviating`` are the agencies that say otherwise."""

    progress: Progress | None
    percent: Fraction | None
    why: str
    deviating: tuple[str, ...] = ()


def task_standing(
    said: Sequence[Said], consolidator: str | None, set_by_office: SetByOffice | None = None
) -> TaskStanding:
    """How a task stands; ``said`` are its reports (not the contributions), ``consolidator`` None where it is the office."""
    if set_by_office:
        what = "办结，以后各期不再下达" if set_by_office.closed_out else "认定"
        why = f"办公室 {set_by_office.on:%Y-%m-%d} {what}：{set_by_office.reason}（{set_by_office.who}）"
        return _standing(set_by_office.progress, set_by_office.percent, why, said)
    if consolidator is None:
        return _together(said)
    own = [each for each in said if each.agency == consolidator]
    if not own:
        return TaskStanding(None, None, "汇总单位还没有报告。")
    chosen = max(own, key=lambda each: each.accepted)
    why = "汇总单位的报告，审核通过。" if chosen.accepted else "汇总单位的报告，尚未审核。"
    return _standing(chosen.progress, chosen.percent, why, said)


def _standing(progress, percent, why, said):
    deviating = tuple(each.agency for each in said if each.progress is not progress)
    return TaskStanding(progress, None if percent is None else Fraction(percent), why, deviating)


def _together(said):
    if not said:
        return TaskStanding(None, None, "还没有单位报告。")
    percents = [Fraction(each.percent) for each in said if each.percent is not None]
    found = _standing(joint_progress(each.progress for each in said), None, f"由 {len(said)} 家单位的报告汇总。", said)
    return TaskStanding(found.progress, median(percents) if percents else None, found.why, found.deviating)


def joint_progress(progresses: Iterable[Progress]) -> Progress:
    """已完成 only if all say so, 受阻 if any does, 未启动 if all do, 长期推进 and 不再实施 if all do, else 进行中."""
    found = set(progresses)
    if Progress.BLOCKED in found:
        return Progress.BLOCKED
    return found.pop() if len(found) == 1 else Progress.UNDER_WAY
