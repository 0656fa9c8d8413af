"""Documents beside or instead of one another, what each correction did in words, and the ids of tasks taken out."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

STEPS = ("received", "corrected", "undone", "redone", "published", "discarded", "succeeded")
NEW_STEPS = ("separated", "beside", "reread")
ORIGINS = ("annotation", "heading", "line", "table", "document")
STEP, ORIGIN = "ck_document_event_documentstep", "ck_task_origin"
OTHER = "fk_document_event_other_id"


def upgrade():
    with op.batch_alter_table("document_event") as event:
        event.add_column(sa.Column("summary", sa.Text()))
        event.add_column(sa.Column("other_id", sa.Integer()))
        event.drop_constraint(op.f(STEP), type_="check")
        event.create_check_constraint(op.f(STEP), one_of("step", *STEPS, *NEW_STEPS))
        event.create_foreign_key(op.f(OTHER), "document", ["other_id"], ["id"], ondelete="SET NULL")
        event.create_index(op.f("ix_document_event_other_id"), ["other_id"])
    numbered_once = {"sqlite_autoincrement": True}
    with op.batch_alter_table("task", recreate="auto", table_kwargs=numbered_once) as task:
        task.drop_constraint(op.f(ORIGIN), type_="check")
        task.create_check_constraint(op.f(ORIGIN), one_of("origin", *ORIGINS, "office", "none"))
    op.create_table(
        "retired_task",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("draft_number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retired_task")),
        sa.UniqueConstraint(
            "document_id", "draft_number", name=op.f("uq_retired_task_document_id_draft_number")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_retired_task_document_id"), ondelete="CASCADE"
        ),
    )


def downgrade():
    """What the earlier revision has no word for is told in the nearest it has."""
    op.drop_table("retired_task")
    op.execute("UPDATE task SET origin = 'document' WHERE origin = 'office'")
    with op.batch_alter_table("task", recreate="auto", table_kwargs={"sqlite_autoincrement": False}) as task:
        task.drop_constraint(op.f(ORIGIN), type_="check")
        task.create_check_constraint(op.f(ORIGIN), one_of("origin", *ORIGINS, "none"))
    op.execute("UPDATE document_event SET step = 'received' WHERE step = 'reread'")
    op.execute("UPDATE document_event SET step = 'succeeded' WHERE step IN ('separated', 'beside')")
    with op.batch_alter_table("document_event") as event:
        event.drop_index(op.f("ix_document_event_other_id"))
        event.drop_constraint(op.f(OTHER), type_="foreignkey")
        event.drop_constraint(op.f(STEP), type_="check")
        event.create_check_constraint(op.f(STEP), one_of("step", *STEPS))
        event.drop_column("other_id")
        event.drop_column("summary")


def one_of(column, *values):
    return f"{column} IN ({', '.join(map(repr, values))})"
