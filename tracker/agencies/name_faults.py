"""Names that would mean two bodies of one jurisdiction at the same time."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tracker.agencies.forms import written_out
from tracker.agencies.names import completed, folded, normal
from tracker.agencies.places import Places
from tracker.agencies.problems import Problem, problem, where
from tracker.agencies.rows import Agency, Alias, Collective, Row, Rows

LONGEST = 60


@dataclass(frozen=True, slots=True)
class Said:
    """A name as a row says it of a body."""

    name: str
    body: Agency | Collective
    table: str
    row: Row
    column: str

    @property
    def begin(self) -> date:
        return getattr(self.body, "valid_from", None) or date.min

    @property
    def end(self) -> date:
        return getattr(self.body, "valid_to", None) or date.max

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands: of two bodies that claim a name, the one further down is complained about."""
        return ("agencies", "collectives", "aliases").index(self.table), self.row.line or 0

    @property
    def where(self) -> str:
        return where(self.table, self.row)


def name_faults(rows: Rows) -> Iterator[Problem]:
    """Names that are nothing, too long or not complete, and names of two at once; several in turn are no fault."""
    places = Places(rows.jurisdictions)
    meant = defaultdict(list)
    for said in _said(rows):
        chain = places.chain(said.body.jurisdiction)
        name = normal(said.name)
        yield from _unfit(said, name, chain)
        meant[said.body.jurisdiction, folded(written_out(name, chain))].append(said)
    for claims in meant.values():
        yield from _claimed_twice(sorted(claims, key=lambda each: (each.begin, each.row.line or 0)))


def _said(rows):
    bodies: dict[str, Agency | Collective] = {}
    for table in ("agencies", "collectives"):
        for body in getattr(rows, table):
            bodies[body.id] = body
            yield Said(body.name, body, table, body, "name")
            if short := getattr(body, "short", ""):
                yield Said(short, body, table, body, "short")
    alias: Alias
    for alias in rows.aliases:
        if alias.agency in bodies:
            yield Said(alias.name, bodies[alias.agency], "aliases", alias, "name")


def _unfit(said, name, chain):
    if not 2 <= len(name) <= LONGEST:
        yield problem(
            said.table, said.row, said.column, f"名称应为 2 至 {LONGEST} 个字，现为 {len(name)} 个字；请核对。"
        )
    elif (said.table, said.column) == ("agencies", "name") and (completed(name, chain) or name) != name:
        text = f"“{said.name}”没有写明地名，单位表要写全称；请写成“{completed(name, chain)}”，简称写在 short 列。"
        yield problem(said.table, said.row, said.column, text)


def _claimed_twice(claims):
    before, told = claims[0], set()
    for said in claims[1:]:
        if said.body is not before.body and said.begin < before.end:
            first, later = sorted((before, said), key=lambda each: each.place)
            if (pair := frozenset({before.body.id, said.body.id})) not in told:
                told.add(pair)
                text = f"“{later.name}”同时也是{first.body.name}的名称（{first.where}）；请改正其中一处，确是同一单位的请合并。"
                yield problem(later.table, later.row, later.column, text)
        elif said.end > before.end:
            before = said
