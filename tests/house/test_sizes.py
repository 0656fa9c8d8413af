"""Nothing grows past what one can read at once."""

import ast

from tests.house.project import ROOT, SOURCES, short, tree

LONGEST_FUNCTION, LONGEST_FILE, LONGEST_TEMPLATE = 50, 400, 120
TABLES = ROOT / "tracker" / "migrations" / "versions"
"""A migration is a list of columns, as long as the tables are."""


def length(path):
    return len(path.read_text(encoding="utf-8").splitlines())


def is_python(path):
    return path.suffix == ".py" or "python" in path.read_text(encoding="utf-8").partition("\n")[0]


def test_functions_are_short():
    lengths = {
        f"{short(path)}: {node.name}": node.end_lineno - node.lineno + 1
        for path in SOURCES
        if is_python(path) and not path.is_relative_to(TABLES)
        for node in ast.walk(tree(path))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    }
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FUNCTION} == {}


def test_files_are_short():
    assert {short(path): length(path) for path in SOURCES if length(path) > LONGEST_FILE} == {}


def test_templates_are_short():
    templates = list((ROOT / "templates").rglob("*.html"))
    assert {short(path): length(path) for path in templates if length(path) > LONGEST_TEMPLATE} == {}
