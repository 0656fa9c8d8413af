"""The races: what is done at the same moment, and what is wrong with how it came out. Each leaves the year as it found it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random

from sqlalchemy import func, select

from scripts.racing.together import Together, is_broken
from tests.cycles import COMMERCE, MARKET, OFFICE, REPORT, drafted, reporter, row, rows_of, steps, versions
from tracker.errors import Refusal, StaleVersion
from tracker.operations import adjusting, reports, reviewing
from tracker.operations.auditing import Doing, doing
from tracker.operations.reports import Wanted
from tracker.reporting.content import Content
from tracker.storage.audit import AuditEvent
from tracker.storage.cycles import ExpectedReport
from tracker.storage.database import db
from tracker.storage.reports import Draft, Receipt, ReportVersion
from tracker.vocabulary.reporting import ObjectionState, Owing

Race = Callable[[object, Together, int, Random], Iterator[str]]
ROW, BY = (MARKET, 2), reporter(MARKET)
WORDS = {"accept": "accept", "withdraw": "withdraw", "give_back": "return"}


def edits(year, together: Together, trial: int, chance: Random) -> Iterator[str]:
    """Case 16: two persons read a draft, write their own text after what they read, and save it."""
    row_id = year.rows[ROW]
    before = _draft(row_id)[0].done.partition("<")[0] if trial else drafted(year, row_id, BY) and REPORT.done
    marks = [f"{trial}甲", f"{trial}乙"]
    results = together.run(*[lambda mark=mark: _edit(year, row_id, mark) for mark in marks])
    yield from ("broken" for result in results if is_broken(result))
    saved = [mark for mark, result in zip(marks, results, strict=True) if isinstance(result, dict)]
    last, _, other = _draft(row_id)[0].done.partition("<")
    whole = [before] if len(saved) == 1 else [mark for mark in saved if mark != last]
    if last not in saved or [other] != whole:
        yield "overwritten"
    for mark, result in zip(marks, results, strict=True):
        if isinstance(result, Refusal) and not _shows_both(result, mark, saved):
            yield "not shown"


def _edit(year, row_id, mark):
    content, version = _draft(row_id)
    wanted = Wanted(replace(content, done=f"{mark}<{content.done.partition('<')[0]}"), based_on=version)
    return reports.save_drafts(year.id, {row_id: wanted}, by=BY)


def _draft(row_id):
    db.session.rollback()
    found = db.session.execute(select(Draft.content, Draft.version).where(Draft.expected_id == row_id)).one()
    db.session.rollback()
    return Content.of_json(found.content), found.version


def _shows_both(refusal, mark, saved):
    if not isinstance(refusal, StaleVersion):
        return False
    return refusal.wanted.done.startswith(f"{mark}<") and refusal.stored.done.partition("<")[0] in saved


def reviews(year, together: Together, trial: int, chance: Random) -> Iterator[str]:
    """Case 24: accepting, returning and taking back; exactly one is done, and the others are told."""
    row_id = year.rows[ROW]
    if row(row_id).version_number == 0 or trial == 0:
        _send(year, row_id, trial)
    before = steps(row_id)
    acts = {
        "accept": lambda: reviewing.accept([row_id], by=OFFICE),
        "withdraw": lambda: reports.withdraw(year.id, [row_id], by=BY),
        "give_back": lambda: reviewing.give_back([row_id], reason="请补充", by=OFFICE),
    }
    chosen = chance.sample(sorted(acts), 3)
    db.session.rollback()
    results = together.run(*[acts[name] for name in chosen])
    yield from ("broken" for result in results if is_broken(result))
    done = [name for name, result in zip(chosen, results, strict=True) if result is None]
    if len(done) != 1 or steps(row_id) != [*before, WORDS[done[0]]]:
        yield "illegal"
    if not done:
        return
    if steps(row_id)[-1] == "accept":
        reviewing.undo([row_id], reason="再试", by=OFFICE)
    else:
        _send(year, row_id, f"又{trial}")


def _send(year, row_id, key):
    drafted(year, row_id, BY, summary="再报")
    return reports.submit(year.id, [row_id], by=BY, key=f"{key}")


def duties(year, together: Together, trial: int, chance: Random) -> Iterator[str]:
    """Case 17: a report is sent while the office withdraws the duty or, on an objection, gives it to another agency."""
    row_id = year.rows[ROW]
    drafted(year, row_id, BY, replace(REPORT, percent=trial % 100), summary="再报")
    shown = _draft(row_id)
    before = row(row_id).version_number
    changed = chance.choice((True, False))
    objection = adjusting.object_to(row_id, reason="不属本单位职责", proposed="市商务局", by=BY)
    decision = {"decision": ObjectionState.WITHDRAWN}
    if changed:
        decision = {"decision": ObjectionState.CHANGED, "to_agency": COMMERCE}
    receipt, decided = together.run(
        lambda: _as("send", reports.submit, year.id, [row_id], by=BY, key=f"责{trial}", shown={row_id: shown[1]}),
        lambda: _as("decide", adjusting.decide, objection, reason="改派", by=OFFICE, **decision),
    )
    yield from ("broken" for result in (receipt, decided) if is_broken(result))
    sent = versions(row_id)
    db.session.rollback()
    was_sent = not isinstance(receipt, Exception)
    if row(row_id).owing is not Owing.WITHDRAWN or len(sent) != before + was_sent:
        yield "to nobody"
    if was_sent and _last("send") > _last("decide"):
        yield "after it was decided"
    if was_sent and (sent[-1].sha256 != shown[0].sha256 or _owner_of(receipt) != MARKET):
        yield "to another"
    yield from _of_the_heir(year)
    _give_back(year, row_id, was_sent)


def _as(name, act, *given, **named):
    """Do it under this name in the audit, whose events are in the order in which the row was held."""
    doing(Doing("某人", name))
    return act(*given, **named)


def _last(name):
    db.session.rollback()
    return db.session.scalar(select(func.max(AuditEvent.id)).where(AuditEvent.action == name))


def _owner_of(receipt):
    db.session.rollback()
    statement = select(ExpectedReport.agency_id).join(ReportVersion, ReportVersion.expected_id == ExpectedReport.id)
    found = db.session.scalar(
        statement.join(Receipt, Receipt.id == ReportVersion.receipt_id).where(Receipt.sha256 == receipt.sha256)
    )
    db.session.rollback()
    return found


def _of_the_heir(year):
    """Whoever got the duty has sent nothing, whatever was on its way."""
    heir = rows_of(year.id).get((COMMERCE, 2))
    if heir is None:
        return
    if row(heir).version_number or versions(heir):
        yield "to another"
    if row(heir).owing is Owing.OWED:
        adjusting.withdraw_rows([heir], reason="改回", by=OFFICE)


def _give_back(year, row_id, was_sent):
    adjusting.reinstate_rows([row_id], reason="改回", by=OFFICE)
    if was_sent:
        reports.withdraw(year.id, [row_id], by=BY)


RACES: dict[str, tuple[Race, int]] = {"edits": (edits, 10_000), "duties": (duties, 1_000), "reviews": (reviews, 1_000)}
"""Name → the race, and how often it is run."""
