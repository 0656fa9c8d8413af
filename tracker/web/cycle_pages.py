"""The pages of one cycle, and how a change of it is answered: shown anew, or with why it was not made."""

from collections.abc import Callable
from dataclasses import replace

from flask import abort, redirect, render_template, request, url_for

from tracker import clock
from tracker.errors import FormerName, Refusal
from tracker.operations.rows import working_days
from tracker.reporting.denominator import PARTS, denominator
from tracker.reporting.due_dates import gates as gates_before
from tracker.reporting.rates import rates_of
from tracker.storage.cycles import Cycle
from tracker.storage.queries import year
from tracker.storage.queries.carrying import carrying, names_in_force
from tracker.storage.queries.choices import LIGHTS
from tracker.storage.queries.cycle_records import adjustment_lines, objection_lines
from tracker.storage.queries.cycles import candidates, closed_tasks_of
from tracker.storage.queries.expected import RowFilter, row_list, stage_names
from tracker.storage.queries.extensions import due_moves, extension_lines
from tracker.storage.queries.filters import clean
from tracker.storage.queries.glance import left_of
from tracker.storage.queries.lights import lighting_on, threshold_lines
from tracker.storage.queries.planning import planned, planned_for, settled_in
from tracker.storage.queries.recipients import conditions_of, recipients_in, tasks_called, tasks_to_choose, unconfirmed
from tracker.storage.queries.shifting import changed_in, published_since
from tracker.vocabulary.reporting import CycleState, Duty, SupportRule
from tracker.web.cycle_forms import CycleForm
from tracker.web.cycle_plans import additions, overview, planned_rows
from tracker.web.guard import may
from tracker.web.lists import Pager
from tracker.web.people import person
from tracker.web.refusals import status_of

OF_PLAN = ("open-names", "planned", "added", "facts", "gates", "given-up")
"""The parts with forms of a cycle that is not open yet; a refusal of one that the page does not have any more stands at its head."""


def cycle_of(cycle_id: int) -> Cycle:
    """A cycle one may see, or the page that there is none."""
    return year.cycle_of(cycle_id) or abort(404)


def do(cycle_id: int, change: Callable, by, part: str | None = None, **told):
    """Make a change and show the cycle with what it is ``told`` of it, or why it was not made and what was typed."""
    cycle_of(cycle_id)
    try:
        change(by)
    except Refusal as refusal:
        return cycle_page(cycle_of(cycle_id), refusal, part), status_of(refusal)
    return redirect(url_for("cycles.show", cycle_id=cycle_id, _anchor=part, **told), 303)


def cycle_page(cycle: Cycle, refusal: Refusal | None = None, part: str | None = None) -> str:
    """A prepared cycle with what opening it would ask; an open or locked one with how it stands."""
    is_prepared = cycle.state is CycleState.PREPARED
    page = _plan_page if is_prepared else _year_page
    stands_there = part if (part in OF_PLAN) == is_prepared else None
    return page(cycle, {"refusal": refusal, "part": stands_there, "typed": _typed(refusal)})


def _typed(refusal):
    """What was typed into a form that was refused; in place of a body that is gone the one that carries on for it."""
    if isinstance(refusal, FormerName) and len(refusal.heirs) == 1:
        return request.form.to_dict() | {"agency": refusal.heirs[0]}
    return request.form if refusal else {}


def cycle_rows(cycle: Cycle, wanted: RowFilter, refusal: Refusal | None = None) -> str:
    """A page of the cycle's rows, with why the rows that were chosen were not changed."""
    found = row_list(cycle, wanted, clock.today())

    def here(**more):
        return url_for("cycles.rows", cycle_id=cycle.id, **(wanted.address | more))

    return render_template(
        "cycles/rows.html",
        cycle=cycle,
        wanted=wanted,
        found=found,
        stages=stage_names(wanted.duty),
        colours=LIGHTS,
        here=here,
        pager=_pager(found, here),
        agency="、".join(each.name for each in year.registered(wanted.agencies).values()),
        refusal=refusal,
        typed=request.form if refusal else {},
    )


def _pager(found, here):
    return Pager.of(found.page, found.pages, lambda page: here(page=page))


