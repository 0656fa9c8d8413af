"""工作日: the office's own list of working days and holidays, year by year."""

from flask import Blueprint, redirect, render_template, request, url_for

from tracker import clock
from tracker.errors import Refusal, Unchosen
from tracker.operations import office_days as operations
from tracker.operations.rows import working_days
from tracker.storage.queries.office_days import days_of
from tracker.web.cycle_forms import day_in
from tracker.web.people import person

office_days = Blueprint("office_days", __name__)

FIRST_YEAR, LAST_YEAR = 2000, 2100


@office_days.get("/cycles/days")
def index():
    """The list of a year, and whether the year's notice is known."""
    asked = request.args.get("year", type=int)
    return _page(asked if asked and FIRST_YEAR <= asked <= LAST_YEAR else clock.today().year)


@office_days.post("/cycles/days")
def name():
    """Say of some days that they are working days, or none."""
    try:
        first = day_in(request.form, "first", "从哪一天")
        last = day_in(request.form, "last", "到哪一天") if request.form.get("last", "").strip() else first
        works = request.form.get("works")
        if works not in ("yes", "no"):
            raise Unchosen("登记工作日", ["上班还是放假"])
        operations.name_days(first, last, works=works == "yes", basis=request.form.get("basis", ""), by=person())
    except Refusal as refusal:
        return _page(request.args.get("year", clock.today().year, type=int), refusal), 409
    return redirect(url_for("office_days.index", year=first.year), 303)


@office_days.post("/cycles/days/dropped")
def drop():
    """Take a day off the list."""
    try:
        day = day_in(request.form, "day", "哪一天")
        operations.drop_day(day, by=person())
    except Refusal as refusal:
        return _page(clock.today().year, refusal), 409
    return redirect(url_for("office_days.index", year=day.year), 303)


def _page(year, refusal=None):
    return render_template(
        "office_days/index.html",
        year=year,
        years=range(clock.today().year - 1, clock.today().year + 4),
        days=days_of(year),
        is_announced=working_days().has_notice(year),
        refusal=refusal,
        typed=request.form if refusal else {},
    )
