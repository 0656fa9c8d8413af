"""A PostgreSQL server that lives as long as the tests: own data folder, own socket, no port, no durability."""

import os
import pwd
import re
import secrets
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import NullPool, create_engine, text

OPTIONS = "-c listen_addresses=''"
FORGETFUL = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_wal_size=64MB -c min_wal_size=32MB"
MEMORY = Path("/dev/shm")
ROOM = 1 << 30


def server_programs():
    """Folder of the newest installed server's programs, None where there is none."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version)
    if installed:
        return installed[-1]
    initdb = shutil.which("initdb")
    return Path(initdb).resolve().parent if initdb else None


def _version(programs):
    return int(re.sub(r"\D", "", programs.parent.name) or 0)


@contextmanager
def running_server(programs, *, durable=False):
    """Start a server, yield its SQLAlchemy URL, stop it. Root runs it as user postgres: initdb refuses root.

    Only a ``durable`` one waits for the disk; another lies in memory where there is room: each test copies a database.
    """
    options = f"-k {{}} {OPTIONS}" if durable else f"-k {{}} {OPTIONS} {FORGETFUL}"
    place = None if durable or not _has_room(MEMORY) else MEMORY
    folder = Path(tempfile.mkdtemp(prefix="pgt.", dir=place))  # short: a socket's path is limited to 107 bytes
    run = _runner(folder)
    cluster = ["-D", str(folder / "data")]
    run(programs / "initdb", *cluster, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
    run(programs / "pg_ctl", *cluster, "-w", "-t", "30", "-l", folder / "log", "-o", options.format(folder), "start")
    try:
        yield f"postgresql+psycopg://postgres@/postgres?host={folder}"
    finally:
        run(programs / "pg_ctl", *cluster, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def empty_database(server, template="template1", name=None):
    """Make a database on the server of this URL, yield its URL, drop it; ``template`` is a database to copy."""
    admin = create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    name = name or f"test_{secrets.token_hex(4)}"
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    try:
        yield admin.url.set(database=name).render_as_string(hide_password=False)
    finally:
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


def _has_room(place):
    """Whether every worker of the tests can have a server in a folder."""
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    return place.is_dir() and os.access(place, os.W_OK) and shutil.disk_usage(place).free >= ROOM * workers


def _runner(folder):
    """Runs a program of the server in its folder, as somebody who may."""
    as_whom = {}
    if os.getuid() == 0:
        account = pwd.getpwnam("postgres")
        os.chown(folder, account.pw_uid, account.pw_gid)
        as_whom = {
            "user": account.pw_uid,
            "group": account.pw_gid,
            "extra_groups": [],
            "env": {"PATH": os.environ["PATH"], "HOME": str(folder)},
        }

    def run(program, *arguments):
        command = [str(part) for part in (program, *arguments)]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, **as_whom)

    return run
