"""What must be decided before a document is published, and what should be looked at."""

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.extraction.confirming.draft import Draft
from tracker.extraction.findings import Diagnostic


@dataclass(frozen=True)
class Finding:
    """One thing to decide (``must``) or to look at: what it is, which task it is about, where in the text."""

    code: str
    message: str
    must: bool
    task: int | None = None
    start: int | None = None
    end: int | None = None


MUST = frozenset({"no-responsible", "unknown-unit"})
SETTLED = frozenset({"no-clause", "unknown-unit"})


def open_findings(draft: Draft, diagnostics: Iterable[Diagnostic], text: str) -> list[Finding]:
    """What is still open in a draft: first what must be decided, then the doubts of the reading, in the order of the text."""
    found = [*_without_responsible(draft), *_unknown(draft, diagnostics, text)]
    found += [_doubt(draft, item) for item in diagnostics if item.code not in SETTLED]
    return sorted(found, key=lambda item: (not item.must, item.start or 0))


def what_must_be_decided(draft: Draft, diagnostics: Iterable[Diagnostic], text: str) -> list[Finding]:
    """What keeps a document from being published unless the office says why (no responsible unit, unknown unit)."""
    return [item for item in open_findings(draft, diagnostics, text) if item.must]


def _without_responsible(draft):
    for measure in draft.measures:
        for task in measure.tasks:
            if not task.is_carried:
                label = measure.path or (measure.heading or task.text)[:12]
                yield Finding("no-responsible", f"{label} 没有牵头或负责的单位", True, task.id, task.start, task.end)


def _unknown(draft, diagnostics, text):
    """Names the reading doubted that still stand in a task and that nobody has said to be units."""
    doubted = {(item.start, item.end): item for item in diagnostics if item.code == "unknown-unit"}
    for task in draft.tasks:
        for unit in task.units:
            item = doubted.get((unit.start, unit.end))
            if item and unit.name not in draft.known and unit.printed and unit.name.endswith(unit.printed[-1:]):
                yield Finding("unknown-unit", f"“{unit.name}”是不是单位", True, task.id, unit.start, unit.end)


def _doubt(draft, item):
    task = next((task for task in draft.tasks if item.start is not None and _holds(task, item.start)), None)
    return Finding(item.code, item.message, item.code in MUST, task.id if task else None, item.start, item.end)


def _holds(task, at):
    return task.start <= at < max(task.end, task.annotation_end or 0)
