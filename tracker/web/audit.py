"""审计: what was done, searched by the auditor."""

import csv
from dataclasses import replace
from functools import partial
from io import TextIOWrapper

from flask import Blueprint, render_template, request, url_for

from tracker.operations.access import actions
from tracker.storage.queries.audit import AuditFilter, every_event, found_events
from tracker.web.audit_events import shown_events, words_of_actions
from tracker.web.audit_objects import meant_by
from tracker.web.downloads import CSV, download
from tracker.web.parts import is_part

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
MOST_EXPORTED = 1_000_000
"""A sheet of a workbook, in which the file is opened, has 1,048,576 rows."""
HARMFUL = ("=", "+", "-", "@", "\t", "\r")


@audit.get("/audit")
def index():
    """The events asked for, the newest first, as far back as one answer looks; the next goes on from there, and a script
    asks for it."""
    wanted = _wanted()
    found = found_events(wanted)
    return render_template(
        "audit/index.html",
        wanted=wanted,
        found=found,
        shown=shown_events(found.events),
        actions=words_of_actions(),
        older=found.older and url_for("audit.index", **wanted.address, before=found.older),
        newest=wanted.before and not is_part() and url_for("audit.index", **wanted.address),
        export=url_for("audit.export", **wanted.address),
    )


@audit.get("/audit/events.csv")
def export():
    """The same as a file, all pages of them: as many as a sheet of a workbook holds, and a line if there are more."""
    return download(partial(_write, _wanted()), "审计记录", CSV)


def _wanted():
    wanted = AuditFilter.parse(request.args)
    return replace(wanted, meant=meant_by(wanted.object))


def _write(wanted, target):
    text = TextIOWrapper(target, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for count, event in enumerate(every_event(wanted)):
        if count == MOST_EXPORTED:
            writer.writerow([f"只导出了最新的 {count} 条；更早的请按日期分次导出。"])
            break
        writer.writerow([_harmless(value(event)) for value in COLUMNS.values()])
    text.detach()


def _harmless(text):
    """A spreadsheet takes what begins like a formula for one."""
    return f"'{text}" if text.startswith(HARMFUL) else text
