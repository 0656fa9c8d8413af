"""What agencies report: sheets, drafts, versions, what was done with them, receipts, evidence."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

STATES = (
    "owed", "draft", "to_sign", "submitted", "returned", "to_sign_again", "resubmitted", "accepted", "taken_over",
)  # fmt: skip


def upgrade():
    create_filing()
    create_receipt()
    create_attachment()
    create_draft()
    create_nudge()
    create_report_step()
    create_report_version()
    create_gone_without()
    create_version_attachment()


def create_filing():
    op.create_table(
        "filing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.String(), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime()),
        sa.Column("acknowledged_by", sa.String()),
        sa.Column("overview", sa.Text(), nullable=False),
        sa.Column("practice", sa.Text(), nullable=False),
        sa.Column("problems", sa.Text(), nullable=False),
        sa.Column("next_step", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["registered_agency.id"], name=op.f("fk_filing_agency_id")),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_filing_cycle_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filing")),
        sa.UniqueConstraint("cycle_id", "agency_id", name=op.f("uq_filing_cycle_id_agency_id")),
    )
    op.create_index(op.f("ix_filing_agency_id"), "filing", ["agency_id"])


def create_receipt():
    op.create_table(
        "receipt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("filing_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("number", sa.String(length=20)),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer()),
        sa.Column("cover", sa.Text(), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["filing_id"], ["filing.id"], name=op.f("fk_receipt_filing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
        sa.UniqueConstraint("filing_id", "key", name=op.f("uq_receipt_filing_id_key")),
        sa.UniqueConstraint("number", name=op.f("uq_receipt_number")),
    )


def create_attachment():
    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("filing_id", sa.Integer(), nullable=False),
        sa.Column("expected_id", sa.Integer()),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer()),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("removed_at", sa.DateTime()),
        sa.Column("removed_by", sa.String()),
        sa.ForeignKeyConstraint(["expected_id"], ["expected_report.id"], name=op.f("fk_attachment_expected_id")),
        sa.ForeignKeyConstraint(["filing_id"], ["filing.id"], name=op.f("fk_attachment_filing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    op.create_index(op.f("ix_attachment_expected_id"), "attachment", ["expected_id"])
    op.create_index(op.f("ix_attachment_filing_id"), "attachment", ["filing_id"])
    op.create_index(op.f("ix_attachment_sha256"), "attachment", ["sha256"])


def create_draft():
    op.create_table(
        "draft",
        sa.Column("expected_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["expected_id"], ["expected_report.id"], name=op.f("fk_draft_expected_id")),
        sa.PrimaryKeyConstraint("expected_id", name=op.f("pk_draft")),
    )


def create_nudge():
    op.create_table(
        "nudge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("expected_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer()),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["expected_id"], ["expected_report.id"], name=op.f("fk_nudge_expected_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nudge")),
    )
    op.create_index(op.f("ix_nudge_expected_id"), "nudge", ["expected_id"])


def create_report_step():
    op.create_table(
        "report_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("expected_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        word(
            "action",
            "action",
            "save",
            "send_to_sign",
            "send_back",
            "submit",
            "report_nil",
            "enter",
            "withdraw",
            "return",
            "accept",
            "take_over",
            "undo",
            "complete",
        ),
        word("before", "before", *STATES),
        word("after", "after", *STATES),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer()),
        sa.Column("reason", sa.Text()),
        sa.Column("term", sa.Date()),
        sa.Column("version_number", sa.Integer()),
        sa.ForeignKeyConstraint(["expected_id"], ["expected_report.id"], name=op.f("fk_report_step_expected_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_step")),
        sa.UniqueConstraint("expected_id", "number", name=op.f("uq_report_step_expected_id_number")),
    )


def create_report_version():
    op.create_table(
        "report_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("expected_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("receipt_id", sa.Integer()),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("source", sa.String()),
        sa.Column("source_on", sa.Date()),
        sa.Column("without", sa.Text()),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer()),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_report_version_number")),
        sa.ForeignKeyConstraint(["expected_id"], ["expected_report.id"], name=op.f("fk_report_version_expected_id")),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipt.id"], name=op.f("fk_report_version_receipt_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_version")),
        sa.UniqueConstraint("expected_id", "number", name=op.f("uq_report_version_expected_id_number")),
    )
    op.create_index(op.f("ix_report_version_receipt_id"), "report_version", ["receipt_id"])
    op.create_index(op.f("ix_report_version_sha256"), "report_version", ["sha256"])


def create_gone_without():
    op.create_table(
        "gone_without",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("expected_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["expected_id"], ["expected_report.id"], name=op.f("fk_gone_without_expected_id")),
        sa.ForeignKeyConstraint(["version_id"], ["report_version.id"], name=op.f("fk_gone_without_version_id")),
        sa.PrimaryKeyConstraint("version_id", "expected_id", name=op.f("pk_gone_without")),
    )
    op.create_index(op.f("ix_gone_without_expected_id"), "gone_without", ["expected_id"])


def create_version_attachment():
    op.create_table(
        "version_attachment",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["attachment_id"], ["attachment.id"], name=op.f("fk_version_attachment_attachment_id")),
        sa.ForeignKeyConstraint(["version_id"], ["report_version.id"], name=op.f("fk_version_attachment_version_id")),
        sa.PrimaryKeyConstraint("version_id", "attachment_id", name=op.f("pk_version_attachment")),
    )
    op.create_index(op.f("ix_version_attachment_attachment_id"), "version_attachment", ["attachment_id"])


def word(column, name, *words, nullable=False):
    kind = sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=20)
    return sa.Column(column, kind, nullable=nullable)


def downgrade():
    op.drop_table("version_attachment")
    op.drop_table("gone_without")
    op.drop_table("report_version")
    op.drop_table("report_step")
    op.drop_table("nudge")
    op.drop_table("draft")
    op.drop_table("attachment")
    op.drop_table("receipt")
    op.drop_table("filing")
