"""Addresses and forms with hostile values, sent to every page there is as everybody there is (cases 82 and 88)."""

from random import Random

from sqlalchemy import event, inspect, select, update

from scripts.swapping.asking import LEAVING
from scripts.swapping.office import Office
from tracker.storage.database import db
from tracker.storage.people import Account
from tracker.web.assets import FILES

NAMES = (
    "row", "part", "task", "agency", "file", "document", "do", "decision", "reason", "key", "term", "until", "role",
    "progress", "percent", "done", "summary", "figure-name", "figure-value", "as_of", "based_on", "version", "overview",
    "without", "page", "q", "scope", "stage", "duty", "on", "first", "last", "who", "object", "name", "period_from",
    "due_on", "source", "source_on", "since", "soon_days", "colour", "members", "login", "sequence", "kind", "choice",
)  # fmt: skip
VALUES = (
    "", "0", "1", "2", "-1", "1e9", "NaN", "١", str(2**31), str(2**63), "9" * 400, "%", "\\", "'", "\x00",
    "\r\nSet-Cookie: a=b", "😀", "𠮷" * 300, "a" * 10_000, "' OR 1=1 --", "<script>alert(1)</script>", "{{ 1 }}",
    "2026-12-10", "0001-01-01", "9999-12-31", "2026-13-40", "lead", "report", "accept", "return", "send", "under_way",
    "green", "all", "http://evil.example", "//evil.example", "../../etc/passwd",
)  # fmt: skip
CANARY = "canary-2f6c1e"
"""What stands where only an injection would find it."""
INJECTIONS = (
    "' OR '1'='1", "' OR 1=1 --", '" OR ""="', "1 OR 1=1", "1) OR (1=1", "'; DELETE FROM draft; --", "1; DROP TABLE draft; --",
    "' UNION SELECT password_hash FROM account --", "') UNION SELECT password_hash, 1 FROM account --", "%' ESCAPE '",
    "x' AND 1=(SELECT count(*) FROM account) --", "(SELECT password_hash FROM account LIMIT 1)", "title; SELECT 1",
    "name DESC, (SELECT password_hash FROM account)", "title COLLATE x", "\\' OR 1=1 --", "1e1' OR '1", "＇ OR 1=1 --",
)  # fmt: skip
SORTED = (
    "sort",
    "descending",
    "document",
    "jurisdiction",
    "agency",
    "carrier",
    "supporter",
    "origin",
    "shape",
    "state",
    "year",
)


def faults_of(office: Office, chance: Random, times: int, values: tuple[str, ...] = VALUES) -> list[str]:
    """Ask so often; every answer that is a fault of ours, or tells what only an injection finds."""
    rules = [
        (method, rule)
        for rule in sorted(office.app.url_map.iter_rules(), key=lambda rule: rule.rule)
        for method in sorted(rule.methods & {"GET", "POST"})
        if rule.endpoint not in FILES | LEAVING
    ]
    return [what for _ in range(times) if (what := _fault(office, chance, values, *chance.choice(rules)))]


def lay_canary(office: Office) -> None:
    """Let it stand beside every account."""
    with office.app.app_context():
        db.session.execute(update(Account).values(password_hash=CANARY))
        db.session.commit()


def harmed(office: Office) -> list[str]:
    """What an injection has changed: the canary is gone, or there is a table less."""
    with office.app.app_context():
        kept = db.session.scalars(select(Account.password_hash)).all()
        db.session.rollback()
        missing = db.metadata.tables.keys() - set(inspect(db.engine).get_table_names())
    changed = sum(each != CANARY for each in kept if each is not None and not each.startswith("scrypt"))
    return [f"{changed} accounts are changed"] * bool(changed) + [f"no table {name}" for name in missing]


def _fault(office, chance, tried, method, rule):
    somebody = chance.choice(office.people)
    values = {name: chance.choice([*office.ids[name], 2**31 - 1, 1]) for name in rule.arguments}
    with office.app.test_request_context():
        address = rule.build(values)[1]
    names = chance.sample(NAMES, 5) + chance.sample(SORTED, 2)
    given = {name: [chance.choice(tried)] * chance.choice((1, 1, 2)) for name in names}
    given |= {name: str(chance.choice(office.ids["row_id"])) for name in ("row", "part") if chance.random() < 0.3}
    sent = {"data": given} if method == "POST" else {"query_string": given}
    try:
        with somebody.client.open(address, method=method, **sent) as response:
            status = response.status_code
            told = response.get_data()
    except Exception as fault:
        status, told = f"{type(fault).__name__}: {fault}".splitlines()[0][:160], b""
    return (
        None
        if status in range(500) and CANARY.encode() not in told
        else f"{somebody.name} {method} {address} {given}: {status}"
    )


def write_values_into(office: Office) -> None:
    """The control: values are put into the words of a statement as they were sent."""
    with office.app.app_context():
        event.listen(db.engine, "before_cursor_execute", _written_into, retval=True)


def _written_into(_connection, _cursor, statement, parameters, *_):
    if isinstance(parameters, dict):
        for name, value in parameters.items():
            if _is_sent(value):
                statement = statement.replace(f"%({name})s", "'" + value.replace("%", "%%") + "'")
        return statement, parameters
    parts, kept = statement.split("?"), []
    if len(parts) != len(parameters) + 1:
        return statement, parameters
    written = parts[0]
    for value, part in zip(parameters, parts[1:], strict=True):
        kept += [] if _is_sent(value) else [value]
        written += (f"'{value}'" if _is_sent(value) else "?") + part
    return written, tuple(kept)


def _is_sent(value):
    return isinstance(value, str) and any(each in value for each in INJECTIONS)
