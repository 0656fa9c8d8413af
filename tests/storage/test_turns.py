"""Writers of SQLite take turns (case 19)."""

import sqlite3
import time
from threading import Thread

import pytest

from tracker.storage import turns

WRITERS = 8


@pytest.fixture
def opened(tmp_path):
    """Opens connections to one database with a table."""
    file = str(tmp_path / "any.sqlite3")
    made = []

    def opened():
        made.append(sqlite3.connect(file, isolation_level=None, check_same_thread=False))
        made[-1].execute("PRAGMA journal_mode=WAL")
        return made[-1]

    opened.file = file
    opened().execute("CREATE TABLE wrote (number INTEGER)")
    yield opened
    for connection in made:
        connection.close()


def begin(opened, connection):
    with turns.turn(opened.file, connection):
        connection.execute("BEGIN IMMEDIATE")


def test_who_comes_first_writes_first(opened):
    holder = opened()
    begin(opened, holder)

    def write(number, connection):
        begin(opened, connection)
        connection.execute("INSERT INTO wrote VALUES (?)", (number,))
        connection.execute("COMMIT")

    writers = [Thread(target=write, args=(number, opened())) for number in range(WRITERS)]
    for writer in writers:
        writer.start()
        time.sleep(0.02)
    holder.execute("COMMIT")
    for writer in writers:
        writer.join()
    numbers = [number for (number,) in opened().execute("SELECT number FROM wrote ORDER BY rowid")]
    assert numbers == list(range(WRITERS))


def test_who_waited_too_long_is_told_so_and_the_next_has_a_turn(opened, monkeypatch):
    monkeypatch.setattr(turns, "TIMEOUT", 0.05)
    holder, other = opened(), opened()
    begin(opened, holder)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        begin(opened, other)
    holder.execute("COMMIT")
    begin(opened, other)
    assert other.in_transaction


def test_a_database_in_memory_has_one_writer(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    connection = sqlite3.connect(":memory:", isolation_level=None)
    for file in (None, ":memory:"):
        with turns.turn(file, connection):
            connection.execute("BEGIN IMMEDIATE")
        connection.execute("COMMIT")
    assert list(tmp_path.iterdir()) == []
