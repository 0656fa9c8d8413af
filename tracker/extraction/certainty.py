"""How surely the names a clause was read to hold are units."""

import re

from tracker.extraction.roles import ClauseReading
from tracker.extraction.units import BARE_KIND, STRONG_UNIT_END, is_certain_unit, is_unit

LESSER_BODY = re.compile(r".(?:中心|(?<![社展大览])会|[处室科站所馆队司]|(?<![平舞])台|报社|合作社|研究院|公司|集团)$")


def plausible_names(reading: ClauseReading) -> bool:
    """Whether at least half of the names, and the first of them, read as units."""
    names = [name.text + name.ending for name in reading.names]
    units = [name for name in names if is_unit(name)]
    return bool(names) and is_unit(names[0]) and len(units) * 2 > len(names)


def any_certain_name(reading: ClauseReading) -> bool:
    """Whether some name is surely a unit and a role word stands with it, however little of the rest was read."""
    return reading.labelled and any(is_certain_unit(name.text + name.ending) for name in reading.names)


def names_of_bodies(reading: ClauseReading) -> bool:
    """Whether a list without any role word names bodies of government or collectives of them, not kinds of things."""
    names = [name.text + name.ending for name in reading.names]
    bodies = [name for name in names if STRONG_UNIT_END.search(name) or name[0] in "各有相"]
    return certain_names(reading) and not all(map(BARE_KIND.fullmatch, names)) and bool(bodies)


def names_of_units(reading: ClauseReading) -> bool:
    """Whether all names read as bodies, lesser ones included (园林中心), and none as a kind of thing (平台, 基地, 展会)."""
    names = [name.text + name.ending for name in reading.names]
    return bool(names) and all(is_unit(name) and (LESSER_BODY.search(name) or is_certain_unit(name)) for name in names)


def certain_names(reading: ClauseReading) -> bool:
    """Whether all names read as units and at least one of them is certain to be one."""
    names = [name.text + name.ending for name in reading.names]
    return bool(names) and all(map(is_unit, names)) and any(map(is_certain_unit, names))


def mostly_bodies(reading: ClauseReading) -> bool:
    """Whether a list without any role word names two bodies of government at least, and more of them than of all else."""
    names = [name.text + name.ending for name in reading.names]
    bodies = [name for name in names if is_unit(name) and STRONG_UNIT_END.search(name)]
    return len(bodies) > 1 and len(bodies) * 2 > len(names) + len(reading.unread)
