"""Who carries a single duty: whom its printed name means, what the office decided about it, and who followed since."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from tracker.agencies.carrying import Carrying
from tracker.agencies.succession import Heir


class Duty(Protocol):
    """A unit of a task as it is printed: whom ``name`` means, and where and when it stands."""

    task_id: int
    document_id: int
    issued_on: date | None
    name: str
    registered_id: str | None
    collective_id: str | None


@dataclass(frozen=True, slots=True)
class Named:
    """指定成员: an agency that a collective means in one task, or in all tasks of one document."""

    collective: str
    agency: str
    task_id: int | None
    document_id: int | None


@dataclass(frozen=True, slots=True)
class HandedOver:
    """交接: since when the duty of a task, by the name it is printed under, is another agency's, or nobody's."""

    task_id: int
    printed: str
    from_agency: str
    to_agency: str | None
    since: date


class Decisions:
    """What the office decided about single duties."""

    def __init__(self, named: Iterable[Named] = (), handed_over: Iterable[HandedOver] = ()):
        self._named: dict[tuple, list[str]] = defaultdict(list)
        for each in named:
            self._named[each.collective, each.task_id, each.document_id].append(each.agency)
        self._handed_over: dict[tuple, list[HandedOver]] = defaultdict(list)
        for each in handed_over:
            self._handed_over[each.task_id, each.printed, each.from_agency].append(each)
        self._left = {(task, printed) for task, printed, _ in self._handed_over}

    def touch(self, duty: Duty) -> bool:
        """Whether anything was decided about a duty."""
        if (duty.task_id, duty.name) in self._left:
            return True
        return bool(duty.collective_id and self.members(duty.collective_id, duty.task_id, duty.document_id))

    def members(self, collective: str, task_id: int, document_id: int) -> tuple[str, ...]:
        """Whom the office named for a task, else for its document; () if for neither."""
        return self.for_task(collective, task_id) or tuple(self._named.get((collective, None, document_id), ()))

    def for_task(self, collective: str, task_id: int) -> tuple[str, ...]:
        """Whom the office named for this task alone."""
        return tuple(self._named.get((collective, task_id, None), ()))

    def last(self, task_id: int, printed: str, agency: str, on: date) -> tuple[str, ...]:
        """Who has a duty on a day after all that was handed over; the agency itself where nothing was, () for nobody."""
        ahead, seen, last = [agency], set(), []
        while ahead:
            each = ahead.pop(0)
            if each in seen:
                continue
            seen.add(each)
            decisions = [one for one in self._handed_over.get((task_id, printed, each), ()) if one.since <= on]
            ahead.extend(one.to_agency for one in decisions if one.to_agency)
            if not decisions:
                last.append(each)
        return tuple(last)


@dataclass(frozen=True)
class Bearing:
    """A registry and what was decided, looked at on a ``day``; None: as printed, each document on its own day.

    A document without a date is taken as of ``today``.
    """

    registry: Carrying
    decisions: Decisions
    day: date | None
    today: date

    def heirs(self, duty: Duty) -> tuple[Heir, ...]:
        """Who carries a duty, each once. Who was abolished without a successor stands for itself."""
        return _once(heir for holder in self.holders(duty) for heir in self._carried(duty, holder))

    def usual_heirs(self, registered: str | None, collective: str | None, issued_on: date | None) -> tuple[Heir, ...]:
        """The same where nothing was decided: by whom a printed name means, and the day of its document."""
        found = self._usual_holders(registered, collective, issued_on)
        return _once(heir for holder in found for heir in self._followed(holder))

    def standing(self, duty: Duty) -> tuple[Heir, ...]:
        """Those who carry a duty and are there on the day: nobody where a body was abolished without a successor."""
        heirs = self.heirs(duty)
        if self.day is None:
            return heirs
        return tuple(heir for heir in heirs if self.registry.succession.in_force(heir.agency, self.day))

    def holders(self, duty: Duty) -> Sequence[str]:
        """Whom a duty's printed name means: a body, or the members of a collective."""
        named = duty.collective_id and self.decisions.members(duty.collective_id, duty.task_id, duty.document_id)
        return named or self._usual_holders(duty.registered_id, duty.collective_id, duty.issued_on)

    def _usual_holders(self, registered, collective, issued_on):
        if registered is not None:
            return (registered,)
        if collective is None:
            return ()
        return self.registry.collectives.members_on(collective, self.day or issued_on or self.today)

    def _carried(self, duty, holder) -> Iterable[Heir]:
        if self.day is None:
            return (Heir(holder),)
        last = self.decisions.last(duty.task_id, duty.name, holder, self.day)
        return (heir for each in last for heir in self._taken_over(each, holder))

    def _taken_over(self, agency, holder) -> tuple[Heir, ...]:
        """Who was handed a duty has it alone, also where others got a share of what it had."""
        was_handed_over = agency != holder and self.registry.succession.in_force(agency, self.day)
        return (Heir(agency),) if was_handed_over else self._followed(agency)

    def _followed(self, agency) -> tuple[Heir, ...]:
        return (Heir(agency),) if self.day is None else self.registry.on(self.day).of[agency]


def _once(heirs: Iterable[Heir]) -> tuple[Heir, ...]:
    found: dict[str, Heir] = {}
    for heir in heirs:
        found.setdefault(heir.agency, heir)
    return tuple(found.values())
