"""Who owes what in which capacity for how long, and what waits for what is late."""

from datetime import date

from tests.reporting.courses import OPENED, THURSDAY, heap, november, sent
from tracker.reporting.blocking import Blocker, Late, blockers
from tracker.reporting.due_dates import ORDINARY
from tracker.reporting.owing import Debt, Debtor, debtors
from tracker.vocabulary.reporting import Duty, ReportState

GATE = november(12)


def test_debts_stand_apart_by_capacity_the_worst_first_and_as_old_as_the_oldest_row():
    late = {"state": ReportState.RETURNED, "due": GATE}
    heaps = [heap(3, "甲"), sent(5, "甲"), heap(2, "乙", duty=Duty.CONTRIBUTION, **late), heap(1, "丙"), sent(4, "丁")]
    later = {("丙", Duty.REPORT): [november(20)], ("甲", Duty.REPORT): [november(25)]}
    assert debtors(heaps, OPENED, later, THURSDAY) == (
        Debtor("乙", Debt(), Debt(2, 2, 38)),
        Debtor("甲", Debt(3, 0, 38), Debt()),
        Debtor("丙", Debt(1, 0, 6), Debt()),
    )


def test_a_late_part_names_those_whose_reports_wait_and_the_office_last():
    late = [
        Late("财政", "商务", 3, 2, GATE),
        Late("财政", None, 1, 1, november(20)),
        Late("海关", "商务", 2, 0, GATE),
        Late("财政", "工信", 1, 1, GATE),
    ]
    assert blockers(late, THURSDAY, ORDINARY) == (
        Blocker("财政", 5, 10, (("商务", 2), ("工信", 1), (None, 1))),
        Blocker("海关", 2, 10, ()),
    )
    assert blockers([], date(2026, 11, 26), ORDINARY) == ()
