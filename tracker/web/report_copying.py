"""One text for several rows of a sheet: those it may be written on, the most alike first."""

from flask import abort, flash, redirect, render_template, request, url_for

from tracker.errors import Refusal
from tracker.operations.copying import copy_words
from tracker.operations.similar import by_likeness
from tracker.reporting.content import LABELS, WORDS
from tracker.web.addresses import ids_in
from tracker.web.people import person
from tracker.web.refusals import status_of
from tracker.web.report_pages import row_of, sheet_of


def others(sheet_id: int, row_id: int):
    """The rows one may write the words of this one on, and those words."""
    return _page(sheet_id, row_id)


def copy(sheet_id: int, row_id: int):
    """Write the words of this row on the chosen ones."""
    one, chosen = sheet_of(sheet_id), ids_in(request.form, "row")
    if not all(map(one.has, [row_id, *chosen])):
        abort(404)
    try:
        changed = copy_words(one.cycle.id, row_id, chosen, by=person())
    except Refusal as refusal:
        return _page(sheet_id, row_id, refusal), status_of(refusal)
    same = len(set(chosen)) - changed
    already = f"另有 {same} 项已经有这段文字，没有重复填。" if same else ""
    flash(f"已填到 {changed} 项任务的草稿里，还没有报送；各项的完成状态、完成率和指标请分别填。{already}")
    return redirect(url_for("reports.show", sheet_id=sheet_id), 303)


def _page(sheet_id, row_id, refusal=None):
    one = sheet_of(sheet_id)
    view = row_of(one, row_id)
    lines = {line.id: line for line in one.lines if line.is_editable and line.id != row_id}
    found = by_likeness(_text(view.line), {id_: _text(line) for id_, line in lines.items()})
    return render_template(
        "reports/others.html",
        one=one,
        line=view.line,
        words=[(LABELS[name], text) for name in WORDS if (text := getattr(view.content, name).strip())],
        others=[(lines[match.key], match.likeness) for match in found],
        chosen=set(ids_in(request.form, "row")),
        refusal=refusal,
    )


def _text(line):
    return f"{line.title}{line.text}"
