"""Views of the ledger that an office keeps."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("group_id", "name", name=op.f("uq_saved_view_group_id_name")),
        sa.ForeignKeyConstraint(["group_id"], ["leading_group.id"], name=op.f("fk_saved_view_group_id")),
    )


def downgrade():
    op.drop_table("saved_view")
