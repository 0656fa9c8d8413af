"""An index of what was received, in the order in which it came."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

NAME = "ix_expected_report_received"
CAME = ["cycle_id", "duty", "owing", "received_at", "id", "state", "task_id"]
WHERE = sa.text("received_at IS NOT NULL")


def upgrade():
    op.create_index(NAME, "expected_report", CAME, sqlite_where=WHERE, postgresql_where=WHERE)


def downgrade():
    op.drop_index(NAME, "expected_report")
