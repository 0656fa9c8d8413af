"""Changing the list of a cycle: rows added, withdrawn, put back, extended; objections decided."""

from collections.abc import Callable

from flask import Blueprint, redirect, request, url_for
from werkzeug.datastructures import MultiDict

from tracker import clock
from tracker.errors import FormerName, Lacking, NothingChosen, Refusal, Unchosen, WrongState
from tracker.operations import adding, adjusting
from tracker.operations.actors import Acting
from tracker.operations.recognising import former_body, meant_today
from tracker.storage.queries.expected import LARGEST, RowFilter
from tracker.storage.queries.year import bodies_named
from tracker.vocabulary import Role
from tracker.vocabulary.reporting import ObjectionState
from tracker.web.cycle_forms import day_in
from tracker.web.cycle_pages import cycle_of, cycle_rows, do
from tracker.web.people import person
from tracker.web.refusals import status_of

cycles_adjust = Blueprint("cycles_adjust", __name__)


@cycles_adjust.post("/cycles/<id:cycle_id>/rows")
def change(cycle_id: int):
    """Withdraw, put back or extend the chosen rows, for a reason."""
    cycle = cycle_of(cycle_id)
    try:
        _change(cycle.id, request.form)
    except Refusal as refusal:
        return cycle_rows(cycle_of(cycle_id), RowFilter.parse(request.args), refusal), status_of(refusal)
    return redirect(url_for("cycles.show", cycle_id=cycle_id, _anchor="adjustments"), 303)


@cycles_adjust.post("/cycles/<id:cycle_id>/rows/new")
def add(cycle_id: int):
    """Another agency owes on a task from now on."""
    return do(cycle_id, lambda by: _add(adjusting.add_row, "增加应报", cycle_id, by), person(), part="adjustments")


@cycles_adjust.post("/cycles/<id:cycle_id>/added")
def add_to_plan(cycle_id: int):
    """增补: another agency shall owe on a task when the cycle opens."""
    return do(cycle_id, lambda by: _add(adding.add_to_plan, adding.DOING, cycle_id, by), person(), part="added")


@cycles_adjust.post("/cycles/<id:cycle_id>/added/back")
def take_from_plan(cycle_id: int):
    """What was added before the opening is not owed any more."""
    task, agency = request.form.get("task", 0, type=int), request.form.get("agency", "")
    return do(cycle_id, lambda by: adding.take_from_plan(cycle_id, task, agency, by=by), person(), part="added")


@cycles_adjust.post("/cycles/<id:cycle_id>/objections/<id:objection_id>")
def decide(cycle_id: int, objection_id: int):
    """Keep a duty that was objected to, withdraw it, or give it to another agency."""

    def decided(by):
        form, decision = request.form, request.form.get("decision", "")
        if decision not in set(ObjectionState):
            raise Unchosen("决定异议", ["决定（维持职责、撤销职责或改派）"])
        to_agency = _agency(form.get("agency", ""), cycle_id) if decision == ObjectionState.CHANGED else None
        reason = form.get("reason", "")
        adjusting.decide(objection_id, ObjectionState(decision), reason=reason, by=by, to_agency=to_agency)

    return do(cycle_id, decided, person(), part="objections")


def _add(operation: Callable, doing: str, cycle_id: int, by: Acting):
    form = request.form
    task, role = form.get("task", type=int), form.get("role", "")
    if not task or task > LARGEST or role not in set(Role):
        raise Unchosen(doing, ["任务和角色"])
    agency = _agency(form.get("agency", ""), cycle_id)
    operation(cycle_id, task, agency, Role(role), reason=form.get("reason", ""), by=by)


def _change(cycle_id: int, form: MultiDict):
    rows = [int(each) for each in form.getlist("row") if each.isascii() and each.isdigit() and int(each) <= LARGEST]
    if not rows:
        raise NothingChosen("调整应报清单", "要调整的行")
    reason, by = form.get("reason", ""), person()
    match form.get("do"):
        case "withdraw":
            adjusting.withdraw_rows(rows, reason=reason, by=by)
        case "reinstate":
            adjusting.reinstate_rows(rows, reason=reason, by=by)
        case "extend":
            adjusting.extend(rows, until=day_in(form, "until", "延期到哪一天"), reason=reason, by=by)
        case _:
            raise Unchosen("调整应报清单", ["怎样调整"])


def _agency(name: str, cycle_id: int) -> str:
    """The id of the body of a name, as its documents print it, or in full. Raises Lacking, and WrongState where it is not known, is gone or means several."""
    name = " ".join(name.split())
    if not name:
        raise Lacking("改动应报清单", ["单位"])
    group_id = cycle_of(cycle_id).group_id
    if meant := meant_today(name, group_id):
        return meant
    found = bodies_named(name, clock.today())
    if len(found) == 1:
        return found[0].id
    if found:
        several = "、".join(each.name for each in found[:4])
        raise WrongState(f"“{name[:40]}”可能是{several}；请写全称，没有改动任何内容。")
    if former := former_body(name, group_id):
        raise FormerName(name, former.names)
    raise WrongState(f"单位名录里没有现用的“{name[:40]}”；请照单位页上的名称填写，没有改动任何内容。")
