"""A draft keeps why its sender does not wait for co-units, so that whoever writes it says it and whoever signs reads it."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("draft") as draft:
        draft.add_column(sa.Column("without", sa.Text(), nullable=False, server_default=""))


def downgrade():
    with op.batch_alter_table("draft") as draft:
        draft.drop_column("without")
