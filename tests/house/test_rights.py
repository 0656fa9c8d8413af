"""Every page has a row in the table of rights, and every row a page."""

import ast

import pytest

from tests.conftest import closing
from tests.house.project import MODULES, short, tree
from tracker.operations.access import ACCOUNT, ANYONE, actions, rights
from tracker.settings import Settings
from tracker.storage.confining import FREE, Confined, conditions
from tracker.storage.database import db
from tracker.storage.sight import Sight
from tracker.vocabulary import ADMINISTRATORS
from tracker.web.application import create_app
from tracker.web.assets import FILES

PLAIN = {
    "tracker/storage/aliases.py",
    "tracker/storage/confining.py",
    "tracker/storage/confining_year.py",
    "tracker/storage/queries/basis.py",
    "tracker/storage/queries/lights.py",
    "tracker/storage/queries/people.py",
    "tracker/storage/queries/rows.py",
    "tracker/storage/queries/standing.py",
    "tracker/storage/queries/terms.py",
}
"""Where selects are of plain tables, which are confined to nobody's eyes."""
LIFTING = {
    "tracker/operations/passing_on.py",
    "tracker/operations/receipting.py",
    "tracker/operations/receiving.py",
    "tracker/operations/recognising.py",
    "tracker/storage/filling.py",
    "tracker/storage/keeping.py",
    "tracker/storage/queries/aims.py",
    "tracker/storage/queries/called.py",
    "tracker/storage/queries/colours.py",
    "tracker/storage/queries/decided.py",
    "tracker/storage/queries/answering.py",
    "tracker/storage/queries/audited.py",
    "tracker/storage/queries/asking.py",
    "tracker/storage/queries/desk_agency.py",
    "tracker/storage/queries/extensions.py",
    "tracker/storage/queries/held.py",
    "tracker/storage/queries/lights.py",
    "tracker/storage/queries/messages.py",
    "tracker/storage/queries/newest.py",
    "tracker/storage/queries/owners.py",
    "tracker/storage/queries/papers.py",
    "tracker/storage/queries/received.py",
    "tracker/storage/queries/recipients.py",
    "tracker/storage/queries/sheet_row.py",
    "tracker/storage/queries/sheets.py",
    "tracker/storage/queries/steps.py",
    "tracker/storage/sight.py",
}
"""Where something is looked up whoever asks."""
OFFICE, AGENCY = {"office"}, {"reporter", "approver"}
ABOVE, TOGETHER, BUSINESS = OFFICE | {"superior"}, OFFICE | AGENCY, OFFICE | AGENCY | {"superior"}
SYSADMIN, SECADMIN, AUDITOR = {"sysadmin"}, {"secadmin"}, {"auditor"}
BY_DUTY = {
    "accounts": (SYSADMIN | SECADMIN, SYSADMIN),
    **dict.fromkeys(("accounts.grant", "accounts.reset", "accounts.unlock"), (SECADMIN, SECADMIN)),
    "audit": (AUDITOR, set()),
    "agencies": (BUSINESS, set()),
    "closing": (BUSINESS, OFFICE),
    "cycle_filings": (OFFICE, set()),
    **dict.fromkeys(("cycle_recipients", "cycle_tasks", "cycles", "rates", "snapshots"), (ABOVE, OFFICE)),
    **dict.fromkeys(("cycle_tasks.file", "cycles.new"), (OFFICE, set())),
    "cycles.index": (BUSINESS, set()),
    "cycles_adjust": (set(), OFFICE),
    "desk.overview": (BUSINESS, set()),
    "documents": (OFFICE, OFFICE),
    **dict.fromkeys(("documents.index", "documents.show"), (BUSINESS, set())),
    **dict.fromkeys(("documents.compare", "documents.choose"), (ABOVE, set())),
    "exports": (ABOVE, OFFICE),
    **dict.fromkeys(("exports.index", "exports.ledger", "exports.whole"), (BUSINESS, set())),
    "extensions": (AGENCY, AGENCY),
    **dict.fromkeys(("extensions.decide", "extensions.move"), (set(), OFFICE)),
    "foresight": (OFFICE, set()),
    "graph": (BUSINESS, set()),
    "lighting": (set(), OFFICE),
    "messages": (TOGETHER, TOGETHER),
    **dict.fromkeys(("office_days", "registry", "reminding_days", "review", "review_entering"), (OFFICE, OFFICE)),
    **dict.fromkeys(("registry.collectives", "registry.collective"), (ABOVE, set())),
    "reminders": (OFFICE, OFFICE),
    **dict.fromkeys(("reminders.paper", "reminders.of_task"), (TOGETHER, set())),
    "reports": (AGENCY, AGENCY),
    "tasks": (BUSINESS, OFFICE),
    "workbooks": (TOGETHER, TOGETHER),
    "workbooks.forget_layout": (set(), OFFICE),
}
"""A page, or all pages of a place → who looks at it and who changes something there, by whose duty that is."""
NOBODYS = ("registry.", "office_days.", "accounts.")
"""Where what is changed is no group's nor agency's own."""
FOR_EVERYBODY = ("desk.", "signing_in.", "passwords.", "kept.")
FOR_ADMINISTRATORS = ("accounts.", "audit.")


