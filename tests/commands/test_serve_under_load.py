"""The last afternoon in a few seconds; `scripts/load` plays it whole."""

import subprocess
import sys

import pytest

from tests.house.project import ROOT

SHORT = ("--agencies", "4", "--minutes", "0.05", "--think", "0.2")


def played(*arguments):
    command = [sys.executable, str(ROOT / "scripts" / "load"), *SHORT, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_what_was_acknowledged_on_the_last_afternoon_is_there_and_nothing_failed(database, request):
    """Cases 36 and 37: all are let in, too."""
    where = ["--database", request.getfixturevalue("postgres_url")] if database == "postgresql" else []
    ended = played(*where)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "8 submissions acknowledged: 0 lost, 0 doubled, 0 half; 0 errors" in ended.stdout


def test_a_server_that_acknowledges_what_it_does_not_keep_is_caught():
    ended = played("--broken")
    assert ended.returncode == 1
    assert " lost" in ended.stdout
