"""One body of the registry as a form holds it: read, checked with everything else, and saved as one change."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select

from tracker.agencies.captions import in_words
from tracker.agencies.checking import cell_faults, faults_between
from tracker.agencies.choosing import chosen, offered
from tracker.agencies.places import Places
from tracker.agencies.problems import Problem
from tracker.agencies.rows import TABLES, Agency, Jurisdiction, Row, Rows, columns_of, row_of
from tracker.errors import BadForm, NotRegistered, Refusal, TooLong
from tracker.operations.registry_changes import Changed, Wanted, change, refuse_stale
from tracker.operations.registry_contacts import CONTACT, contact_faults, contact_moves
from tracker.operations.registry_naming import confirmations
from tracker.operations.words import reason_given, signature
from tracker.storage.database import db
from tracker.storage.registry_history import RegistryEventBody
from tracker.vocabulary import RegistryStep

BODY = ("jurisdiction", "name", "short", "kind", "valid_from", "valid_to", "basis", "verified")
ALIAS = ("name", "basis", "verified")
SUCCESSION = ("side", "other", "kind", "date", "share", "basis", "verified")
LISTS = {"aliases": ALIAS, "successions": SUCCESSION, "contacts": ("id", *CONTACT)}
BEFORE, AFTER = "before", "after"
"""Whether the other body of a succession was there before this one, or came after it."""
UNTOLD = frozenset({"side", "verified", "kind", "id"})
"""Fields that are filled in by themselves: a row with nothing else in it is empty."""
FIRST_OF_THE_OFFICE = 9001
"""The office numbers its own bodies from here on; a release never does."""

Lines = tuple[Mapping[str, str], ...]


@dataclass(frozen=True)
class BodyForm:
    """What a form says of a body: texts by field, and its rows of other names, successions and contact persons."""

    body: Mapping[str, str]
    aliases: Lines = ()
    successions: Lines = ()
    contacts: Lines = ()
    reason: str = ""


def is_filled(line_: Mapping[str, str]) -> bool:
    """Whether a row of a list says anything."""
    return any(value.strip() for name, value in line_.items() if name not in UNTOLD)


def form_of(rows: Rows, agency: Agency, contacts: list[dict[str, Any]]) -> BodyForm:
    """The form of a body as it stands."""
    names = {each.id: offered(each) for each in rows.agencies}
    aliases = [each for each in rows.aliases if each.agency == agency.id]
    changes = [each for each in rows.successions if agency.id in (each.predecessor, each.successor)]
    return BodyForm(
        {name: _text(getattr(agency, name)) for name in BODY},
        tuple({name: _text(getattr(each, name)) for name in ALIAS} for each in aliases),
        tuple(_succession(each, agency.id, names) for each in sorted(changes, key=lambda each: each.date)),
        tuple({name: _text(each[name]) for name in LISTS["contacts"]} for each in contacts),
    )


def save_body(body_id: str, form: BodyForm, *, who: str, version: int) -> Changed:
    """Let a body be what a form says. Raises BadForm with the faults by field, ChangedMeanwhile, NotRegistered, Unsigned."""
    who = signature(who)

    def make(rows: Rows) -> Wanted:
        if not any(each.id == body_id for each in rows.agencies):
            raise NotRegistered(body_id)
        refuse_stale(body_id, version)
        return _wanted(rows, body_id, form)

    return change(RegistryStep.EDITED, make, who=who, reason=_reason(form))


def add_body(form: BodyForm, *, who: str, printed: int | None = None) -> str:
    """Enter a new body; returns its id. A name printed in documents (its agency's id) means it from now on.

    Raises BadForm with the faults by field, Unsigned.
    """
    who, made = signature(who), []

    def make(rows: Rows) -> Wanted:
        made.append(new_id(rows, form.body.get("jurisdiction", "")))
        wanted = _wanted(rows, made[0], form)
        if printed is None:
            return wanted
        return replace(wanted, office=(*wanted.office, *confirmations(printed, made[0], wanted.rows, who=who)))

    change(RegistryStep.ADDED, make, who=who, reason=_reason(form))
    return made[0]


def new_id(rows: Rows, place: str) -> str:
    """A number that no body of the office has or had."""
    found = place_of(rows, place)
    prefix = f"{found.code if found else '000000'}-"
    met = select(RegistryEventBody.body).where(RegistryEventBody.body.startswith(prefix))
    used = {each.id for each in (*rows.agencies, *rows.collectives)} | set(db.session.scalars(met))
    numbers = (each.removeprefix(prefix) for each in used)
    return f"{prefix}{max([FIRST_OF_THE_OFFICE - 1, *(int(each) for each in numbers if each.isdecimal())]) + 1}"


def place_of(rows: Rows, text: str) -> Jurisdiction | None:
    """The jurisdiction a field names: its code, its name, or both as they are offered (广州市 440100)."""
    text, places = text.strip(), Places(rows.jurisdictions)
    return places.find(text) or (places.find(text.split()[-1]) if text else None)


def _wanted(rows: Rows, body_id: str, form: BodyForm) -> Wanted:
    """The registry with what the form says; raises BadForm."""
    read = _Reading(rows, body_id, form)
    wanted = read.rows()
    if not read.faults:
        read.take(faults_between(rows, wanted))
    if read.faults:
        raise BadForm(read.faults)
    return Wanted(wanted, tuple(contact_moves(body_id, form.contacts, is_filled)))


class _Reading:
    """From the texts of a form to rows, with what is wrong by the form's own fields."""

    def __init__(self, rows: Rows, body_id: str, form: BodyForm):
        self.before, self.body_id, self.form = rows, body_id, form
        self.faults: dict[str, list[str]] = {}
        self.fields: dict[Row, str] = {}

    def rows(self) -> Rows:
        jurisdiction = self._found("jurisdiction", self._place) or ""
        cells = dict(self.form.body) | {"id": self.body_id, "jurisdiction": jurisdiction}
        agency = self._row("agencies", cells, "")
        aliases = self._listed("aliases", lambda cells, _: dict(cells) | {"agency": self.body_id})
        successions = self._listed("successions", self._change)
        for name, sentence in contact_faults(self.form.contacts, is_filled):
            self._add(name, sentence)
        if self.faults:
            return self.before
        others = tuple(each for each in self.before.agencies if each.id != self.body_id)
        names = tuple(each for each in self.before.aliases if each.agency != self.body_id)
        changes = tuple(
            each for each in self.before.successions if self.body_id not in (each.predecessor, each.successor)
        )
        tables = {"agencies": (*others, agency), "aliases": names + aliases, "successions": changes + successions}
        return Rows(**(vars(self.before) | tables))

    def take(self, problems: list[Problem]) -> None:
        """Put each fault of the whole registry beside the field it is about."""
        for problem in problems:
            at = self.fields.get(problem.row)
            column = "other" if problem.column in ("predecessor", "successor") else problem.column
            self._add("" if at is None else f"{at}{column or 'name'}", problem.sentence)

    def _add(self, name, sentence):
        self.faults.setdefault(name, []).append(in_words(sentence))

    def _listed(self, table, cells_of: Callable) -> tuple[Row, ...]:
        lines = getattr(self.form, table)
        found = [
            self._row(table, cells_of(each, at), f"{table}-{at}-") for at, each in enumerate(lines) if is_filled(each)
        ]
        return tuple(dict.fromkeys(each for each in found if each is not None))

    def _row(self, table, cells, prefix):
        if problems := list(cell_faults(table, cells)):
            for problem in problems:
                self._add(f"{prefix}{problem.column}", problem.sentence)
            return None
        row = row_of(table, {name: cells.get(name, "") for name in columns_of(TABLES[table])})
        self.fields[row] = prefix
        return row

    def _change(self, cells, at):
        ids = self._found(f"successions-{at}-other", lambda: self._other(cells)) or ""
        before, after = (ids, self.body_id) if cells.get("side") == BEFORE else (self.body_id, ids)
        return dict(cells) | {"predecessor": before, "successor": after}

    def _other(self, cells):
        text = cells.get("other", "").strip()
        return chosen(text, self.before.agencies).id if text else ""

    def _place(self):
        text = self.form.body.get("jurisdiction", "").strip()
        found = place_of(self.before, text)
        if text and found is None:
            raise NotRegistered(text)
        return found.code if found else ""

    def _found(self, name, find: Callable[[], str]) -> str | None:
        try:
            return find()
        except Refusal as refusal:
            self._add(name, str(refusal))
            return None


def _succession(change_, body_id, names):
    is_before = change_.successor == body_id
    other = change_.predecessor if is_before else change_.successor
    own = {"side": BEFORE if is_before else AFTER, "other": names.get(other, other)}
    return own | {name: _text(getattr(change_, name)) for name in SUCCESSION if name not in own}


def _text(value) -> str:
    return "" if value is None else str(value)


def _reason(form) -> str | None:
    try:
        return reason_given(form.reason, "修改说明") or None
    except TooLong as refusal:
        raise BadForm(refusal.faults) from None
