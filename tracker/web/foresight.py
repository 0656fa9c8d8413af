"""预测: what will be missing at this pace, who owes what for how long, what waits for it, and the office's own queue."""

import json

from flask import Blueprint, Response, abort, render_template, request

from tracker import clock
from tracker.graph.curve import submission_figure
from tracker.operations.rows import working_days
from tracker.reporting.curve import Curve
from tracker.reporting.due_dates import ONE_DAY
from tracker.storage.queries import foresight as queries
from tracker.storage.queries.carrying import carrying
from tracker.storage.queries.desk_office import asked_by
from tracker.vocabulary.reporting import Duty
from tracker.web.addresses import refuse_another
from tracker.web.curves import lines_of, ticks_of
from tracker.web.people import person

foresight = Blueprint("foresight", __name__)


@foresight.get("/foresight")
def show():
    """The page of one cycle of one's own group; the curve of one duty at a time."""
    group = person().group_id
    wanted = request.args.get("cycle", type=int)
    found = queries.foresight(group, clock.today(), working_days(), wanted) if group else None
    refuse_another(wanted, found and found.cycle.id)
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
    return submission_figure(
        lines_of(found, narrow=narrow),
        ticks_of(found, narrow=narrow),
        first=found.first,
        due=found.due,
        last=found.last,
    )
