"""The last afternoon in a few seconds; `scripts/load` plays it whole."""

import subprocess
import sys
from argparse import Namespace
from random import Random

import pytest

from scripts.loading.command import starts
from tests.house.project import ROOT

SHORT = ("--agencies", "4", "--minutes", "0.05", "--think", "0.2")


@pytest.mark.parametrize(("pace", "seconds"), [(1, 1800), (5, 360), (10, 180)])
def test_half_begin_within_the_last_half_hour_told_at_its_pace_and_no_half_hour_is_denser(pace, seconds):
    begun = starts(Namespace(pace=pace, minutes=None, opening=False), 500, Random(1))
    late = sum(each >= seconds for each in begun)
    assert max(begun) <= 2 * seconds
    assert 225 <= late <= 275


def played(*arguments):
    command = [sys.executable, str(ROOT / "scripts" / "load"), *SHORT, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_what_was_acknowledged_on_the_last_afternoon_is_there_and_nothing_failed(database_url):
    """Cases 36 and 37: all are let in, too."""
    where = ["--database", database_url] if database_url else []
    ended = played(*where)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "8 submissions acknowledged: 0 lost, 0 doubled, 0 half; 0 errors" in ended.stdout


def test_a_server_that_acknowledges_what_it_does_not_keep_is_caught():
    ended = played("--broken")
    assert ended.returncode == 1
    assert " lost" in ended.stdout
