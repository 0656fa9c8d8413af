"""导出: what is on the screen as a workbook."""

from io import BytesIO

from flask import Blueprint, request, send_file

from tracker.operations import exporting
from tracker.storage.queries.filters import TaskFilter

exports = Blueprint("exports", __name__)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@exports.get("/exports/ledger.xlsx")
def ledger():
    """The ledger of the tasks the address asks for, all pages of them."""
    target = BytesIO()
    exporting.ledger(TaskFilter.parse(request.args), target)
    target.seek(0)
    return send_file(target, mimetype=XLSX, as_attachment=True, download_name="任务分工台账.xlsx")
