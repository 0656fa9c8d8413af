"""Small graphs written the way a document prints them."""

from tracker.graph.network import Duty
from tracker.vocabulary import Role

COLLECTIVES = {"各区政府", "市有关部门"}


def duties_of(*tasks, document_id=1, first_task=1):
    """Duties of tasks given as ``{"lead": "甲、乙", "support": "丙"}``; agencies are numbered from 1 as they appear."""
    ids, rows = {}, []
    for task_id, task in enumerate(tasks, start=first_task):
        for role, printed in task.items():
            for name in printed.split("、"):
                agency_id = ids.setdefault(name, len(ids) + 1)
                label = f"措施{task_id}"
                rows.append(Duty(task_id, label, document_id, agency_id, name, Role(role), name in COLLECTIVES))
    return rows


def ids_of(duties):
    """Name → agency id."""
    return {duty.agency: duty.agency_id for duty in duties}
