"""The short form of ``scripts/swap``: nothing of another's is told or changed, and with the rights off it is found (case 66)."""

from random import Random

from scripts.swapping.asking import leaks_of
from scripts.swapping.office import an_office, switch_rights_off
from tests.conftest import closing
from tracker.storage import sight
from tracker.web import guard


def test_swapped_ids_tell_and_change_nothing(tmp_path, monkeypatch, database_url):
    monkeypatch.setattr(guard, "look_as", sight.look_as)
    office = an_office(tmp_path, database=database_url, rows_each=4)
    with closing(office.app):
        assert leaks_of(office, Random(7), 120) == []
        switch_rights_off()
        assert leaks_of(office, Random(7), 120) != []
