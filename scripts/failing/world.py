"""A small office in which everybody is signed in, and how a form of a page is filled in."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO
from types import SimpleNamespace

import lxml.html
from sqlalchemy import delete, func, select, update

from tests.agencies.registries import rows
from tests.builders import a_document, a_measure, a_received_document, a_task, an_agency
from tests.cycles import (
    COMMERCE,
    CUSTOMS,
    DUE,
    GROUP,
    MARKET,
    OFFICE,
    PERIOD,
    TIANHE,
    a_document_of_the_year,
    moment,
    rows_of,
    sent,
    tasks_of,
)
from tests.operations.registry_states import register
from tests.people import an_account, signed_in
from tracker import clock
from tracker.operations import cycles, reminders, unsent
from tracker.operations.passwords import hashed
from tracker.operations.recognising import recognise
from tracker.operations.signing_in import digest
from tracker.storage.database import db
from tracker.storage.documents import PolicyDocument
from tracker.storage.people import Account, Attempt, LeadingGroup, SignIn
from tracker.storage.registering import stored_registry, write_registry
from tracker.storage.registry import RegisteredAgency
from tracker.storage.reports import Filing
from tracker.vocabulary.reminders import Step

PASSWORD = "Nan9-sha-77"
WHO = {
    "office": ("office", {"group": "广州市"}),
    "market": ("reporter", {"agency_id": MARKET}),
    "approver": ("approver", {"agency_id": MARKET}),
    "commerce": ("reporter", {"agency_id": COMMERCE}),
    "tianhe": ("reporter", {"agency_id": TIANHE}),
    "sysadmin": ("sysadmin", {}),
    "secadmin": ("secadmin", {}),
    "auditor": ("auditor", {}),
    "superior": ("superior", {"group": "广州市"}),
}


@dataclass
class World:
    """The office, its year once it is open, and what is asked for most: ids by short names."""

    app: object
    year: object = None
    kept: dict = field(default_factory=dict)
    browsers: dict = field(default_factory=dict)

    def __post_init__(self):
        with self.app.app_context():
            register()
            an_account("sysadmin", password_hash=hashed(PASSWORD))
            an_account("sysadmin", login="second")
            db.session.add(LeadingGroup(id=GROUP, name="广州市领导小组", jurisdiction="广州市"))
            db.session.commit()

    def open_year(self):
        """The small registry, in which a vertical body is asked; a document; an open cycle on it."""
        with self.app.app_context():
            write_registry(rows())
            db.session.execute(update(RegisteredAgency).values(kind="政府部门"))
            db.session.execute(
                update(RegisteredAgency).where(RegisteredAgency.id == CUSTOMS).values(kind="垂直管理单位")
            )
            document = a_document_of_the_year(leading_group_id=GROUP)
            number = cycles.prepare_cycle("2026年度", {document: None}, period=PERIOD, due_on=DUE, by=OFFICE)
            cycles.open_cycle(number, by=OFFICE)
            self.year = SimpleNamespace(id=number, rows=rows_of(number), tasks=tasks_of(number))

    def client(self, who):
        """The browser of somebody who is signed in."""
        if who not in self.browsers:
            role, whose = WHO.get(who, (None, {}))
            self.browsers[who] = signed_in(self.app, role, **whose) if role else self.app.test_client()
        return self.browsers[who]

    def row(self, agency, place):
        return self.year.rows[agency, place]

    def sheet(self, agency):
        return self.ask(select(Filing.id).where(Filing.agency_id == agency))

    def last(self, table, **which):
        """The id of the newest row of a table."""
        return self.ask(select(func.max(table.id)).filter_by(**which))

    def ask(self, statement):
        with self.app.app_context():
            return db.session.scalar(statement)

    def document(self, text, **facts):
        """Another document of the office's own that was read; its id."""
        with self.app.app_context():
            document = a_received_document(text, leading_group_id=GROUP, **facts)
            db.session.add(document)
            db.session.commit()
            return document.id

    def send(self, who, address, fields):
        """Send a form; lists are sent several times, what begins with ``@`` is a file."""
        given = {name.lstrip("@"): _given(name, value) for name, value in fields.items()}
        return self.client(who).post(address, data=given, content_type="multipart/form-data")

    def post(self, who, address, **fields):
        """The same, to prepare what a form is about; it must be done."""
        with self.send(who, address, fields) as response:
            if response.status_code not in (200, 303):
                raise RuntimeError(f"{address}: {response.status_code} {response.get_data(as_text=True)[-3000:]}")

    def upload(self, who, address, name, raw, **fields):
        self.post(who, address, **fields, **{"@files" if address == "/documents" else "@file": (name, raw)})

    def send_market(self, key):
        """The market bureau sends its report again."""
        row = f"/reports/{self.sheet(MARKET)}/rows/{self.row(MARKET, 2)}"
        self.post("market", row, progress="under_way", percent="60", done=f"引进{key}。", summary="改了数")
        self.post("market", f"/reports/{self.sheet(MARKET)}/signing", row=self.row(MARKET, 2))
        self.post("approver", f"/reports/{self.sheet(MARKET)}/sent", row=self.row(MARKET, 2), key=key)

    def send_part(self, agency):
        with self.app.app_context():
            sent(self.year, agency, 1)

    def urge(self):
        with self.app.app_context():
            clock.now, before = (lambda: moment(12, 21)), clock.now
            try:
                reminders.press(self.year.id, [TIANHE], Step.URGE, by=OFFICE, text="请抓紧", term=date(2026, 12, 28))
            finally:
                clock.now = before

    def keep(self, who):
        """Somebody typed a form that could not be sent any more."""
        with self.app.app_context():
            account = db.session.scalar(select(Account.id).where(Account.agency_id == MARKET))
            unsent.keep(account, "/reports/1/cover", [("overview", ["总体平稳。"])], had_files=False)

    def old_names(self, *names):
        """A document that prints names of long ago, or that nobody knows."""
        with self.app.app_context():
            units = [an_agency(name) for name in names]
            db.session.add(a_document([a_measure([a_task(lead=units)])], leading_group_id=GROUP))
            recognise()
            db.session.commit()

    def aliases(self, name):
        """The table of aliases with one more."""
        with self.app.app_context():
            found = [(each.agency, each.name) for each in stored_registry("aliases").aliases]
        lines = [f"{agency},{known},来函,yes" for agency, known in (*found, ("gz-swj", name))]
        return "\n".join(["agency,name,basis,verified", *lines]).encode()

    def newest_body(self):
        return self.ask(select(RegisteredAgency.id).where(RegisteredAgency.name.contains("贸易促进办")))

    def sequence(self, document_id):
        """What a correction of a document as it stands now is based on."""
        return {"sequence": self.form("office", f"/documents/{document_id}")["sequence"][0]}

    def forget_attempts(self):
        """Nobody has tried to sign in of late."""
        with self.app.app_context():
            db.session.execute(delete(Attempt))
            db.session.commit()

    def locked_out(self, login):
        """Somebody whose account was unlocked last a while ago."""
        with self.app.app_context():
            account = db.session.scalar(select(Account).where(Account.login == login))
            account.unlocked_at = account.created_at - timedelta(days=1)
            db.session.commit()

    @property
    def first_document(self):
        return self.ask(select(func.min(PolicyDocument.id)))

    def whose(self, token):
        """The account a sign-in is of."""
        return self.ask(select(SignIn.account_id).where(SignIn.token == digest(token)))

    def page(self, who, address):
        with self.client(who).get(address) as response:
            return lxml.html.document_fromstring(response.get_data(as_text=True))

    def form(self, who, address, place="//main//form"):
        """What a form of a page would send as it stands."""
        found = {}
        for box in self.page(who, address).xpath(f"{place}//*[self::input or self::select or self::textarea][@name]"):
            if box.get("type") in ("checkbox", "radio") and box.get("checked") is None or box.get("disabled"):
                continue
            found.setdefault(box.get("name"), []).append(_value(box))
        return found


def _given(name, value):
    if not name.startswith("@"):
        return [str(each) for each in value] if isinstance(value, list) else str(value)
    file, raw = value
    return (BytesIO(raw), file)


def _value(box):
    if box.tag == "select":
        return box.xpath("string((option[@selected]|.//option[@selected])[1]/@value)")
    return (box.text or "").lstrip("\n") if box.tag == "textarea" else box.get("value") or ""
