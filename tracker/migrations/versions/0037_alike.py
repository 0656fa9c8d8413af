"""The index by which rows are found late tells their tasks too, so that the lights of all tasks are read from it alone."""

from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

INDEX = "ix_expected_report_late"
LATE = ["cycle_id", "duty", "state", "by_on"]


def upgrade():
    _exchange([*LATE, "owing", "task_id"])


def downgrade():
    _exchange(LATE)


def _exchange(columns):
    op.drop_index(INDEX, "expected_report")
    op.create_index(INDEX, "expected_report", columns)
