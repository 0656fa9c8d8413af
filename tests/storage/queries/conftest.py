import pytest

from tests.offices import a_small_office


@pytest.fixture
def office(in_app):
    """A small office, by short names; see tests.offices."""
    return a_small_office()
