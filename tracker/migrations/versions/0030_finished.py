"""An index from which the tasks of a cycle that may be closed out are found."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

INDEX = "ix_expected_report_finished"
COLUMNS = ["cycle_id", "progress", "task_id", "agency_id"]
WHERE = "duty = 'report' AND owing = 'owed' AND state = 'accepted' AND progress IN ('done', 'dropped')"


def upgrade():
    where = sa.text(WHERE)
    op.create_index(INDEX, "expected_report", COLUMNS, sqlite_where=where, postgresql_where=where)


def downgrade():
    op.drop_index(INDEX, "expected_report")
