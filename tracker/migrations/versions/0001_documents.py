"""Documents, their measures and tasks, agencies and who is responsible for what."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    create_agency()
    create_document()
    create_measure()
    create_task()
    create_assignment()


def create_agency():
    op.create_table(
        "agency",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("jurisdiction", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency")),
        sa.UniqueConstraint("jurisdiction", "name", name=op.f("uq_agency_jurisdiction_name")),
    )


def create_document():
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stem", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String()),
        sa.Column("number", sa.String()),
        sa.Column("issuer", sa.String()),
        sa.Column("jurisdiction", sa.String()),
        sa.Column("issued_on", sa.Date()),
        sa.Column(
            "status",
            sa.Enum("draft", "issued", name="documentstatus", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("effective_from", sa.Date()),
        sa.Column("valid_until", sa.Date()),
        sa.Column("valid_for", sa.String()),
        sa.Column("text", sa.String()),
        sa.Column("sha256", sa.String()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("stem", name=op.f("uq_document_stem")),
    )
    op.create_index(op.f("ix_document_jurisdiction"), "document", ["jurisdiction"])


def create_measure():
    op.create_table(
        "measure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("part", sa.String()),
        sa.Column("path", sa.String()),
        sa.Column("section", sa.String()),
        sa.Column("heading", sa.String()),
        sa.Column("start", sa.Integer()),
        sa.Column("end", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_measure_document_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure")),
        sa.UniqueConstraint("document_id", "position", name=op.f("uq_measure_document_id_position")),
    )


def create_task():
    op.create_table(
        "task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("annotation", sa.String()),
        sa.Column("deadline", sa.String()),
        sa.Column(
            "origin",
            sa.Enum(
                "annotation",
                "heading",
                "line",
                "table",
                "document",
                "none",
                name="origin",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("start", sa.Integer()),
        sa.Column("end", sa.Integer()),
        sa.Column("annotation_start", sa.Integer()),
        sa.Column("annotation_end", sa.Integer()),
        sa.CheckConstraint('start IS NULL OR start <= "end"', name=op.f("ck_task_span")),
        sa.ForeignKeyConstraint(["measure_id"], ["measure.id"], name=op.f("fk_task_measure_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
        sa.UniqueConstraint("measure_id", "ordinal", name=op.f("uq_task_measure_id_ordinal")),
    )


def create_assignment():
    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "lead",
                "responsible",
                "support",
                "guide",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("printed", sa.String()),
        sa.Column("start", sa.Integer()),
        sa.Column("end", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_assignment_agency_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_assignment_task_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sa.UniqueConstraint("task_id", "position", name=op.f("uq_assignment_task_id_position")),
    )
    op.create_index("ix_assignment_agency_id_role", "assignment", ["agency_id", "role"])


def downgrade():
    op.drop_index("ix_assignment_agency_id_role", "assignment")
    op.drop_table("assignment")
    op.drop_table("task")
    op.drop_table("measure")
    op.drop_index(op.f("ix_document_jurisdiction"), "document")
    op.drop_table("document")
    op.drop_table("agency")
