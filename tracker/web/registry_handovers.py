"""职责交接: the duties of bodies that are no more, and the rows of open cycles that changed with the registry."""

from collections.abc import Iterator

from flask import redirect, render_template, request, url_for

from tracker import clock
from tracker.agencies.choosing import chosen
from tracker.errors import Refusal, WrongState
from tracker.operations.following import follow, hand_over_and_follow
from tracker.operations.leaving_alone import leave_duties, leave_rows, take_up_again
from tracker.operations.registry_handing_over import Choice
from tracker.storage.queries.carrying import carrying
from tracker.storage.queries.handovers import handover_view, waiting
from tracker.storage.queries.left_alone import duties_of, left_now
from tracker.storage.queries.proposals import open_lists, proposed
from tracker.web.clerk import signed
from tracker.web.cycle_forms import day_in
from tracker.web.people import person

NOBODY, EVERY, LEAVE = "nobody", "every", "leave"
MOST = 5000
HANDED_OVER = "职责交接"


def handovers():
    """The list, and what was decided."""
    return _page()


def confirm_handovers():
    """Confirm the rows for which somebody was chosen; the rows of open cycles follow where nothing reported is in the
    way. Where some are to be left alone only that is done: its reason is no basis for the others."""
    try:
        choices = [*_choices(), *_rest()]
        left = [choice.key for choice in choices if LEAVE in choice.to]
        if not choices:
            raise WrongState("没有勾选任何一项，没有改动；请先勾选由谁承接。")
        basis = request.form.get("basis", "")
        if left:
            leave_duties(left, reason=basis, by=person())
        else:
            hand_over_and_follow(choices, who=signed(), basis=basis, reason=_said(basis), by=person())
    except Refusal as refusal:
        return _page(refusal), 409
    return redirect(url_for("registry.handovers"), 303)


def follow_registry(cycle_id: int):
    """Let the ticked rows of an open cycle follow the registry, or leave them as they are, for a reason."""
    try:
        keys = request.form.getlist("shift")[:MOST]
        if not keys:
            raise WrongState("没有勾选任何一行，没有改动；请先勾选要调整、或要维持不变的行。")
        given = {"reason": request.form.get("reason", ""), "by": person()}
        if LEAVE in request.form:
            leave_rows(cycle_id, keys, **given)
        else:
            until = day_in(request.form, "until", "延期到哪一天") if request.form.get("until") else None
            follow(cycle_id, keys, until=until, **given)
    except Refusal as refusal:
        return _page(refusal), 409
    return redirect(url_for("registry.handovers", _anchor="cycles"), 303)


def take_up(cycle_id: int):
    """Propose again what was left alone and is ticked."""
    try:
        ids = [int(each) for each in request.form.getlist("left")[:MOST] if each.isdecimal()]
        if not ids:
            raise WrongState("没有勾选任何一项，没有改动；请先勾选要撤销“维持不变”的。")
        take_up_again(cycle_id, ids, by=person())
    except Refusal as refusal:
        return _page(refusal), 409
    return redirect(url_for("registry.handovers", _anchor="cycles"), 303)


def _said(basis):
    return f"{HANDED_OVER}：{basis.strip()}" if basis.strip() else HANDED_OVER


def _choices() -> Iterator[Choice]:
    agencies = carrying().agencies.values()
    for key in request.form.getlist("key")[:MOST]:
        task, _, rest = key.partition("|")
        bearer, _, printed = rest.partition("|")
        to = [each for each in request.form.getlist(f"to|{key}") if each]
        if other := request.form.get(f"other|{key}", "").strip():
            to.append(chosen(other, agencies).id)
        if to and task.isdecimal():
            yield Choice(int(task), printed, bearer, tuple(dict.fromkeys(each for each in to if each != NOBODY)))


def _rest() -> Iterator[Choice]:
    """The duties of a body that its list did not show, or those of all bodies, handed to the one successor each has."""
    bearer, shown = request.form.get("rest", ""), set(request.form.getlist("key"))
    for each in waiting(clock.today()) if bearer else ():
        key = f"{each.task_id}|{each.bearer.id}|{each.printed}"
        if bearer in (EVERY, each.bearer.id) and key not in shown and len(each.successors) == 1:
            yield Choice(each.task_id, each.printed, each.bearer.id, (each.successors[0].agency.id,))


def _page(refusal=None):
    today = clock.today()
    left = left_now()
    cycles = proposed(open_lists([person().group_id]), left, today)
    view = handover_view(today, set().union(*(one.tasks for one in cycles)), duties_of(left))
    return render_template(
        "registry/handovers.html",
        view=view,
        cycles=cycles,
        tasks=view.tasks,
        by_id=carrying().agencies,
        ticked={(key, value) for key, value in request.form.items(multi=True)},
        posted=request.method == "POST",
        nobody=NOBODY,
        every=EVERY,
        leave=LEAVE,
        today=today,
        refusal=refusal,
    )
