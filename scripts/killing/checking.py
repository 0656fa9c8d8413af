"""What is left after a kill: whether everything acknowledged is there once, and nothing half."""

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import select

from scripts.killing.year import Place
from tracker.operations.rows import steps_of
from tracker.reporting.receiving import SENDING, Bounds, standing
from tracker.storage.cycles import ExpectedReport
from tracker.storage.database import db
from tracker.storage.reports import Receipt, ReportVersion
from tracker.vocabulary.reporting import STANDING


def faults(place: Place, acknowledged: Iterable[tuple[str, str]]) -> Counter:
    """Kind of fault → how many: lost and doubled submissions, rows whose parts do not agree."""
    with place.opened():
        return Counter(_submissions(acknowledged)) + Counter(_rows())


def _submissions(acknowledged):
    statement = select(Receipt.key, ReportVersion.sha256).join(ReportVersion, ReportVersion.receipt_id == Receipt.id)
    kept = Counter(map(tuple, db.session.execute(statement)))
    for each in acknowledged:
        if kept[each] != 1:
            yield "doubled" if kept[each] else "lost"


def _rows():
    rows = db.session.scalars(select(ExpectedReport).where(ExpectedReport.step_number > 0)).all()
    versions = Counter(db.session.scalars(select(ReportVersion.expected_id)))
    without_receipt = Counter(
        db.session.scalars(select(ReportVersion.expected_id).where(ReportVersion.receipt_id.is_(None)))
    )
    steps = steps_of([row.id for row in rows])
    for row in rows:
        history = steps.get(row.id, [])
        found = standing(history, Bounds(row.due_on, row.extended_to))
        agree = (
            len(history) == row.step_number,
            sum(step.action in SENDING for step in history) == versions[row.id] == row.version_number,
            found.received == row.received_at,
            found.is_reported is (row.state in STANDING),
            not without_receipt[row.id],
        )
        if not all(agree):
            yield "half"
    for row_id in versions.keys() - {row.id for row in rows}:
        yield f"half {row_id}"
