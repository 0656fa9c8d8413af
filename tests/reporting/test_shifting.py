"""What is proposed when the registry changes in mid-year, as a table of rows before and duties after."""

import pytest

from tracker.reporting.expected import Expected
from tracker.reporting.shifting import Frozen, shifts
from tracker.vocabulary import Role
from tracker.vocabulary.reporting import Duty, Owing, ReportState

REPORT, CONTRIBUTION = (Role.LEAD, Duty.REPORT), (Role.SUPPORT, Duty.CONTRIBUTION)


def frozen(agency, kind=REPORT, *, owing=Owing.OWED, state=ReportState.OWED, by_hand=False):
    return Frozen(len(agency), 1, agency, *kind, owing, state, by_hand)


def expected(agency, role=Role.LEAD):
    return Expected(1, agency, role, ("各区政府",))


WITHDRAWN, SENT = Owing.WITHDRAWN, ReportState.SUBMITTED
CASES = {
    "nothing changed": ([frozen("甲")], [expected("甲")], []),
    "one left and one came": ([frozen("甲"), frozen("乙")], [expected("乙"), expected("丙")], ["甲 out", "丙 in"]),
    "what was reported is left to the office": ([frozen("甲", state=SENT)], [expected("丙")], ["甲 out?", "丙 in?"]),
    "who came for another duty is asked all the same": (
        [frozen("甲", state=SENT)],
        [expected("丙", Role.SUPPORT)],
        ["甲 out?", "丙 in"],
    ),
    "added by hand": ([frozen("甲", by_hand=True)], [], []),
    "withdrawn by hand": ([frozen("甲", owing=WITHDRAWN, by_hand=True)], [expected("甲")], []),
    "withdrawn since it left, and back": ([frozen("甲", owing=WITHDRAWN)], [expected("甲")], ["甲 in"]),
    "withdrawn as a co-unit, and back as the lead": (
        [frozen("甲", CONTRIBUTION, owing=WITHDRAWN)],
        [expected("甲")],
        ["甲 in"],
    ),
    "withdrawn as a co-unit that has sent its part, and back as the lead": (
        [frozen("甲", CONTRIBUTION, owing=WITHDRAWN, state=SENT)],
        [expected("甲")],
        ["甲 in?"],
    ),
    "withdrawn and gone": ([frozen("甲", owing=WITHDRAWN)], [], []),
    "a co-unit that became the lead": ([frozen("甲", CONTRIBUTION)], [expected("甲")], ["甲 as"]),
    "responsible instead of leading is the same duty": ([frozen("甲")], [expected("甲", Role.RESPONSIBLE)], []),
    "a co-unit that has sent its part": ([frozen("甲", CONTRIBUTION, state=SENT)], [expected("甲")], ["甲 as?"]),
}


@pytest.mark.parametrize("name", CASES)
def test_what_differs_is_proposed_and_what_is_reported_is_asked(name):
    before, after, proposed = CASES[name]
    found = shifts(before, after)
    assert [f"{each.agency} {_kind(each)}{'?' * each.is_settled}" for each in found] == proposed
    assert len({each.key for each in found}) == len(found)


def _kind(shift):
    if shift.wanted is None:
        return "out"
    return "in" if shift.row is None or shift.row.owing is WITHDRAWN else "as"
