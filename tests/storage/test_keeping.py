"""What is dear to make is made once for each state of the data, whoever changed it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from sqlalchemy import select, update

from tests.builders import a_document, an_agency
from tracker import clock
from tracker.operations import migrating
from tracker.storage.agencies import Agency
from tracker.storage.cycles import OfficeDay
from tracker.storage.database import db
from tracker.storage.documents import PolicyDocument
from tracker.storage.keeping import TABLES, WATCHED, Keeper, Part, data_version, kept, kept_for_all
from tracker.storage.sight import NOTHING, look_as, look_away


class Counting:
    """Something to make that counts how often it is made."""

    def __init__(self):
        self.made = 0

    def __call__(self):
        self.made += 1
        return self.made


@pytest.fixture
def on_both(empty_app):
    migrating.upgrade()
    return empty_app


def test_a_value_is_made_once_until_a_watched_table_changes(on_both):
    make = Counting()
    assert [kept(make, "count"), kept(make, "count")] == [1, 1]
    db.session.rollback()
    db.session.add(a_document())
    db.session.commit()
    assert [kept(make, "count"), kept(make, "count")] == [2, 2]


def test_statements_in_bulk_count_as_well(on_both):
    db.session.add(an_agency())
    db.session.commit()
    documents, *others = data_version()
    db.session.execute(update(Agency).values(name="市商务局"))
    db.session.commit()
    assert data_version() == (documents + 1, *others)


def test_a_transaction_counts_once_and_one_taken_back_not_at_all(on_both):
    documents, *others = data_version()
    db.session.add_all([an_agency("市商务局"), an_agency("市财政局")])
    db.session.flush()
    db.session.rollback()
    db.session.commit()
    assert data_version() == (documents, *others)
    db.session.add_all([an_agency("市商务局"), an_agency("市财政局")])
    db.session.commit()
    assert data_version() == (documents + 1, *others)


def test_a_value_is_kept_while_only_what_it_is_not_made_of_changes(on_both):
    of = {part: Counting() for part in Part}
    values = lambda: [kept(make, part, of=[part]) for part, make in of.items()]  # noqa: E731
    assert values() == [1, 1, 1, 1, 1, 1]
    db.session.rollback()
    db.session.add(OfficeDay(day=date(2026, 10, 1), works=False, basis="国庆节", who="王芳", at=clock.now()))
    db.session.commit()
    assert values() == [1, 1, 1, 1, 2, 1]
    db.session.rollback()
    db.session.add(an_agency())
    db.session.commit()
    assert values() == [2, 1, 1, 1, 2, 1]


def test_every_watched_table_is_there_and_in_one_part():
    assert WATCHED.keys() <= db.metadata.tables.keys()
    assert len(WATCHED) == sum(map(len, TABLES.values()))


def test_a_change_that_is_not_committed_is_seen_by_its_own_session_and_kept_for_nobody(on_both):
    make = Counting()
    assert kept(make, "count") == 1
    db.session.rollback()
    db.session.add(an_agency())
    assert kept(make, "count") == 2
    db.session.flush()
    assert kept(make, "count") == 3
    db.session.rollback()
    assert kept(make, "count") == 1


def test_a_transaction_makes_a_value_once_until_it_changes_something_again(on_both):
    make = Counting()
    for first in (1, 3):
        db.session.add(an_agency())
        db.session.flush()
        assert [kept(make, "count"), kept(make, "count")] == [first, first]
        db.session.execute(update(Agency).values(name="市商务局"))
        assert [kept(make, "count"), kept(make, "count")] == [first + 1, first + 1]
        db.session.rollback()
    assert kept(make, "count") == 5


def test_values_differ_by_key(on_both):
    make = Counting()
    assert [kept(make, "a", 1), kept(make, "a", 2), kept(make, "a", 1)] == [1, 2, 1]


def test_many_who_ask_at_once_wait_for_one_who_makes_it():
    keeper, make, together = Keeper(), Counting(), Barrier(8)

    def ask(_):
        together.wait()
        return keeper.of("key", 1, make)

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(ask, range(8))) == {1}
    assert make.made == 1


def test_what_was_not_asked_for_longest_goes_first():
    keeper, make = Keeper(most=2), Counting()
    for key in ("a", "b", "a", "c", "a", "b"):
        keeper.of(key, 1, make)
    assert make.made == 4


def test_what_cannot_be_made_is_tried_again():
    keeper, make = Keeper(), Counting()
    with pytest.raises(ZeroDivisionError):
        keeper.of("key", 1, lambda: 1 // 0)
    assert keeper.of("key", 1, make) == 1


def test_what_is_kept_for_all_is_made_the_same_whoever_asks_first(on_both):
    db.session.add(a_document())
    db.session.commit()
    look_as(NOTHING)
    try:
        assert kept_for_all(lambda: len(db.session.scalars(select(PolicyDocument)).all()), "documents") == 1
        assert kept(lambda: len(db.session.scalars(select(PolicyDocument)).all()), "documents") == 0
    finally:
        look_away()
