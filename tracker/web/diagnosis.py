"""责任体检: what is doubtful, and the rows behind it."""

from flask import abort, render_template, request, url_for

from tracker.agencies.standpoint import TODAY
from tracker.graph.diagnosis import BY_CODE
from tracker.storage.queries.choices import choices
from tracker.storage.queries.diagnosis import diagnosis
from tracker.storage.queries.filters import page_number
from tracker.web.conditions import conditions, wanted_of_graph
from tracker.web.lists import Pager

ROWS_A_PAGE = 100


def diagnosed():
    """Every question with how much was found."""
    wanted, offered = wanted_of_graph(), choices()
    return render_template(
        "graph/diagnosis.html",
        wanted=wanted,
        choices=offered,
        conditions=conditions(wanted, offered, "graph.diagnosed"),
        diagnosis=diagnosis(wanted),
    )


def finding(code: str):
    """One finding with all its rows, page by page."""
    if code not in BY_CODE:
        abort(404)
    wanted, offered = wanted_of_graph(), choices()
    found = diagnosis(wanted)
    one = found.finding(code)
    pages = max(1, -(-len(one.traces) // ROWS_A_PAGE))
    page = min(page_number(request.args.get("page")), pages)
    return render_template(
        "graph/finding.html",
        wanted=wanted,
        seen=wanted.seen_from(wanted.on if wanted.on and not wanted.on.is_printed else TODAY),
        conditions=conditions(wanted, offered, "graph.diagnosed"),
        finding=one,
        bodies=found.bodies,
        traces=one.traces[(page - 1) * ROWS_A_PAGE : page * ROWS_A_PAGE],
        pager=_pager(code, wanted, page, pages),
    )


def _pager(code, wanted, page, pages):
    def address(number):
        return url_for("graph.finding", code=code, **wanted.address, page=number)

    return Pager.of(page, pages, address)
