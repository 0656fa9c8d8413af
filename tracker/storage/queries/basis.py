"""What every page rests on and hardly ever changes: the registry, decisions about single duties, what the office set
about lights and working days, whose documents there are, which names they print. Read in one statement, kept until something changes."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import exists, func, select

from tracker.agencies.rows import Rows
from tracker.storage.agencies import Agency
from tracker.storage.cycles import OfficeDay
from tracker.storage.database import db
from tracker.storage.documents import Measure, PolicyDocument
from tracker.storage.editions import Editions, all_editions
from tracker.storage.keeping import Part, Version, changed_parts, data_version, renewed
from tracker.storage.lights import LightOverride, LightThresholds
from tracker.storage.people import LeadingGroup
from tracker.storage.registering import registry_of, selects_of_registry
from tracker.storage.registry_office import Handover, NamedMember
from tracker.storage.together import read_together
from tracker.vocabulary import DocumentState

LIMITS = ("since", "id", "cycle_id", "soon_days", "slow_points", "behind_points", "reason", "who", "at")
DECIDED = ("since", "id", "expected_id", "task_id", "kind", "colour", "reason", "who", "until")
BREAK = "\n"
"""Between a title and a number: no word of a search has it, so that none is found across both."""
TITLE = func.lower(func.coalesce(PolicyDocument.title, "") + BREAK + func.coalesce(PolicyDocument.number, "")).label("title")


class PrintedNames(dict[int, tuple[str, str]]):
    """Jurisdictions and names by number. One that came in another transaction since all were read is looked up by itself: a
    duty with it may be read before the next page reads all again."""

    def __missing__(self, id_: int) -> tuple[str, str]:
        name = Agency.__table__.c
        self[id_] = found = tuple(db.session.execute(select(name.jurisdiction, name.name).where(name.id == id_)).one())
        return found


@dataclass(frozen=True)
class Basis:
    """Rows in the order in which they were written or begin to hold.

    ``limits`` and ``decided`` have the columns of the same names above, ``owners`` say whose documents there are,
    whether published, and whether they have tasks: of each kind one; ``issued`` when each was issued, ``titles`` their
    titles and numbers as they are searched. ``groups`` are the leading groups by id: their places, and the group above.
    ``printed`` are the jurisdictions and names of those who are printed in documents, by number, whoever sees them,
    ``names`` the names as they are searched, ``editions`` how often what is printed was changed, ``version`` when it was
    read.
    """

    registry: Rows
    named: tuple[tuple[str, str, int | None, int | None], ...]
    handed: tuple[tuple[int, str, str, str | None, date], ...]
    limits: tuple[dict[str, Any], ...]
    decided: tuple[dict[str, Any], ...]
    days: dict[date, bool]
    owners: frozenset[tuple[int | None, bool, bool]]
    issued: dict[int, date | None]
    groups: dict[int, tuple[str, int | None]]
    titles: dict[int, str]
    printed: PrintedNames
    names: dict[int, str]
    editions: Editions
    version: Version

    @property
    def has_decisions(self) -> bool:
        """Whether anything was decided about single duties."""
        return bool(self.named or self.handed)

    def place_of(self, group_id: int) -> str | None:
        """The name of the place of a leading group."""
        return self.groups[group_id][0] if group_id in self.groups else None

    def is_top(self, group_id: int) -> bool:
        """Whether no leading group is above this one."""
        return group_id in self.groups and self.groups[group_id][1] is None

    def beneath(self, group_id: int) -> frozenset[int]:
        """The groups under one, at whatever distance."""
        found, ahead = set(), {group_id}
        while ahead := {id_ for id_, (_, superior) in self.groups.items() if superior in ahead} - found:
            found |= ahead
        return frozenset(found)


def basis() -> Basis:
    """All of it; in one statement that asks for the parts which changed, in none where it is kept."""
    return renewed(_renewed, "basis", of=SELECTS)


def _renewed(last: Basis | None) -> Basis:
    version, parts = data_version(), set(Part) if last is None else changed_parts(last.version)
    found = read_together({name: each for part in SELECTS if part in parts for name, each in SELECTS[part]().items()})
    made = {name: value for part in SELECTS if part in parts for name, value in MADE[part](found).items()}
    return Basis(**made, version=version) if last is None else replace(last, **made, version=version)


def _selects_of_agencies():
    return selects_of_registry() | {"groups": select(LeadingGroup.id, LeadingGroup.jurisdiction, LeadingGroup.superior_id)}


def _of_agencies(found):
    return {"registry": registry_of(found), "groups": _by_number(found["groups"])}


def _selects_of_documents():
    is_published = (PolicyDocument.state == DocumentState.PUBLISHED).label("is_published")
    has_tasks = exists().where(Measure.document_id == PolicyDocument.id).label("has_tasks")
    return {
        "owners": select(PolicyDocument.leading_group_id, is_published, has_tasks).distinct(),
        "issued": select(PolicyDocument.id, PolicyDocument.issued_on, TITLE),
        "printed": select(Agency.id, Agency.jurisdiction, Agency.name, func.lower(Agency.name).label("small")),
        "editions": all_editions(),
    }


def _of_documents(found):
    editions = {(kind, key): number for kind, key, number in found["editions"]}
    return {
        "owners": frozenset(found["owners"]),
        "issued": {id_: issued_on for id_, issued_on, _ in found["issued"]},
        "titles": {id_: title for id_, _, title in found["issued"]},
        "printed": PrintedNames((id_, (place, name)) for id_, place, name, _ in found["printed"]),
        "names": {id_: small for id_, *_, small in found["printed"]},
        "editions": editions,
    }


def _selects_of_decided():
    named = (NamedMember.id, NamedMember.collective, NamedMember.agency, NamedMember.task_id, NamedMember.document_id)
    handed = (Handover.id, Handover.task_id, Handover.printed, Handover.from_agency, Handover.to_agency, Handover.since)
    return {"named": select(*named), "handed": select(*handed)}


def _of_decided(found):
    return {name: tuple(row[1:] for row in sorted(found[name])) for name in ("named", "handed")}


def _selects_of_lights():
    return {
        "limits": select(*(getattr(LightThresholds, name) for name in LIMITS)),
        "decided": select(*(getattr(LightOverride, name) for name in DECIDED)),
        "days": select(OfficeDay.day, OfficeDay.works),
    }


def _of_lights(found):
    return {
        "limits": tuple(dict(zip(LIMITS, row, strict=True)) for row in sorted(found["limits"])),
        "decided": tuple(dict(zip(DECIDED, row, strict=True)) for row in sorted(found["decided"], key=lambda row: row[:2])),
        "days": dict(found["days"]),
    }


def _by_number(rows):
    return {id_: tuple(more) for id_, *more in rows}


SELECTS = {
    Part.REGISTRY: _selects_of_agencies,
    Part.DOCUMENTS: _selects_of_documents,
    Part.DECIDED: _selects_of_decided,
    Part.LIGHTS: _selects_of_lights,
}
MADE = {
    Part.REGISTRY: _of_agencies,
    Part.DOCUMENTS: _of_documents,
    Part.DECIDED: _of_decided,
    Part.LIGHTS: _of_lights,
}
