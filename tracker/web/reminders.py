"""催报: who has not reported, and what the office does about it; the call list and the draft of a 通报."""

from collections import Counter
from datetime import date

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for

from tracker import clock
from tracker.errors import Refusal, Unchosen
from tracker.operations import reminders as operations
from tracker.operations.rows import working_days
from tracker.reporting.due_dates import counted_until
from tracker.storage.queries import reminders as queries
from tracker.storage.queries.filters import page_number
from tracker.storage.queries.papers import in_all, paper_of, papers_of_cycle, ranking
from tracker.storage.queries.task import task_view
from tracker.vocabulary.reminders import COLOURS, Step
from tracker.vocabulary.reporting import CycleState, Duty
from tracker.web.cycle_forms import day_in, known_day
from tracker.web.cycle_pages import cycle_of
from tracker.web.lists import Pager
from tracker.web.parts import is_part
from tracker.web.people import person
from tracker.web.refusals import status_of

reminders = Blueprint("reminders", __name__)

USUAL_TERM = 5
"""Working days a paper gives unless the office says otherwise."""
MOST_NAMED = 3000
"""Reports on a call list up to which those that are not yet due are named too; beyond, they are counted only."""


@reminders.get("/cycles/<id:cycle_id>/reminders")
def index(cycle_id: int):
    """Who has not reported, by what may be done about it now, and what was done."""
    return _page(cycle_id, _step(request.args.get("step")))


@reminders.post("/cycles/<id:cycle_id>/reminders")
def press(cycle_id: int):
    """Take a step towards the chosen agencies."""
    cycle_of(cycle_id)
    step = _step(request.form.get("step"))
    try:
        sent = _press(cycle_id, step, request.form)
    except Refusal as refusal:
        return _page(cycle_id, step, refusal), status_of(refusal)
    return redirect(url_for("reminders.index", cycle_id=cycle_id, sent=[sent[0], sent[-1]], _anchor="said"), 303)


@reminders.post("/cycles/<id:cycle_id>/reminders/<id:reminder_id>/void")
def void(cycle_id: int, reminder_id: int):
    """作废: take a paper back for a reason; its number stays."""
    cycle_of(cycle_id)
    try:
        operations.void(reminder_id, reason=request.form.get("reason", ""), by=person())
    except Refusal as refusal:
        return _page(cycle_id, None, refusal), status_of(refusal)
    return redirect(url_for("reminders.index", cycle_id=cycle_id, _anchor="said"), 303)


@reminders.get("/cycles/<id:cycle_id>/calls")
def calls(cycle_id: int):
    """电话催办单: whom to call about what; tasks that are not yet due are named where they are few enough to be read."""
    cycle, today, everybody = cycle_of(cycle_id), clock.today(), bool(request.args.get("all"))
    lines = [line for line in queries.owing(cycle, today) if line.overdue or everybody]
    names_all = everybody and sum(line.missing for line in lines) <= MOST_NAMED
    some = names_all or any(line.overdue for line in lines)
    overdue = None if names_all else counted_until(today, cycle.locked_at)
    tasks = queries.first_tasks(cycle.id, before=overdue) if some else {}
    page = {"lines": lines, "tasks": tasks, "all": everybody, "today": today}
    return render_template("papers/calls.html", cycle=cycle, **page)


@reminders.get("/cycles/<id:cycle_id>/circular")
def circular(cycle_id: int):
    """通报（稿）: how the agencies that are urged stand, with days late."""
    cycle, days = cycle_of(cycle_id), working_days()
    lines = ranking(cycle, clock.today(), days)
    named = [line for line in lines if line.overdue]
    complete = [line for line in lines if line.is_complete]
    page = {
        "lines": lines,
        "named": named,
        "complete": complete,
        "total": {duty: in_all(lines, duty) for duty in Duty},
        "today": clock.today(),
        "office": person().body,
    }
    return render_template("papers/circular.html", cycle=cycle, **page)


@reminders.get("/cycles/<id:cycle_id>/papers")
def all_papers(cycle_id: int):
    """The papers of a cycle that stand, one to a sheet, so many to be printed at once; those of one day where it is asked."""
    cycle, day = cycle_of(cycle_id), known_day(request.args.get("day"))
    found = papers_of_cycle(cycle, day=day, page=page_number(request.args.get("page")))

    def page(number):
        return url_for("reminders.all_papers", cycle_id=cycle.id, day=day, page=number)

    pager = Pager.of(found.page, found.pages, page)
    return render_template("papers/show.html", papers=found.papers, cycle_id=cycle.id, found=found, pager=pager)


@reminders.get("/papers/<id:paper_id>")
def paper(paper_id: int):
    """One paper: for the office that wrote it, and the agency it was written to."""
    who = person()
    found = paper_of(paper_id, group_id=who.group_id, agency_id=who.agency_id) or abort(404)
    cycle_id = found.reminder.cycle_id if who.agency_id is None else None
    return render_template("papers/show.html", papers=[found], cycle_id=cycle_id, found=None)


@reminders.get("/tasks/<id:task_id>/reminders")
def of_task(task_id: int):
    """What was said about a task; an agency sees what was said to itself. A script is given the table alone."""
    view = task_view(task_id) or abort(404)
    said = queries.said_on(task_id, person().agency_id)
    page = "tasks/_said.html" if is_part() else "tasks/said.html"
    nudged = queries.nudged_on(task_id, person().agency_id)
    return render_template(page, row=view.row, said=said, nudged=nudged, colours=COLOURS)


def _step(given: str | None) -> Step | None:
    return Step(given) if given in set(Step) else None


def _press(cycle_id, step, form):
    if step is None:
        raise Unchosen("催报", ["怎样办（提醒、催办、督查单或商请函）"])
    term = day_in(form, "term", "期限") if step is not Step.REMIND and form.get("term", "").strip() else None
    said = {"text": form.get("text", ""), "term": term, "mailed": _has_mail()}
    return operations.press(cycle_id, dict.fromkeys(form.getlist("agency")), step, by=person(), **said)


def _has_mail():
    return current_app.config["MAIL_SERVER"] is not None


def _page(cycle_id, step, refusal=None):
    cycle, today = cycle_of(cycle_id), clock.today()
    lines = queries.owing(cycle, today) if cycle.state is CycleState.OPEN else ()
    days, said = working_days(), queries.said_in(cycle.id)
    return render_template(
        "cycles/reminders.html",
        cycle=cycle,
        lines=[line for line in lines if step is None or step in line.steps],
        counts=Counter(step for line in lines for step in line.steps),
        owing=lines,
        late_by={line.id: _late_by(line, today, days) for line in lines},
        step=step,
        steps=Step,
        is_own=cycle.group_id == person().group_id,
        colours=COLOURS,
        term=days.after(today, USUAL_TERM),
        said=said,
        sent=_just_sent(said),
        troubles=queries.troubled_letters(cycle.id),
        mailed=_has_mail(),
        today=today,
        refusal=refusal,
        typed=request.form if refusal else None,
    )


def _just_sent(said):
    """What the step that was taken last wrote, in order; the address names its first and its last reminder."""
    between = request.args.getlist("sent", type=int)
    if len(between) != 2:
        return []
    return [each for each in reversed(said) if between[0] <= each.reminder.id <= between[1]]


def _late_by(line, today: date, days):
    return days.between(line.due, today) if line.due < today else 0
