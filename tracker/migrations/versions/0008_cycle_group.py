"""A cycle belongs to a leading group that is there."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

NAME = "fk_cycle_group_id"


def upgrade():
    with op.batch_alter_table("cycle") as cycle:
        cycle.create_foreign_key(op.f(NAME), "leading_group", ["group_id"], ["id"])


def downgrade():
    with op.batch_alter_table("cycle") as cycle:
        cycle.drop_constraint(op.f(NAME), type_="foreignkey")
