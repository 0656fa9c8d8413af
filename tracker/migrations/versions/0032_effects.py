"""By how much each change of a frozen list makes what is owed more or less."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

COLUMNS = {"reports": "report", "contributions": "contribution"}


def upgrade():
    for column in COLUMNS:
        op.add_column("adjustment", sa.Column(column, sa.Integer(), server_default="0", nullable=False))
    for column, duty in COLUMNS.items():
        op.execute(
            f"UPDATE adjustment SET {column} = CASE kind WHEN 'withdrawn' THEN -1 ELSE 1 END"
            " WHERE kind IN ('added', 'withdrawn', 'reinstated') AND expected_id IN"
            f" (SELECT id FROM expected_report WHERE duty = '{duty}' AND owing <> 'unasked')"
        )
    op.execute(
        "UPDATE adjustment SET reports = reports - contributions, contributions = contributions - reports"
        " WHERE kind = 'added' AND by_registry AND reason LIKE '改为%报送：%'"
    )


def downgrade():
    with op.batch_alter_table("adjustment") as adjustment:
        for column in COLUMNS:
            adjustment.drop_column(column)
