"""Which part may know which, and which may know the libraries."""

import ast
import sys

import pytest

from tests.house.project import MODULES, PACKAGE, short, tree

LAYERS = [
    {"settings", "errors"},
    {"vocabulary", "clock"},
    {"extraction", "agencies", "reporting", "graph", "workbooks", "papers"},
    {"storage"},
    {"operations"},
    {"web", "commands"},
]
HEIGHT = {name: height for height, names in enumerate(LAYERS) for name in names}
PURE = 2

LIBRARIES = {
    "alembic": {"operations/migrating.py", "migrations"},
    "chinese_calendar": {"reporting/due_dates.py"},
    "click": {"commands"},
    "defusedxml": {"extraction", "workbooks"},
    "docx": {"extraction", "papers"},
    "flask": {"web", "commands"},
    "flask_login": {"web"},
    "flask_migrate": {"web/application.py"},
    "flask_sqlalchemy": {"storage/database.py"},
    "flask_wtf": {"web"},
    "gunicorn": {"commands/serve.py", "commands/unreadable.py"},
    "jinja2": {"web"},
    "lxml": {"extraction"},
    "markupsafe": {"web"},
    "networkx": {"graph", "agencies/succession.py"},
    "numpy": {"graph"},
    "opencc": {"extraction"},
    "openpyxl": {"workbooks", "extraction"},
    "plotly": {"graph", "web/assets.py"},
    "pypdfium2": {"extraction"},
    "sqlalchemy": {"storage", "operations", "migrations"},
    "werkzeug": {"web", "operations/passwords.py"},
}
LAYERED = [path for path in MODULES if path.relative_to(PACKAGE).parts[0].removesuffix(".py") in HEIGHT]


def own_part(path):
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path):
    """(module, names taken from it) of every import of a file, late ones too; all are absolute."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: imports are absolute"
            yield node.module, [alias.name for alias in node.names]
        elif isinstance(node, ast.Import):
            yield from ((alias.name, []) for alias in node.names)


def imported_parts(path):
    """The parts of the program a file imports."""
    for module, names in imports(path):
        package, *rest = module.split(".")
        if package == "tracker":
            yield from rest[:1] or names


def imported_libraries(path):
    roots = {module.split(".")[0] for module, _ in imports(path)}
    return roots - sys.stdlib_module_names - {"tracker"}


@pytest.mark.parametrize("path", LAYERED, ids=short)
def test_imports_point_downwards(path):
    own = own_part(path)
    wrong = {
        name
        for name in imported_parts(path)
        if name in HEIGHT and name != own and (HEIGHT[name] > HEIGHT[own] or HEIGHT[name] == HEIGHT[own] == PURE)
    }
    assert not wrong


@pytest.mark.parametrize("path", MODULES, ids=short)
def test_a_library_is_known_only_where_it_belongs(path):
    place = path.relative_to(PACKAGE).as_posix()
    wrong = {
        library
        for library in imported_libraries(path)
        if not any(place == allowed or place.startswith(f"{allowed}/") for allowed in LIBRARIES.get(library, ()))
    }
    assert not wrong


def test_every_module_belongs_to_a_layer():
    assert {own_part(path) for path in MODULES} - HEIGHT.keys() == {"__init__", "__main__", "migrations"}


@pytest.mark.parametrize("path", [path for path in MODULES if own_part(path) == "web"], ids=short)
def test_pages_leave_the_database_to_operations_and_queries(path):
    taken = {name for module, names in imports(path) if module == "tracker.storage.database" for name in names}
    called = {node.attr for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute)}
    assert not called & {"commit", "query"}
    assert path.name == "application.py" or "db" not in taken


@pytest.mark.parametrize("path", [path for path in MODULES if own_part(path) != "web"], ids=short)
def test_only_pages_render_templates(path):
    assert "render_template" not in {name for _, names in imports(path) for name in names}
