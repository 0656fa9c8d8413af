"""A change of who consolidates a task is listed among the adjustments, with its reason."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

KINDS = ("added", "withdrawn", "reinstated", "extended")
CHECK = "ck_adjustment_adjusting"


def upgrade():
    _allow(*KINDS, "named")


def downgrade():
    op.execute("DELETE FROM adjustment WHERE kind = 'named'")
    _allow(*KINDS)


def _allow(*kinds):
    with op.batch_alter_table("adjustment") as adjustment:
        adjustment.drop_constraint(op.f(CHECK), type_="check")
        adjustment.create_check_constraint(op.f(CHECK), sa.column("kind").in_(kinds))
