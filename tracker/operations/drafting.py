"""Between a draft and what the tables hold of it."""

import json
from collections.abc import Sequence

from tracker.extraction.confirming.checks import Finding
from tracker.extraction.confirming.draft import Draft, DraftMeasure, DraftTask, DraftUnit, draft_of
from tracker.extraction.confirming.edits import replay
from tracker.extraction.findings import Findings
from tracker.storage.content import AssignmentContent, MeasureContent, TaskContent
from tracker.storage.queries.documents import PlainReading, StoredReading
from tracker.vocabulary import Role

ROLES = list(Role)
SAME = ("text", "annotation", "deadline", "origin", "start", "end", "annotation_start", "annotation_end")


def reading_of(findings: Findings) -> str:
    """What was found, as a document keeps it."""
    return json.dumps(findings.as_json(), ensure_ascii=False)


def draft_at(stored: StoredReading | PlainReading, head: int) -> Draft:
    """The draft as it stood when a correction (0: none yet) was the last."""
    return replay(draft_of(stored.findings), stored.history.edits(head), stored.text)


def drafts_at(as_read: Draft, stored: StoredReading, heads: Sequence[int]) -> list[Draft]:
    """The drafts as they stood when each of some corrections was the last; what is the same in them is one object."""
    drafts, found = {(): as_read}, []
    for head in heads:
        edits = stored.history.standing(head)
        done = max((known for known in drafts if tuple(edits[: len(known)]) == known), key=len)
        rest = stored.history.edits(head)[len(done) :]
        drafts[tuple(edits)] = replay(drafts[done], rest, stored.text)
        found.append(drafts[tuple(edits)])
    return found


def counts_of(draft: Draft, open_: list[Finding]) -> dict[str, int]:
    """What a document says of its draft in the list."""
    undecided = sum(item.must for item in open_)
    return {
        "task_count": len(draft.tasks),
        "unit_count": len({unit.name for task in draft.tasks for unit in task.units}),
        "undecided_count": undecided,
        "doubt_count": len(open_) - undecided,
    }


def measures_of(draft: Draft) -> tuple[MeasureContent, ...]:
    """The measures of a draft as they are stored; an agency is the pair of the document's jurisdiction and its name."""
    jurisdiction = draft.facts["jurisdiction"] or ""
    return tuple(
        MeasureContent(
            measure.part,
            measure.path,
            measure.section,
            measure.heading,
            measure.start,
            measure.end,
            tuple(_task(ordinal, task, jurisdiction) for ordinal, task in enumerate(measure.tasks, start=1)),
        )
        for measure in draft.measures
    )


def _task(ordinal, task, jurisdiction):
    units = sorted(task.units, key=lambda unit: ROLES.index(unit.role))
    assignments = tuple(
        AssignmentContent((jurisdiction, unit.name), unit.role, unit.printed, unit.start, unit.end) for unit in units
    )
    return TaskContent(
        ordinal=ordinal,
        assignments=assignments,
        draft_number=task.id,
        **{name: getattr(task, name) for name in SAME},
    )


def drafted(measures: tuple[MeasureContent, ...]) -> tuple[DraftMeasure, ...]:
    """Stored measures as a draft has them, each task under its number there."""
    return tuple(
        DraftMeasure(
            measure.part,
            measure.path,
            measure.section,
            measure.heading,
            measure.start,
            measure.end,
            tuple(_drafted(task) for task in measure.tasks),
        )
        for measure in measures
    )


def _drafted(task):
    units = tuple(DraftUnit(unit.agency[1], unit.role, unit.printed, unit.start, unit.end) for unit in task.assignments)
    return DraftTask(id=task.draft_number, units=units, **{name: getattr(task, name) for name in SAME})
