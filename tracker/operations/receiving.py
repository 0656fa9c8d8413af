"""Taking a file in: copied, recognised, read in a process of its own, kept whole or not at all."""

from pathlib import Path
from typing import BinaryIO


def receive(file: BinaryIO, name: str, *, who: str, home: Path, encoding: str | None = None) -> int:
    """Take in an uploaded file; returns the id of the new document, which waits to be confirmed.

    ``name`` is what the person's machine calls it, ``home`` the installation's folder (``app.instance_path``). Raises
    AlreadyReceived for the bytes of a document already there, UnreadableFile for what cannot be read (too large,
    wrong ending, protected, empty, a table without a column of units, over the limits of time and memory), Unsigned.
    After a refusal nothing is kept. Ends the session's transaction before it reads, which may take 30 s.
    """
    raise NotImplementedError


def receive_text(text: str, title: str | None, *, who: str, home: Path) -> int:
    """Take in pasted text under a title of the person's; the same as a file of it would be. Raises the same."""
    raise NotImplementedError
