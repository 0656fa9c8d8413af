"""Every setting is documented, and none is documented that is not there."""

import ast
import re
from dataclasses import fields

import pytest

from tests.house.project import PACKAGE, ROOT, tree
from tracker.errors import NotReady
from tracker.settings import Settings, from_environment

NAMES = {f"TRACKER_{field.name.upper()}": field for field in fields(Settings)}


def test_every_setting_says_what_it_is_where_it_is_declared():
    declared = next(node for node in tree(PACKAGE / "settings.py").body if getattr(node, "name", "") == "Settings").body
    for line, following in zip(declared, declared[1:], strict=False):
        if isinstance(line, ast.AnnAssign):
            assert isinstance(following, ast.Expr), f"{line.target.id} has no docstring"


@pytest.mark.parametrize("page", ["settings.md", "settings.zh-CN.md"])
def test_every_setting_is_documented_with_its_default(page):
    rows = re.findall(
        r"^\| `(TRACKER_\w+)` \| (.*?) \|", (ROOT / "docs" / page).read_text(encoding="utf-8"), re.MULTILINE
    )
    assert [name for name, _ in rows] == list(NAMES)
    for name, default in rows:
        assert NAMES[name].default is None or f"`{NAMES[name].default}`" == default


@pytest.mark.parametrize(
    "page", sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]), ids=lambda page: page.name
)
def test_no_page_mentions_a_setting_that_is_not_there(page):
    assert set(re.findall(r"TRACKER_[A-Z_]+", page.read_text(encoding="utf-8"))) <= NAMES.keys()


def test_settings_come_from_the_environment(tmp_path):
    settings = from_environment({"TRACKER_HOME": str(tmp_path), "TRACKER_PORT": "80", "PATH": "/bin"})
    assert (settings.home, settings.port, settings.host) == (tmp_path, 80, "127.0.0.1")
    assert settings.database_url == f"sqlite:///{tmp_path / 'tracker.sqlite3'}"
    assert settings.files == tmp_path
    shared = from_environment({"TRACKER_HOME": str(tmp_path), "TRACKER_FILES": str(tmp_path / "shared")})
    assert (shared.home, shared.files) == (tmp_path, tmp_path / "shared")


@pytest.mark.parametrize("environ", [{"TRACKER_PROT": "80"}, {"TRACKER_PORT": "achtzig"}])
def test_a_misspelt_setting_is_refused(environ):
    with pytest.raises(NotReady, match="TRACKER_"):
        from_environment(environ)


@pytest.mark.parametrize("value", ["0", "-3", "许多"])
@pytest.mark.parametrize("name", ["TRACKER_WORKERS", "TRACKER_THREADS", "TRACKER_PORT"])
def test_a_number_that_cannot_serve_is_refused(name, value):
    with pytest.raises(NotReady, match=f"设置 {name} 应为.*整数，现为“{value}”"):
        from_environment({name: value})
