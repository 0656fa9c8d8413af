"""Many workbooks in one zip, written one after another and never held together."""

import re
from collections.abc import Callable, Iterable
from typing import BinaryIO
from zipfile import ZIP_STORED, ZipFile

LONGEST_NAME = 80
"""Letters: three bytes each, and a file's name may have 255 bytes."""
OTHERS = (".html", ".docx")
"""Endings of files of a pack that are no workbooks."""
NOT_IN_A_NAME = re.compile(
    r"[\x00-\x1f\x7f-\x9f\\/:*?\"<>|\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]+"
)
RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


def write_pack(workbooks: Iterable[tuple[str, Callable[[BinaryIO], object]]], target: BinaryIO) -> list[str]:
    """Write ``(name, what writes the workbook)`` into a zip; returns the names of its files.

    ``target`` need not be seekable. Two workbooks of one name are told apart by a number.
    """
    names: list[str] = []
    with ZipFile(target, "w", ZIP_STORED) as archive:
        for name, write in workbooks:
            names.append(_another(_named(name), {used.casefold() for used in names}))
            with archive.open(names[-1], "w", force_zip64=True) as file:
                write(file)
    return names


def _named(name):
    """A workbook's name; that of another file says what it is."""
    ending = next((each for each in OTHERS if name.endswith(each)), "")
    return file_name(name.removesuffix(ending), ending or ".xlsx")


def file_name(name: str, ending: str = ".xlsx") -> str:
    """A name every system can keep: ``各区/县*台账`` → 各区 县 台账.xlsx. What is left of nothing is 未命名.xlsx."""
    clean = " ".join(NOT_IN_A_NAME.sub(" ", name).split()).strip(". ")[:LONGEST_NAME].strip(". ") or "未命名"
    return ("_" if RESERVED.match(clean) else "") + clean + ending


def _another(name, used):
    """The name, with （2）, （3） … before its ending where it is taken."""
    stem, dot, ending = name.rpartition(".")
    number, free = 1, name
    while free.casefold() in used:
        number += 1
        free = f"{stem}（{number}）{dot}{ending}"
    return free
