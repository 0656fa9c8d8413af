"""The files documents were read from, kept as received under names of our own: ``files/ab/abcdef…`` by their sha256."""

import hashlib
import os
import secrets
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from tracker.errors import UnwritableFile, cause_of
from tracker.operations.files import keep_name

FOLDER, INCOMING = "files", "incoming"
BLOCK = 1 << 20
ABANDONED = 3600
"""Seconds after which a file that no document knows was left behind by a process that ended."""


@dataclass(frozen=True)
class Arrival:
    """A file that arrived: where it lies for now, its sha256, and how many bytes of it were taken."""

    path: Path
    sha256: str
    size: int


@contextmanager
def arrived(file: BinaryIO, home: Path, *, most: int, folder: str = FOLDER) -> Iterator[Arrival]:
    """Copy at most ``most`` + 1 bytes of a file to the disk; whatever was not kept by then goes with the block.

    Raises UnwritableFile when the disk does not take it.
    """
    path = _room(home, folder) / secrets.token_hex(16)
    try:
        yield _copied(file, path, most)
    finally:
        path.unlink(missing_ok=True)


def keep(arrival: Arrival, home: Path, folder: str = FOLDER) -> None:
    """Give a file its lasting place; one of the same content may lie there already."""
    place = place_of(arrival.sha256, home, folder)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        arrival.path.replace(place)
        keep_name(place.parent)
    except OSError as error:
        raise _unwritable(error) from error


def place_of(sha256: str, home: Path, folder: str = FOLDER) -> Path:
    """Where the file of this content lies, if it was kept."""
    return Path(home) / folder / sha256[:2] / sha256


def sweep(home: Path, known: Collection[str], folder: str = FOLDER) -> int:
    """Remove the files that nobody knows and that have lain there for an hour; returns how many."""
    old = time.time() - ABANDONED
    files = [path for path in (Path(home) / folder).glob("*/*") if path.is_file()]
    left = [path for path in files if path.name not in known and path.stat().st_mtime < old]
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)


def _room(home, folder):
    room = Path(home) / folder / INCOMING
    try:
        room.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(error) from error
    return room


def _copied(file, path, most):
    digest, size = hashlib.sha256(), 0
    try:
        with open(path, "xb", opener=_for_its_owner) as target:  # noqa: PTH123
            while size <= most and (block := file.read(min(BLOCK, most + 1 - size))):
                target.write(block)
                digest.update(block)
                size += len(block)
            target.flush()
            os.fsync(target.fileno())
    except OSError as error:
        raise _unwritable(error) from error
    return Arrival(path, digest.hexdigest(), size)


def _for_its_owner(path, flags):
    return os.open(path, flags, 0o600)


def _unwritable(error):
    return UnwritableFile(f"上传的文件没有存下来（{cause_of(error)}）；请联系管理员检查磁盘空间和权限，再上传一次。")
