"""Files made for somebody: a large one is written to the disk as it grows, and gone once it was sent."""

from collections.abc import Callable
from contextlib import ExitStack
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import BinaryIO

from flask import Response, send_file

from tracker.workbooks.packs import file_name

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"
CSV = "text/csv"
ENDINGS = {XLSX: ".xlsx", ZIP: ".zip", CSV: ".csv"}
IN_MEMORY = 1 << 20
"""Bytes of a file that need not go to the disk."""


def download(write: Callable[[BinaryIO], object], name: str, kind: str = XLSX) -> Response:
    """What ``write`` writes, as a file of this name; the name may be Chinese (RFC 5987)."""
    with ExitStack() as if_it_fails:
        target = if_it_fails.enter_context(SpooledTemporaryFile(IN_MEMORY))
        write(target)
        file = _from_the_start(target)
        if_it_fails.pop_all()
    return send_file(file, mimetype=kind, as_attachment=True, download_name=file_name(name, ENDINGS[kind]))


def _from_the_start(target):
    """A small file in memory: a spooled one goes to the disk as soon as a server asks for its descriptor."""
    size = target.tell()
    target.seek(0)
    if size > IN_MEMORY:
        return target
    with target:
        return BytesIO(target.read())
