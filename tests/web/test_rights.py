"""Who may see and do what: every page × every role × own and another's (cases 65–71)."""

import re
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from tests.people import a_group, an_account, signed_in
from tests.web.conftest import Page
from tests.web.sending import token
from tracker import clock
from tracker.operations.access import ANYONE, Owner, rights
from tracker.storage.audit import AuditEvent
from tracker.storage.cycles import Cycle, CycleTask, ExpectedReport
from tracker.storage.database import db
from tracker.storage.documents import Assignment, Measure, PolicyDocument, Task
from tracker.storage.people import Account, Grant
from tracker.storage.registry import CollectiveMember, Succession
from tracker.storage.sight import seeing_everything
from tracker.vocabulary import ADMINISTRATORS, AccountRole, Role
from tracker.vocabulary.reporting import CycleState, Duty, Owing
from tracker.web.assets import FILES

GUANGZHOU_COMMERCE, SHENZHEN_COMMERCE = "440100-015", "440300-007"
WHO = {
    "anonymous": None,
    "office": {"group": "广州市"},
    "other office": {"group": "深圳市"},
    "higher office": {"group": "广东省"},
    "reporter": {"agency_id": GUANGZHOU_COMMERCE},
    "other reporter": {"agency_id": SHENZHEN_COMMERCE},
    "approver": {"agency_id": GUANGZHOU_COMMERCE},
    "superior": {"group": "广东省"},
    "sysadmin": {},
    "secadmin": {},
    "auditor": {},
}
SEES_GUANGZHOU = {"office", "higher office", "reporter", "approver", "superior"}
FIRST = {"document_id": 1, "old_id": 3, "number": 1, "form_id": 99, "body_id": "440100-201", "code": "expired"}
"""Ids in addresses: two documents of Guangzhou, a task of the draft, nobody's form, a body, a finding."""


def a_cycle_of(jurisdiction):
    """An open cycle of the leading group of a place, on nothing yet; its id."""
    made = {"prepared_by": "林静怡", "prepared_at": clock.now(), "opened_by": "林静怡", "opened_at": clock.now()}
    dates = {"period_from": date(2026, 1, 1), "period_to": date(2026, 11, 30), "due_on": date(2026, 12, 10)}
    own = {"group_id": a_group(jurisdiction), "name": "2026年度", "opened_on": date(2026, 10, 12)}
    cycle = Cycle(state=CycleState.OPEN, **made, **dates, **own)
    db.session.add(cycle)
    db.session.flush()
    cycle_id = cycle.id
    db.session.commit()
    return cycle_id


def a_report_of(cycle_id, task_id, agency_id):
    """A row of a cycle that an agency owes; its id."""
    owed = {"role": Role.LEAD, "duty": Duty.REPORT, "owing": Owing.OWED, "printed": "市商务局"}
    due = {"due_on": date(2026, 12, 10), "by_on": date(2026, 12, 10)}
    row = ExpectedReport(cycle_id=cycle_id, task_id=task_id, agency_id=agency_id, **owed, **due)
    db.session.add_all([row, CycleTask(cycle_id=cycle_id, task_id=task_id, consolidator_id=agency_id)])
    db.session.flush()
    row_id = row.id
    db.session.commit()
    return row_id


def role_of(who):
    return "office" if "office" in who else "reporter" if "reporter" in who else who


@pytest.fixture
def browser(grouped_app):
    def browser(who):
        return grouped_app.test_client() if WHO[who] is None else signed_in(grouped_app, role_of(who), **WHO[who])

    return browser


