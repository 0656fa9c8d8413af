"""填报模板: what an agency is asked in a cycle as a workbook to fill in, and its cells as a report's content."""

from collections.abc import Iterable
from dataclasses import replace
from typing import BinaryIO

from tracker.operations.actors import Acting, writes_for
from tracker.operations.naming import facts_of
from tracker.reporting.content import Content
from tracker.reporting.due_dates import due_words
from tracker.storage.queries.answering import Addressed, Asked, asked_of, dues_of
from tracker.vocabulary.reporting import EDITABLE, Duty, Progress
from tracker.workbooks.answers import Answers, TemplateRow
from tracker.workbooks.meta import Addressee
from tracker.workbooks.templates import write_template

FIELDS = {
    "progress": "done",
    "problems": "problems",
    "next_step": "next_step",
    "to_coordinate": "coordination",
    "handling_office": "office",
    "contact": "contact",
    "phone": "phone",
}
"""A cell's name → that of the field it is of."""
STATES = {state.label: state for state in Progress}


def write_form(one: Addressed, target: BinaryIO, *, by: Acting, seal: bytes) -> int:
    """The template of a sheet, filled in as far as it is written, for the office as far as it was sent; returns how many
    rows it has."""
    rows = [template_row(each) for each in asked_of(one.filing, drafts=writes_for(by, one.agency.id))]
    write_template(rows, target, addressee=addressee(one), due=due_of(one), as_of=one.cycle.period_to, seal=seal)
    return len(rows)


def due_of(one: Addressed) -> str:
    """When what a sheet asks for is due, in words; where nothing is owed any more when the cycle is."""
    return due_words(dues_of(one.filing) or {Duty.REPORT: (one.cycle.due_on,) * 2})


def addressee(one: Addressed) -> Addressee:
    """For whom and for when a sheet's template is."""
    return Addressee(
        cycle=str(one.cycle.id), cycle_name=one.cycle.name, agency=one.agency.id, agency_name=one.agency.name
    )


def template_row(asked: Asked) -> TemplateRow:
    """A row as its agency is asked about it."""
    state = asked.row.state
    return TemplateRow(
        key=str(asked.row.id),
        version=asked.version,
        **facts_of(asked.task),
        answers=answers_of(asked.content),
        locked=None if state in EDITABLE else f"现在是“{state.label}”",
    )


def answers_of(content: Content) -> Answers:
    """What a content says, cell by cell."""
    texts = {cell: getattr(content, name) or None for cell, name in FIELDS.items()}
    return Answers(progress_state=content.progress and content.progress.label, percent=content.percent, **texts)


def content_with(content: Content, answers: Answers) -> Content:
    """A content with these answers in place of its own; what has no cell stays, and answers end a nil report."""
    values = {name: getattr(answers, cell) or "" for cell, name in FIELDS.items()}
    percent = None if answers.percent is None else round(answers.percent)
    progress = STATES.get(answers.progress_state or "")
    said = replace(content, progress=progress, percent=percent, **values)
    return said if said == content else replace(said, nil_reason="")


def standing(asked: Iterable[Asked]) -> dict[str, TemplateRow]:
    """The rows of a sheet by the key its template gives them."""
    return {row.key: row for row in map(template_row, asked)}
