"""An index of the reports that came late, from which is found how late each agency was at most."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

INDEX = "ix_expected_report_days_late"
COLUMNS = ["cycle_id", "agency_id", "days_late"]
WHERE = "owing = 'owed' AND days_late > 0"


def upgrade():
    where = sa.text(WHERE)
    op.create_index(INDEX, "expected_report", COLUMNS, sqlite_where=where, postgresql_where=where)


def downgrade():
    op.drop_index(INDEX, "expected_report")
