"""Whatever the audit can hold has a word: what was done, to what, in which table and column, and what stood there."""

import ast

import pytest
from sqlalchemy import Enum

from tests.conftest import closing
from tests.house.project import MODULES, tree
from tracker.commands.audit import audit
from tracker.operations.access import rights
from tracker.settings import Settings
from tracker.storage.database import db
from tracker.storage.noting import BOOKKEEPING
from tracker.vocabulary.tables import APART as COLUMNS_APART
from tracker.vocabulary.tables import COLUMNS, TABLES
from tracker.web.application import create_app
from tracker.web.assets import FILES
from tracker.web.audit_events import APART, COMMANDS, PARTS, PLACES

MAPPERS = [each for each in db.Model.registry.mappers if each.local_table.name not in BOOKKEEPING]


@pytest.fixture(scope="module")
def rules(tmp_path_factory):
    """Every address of a page."""
    with closing(create_app(Settings(home=tmp_path_factory.mktemp("home")), TESTING=True)) as app:
        return [rule for rule in app.url_map.iter_rules() if rule.endpoint not in FILES]


def test_every_table_has_a_word_and_every_word_a_table():
    assert {each.local_table.name for each in MAPPERS} == TABLES.keys()


def test_every_column_has_a_word_and_every_word_a_column():
    columns = {(each.local_table.name, column.key) for each in MAPPERS for column in each.column_attrs}
    assert {column for _, column in columns} == COLUMNS.keys()
    assert COLUMNS_APART.keys() <= {".".join(each) for each in columns}


def test_every_state_has_a_word():
    kinds = {column.columns[0].type for each in MAPPERS for column in each.column_attrs}
    assert [each for each in kinds if isinstance(each, Enum) and not all(word.label for word in each.enum_class)] == []


def test_every_address_names_in_words_what_it_is_of(rules):
    assert {argument for rule in rules for argument in rule.arguments} == PARTS.keys()
    assert {rule.endpoint.partition(".")[0] for rule in rules} == PLACES.keys()
    assert APART.keys() <= {(rule.endpoint.partition(".")[0], argument) for rule in rules for argument in rule.arguments}


def test_every_command_that_changes_something_has_a_word():
    calls = [node for path in MODULES for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
    named = [call.args[0] for call in calls if getattr(call.func, "id", "") == "by_command"]
    plain = {f"tracker {each.value}" for each in named if isinstance(each, ast.Constant)}
    assert plain | {f"tracker audit {name}" for name in audit.commands} | {"system"} == COMMANDS.keys()
    assert not COMMANDS.keys() & rights().keys()
