"""率: the rates of a cycle by agency, document, city or leading group, each figure with its count and its rows."""

from dataclasses import dataclass

from flask import Blueprint, render_template, request

from tracker import clock
from tracker.operations.reviewing import asked_among
from tracker.reporting.rates import Rates, added, rates_of
from tracker.storage.queries.expected import read_conditions
from tracker.storage.queries.rates import Line, Split, rates_by
from tracker.vocabulary.reporting import CycleState, Duty
from tracker.web.cycle_pages import cycle_of

rates = Blueprint("rates", __name__)

KINDS = {"by": Split, "duty": Duty}


@dataclass(frozen=True)
class Part:
    """Lines that are shown together, with their sum: those that are only asked stand apart."""

    title: str
    lines: tuple[tuple[Line, Rates], ...]
    total: Rates


@rates.get("/cycles/<id:cycle_id>/rates")
def show(cycle_id: int):
    """The rates of one duty, told apart by what the address says."""
    cycle = cycle_of(cycle_id)
    known, ignored = read_conditions(request.args, {name: _words(kind).get for name, kind in KINDS.items()})
    split, duty = known["by"] or Split.AGENCY, known["duty"] or Duty.REPORT
    prepared = cycle.state is CycleState.PREPARED
    lines = () if prepared else rates_by(split, cycle, clock.today())
    return render_template(
        "rates/show.html",
        cycle=cycle,
        split=split,
        splits=Split,
        ignored_words=ignored,
        duty=duty,
        duties=Duty,
        parts=tuple(_parts(cycle, split, duty, [line for line in lines if line.tallies[duty].owed])),
    )


def _words(kind):
    return {each.value: each for each in kind}


def _parts(cycle, split, duty, lines):
    asked = frozenset()
    if split is Split.AGENCY:
        asked = asked_among(cycle.id, {agency for line in lines for agency in line.agencies})
    urged = [line for line in lines if not line.agencies & asked]
    if urged:
        yield _part("" if len(urged) == len(lines) else "可催办的单位", urged, duty)
    if len(urged) < len(lines):
        yield _part(
            "商请的单位（党委、垂直管理和上级单位），不列入通报和排名", [x for x in lines if x.agencies & asked], duty
        )


def _part(title, lines, duty):
    total = added(line.tallies[duty] for line in lines)
    return Part(title, tuple((line, rates_of(line.tallies[duty])) for line in lines), rates_of(total))
