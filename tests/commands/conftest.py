"""Running commands: within the test for speed, as a process where the process itself is what is tested."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.cli import ScriptInfo

from tracker.commands import tracker

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def run():
    """Runs ``tracker …`` on an application of the test, if one is given."""

    def run(*arguments, app=None):
        obj = ScriptInfo(create_app=lambda: app, set_debug_flag=False)
        return CliRunner().invoke(tracker, [str(argument) for argument in arguments], obj=obj, prog_name="tracker")

    return run


@pytest.fixture
def environment(tmp_path):
    """The environment of a process with its home in a folder of the test's own."""
    return os.environ | {"TRACKER_HOME": str(tmp_path / "home"), "PYTHONPATH": str(ROOT)}


@pytest.fixture
def process(environment, tmp_path):
    """Runs ``python -m tracker …`` to its end, in another folder than the checkout."""

    def process(*arguments, **more):
        command = [sys.executable, "-m", "tracker", *map(str, arguments)]
        return subprocess.run(
            command, env=environment | more, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", timeout=120
        )

    return process
