"""The pages of 填报: an agency's sheet, and one row of it with what was typed or is kept."""

import secrets
from collections import defaultdict

from flask import abort, flash, redirect, render_template, request, url_for

from tracker import clock
from tracker.errors import NothingChosen, Refusal, StaleVersion, Unfit, UnfitFile
from tracker.operations import reports as operations
from tracker.operations.rows import working_days
from tracker.reporting.content import LABELS, faults
from tracker.reporting.evidence import ENDINGS, LARGEST
from tracker.reporting.glance import Count, counts_by
from tracker.reporting.hints import doubtful_figures
from tracker.reporting.objecting import Objectable, objecting_until, why_no_objection
from tracker.reporting.transitions import may
from tracker.storage.cycles import Cycle
from tracker.storage.queries.aims import aims_within
from tracker.storage.queries.carrying import names_in_force
from tracker.storage.queries.filings import COVER, is_delivered
from tracker.storage.queries.glance import heaps, left_of
from tracker.storage.queries.lights import lighting_on, lights_in
from tracker.storage.queries.reminders import number_of, papers_to
from tracker.storage.queries.sheet_row import RowView, row_view
from tracker.storage.queries.sheets import Sheet, beside, receipt_by_number, sheet
from tracker.storage.reports import Filing
from tracker.storage.sight import current_sight
from tracker.vocabulary.reminders import COLOURS
from tracker.vocabulary.reporting import Action, Duty, Measured, Owing, Party, Progress, ReportState
from tracker.web.addresses import ids_in
from tracker.web.people import person
from tracker.web.refusals import status_of
from tracker.web.report_forms import RowForm

MEGABYTES = LARGEST // 2**20


def sheet_of(sheet_id: int) -> Sheet:
    """A sheet of one's own agency, or the page that there is none."""
    return sheet(sheet_id, person().agency_id, clock.today()) or abort(404)


def row_of(one: Sheet, row_id: int) -> RowView:
    """A row of a sheet, or the page that there is none."""
    return row_view(one, row_id, clock.today(), current_sight().bodies) or abort(404)


def list_page(found: list[tuple[Filing, Cycle]], refusal=None):
    """All sheets of one's own agency, how each stands and until when."""
    cycles, today, days = [cycle for _, cycle in found], clock.today(), working_days()
    owed = counts_by(heaps(cycles, today, person().agency_id) if cycles else (), lambda heap: heap.cycle_id)
    lines = [(*pair, owed.get(pair[1].id, Count()), left_of(pair[1], today, days)) for pair in found]
    waiting = [cycle for filing, cycle in found if filing.acknowledged_at is None and cycle.state == "open"]
    return render_template("reports/index.html", sheets=lines, waiting=waiting, refusal=refusal)


def do(one: Sheet, change, said: str):
    """Make a change of the sheet and show it with what is ``said`` of it, or with why the change was not made."""
    try:
        change()
    except Refusal as refusal:
        return sheet_page(sheet_of(one.filing.id), refusal), status_of(refusal)
    flash(said)
    return redirect(url_for("reports.show", sheet_id=one.filing.id), 303)


def send(one: Sheet, rows: list[int], *, on_form: bool):
    """Send rows and show the receipt, or the page they came from with why they were not sent."""
    key, without = request.form.get("key", ""), request.form.get("without")
    sheet_id = one.filing.id
    try:
        if not rows:
            raise NothingChosen("报送", "要报的行")
        given = operations.submit(one.cycle.id, rows, by=person(), key=key, without=without)
    except Refusal as refusal:
        one = sheet_of(sheet_id)
        return (form_page(one, row_of(one, rows[0]), refusal=refusal) if on_form else sheet_page(one, refusal)), status_of(refusal)
    return to_receipt(sheet_id, given)


def to_receipt(sheet_id: int, given):
    """To the receipt of what was just sent."""
    receipt_id = receipt_by_number(sheet_id, given.number)
    return redirect(url_for("reports.receipt", sheet_id=sheet_id, receipt_id=receipt_id), 303)


