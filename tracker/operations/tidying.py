"""What is done after many rows were written: their counts are gathered, and SQLite looks how large its tables are."""

from tracker.operations.transactions import one_transaction
from tracker.storage import tallies
from tracker.storage.database import count_tables, db


def tidy() -> None:
    """Nothing depends on it but speed."""
    with one_transaction(audited=False):
        tallies.gather()
    count_tables(db.engine)
