"""Changes are counted by the part they belong to, so that a value is made anew only when what it is made of has changed."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

PARTS = ("documents", "agencies", "decided", "facts", "lights")


def upgrade():
    _exchange(PARTS)


def downgrade():
    _exchange(["number"])


def _exchange(numbers):
    op.drop_table("data_version")
    version = op.create_table(
        "data_version",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in numbers),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_version")),
    )
    op.bulk_insert(version, [{"id": 1} | dict.fromkeys(numbers, 1)])
