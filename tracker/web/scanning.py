"""查毒: no view sees a file that the scanner of the installation did not let through."""

from flask import Flask, current_app, request

from tracker.extraction.reading import shown_name
from tracker.operations.scanning import look_through


def init_app(app: Flask) -> None:
    app.before_request(scan)


def scan():
    """Each file of a form, where a scanner is set; after whoever sends it was let in."""
    command = current_app.config["SCANNER"]
    if command is None or request.method != "POST":
        return
    for file in (each for files in request.files.listvalues() for each in files if each.filename):
        look_through(file.stream, shown_name(file.filename), command)
