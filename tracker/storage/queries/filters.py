"""Which tasks or agencies are asked for: one value, written in an address and in a command's options alike."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tracker.agencies.kinds import KINDS
from tracker.agencies.standpoint import Standpoint
from tracker.reporting.lights import DECIDED_WORDS
from tracker.vocabulary import Missing, Origin, Role, Scope
from tracker.vocabulary.reporting import Colour, LightKind

LONGEST_SEARCH = 200
LONGEST_KEY = 60
LARGEST_ID = 2**31 - 1
NOWHERE = "未注明地区"
"""The jurisdiction, in an address and in a list, of documents and agencies that have none."""
TASK_SORTS = ("order", "title", "lead", "units", "deadline")
AGENCY_SORTS = ("name", *Role)


@dataclass(frozen=True)
class TaskFilter:
    """The conditions on a list of tasks. All that are set must hold; None is no condition.

    ``document`` is a stem; ``agency`` with ``role`` asks for that agency in that role. ``carrier`` is who carries the
    task: a lead, or where none leads a responsible; ``supporter`` is who supports it. ``member`` has the task through a
    collective. These four are the id of a registered agency or collective, or the number of a printed name; ``on`` says
    from which standpoint they are meant, and the units shown. ``missing`` is what a task lacks; ``filing`` and
    ``progress`` are the colours of its lights today.
    ``q`` is searched word by word. ``unknown`` holds conditions whose value cannot exist (``("role", "boss")``): nothing matches them.
    """

    document: str | None = None
    jurisdiction: str | None = None
    agency: str | None = None
    role: Role | None = None
    q: str | None = None
    origin: Origin | None = None
    carrier: str | None = None
    supporter: str | None = None
    member: str | None = None
    missing: Missing | None = None
    filing: Colour | None = None
    progress: Colour | None = None
    scope: Scope | None = None
    on: Standpoint | None = None
    sort: str = "order"
    descending: bool = False
    page: int = 1
    unknown: tuple[tuple[str, str], ...] = ()

    @classmethod
    def parse(cls, values: Mapping[str, str]) -> "TaskFilter":
        """From the values of an address or of options; any text is taken, none raises.

        A sort or page that makes no sense is the default; a search is cut to ``LONGEST_SEARCH`` characters.
        """
        known, unknown = _read(values, [name for name in CONDITIONS if name != "kind"])
        sort = values.get("sort")
        return cls(
            **known,
            sort=sort if sort in TASK_SORTS else "order",
            descending=values.get("descending") == "1",
            page=page_number(values.get("page")),
            unknown=unknown,
        )

    def seen_from(self, on: Standpoint) -> "TaskFilter":
        """The same from another standpoint."""
        return replace(self, on=on)

    @property
    def is_lit(self) -> bool:
        """Whether tasks are asked for by their lights."""
        return self.filing is not None or self.progress is not None

    @property
    def first_page(self) -> "TaskFilter":
        """The same from the first page on."""
        return replace(self, page=1)

    @property
    def documents_in_scope(self) -> Scope:
        """What was asked for; without a word about it, issued documents, or the one document that was named."""
        return self.scope or (Scope.ALL if self.document else Scope.ISSUED)

    @property
    def conditions(self) -> dict[str, str]:
        """What was asked for, by name, as it stands in an address; scope, standpoint, sort and page apart."""
        asked = {name: getattr(self, name) for name in CONDITIONS if name not in APART}
        return {name: str(value) for name, value in asked.items() if value is not None} | dict(self.unknown)

    @property
    def address(self) -> dict[str, str]:
        """The arguments of an address that asks for the same; what is default is left out."""
        more = {
            "scope": self.scope and str(self.scope),
            "on": self.on and self.on.word,
            "sort": self.sort if self.sort != "order" else None,
            "descending": "1" if self.descending else None,
            "page": str(self.page) if self.page > 1 else None,
        }
        return self.conditions | {name: value for name, value in more.items() if value}


@dataclass(frozen=True)
class AgencyFilter:
    """The conditions on the list of agencies; ``document`` is a stem, ``role`` one they must have on some task.

    ``idle`` adds those of the registry that stand in no task.
    """

    jurisdiction: str | None = None
    kind: str | None = None
    document: str | None = None
    role: Role | None = None
    q: str | None = None
    scope: Scope | None = None
    on: Standpoint | None = None
    idle: bool = False
    sort: str = Role.LEAD
    unknown: tuple[tuple[str, str], ...] = ()

    @classmethod
    def parse(cls, values: Mapping[str, str]) -> "AgencyFilter":
        """From the values of an address; any text is taken, none raises."""
        known, unknown = _read(values, ("jurisdiction", "kind", "document", "role", "q", "scope", "on"))
        sort = values.get("sort")
        sort = sort if sort in AGENCY_SORTS else Role.LEAD
        return cls(**known, idle=values.get("idle") == "1", sort=sort, unknown=unknown)

    @property
    def documents_in_scope(self) -> Scope:
        """As with tasks."""
        return self.scope or (Scope.ALL if self.document else Scope.ISSUED)

    @property
    def conditions(self) -> dict[str, str]:
        """What was asked for, by name, as it stands in an address; scope, standpoint and sort apart."""
        asked = {name: getattr(self, name) for name in ("jurisdiction", "kind", "document", "role", "q")}
        return {name: str(value) for name, value in asked.items() if value} | dict(self.unknown)

    @property
    def address(self) -> dict[str, str]:
        """The arguments of an address that asks for the same."""
        more = {
            "scope": self.scope and str(self.scope),
            "on": self.on and self.on.word,
            "idle": "1" if self.idle else None,
            "sort": str(self.sort) if self.sort != Role.LEAD else None,
        }
        return self.conditions | {name: value for name, value in more.items() if value}


def clean(value: str) -> str:
    """A value from outside without control characters, white space as single blanks, cut to a sane length."""
    shown = "".join(character if character.isprintable() else " " for character in value[: LONGEST_SEARCH * 2])
    return " ".join(shown.split())[:LONGEST_SEARCH]


def page_number(value: str | None) -> int:
    """A page counted from 1; anything else than a number of at most nine digits is the first."""
    digits = (value or "").strip()
    return max(1, int(digits)) if digits.isascii() and digits.isdecimal() and len(digits) <= 9 else 1


def _read(values, names):
    """The conditions that can be met, and (name, value) of those that cannot."""
    given = {name: clean(values[name]) for name in names if values.get(name)}
    read = {name: CONDITIONS[name](value) for name, value in given.items() if value}
    known = {name: value for name, value in read.items() if value is not None}
    return known, tuple((name, given[name]) for name in read if name not in known)


def _key(value):
    """The id of a body of the registry, or the number of a printed name; None for a number no row can have."""
    if not (value.isascii() and value.isdecimal()):
        return value if len(value) <= LONGEST_KEY else None
    return str(int(value)) if len(value) <= 10 and 0 < int(value) <= LARGEST_ID else None


def _word(vocabulary):
    return lambda value: vocabulary(value) if value in set(vocabulary) else None


def _colour(kind):
    """A colour that this kind of light may have."""
    return lambda value: Colour(value) if value in DECIDED_WORDS[kind] else None


CONDITIONS = {
    "document": str,
    "jurisdiction": str,
    "kind": lambda value: value if value in KINDS else None,
    "agency": _key,
    "role": _word(Role),
    "q": str,
    "origin": _word(Origin),
    "carrier": _key,
    "supporter": _key,
    "member": _key,
    "missing": _word(Missing),
    "filing": _colour(LightKind.FILING),
    "progress": _colour(LightKind.PROGRESS),
    "scope": _word(Scope),
    "on": Standpoint.parse,
}
APART = {"kind", "scope", "on"}
"""What is asked for beside the conditions on a task."""
