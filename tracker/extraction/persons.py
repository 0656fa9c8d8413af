"""Persons named behind the units of a table's cell: 区工信局 周文."""

from collections.abc import Collection
from dataclasses import replace

from tracker.extraction.roles import ClauseReading
from tracker.extraction.surnames import PERSON
from tracker.extraction.units import TRAILING_BRACKET, Name, is_unit


def without_persons(read: ClauseReading, gaps: Collection[int], base: int) -> None:
    """Leave the persons of a cell's reading unread: those a blank parts from the unit before them, or brackets enclose.

    ``gaps`` are the compact offsets before which the text has white space, ``base`` is the content's own offset.
    """
    persons, kept = set(), {}
    for before, name in zip([None, *read.names], read.names, strict=False):
        parted = before is not None and before.end == name.start and base + name.start in gaps
        behind = parted or before is not None and before.start in persons
        if behind and PERSON.fullmatch(name.text) and not is_unit(name.text) and not name.ending:
            persons.add(name.start)
            read.unread.append((name.start, name.end))
        else:
            kept[name.start] = _without_person_in_brackets(name, read.unread)
    groups = [
        replace(group, names=[kept[name.start] for name in group.names if name.start in kept]) for group in read.groups
    ]
    read.groups = [group for group in groups if group.names]


def _without_person_in_brackets(name: Name, unread: list[tuple[int, int]]) -> Name:
    bracket = TRAILING_BRACKET.search(name.text)
    if not bracket or not bracket.start() or not PERSON.fullmatch(bracket["inner"]) or is_unit(bracket["inner"]):
        return name
    end = name.start + bracket.start()
    unread.append((end, name.end))
    return name._replace(text=name.text[: bracket.start()], end=end)
