"""责任体检: what is doubtful in who is responsible, each finding with the rows behind it.

Plain cases come in; nothing here knows the database or what day it is.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import chain
from statistics import mean, pstdev

from tracker.vocabulary import Role


class Standing(StrEnum):
    """How far it is known who carries the duty of a unit as it is printed."""

    KNOWN = "known"
    WAITING = "waiting"
    UNKNOWN = "unknown"
    ABOLISHED = "abolished"


@dataclass(frozen=True, slots=True)
class Party:
    """A unit of a task: the printed name, who carries its duty (keys), and how far that is known."""

    name: str
    role: Role
    bearers: tuple[str, ...]
    standing: Standing = Standing.KNOWN


@dataclass(frozen=True)
class Case:
    """A task with its parties; ``expired`` says since when its document is no longer in force."""

    task_id: int
    label: str
    document: str
    parties: tuple[Party, ...]
    expired: str = ""

    @cached_property
    def leads(self) -> list[Party]:
        return self._of(Role.LEAD)

    @cached_property
    def responsible(self) -> list[Party]:
        return self._of(Role.RESPONSIBLE)

    @cached_property
    def supporting(self) -> list[Party]:
        return self._of(Role.SUPPORT)

    @property
    def in_charge(self) -> list[Party]:
        """The leads or, where nobody leads, those responsible."""
        return self.leads or self.responsible

    def _of(self, role):
        return [party for party in self.parties if party.role is role]


@dataclass(frozen=True, slots=True)
class Trace:
    """A row behind a finding: a task, with a note, or bodies (keys) on a number of tasks."""

    note: str
    task_id: int | None = None
    label: str = ""
    document: str = ""
    bodies: tuple[str, ...] = ()
    tasks: int = 1


@dataclass(frozen=True, slots=True)
class Finding:
    """One kind of doubt; ``is_grave`` where a duty has nobody who can be asked about it."""

    code: str
    label: str
    meaning: str
    is_grave: bool
    traces: tuple[Trace, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that is looked for."""

    code: str
    label: str
    meaning: str
    is_grave: bool
    ask: Callable[[Sequence[Case]], Iterator[Trace]]


LEAST_HEAVY = 10
"""Fewer tasks than this overload nobody."""
SPREADS = 2
"""So many standard deviations above the mean of all who are in charge is overloaded."""
OFTEN = 7
"""On so many tasks two bodies meet often."""


def diagnose(cases: Iterable[Case]) -> tuple[Finding, ...]:
    """Every question with what was found, in the order of the questions; nothing found is an empty finding."""
    looked_at = list(cases)
    return tuple(
        Finding(each.code, each.label, each.meaning, each.is_grave, tuple(each.ask(looked_at))) for each in QUESTIONS
    )


def without_units(cases):
    for case in cases:
        if not case.parties:
            yield _task(case, "文件没有写明由谁负责")


def without_lead(cases):
    """Nobody leads, and it is not one single body that is responsible either."""
    for case in cases:
        if case.parties and not case.leads and len(case.responsible) != 1:
            yield _task(
                case, f"{_names(case.responsible)}负责，没有总牵头" if case.responsible else "只有配合或指导单位"
            )


def several_leads(cases):
    for case in cases:
        if len(case.leads) > 1:
            yield _task(case, f"{_names(case.leads)}共同牵头，以第一家汇总")


def only_waiting(cases):
    """All who are in charge are collectives whose members are not named."""
    for case in cases:
        if case.in_charge and all(party.standing == Standing.WAITING for party in case.in_charge):
            yield _task(case, f"只有{_names(case.in_charge)}，成员还没有指定")


def in_two_roles(cases):
    """One body is in charge of a task and supports it, as printed or since two were merged."""
    for case in cases:
        in_charge = {bearer: party for party in (*case.leads, *case.responsible) for bearer in party.bearers}
        pairs = [(in_charge[key], party) for party in case.supporting for key in party.bearers if key in in_charge]
        if pairs:
            yield _task(case, "；".join(dict.fromkeys(_both(*pair) for pair in pairs)))


def _both(carries, supports):
    if carries.name == supports.name:
        return f"{carries.name}既{carries.role.label}又配合"
    return f"{carries.role.label}的{carries.name}和配合的{supports.name}现在是同一家"


def unknown_units(cases):
    yield from _standing(cases, Standing.UNKNOWN, "单位登记里没有")


def abolished_units(cases):
    yield from _standing(cases, Standing.ABOLISHED, "已撤销，没有登记承接单位")


def expired_documents(cases):
    for case in cases:
        if case.expired:
            yield _task(case, f"有效期至{case.expired}")


def overloaded(cases):
    """Bodies in charge of far more tasks than others are."""
    loads = Counter(bearer for case in cases for bearer in {key for party in case.in_charge for key in party.bearers})
    if not loads:
        return
    limit = max(LEAST_HEAVY, mean(loads.values()) + SPREADS * pstdev(loads.values()))
    for key, tasks in sorted(loads.items(), key=lambda load: (-load[1], load[0])):
        if tasks > limit:
            yield Trace(f"主办 {tasks} 项，各单位平均 {mean(loads.values()):.1f} 项", bodies=(key,), tasks=tasks)


def meeting_often(cases):
    """Pairs of which one is in charge and the other supports, on many tasks."""
    pairs = Counter(chain.from_iterable(map(_pairs, cases)))
    for pair, tasks in sorted(pairs.items(), key=lambda each: (-each[1], each[0])):
        if tasks >= OFTEN:
            yield Trace(f"{tasks} 项一家主办、一家配合", bodies=pair, tasks=tasks)


def _pairs(case):
    supports = {key for party in case.supporting for key in party.bearers}
    in_charge = {key for party in case.in_charge for key in party.bearers} if supports else ()
    return [(lead, support) for lead in in_charge for support in supports if lead != support]


def _standing(cases, standing, note):
    for case in cases:
        if found := [party for party in case.parties if party.standing is standing]:
            yield _task(case, f"{_names(found)}：{note}")


def _names(parties):
    return "、".join(dict.fromkeys(party.name for party in parties))


def _task(case, note):
    return Trace(note, case.task_id, case.label, case.document)


QUESTIONS = (
    Question("no-unit", "没有责任单位", "没有人可问，先补上单位或说明理由。", True, without_units),
    Question("waiting", "只有未指定成员的集合单位", "指定成员之前，没有单位承担。", True, only_waiting),
    Question("unknown", "单位不在登记里", "请确认这个名称指哪个单位。", True, unknown_units),
    Question("abolished", "单位已撤销、无人承接", "请登记承接单位，或改派。", True, abolished_units),
    Question("expired", "文件已过有效期", "请决定是否还列入本期，或收官总结。", True, expired_documents),
    Question("no-lead", "没有牵头单位", "几家都负责而没有牵头的，请指定一家汇总。", False, without_lead),
    Question("several-leads", "几家共同牵头", "由第一家汇总；不合适的，另行指定。", False, several_leads),
    Question("two-roles", "同一单位既主办又配合", "同一任务里只报一次，按主办。", False, in_two_roles),
    Question("overloaded", "主办任务过多", "比其他单位多出很多，注意进度。", False, overloaded),
    Question("often", "经常一起办的两家", "可以合并开会、合并催办。", False, meeting_often),
)
BY_CODE: Mapping[str, Question] = {question.code: question for question in QUESTIONS}
