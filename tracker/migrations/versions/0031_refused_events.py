"""An index from which what was refused is found among the events of the audit."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

INDEX = "ix_audit_event_refused"
WHERE = "result = 'refused'"


def upgrade():
    where = sa.text(WHERE)
    op.create_index(INDEX, "audit_event", ["at", "id"], sqlite_where=where, postgresql_where=where)


def downgrade():
    op.drop_index(INDEX, "audit_event")
