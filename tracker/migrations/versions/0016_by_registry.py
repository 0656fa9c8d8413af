"""Which adjustments of a frozen list follow the registry."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade():
    column = sa.Column("by_registry", sa.Boolean(), server_default=sa.false(), nullable=False)
    op.add_column("adjustment", column)


def downgrade():
    with op.batch_alter_table("adjustment") as adjustment:
        adjustment.drop_column("by_registry")
