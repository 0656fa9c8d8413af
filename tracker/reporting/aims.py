"""The targets a measure sets, as a report is held against them: ``引进龙头企业 8 家``, and how far a figure reaches."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

ENDS = "，。；、：:！？（）《》“”\n\r\t 　"
LONGEST_NAME = 30
NUMBER = re.compile(r"\d.*$", re.DOTALL)
REACHING = re.compile(
    r"(?:突破|达到|达|超过|超|不低于|不少于|不小于|控制在|保持在|保持|提高到|提升至|提升到|扩大到|降至|增长)$"
)


@dataclass(frozen=True, slots=True)
class Aim:
    """A target: what is counted, how much of it, until which year; ``start`` is where it stands in the document."""

    name: str
    low: float | None
    high: float | None
    unit: str
    year: int | None
    start: int

    @property
    def amount(self) -> str:
        numbers = [f"{number:g}" for number in (self.low, self.high) if number is not None]
        return f"{'—'.join(numbers)}{self.unit}"

    @property
    def text(self) -> str:
        return f"{self.name} {self.amount}" + (f"（{self.year}年）" if self.year else "")


def aims_of(text: str, targets: Sequence[dict]) -> tuple[Aim, ...]:
    """The targets that were read from a document's text, each with what it counts; caps on money are none."""
    return tuple(
        Aim(_name(text, each), each["low"], each["high"], each["unit"], each["year"], each["start"])
        for each in targets
        if each["kind"] == "target" and (each["low"] is not None or each["high"] is not None)
    )


def _name(text, target):
    """``跨境电商进出口额突破450亿元`` → 跨境电商进出口额; ``引进龙头企业8家`` → 引进龙头企业."""
    begin = target["start"]
    while begin and text[begin - 1] not in ENDS and target["start"] - begin < LONGEST_NAME:
        begin -= 1
    printed = "".join(text[begin : target["end"]].split())
    name = NUMBER.sub("", printed)
    return (REACHING.sub("", name) or name)[-LONGEST_NAME:] or target["unit"]


def share_of(name: str, number: Fraction | None, unit: str, aims: Sequence[Aim]) -> str:
    """How far a figure reaches, worked out before one's eyes: ``6 ÷ 8 = 75%``; "" where it is held against nothing."""
    aim = _held_against(name, unit, aims)
    if aim is None or number is None or not (aim.low or aim.high):
        return ""
    whole = Fraction(str(aim.low or aim.high))
    return f"{float(number):g} ÷ {float(whole):g} = {float(100 * number / whole):.0f}%"


def _held_against(name, unit, aims):
    same = [aim for aim in aims if aim.name == name]
    alike = same or [aim for aim in aims if aim.unit == unit]
    return alike[0] if len(alike) == 1 else None
