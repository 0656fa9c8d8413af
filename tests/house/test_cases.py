"""The list of faults names tests that exist, and the cases of the reporting year are all held."""

import ast
import re
from functools import cache

import pytest

from tests.house.project import ROOT, tree

LINE = re.compile(r"\| (\d+) \| ([^|]+) \| ([^|]+) \|")
CASES = {
    int(number): re.findall(r"`([^`]+)`", held)
    for number, _, held in LINE.findall((ROOT / "docs" / "cases.md").read_text(encoding="utf-8"))
}
OF_THE_YEAR = {1, 9, 10, 15, *range(16, 21), 24, *range(46, 49), *range(65, 69), *range(70, 83), 85, 86, *range(88, 92)}


@cache
def names_in(path):
    return {node.name for node in ast.walk(tree(ROOT / path)) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("number", sorted(CASES))
def test_a_case_names_tests_that_exist(number):
    missing = [name for name in CASES[number] if name.partition("::")[2] not in names_in(name.partition("::")[0])]
    assert missing == []


def test_every_case_of_the_year_is_held():
    assert sorted(number for number in OF_THE_YEAR if not CASES.get(number)) == []
    assert set(range(28, 64)) <= CASES.keys()
