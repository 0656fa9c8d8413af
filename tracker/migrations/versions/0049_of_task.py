"""The index by which the rows of a task are counted tells their duty too."""

from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

NAME = "ix_expected_report_of_task"
COLUMNS = ["task_id", "cycle_id", "owing", "state", "on_time", "on_time_originally", "ever_returned", "agency_id"]


def upgrade():
    _exchange([*COLUMNS, "duty"])


def downgrade():
    _exchange(COLUMNS)


def _exchange(columns):
    op.drop_index(NAME, "expected_report")
    op.create_index(NAME, "expected_report", columns)
