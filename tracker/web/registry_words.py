"""Filters: how the registry reads on a page."""

from flask import Flask, url_for

from tracker.agencies.collectives import noun_of
from tracker.agencies.kinds import Treatment
from tracker.agencies.rows import Change
from tracker.agencies.succession import Period
from tracker.agencies.succession_faults import ChangeKind
from tracker.reporting.shifting import Shift
from tracker.storage.queries.body import THROUGH, BodyView, Line
from tracker.storage.queries.carrying import Node
from tracker.storage.queries.registry import Unit
from tracker.vocabulary import Role
from tracker.vocabulary.reporting import Owing


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(
        happened=happened,
        came_by=came_by,
        rolled_up=rolled_up,
        treated=treated,
        period_of=period_of,
        followed_by=followed_by,
        duties_by_role=duties_by_role,
        ledger_of=ledger_of,
        shifted=shifted,
    )


def happened(change: Change) -> str:
    """更名为, 并入, 部分职责划入, 撤销."""
    return {"rename": "更名为", "merge": "并入", "split": "的部分职责划入", "abolish": "撤销"}[ChangeKind(change.kind)]


def came_by(change: Change) -> str:
    """How a duty came to the one who has it now: 更名, 并入, 职责分入."""
    return ChangeKind(change.kind).label


def rolled_up(unit: Unit) -> str:
    """A collective's members in one figure: ``11 区``."""
    return f"{len(unit.bearers)} {noun_of(unit.collective.name)}"


def treated(treatment: Treatment) -> str:
    """What an agency's kind means for the office: ``可催办：提醒 → 催办 → 督查单``."""
    steps = " → ".join(step.label for step in treatment.ladder)
    if treatment.is_asked:
        return f"商请，不催办：{steps}；不进通报和排名，办公室可代录"
    return f"可催办：{steps}"


def period_of(line: Line, agency: str) -> Period:
    return next(period for period in line.periods if period.agency == agency)


def followed_by(line: Line, agency: str) -> list[tuple[Node, str]]:
    """Who carries a former body's duties today, and which share of them."""
    return [(line.names[heir.agency], heir.share) for heir in line.followers if heir.agency != agency]


def duties_by_role(view: BodyView) -> list[tuple[str, str, int]]:
    """The sections of a body's tasks: (name, label, tasks)."""
    own = [(role, role.label, view.load[role]) for role in Role]
    return [*own, (THROUGH, "经集合单位承担", view.through)]


def ledger_of(view: BodyView, kind: str) -> str:
    """The address of the ledger with the tasks of such a section."""
    asked = {"member": view.body.key} if kind == THROUGH else {"agency": view.body.key, "role": str(kind)}
    return url_for("tasks.index", **asked, scope=view.scope.value, on=view.on.word)


def shifted(shift: Shift) -> str:
    """What an expected row is to become: 撤销应报, 增加应报, or another role's."""
    if shift.wanted is None:
        return f"撤销应报（原为{shift.row.role.label}）：登记里今天已不由它承担"
    if shift.row is None or shift.row.owing is Owing.WITHDRAWN:
        doing = "恢复" if shift.row else "增加"
        return f"{doing}应报（{shift.wanted.role.label}）：印作{'、'.join(shift.wanted.printed)}"
    return f"由{shift.row.role.label}改为{shift.wanted.role.label}"
