"""A report as its reviewer reads it: field by field, with what was changed since the version before."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import url_for

from tracker.reporting.content import LABELS, LONG, NOTHING, Content
from tracker.reporting.differences import Piece, differences
from tracker.reporting.hints import Hint, HintKind
from tracker.storage.queries.review_row import Reviewed


@dataclass(frozen=True)
class Field:
    """A field of a report: what it says now and before; ``pieces`` are the difference, where there is one."""

    name: str
    label: str
    now: str
    before: str | None
    pieces: tuple[Piece, ...]
    earlier: str

    @property
    def is_changed(self) -> bool:
        return self.before is not None and self.before != self.now


COMPARES = "对照那一份"
BESIDE = {
    HintKind.SAME_AS_LAST: (COMPARES, "field-done"),
    HintKind.SAME_AS_OTHER: (COMPARES, "field-done"),
    HintKind.FELL: (COMPARES, "field-figures"),
    HintKind.BEYOND: ("看指标", "field-figures"),
    HintKind.NO_UNIT: ("看指标", "field-figures"),
    HintKind.NO_NUMBER: ("看任务原文", "sentence"),
    HintKind.NO_SUBSTANCE: ("看工作进展", "field-done"),
    HintKind.UNPROVEN: ("看佐证材料", "files"),
    HintKind.OVERDUE: ("看任务时限", "deadline"),
}
"""By kind of hint: what its link says, and where on the page of the report it leads."""


def compared(hint: Hint, report_id: int, narrowed: Mapping[str, str]) -> tuple[str, str]:
    """Where what a hint compares is to be read, and the words of the link there; the queue stays narrowed."""
    words, place = BESIDE[hint.kind]
    return url_for("review.show", **narrowed, report_id=hint.compares or report_id, _anchor=place), words


def fields_compared(one: Reviewed) -> tuple[Field, ...]:
    """The fields that say something, now or before, in the order of the form; figures are one field."""
    if one.now is None:
        return ()
    now, before = _texts(one.now.content), _texts(one.before.content) if one.before else {}
    last = _texts(one.last.content) if one.last else {}
    return tuple(_fields(now, before, last, one.before is not None))


def _fields(now, before, last, has_before) -> Iterator[Field]:
    for name, label in (*LABELS.items(), ("figures", "指标")):
        new, old = now[name], before.get(name, "")
        if not (new or old or (name in LONG and last.get(name))):
            continue
        pieces = differences(old, new) if has_before and old != new else ()
        yield Field(name, label, new or NOTHING, (old or NOTHING) if has_before else None, pieces, last.get(name, ""))


def _texts(content: Content) -> dict[str, str]:
    """The fields as they are shown; nothing is an empty text."""
    texts = {name: str(getattr(content, name) or "") for name in LABELS}
    texts["progress"] = content.progress.label if content.progress else ""
    texts["percent"] = "" if content.percent is None else f"{content.percent}%"
    texts["figures"] = "\n".join(f"{figure.name}：{figure.text}" for figure in content.figures)
    return texts
