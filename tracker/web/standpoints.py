"""口径 on a page: which one its address asks for, and the addresses of the same page from the others."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from flask import current_app, url_for

from tracker import clock
from tracker.agencies.standpoint import PRINTED, TODAY, Standpoint


@dataclass(frozen=True)
class Choice:
    """One of the standpoints offered."""

    label: str
    address: str
    is_chosen: bool


@dataclass(frozen=True)
class Standpoints:
    """The control: as printed, today, or a day that is asked for in a form with these other arguments of the page."""

    chosen: Standpoint
    choices: tuple[Choice, ...]
    action: str
    others: Mapping[str, str]
    day: str


def standpoint(text: str | None, default: Standpoint = TODAY) -> Standpoint:
    """What an address asks for; the default for nothing and for what is no day."""
    return Standpoint.parse(text) or default


def standpoints(chosen: Standpoint, endpoint: str, **args: str | None) -> Standpoints:
    """The control for a page; ``args`` are its arguments, and stay as they are."""
    address = partial(url_for, endpoint, **args)
    offered = tuple(Choice(one.label, address(on=one.word), one == chosen) for one in (PRINTED, TODAY))
    route = url_for(endpoint, **_of_route(endpoint, args))
    others = {name: value for name, value in args.items() if value and name not in _of_route(endpoint, args)}
    return Standpoints(chosen, offered, route, others, (chosen.named or clock.today()).isoformat())


def _of_route(endpoint, args):
    """The arguments that stand in the path."""
    rule = next(current_app.url_map.iter_rules(endpoint))
    return {name: args[name] for name in rule.arguments}
