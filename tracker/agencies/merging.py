"""What if two agencies are one: what would move, the registry afterwards, and the way back."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from tracker.agencies.collectives import collective_faults
from tracker.agencies.exchanges import Move, carried_out, taken_back
from tracker.agencies.forms import written_out
from tracker.agencies.name_faults import name_faults
from tracker.agencies.names import normal
from tracker.agencies.places import Places
from tracker.agencies.resolution import Registry
from tracker.agencies.rows import Agency, Alias, Rows
from tracker.agencies.succession import succession_faults
from tracker.errors import BadRegistry, WrongState


@dataclass(frozen=True, slots=True)
class Merge:
    """Everything that moves when one agency turns out to be another; it is also what an undo needs.

    What becomes superfluous goes, a name becomes an alias.
    """

    gone: str
    into: str
    moves: tuple[Move, ...]

    def moved(self, table: str) -> tuple[Move, ...]:
        return tuple(move for move in self.moves if move.table == table)


def merge(rows: Rows, gone: str, *, into: str) -> Merge:
    """What moves if ``gone`` is merged into ``into``: nothing is changed yet.

    WrongState for an agency that is not there or is merged into itself; BadRegistry when the registry would
    contradict itself afterwards.
    """
    agencies = {agency.id: agency for agency in rows.agencies}
    if gone == into:
        raise WrongState("一个单位不能与自己合并；请另选一个单位。")
    if missing := [each for each in (gone, into) if each not in agencies]:
        raise WrongState(f"单位表里没有编号“{missing[0]}”，没有合并；请刷新页面后重选。")
    merging = Merge(gone, into, tuple(_moves(rows, agencies[gone], agencies[into])))
    before = set(_faults(rows))
    if faults := [fault for fault in _faults(applied(rows, merging)) if fault not in before]:
        raise BadRegistry(faults)
    return merging


def applied(rows: Rows, merging: Merge) -> Rows:
    """The rows after a merge."""
    return carried_out(rows, merging.moves)


def undone(rows: Rows, merging: Merge) -> Rows:
    """The rows before a merge. WrongState when a row that moved was changed since."""
    return taken_back(rows, merging.moves)


def merged(registry: Registry, gone: str, *, into: str) -> Registry:
    """The registry in which ``gone`` is ``into``."""
    return Registry(applied(registry.rows, merge(registry.rows, gone, into=into)))


def _moves(rows, gone, into) -> Iterator[Move]:
    yield Move("agencies", gone, None)
    yield from _name_moves(rows, gone, into)
    yield from _change_moves(rows, gone.id, into.id)
    yield from _membership_moves(rows, gone.id, into.id)


def _name_moves(rows, gone: Agency, into: Agency) -> Iterator[Move]:
    """Every name of the one becomes an alias of the other, written out where the other's place would change it."""
    places = Places(rows.jurisdictions)
    chain, home = places.chain(gone.jurisdiction), places.chain(into.jurisdiction)
    names = (into.name, into.short, *(alias.name for alias in rows.aliases if alias.agency == into.id))
    known = {written_out(normal(name), home) for name in names if name}
    own = [
        (None, Alias(into.id, name, basis=gone.basis, verified=gone.verified))
        for name in (gone.name, gone.short)
        if name
    ]
    own += [(alias, replace(alias, agency=into.id)) for alias in rows.aliases if alias.agency == gone.id]
    for before, after in own:
        complete = written_out(normal(after.name), chain)
        if complete in known:
            after = None
        elif gone.jurisdiction != into.jurisdiction:
            after = replace(after, name=complete)
        known.add(complete)
        if before or after:
            yield Move("aliases", before, after)


def _change_moves(rows, gone, into) -> Iterator[Move]:
    kept = {(each.predecessor, each.successor) for each in rows.successions}
    for change in rows.successions:
        before, after = (into if each == gone else each for each in (change.predecessor, change.successor))
        if (before, after) == (change.predecessor, change.successor):
            continue
        superfluous = before == after or (before, after) in kept
        yield Move("successions", change, None if superfluous else replace(change, predecessor=before, successor=after))
        kept.add((before, after))


def _membership_moves(rows, gone, into) -> Iterator[Move]:
    """Memberships pass on; where both belonged to one collective at a time, one membership covers both times."""
    standing = [each for each in rows.collective_members if each.agency == into]
    for membership in rows.collective_members:
        if membership.agency != gone:
            continue
        met = next(
            (each for each in standing if each.collective == membership.collective and _meet(each, membership)), None
        )
        if met is None:
            standing.append(replace(membership, agency=into))
            yield Move("collective_members", membership, standing[-1])
            continue
        yield Move("collective_members", membership, None)
        if (covering := _covering(met, membership)) != met:
            standing[standing.index(met)] = covering
            yield Move("collective_members", met, covering)


def _meet(one, other):
    begin = max(one.valid_from or date.min, other.valid_from or date.min)
    return begin < min(one.valid_to or date.max, other.valid_to or date.max)


def _covering(one, other):
    begins, ends = {one.valid_from, other.valid_from}, {one.valid_to, other.valid_to}
    return replace(
        one,
        valid_from=None if None in begins else min(begins),
        valid_to=None if None in ends else max(ends),
    )


def _faults(rows):
    return [*name_faults(rows), *collective_faults(rows), *succession_faults(rows)]
