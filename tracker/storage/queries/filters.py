"""Which tasks or agencies are asked for: one value, written in an address and in a command's options alike."""

from collections.abc import Mapping
from dataclasses import dataclass

from tracker.vocabulary import Origin, Role, Scope

LONGEST_SEARCH = 200
LARGEST_ID = 2**31 - 1
TASK_SORTS = ("order", "title", "lead", "units", "deadline")
AGENCY_SORTS = ("name", *Role)


@dataclass(frozen=True)
class TaskFilter:
    """The conditions on a list of tasks. All that are set must hold; None is no condition.

    ``document`` is a stem; ``agency`` with ``role`` asks for that agency in that role. ``carrier`` is who carries the
    task: a lead, or where none leads a responsible; ``supporter`` is who supports it. ``q`` is searched word by word.
    ``unknown`` holds conditions whose value cannot exist (``("role", "boss")``): nothing matches them.
    """

    document: str | None = None
    jurisdiction: str | None = None
    agency: int | None = None
    role: Role | None = None
    q: str | None = None
    origin: Origin | None = None
    carrier: int | None = None
    supporter: int | None = None
    scope: Scope | None = None
    sort: str = "order"
    descending: bool = False
    page: int = 1
    unknown: tuple[tuple[str, str], ...] = ()

    @classmethod
    def parse(cls, values: Mapping[str, str]) -> "TaskFilter":
        """From the values of an address or of options; any text is taken, none raises.

        A sort or page that makes no sense is the default; a search is cut to ``LONGEST_SEARCH`` characters.
        """
        known, unknown = _read(values, CONDITIONS)
        sort = values.get("sort")
        return cls(
            **known,
            sort=sort if sort in TASK_SORTS else "order",
            descending=values.get("descending") == "1",
            page=page_number(values.get("page")),
            unknown=unknown,
        )

    @property
    def documents_in_scope(self) -> Scope:
        """What was asked for; without a word about it, issued documents, or the one document that was named."""
        return self.scope or (Scope.ALL if self.document else Scope.ISSUED)

    @property
    def conditions(self) -> dict[str, str]:
        """What was asked for, by name, as it stands in an address; scope, sort and page apart."""
        asked = {name: getattr(self, name) for name in CONDITIONS if name != "scope"}
        return {name: str(value) for name, value in asked.items() if value is not None} | dict(self.unknown)

    @property
    def address(self) -> dict[str, str]:
        """The arguments of an address that asks for the same; what is default is left out."""
        more = {
            "scope": self.scope and str(self.scope),
            "sort": self.sort if self.sort != "order" else None,
            "descending": "1" if self.descending else None,
            "page": str(self.page) if self.page > 1 else None,
        }
        return self.conditions | {name: value for name, value in more.items() if value}


@dataclass(frozen=True)
class AgencyFilter:
    """The conditions on the list of agencies; ``document`` is a stem, ``role`` one they must have on some task."""

    jurisdiction: str | None = None
    document: str | None = None
    role: Role | None = None
    q: str | None = None
    scope: Scope | None = None
    sort: str = Role.LEAD
    unknown: tuple[tuple[str, str], ...] = ()

    @classmethod
    def parse(cls, values: Mapping[str, str]) -> "AgencyFilter":
        """From the values of an address; any text is taken, none raises."""
        known, unknown = _read(values, ("jurisdiction", "document", "role", "q", "scope"))
        sort = values.get("sort")
        return cls(**known, sort=sort if sort in AGENCY_SORTS else Role.LEAD, unknown=unknown)

    @property
    def documents_in_scope(self) -> Scope:
        """As with tasks."""
        return self.scope or (Scope.ALL if self.document else Scope.ISSUED)

    @property
    def conditions(self) -> dict[str, str]:
        """What was asked for, by name, as it stands in an address; scope and sort apart."""
        asked = {name: getattr(self, name) for name in ("jurisdiction", "document", "role", "q")}
        return {name: str(value) for name, value in asked.items() if value} | dict(self.unknown)

    @property
    def address(self) -> dict[str, str]:
        """The arguments of an address that asks for the same."""
        scope = {"scope": str(self.scope)} if self.scope else {}
        return self.conditions | scope | ({"sort": str(self.sort)} if self.sort != Role.LEAD else {})


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


def _identity(value):
    if not (value.isascii() and value.isdecimal() and len(value) <= 10):
        return None
    return int(value) if 0 < int(value) <= LARGEST_ID else None


def _word(vocabulary):
    return lambda value: vocabulary(value) if value in set(vocabulary) else None


CONDITIONS = {
    "document": str,
    "jurisdiction": str,
    "agency": _identity,
    "role": _word(Role),
    "q": str,
    "origin": _word(Origin),
    "carrier": _identity,
    "supporter": _identity,
    "scope": _word(Scope),
}
