"""The office's desk: its cycle at a glance, who is late and whom to call, what waits for review, what is to be decided."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select, func, select

from tracker.agencies.kinds import treatment
from tracker.reporting.curve import Curve
from tracker.reporting.due_dates import Left, WorkingDays, counted_until, left_until
from tracker.reporting.glance import Count, count, counts_by
from tracker.storage.cycles import Cycle, CycleDocument, CycleTask, ExpectedReport, Objection
from tracker.storage.database import db
from tracker.storage.documents import PolicyDocument
from tracker.storage.extensions import Extension
from tracker.storage.keeping import Part, kept
from tracker.storage.queries.arrivals import course_before
from tracker.storage.queries.basis import basis
from tracker.storage.queries.carrying import carrying
from tracker.storage.queries.closable import closable
from tracker.storage.queries.expected import OWED
from tracker.storage.queries.foresight import Outlook, curves, cycles_with_gates, opened, outlook
from tracker.storage.queries.glance import Beside, beside, heaps, left_of
from tracker.storage.queries.handovers import waiting
from tracker.storage.queries.left_alone import left_in_open_cycles
from tracker.storage.queries.people import approving
from tracker.storage.queries.registry import number_of_unknown_names
from tracker.storage.queries.shifting import Changed, changed_in, published_since
from tracker.storage.queries.year import Gate
from tracker.storage.registry_office import AgencyContact
from tracker.storage.tallies import ArrivalTally, RowTally
from tracker.storage.together import read_together
from tracker.vocabulary import DocumentState
from tracker.vocabulary.reporting import (
    IN_REVIEW,
    SIGNING,
    Colour,
    CycleState,
    Duty,
    ExtensionState,
    GateKind,
    ObjectionState,
    Owing,
)

MOST_LATE, MOST_DAYS = 10, 366
WAITED = (("超过 5 天", 6, None), ("3–5 天", 3, 5), ("1–2 天", 1, 2), ("今天", 0, 0))
"""How long reports have waited for review, in working days: the word, at least, at most."""


@dataclass(frozen=True)
class Passing:
    """A date on the way and what has come by it; ``count`` is None where nothing is counted by this date."""

    gate: Gate
    left: Left
    count: Count | None = None


@dataclass(frozen=True)
class LateLine:
    """An agency that owes something: how much is late, since when, whom to call; ``is_asked`` if it is not urged."""

    id: str
    name: str
    count: Count
    working_days: int
    contact: str
    telephone: str
    is_asked: bool


@dataclass(frozen=True)
class WaitedLine:
    """So many reports that have waited for review as long."""

    word: str
    count: int
    is_long: bool


@dataclass(frozen=True)
class ToDo:
    """What is to be decided: objections, requests for more time, contributions the office consolidates, names,
    hand-overs, documents.

    ``signing`` are papers, late or soon due, that wait for their agency's approver, and whose; ``unsigned`` are agencies
    with papers that nobody may sign. ``changed`` are documents published anew since a cycle opened, that ask otherwise;
    ``replaced`` counts those a newer version has taken the place of and of which nothing was said yet; ``closable``
    finished tasks that may be closed out; ``left_behind`` what bodies that are no more have not reported, or had returned.
    """

    objections: int
    extensions: int
    parts: int
    names: int
    handovers: int
    documents: int
    prepared: tuple[Cycle, ...]
    signing: dict[str, int]
    unsigned: tuple[str, ...]
    changed: tuple[Changed, ...]
    replaced: int
    closable: int
    left_behind: int

    @property
    def stuck(self) -> tuple[str, ...]:
        """The agencies whose papers do not get out, in the order of their ids."""
        return tuple(sorted({*self.signing, *self.unsigned}))


@dataclass(frozen=True)
class OfficeDesk:
    """Everything the office's desk shows of a cycle.

    A locked one has no days left, no dates on the way, no outlook and no curves.
    """

    cycle: Cycle
    others: tuple[Cycle, ...]
    beside: tuple[Beside, ...]
    left: Left | None
    whole: Count
    by_duty: dict[Duty, Count]
    gates: tuple[Passing, ...]
    outlook: Outlook | None
    curves: dict[Duty, Curve]
    late: tuple[LateLine, ...]
    owing_agencies: int
    late_agencies: int
    waited: tuple[WaitedLine, ...]
    to_do: ToDo


def office_desk(group_id: int, on: date, days: WorkingDays, wanted: int | None = None) -> OfficeDesk | None:
    """The desk of a group's office, on the cycle wanted or the one due next; None while none was ever opened."""
    cycles, of_cycles = cycles_with_gates(group_id)
    seen = opened(cycles, on)
    cycle = next((each for each in seen if each.id == wanted), seen[0] if seen else None)
    if cycle is None:
        return None
    is_open, gates = cycle.state is CycleState.OPEN, of_cycles[cycle.id]
    earlier = course_before(cycles, cycle, on) if is_open else {}
    others = tuple(each for each in seen if each is not cycle)
    everything = heaps([cycle, *(each for each in others if each.state is CycleState.OPEN)], on)
    found = [heap for heap in everything if heap.cycle_id == cycle.id]
    by_agency = counts_by(found, lambda heap: heap.agency)
    by_duty = dict.fromkeys(Duty, Count()) | counts_by(found, lambda heap: heap.duty)
    owing = {agency: each for agency, each in by_agency.items() if each.missing}
    late = _latest(owing, group_id)
    few = read_together({"contacts": _contacts(late), "waited": _waiting(cycle), "left": left_in_open_cycles()})
    return OfficeDesk(
        cycle=cycle,
        others=others,
        beside=beside(others, everything),
        left=left_of(cycle, on, days),
        whole=count(found),
        by_duty=by_duty,
        gates=_gates(gates, by_duty, on, days) if is_open else (),
        outlook=outlook(cycle, earlier, found, gates, on, days) if is_open else None,
        curves=curves(cycle, earlier, on, days) if is_open else {},
        late=_late_lines(late, owing, few["contacts"], group_id, counted_until(on, cycle.locked_at), days),
        owing_agencies=len(owing),
        late_agencies=sum(each.overdue > 0 for each in owing.values()),
        waited=_waited(few["waited"], on, days),
        to_do=_to_do(cycle, tuple(each for each in cycles if each.state is CycleState.PREPARED), found, few["left"], on),
    )


