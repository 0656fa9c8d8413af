"""The last day a task's printed deadline allows, as a date."""

import sqlalchemy as sa
from alembic import op

from tracker.extraction.deadlines import read_deadline

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TASK = sa.table("task", sa.column("deadline", sa.String), sa.column("deadline_on", sa.Date))


def upgrade():
    op.add_column("task", sa.Column("deadline_on", sa.Date()))
    printed = op.get_bind().scalars(sa.select(TASK.c.deadline).where(TASK.c.deadline.is_not(None)).distinct()).all()
    for deadline in printed:
        if on := read_deadline(deadline).on:
            op.execute(sa.update(TASK).where(TASK.c.deadline == deadline).values(deadline_on=on))


def downgrade():
    op.drop_column("task", "deadline_on")
