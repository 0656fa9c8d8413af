"""What is kept under a key is of one kind: two makers that share a key would be given each other's values."""

import ast
from collections import defaultdict

from tests.house.project import MODULES, short, tree


def test_no_two_makers_keep_their_values_under_one_key():
    found = defaultdict(set)
    for path in MODULES:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("kept", "kept_for_all", "renewed"):
                key = ast.unparse(node.args[1])
                found[key].add(f"{short(path)}: {ast.unparse(node.args[0])}")
    assert found
    assert {key: makers for key, makers in found.items() if len(makers) > 1 and key.startswith(("'", '"'))} == {}
