"""A decision whom a name means holds for documents of a time; those made before hold for all."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

UNIQUE, INDEX, CHECK = (
    "uq_confirmed_name_jurisdiction_name", "ix_confirmed_name_jurisdiction_name", "ck_confirmed_name_period",
)  # fmt: skip


def upgrade():
    with op.batch_alter_table("confirmed_name") as names:
        names.add_column(sa.Column("valid_from", sa.Date()))
        names.add_column(sa.Column("valid_to", sa.Date()))
        names.drop_constraint(UNIQUE, type_="unique")
        names.create_check_constraint(op.f(CHECK), "valid_from < valid_to")
        names.create_index(op.f(INDEX), ["jurisdiction", "name"])


def downgrade():
    last = "SELECT max(id) FROM confirmed_name GROUP BY jurisdiction, name"
    op.execute(f"DELETE FROM confirmed_name WHERE id NOT IN ({last})")
    with op.batch_alter_table("confirmed_name") as names:
        names.drop_index(op.f(INDEX))
        names.drop_constraint(op.f(CHECK), type_="check")
        names.create_unique_constraint(op.f(UNIQUE), ["jurisdiction", "name"])
        names.drop_column("valid_to")
        names.drop_column("valid_from")
