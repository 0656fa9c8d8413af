"""Processes killed while they submit (case 1), in a few trials; `scripts/kill` makes a hundred."""

import subprocess
import sys

import pytest

from tests.house.project import ROOT


def killed(*arguments):
    command = [sys.executable, str(ROOT / "scripts" / "kill"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_nothing_that_was_acknowledged_is_lost_when_all_writers_are_killed(database, request):
    where = ["--database", request.getfixturevalue("postgres_url")] if database == "postgresql" else []
    ended = killed("--trials", "4", *where)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "0 lost, 0 doubled, 0 half" in ended.stdout
    assert " 0 submissions" not in ended.stdout


def test_writers_that_acknowledge_before_they_keep_are_caught():
    ended = killed("--trials", "6", "--broken")
    assert (ended.returncode, ended.stderr) == (1, "")
    assert "lost" in ended.stdout
