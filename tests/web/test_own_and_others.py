"""Every address of a year with one's own ids, and with each single id swapped for another's (cases 65, 66); none of them
changes anything when it is only looked at (case 79)."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import select, update

from tests.cycles import GROUP, MARKET, OFFICE, TIANHE, reporter, sent
from tests.people import office_of, signed_in
from tests.statements import counted
from tests.web.sending import token
from tracker import clock
from tracker.operations import adjusting, evidence, extending, reports, reviewing
from tracker.operations.access import rights
from tracker.storage.cycles import Objection
from tracker.storage.database import db
from tracker.storage.documents import PolicyDocument
from tracker.storage.extensions import Extension
from tracker.storage.messages import Message
from tracker.storage.reports import Filing, Receipt
from tracker.storage.workbooks import WorkbookImport

PLACES = {MARKET: 2, TIANHE: 3}
"""Two agencies, and the task each reports on, of which the other has no part."""
NOT_THERE = {"exports.beside", "review_entering.show", "review_entering.take", "tasks.drop_view"}
"""What nobody has here: a year before, an agency that does not report itself, a saved view."""


ITS_OWN = {
    "cycle_filings.file",
    *(f"workbooks.{each}" for each in ("look_through", "say_which", "take_in", "result", "undo")),
}
"""What an agency's alone is: files of its rows under the address of its sheet, the workbooks it sent itself."""


def everything_of(year, agency, home):
    """What an agency has in the year; the ids of it by their names in addresses."""
    by, row = reporter(agency), year.rows[agency, PLACES[agency]]
    file = evidence.attach(year.id, row, BytesIO(b"%PDF-1.7\n" + agency.encode()), "名单.pdf", home=home, by=by)
    extending.ask([row], wanted=clock.today().replace(month=12, day=20), reason="等批复", by=by)
    sent(year, agency, PLACES[agency])
    reviewing.give_back([row], reason="请写明数量", by=OFFICE)
    adjusting.object_to(year.rows[agency, 1], reason="不属本单位", proposed="市商务局", by=by)
    reports.save_cover(year.id, {"overview": "总体顺利。"}, by=by)
    sheet = db.session.scalar(select(Filing.id).where(Filing.agency_id == agency))
    sheets = {"file_name": "表.xlsx", "sha256": "0" * 64, "grids": "[]", "who": by.name, "at": clock.now()}
    upload = WorkbookImport(filing_id=sheet, account_id=None, **sheets)
    db.session.add(upload)
    db.session.commit()
    ids = {"sheet_id": sheet, "row_id": row, "report_id": row, "file_id": file.id, "import_id": upload.id}
    only = {
        "receipt_id": select(Receipt.id).where(Receipt.filing_id == sheet),
        "message_id": select(Message.id).where(Message.agency_id == agency),
        "extension_id": select(Extension.id).where(Extension.expected_id == row),
        "objection_id": select(Objection.id).where(Objection.expected_id == year.rows[agency, 1]),
    }
    found = {name: db.session.scalar(statement.limit(1)) for name, statement in only.items()}
    db.session.rollback()
    return ids | found | {"task_id": year.tasks[PLACES[agency] - 1], "agency_id": agency, "cycle_id": year.id}


@pytest.fixture
def things(app, year):
    """Agency → the ids of what it has."""
    with app.app_context():
        db.session.execute(update(PolicyDocument).values(leading_group_id=GROUP))
        return {agency: everything_of(year, agency, Path(app.config["FILES"])) for agency in PLACES}


def places(app, ids, role):
    """(endpoint, method, names of the ids in its address), of pages of this role that are about something of these."""
    return sorted(
        (rule.endpoint, method, tuple(sorted(rule.arguments)))
        for rule in app.url_map.iter_rules()
        for method in rule.methods & {"GET", "POST"}
        if rule.arguments and rule.arguments <= ids.keys() and role in rights().get(rule.endpoint, ())
        if not rule.endpoint.startswith("registry.")
    )


def status(app, client, place, ids):
    endpoint, method, names = place
    with app.test_request_context():
        rule = next(rule for rule in app.url_map.iter_rules(endpoint) if method in rule.methods)
        address = rule.build({name: ids[name] for name in names})[1]
    data = {"csrf_token": token(client, "/password")} if method == "POST" else None
    with counted(app) as statements, client.open(address, method=method, data=data) as response:
        found = response.status_code
    written = {statement for statement in statements if re.match(r"\s*(INSERT|UPDATE|DELETE)", statement)}
    assert method == "POST" or all("audit_event" in statement for statement in written), (endpoint, written)
    return found


def test_an_agency_is_let_in_with_its_own_ids_and_with_no_single_one_of_another(app, things):
    """Its sheet with another's row, its row with another's file: only what is its own throughout is there."""
    clerk, own, other = signed_in(app, "reporter", agency_id=MARKET), things[MARKET], things[TIANHE]
    shared = {"cycle_id"}
    asked = places(app, own, "reporter")
    swapped = [(place, name) for place in asked for name in set(place[2]) - shared if place[0] not in NOT_THERE]
    assert len(swapped) > 40
    assert {
        place + (name,) for place, name in swapped if status(app, clerk, place, own | {name: other[name]}) != 404
    } == set()
    refused = {place[0] for place in asked if status(app, clerk, place, own) in (403, 404, 500)}
    assert refused == NOT_THERE & {place[0] for place in asked}


def test_an_office_is_let_in_to_its_own_year_and_no_other_to_anything_of_it(app, things):
    own = things[MARKET]
    with app.app_context():
        office, other = office_of(app), signed_in(app, "office", group="深圳市")
        told = db.session.scalar(select(Message.id).where(Message.group_id == GROUP).limit(1))
    own |= {"message_id": told}
    asked = places(app, own, "office")
    assert len(asked) > 50
    assert {place for place in asked if status(app, other, place, own) != 404} == set()
    refused = {place[0] for place in asked if status(app, office, place, own) in (403, 404, 500)}
    assert refused == (NOT_THERE | ITS_OWN) & {place[0] for place in asked}
