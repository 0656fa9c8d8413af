"""Documents that wait to be confirmed, what persons did to them, and which replaces which."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

COUNTS = ("task_count", "unit_count", "undecided_count", "doubt_count")
STATES = "state IN ('received', 'published', 'discarded')"
STEPS = ("received", "corrected", "undone", "redone", "published", "discarded", "succeeded")


def upgrade():
    with op.batch_alter_table("document") as document:
        document.add_column(sa.Column("state", sa.String(20)))
        document.add_column(sa.Column("file_name", sa.String()))
        document.add_column(sa.Column("reading", sa.Text()))
        for count in COUNTS:
            document.add_column(sa.Column(count, sa.Integer()))
        document.add_column(sa.Column("supersedes_id", sa.Integer()))
    with op.batch_alter_table("task") as task:
        task.add_column(sa.Column("draft_number", sa.Integer()))
        task.add_column(sa.Column("predecessor_id", sa.Integer()))
    fill()
    with op.batch_alter_table("document") as document:
        for column in ("state", *COUNTS):
            document.alter_column(column, nullable=False)
        document.create_check_constraint(op.f("ck_document_documentstate"), STATES)
        document.create_foreign_key(
            op.f("fk_document_supersedes_id"), "document", ["supersedes_id"], ["id"], ondelete="SET NULL"
        )
        document.create_index(op.f("ix_document_sha256"), ["sha256"])
        document.create_index(op.f("ix_document_supersedes_id"), ["supersedes_id"])
    with op.batch_alter_table("task") as task:
        task.create_foreign_key(
            op.f("fk_task_predecessor_id"), "task", ["predecessor_id"], ["id"], ondelete="SET NULL"
        )
        task.create_index(op.f("ix_task_predecessor_id"), ["predecessor_id"])
    create_events()


def fill():
    """What is there was published; its tasks are numbered as its reading numbers them."""
    op.execute(
        """
        UPDATE document SET state = 'published', undecided_count = 0, doubt_count = 0,
          task_count = (SELECT count(*) FROM task JOIN measure ON measure.id = task.measure_id
                        WHERE measure.document_id = document.id),
          unit_count = (SELECT count(DISTINCT assignment.agency_id) FROM assignment
                        JOIN task ON task.id = assignment.task_id JOIN measure ON measure.id = task.measure_id
                        WHERE measure.document_id = document.id)
        """
    )
    op.execute(
        """
        UPDATE task SET draft_number = numbered.number
        FROM (SELECT task.id, row_number() OVER (
                PARTITION BY measure.document_id ORDER BY measure.position, task.ordinal) AS number
              FROM task JOIN measure ON measure.id = task.measure_id) AS numbered
        WHERE numbered.id = task.id
        """
    )


def create_events():
    op.create_table(
        "document_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "step",
            sa.Enum(*STEPS, name="documentstep", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("reason", sa.String()),
        sa.Column("edit", sa.Text()),
        sa.Column("after", sa.Integer()),
        sa.Column("head", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_event_document_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_event")),
        sa.UniqueConstraint("document_id", "number", name=op.f("uq_document_event_document_id_number")),
    )


def downgrade():
    """Documents that were never published go: the earlier revision would take them for ledger without tasks."""
    op.drop_table("document_event")
    op.execute("DELETE FROM document WHERE state <> 'published'")
    with op.batch_alter_table("task") as task:
        task.drop_index(op.f("ix_task_predecessor_id"))
        task.drop_constraint(op.f("fk_task_predecessor_id"), type_="foreignkey")
        task.drop_column("predecessor_id")
        task.drop_column("draft_number")
    with op.batch_alter_table("document") as document:
        document.drop_index(op.f("ix_document_supersedes_id"))
        document.drop_index(op.f("ix_document_sha256"))
        document.drop_constraint(op.f("fk_document_supersedes_id"), type_="foreignkey")
        document.drop_constraint(op.f("ck_document_documentstate"), type_="check")
        for column in ("supersedes_id", *COUNTS, "reading", "file_name", "state"):
            document.drop_column(column)
