"""Reporting cycles: what entered, the dates, who owes what, and every change of that list."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

STATES = (
    "owed", "draft", "to_sign", "submitted", "returned", "to_sign_again", "resubmitted", "accepted", "taken_over",
)  # fmt: skip
PROGRESS = ("not_started", "under_way", "done", "continuing", "blocked", "dropped")


def upgrade():
    create_cycle()
    create_office_day()
    create_cycle_document()
    create_gate()
    create_not_issued()
    create_conditional_recipient()
    create_sign_off()
    create_conditional_task()
    create_cycle_task()
    create_expected_report()
    create_task_fact()
    create_adjustment()
    create_objection()


def create_cycle():
    op.create_table(
        "cycle",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_to", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        word("state", "cyclestate", "prepared", "open", "locked"),
        word("supports", "supportrule", "all", "on_request", "none"),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("soon_days", sa.Integer(), nullable=False),
        sa.Column("slow_points", sa.Integer(), nullable=False),
        sa.Column("behind_points", sa.Integer(), nullable=False),
        sa.Column("prepared_by", sa.String(), nullable=False),
        sa.Column("prepared_at", sa.DateTime(), nullable=False),
        sa.Column("opened_on", sa.Date()),
        sa.Column("opened_at", sa.DateTime()),
        sa.Column("opened_by", sa.String()),
        sa.Column("locked_at", sa.DateTime()),
        sa.Column("locked_by", sa.String()),
        sa.Column("locked_why", sa.String()),
        sa.Column("lifted_by", sa.String()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("period_from <= period_to", name=op.f("ck_cycle_period")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cycle")),
        sa.UniqueConstraint("group_id", "name", name=op.f("uq_cycle_group_id_name")),
    )
    op.create_index(op.f("ix_cycle_group_id"), "cycle", ["group_id"])


def create_office_day():
    op.create_table(
        "office_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("works", sa.Boolean(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_office_day")),
    )


def create_cycle_document():
    op.create_table(
        "cycle_document",
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String()),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["cycle.id"], name=op.f("fk_cycle_document_cycle_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_cycle_document_document_id")),
        sa.PrimaryKeyConstraint("cycle_id", "document_id", name=op.f("pk_cycle_document")),
    )
    op.create_index(op.f("ix_cycle_document_document_id"), "cycle_document", ["document_id"])


def create_gate():
    op.create_table(
        "gate",
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        word("kind", "gatekind", "contributions", "lead_drafts", "office_review", "sign_off"),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_gate_cycle_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("cycle_id", "kind", name=op.f("pk_gate")),
    )


def create_not_issued():
    op.create_table(
        "not_issued",
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("printed", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_not_issued_cycle_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("cycle_id", "key", name=op.f("pk_not_issued")),
    )


def create_conditional_recipient():
    op.create_table(
        "conditional_recipient",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("condition", sa.Text(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("agency_id", sa.String()),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["registered_agency.id"], name=op.f("fk_conditional_recipient_agency_id")
        ),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["cycle.id"], name=op.f("fk_conditional_recipient_cycle_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conditional_recipient")),
    )
    op.create_index(op.f("ix_conditional_recipient_agency_id"), "conditional_recipient", ["agency_id"])
    op.create_index(op.f("ix_conditional_recipient_cycle_id"), "conditional_recipient", ["cycle_id"])


def create_sign_off():
    op.create_table(
        "sign_off",
        sa.Column("agency_id", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["registered_agency.id"], name=op.f("fk_sign_off_agency_id")),
        sa.PrimaryKeyConstraint("agency_id", name=op.f("pk_sign_off")),
    )


def create_conditional_task():
    op.create_table(
        "conditional_task",
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recipient_id"],
            ["conditional_recipient.id"],
            name=op.f("fk_conditional_task_recipient_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_conditional_task_task_id")),
        sa.PrimaryKeyConstraint("recipient_id", "task_id", name=op.f("pk_conditional_task")),
    )
    op.create_index(op.f("ix_conditional_task_task_id"), "conditional_task", ["task_id"])


def create_cycle_task():
    op.create_table(
        "cycle_task",
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("consolidator_id", sa.String()),
        sa.Column("reason", sa.String()),
        sa.ForeignKeyConstraint(
            ["consolidator_id"], ["registered_agency.id"], name=op.f("fk_cycle_task_consolidator_id")
        ),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_cycle_task_cycle_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_cycle_task_task_id")),
        sa.PrimaryKeyConstraint("cycle_id", "task_id", name=op.f("pk_cycle_task")),
    )
    op.create_index(op.f("ix_cycle_task_consolidator_id"), "cycle_task", ["consolidator_id"])
    op.create_index(op.f("ix_cycle_task_task_id"), "cycle_task", ["task_id"])


def create_expected_report():
    op.create_table(
        "expected_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.String(), nullable=False),
        word("role", "role", "lead", "responsible", "support", "guide"),
        word("duty", "duty", "report", "contribution"),
        sa.Column("printed", sa.Text(), nullable=False),
        word("owing", "owing", "owed", "unasked", "withdrawn"),
        word("state", "reportstate", *STATES),
        word("before", "before", *STATES, nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("extended_to", sa.Date()),
        sa.Column("by_on", sa.Date(), nullable=False),
        sa.Column("received_at", sa.DateTime()),
        sa.Column("on_time", sa.Boolean(), nullable=False),
        sa.Column("on_time_originally", sa.Boolean(), nullable=False),
        sa.Column("days_late", sa.Integer(), nullable=False),
        sa.Column("ever_returned", sa.Boolean(), nullable=False),
        sa.Column("version_number", sa.Integer(), nullable=False),
        sa.Column("step_number", sa.Integer(), nullable=False),
        sa.Column("is_nil", sa.Boolean(), nullable=False),
        word("progress", "progress", *PROGRESS, nullable=True),
        sa.Column("percent", sa.Integer()),
        sa.ForeignKeyConstraint(["agency_id"], ["registered_agency.id"], name=op.f("fk_expected_report_agency_id")),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_expected_report_cycle_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_expected_report_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expected_report")),
        sa.UniqueConstraint(
            "cycle_id", "task_id", "agency_id", name=op.f("uq_expected_report_cycle_id_task_id_agency_id")
        ),
    )
    op.create_index(op.f("ix_expected_report_agency_id"), "expected_report", ["agency_id"])
    op.create_index("ix_expected_report_cycle_id_agency_id_duty", "expected_report", ["cycle_id", "agency_id", "duty"])
    op.create_index("ix_expected_report_cycle_id_duty_state", "expected_report", ["cycle_id", "duty", "state"])
    op.create_index(op.f("ix_expected_report_task_id"), "expected_report", ["task_id"])


def create_task_fact():
    op.create_table(
        "task_fact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("closed_out", sa.Boolean(), nullable=False),
        word("progress", "progress", *PROGRESS, nullable=True),
        sa.Column("percent", sa.Integer()),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_task_fact_cycle_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_fact_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_fact")),
    )
    op.create_index(op.f("ix_task_fact_task_id"), "task_fact", ["task_id"])


def create_adjustment():
    op.create_table(
        "adjustment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("expected_id", sa.Integer(), nullable=False),
        word("kind", "adjusting", "added", "withdrawn", "reinstated", "extended"),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer()),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_adjustment_cycle_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["expected_id"], ["expected_report.id"], name=op.f("fk_adjustment_expected_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adjustment")),
    )
    op.create_index(op.f("ix_adjustment_cycle_id"), "adjustment", ["cycle_id"])
    op.create_index(op.f("ix_adjustment_expected_id"), "adjustment", ["expected_id"])


def create_objection():
    op.create_table(
        "objection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("expected_id", sa.Integer(), nullable=False),
        word("state", "objectionstate", "raised", "kept", "changed", "withdrawn", "taken_back"),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("proposed", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("decision", sa.String()),
        sa.Column("decided_by", sa.String()),
        sa.Column("decided_at", sa.DateTime()),
        sa.ForeignKeyConstraint(["expected_id"], ["expected_report.id"], name=op.f("fk_objection_expected_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
    )
    op.create_index(op.f("ix_objection_expected_id"), "objection", ["expected_id"])


def word(column, name, *words, nullable=False):
    kind = sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=20)
    return sa.Column(column, kind, nullable=nullable)


def downgrade():
    op.drop_table("objection")
    op.drop_table("adjustment")
    op.drop_table("task_fact")
    op.drop_table("expected_report")
    op.drop_table("cycle_task")
    op.drop_table("conditional_task")
    op.drop_table("sign_off")
    op.drop_table("conditional_recipient")
    op.drop_table("not_issued")
    op.drop_table("gate")
    op.drop_table("cycle_document")
    op.drop_table("office_day")
    op.drop_table("cycle")
