"""What is frozen of a cycle: snapshots and their files."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

PARTS = ("ledger", "compendium", "figures")


def upgrade():
    op.create_table(
        "snapshot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer()),
        sa.CheckConstraint("number > 0", name=op.f("ck_snapshot_number")),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_snapshot_cycle_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot")),
        sa.UniqueConstraint("cycle_id", "number", name=op.f("uq_snapshot_cycle_id_number")),
    )
    op.create_table(
        "snapshot_file",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("part", one_of("snapshotpart", *PARTS), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshot.id"], name=op.f("fk_snapshot_file_snapshot_id")),
        sa.PrimaryKeyConstraint("snapshot_id", "part", name=op.f("pk_snapshot_file")),
    )


def downgrade():
    op.drop_table("snapshot_file")
    op.drop_table("snapshot")


def one_of(name, *words):
    return sa.Enum(*words, name=name, native_enum=False, length=20, create_constraint=True)