@pytest.fixture
def places(grouped_app):
    """(endpoint, method, address about something of Guangzhou)."""
    with grouped_app.app_context():
        task = db.session.scalar(
            select(Task.id).join(Task.measure).join(Task.assignments).where(
                Measure.document_id == 1, Assignment.registered_id == "440100-201"
            ).order_by(Task.id)
        )  # fmt: skip
        agency = db.session.scalar(select(Assignment.agency_id).where(Assignment.task_id == task))
        account = an_account(login="nobody-yet", name="新人")
        cycle = a_cycle_of("广州市")
        report = a_report_of(cycle, task, GUANGZHOU_COMMERCE)
    values = FIRST | {
        "task_id": task,
        "agency_id": agency,
        "account_id": account,
        "cycle_id": cycle,
        "report_id": report,
    }
    with grouped_app.test_request_context():
        return [
            (rule.endpoint, method, rule.build({name: values.get(name, 1) for name in rule.arguments})[1])
            for rule in grouped_app.url_map.iter_rules()
            for method in rule.methods & {"GET", "POST"}
            if rule.endpoint not in FILES
        ]


def expected(who, endpoint, method, address):
    """What the table says, and beyond it: what one does not see is not there, what is another group's is not changed."""
    given = rights()[endpoint]
    if WHO[who] is None:
        return "let in" if ANYONE in given else "sent to sign in"
    owner = given.get(AccountRole(role_of(who)))
    if owner is None:
        return "let in" if ANYONE in given else "forbidden"
    if endpoint.startswith(("registry.", "agencies.")):
        return "let in"
    about = re.search(r"/\d", address) and "account" not in endpoint
    if endpoint.startswith("kept.") and about and method == "GET":
        return "not there"
    if endpoint.startswith("messages.") and about:
        return "not there"  # nobody was told of anything here
    if (endpoint.startswith("workbooks.") or address.startswith("/reports/")) and about:
        return "not there"  # nobody has a sheet here; those of tests.web.test_reports have
    if endpoint in ("exports.beside", "exports.drop_layout", "tasks.drop_view", "cycle_recipients.drop"):
        return "not there"  # there is neither a cycle before nor a layout, a view, another recipient
    if endpoint.startswith("exports.") and about and role_of(who) in ("reporter", "approver"):
        return "not there"  # nor a cycle that it has a sheet in
    if endpoint in ("snapshots.file", "snapshots.compared", "snapshots.compared_book", "cycle_filings.show", "reminders.paper"):
        return "not there"  # nothing is frozen, written or sent here
    if "/files/" in address:
        return "not there"
    if endpoint.startswith("review_entering."):
        return "not there"  # the row here is of an agency that reports itself
    if endpoint.startswith(("review.", "foresight.")) and about and (who != "office" or "/files/" in address):
        return "not there"
    if about and not endpoint.startswith("kept.") and who not in SEES_GUANGZHOU:
        return "not there"
    if about and owner == Owner.OWN and method == "POST" and not endpoint.startswith("kept.") and who != "office":
        return "not there"
    return "let in"


def outcome(response):
    if response.status_code == 303 and response.headers["Location"].startswith("/sign-in"):
        return "sent to sign in"
    return {403: "forbidden", 404: "not there"}.get(response.status_code, "let in")


@pytest.mark.parametrize("who", WHO)
def test_every_page_is_for_those_the_table_names(browser, places, who):
    wrong = []
    for endpoint, method, address in sorted(places):
        client = browser(who)
        page = "/password" if WHO[who] is not None else "/sign-in"
        data = {"csrf_token": token(client, page)} if method == "POST" else None
        with client.open(address, method=method, data=data) as response:
            found = outcome(response)
            if endpoint == "signing_in.leave" and WHO[who] is not None:
                assert response.status_code == 303
                continue
            if endpoint.startswith("registry.") and found == "not there":
                found = "let in"
        if found != expected(who, endpoint, method, address):
            wrong.append((endpoint, method, address, found))
    assert wrong == []


def secrets_of(app, seen):
    """Titles, texts and names that belong only to what is not ``seen``."""
    with app.app_context(), seeing_everything():
        rows = db.session.execute(
            select(Task.id, Task.text, PolicyDocument.title).join(Task.measure).join(Measure.document)
        )
        return {row.id: row.text[:30] for row in rows if row.id not in seen}


