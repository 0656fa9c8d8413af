"""预测: what will be missing at this pace, who owes what for how long, what waits for it, and the office's own queue."""

import json

from flask import Blueprint, Response, abort, render_template, request

from tracker import clock
from tracker.graph.curve import Line, Point, Style, submission_figure
from tracker.operations.rows import working_days
from tracker.reporting.curve import WEEK, Curve
from tracker.reporting.due_dates import ONE_DAY, days_left
from tracker.storage.queries import foresight as queries
from tracker.storage.queries.carrying import carrying
from tracker.storage.queries.desk_office import asked_by
from tracker.vocabulary.reporting import Duty
from tracker.web.people import person

LOW = 10
"""Percents below which a name has no room under its line."""
ROOM = 0.78
"""The part of the days after which a name has no room to the right."""

foresight = Blueprint("foresight", __name__)


@foresight.get("/foresight")
def show():
    """The page of one cycle of one's own group; the curve of one duty at a time."""
    group = person().group_id
    wanted = request.args.get("cycle", type=int)
    found = queries.foresight(group, clock.today(), working_days(), wanted) if group else None
    if found is None:
        return render_template("foresight/none.html")
    duty = _duty()
    return render_template(
        "foresight/show.html",
        found=found,
        duty=duty,
        Duty=Duty,
        curve=found.curves[duty],
        forecast=found.outlook and found.outlook.forecasts[duty],
        agencies=carrying().agencies,
        asked=asked_by(group),
        today=clock.today(),
        now=clock.now(),
        yesterday=clock.today() - ONE_DAY,
    )


@foresight.get("/foresight/<id:cycle_id>/curve.json")
def drawn(cycle_id: int):
    """The curve as a Plotly figure; ``shape`` is wide or narrow."""
    group = person().group_id
    found = queries.curve(group, clock.today(), working_days(), cycle_id, _duty()) if group else None
    figure = _figure(found or abort(404), request.args.get("shape") == "narrow")
    return Response(json.dumps(figure, ensure_ascii=False), mimetype="application/json")


def _duty():
    given = request.args.get("duty")
    return Duty(given) if given in set(Duty) else Duty.REPORT


def _figure(found: Curve, narrow: bool) -> dict:
    every = 2 * WEEK if narrow else WEEK
    days = found.each_day
    here = min(len(days) - 1, max(0, (found.on - found.opened_on).days))
    drawn = (_before(found, days, here, narrow), _needed(found, days), _now(found, days, here))
    return submission_figure(
        [line for line in drawn if line],
        [day for day in days if days_left(found.due, day) % every == 0],
        first=found.opened_on,
        due=found.due,
        last=found.last,
    )


def _now(found, days, here):
    points = tuple(_point(day, "已报", found.standing(day)) for day in days[: here + 1])
    above = not found.before or points[-1].percent >= _before_at(found, days[here])
    return Line(Style.NOW, points, f"本期 {found.standing(found.on).text}", is_above=above or points[-1].percent < LOW)


def _before(found, days, here, narrow):
    """Named beside today where there is room to the right of it, else at the right end of its line."""
    if not found.before:
        return None
    name = f"{found.before.name}同期"
    points = tuple(_point(day, name, found.before.standing(days_left(found.due, day))) for day in days)
    above = points[here].percent > found.standing(found.on).percent or points[here].percent < LOW
    is_after = not narrow and here < len(days) * ROOM
    at = here if is_after else -1
    rate = found.before.standing(days_left(found.due, days[here])).text
    return Line(Style.BEFORE, points, name if narrow else f"{name} {rate}", at, is_above=above, is_after=is_after)


def _before_at(found, day):
    return found.before.standing(days_left(found.due, day)).percent


def _needed(found, days):
    points = tuple(_point(day, "要有", rate) for day in days if (rate := found.needed(day)))
    return Line(Style.NEEDED, points, "所需", len(points) // 2) if points else None


def _point(day, word, rate):
    return Point(day, float(rate.percent or 0), f"{day:%m-%d} {word} {rate.count} 份，{rate.text}")
