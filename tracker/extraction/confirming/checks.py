"""What must be decided before a document is published, and what should be looked at."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tracker.extraction.confirming.draft import FACTS, Draft
from tracker.extraction.findings import Diagnostic
from tracker.vocabulary import DocumentStatus


@dataclass(frozen=True)
class Finding:
    """One thing to decide (``must``) or to look at: what it is, which task it is about, where in the text.

    ``fact`` is the fact of the document that is missing, ``name`` the name that may be none of a unit.
    """

    code: str
    message: str
    must: bool
    task: int | None = None
    start: int | None = None
    end: int | None = None
    fact: str | None = None
    name: str | None = None

    @property
    def key(self) -> str:
        """What tells it from the others of its document, whatever is edited elsewhere."""
        return f"{self.code}:{self.fact or ''}:{'' if self.start is None else self.start}"


NEEDED = ("title", "jurisdiction")
"""Facts without which a document is not published, whatever the reason."""
EXPECTED = ("issuer", "issued_on")
CONVENTIONS = frozenset({"first-listed-leads", "marked-leads", "implied-unit", "definition"})
"""What a document says once for all of itself; it was followed, and is shown as such."""
MISSED = "possible-clause"
"""A clause the reading has left in the text; it has been dealt with once it is the clause of a task."""
SETTLED = frozenset({"no-clause", "unknown-unit"}) | CONVENTIONS
"""Remarks of the reading that are found in the draft itself, or need nothing to be done."""


def open_findings(
    draft: Draft,
    diagnostics: Iterable[Diagnostic],
    *,
    knows: Callable[[str], bool] = lambda name: False,
    is_place: Callable[[str], bool] = lambda name: True,
) -> list[Finding]:
    """What is still open in a draft: first what must be decided, then the doubts, in the order of the text.

    ``knows`` tells whether a name that does not look like one of a unit is known to be one; it is asked of few names.
    ``is_place`` tells whether the document's region stands in the list of places.
    """
    found = [*_missing_facts(draft), *_unknown_place(draft, is_place), *_without_responsible(draft), *_unknown(draft, knows)]
    found += _doubts(draft.tasks, [item for item in diagnostics if item.code not in SETTLED])
    still = [item for item in found if item.must or item.key not in draft.settled]
    return sorted(still, key=lambda item: (not item.must, item.start or 0))


def conventions(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """What the document says once for all of itself, each sentence once."""
    found = {(item.code, item.message): item for item in reversed(list(diagnostics)) if item.code in CONVENTIONS}
    return sorted(found.values(), key=lambda item: item.start or 0)


def _missing_facts(draft):
    expected = EXPECTED if draft.facts["status"] != DocumentStatus.DRAFT else EXPECTED[:1]
    for name in (*NEEDED, *expected):
        if not draft.facts[name]:
            yield Finding("no-fact", f"没有读出{FACTS[name]}", name in NEEDED, fact=name)


def _unknown_place(draft, is_place):
    """A region by which no unit will be found: in the list of places it is written otherwise, or stands not at all."""
    place = draft.facts["jurisdiction"]
    if place and not is_place(place):
        message = f"地区“{place}”不在地区名单里，单位会对不上，请写全称，例如“广州市”"
        yield Finding("unknown-place", message, False, fact="jurisdiction")


def _without_responsible(draft):
    for measure in draft.measures:
        for task in measure.tasks:
            if not task.is_carried:
                label = measure.path or (measure.heading or task.text)[:12]
                yield Finding("no-responsible", f"{label} 没有牵头或负责的单位", True, task.id, task.start, task.end)


def _unknown(draft, knows):
    """Doubtful names that nobody knows or has said to be units."""
    for task in draft.tasks:
        for unit in task.units:
            if unit.is_doubtful and unit.name not in draft.known and not knows(unit.name):
                place = (task.start, task.end) if unit.start is None else (unit.start, unit.end)
                yield Finding("unknown-unit", f"“{unit.name}”是不是单位", True, task.id, *place, name=unit.name)


def _doubts(tasks, remarks):
    marked = [(task.annotation_start, task.annotation_end) for task in tasks if task.annotation_start is not None]
    for item in remarks:
        if item.code == MISSED and any(start < item.end and item.start < end for start, end in marked):
            continue
        task = next((task.id for task in tasks if item.start is not None and _holds(task, item.start)), None)
        yield Finding(item.code, item.message, False, task, item.start, item.end)


def _holds(task, at):
    return task.start <= at < max(task.end, task.annotation_end or 0)