@pytest.fixture
def of_commerce(grouped_app):
    """The tasks on which Guangzhou's bureau of commerce stands, as itself, as what it was, or in a collective."""
    with grouped_app.app_context():
        before = select(Succession.predecessor).where(Succession.successor == GUANGZHOU_COMMERCE)
        bodies = [GUANGZHOU_COMMERCE, *db.session.scalars(before)]
        named = select(CollectiveMember.collective).where(CollectiveMember.agency.in_(bodies))
        own = Assignment.registered_id.in_(bodies) | Assignment.collective_id.in_(named)
        return set(db.session.scalars(select(Assignment.task_id).where(own)))


def test_an_agency_sees_its_own_tasks_and_no_others(grouped_app, browser, of_commerce):
    client = browser("reporter")
    with grouped_app.app_context():
        everything = list(db.session.scalars(select(Task.id)))
    assert 0 < len(of_commerce) < len(everything)
    for task in everything:
        with client.get(f"/tasks/{task}") as response:
            assert response.status_code == (200 if task in of_commerce else 404), task


@pytest.mark.parametrize(
    "address",
    ["/", "/tasks?scope=all", "/agencies?scope=all", "/graph?scope=all", "/graph/network.json", "/graph/load.json",
     "/documents", "/tasks?q=市", "/tasks?scope=all&sort=units", "/agencies?q=局"],
)  # fmt: skip
def test_no_list_figure_or_search_shows_an_agency_what_is_another_s(grouped_app, browser, of_commerce, address):
    with browser("reporter").get(address) as response:
        said = response.get_data(as_text=True)
    assert response.status_code == 200
    leaked = {task for task, words in secrets_of(grouped_app, of_commerce).items() if words in said}
    assert leaked == set()
    linked = {int(number) for number in re.findall(r"/tasks/(\d+)", said)}
    assert linked <= of_commerce


def test_the_workbook_of_an_agency_holds_its_own_rows(grouped_app, browser, of_commerce):
    with browser("reporter").get("/exports/ledger.xlsx?scope=all") as response:
        sheet = load_workbook(BytesIO(response.data)).active
    words = "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell)
    assert {task for task, text in secrets_of(grouped_app, of_commerce).items() if text in words} == set()
    assert sum("市商务" in str(row) for row in sheet.iter_rows(values_only=True)) > 20


def test_counts_are_of_what_one_sees(browser, of_commerce):
    page = Page(browser("reporter").get("/tasks?scope=all"))
    assert page.texts("//nav[@class='views']/a/b")[-1] == str(len(of_commerce))


def test_the_list_of_documents_counts_what_an_agency_sees_and_takes_nothing_in(browser, read, of_commerce):
    page = read(browser("reporter"), "/documents")
    tasks = [int(cell) for cell in page.texts("//table[contains(@class, 'files')]//td[@data-label='任务']")]
    assert sum(tasks) == len(of_commerce)
    assert page.all("//input[@type='file']") == []
    assert read(browser("office"), "/documents").all("//input[@type='file']") != []


def test_each_office_sees_its_own_and_the_higher_one_reads_those_beneath(browser, read):
    shown = {who: read(browser(who), "/").words("//h1") for who in ("office", "other office", "higher office")}
    assert shown == {"office": "任务75项", "other office": "任务0项", "higher office": "任务131项"}


def test_what_is_not_published_is_its_own_office_s_alone(grouped_app, browser, read):
    with grouped_app.app_context():
        db.session.get(PolicyDocument, 1).state = "received"
        db.session.commit()
    status = {who: browser(who).get("/documents/1").status_code for who in ("office", "higher office", "superior")}
    assert status == {"office": 200, "higher office": 404, "superior": 404}


def test_who_may_only_read_a_document_is_led_to_its_tasks(browser):
    for who in ("higher office", "superior", "reporter"):
        answer = browser(who).get("/documents/1")
        assert (answer.status_code, "/tasks?document=000" in answer.headers["Location"]) == (302, True)


