"""What the extraction found in a text, as plain values, and their JSON form.

Offsets are character offsets into the text as read: ``text[start:end]`` is what is meant. An unknown value is None, an
empty list is empty; no key of the JSON is ever absent.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field, fields, is_dataclass, replace
from datetime import date
from functools import cache
from types import UnionType
from typing import get_args, get_origin, get_type_hints

from tracker.vocabulary import DocumentStatus, Origin, Role

PLAIN = (str, int, float)
"""Types whose values are in JSON what they are here."""


@dataclass(frozen=True)
class Unit:
    """A unit in a clause: ``printed`` as it stands, ``name`` with full-width brackets and its elided prefix restored."""

    name: str
    printed: str
    role: Role
    start: int
    end: int


@dataclass(frozen=True)
class Task:
    """One piece of a measure with its own responsibility clause; ``start``–``end`` is its text without the clause."""

    text: str
    start: int
    end: int
    annotation: str | None = None
    annotation_start: int | None = None
    annotation_end: int | None = None
    deadline: str | None = None
    deadline_on: date | None = None
    deadline_precision: str | None = None
    origin: Origin = Origin.NONE
    units: tuple[Unit, ...] = ()


@dataclass(frozen=True)
class Measure:
    """A numbered unit of a document; ``path`` is every printed number from its section down to itself."""

    part: str | None
    path: str | None
    section: str | None
    heading: str | None
    start: int
    end: int
    tasks: tuple[Task, ...]


@dataclass(frozen=True)
class Citation:
    """A document the text cites: ``《……》（国办发〔2015〕46号）``."""

    title: str
    number: str | None
    start: int
    end: int


@dataclass(frozen=True)
class Condition:
    """Further recipients of a report, and when: ``涉及工业电子商务的`` → 市工业和信息化委."""

    condition: str
    recipients: tuple[str, ...]


@dataclass(frozen=True)
class ReportingRule:
    """Who reports to whom, and by when."""

    period: str
    month: int | None
    day: int | None
    reporters: tuple[str, ...]
    recipients: tuple[str, ...]
    conditional: tuple[Condition, ...]
    part: str | None
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Target:
    """A figure the document sets (``突破450亿元``) or a cap on money (``最高不超过200万元``)."""

    kind: str
    text: str
    low: float | None
    high: float | None
    unit: str
    year: int | None
    part: str | None
    start: int
    end: int


@dataclass(frozen=True)
class Diagnostic:
    """Something a person should look at, with the place it is about; ``message`` is Chinese."""

    code: str
    message: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True)
class Findings:
    """All that was found in one document."""

    title: str | None = None
    number: str | None = None
    issuer: str | None = None
    jurisdiction: str | None = None
    issued_on: date | None = None
    status: DocumentStatus = DocumentStatus.ISSUED
    effective_from: date | None = None
    valid_until: date | None = None
    valid_for: str | None = None
    cites: tuple[Citation, ...] = ()
    measures: tuple[Measure, ...] = ()
    reporting_rules: tuple[ReportingRule, ...] = ()
    targets: tuple[Target, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = field(default=())

    @property
    def tasks(self):
        """Every task, in the order of the text."""
        return [task for measure in self.measures for task in measure.tasks]

    def with_diagnostics(self, *more):
        """The same findings with further diagnostics."""
        return replace(self, diagnostics=self.diagnostics + more)

    def as_json(self):
        """Nested dicts and lists as `tracker extract` prints them; dates are ISO strings."""
        return _plain(asdict(self))

    @classmethod
    def from_json(cls, value: dict) -> "Findings":
        """The findings that ``as_json`` made this of; ``cls.from_json(findings.as_json()) == findings``."""
        return _built(cls, value)


def _plain(value):
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value


def _built(kind, value):
    """A value of a dataclass's field from its JSON form, by the field's type."""
    return _builder(kind)(value)


@cache
def _builder(kind) -> Callable:
    """What makes a value of this type from its JSON form; found out once for a type: a table has thousands of units."""
    if get_origin(kind) is tuple:
        item = _builder(get_args(kind)[0])
        return lambda values: tuple(map(item, values))
    if isinstance(kind, UnionType):
        known = _builder(next(choice for choice in get_args(kind) if choice is not type(None)))
        return lambda value: None if value is None else known(value)
    if kind is date:
        return date.fromisoformat
    if not is_dataclass(kind):
        return _same if kind in PLAIN else kind
    hints = get_type_hints(kind)
    parts = [(item.name, _builder(hints[item.name])) for item in fields(kind)]
    return lambda value: kind(*[build(value[name]) for name, build in parts])


def _same(value):
    return value
