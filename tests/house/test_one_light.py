"""A light comes from one function and is shown in one way, so that it is the same wherever it is seen (case 34)."""

import ast
import re

from tests.house.project import MODULES, ROOT, short, tree

RULES = {"filing_light", "progress_light", "joint_filing_light"}
MAKER, MACRO = "tracker/storage/queries/lights.py", "templates/components/reports.html"
CHOOSER = "templates/components/lights.html"
"""Where the office chooses a colour; it shows no light."""
LADDER = {"templates/components/reminders.html", "templates/components/papers.html"}
"""The steps of 催办 have colours of their own, which are no lights."""


def names_of(path):
    return {alias.name for node in ast.walk(tree(path)) if isinstance(node, ast.ImportFrom) for alias in node.names}


def test_nothing_but_one_module_asks_the_rules_of_the_lights():
    assert {short(path) for path in MODULES if names_of(path) & RULES} == {MAKER}


def test_no_template_but_one_turns_a_colour_into_a_mark():
    templates = {path: path.read_text(encoding="utf-8") for path in (ROOT / "templates").rglob("*.html")}
    assert {short(path) for path, text in templates.items() if re.search(r"\bcolour\b", text)} == {MACRO, CHOOSER, *LADDER}


def test_no_table_keeps_a_light():
    tables = [path for path in MODULES if path.parent.name == "storage"]
    kept = {short(path) for path in tables if {"Light", "Filed", "Course"} & names_of(path)}
    assert kept == set()