def _gates(gates, by_duty, on, days):
    """The dates on the way and the due date; what is counted by each is what is owed by it."""
    counted = {GateKind.CONTRIBUTIONS: by_duty[Duty.CONTRIBUTION], GateKind.LEAD_DRAFTS: by_duty[Duty.REPORT]}
    return tuple(Passing(gate, left_until(gate.day, on, days), counted.get(gate.kind)) for gate in gates)


def _latest(owing: dict[str, Count], group_id) -> list[str]:
    """Those who owe most urgently; who is asked and not urged stands after all others."""
    asked = asked_by(group_id)
    return sorted(owing, key=lambda agency: (agency in asked, *_urgency(owing[agency]), agency))[:MOST_LATE]


def _late_lines(late, owing, contacts, group_id, on, days):
    """A line for each; ``contacts`` with their numbers, of which the lowest is the one to call."""
    asked, agencies = asked_by(group_id), carrying().agencies
    call = {agency: named for _, agency, *named in sorted(contacts, reverse=True)}
    return tuple(
        LateLine(
            id=agency,
            name=agencies[agency].short or agencies[agency].name,
            count=each,
            working_days=days.between(each.since, on) if each.since else 0,
            contact=call.get(agency, ("", ""))[0],
            telephone=call.get(agency, ("", ""))[1],
            is_asked=agency in asked,
        )
        for agency, each in ((agency, owing[agency]) for agency in late)
    )


def _urgency(each: Count):
    return -each.overdue, -each.soon, -each.missing


def asked_by(group_id: int) -> frozenset[str]:
    """The agencies that the office of a group asks and does not urge; kept until the registry changes."""
    return kept(lambda: _asked_by(group_id), "asked by", group_id, of=[Part.REGISTRY])


def _asked_by(group_id):
    registry = carrying()
    home = registry.places.find(basis().place_of(group_id))
    if home is None:
        return frozenset()
    agencies = registry.agencies.values()
    return frozenset(each.id for each in agencies if treatment(each, home.code, registry.places).is_asked)


def _contacts(agencies: Iterable[str]) -> Select:
    """The persons to call in these agencies, with the telephone."""
    own = (AgencyContact.id, AgencyContact.agency, AgencyContact.name, AgencyContact.telephone)
    return select(*own).where(AgencyContact.agency.in_(agencies))


def _waiting(cycle) -> Select:
    """By day: how many reports were received on it and wait for review."""
    counts = select(ArrivalTally.day, func.sum(ArrivalTally.count).label("count")).where(ArrivalTally.cycle_id == cycle.id)
    waiting = (ArrivalTally.duty == Duty.REPORT, ArrivalTally.state.in_(IN_REVIEW))
    return counts.where(*waiting).group_by(ArrivalTally.day)


