"""What is done after many rows were written: their counts and numbers are gathered, and SQLite looks how large its tables are."""

from tracker.operations.transactions import one_transaction
from tracker.storage import editions, tallies
from tracker.storage.database import count_tables, db


def tidy() -> None:
    """Nothing depends on it but speed."""
    with one_transaction(audited=False):
        tallies.gather()
        editions.gather()
    count_tables(db.engine)