def _year_page(cycle, again):
    agencies, days, settled = year.agency_lines(cycle.id), working_days(), settled_in(cycle.id)
    found, adjustments = year.totals(agencies), adjustment_lines(cycle.id)
    effects = [each.made for each in adjustments]
    behind = _number_asked(request.args)
    documents, published = year.documents_and(cycle.id, published_since(cycle.group_id))
    return render_template(
        "cycles/show.html",
        cycle=cycle,
        tallies=found,
        rates={duty: rates_of(found[duty]) for duty in Duty},
        gates=settled.gates,
        left_out=settled.left_out,
        documents=documents,
        agencies=agencies,
        tasks=year.tasks_in(cycle.id),
        sums={duty: denominator(duty, found[duty].owed, effects) for duty in Duty},
        adjustments=[each for each in adjustments if not behind or each.made.counts_in(*behind)],
        all_adjustments=len(adjustments),
        behind=behind,
        objections=objection_lines(cycle.id),
        extensions=extension_lines(cycle.id),
        decided=request.args.get("decided", type=int),
        moves=due_moves(cycle.id),
        before=days.until(cycle.due_on),
        today=clock.today(),
        left=left_of(cycle, clock.today(), days),
        limits=lighting_on(clock.today()).thresholds(cycle),
        threshold_lines=threshold_lines(cycle.id),
        recipients=recipients_in(cycle.id),
        changed=[each for each in _changed(cycle, published) if each.cycle_id == cycle.id],
        **again,
    )


def _number_asked(args):
    """The number of a sum whose changes the address asks for, as its duty and its part; None: all changes."""
    duty, part = args.get("duty"), args.get("part")
    return (Duty(duty), part) if duty in set(Duty) and part in PARTS else None


def _changed(cycle, published):
    """What its documents ask otherwise since they were published anew, for the office that decides on it."""
    own = cycle.state is CycleState.OPEN and may("registry.handovers") and cycle.group_id == person().group_id
    return changed_in(published, clock.today()) if own else ()


MOST_LISTED = 50
"""Of more tasks one looks for some by their words before one is chosen."""


def _to_choose(cycle, plan, beside):
    """The tasks an agency can be added to by hand, all of few, else those of the words that are looked for; and what
    other tasks are called."""
    words = clean(request.values.get("task_words", ""))
    looked = may("cycles_adjust.add_to_plan") and (words or plan.tasks <= MOST_LISTED)
    choice = tasks_to_choose(cycle.id, q=words, beside=beside) if looked else None
    titles = choice.beside if choice else tasks_called(beside) if beside else {}
    return {"words": words, "choice": choice, "all": plan.tasks, "most": MOST_LISTED}, titles


def _plan_page(cycle, again):
    documents, settled = year.documents_in(cycle.id), settled_in(cycle.id)
    conditions, recipients = conditions_of([each.id for each in documents]), recipients_in(cycle.id)
    plan, form = planned(cycle, settled, clock.today()), CycleForm.of(cycle, documents)
    agencies, asked = carrying().agencies, request.args.get("agency", "")
    own = plan.tasks_of.get(asked, ())
    closed = closed_tasks_of(settled.documents)
    adding, titles = _to_choose(cycle, plan, {*own, *closed, *(each.row.task for each in settled.added)})
    rows = planned_for(cycle, settled, asked, own, clock.today()) if own else ()
    if again["part"] == "facts":
        form = replace(CycleForm.sent(request.form), is_new=False)
    return render_template(
        "cycles/plan.html",
        cycle=cycle,
        plan=overview(plan, agencies),
        agency=agencies[asked] if asked in plan.tasks_of else None,
        rows=planned_rows(rows, titles),
        added=additions(settled.added, plan, titles, agencies, clock.today()),
        closed=[(each, titles[each]) for each in closed],
        adding=adding,
        bodies=names_in_force(clock.today()),
        undecided=plan.undecided,
        left_out=settled.left_out,
        asked_already=settled.asked_already,
        gates=settled.gates,
        today=clock.today(),
        overdue=[gate for gate in settled.gates if gate.day < clock.today()],
        candidates=candidates(cycle.group_id, (cycle.period_from, cycle.period_to)),
        documents=documents,
        conditions=conditions,
        unconfirmed=unconfirmed(conditions, recipients),
        recipients=recipients,
        form=form,
        supports=SupportRule,
        before=working_days().until(cycle.due_on),
        planned={gate.kind: gate.on for gate in gates_before(cycle.due_on, working_days())},
        known=working_days().is_announced(cycle.due_on),
        **again,
    )
