"""What a report says on one row, as a plain value; its check code; what changed between two of them."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from fractions import Fraction
from typing import Any, Self

from tracker.vocabulary.reporting import Measured, Progress


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure against a target: ``value`` as written (``860``), with its unit, the day it is of, reached or expected."""

    name: str
    value: str
    unit: str = ""
    as_of: date | None = None
    measured: Measured = Measured.ACTUAL

    @property
    def number(self) -> Fraction | None:
        """The value as a number, None where it is none."""
        try:
            return Fraction(self.value.replace(",", "").replace("，", "").strip())
        except (ValueError, ZeroDivisionError):
            return None

    @property
    def text(self) -> str:
        as_of = f"（截至 {self.as_of:%Y-%m-%d}，{self.measured.label}）" if self.as_of else ""
        return f"{self.value}{self.unit}{as_of}"


@dataclass(frozen=True, slots=True)
class Content:
    """A report's words and numbers; a nil report says only why there is nothing to report."""

    progress: Progress | None = None
    percent: int | None = None
    done: str = ""
    problems: str = ""
    next_step: str = ""
    coordination: str = ""
    figures: tuple[Figure, ...] = ()
    office: str = ""
    contact: str = ""
    phone: str = ""
    nil_reason: str = ""

    @property
    def is_nil(self) -> bool:
        return bool(self.nil_reason)

    @property
    def is_empty(self) -> bool:
        return self == Content()

    def as_json(self) -> str:
        """The content as one text that is equal for equal contents, whatever the order it was given in."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, default=str, separators=(",", ":"))

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.as_json().encode()).hexdigest()

    @classmethod
    def of_json(cls, text: str) -> Self:
        """What ``as_json`` was made of."""
        return cls.of(json.loads(text))

    @classmethod
    def of(cls, given: dict[str, Any]) -> Self:
        """A content from plain values; names it does not have are left out. ValueError for a value that is none."""
        values = {field.name: given[field.name] for field in fields(cls) if given.get(field.name) is not None}
        if "progress" in values:
            values["progress"] = Progress(values["progress"])
        values["figures"] = tuple(_figure(each) for each in values.get("figures", ()))
        return cls(**values)


def _figure(given):
    if isinstance(given, Figure):
        return given
    values = {field.name: given[field.name] for field in fields(Figure) if given.get(field.name) is not None}
    as_of = values.get("as_of")
    values["as_of"] = date.fromisoformat(as_of) if isinstance(as_of, str) else as_of
    return Figure(**values | {"measured": Measured(values.get("measured", Measured.ACTUAL))})


LABELS = {
    "progress": "完成状态",
    "percent": "完成率",
    "done": "工作进展",
    "problems": "存在问题",
    "next_step": "下一步打算",
    "coordination": "需协调事项",
    "office": "承办处室",
    "contact": "联系人",
    "phone": "电话",
    "nil_reason": "零报告理由",
}
"""The fields that are one word or text each, as a page and a workbook call them."""
LONG = frozenset({"done", "problems", "next_step", "coordination", "nil_reason"})
"""The fields whose text is too long to stand in a summary."""
WORDS = ("done", "problems", "next_step", "coordination")
"""What a report says in sentences, which may be the same on several rows."""


def with_words_of(content: Content, other: Content) -> Content:
    """A content with the words of another behind its own; words it has already are not repeated."""
    texts = {name: _joined(getattr(content, name), getattr(other, name).strip()) for name in WORDS}
    return replace(content, **texts)


def _joined(own, other):
    return own if other in own else f"{own.rstrip()}\n{other}" if own.strip() else other


@dataclass(frozen=True, slots=True)
class Change:
    """A field that differs between two versions; texts as they are shown, “—” for nothing."""

    label: str
    before: str
    after: str
    long: bool = False

    @property
    def text(self) -> str:
        if not self.long:
            return f"{self.label} {self.before} → {self.after}"
        grown = len(self.after if self.after != NOTHING else "") - len(self.before if self.before != NOTHING else "")
        return f"{self.label}有改动（{grown:+d} 字）"


NOTHING = "—"


def changes(before: Content, after: Content) -> tuple[Change, ...]:
    """What differs, field by field in the order of the form, then figure by figure."""
    return (*_fields_changed(before, after), *_figures_changed(before.figures, after.figures))


def _fields_changed(before, after):
    for name, label in LABELS.items():
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield Change(label, _shown(name, old), _shown(name, new), name in LONG)


def _shown(name, value):
    if value is None or value == "":
        return NOTHING
    if name == "progress":
        return value.label
    return f"{value}%" if name == "percent" else value


def _figures_changed(before, after):
    old, new = ({figure.name: figure for figure in figures} for figures in (before, after))
    for name in dict.fromkeys([*old, *new]):
        if old.get(name) != new.get(name):
            texts = [figures[name].text if name in figures else NOTHING for figures in (old, new)]
            yield Change(name, *texts)


def summary(found: Iterable[Change]) -> str:
    """The changes as one sentence, proposed for 本次改了什么: ``完成率 40% → 75%；工作进展有改动（+32 字）。``"""
    texts = [change.text for change in found]
    return f"{'；'.join(texts)}。" if texts else ""


LIMITS = {"done": 6000, "problems": 3000, "next_step": 3000, "coordination": 3000, "nil_reason": 500}
SHORT = 60
MOST_FIGURES = 100


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a field: its name, as a form knows it, and a sentence."""

    field: str
    sentence: str


