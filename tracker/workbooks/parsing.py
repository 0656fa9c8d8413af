"""A cell of a returned template → the answer it gives, or the fault that keeps it from being one."""

import re
import unicodedata
from collections.abc import Sequence

from tracker.workbooks.answers import AnswerColumn, Kind
from tracker.workbooks.cells import cleaned, is_too_long
from tracker.workbooks.faults import Fault, FaultKind, notice, row_fault
from tracker.workbooks.grids import Failed, Formula, Number, Value

SHARE = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)(%?)")
LONGEST_QUOTED = 30
PICTURE = "=DISPIMG("
"""What WPS shows other programs where a picture was put into a cell."""


def answer(
    value: Value | None, column: AnswerColumn, address: str, states: Sequence[str]
) -> str | float | None | Fault:
    """What the cell says: None for nothing, in a share a percent from 0 to 100, whole as the template shows it."""
    if value is None:
        return None
    if isinstance(value, Formula) and value.shown.startswith(PICTURE):
        return row_fault(
            FaultKind.FORMULA,
            f"“{column.caption}”里放的是图片，系统不读取；请写成文字，图片在网页上作为附件上传。",
            address,
        )
    if isinstance(value, Formula):
        return row_fault(
            FaultKind.FORMULA, f"“{column.caption}”是公式，系统不采用公式的结果；请改成直接填写的内容。", address
        )
    if isinstance(value, Failed):
        return row_fault(
            FaultKind.FAILED, f"“{column.caption}”显示的是错误值 {value.shown}；请改成要填的内容。", address
        )
    if column.kind is Kind.SHARE:
        return _share(value, address)
    words = cleaned(plain(value)).strip()
    if is_too_long(words):
        sentence = f"“{column.caption}”有 {len(words)} 字，超过一格能放的字数；请删减。"
        return row_fault(FaultKind.TOO_LONG, sentence, address)
    if column.kind is Kind.CHOICE and words:
        return _choice(words, address, states)
    return words or None


def plain(value: Value | None) -> str:
    """A cell's words; a number as one would write it: 75%, 13800000000."""
    if value is None:
        return ""
    if isinstance(value, Number):
        number = float(value.value * 100 if value.percent else value.value)
        whole = number.is_integer() and abs(number) < 1e15
        return (str(int(number)) if whole else f"{number:.10g}") + ("%" if value.percent else "")
    return value if isinstance(value, str) else value.shown


def squeezed(text: str) -> str:
    """Text as it is compared where white space and width do not count."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def quoted(text: str) -> str:
    """A text as a sentence may quote it."""
    text = " ".join("".join(letter if letter.isprintable() else " " for letter in text[:1000]).split())
    return f"“{text[:LONGEST_QUOTED]}…”" if len(text) > LONGEST_QUOTED else f"“{text}”"


def _choice(words, address, states):
    by_letters = {squeezed(state): state for state in states}
    if state := by_letters.get(squeezed(words)):
        return state
    return row_fault(
        FaultKind.OUT_OF_LIST, f"完成状态{quoted(words)}不在列表中；请从{'、'.join(states)}中选一个。", address
    )


def _share(value, address):
    words = squeezed(plain(value))
    if not words:
        return None
    number = percent_meant(words)
    if number is None:
        return row_fault(FaultKind.NO_SHARE, f"完成率{quoted(plain(value))}不是 0% 到 100% 之间的数；请改正。", address)
    if isinstance(number, tuple):
        either, other = number
        sentence = (
            f"完成率{quoted(plain(value))}看不出是 {either:g}% 还是 {other:g}%，这一格没有采用；请写上百分号再上传。"
        )
        return notice(FaultKind.UNCLEAR_SHARE, sentence, address)
    return int(number + 0.5)


def percent_meant(words: str) -> float | tuple[float, float] | None:
    """The percent a cell means, two where it may be either, None for what is none.

    A cell shown in percent says 3000% where 30 was put into it; one that is not says 0.3 where 30% was meant, 30 where
    it was 30%. Between 100% and 1000% nobody knows: 200% is 2, or twice what was asked. 1 is either.
    """
    found = SHARE.fullmatch(words)
    number, is_percent = (float(found[1]), bool(found[2])) if found else (-1.0, False)
    if is_percent and 1_000 <= number <= 10_000:
        return number / 100
    if not is_percent and 0 < number < 1:
        return number * 100
    if not is_percent and number == 1:
        return 1.0, 100.0
    return number if 0 <= number <= 100 else None


def remark(value: Value | None, column: AnswerColumn, address: str) -> Fault | None:
    """What is to be said of a share that was taken for another number than its cell shows."""
    if column.kind is not Kind.SHARE or isinstance(value, Formula | Failed):
        return None
    shown = squeezed(plain(value))
    meant = percent_meant(shown)
    if not isinstance(meant, float) or float(shown.rstrip("%")) == meant:
        return None
    return notice(FaultKind.TAKEN_AS, f"完成率显示为 {shown}，按 {meant:g}% 采用；不对的请改正后再上传。", address)