def _days_ago(working, on, days):
    """The last day that lies so many working days back."""
    return next(day for back in range(MOST_DAYS) if days.between(day := on - timedelta(back), on) >= working)


def _waited(came, on, days):
    """How many of what came by day have waited so long, for each length."""
    latest = [_days_ago(least, on, days) for _, least, _ in WAITED]
    counts = [sum(count for day, count in came if day <= last) for last in latest]
    return tuple(
        WaitedLine(word, count - before, most is None)
        for (word, _, most), count, before in zip(WAITED, counts, (0, *counts), strict=False)
    )


def _signing(found):
    """By agency: how many papers wait for its approver that are late or soon due."""
    waits = Counter()
    for heap in found:
        if heap.state in SIGNING and heap.light.colour in (Colour.RED, Colour.YELLOW):
            waits[heap.agency] += heap.count
    return dict(waits)


def _without_approver(cycle):
    """The agencies with papers to be signed and nobody who may, their ids with commas between them."""
    waiting = select(RowTally.agency_id).where(RowTally.cycle_id == cycle.id, RowTally.owing == Owing.OWED)
    waiting = waiting.where(RowTally.state.in_(SIGNING), ~approving(RowTally.agency_id)).group_by(RowTally.agency_id)
    waiting = waiting.having(func.sum(RowTally.count) > 0).subquery()
    return select(func.aggregate_strings(waiting.c.agency_id, ","))


def _to_do(cycle, prepared, found, left, on):
    """What is to be decided, in one statement and what names and hand-overs take while they are not kept.

    Of a locked cycle nothing is: what was left undecided waits until it is opened again.
    """
    objections = select(func.count(Objection.id)).join(ExpectedReport, ExpectedReport.id == Objection.expected_id)
    objections = objections.where(ExpectedReport.cycle_id == cycle.id, Objection.state == ObjectionState.RAISED)
    extensions = select(func.count(Extension.id)).join(ExpectedReport, ExpectedReport.id == Extension.expected_id)
    extensions = extensions.where(ExpectedReport.cycle_id == cycle.id, Extension.state == ExtensionState.ASKED)
    here = select(CycleTask.task_id).where(CycleTask.cycle_id == cycle.id, CycleTask.consolidator_id.is_(None))
    sent = (ExpectedReport.duty == Duty.CONTRIBUTION, ExpectedReport.state.in_(IN_REVIEW))
    parts = select(func.count(ExpectedReport.id)).where(ExpectedReport.cycle_id == cycle.id, OWED, *sent)
    parts = parts.where(ExpectedReport.task_id.in_(here))
    documents = select(func.count(PolicyDocument.id)).where(PolicyDocument.state == DocumentState.RECEIVED)
    texts = (_without_approver(cycle), published_since(cycle.group_id))
    closing = select(func.count(CycleTask.task_id)).where(CycleTask.cycle_id == cycle.id, closable(cycle.id))
    counted = (objections, extensions, parts, documents, _replaced(cycle), closing, *texts)
    counts = [each.scalar_subquery() for each in counted]
    statement = select(Cycle.id, *counts).where(Cycle.id == cycle.id)
    _, raised, asked, parts_sent, received, replaced, finished, without, published = db.session.execute(statement).one()
    changed = changed_in(published, on)
    names, unsigned = number_of_unknown_names(), tuple(sorted(without.split(","))) if without else ()
    if cycle.state is CycleState.LOCKED:
        raised = asked = parts_sent = 0
    decided = (raised, asked, parts_sent, names, len(waiting(on, frozenset(left))), received)
    left_behind = _left_behind(found, {agency for _, _, agency in left}, on) if cycle.state is CycleState.OPEN else 0
    return ToDo(*decided, prepared, _signing(found), unsigned, changed, replaced, finished, left_behind)


def _left_behind(found, left, on):
    """What is still to come of bodies that are no more and whose duties are not left with them in this cycle."""
    registry, missing = carrying(), counts_by(found, lambda heap: heap.agency)
    gone = (agency for agency in missing if agency not in left and registry.is_former(agency, on))
    return sum(missing[agency].missing for agency in gone)


def _replaced(cycle):
    """How many documents of a cycle were replaced since they entered it without a reason."""
    newer = select(func.count(PolicyDocument.id)).where(PolicyDocument.state == DocumentState.PUBLISHED)
    newer = newer.join(CycleDocument, CycleDocument.document_id == PolicyDocument.supersedes_id)
    return newer.where(CycleDocument.cycle_id == cycle.id, CycleDocument.reason.is_(None))
