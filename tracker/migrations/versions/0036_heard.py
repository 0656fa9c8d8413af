"""Indexes of what counts of the reports on a task, and of how its rows stand."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

HEARD = "ix_expected_report_heard"
SAID = ["cycle_id", "task_id", "agency_id", "progress", "percent", "state", "duty", "owing"]
WHERE = (
    "CASE WHEN duty = 'report' AND owing = 'owed' AND progress IS NOT NULL"
    " AND state IN ('submitted', 'resubmitted', 'accepted', 'taken_over') THEN 1 ELSE 0 END = 1"
)
BY_TASK = ("ix_expected_report_task_id", ["task_id"])
STANDS = ["owing", "state", "on_time", "on_time_originally", "ever_returned", "agency_id"]
STANDING = ("ix_expected_report_of_task", ["task_id", "cycle_id", *STANDS])
CONSOLIDATES = "ix_cycle_task_consolidates"
DEADLINE = "ix_task_deadline_on"


def upgrade():
    where = sa.text(WHERE)
    op.create_index(HEARD, "expected_report", SAID, sqlite_where=where, postgresql_where=where)
    op.create_index(CONSOLIDATES, "cycle_task", ["cycle_id", "consolidator_id", "task_id"])
    has = sa.text("deadline_on IS NOT NULL")
    op.create_index(DEADLINE, "task", ["deadline_on"], sqlite_where=has, postgresql_where=has)
    _exchange(BY_TASK, STANDING)


def downgrade():
    _exchange(STANDING, BY_TASK)
    op.drop_index(DEADLINE, "task")
    op.drop_index(CONSOLIDATES, "cycle_task")
    op.drop_index(HEARD, "expected_report")


def _exchange(one, other):
    op.drop_index(one[0], "expected_report")
    op.create_index(other[0], "expected_report", other[1])
