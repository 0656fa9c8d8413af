"""Processes killed while they submit (case 1), import (2) or migrate (5), in a few trials; `scripts/kill` makes a hundred."""

import subprocess
import sys

import pytest

from tests.house.project import ROOT


def killed(*arguments):
    command = [sys.executable, str(ROOT / "scripts" / "kill"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_nothing_that_was_acknowledged_is_lost_when_all_writers_are_killed(database_url):
    where = ["--database", database_url] if database_url else []
    ended = killed("--trials", "4", *where)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "0 lost, 0 doubled, 0 half" in ended.stdout
    assert " 0 submissions" not in ended.stdout


def test_writers_that_acknowledge_before_they_keep_are_caught():
    ended = killed("--trials", "6", "--broken")
    assert (ended.returncode, ended.stderr) == (1, "")
    assert "lost" in ended.stdout


@pytest.mark.parametrize("what", ["import", "migration"])
def test_what_was_killed_half_way_is_there_whole_or_not_and_can_be_finished(what, database_url):
    """Cases 2 and 5."""
    where = ["--database", database_url] if database_url else []
    ended = killed("--during", what, "--rows", "30", "--revisions", "2", "--trials", "3", *where)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert f"{what}: {3 if what == 'import' else 6} killed" in ended.stdout


@pytest.mark.parametrize("what", ["import", "migration"])
def test_what_keeps_every_statement_at_once_is_caught(what):
    ended = killed("--during", what, "--rows", "30", "--revisions", "3", "--trials", "5", "--broken")
    assert (ended.returncode, ended.stderr) == (1, "")
