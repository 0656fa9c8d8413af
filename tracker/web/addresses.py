"""Ids in addresses: a number that no row can have is an address that does not exist."""

from flask import Flask
from werkzeug.routing import BaseConverter, ValidationError

from tracker.storage.queries.filters import LARGEST_ID


class RowId(BaseConverter):
    """A row's id: ``/tasks/<id:task_id>``."""

    regex = r"[1-9][0-9]{0,9}"

    def to_python(self, value: str) -> int:
        if int(value) > LARGEST_ID:
            raise ValidationError
        return int(value)


def init_app(app: Flask) -> None:
    app.url_map.converters["id"] = RowId
