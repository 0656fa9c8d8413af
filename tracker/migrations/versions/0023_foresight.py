"""Indexes from which is counted what is late, and on which days papers were reviewed."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

REVIEWING = sa.text("action IN ('accept', 'return')")


def upgrade():
    op.create_index("ix_expected_report_late", "expected_report", ["cycle_id", "duty", "state", "by_on"])
    op.create_index(
        "ix_report_step_reviewing", "report_step", ["at"], sqlite_where=REVIEWING, postgresql_where=REVIEWING
    )


def downgrade():
    op.drop_index("ix_report_step_reviewing", "report_step")
    op.drop_index("ix_expected_report_late", "expected_report")
