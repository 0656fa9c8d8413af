"""Rows that an office adds to a cycle before it opens."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

ROLES = ("lead", "responsible", "support", "guide")


def upgrade():
    op.create_table(
        "added_row",
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("agency_id", sa.String(), nullable=False),
        sa.Column("role", sa.Enum(*ROLES, name="role", native_enum=False, create_constraint=True, length=20), nullable=False),
        sa.Column("printed", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer()),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("cycle_id", "task_id", "agency_id", name=op.f("pk_added_row")),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_added_row_cycle_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["agency_id"], ["registered_agency.id"], name=op.f("fk_added_row_agency_id")),
    )


def downgrade():
    op.drop_table("added_row")
