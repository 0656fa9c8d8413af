"""The days on which a group has its agencies reminded."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "reminding_day",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer()),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["leading_group.id"], name=op.f("fk_reminding_day_group_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("group_id", "days", name=op.f("pk_reminding_day")),
    )


def downgrade():
    op.drop_table("reminding_day")
