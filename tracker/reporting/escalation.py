"""The ladder 提醒 → 催办 → 督查单, and 商请函 for those who are asked: what may follow what, and when."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from tracker.errors import WrongState
from tracker.reporting.due_dates import LONGEST_TERM
from tracker.vocabulary.reminders import Step

FOLLOWING: Mapping[Step | None, frozenset[Step]] = {
    None: frozenset({Step.REMIND, Step.URGE, Step.REQUEST}),
    Step.URGE: frozenset({Step.REMIND, Step.URGE, Step.SUPERVISE}),
    Step.SUPERVISE: frozenset({Step.REMIND, Step.SUPERVISE}),
    Step.REQUEST: frozenset({Step.REMIND, Step.REQUEST}),
}
"""The whole table: what may be done after the highest step taken so far. 提醒 leads nowhere and may always be sent."""
RANK = {Step.REMIND: 0, Step.URGE: 1, Step.REQUEST: 1, Step.SUPERVISE: 2}
"""How high a step stands on the ladder."""


@dataclass(frozen=True, slots=True)
class Late:
    """A row on the ladder: its due date, who may be pressed how, and the highest step taken for that due date.

    ``term`` is until when that step gave time; the due date itself is the time given before the first.
    """

    due: date
    ladder: tuple[Step, ...]
    reached: Step | None = None
    term: date | None = None

    @property
    def until(self) -> date:
        """The last day of the time that was given."""
        return max(self.due, self.term or self.due)


def may_follow(step: Step, row: Late, on: date) -> bool:
    """Whether a step may be taken on a day."""
    return why_not(step, row, on) is None


def why_not(step: Step, row: Late, on: date) -> str | None:
    """Why a step may not be taken on a day, in words; None where it may."""
    if step not in row.ladder:
        return _not_on_the_ladder(step)
    if step is Step.REMIND:
        return None
    if on <= row.due:
        return f"截止 {row.due:%Y-%m-%d}，还没有逾期，只能提醒"
    if step not in FOLLOWING[row.reached]:
        return _out_of_order(step, row)
    if on <= row.until:
        return f"{row.reached.label}给的期限到 {row.until:%Y-%m-%d}，还没有过"
    return None


def _not_on_the_ladder(step):
    if step is Step.REQUEST:
        return "由本办公室催办，不用商请函"
    return "不由本办公室催办，只能提醒或发商请函"


def _out_of_order(step, row):
    if row.reached is None:
        return f"还没有催办过，不能直接发{step.label}"
    return f"已经发过{row.reached.label}，不再{step.label}"


def next_steps(row: Late, on: date) -> tuple[Step, ...]:
    """What may be done on a day, the highest first."""
    found = [step for step in row.ladder if may_follow(step, row, on)]
    return tuple(sorted(found, key=RANK.__getitem__, reverse=True))


def refuse_unfit(step: Step, refused: Collection[tuple[str, str]]) -> None:
    """Raise WrongState for the agencies (name, why) for which a step may not be taken."""
    if not refused:
        return
    shown = "；".join(f"{name}：{why}" for name, why in list(refused)[:3])
    more = f"；等 {len(refused)} 家" if len(refused) > 3 else ""
    raise WrongState(f"不能{step.label}：{shown}{more}。一家也没有发；请去掉这些单位再发。")


def refuse_term(step: Step, term: date | None, on: date) -> None:
    """Raise WrongState where a paper gives no time, time that is over, or more than any may give."""
    if step is Step.REMIND:
        return
    if term is None:
        raise WrongState(f"没有写明期限，不能发{step.label}；请选一个最迟报送的日期。")
    if term < on:
        raise WrongState(f"期限 {term:%Y-%m-%d} 已经过去，不能发{step.label}；请选今天或以后的日期。")
    if term > (latest := on + LONGEST_TERM):
        raise WrongState(
            f"期限 {term:%Y-%m-%d} 太远，不能发{step.label}；最多给 {LONGEST_TERM.days} 天，请选 {latest:%Y-%m-%d} 或更早的日期。"
        )
