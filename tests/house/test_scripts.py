"""The scripts: executable, thin, and clear where they cannot do what they are for."""

import os
import subprocess

import pytest

from tests.house.project import ROOT, short

SCRIPTS = sorted([*(path for path in (ROOT / "scripts").iterdir() if path.is_file()), ROOT / ".ci" / "run"])


@pytest.mark.parametrize("path", SCRIPTS, ids=short)
def test_a_script_can_be_run_and_says_what_it_is_for(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert os.access(path, os.X_OK)
    assert lines[0].startswith("#!")
    assert lines[1].startswith(("# ", '"""'))


def test_a_machine_without_a_recent_python_is_told_so(tmp_path):
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("dirname", "cat", "cksum"):
        (programs / name).symlink_to(f"/usr/bin/{name}")
    (programs / "python3").write_text("#!/bin/sh\n[ $1 = --version ] && echo Python 3.9.2\n")
    (programs / "python3").chmod(0o755)
    checkout = tmp_path / "checkout"
    (checkout / "scripts").mkdir(parents=True)
    for name in ("scripts/run", "scripts/prepare", "setup.cfg", "pyproject.toml"):
        (checkout / name).write_bytes((ROOT / name).read_bytes())
        (checkout / name).chmod(0o755)
    ended = subprocess.run(
        ["/bin/sh", str(checkout / "scripts" / "run")], env={"PATH": str(programs)}, capture_output=True, text=True
    )
    assert ended.returncode == 1
    assert ended.stderr == "需要 Python 3.11 或更新的版本（现有：Python 3.9.2）；请安装后重试。\n"
    assert not (checkout / ".venv").exists()
