"""Every library the program needs is declared, and its reason written down."""

import importlib.metadata
import re

from tests.house.project import MODULES, ROOT, listed, setup
from tests.house.test_architecture import imported_libraries

INDIRECT = {"alembic": "flask-migrate", "click": "flask", "jinja2": "flask", "markupsafe": "flask", "werkzeug": "flask"}
"""Libraries that come with another and are part of how that one is used."""
BEHIND = {"numpy", "flask-sqlalchemy"}
"""Libraries that another needs and does not bring: networkx places its nodes with numpy."""


def named(requirement):
    """``psycopg[binary]>=3.2`` → ``psycopg``."""
    return re.match(r"[\w-]+", requirement)[0].lower()


def required():
    return {named(requirement) for requirement in listed("options", "install_requires")}


def test_every_imported_library_is_required():
    distributions = importlib.metadata.packages_distributions()
    for library in set().union(*map(imported_libraries, MODULES)):
        if library in INDIRECT:
            assert INDIRECT[library] in required()
            continue
        names = {name.lower() for name in distributions[library]}
        assert names & (required() | {"sqlalchemy"}), library


def test_every_required_library_has_its_reason():
    extras = [line for extra in setup()["options.extras_require"] for line in listed("options.extras_require", extra)]
    text = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    explained = {name.lower() for name in re.findall(r"^\| ([a-zA-Z][\w-]+)", text, re.MULTILINE)} - {"library"}
    assert explained == required() | {named(extra) for extra in extras}
