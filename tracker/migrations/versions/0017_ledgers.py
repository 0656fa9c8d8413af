"""How an office lays out its ledger, and the packs it made for its superiors."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "ledger_layout",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("captions", sa.Text(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_layout")),
        sa.UniqueConstraint("group_id", "name", name=op.f("uq_ledger_layout_group_id_name")),
        sa.ForeignKeyConstraint(["group_id"], ["leading_group.id"], name=op.f("fk_ledger_layout_group_id")),
    )
    op.create_table(
        "ledger_pack",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("tasks", sa.Text(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer()),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_pack")),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["cycle.id"], name=op.f("fk_ledger_pack_cycle_id"), ondelete="CASCADE"
        ),
    )
    op.create_index(op.f("ix_ledger_pack_cycle_id"), "ledger_pack", ["cycle_id"])


def downgrade():
    op.drop_table("ledger_pack")
    op.drop_table("ledger_layout")
