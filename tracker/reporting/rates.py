"""The rates of a cycle, all over what is owed: leads and responsibles together, co-units apart.

An empty denominator prints “—”; more than all of it is an error here, never cut off.
"""

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from fractions import Fraction

from tracker.vocabulary.reporting import Duty, Owing

UNKNOWN = "—"


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of so many."""

    count: int
    of: int

    def __post_init__(self):
        if not 0 <= self.count <= self.of:
            raise ValueError(f"{self.count} of {self.of}")

    @property
    def percent(self) -> Fraction | None:
        return Fraction(100 * self.count, self.of) if self.of else None

    @property
    def text(self) -> str:
        """``90.0 %``, rounded half up; “—” where nothing is owed."""
        if self.percent is None:
            return UNKNOWN
        tenths = int(self.percent * 10 + Fraction(1, 2))
        return f"{tenths // 10}.{tenths % 10} %"


@dataclass(frozen=True, slots=True)
class Row:
    """What the rates need of one expected row."""

    duty: Duty
    owing: Owing = Owing.OWED
    submitted: bool = False
    on_time: bool = False
    on_time_originally: bool = False
    accepted: bool = False
    ever_returned: bool = False
    days_late: int = 0


@dataclass(frozen=True, slots=True)
class Tally:
    """The counts rates are made of, over what is owed; ``days_late`` is the sum over the ``late`` ones."""

    owed: int = 0
    submitted: int = 0
    on_time: int = 0
    on_time_originally: int = 0
    accepted: int = 0
    first_pass: int = 0
    ever_returned: int = 0
    late: int = 0
    days_late: int = 0


@dataclass(frozen=True, slots=True)
class Rates:
    """The rates of a set of rows of one duty; ``mean_days_late`` over the late ones, None if none was late."""

    submitted: Rate
    on_time: Rate
    on_time_originally: Rate
    accepted: Rate
    first_pass: Rate
    ever_returned: Rate
    late: int
    mean_days_late: Fraction | None

    @property
    def days_late_text(self) -> str:
        """``1.0``; “—” where nothing was late."""
        if self.mean_days_late is None:
            return UNKNOWN
        tenths = int(self.mean_days_late * 10 + Fraction(1, 2))
        return f"{tenths // 10}.{tenths % 10}"


def tally(rows: Iterable[Row], duty: Duty = Duty.REPORT) -> Tally:
    """The counts over the owed rows of a duty."""
    owed = [row for row in rows if row.duty is duty and row.owing is Owing.OWED]
    late = [row.days_late for row in owed if row.submitted and not row.on_time]
    return Tally(
        owed=len(owed),
        submitted=sum(row.submitted for row in owed),
        on_time=sum(row.submitted and row.on_time for row in owed),
        on_time_originally=sum(row.submitted and row.on_time_originally for row in owed),
        accepted=sum(row.accepted for row in owed),
        first_pass=sum(row.accepted and not row.ever_returned for row in owed),
        ever_returned=sum(row.ever_returned for row in owed),
        late=len(late),
        days_late=sum(late),
    )


def added(tallies: Iterable[Tally]) -> Tally:
    """The counts of several sets of rows together."""
    each = [astuple(counts) for counts in tallies]
    return Tally(*map(sum, zip(*each, strict=True))) if each else Tally()


def rates_of(counts: Tally) -> Rates:
    """The rates that counts make, wherever they were counted."""
    return Rates(
        submitted=Rate(counts.submitted, counts.owed),
        on_time=Rate(counts.on_time, counts.owed),
        on_time_originally=Rate(counts.on_time_originally, counts.owed),
        accepted=Rate(counts.accepted, counts.owed),
        first_pass=Rate(counts.first_pass, counts.owed),
        ever_returned=Rate(counts.ever_returned, counts.owed),
        late=counts.late,
        mean_days_late=Fraction(counts.days_late, counts.late) if counts.late else None,
    )


def rates(rows: Iterable[Row], duty: Duty = Duty.REPORT) -> Rates:
    """The rates over the owed rows of a duty."""
    return rates_of(tally(rows, duty))
