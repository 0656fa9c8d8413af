"""An agency's sheet as the office reads it: the cover text, scans and receipts."""

from flask import Blueprint, abort, render_template

from tracker.storage.queries.filings import COVER, delivered
from tracker.web.cycle_pages import cycle_of
from tracker.web.report_files import given

cycle_filings = Blueprint("cycle_filings", __name__)


@cycle_filings.get("/cycles/<id:cycle_id>/filings/<agency_id>")
def show(cycle_id: int, agency_id: str):
    """What an agency delivered besides its rows."""
    cycle = cycle_of(cycle_id)
    one = delivered(cycle.id, agency_id) or abort(404)
    return render_template("cycle_filings/show.html", cycle=cycle, one=one, names=COVER)


@cycle_filings.get("/cycles/<id:cycle_id>/filings/<agency_id>/files/<id:file_id>")
def file(cycle_id: int, agency_id: str, file_id: int):
    """A scan of the sheet, to be saved."""
    one = delivered(cycle_of(cycle_id).id, agency_id) or abort(404)
    return given(file_id) if file_id in {scan.id for scan in one.scans} else abort(404)