def test_a_reach_for_what_is_another_s_is_written_down(grouped_app, browser):
    browser("other office").get("/documents/1")
    client = browser("higher office")
    client.post("/documents/1/publication", data={"csrf_token": token(client, "/password")})
    browser("reporter").get("/documents/4/versions/1")
    with grouped_app.app_context():
        events = db.session.execute(
            select(AuditEvent.action, AuditEvent.result, AuditEvent.detail, AuditEvent.object).order_by(AuditEvent.id)
        ).all()
        refused = [tuple(event)[:1] + tuple(event)[3:] for event in events if event.result == "refused"]
    assert refused == [
        ("documents.show", "/documents/1"),
        ("documents.publish", "/documents/1/publication"),
        ("documents.compare", "/documents/4/versions/1"),
    ]


@pytest.mark.parametrize("who", ["higher office", "other office", "superior", "reporter", "sysadmin"])
def test_nobody_changes_another_office_s_document(grouped_app, browser, who):
    client = browser(who)
    form = {
        "csrf_token": token(client, "/password"),
        "kind": "set_fact",
        "name": "title",
        "value": "改",
        "sequence": "0",
    }
    assert client.post("/documents/1/edits", data=form).status_code in (403, 404)
    with grouped_app.app_context():
        assert db.session.get(PolicyDocument, 1).title != "改"


def test_a_form_cannot_hand_a_document_to_another_group_or_forge_who_did_it(grouped_app, browser):
    client = browser("office")
    form = {
        "csrf_token": token(client, "/password"),
        **{"kind": "set_fact", "name": "title", "value": "新标题", "sequence": "0"},
        **{"leading_group_id": "1", "state": "received", "who": "别人", "id": "2", "sha256": "0"},
    }
    assert client.post("/documents/1/edits", data=form).status_code == 303
    with grouped_app.app_context():
        document = db.session.get(PolicyDocument, 1)
        event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
        assert (document.state, document.sha256 != "0", document.leading_group_id) == ("published", True, 2)
        assert event.who == "林静怡"


@pytest.mark.parametrize("what", ["role", "account"])
def test_what_is_taken_away_is_gone_at_the_next_request(grouped_app, browser, what):
    client = browser("reporter")
    assert client.get("/tasks").status_code == 200
    with grouped_app.app_context():
        account = db.session.scalar(select(Account).where(Account.agency_id == GUANGZHOU_COMMERCE))
        if what == "role":
            db.session.delete(db.session.get(Grant, (account.id, "reporter")))
        else:
            account.disabled_at = account.created_at
        db.session.commit()
    assert client.get("/tasks").status_code == (403 if what == "role" else 303)


def test_whoever_lost_the_right_meanwhile_is_given_back_what_was_typed(grouped_app, browser):
    client = browser("reporter")
    typed = {"csrf_token": token(client, "/messages"), "done": "今年引进龙头企业六家，分别落户两区。", "percent": "60"}
    with grouped_app.app_context():
        account = db.session.scalar(select(Account).where(Account.agency_id == GUANGZHOU_COMMERCE))
        db.session.delete(db.session.get(Grant, (account.id, "reporter")))
        db.session.commit()
    page = Page(client.post("/reports/1/rows/1", data=typed | {"password": "这是一个很长的口令不给人看"}))
    assert (page.status, page.texts("//main//textarea")) == (403, [typed["done"], typed["percent"]])


def test_a_task_has_the_same_label_for_everybody(browser, read, of_commerce):
    for task in sorted(of_commerce)[:12]:
        assert read(browser("reporter"), f"/tasks/{task}").words("//h1") == read(
            browser("higher office"), f"/tasks/{task}"
        ).words("//h1")


@pytest.mark.parametrize("role", sorted(ADMINISTRATORS))
def test_administrators_are_shown_no_business(browser, read, role):
    page = read(browser(role), "/")
    assert "不办业务" in page.words()
    assert "电子商务" not in page.words("//html")
    assert page.status == 200
