"""Ids in addresses and forms: a number that no row can have is an address that does not exist, and no choice."""

import re

from flask import Flask, abort, current_app
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.routing import BaseConverter, ValidationError

from tracker.storage.queries.filters import LARGEST_ID


class RowId(BaseConverter):
    """A row's id: ``/tasks/<id:task_id>``."""

    regex = r"[1-9][0-9]{0,9}"

    def to_python(self, value: str) -> int:
        if int(value) > LARGEST_ID:
            raise ValidationError
        return int(value)


ID = re.compile(RowId.regex)


def ids_in(form: MultiDict, name: str) -> list[int]:
    """The ids a form names, each once; what can be none is left out."""
    given = {int(each) for each in form.getlist(name) if ID.fullmatch(each)}
    return sorted(each for each in given if each <= LARGEST_ID)


def refuse_another(wanted: object, shown: object) -> None:
    """404 where an address asks for something by its id and it would be another that is shown, or none at all."""
    if wanted not in (None, shown):
        abort(404)


def place_of(path: str, method: str) -> tuple[str, dict[str, object]]:
    """The endpoint that an address belongs to and what its parts are; "" and nothing where it leads nowhere."""
    try:
        return current_app.url_map.bind("").match(path.partition("?")[0], method=method)
    except HTTPException:
        return "", {}


def init_app(app: Flask) -> None:
    app.url_map.converters["id"] = RowId
