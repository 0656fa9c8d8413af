"""佐证: files that come with a form of 填报, each taken in or refused on its own, and given back to be saved."""

from flask import abort, current_app, request, send_file

from tracker.errors import NotThere, Refusal
from tracker.operations import evidence
from tracker.storage.queries.sheets import Sheet
from tracker.web.addresses import ids_in
from tracker.web.people import person
from tracker.web.report_pages import sheet_of


def take_in(one: Sheet, row_id: int | None) -> tuple[str, ...]:
    """Put the files of the form beside a row, or the whole sheet, and take out the one it names.

    Returns why files were refused; the others are kept.
    """
    refused = [_taken(one, row_id, file) for file in request.files.getlist("files") if file.filename]
    refused += [_taken_out(one, removed) for removed in ids_in(request.form, "remove")]
    return tuple(dict.fromkeys(sentence for sentence in refused if sentence))


def _taken(one, row_id, file):
    home = current_app.config["FILES"]
    return _attempt(lambda: evidence.attach(one.cycle.id, row_id, file.stream, file.filename, home=home, by=person()))


def _taken_out(one, file_id):
    return _attempt(lambda: evidence.take_out(one.cycle.id, file_id, by=person()))


def _attempt(change) -> str:
    try:
        change()
    except Refusal as refusal:
        return str(refusal)
    return ""


def file(sheet_id: int, file_id: int):
    """A file of one's own sheet, or of a contribution one consolidates, to be saved."""
    sheet_of(sheet_id)
    return given(file_id)


def given(file_id: int):
    """A file for whoever may read what it stands beside: always to be saved, never shown in the browser."""
    try:
        attachment, path = evidence.file_of(file_id, home=current_app.config["FILES"], by=person())
    except NotThere:
        abort(404)
    return send_file(path, as_attachment=True, download_name=attachment.name, mimetype="application/octet-stream")
