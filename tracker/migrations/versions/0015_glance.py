"""Which rows ask the leading group to coordinate something, and an index from which a year is counted at a glance."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

GLANCE = ("cycle_id", "owing", "agency_id", "duty", "state", "by_on", "on_time", "received_at")
RECEIVED = "ix_expected_report_cycle_id_state_received_at"


def upgrade():
    with op.batch_alter_table("expected_report") as table:
        table.add_column(sa.Column("asks_coordination", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(
        "UPDATE expected_report SET asks_coordination = true WHERE EXISTS (SELECT 1 FROM report_version"
        " WHERE report_version.expected_id = expected_report.id"
        " AND report_version.number = expected_report.version_number"
        " AND report_version.content LIKE '%\"coordination\":\"%'"
        " AND report_version.content NOT LIKE '%\"coordination\":\"\"%')"
    )
    with op.batch_alter_table("expected_report") as table:
        table.alter_column("asks_coordination", server_default=None)
    op.create_index("ix_expected_report_glance", "expected_report", GLANCE)
    op.create_index(RECEIVED, "expected_report", ["cycle_id", "state", "received_at"])
    where = sa.text("asks_coordination")
    op.create_index(
        "ix_expected_report_coordination",
        "expected_report",
        ["cycle_id"],
        sqlite_where=where,
        postgresql_where=where,
    )


def downgrade():
    op.drop_index("ix_expected_report_coordination", "expected_report")
    op.drop_index(RECEIVED, "expected_report")
    op.drop_index("ix_expected_report_glance", "expected_report")
    with op.batch_alter_table("expected_report") as table:
        table.drop_column("asks_coordination")
