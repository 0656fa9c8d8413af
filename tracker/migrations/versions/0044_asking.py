"""The index of reports that ask for coordination has all by which they are found and ordered."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

NAME = "ix_expected_report_coordination"
WHERE = sa.text("asks_coordination")


def upgrade():
    _exchange(["cycle_id", "duty", "owing", "state", "received_at"])


def downgrade():
    _exchange(["cycle_id"])


def _exchange(columns):
    op.drop_index(NAME, "expected_report")
    op.create_index(NAME, "expected_report", columns, sqlite_where=WHERE, postgresql_where=WHERE)
