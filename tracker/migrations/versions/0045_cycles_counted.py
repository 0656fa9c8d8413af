"""Changes of the cycles and of what they ask about are counted too."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("data_version") as table:
        table.add_column(sa.Column("cycles", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("data_version") as table:
        table.alter_column("cycles", server_default=None)


def downgrade():
    with op.batch_alter_table("data_version") as table:
        table.drop_column("cycles")