@pytest.fixture(scope="module")
def changing(tmp_path_factory):
    """Endpoint → whether something is changed there."""
    with closing(create_app(Settings(home=tmp_path_factory.mktemp("home")), TESTING=True)) as app:
        rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint not in FILES]
    return {rule.endpoint: bool(rule.methods & {"POST", "PUT", "PATCH", "DELETE"}) for rule in rules}


@pytest.fixture(scope="module")
def endpoints(changing):
    return changing.keys()


def test_every_page_has_a_row_and_every_row_a_page(endpoints):
    assert endpoints == rights().keys()


def test_every_row_says_in_words_what_it_permits():
    assert all(actions()[name] for name in rights())


def test_no_two_rows_are_called_the_same():
    assert sorted(actions().values()) == sorted(set(actions().values()))


def test_only_signing_in_needs_no_account():
    assert {name for name, given in rights().items() if ANYONE in given} == {"signing_in.show", "signing_in.enter"}


def test_an_account_without_a_role_changes_its_password_and_leaves():
    own = {name for name, given in rights().items() if ACCOUNT in given and ANYONE not in given}
    assert own == {"passwords.show", "passwords.change", "signing_in.leave"}


def test_administrators_do_nothing_but_administer():
    wide = {
        name
        for name, given in rights().items()
        if given.keys() & ADMINISTRATORS and not name.startswith((*FOR_EVERYBODY, *FOR_ADMINISTRATORS))
    }
    assert wide == set()


def test_everybody_does_what_is_their_duty_and_nothing_else(changing):
    """The table once more, as the duties are described: who was let in by a slip, or locked out, is named."""
    given = {
        name: set(roles) for name, roles in rights().items() if not name.startswith(FOR_EVERYBODY) or name in BY_DUTY
    }
    due = {name: (BY_DUTY.get(name) or BY_DUTY[name.partition(".")[0]])[changing[name]] for name in given}
    assert given == due


def test_what_somebody_changes_is_their_own(changing):
    wide = {name for name, given in rights().items() if changing[name] and set(given.values()) != {"own"}}
    assert {name for name in wide if not name.startswith((*FOR_EVERYBODY, *NOBODYS))} == set()


def test_a_superior_changes_nothing(changing):
    own = {name for name, given in rights().items() if changing[name] and "superior" in given}
    assert {name for name in own if not name.startswith(FOR_EVERYBODY)} == set()


@pytest.mark.parametrize("is_of_agency", [True, False])
def test_every_table_is_confined_or_said_to_be_free(is_of_agency):
    sight = Sight(bodies=frozenset({"440100-015"})) if is_of_agency else Sight(owns=frozenset({1}))
    confined = {table.__tablename__ for table, _ in conditions(Confined(sight))}
    free = {name for names in FREE.values() for name in names}
    assert confined | free == db.metadata.tables.keys()
    assert not confined & free


@pytest.mark.parametrize("path", [path for path in MODULES if path.parts[-2] != "versions"], ids=short)
def test_what_somebody_sees_is_lifted_in_few_places(path):
    names = {node.attr for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute)}
    called = {getattr(node.func, "id", "") for node in ast.walk(tree(path)) if isinstance(node, ast.Call)}
    assert "__table__" not in names or short(path) in PLAIN | {"tracker/storage/content.py"}
    assert "seeing_everything" not in called or short(path) in LIFTING
