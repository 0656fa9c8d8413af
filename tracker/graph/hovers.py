"""What a figure says when one points at an agency or a link: the tasks by name."""

from collections.abc import Iterable
from html import escape

from tracker.graph.network import Projection
from tracker.vocabulary import Role

MOST_TASKS = 12
"""Tasks named before “等 N 项”."""
LONGEST_LABEL = 32


def agency_hovers(projection: Projection, agencies: Iterable[str]) -> dict[int, str]:
    """Agency id → its name, its load in words and its tasks, those it is in charge of before those it supports."""
    led, supported = ({agency: [] for agency in agencies} for _ in range(2))
    for task in projection.tasks:
        _note(led, projection.in_charge(task), task)
        _note(supported, projection.supporting(task), task)
    return {
        agency: "<br>".join([*_heading(projection, agency), *_named(projection, [*led[agency], *supported[agency]])])
        for agency in led
    }


def link_hovers(projection: Projection, links: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """(lead, support) → who leads, who supports and on which tasks."""
    met: dict[tuple[str, str], list[int]] = {link: [] for link in links}
    for task in projection.tasks:
        for lead in projection.in_charge(task):
            _note(met, ((lead, support) for support in projection.supporting(task)), task)
    return {
        link: "<br>".join([_meeting(projection, link, len(tasks)), *_named(projection, tasks)])
        for link, tasks in met.items()
    }


def named_tasks(labels: Iterable[str]) -> list[str]:
    """One line for each task, at most a dozen, then “等 N 项” with their number."""
    labels = list(labels)
    lines = [safe(shortened(label, LONGEST_LABEL)) for label in labels[:MOST_TASKS]]
    return [*lines, f"等 {len(labels)} 项"] if len(labels) > MOST_TASKS else lines


def shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"


def safe(text: str) -> str:
    """Text that Plotly, which reads some HTML, shows as it is written."""
    return escape(text, quote=False)


def _named(projection, tasks):
    return named_tasks(projection.tasks[task] for task in dict.fromkeys(tasks))


def _note(lists, keys, task):
    for key in keys:
        if key in lists:
            lists[key].append(task)


def _heading(projection, agency):
    load = projection.loads[agency]
    tasks = {role: getattr(load, role) for role in Role}
    said = "，".join(f"{role.label} {tasks[role]} 项" for role in Role if tasks[role])
    return f"<b>{safe(projection.agencies[agency].name)}</b>", said


def _meeting(projection, link, tasks):
    lead, support = (safe(projection.agencies[agency].name) for agency in link)
    return f"<b>{lead}</b> 牵头、<b>{support}</b> 配合：{tasks} 项"
