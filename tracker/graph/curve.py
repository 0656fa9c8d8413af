"""What has come by each day as a Plotly figure: lines in percent, each with its name beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from plotly.graph_objects import Figure, Scatter

from tracker.graph.figures import manners
from tracker.graph.hovers import safe
from tracker.graph.palette import PAGE, Palette

HEIGHT = 260


class Style(Enum):
    """Which line it is: this cycle's, that of the cycle before, or what is needed."""

    NOW = ("lead", "lead", 2.5, "solid")
    BEFORE = ("muted", "ink_2", 1.5, "solid")
    NEEDED = ("lead", "lead", 2, "dot")

    def __init__(self, colour, ink, width, dash):
        self.colour, self.ink, self.width, self.dash = colour, ink, width, dash


@dataclass(frozen=True, slots=True)
class Point:
    """How many percent on a day, and the words for it."""

    day: date
    percent: float
    said: str


@dataclass(frozen=True, slots=True)
class Line:
    """Points by day; its ``name`` stands above or below the point ``at``, before it or after it."""

    style: Style
    points: tuple[Point, ...]
    name: str
    at: int = -1
    is_above: bool = True
    is_after: bool = False


def submission_figure(
    lines: Sequence[Line], ticks: Sequence[date], *, first: date, due: date, last: date, palette: Palette = PAGE
) -> dict:
    """The lines over the days from the first to the last, with the due date as an upright."""
    drawn = [line for line in lines if line.points]
    layout = {
        **manners(palette, HEIGHT),
        "margin": {"l": 40, "r": 24, "t": 20, "b": 24},
        "xaxis": {
            "type": "date",
            "fixedrange": True,
            "range": [first.isoformat(), last.isoformat()],
            "tickvals": [day.isoformat() for day in ticks],
            "ticktext": [f"{day:%m-%d}" for day in ticks],
            "showgrid": False,
            "zeroline": False,
        },
        "yaxis": {
            "fixedrange": True,
            "range": [0, 106],
            "tickvals": [0, 50, 100],
            "ticktext": ["0", "50%", "100%"],
            "gridcolor": palette.hair,
            "zeroline": False,
        },
        "shapes": [_upright(due, palette.muted)],
        "annotations": [_name(line, palette) for line in drawn],
    }
    return Figure([_trace(line, palette) for line in drawn], layout).to_plotly_json()


def _trace(line, palette):
    return Scatter(
        x=[point.day.isoformat() for point in line.points],
        y=[point.percent for point in line.points],
        mode="lines",
        line={"color": getattr(palette, line.style.colour), "width": line.style.width, "dash": line.style.dash},
        hovertext=[safe(point.said) for point in line.points],
        hoverinfo="text",
    )


def _name(line, palette):
    at = line.points[line.at]
    return {
        "x": at.day.isoformat(),
        "y": at.percent,
        "text": safe(line.name),
        "showarrow": False,
        "xanchor": "left" if line.is_after else "right",
        "yanchor": "bottom" if line.is_above else "top",
        "font": {"color": getattr(palette, line.style.ink), "size": 12},
    }


def _upright(day, colour):
    where = {"x0": day.isoformat(), "x1": day.isoformat(), "y0": 0, "y1": 1, "yref": "paper"}
    return {"type": "line", **where, "line": {"color": colour, "width": 1, "dash": "dot"}}
