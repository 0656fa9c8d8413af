"""What a machine lacks is said in one line, and is a failure where everything is asked for."""

import pytest

from tests.conftest import needed


def test_what_is_there_is_used(monkeypatch):
    monkeypatch.setenv("REQUIRE_ALL", "1")
    assert needed("/usr/bin/chromium", "needs Chromium") == "/usr/bin/chromium"


@pytest.mark.parametrize(("asked", "outcome"), [("", pytest.skip.Exception), ("1", pytest.fail.Exception)])
def test_what_is_absent_skips_the_test_unless_everything_is_asked_for(monkeypatch, asked, outcome):
    monkeypatch.setenv("REQUIRE_ALL", asked)
    with pytest.raises(outcome, match="apt-get install chromium"):
        needed(None, "needs Chromium: apt-get install chromium")
