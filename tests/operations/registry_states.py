"""What tests of changing the registry look at: every table's rows, and a form as the page sends it."""

from functools import cache

from sqlalchemy import select

from tests.builders import a_document, a_measure, a_task, an_agency
from tracker.agencies.rows import Rows
from tracker.operations.registry import read_registry
from tracker.operations.registry_bodies import BodyForm, form_of
from tracker.operations.registry_changes import Wanted, rewrite
from tracker.operations.registry_contacts import contacts_of
from tracker.operations.transactions import one_transaction
from tracker.settings import shipped
from tracker.storage.database import db
from tracker.storage.registering import stored_registry
from tracker.vocabulary import RegistryStep

LOOSE = {"agency_alias", "succession", "collective_member"}
"""Tables to whose rows nothing points: a row that comes back has another number."""
HISTORY = {
    "registry_event",
    "registry_event_body",
    "data_version",
    "duty_edition",
    "audit_event",
    "audit_seal",
    "message",
    "message_row",
}


@cache
def the_registry() -> Rows:
    """The registry that travels with the program, without the places of other provinces."""
    rows = read_registry(shipped("data"))
    places = tuple(each for each in rows.jurisdictions if each.code.startswith("44"))
    return Rows(**(vars(rows) | {"jurisdictions": places}))


def register(rows=None):
    """Fill an empty database with a registry."""
    with one_transaction():
        wanted = Wanted(rows or the_registry())
        rewrite(stored_registry(), wanted, step=RegistryStep.RELEASED, who="命令行")


def two_documents(*names):
    """Store two documents with one task each, both of these units."""
    agencies = [an_agency(name) for name in names]
    for _ in range(2):
        db.session.add(a_document([a_measure([a_task(lead=agencies)])]))
    db.session.commit()


def everything():
    """Every row of every table, but those that only ever grow."""
    db.session.rollback()
    return {
        name: sorted(
            str([value for column, value in row._mapping.items() if not (name in LOOSE and column == "id")])
            for row in db.session.execute(select(table))
        )
        for name, table in db.metadata.tables.items()
        if name not in HISTORY
    }


def the_form(body_id, **changes):
    """The form of a body as its page shows it, with other words in some of its fields."""
    rows = stored_registry()
    form = form_of(rows, next(each for each in rows.agencies if each.id == body_id), contacts_of(body_id))
    db.session.rollback()
    lists = {name: changes.pop(name, getattr(form, name)) for name in ("aliases", "successions", "contacts")}
    return BodyForm({**form.body, **changes}, **lists)
