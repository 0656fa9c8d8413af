"""Workbooks that came back, the reports they changed, and how the columns of others' workbooks were mapped."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade():
    create_workbook_import()
    create_workbook_change()
    create_column_layout()


def create_workbook_import():
    op.create_table(
        "workbook_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("filing_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(200), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("grids", sa.Text(), nullable=False),
        sa.Column("has_links", sa.Boolean(), nullable=False),
        sa.Column("matched", sa.Text()),
        sa.Column("source", sa.String()),
        sa.Column("source_on", sa.Date()),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer()),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("taken_at", sa.DateTime()),
        sa.Column("taken_by", sa.String()),
        sa.Column("receipt_id", sa.Integer()),
        sa.Column("undone_at", sa.DateTime()),
        sa.Column("undone_by", sa.String()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workbook_import")),
        sa.ForeignKeyConstraint(["filing_id"], ["filing.id"], name=op.f("fk_workbook_import_filing_id")),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipt.id"], name=op.f("fk_workbook_import_receipt_id")),
    )
    for column in ("filing_id", "sha256", "receipt_id"):
        op.create_index(op.f(f"ix_workbook_import_{column}"), "workbook_import", [column])


def create_workbook_change():
    op.create_table(
        "workbook_change",
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("expected_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("import_id", "expected_id", name=op.f("pk_workbook_change")),
        sa.ForeignKeyConstraint(
            ["import_id"], ["workbook_import.id"], name=op.f("fk_workbook_change_import_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["expected_id"], ["expected_report.id"], name=op.f("fk_workbook_change_expected_id")
        ),
    )
    op.create_index(op.f("ix_workbook_change_expected_id"), "workbook_change", ["expected_id"])


def create_column_layout():
    op.create_table(
        "column_layout",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("captions", sa.Text(), nullable=False),
        sa.Column("columns", sa.Text(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_column_layout")),
        sa.UniqueConstraint("digest", name=op.f("uq_column_layout_digest")),
    )


def downgrade():
    op.drop_table("column_layout")
    op.drop_table("workbook_change")
    op.drop_table("workbook_import")
