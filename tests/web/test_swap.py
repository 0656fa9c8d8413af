"""The short form of ``scripts/swap``: nothing of another's is told, and with the rights off it is found (case 66)."""

from random import Random

import pytest

from scripts.swapping.asking import leaks_of
from scripts.swapping.office import an_office
from tests.conftest import closing
from tracker.storage import sight
from tracker.web import guard


@pytest.mark.parametrize("broken", [False, True], ids=["as it is", "with the rights off"])
def test_swapped_ids_tell_nothing(tmp_path, monkeypatch, broken):
    monkeypatch.setattr(guard, "look_as", sight.look_as)
    office = an_office(tmp_path, broken=broken)
    with closing(office.people[0].client.application):
        found = leaks_of(office, Random(7), 120)
    assert bool(found) is broken, found[:3]
