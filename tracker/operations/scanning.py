"""查毒: each file that is brought goes through the scanner of the installation before anything is done with it."""

import shlex
import subprocess
from typing import BinaryIO

from tracker.errors import UnfitFile

SECONDS = 60
CLEAN, INFECTED = 0, 1
"""How a scanner ends, as clamdscan does; anything else is that it could not look."""


def look_through(file: BinaryIO, name: str, command: str, *, seconds: float = SECONDS) -> None:
    """Have ``command`` read a file from its standard input; what is read is read again by whoever comes after.

    Raises UnfitFile for a file it finds infected, and for one it cannot look at: what was not looked at is not taken.
    """
    file.seek(0)
    said = _ended(file, shlex.split(command), seconds)
    file.seek(0)
    if said == INFECTED:
        raise UnfitFile(f"“{name}”查出病毒，没有保存；请换一个干净的文件再传。")
    if said != CLEAN:
        raise UnfitFile(f"查毒程序现在不能用，“{name}”没有查过，所以没有保存；请稍后再传，或者联系系统管理员。")


def _ended(file, command, seconds):
    """How the scanner ended; None where it did not start or did not end in time."""
    try:
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as scanner:
            try:
                scanner.communicate(file.read(), timeout=seconds)
            except subprocess.TimeoutExpired:
                scanner.kill()
                return None
            return scanner.returncode
    except OSError:
        return None
