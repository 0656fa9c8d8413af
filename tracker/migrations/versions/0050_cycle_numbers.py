"""A cycle's number is never given to another: a cycle that is not open yet can be given up, and the audit goes on naming it."""

from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade():
    _numbered(once=True)


def downgrade():
    _numbered(once=False)


def _numbered(*, once):
    """PostgreSQL gives no number twice as it is."""
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table("cycle", recreate="always", table_kwargs={"sqlite_autoincrement": once}):
            pass
