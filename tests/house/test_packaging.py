"""What is installed: everything that is on disk, from the wheel as from the checkout."""

import os
import shutil
import subprocess
import sys
import zipfile

import pytest

from tests.house.project import PACKAGE, ROOT, files_of_the_project, listed

MAPPED = {"tracker.data": "data", "tracker.static": "static", "tracker.templates": "templates"}


def test_the_package_list_is_what_is_on_disk():
    folders = [path.parent.relative_to(ROOT) for path in PACKAGE.rglob("__init__.py")]
    assert sorted(listed("options", "packages")) == sorted([*(".".join(folder.parts) for folder in folders), *MAPPED])


@pytest.fixture(scope="module")
def built_wheel(tmp_path_factory):
    """A wheel built from a clean copy of the project, by the setuptools of the test extra."""
    copy, built = tmp_path_factory.mktemp("checkout"), tmp_path_factory.mktemp("built")
    for path in files_of_the_project():
        target = copy / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    options = ["--quiet", "--no-deps", "--no-build-isolation", "--disable-pip-version-check"]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, "--wheel-dir", built, copy], check=True)
    return next(built.glob("tracker-*.whl"))


@pytest.fixture(scope="module")
def wheel(built_wheel):
    """The names in the wheel."""
    with zipfile.ZipFile(built_wheel) as archive:
        return set(archive.namelist())


def test_the_wheel_holds_templates_static_files_and_data(wheel):
    wanted = {
        f"tracker/{path.relative_to(ROOT).as_posix()}"
        for path in files_of_the_project()
        if path.relative_to(ROOT).parts[0] in MAPPED.values()
    }
    assert wanted - wheel == set()
    assert {name.split("/")[1] for name in wanted} == set(MAPPED.values())


def test_the_wheel_holds_every_module_and_migration(wheel):
    package = [path for path in files_of_the_project() if path.is_relative_to(PACKAGE)]
    assert {path.relative_to(ROOT).as_posix() for path in package} - wheel == set()
    assert {"tracker/migrations/env.py", "tracker/migrations/versions/0001_documents.py"} <= wheel


def test_the_wheel_holds_nothing_else(wheel):
    assert {name.split("/")[0] for name in wheel if ".dist-info/" not in name} == {"tracker"}


def test_what_the_wheel_holds_runs_in_any_folder(built_wheel, tmp_path):
    installed, folder = tmp_path / "installed", tmp_path / "folder"
    with zipfile.ZipFile(built_wheel) as archive:
        archive.extractall(installed)
    folder.mkdir()
    command = [sys.executable, "-m", "tracker", "export", "ledger"]
    environment = os.environ | {"PYTHONPATH": str(installed)}
    ended = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8")
    assert (ended.stdout, ended.stderr) == ("已导出 131 项任务：任务分工台账.xlsx\n", "")
    assert sorted(path.name for path in folder.iterdir()) == ["var", "任务分工台账.xlsx"]
