"""A cell of a returned template → the answer it gives, or the fault that keeps it from being one."""

import re
import unicodedata
from collections.abc import Sequence

from tracker.workbooks.answers import AnswerColumn, Kind
from tracker.workbooks.cells import cell_text
from tracker.workbooks.faults import Fault, FaultKind, row_fault
from tracker.workbooks.grids import Failed, Formula, Number, Value

SHARE = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)(%?)")
LONGEST_QUOTED = 30


def answer(
    value: Value | None, column: AnswerColumn, address: str, states: Sequence[str]
) -> str | float | None | Fault:
    """What the cell says: None for nothing, in a share a percent from 0 to 100, whole as the template shows it."""
    if value is None:
        return None
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
    words = cell_text(plain(value)).strip()
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
    found = SHARE.fullmatch(words)
    if not found or float(found[1]) > 100:
        return row_fault(FaultKind.NO_SHARE, f"完成率{quoted(plain(value))}不是 0% 到 100% 之间的数；请改正。", address)
    number = float(found[1])
    if not found[2] and 0 < number <= 1:
        sentence = f"完成率“{number:g}”看不出是 {number:g}% 还是 {number * 100:g}%；请写上百分号。"
        return row_fault(FaultKind.UNCLEAR_SHARE, sentence, address)
    return int(number + 0.5)
