"""What somebody is told: messages, the rows they are about, who has read them."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

KINDS = (
    *("submit", "report_nil", "enter", "withdraw", "return", "accept", "take_over", "undo"),
    *("send_to_sign", "send_back", "added", "withdrawn", "reinstated", "extended", "asked", "nudged"),
    *("objected", "decided", "named", "handed_over", "opened", "locked", "unlocked"),
    *("extension_asked", "extension_decided", "reminded", "urged", "supervised"),
)
ROLES = ("office", "reporter", "approver", "superior", "sysadmin", "secadmin", "auditor")


def upgrade():
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("kind", one_of("messagekind", *KINDS), nullable=False),
        sa.Column("agency_id", sa.String()),
        sa.Column("group_id", sa.Integer()),
        sa.Column("role", one_of("role", *ROLES)),
        sa.Column("cycle_id", sa.Integer()),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer()),
        sa.CheckConstraint("(agency_id IS NULL) <> (group_id IS NULL)", name=op.f("ck_message_one_body")),
        key("message", "agency_id", "registered_agency.id"),
        key("message", "group_id", "leading_group.id"),
        key("message", "cycle_id", "cycle.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
    )
    op.create_index("ix_message_agency_id_at", "message", ["agency_id", "at"])
    op.create_index("ix_message_group_id_at", "message", ["group_id", "at"])
    op.create_index(op.f("ix_message_cycle_id"), "message", ["cycle_id"])
    op.create_table(
        "message_row",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("expected_id", sa.Integer(), nullable=False),
        key("message_row", "message_id", "message.id"),
        key("message_row", "expected_id", "expected_report.id"),
        sa.PrimaryKeyConstraint("message_id", "expected_id", name=op.f("pk_message_row")),
    )
    op.create_index(op.f("ix_message_row_expected_id"), "message_row", ["expected_id"])
    op.create_table(
        "message_reading",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        key("message_reading", "message_id", "message.id"),
        key("message_reading", "account_id", "account.id"),
        sa.PrimaryKeyConstraint("message_id", "account_id", name=op.f("pk_message_reading")),
    )
    op.create_index(op.f("ix_message_reading_account_id"), "message_reading", ["account_id"])


def downgrade():
    for table in ("message_reading", "message_row", "message"):
        op.drop_table(table)


def key(table, column, target):
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"), ondelete="CASCADE")


def one_of(name, *words):
    return sa.Enum(*words, name=name, native_enum=False, length=20, create_constraint=True)
