"""Which due date of a cycle was moved: that of reports, or of contributions alone."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

DUTY = sa.Enum("report", "contribution", name="duty", native_enum=False, create_constraint=True, length=20)


def upgrade():
    with op.batch_alter_table("due_move") as due_move:
        due_move.add_column(sa.Column("duty", DUTY, nullable=False, server_default="report"))


def downgrade():
    """What was moved for contributions alone has no place in the earlier revision, where every move is of reports."""
    op.execute("DELETE FROM due_move WHERE duty <> 'report'")
    with op.batch_alter_table("due_move") as due_move:
        due_move.drop_constraint(op.f("ck_due_move_duty"), type_="check")
        due_move.drop_column("duty")
