"""The office's own queue: how much waits for review, how much is reviewed a day, and whether that is enough."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from tracker.reporting.due_dates import Left
from tracker.reporting.pace import Pace, in_tenths


@dataclass(frozen=True, slots=True)
class Queue:
    """Reports that wait, those still to come, and what was reviewed lately; ``until`` names the day that counts."""

    waiting: int
    to_come: int
    until: str
    left: Left
    pace: Pace | None

    @property
    def needed(self) -> Fraction | None:
        """How many must be reviewed on a working day; None where none is left."""
        return Fraction(self.waiting + self.to_come, self.left.working) if self.left.working else None

    @property
    def is_enough(self) -> bool | None:
        """Whether the pace of late suffices; None where nobody can say, as no more was reviewed than came."""
        if not self.waiting + self.to_come:
            return True
        if self.left.days < 0 or self.pace is None:
            return None
        if self.needed is None:
            return False
        if self.pace.per_day >= self.needed:
            return True
        return False if self.waiting else None

    @property
    def word(self) -> str:
        if self.left.days < 0 and self.is_enough is None:
            return "已过期限"
        return {True: "来得及", False: "来不及", None: "说不准"}[self.is_enough]

    @property
    def sentence(self) -> str:
        """What waits, what is done a day, what is needed a day."""
        if not self.waiting + self.to_come:
            return "没有等待审核的，也没有还要报来的。"
        return f"{self._so_far}；{self._ahead}。"

    @property
    def _so_far(self):
        if self.pace is None:
            return f"待审核 {self.waiting} 份，开始还不满几个完整的工作日，算不出审核的速度"
        if not self.waiting:
            return f"没有等待审核的，近 {self.pace.window.days} 个工作日审了 {self.pace.count} 份"
        said = f"待审核 {self.waiting} 份，近 {self.pace.window.days} 个工作日审了 {self.pace.count} 份"
        if not self.pace.count:
            return f"{said}，照此审不完"
        takes = ceil(self.waiting / self.pace.per_day)
        return f"{said}（平均每个工作日 {self.pace.text} 份），现有的要 {takes} 个工作日审完"

    @property
    def _ahead(self):
        what = f"到{self.until}（{self.left.due:%Y-%m-%d}）"
        whole = f"连同还没有报来的 {self.to_come} 份" if self.to_come else "只算现有的"
        if self.left.days < 0:
            return f"{self.until}（{self.left.due:%Y-%m-%d}）已过，{whole}，共 {self.waiting + self.to_come} 份"
        if self.needed is None:
            return f"{what}没有完整的工作日了，{whole}，共 {self.waiting + self.to_come} 份"
        return f"{what}还有 {self.left.working} 个工作日，{whole}，每个工作日要审 {in_tenths(self.needed)} 份"


def queue(*, waiting: int, to_come: int, gate: Left | None, due: Left, pace: Pace | None) -> Queue:
    """The queue against the day on which all goes up for signature, or against the due date once that is past."""
    until, left = ("签发", gate) if gate and gate.days > 0 else ("截止日", due)
    return Queue(waiting, to_come, until, left, pace)
