"""Loading the registry of agencies: all of it or nothing, and whom printed names mean anew after it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from tracker.agencies.checking import check_files
from tracker.agencies.exchanges import Clash, Move, joined
from tracker.agencies.problems import FILES, Problem
from tracker.agencies.rows import TABLES, Rows
from tracker.errors import BadRegistry, cause_of
from tracker.operations.registry_changes import Changed, Wanted, rewrite
from tracker.operations.transactions import one_transaction
from tracker.settings import shipped
from tracker.storage.agencies import Agency
from tracker.storage.database import db, take_turn
from tracker.storage.documents import Assignment
from tracker.storage.registering import Written, has_registry, keep_release, last_release, stored_registry
from tracker.vocabulary import Recognition, RegistryStep

AT_THE_COMMAND_LINE = "命令行"


@dataclass(frozen=True)
class RegistryLoaded:
    """What a loading did, or would do: rows written, and each of them; agencies and collectives then registered;
    assignments that mean another body than before; printed names that nobody knows yet.

    ``kept`` are rows of a new release that the office has edited since the last one: they stay as the office wrote them.
    """

    rows: Written
    agencies: int
    collectives: int
    recognised: int
    unknown: int
    moves: tuple[Move, ...] = ()
    kept: tuple[Clash, ...] = ()


def read_registry(folder: Path) -> Rows:
    """The registry in the CSV files of a folder; raises BadRegistry with every fault by file, row and column."""
    checked = check_files(_files(Path(folder)))
    if checked.rows is None:
        raise BadRegistry(checked.problems)
    return checked.rows


def load_registry(
    folder: Path | None = None, *, who: str = AT_THE_COMMAND_LINE, dry_run: bool = False
) -> RegistryLoaded:
    """Let the registry say what the files of a folder say, in one transaction; what is not in them is taken out.

    Without a folder it is given what is new in the release that travels with the program: rows that the office has
    edited stay. Loading twice changes nothing. A dry run writes nothing. Raises BadRegistry; nothing is loaded then.
    """
    given = read_registry(folder or shipped("data"))
    with one_transaction():
        take_turn(db.session.connection())
        loaded = _replace(given, who) if folder else _release(given, who)
        if dry_run:
            db.session.rollback()
        return loaded


def fill_empty_registry() -> RegistryLoaded | None:
    """Load the registry that travels with the program if there is none yet; None if there is one."""
    with one_transaction():
        take_turn(db.session.connection())
        return None if has_registry() else _release(read_registry(shipped("data")), AT_THE_COMMAND_LINE)


def _replace(given: Rows, who: str) -> RegistryLoaded:
    changed = rewrite(stored_registry(), Wanted(given), step=RegistryStep.LOADED, who=who)
    return _loaded(changed, given)


def _release(given: Rows, who: str) -> RegistryLoaded:
    before = stored_registry()
    base = last_release() or alike(before, given)
    rows, kept = joined(base, before, given)
    changed = rewrite(before, Wanted(rows), step=RegistryStep.RELEASED, who=who)
    keep_release(given)
    return _loaded(changed, rows, kept)


def alike(one: Rows, other: Rows) -> Rows:
    """The rows two registries have in common: what came with the program where nobody kept what that was."""
    return Rows(**{table: tuple(set(getattr(one, table)) & set(getattr(other, table))) for table in TABLES})


def _loaded(changed: Changed, rows: Rows, kept=()) -> RegistryLoaded:
    unknown = select(func.count(Agency.id.distinct())).join(Assignment, Assignment.agency_id == Agency.id)
    unknown = db.session.scalar(unknown.where(Assignment.recognition == Recognition.CANDIDATE))
    size = (len(rows.agencies), len(rows.collectives))
    return RegistryLoaded(changed.written, *size, changed.recognised, unknown, changed.moves, kept)


def _files(folder) -> Mapping[str, bytes]:
    files, problems = {}, []
    for table, name in FILES.items():
        try:
            files[table] = (folder / name).read_bytes()
        except OSError as error:
            problems.append(
                Problem(table, None, None, f"打不开 {folder / name}（{cause_of(error)}）；请核对路径和权限。")
            )
    if problems:
        raise BadRegistry(problems)
    return files
