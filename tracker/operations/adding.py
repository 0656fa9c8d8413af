"""增补: before a cycle opens its office adds agencies to tasks whose documents do not name them, each for a reason."""

from sqlalchemy import delete, select

from tracker import clock
from tracker.errors import FormerName, NotThere, WrongState
from tracker.operations.actors import Acting
from tracker.operations.cycles import prepared_cycle
from tracker.operations.rows import needed_reason
from tracker.operations.transactions import one_transaction
from tracker.reporting.expected import DUTIES, expected, row_key, without_rows
from tracker.storage.cycles import AddedRow
from tracker.storage.database import db
from tracker.storage.documents import Task
from tracker.storage.queries.additions import additions_to, with_additions
from tracker.storage.queries.carrying import carrying
from tracker.storage.queries.cycles import among_its_tasks, not_issued
from tracker.storage.queries.owing import with_units
from tracker.vocabulary import Role

DOING = "增补应报"


def add_to_plan(cycle_id: int, task_id: int, agency_id: str, role: Role, *, reason: str, by: Acting) -> None:
    """An agency shall owe on a task when the cycle opens. Raises Lacking, and WrongState where it would owe there already."""
    reason = needed_reason(DOING, reason)
    if role not in DUTIES:
        raise WrongState("指导单位不应报，没有增补；请选牵头、负责或配合。")
    with one_transaction():
        cycle = prepared_cycle(cycle_id, by, DOING)
        name = _in_force(agency_id, clock.today())
        if db.session.scalar(among_its_tasks(select(Task.id), cycle.id).where(Task.id == task_id)) is None:
            raise WrongState("这项任务不在本期所选的文件里，或者已经办结，没有增补；请另选任务。")
        _refuse_there(cycle, task_id, agency_id, name)
        what = {"role": role, "printed": name, "reason": reason}
        who = {"who": by.name, "account_id": by.id, "at": clock.now()}
        db.session.add(AddedRow(cycle_id=cycle.id, task_id=task_id, agency_id=agency_id, **what, **who))
        cycle.version += 1


def _in_force(agency_id, on):
    registry = carrying()
    agency = registry.agencies.get(agency_id)
    if agency is None:
        raise NotThere("这个单位")
    if not registry.succession.in_force(agency_id, on):
        raise FormerName(
            agency.name, [registry.agencies[heir.agency].name for heir in registry.followers(agency_id, on)]
        )
    return agency.name


def _refuse_there(cycle, task_id, agency_id, name):
    """Raise WrongState where an agency would owe on the task as it is, or was left out of it."""
    left_out, on = not_issued(cycle.id), clock.today()
    if row_key(task_id, agency_id) in left_out:
        raise WrongState(f"{name}在这项任务上已选“本期不下达”，没有增补；要它报的，请先取消那一条。")
    tasks = with_additions(with_units([task_id], on), [each.row for each in additions_to(cycle.id)], on)
    rows = expected(without_rows(tasks, left_out), cycle.supports)
    if there := next((row for row in rows if row.agency == agency_id), None):
        if there.by_hand:
            raise WrongState(f"{name}在这项任务上已经增补过（{there.role.label}），没有再增补；要换角色的，请先移除那一条。")
        printed = "、".join(there.printed)
        raise WrongState(f"{name}在这项任务上本来就应报（{there.role.label}，文件写的是“{printed}”），不用增补。")


def take_from_plan(cycle_id: int, task_id: int, agency_id: str, *, by: Acting) -> None:
    """What was added by hand to a cycle that is not open yet is not owed any more; gone already: nothing is done."""
    with one_transaction():
        cycle = prepared_cycle(cycle_id, by, "取消增补")
        own = (AddedRow.cycle_id == cycle.id, AddedRow.task_id == task_id, AddedRow.agency_id == agency_id)
        db.session.execute(delete(AddedRow).where(*own))
        cycle.version += 1
