"""Who belongs to a collective on a day, how its reports add up, and how a document defines one."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from tracker.agencies.names import normal
from tracker.agencies.problems import Problem, problem
from tracker.agencies.rows import Collective, Membership, Rows, in_period


@dataclass(frozen=True, slots=True)
class RollUp:
    """A collective's reports on one row: ``11 区：9 已报 2 未报``; ``missing`` are the agencies that still owe theirs."""

    noun: str
    members: int
    reported: int
    missing: tuple[str, ...]

    @property
    def text(self) -> str:
        return f"{self.members} {self.noun}：{self.reported} 已报 {len(self.missing)} 未报"


@dataclass(frozen=True, slots=True)
class Definition:
    """What a document says about a collective: ``各区〔含前海合作区、大鹏新区，下同〕``.

    ``onwards`` (下同) means that the name says so in the rest of the document too.
    """

    name: str
    included: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    onwards: bool = False


class Collectives:
    """Collectives and their members. A collective never is a member of one: whoever owes a report is an agency."""

    def __init__(self, rows: Rows):
        self.by_id: dict[str, Collective] = {collective.id: collective for collective in rows.collectives}
        self._members: dict[str, list[Membership]] = defaultdict(list)
        for membership in rows.collective_members:
            self._members[membership.collective].append(membership)

    def members_on(self, collective: str, on: date) -> tuple[str, ...]:
        """The agencies in a collective on a day, in the order of their ids."""
        standing = (each for each in self._members[collective] if in_period(each.valid_from, each.valid_to, on))
        return tuple(sorted({each.agency for each in standing}))

    def waits(self, collective: str, on: date) -> bool:
        """Whether nobody owes a report for it yet: an open one whose members the office has not named."""
        return not self.members_on(collective, on)

    def waiting(self, on: date) -> tuple[Collective, ...]:
        """The collectives without members on a day."""
        return tuple(each for identity, each in sorted(self.by_id.items()) if self.waits(identity, on))

    def of(self, agency: str, on: date) -> tuple[Collective, ...]:
        """The collectives an agency belongs to on a day."""
        return tuple(each for identity, each in sorted(self.by_id.items()) if agency in self.members_on(identity, on))

    def roll_up(self, collective: str, on: date, reported: Collection[str]) -> RollUp:
        """How many members have reported; ``reported`` are agency ids, others than members do not count."""
        members = self.members_on(collective, on)
        missing = tuple(agency for agency in members if agency not in reported)
        return RollUp(noun_of(self.by_id[collective].name), len(members), len(members) - len(missing), missing)


NOUN = re.compile(r"[各关](区县|县区|市县|区|县|市|镇街|街道|镇)")


def noun_of(name: str) -> str:
    """What a collective's members are counted as: ``各区政府`` → 区, ``市直有关部门`` → 个部门, otherwise 家单位."""
    if place := NOUN.search(name):
        return place[1]
    return "个部门" if name.endswith("部门") else "家单位"


DEFINITION = re.compile(r"^(?P<name>[^（]+)（(?P<said>[^（）]*(?:（[^（）]*）[^（）]*)*)）$")
SAYING = re.compile(r"^(?P<how>含|包括|不含|除)?(?P<names>.*?)(?:外|除外|等)?$")


def definition(printed: str) -> Definition | None:
    """``各区〔含前海合作区、大鹏新区、深汕特别合作区，下同〕`` → those three included from here on; None for a plain name.

    Names are as printed; who they are is for the registry to say.
    """
    match = DEFINITION.match(normal(printed))
    if not match:
        return None
    included, excluded, onwards = [], [], False
    for saying in re.split(r"[，；,;]", match["said"]):
        if saying in ("下同", "以下同"):
            onwards = True
            continue
        said = SAYING.match(saying)
        names = [name for name in re.split(r"[、和及]", said["names"]) if name]
        (excluded if said["how"] in ("不含", "除") else included).extend(names)
    return Definition(match["name"], tuple(included), tuple(excluded), onwards)


def defined_members(base: Iterable[str], included: Iterable[str], excluded: Iterable[str] = ()) -> tuple[str, ...]:
    """The members a definition makes of the usual ones: agency ids, each once, in the order of their ids."""
    return tuple(sorted((set(base) | set(included)) - set(excluded)))


def collective_faults(rows: Rows) -> list[Problem]:
    """Members that cannot be: an unknown collective or agency, a collective inside another or itself, one twice at a time."""
    collectives = {each.id: each for each in rows.collectives}
    agencies = {each.id for each in rows.agencies}
    found = []
    for membership in sorted(rows.collective_members, key=lambda each: each.line or 0):
        found.extend(_membership_faults(membership, collectives, agencies))
    return [*found, *_overlaps(rows)]


def _membership_faults(membership, collectives, agencies):
    if membership.collective not in collectives:
        yield _fault(membership, "collective", f"集合单位表里没有编号“{membership.collective}”；请先登记，或改正编号。")
    if membership.agency == membership.collective:
        yield _fault(membership, "agency", f"集合单位“{membership.collective}”不能是自己的成员；请改为具体单位。")
    elif membership.agency in collectives:
        name = collectives[membership.agency].name
        yield _fault(membership, "agency", f"“{name}”是集合单位，不能作为成员；请逐个写明其中的单位。")
    elif membership.agency not in agencies:
        yield _fault(membership, "agency", f"单位表里没有编号“{membership.agency}”；请先登记这个单位，或改正编号。")


def _overlaps(rows):
    standing = defaultdict(list)
    for membership in sorted(rows.collective_members, key=lambda each: (each.valid_from or date.min, each.line or 0)):
        standing[membership.collective, membership.agency].append(membership)
    for (collective, agency), own in standing.items():
        for before, after in zip(own, own[1:], strict=False):
            if before.valid_to is None or (after.valid_from or date.min) < before.valid_to:
                yield _fault(after, "agency", f"“{agency}”在“{collective}”中的两段时间重叠；请合并成一行，或改正日期。")


def _fault(membership, column, sentence):
    return problem("collective_members", membership, column, sentence)
