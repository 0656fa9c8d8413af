"""Getting an installation ready: its folder, its database, its first rows."""

import tempfile
from pathlib import Path

from tracker.errors import NotReady, cause_of
from tracker.operations import evidence, groups, migrating, originals, registry, seeding, snapshots
from tracker.operations.seeding import LoadResult
from tracker.operations.tidying import tidy
from tracker.storage.database import db
from tracker.storage.queries.documents import known_files


def prepare_home(home: Path, setting: str = "TRACKER_HOME") -> None:
    """Make a folder an installation writes to; raises NotReady when nothing can be written there."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=home):
            pass
    except OSError as error:
        raise NotReady(f"不能写入文件夹 {home}（{cause_of(error)}）；请检查权限，或用 {setting} 换一处。") from None


def open_database(home: Path) -> None:
    """Make the folder, bring the database to this program's revision, and give it a registry and leading groups if it has none."""
    prepare_home(home)
    migrating.upgrade()
    registry.fill_empty_registry()
    groups.fill_empty_groups()


def open_installation(home: Path, files: Path | None = None) -> LoadResult | None:
    """The same, fill a fresh database from the measures that travel with the program, keep every text's reading.

    Of ``files``, the folder people's files lie in (default: the home folder), those that nothing knows are removed.
    """
    files = files or home
    prepare_home(files, "TRACKER_FILES")
    open_database(home)
    filled = seeding.fill_fresh_database()
    if filled is None:
        seeding.complete_readings()
    originals.sweep(files, known_files())
    evidence.sweep_files(files)
    snapshots.sweep_snapshots(files)
    db.session.rollback()
    tidy()
    return filled
