"""Addresses and forms with hostile values, sent to every page there is as everybody there is (case 88)."""

from random import Random

from scripts.swapping.asking import LEAVING
from scripts.swapping.office import Office
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


def faults_of(office: Office, chance: Random, times: int) -> list[str]:
    """Ask so often; every answer that is a fault of ours."""
    rules = [
        (method, rule)
        for rule in sorted(office.app.url_map.iter_rules(), key=lambda rule: rule.rule)
        for method in sorted(rule.methods & {"GET", "POST"})
        if rule.endpoint not in FILES | LEAVING
    ]
    return [what for _ in range(times) if (what := _fault(office, chance, *chance.choice(rules)))]


def _fault(office, chance, method, rule):
    somebody = chance.choice(office.people)
    values = {name: chance.choice([*office.ids[name], 2**31 - 1, 1]) for name in rule.arguments}
    with office.app.test_request_context():
        address = rule.build(values)[1]
    given = {name: [chance.choice(VALUES)] * chance.choice((1, 1, 2)) for name in chance.sample(NAMES, 5)}
    given |= {name: str(chance.choice(office.ids["row_id"])) for name in ("row", "part") if chance.random() < 0.3}
    sent = {"data": given} if method == "POST" else {"query_string": given}
    try:
        with somebody.client.open(address, method=method, **sent) as response:
            status = response.status_code
    except Exception as fault:
        status = f"{type(fault).__name__}: {fault}".splitlines()[0][:160]
    return None if status in range(500) else f"{somebody.name} {method} {address} {given}: {status}"
