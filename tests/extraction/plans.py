"""Small plans for the tests of the extraction, and what was read of them in the words of the office."""

import pytest

from tracker.extraction import extract
from tracker.vocabulary import Role

TITLE = "绍兴市推动外贸提质增效行动方案"
ROLES = (Role.LEAD, Role.RESPONSIBLE, Role.SUPPORT, Role.GUIDE)


def plan(*measures, title=TITLE, section="一、培育外贸主体"):
    """A plan with one section: each measure, numbered （一）（二）…, on a line of its own."""
    numbers = "一二三四五六七八九十"
    lines = [f"（{numbers[index]}）{measure}" for index, measure in enumerate(measures)]
    return "\n".join(["", title, "", section, *lines, ""])


def with_clause(clause):
    """A plan whose first measure ends with the clause, and whose second is an ordinary one."""
    return plan(
        f"扩大企业规模。支持企业扩大出口，对成效明显的给予奖励。{clause}",
        "建设公共海外仓。引导企业共建共享海外仓。（市商务局牵头）",
    )


def first_task(text):
    """The first task of a text."""
    return extract(text).tasks[0]


def duties(task):
    """``牵头 市商务局；配合 市财政局 市税务局``: the task's units by role, names as resolved from the print."""
    by_role = {role: [unit.name for unit in task.units if unit.role == role] for role in ROLES}
    return "；".join(f"{role.label} {' '.join(names)}" for role, names in by_role.items() if names)


def duties_of(clause):
    """The duties of a measure that ends with this clause."""
    return duties(first_task(with_clause(clause)))


def codes(findings):
    """The codes of a reading's diagnostics."""
    return [diagnostic.code for diagnostic in findings.diagnostics]


def cases(tables):
    """The rows of named tables as parameters."""
    return [
        pytest.param(*row, id=f"{name} {number}")
        for name, table in tables.items()
        for number, row in enumerate(table, start=1)
    ]
