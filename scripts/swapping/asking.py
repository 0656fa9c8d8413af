"""Addresses and forms with ids that may be anybody's, and what is told or changed of another's."""

import io
import re
import zipfile
from random import Random

from sqlalchemy import func, select

from scripts.swapping.office import Office, Somebody
from tracker.storage.cycles import CycleTask, ExpectedReport
from tracker.storage.database import db
from tracker.storage.reports import Draft, Filing
from tracker.web.assets import FILES

WORDS = ("跨境", "海关", "平台", "市商务", "广东", "深圳", "人才", "园区")
LEAVING = {"signing_in.leave", "signing_in.enter", "passwords.change"}
"""Where somebody signs out, or would do so in the end."""
FORMS = 0.25
"""The share of requests that send something."""
DOING = ("send", "sign", "nudge", "ask", "return", "take", "accept", "undo", "withdraw", "reinstate")


def leaks_of(office: Office, chance: Random, times: int) -> list[str]:
    """Ask so often; every answer that tells what the person may not know, or changes what is another's."""
    reading, sending = _rules(office.app, "GET"), _rules(office.app, "POST")
    found = []
    for _ in range(times):
        somebody = chance.choice(office.people)
        if somebody.changes and chance.random() < FORMS:
            found += _sent(office, somebody, chance.choice(sending), chance)
        else:
            found += _asked(office, somebody, chance.choice(reading), chance)
    return found


def _rules(app, method):
    rules = app.url_map.iter_rules()
    named = [rule for rule in rules if method in rule.methods and rule.endpoint not in FILES | LEAVING]
    return sorted(named, key=lambda rule: rule.rule)


def _address(office, rule, chance):
    values = {name: chance.choice(office.ids[name]) for name in rule.arguments}
    with office.app.test_request_context():
        return rule.build(values)[1]


def _query(office, chance):
    ids = office.ids
    asked = {
        "scope": "all",
        "agency": chance.choice(ids["body_id"]),
        "carrier": chance.choice(ids["body_id"]),
        "document": chance.choice([*ids["stem"], *ids["document_id"]]),
        "task": chance.choice(ids["task_id"]),
        "cycle": chance.choice(ids["cycle_id"]),
        "stage": chance.choice(("standing", "accepted", "returned", "missing")),
        "q": chance.choice(WORDS),
        "page": chance.choice((1, 2)),
    }
    return {name: asked[name] for name in chance.sample(sorted(asked), chance.choice((0, 0, 1, 2)))}


def _asked(office, somebody, rule, chance):
    address = _address(office, rule, chance)
    query = _query(office, chance)
    with somebody.client.get(address, query_string=query) as response:
        told = _told(response)
        if response.status_code >= 500:
            yield f"{somebody.name} {address} {query}: {response.status_code}"
    if what := _leak(somebody, told, address, asked=query.values()):
        yield f"{somebody.name} {address} {query}: {what}"


def _told(response):
    """The words of an answer; those of a workbook or of an archive of workbooks are unpacked."""
    data = response.get_data()
    return "\n".join(_unpacked(data)) if data[:2] == b"PK" else data.decode("utf-8", "replace")


def _unpacked(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            part = archive.read(name)
            yield from _unpacked(part) if part[:2] == b"PK" else [name, part.decode("utf-8", "replace")]


def _leak(somebody, told, address, asked=()):
    """What is told that this person may not know; a stem that stood in the question is not told by coming back."""
    if marks := [mark for mark in somebody.hidden_marks if mark in told]:
        return f"words {sorted(marks)[:3]}"
    linked = {int(number) for number in re.findall(r'"/tasks/(\d+)', told)} & somebody.hidden_tasks.keys()
    if linked:
        return f"links to tasks {sorted(linked)[:3]}"
    texts = [task for task, text in somebody.hidden_tasks.items() if text in told]
    if texts and not _is_of_a_read_document(address):
        return f"texts of tasks {texts[:3]}"
    hidden = [stem for stem in somebody.hidden_documents.values() if stem not in address and stem not in asked]
    stems = [stem for stem in hidden if stem in told]
    return f"documents {stems[:3]}" if stems else None


def _is_of_a_read_document(address):
    """A task's page shows the paragraph around it, whole, in the document its reader has before him anyway."""
    return re.fullmatch(r"/tasks/\d+", address) is not None


def _sent(office, somebody, rule, chance):
    address = _address(office, rule, chance)
    rows = [chance.choice(office.ids["row_id"]) for _ in range(2)]
    form = {
        "row": rows,
        "part": rows,
        "do": chance.choice(DOING),
        "decision": chance.choice(DOING),
        "task": chance.choice(office.ids["task_id"]),
        "agency": chance.choice(office.ids["body_id"]),
        "file": chance.choice(office.ids["file_id"]),
        "reason": "核对",
        "key": f"{chance.random()}",
        "progress": "under_way",
        "percent": "50",
        "done": "改为别的内容。",
        "overview": "改为别的内容。",
        "without": "未按期报送。",
    }
    before = _others(office, somebody)
    with somebody.client.post(address, data=form) as response:
        told = _told(response)
        if response.status_code >= 500:
            yield f"{somebody.name} POST {address}: {response.status_code}"
    if what := _leak(somebody, told, address):
        yield f"{somebody.name} POST {address}: {what}"
    if _others(office, somebody) != before:
        yield f"{somebody.name} POST {address}: changed what is another's"


def _others(office: Office, somebody: Somebody):
    """What would change if somebody changed a row, a draft or a sheet that is not theirs, nor theirs to collect."""
    own = somebody.agency or ""
    row = ExpectedReport
    collected = select(CycleTask.task_id).where(CycleTask.consolidator_id == own)
    foreign = (row.agency_id != own) & row.task_id.not_in(collected)
    with office.app.app_context():
        steps = select(func.sum(row.step_number), func.sum(row.version_number), func.count()).where(foreign)
        written = select(func.sum(Draft.version), func.count()).join(row, row.id == Draft.expected_id).where(foreign)
        sheets = select(func.sum(Filing.version), func.count(Filing.acknowledged_at)).where(Filing.agency_id != own)
        return [tuple(db.session.execute(statement).one()) for statement in (steps, written, sheets)]