def faults(content: Content, today: date) -> tuple[Fault, ...]:
    """What keeps a content from being sent on a day; a draft may have all of it."""
    if content.is_nil:
        return (*_contradicting(content), *_too_long(content))
    return (*_missing(content), *_too_long(content), *_wrong_numbers(content), *_not_yet(content, today))


def _missing(content):
    if content.progress is None:
        yield Fault("progress", "请选完成状态。")
    if content.percent is None and content.progress is not Progress.CONTINUING:
        yield Fault("percent", "请填完成率，0 到 100；长期推进的可以不填。")
    if not content.done.strip():
        yield Fault("done", "请写工作进展；本期确无情况的，请报零报告。")


def _contradicting(content):
    """A 零报告 that reports something is none."""
    said = [
        LABELS[name] for name in ("done", "problems", "next_step", "coordination") if getattr(content, name).strip()
    ]
    if said := [*said, *(["指标"] if content.figures else [])]:
        yield Fault(
            "nil_reason",
            f"零报告理由和{'、'.join(said)}都写了，不知道报哪一种：有情况可报的，请清空零报告理由；确无情况的，请清空{'、'.join(said)}。",
        )


def _too_long(content):
    for name in LABELS:
        value, most = getattr(content, name), LIMITS.get(name, SHORT)
        if isinstance(value, str) and name != "progress" and len(value) > most:
            yield Fault(name, f"{LABELS[name]}有 {len(value)} 字，最多 {most} 字；请删减。")


def _wrong_numbers(content):
    if content.percent is not None and not 0 <= content.percent <= 100:
        yield Fault("percent", "完成率应在 0 到 100 之间。")
    if content.progress is Progress.DONE and content.percent is not None and content.percent != 100:
        yield Fault("percent", "完成状态是“已完成”，完成率应为 100；请核对这两处。")
    if len(content.figures) > MOST_FIGURES:
        yield Fault("figures", f"指标最多 {MOST_FIGURES} 项。")
    for figure in content.figures:
        if figure.number is None:
            yield Fault("figures", f"“{figure.name}”的数“{figure.value}”不是数字；请只填数字，单位另填。")


def _not_yet(content, today):
    """What is reached by a day that is still to come is no 实绩."""
    for figure in content.figures:
        if figure.as_of and figure.as_of > today and figure.measured is Measured.ACTUAL:
            day = f"{figure.as_of:%Y-%m-%d}"
            yield Fault("figures", f"“{figure.name}”截至 {day}，这一天还没有到，不能算实绩；请改截至日期，或选“预计”。")
