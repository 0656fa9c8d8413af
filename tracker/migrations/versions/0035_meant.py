"""An index of whom each printed name means, wherever it stands."""

from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

INDEX = "ix_assignment_meant"


def upgrade():
    op.create_index(INDEX, "assignment", ["agency_id", "registered_id", "collective_id"])


def downgrade():
    op.drop_index(INDEX, "assignment")
