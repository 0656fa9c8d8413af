"""审计: what was done, searched by the auditor."""

import csv
from io import StringIO

from flask import Blueprint, Response, render_template, request, url_for

from tracker.operations.access import actions
from tracker.storage.queries.audit import LOOKED_AT, AuditFilter, every_event, found_events

audit = Blueprint("audit", __name__)

COLUMNS = {
    "时间": lambda event: event.at.isoformat(timespec="seconds"),
    "谁": lambda event: event.who,
    "角色": lambda event: event.roles,
    "来自": lambda event: event.source,
    "做什么": lambda event: actions().get(event.action, event.action),
    "对象": lambda event: event.object,
    "结果": lambda event: event.outcome.label,
    "说明": lambda event: event.detail,
    "原值": lambda event: event.before,
    "新值": lambda event: event.after,
}
HARMFUL = ("=", "+", "-", "@", "\t", "\r")


@audit.get("/audit")
def index():
    """The events asked for, the newest first, as far back as one search looks; it goes on from there."""
    wanted = AuditFilter.parse(request.args)
    found = found_events(wanted)
    return render_template(
        "audit/index.html",
        wanted=wanted,
        found=found,
        actions=actions(),
        older=found.older and url_for("audit.index", **wanted.address, before=found.older),
        newest=wanted.before and url_for("audit.index", **wanted.address),
        looked_at=LOOKED_AT,
        export=url_for("audit.export", **wanted.address),
    )


@audit.get("/audit/events.csv")
def export():
    """The same as a file, all pages of them."""
    file = StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for event in every_event(AuditFilter.parse(request.args)):
        writer.writerow([_harmless(value(event)) for value in COLUMNS.values()])
    response = Response("\ufeff" + file.getvalue(), mimetype="text/csv")
    response.headers["Content-Disposition"] = "attachment; filename=audit-events.csv"
    return response


def _harmless(text):
    """A spreadsheet takes what begins like a formula for one."""
    return f"'{text}" if text.startswith(HARMFUL) else text
