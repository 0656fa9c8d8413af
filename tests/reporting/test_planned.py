"""A plan in numbers says what its rows say."""

from collections import Counter

import pytest

from tests.reporting.test_expected import OPEN, UNKNOWN, task, unit
from tracker.reporting.expected import consolidator, expected, row_key, undecided, without_rows
from tracker.reporting.planned import in_numbers
from tracker.vocabulary import Role
from tracker.vocabulary.reporting import SupportRule

LEAD, RESPONSIBLE, SUPPORT, GUIDE = Role.LEAD, Role.RESPONSIBLE, Role.SUPPORT, Role.GUIDE
TASKS = [
    task(unit(LEAD, "市商务局"), unit(SUPPORT, "市商务局"), unit(SUPPORT, "市财政局"), number=4),
    task(unit(LEAD, "各区政府", "白云", "黄埔", collective=True), unit(SUPPORT, "市商务局"), OPEN, number=2),
    task(UNKNOWN, unit(RESPONSIBLE, "市国税局", "市税务局"), unit(GUIDE, "省商务厅"), number=3),
    task(number=1),
]


@pytest.mark.parametrize("supports", SupportRule)
@pytest.mark.parametrize(
    "left_out", [(), ("有关区政府",), (row_key(4, "市商务局"), row_key(2, "白云"), "row:", "row:x")]
)
def test_the_numbers_are_those_of_the_rows(supports, left_out):
    asked, found = without_rows(TASKS, left_out), in_numbers(TASKS, supports, left_out)
    rows = expected(asked, supports)
    assert found.owed == Counter((row.agency, row.duty, row.owing) for row in rows)
    assert [(agency, each) for agency, own in found.tasks_of.items() for each in own] == sorted(
        ((row.agency, row.task) for row in rows), key=lambda each: list(found.tasks_of).index(each[0])
    )
    assert (found.tasks, found.undecided) == (4, undecided(TASKS, left_out))
    assert found.office_consolidates == sum(consolidator(each.units) is None for each in asked)