def sheet_page(one: Sheet, refusal: Refusal | None = None, refused_files=()) -> str:
    """The sheet, or what is still to be done of it; after a refusal all of it, with what was chosen and typed."""
    owed_only = refusal is None and request.args.get("show") == "owed"
    found, tasks = beside(one), {(one.cycle, line.row.task_id) for line in one.lines}
    return render_template(
        "reports/show.html",
        one=one,
        beside=found,
        lights=lights_in(tasks, lighting_on(clock.today())),
        papers=[(number_of(each), each) for each in papers_to(one.filing.agency_id, one.cycle.id)],
        colours=COLOURS,
        parts=[(duty, lines) for duty in Duty if (lines := one.of(duty, owed_only=owed_only))],
        owed_only=owed_only,
        objecting=_objecting_to_any(one),
        refusal=refusal,
        refused_files=refused_files,
        wrong=refusal.faults if isinstance(refusal, Unfit) else {},
        key=secrets.token_hex(16),
        labels={line.id: f"{line.label}　{line.title}" for line in one.lines},
        delivered=is_delivered(one.filing, found.receipts[0] if found.receipts else None),
        cover=COVER,
        missing=getattr(refusal, "missing", None),
        chosen=set(ids_in(request.form, "row")),
        typed=request.form if refusal else {},
        is_approver=Party.APPROVER in person().roles,
        endings=ENDINGS,
        megabytes=MEGABYTES,
    )


def form_page(one: Sheet, view: RowView, form: RowForm | None = None, refusal: Refusal | None = None, part="") -> str:
    """A row with what was typed, or what is kept; what another person wrote meanwhile stands beside it.

    ``part`` is the part of the page a refusal is about, "" for the report itself.
    """
    draft = view.draft
    kept = RowForm.of(view.content, *((draft.summary, draft.version, draft.without) if draft else ()))
    stale = refusal if isinstance(refusal, StaleVersion) else None
    here = _permitted(one, view)
    aims = aims_within(view.line.document_id, view.line.span)
    objecting = _objecting(one, view)
    return render_template(
        "reports/form.html",
        one=one,
        view=view,
        line=view.line,
        form=(form or kept).against(aims, min(one.cycle.period_to, clock.today())),
        aims=aims,
        doubtful=[each.sentence for each in doubtful_figures(view.content, view.line.text, one.cycle.period_to)],
        unsaved=form if refusal else None,
        theirs=RowForm.of(stale.stored) if stale else None,
        based_on=stale.version if stale else kept.based_on,
        refusal=refusal,
        of_files=isinstance(refusal, UnfitFile),
        part=part,
        typed=request.form if refusal else {},
        wrong=_by_field(refusal, view),
        lacking=[*dict.fromkeys(fault.field for fault in faults(view.content, clock.today())), *_unsaid(kept, view)],
        waits_for=_waits_for(view),
        neighbours=one.neighbours(view.line.id),
        key=secrets.token_hex(16),
        may_do=here,
        signs=one.signs and Party.APPROVER not in person().roles,
        objecting=objecting,
        bodies=names_in_force(clock.today()) if objecting else (),
        Progress=Progress,
        Measured=Measured,
        ReportState=ReportState,
        words=LABELS | operations.BESIDE,
        endings=ENDINGS,
        megabytes=MEGABYTES,
    )


def _waits_for(view):
    """The co-units whose consolidator this row's agency is and that have sent nothing."""
    return [part.agency for part in view.parts.each if part.is_missing] if view.line.row.duty is Duty.REPORT else []


def _unsaid(kept, view):
    """What must be said of a report besides what it says itself, and is not."""
    if view.line.row.state is ReportState.RETURNED and not kept.summary.strip():
        yield "summary"
    if _waits_for(view) and not kept.without.strip():
        yield "without"


def _permitted(one, view) -> frozenset[Action]:
    here = view.circumstances(one, clock.today())
    return frozenset(
        action for party in (Party.REPORTER, Party.APPROVER) if party in person().roles for action in may(party, here)
    )


def _objecting_to_any(one):
    """The last day on which the rows a cycle opened with may be objected to, None where they may not any more."""
    found = Objectable(ReportState.OWED, Owing.OWED, one.cycle.state, one.cycle.opened_on)
    return _last_day(found)


def _objecting(one, view):
    """The last day on which this row may be objected to, None where it may not any more."""
    return _last_day(view.objectable(one.cycle))


def _last_day(found):
    days = working_days()
    return None if why_no_objection(found, clock.today(), days) else objecting_until(found, days)


def _by_field(refusal, view):
    found = defaultdict(list)
    if isinstance(refusal, Unfit):
        for fault in refusal.faults.get(view.line.id, ()):
            found[fault.field].append(fault.sentence)
    return found
