"""The index of finished tasks is found by a condition in one piece: no other index has a part of it."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

NAME = "ix_expected_report_finished"
FINISHED = "duty = 'report' AND owing = 'owed' AND state = 'accepted' AND progress IN ('done', 'dropped')"


def upgrade():
    _exchange(f"CASE WHEN {FINISHED} THEN 1 ELSE 0 END = 1")


def downgrade():
    _exchange(FINISHED)


def _exchange(condition):
    where = sa.text(condition)
    op.drop_index(NAME, "expected_report")
    columns = ["cycle_id", "progress", "task_id", "agency_id"]
    op.create_index(NAME, "expected_report", columns, sqlite_where=where, postgresql_where=where)
