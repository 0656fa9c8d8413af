"""Loading the registry of agencies: all of it or nothing, and whom printed names mean anew after it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from tracker.agencies.checking import check_files
from tracker.agencies.problems import FILES, Problem
from tracker.agencies.rows import Rows
from tracker.errors import BadRegistry, cause_of
from tracker.operations.recognising import recognise
from tracker.operations.transactions import one_transaction
from tracker.settings import shipped
from tracker.storage.agencies import Agency
from tracker.storage.database import db, take_turn
from tracker.storage.documents import Assignment
from tracker.storage.queries.held import held_bodies
from tracker.storage.registering import Written, has_registry, write_registry
from tracker.storage.registry import ConfirmedName
from tracker.vocabulary import Recognition


@dataclass(frozen=True)
class RegistryLoaded:
    """What a loading did: rows written, agencies and collectives now registered, assignments that mean another body
    than before, and printed names that nobody knows yet."""

    rows: Written
    agencies: int
    collectives: int
    recognised: int
    unknown: int


def read_registry(folder: Path) -> Rows:
    """The registry in the CSV files of a folder; raises BadRegistry with every fault by file, row and column."""
    checked = check_files(_files(Path(folder)))
    if checked.rows is None:
        raise BadRegistry(checked.problems)
    return checked.rows


def load_registry(folder: Path | None = None) -> RegistryLoaded:
    """Let the registry say what the files of a folder say, else those that travel with the program, in one transaction.

    What is not in the files is taken out. Loading twice changes nothing. Raises BadRegistry; nothing is loaded then.
    """
    rows = read_registry(folder or shipped("data"))
    with one_transaction():
        take_turn(db.session.connection())
        return _load(rows)


def fill_empty_registry() -> RegistryLoaded | None:
    """Load the registry that travels with the program if there is none yet; None if there is one."""
    with one_transaction():
        take_turn(db.session.connection())
        return None if has_registry() else _load(read_registry(shipped("data")))


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


def _load(rows) -> RegistryLoaded:
    _keep_confirmed(rows)
    _keep_owing(rows)
    written = write_registry(rows)
    recognised = recognise() if written else 0
    unknown = select(func.count(Agency.id.distinct())).join(Assignment, Assignment.agency_id == Agency.id)
    unknown = db.session.scalar(unknown.where(Assignment.recognition == Recognition.CANDIDATE))
    return RegistryLoaded(written, len(rows.agencies), len(rows.collectives), recognised, unknown)


def _keep_confirmed(rows):
    """A registry without a body that a person named is not taken."""
    known = {body.id for body in (*rows.agencies, *rows.collectives)}
    body = func.coalesce(ConfirmedName.registered_id, ConfirmedName.collective_id)
    confirmed = db.session.execute(select(body, ConfirmedName.name).order_by(ConfirmedName.id))
    if problems := [
        Problem("agencies", None, "id", f"没有编号“{id_}”，而“{name}”已经人确认为这个单位；请保留这一行。")
        for id_, name in confirmed
        if id_ not in known
    ]:
        raise BadRegistry(problems)


def _keep_owing(rows):
    """A registry without a body that owes or owed a report is not taken: one that is no more has its last day."""
    known = {agency.id for agency in rows.agencies}
    if problems := [
        Problem(
            "agencies", None, "id", f"没有编号“{id_}”，而“{name}”在报送周期里应报；请保留这一行，已撤销的请填失效日期。"
        )
        for id_, name in held_bodies().items()
        if id_ not in known
    ]:
        raise BadRegistry(problems)
