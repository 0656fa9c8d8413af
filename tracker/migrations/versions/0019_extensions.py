"""Extensions that agencies ask for, and due dates moved for a whole cycle."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

KINDS = (
    *("submit", "report_nil", "enter", "withdraw", "return", "accept", "take_over", "undo"),
    *("send_to_sign", "send_back", "added", "withdrawn", "reinstated", "extended", "asked", "nudged"),
    *("objected", "decided", "named", "handed_over", "opened", "locked", "unlocked"),
    *("extension_asked", "extension_decided", "reminded", "urged", "supervised"),
)
NEW_KIND = "due_moved"
KIND = "ck_message_messagekind"


def upgrade():
    op.create_table(
        "extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("expected_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("wanted", sa.Date(), nullable=False),
        *said(),
        sa.Column("granted_to", sa.Date()),
        sa.Column("decision", sa.Text()),
        sa.Column("decided_by", sa.String()),
        sa.Column("decided_at", sa.DateTime()),
        sa.CheckConstraint(
            "state IN ('asked', 'granted', 'refused', 'taken_back')", name=op.f("ck_extension_extensionstate")
        ),
        sa.CheckConstraint(
            "(state = 'granted') = (granted_to IS NOT NULL)", name=op.f("ck_extension_granted")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension")),
        sa.ForeignKeyConstraint(["expected_id"], ["expected_report.id"], name=op.f("fk_extension_expected_id")),
    )
    op.create_index(op.f("ix_extension_expected_id"), "extension", ["expected_id"])
    op.create_table(
        "due_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.Date(), nullable=False),
        sa.Column("after", sa.Date(), nullable=False),
        *said(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_due_move")),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_due_move_cycle_id"), ondelete="CASCADE"),
    )
    op.create_index(op.f("ix_due_move_cycle_id"), "due_move", ["cycle_id"])
    allow(*KINDS, NEW_KIND)


def downgrade():
    op.execute(f"DELETE FROM message_row WHERE message_id IN (SELECT id FROM message WHERE kind = '{NEW_KIND}')")
    op.execute(f"DELETE FROM message_reading WHERE message_id IN (SELECT id FROM message WHERE kind = '{NEW_KIND}')")
    op.execute(f"DELETE FROM message WHERE kind = '{NEW_KIND}'")
    allow(*KINDS)
    op.drop_table("due_move")
    op.drop_table("extension")


def allow(*kinds):
    with op.batch_alter_table("message") as message:
        message.drop_constraint(op.f(KIND), type_="check")
        message.create_check_constraint(op.f(KIND), f"kind IN ({', '.join(map(repr, kinds))})")


def said():
    """Why, who, when."""
    return (
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer()),
        sa.Column("at", sa.DateTime(), nullable=False),
    )
