"""Files that are there whole or not at all."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from tracker.errors import UnwritableFile, cause_of


@contextmanager
def written_whole(path: Path) -> Iterator[BinaryIO]:
    """A file to write to; it takes its name only once it is complete and on the disk, else nothing is left of it.

    A file of that name is replaced. Raises UnwritableFile when the folder, the name or the disk does not permit it.
    """
    partial = path.with_name(f".{path.name[:60]}.{secrets.token_hex(4)}")
    try:
        with partial.open("xb") as target:
            yield target
            target.flush()
            os.fsync(target.fileno())
        partial.replace(path)
        keep_name(path.parent)
    except OSError as error:
        raise UnwritableFile(f"写不成文件 {path}（{cause_of(error)}）；请核对路径、权限和磁盘空间。") from error
    finally:
        partial.unlink(missing_ok=True)


def keep_name(folder):
    """Have the disk keep the new name, too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
