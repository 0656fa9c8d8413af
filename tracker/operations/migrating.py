"""Bringing a database to the revision of this program."""

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import DatabaseError

from tracker.errors import NotReady
from tracker.settings import PACKAGE
from tracker.storage.database import db


def upgrade(revision: str = "head") -> None:
    """Bring the database to a revision; every step is done or none. An empty database gets all tables.

    Raises NotReady when the database cannot be opened or is newer than this program.
    """
    try:
        _refuse_newer(current_revision())
        command.upgrade(configuration(), revision)
    except DatabaseError as error:
        reason = str(error.orig).strip().splitlines()[0]
        url = db.engine.url.render_as_string(hide_password=True)
        raise NotReady(f"无法打开或更新数据库 {url}（{reason}）；请检查 TRACKER_DATABASE_URL 和权限。") from error


def downgrade(revision: str) -> None:
    """Take the database back to an earlier revision; what that revision has no place for is lost."""
    command.downgrade(configuration(), revision)


def current_revision() -> str | None:
    """The revision the database is at; None for an empty one."""
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def known_revisions() -> list[str]:
    """Every revision this program knows, oldest first."""
    scripts = ScriptDirectory.from_config(configuration())
    return [script.revision for script in scripts.walk_revisions()][::-1]


def configuration() -> Config:
    """Where Alembic finds the migrations; a % in the path is not an interpolation."""
    config = Config()
    config.set_main_option("script_location", str(PACKAGE / "migrations").replace("%", "%%"))
    return config


def _refuse_newer(revision):
    if revision is not None and revision not in known_revisions():
        raise NotReady(f"数据库的版本（{revision}）比本程序新；请换用新版程序，或恢复与本程序相符的备份。")
