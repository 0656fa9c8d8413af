"""What was said to late agencies: reminders with their rows, numbered papers, and the outbox of e-mails."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

STEPS = ("remind", "urge", "supervise", "request")
LETTERS = ("waiting", "sending", "sent", "refused", "dropped")
KINDS = (
    *("submit", "report_nil", "enter", "withdraw", "return", "accept", "take_over", "undo"),
    *("send_to_sign", "send_back", "added", "withdrawn", "reinstated", "extended", "asked", "nudged"),
    *("objected", "decided", "named", "handed_over", "opened", "locked", "unlocked"),
    *("extension_asked", "extension_decided", "reminded", "urged", "supervised", "due_moved"),
)
KIND = "ck_message_messagekind"


def upgrade():
    create_reminder()
    create_reminder_row()
    create_letter()
    let_messages_be(*KINDS, "requested")


def create_reminder():
    op.create_table(
        "reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.String(), nullable=False),
        sa.Column("addressee", sa.String(), nullable=False),
        sa.Column("step", one_of("step", *STEPS), nullable=False),
        sa.Column("automatic", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("term", sa.Date()),
        sa.Column("year", sa.Integer()),
        sa.Column("number", sa.Integer()),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer()),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("voided_at", sa.DateTime()),
        sa.Column("voided_by", sa.String()),
        sa.Column("voided_why", sa.String()),
        key("reminder", "cycle_id", "cycle.id"),
        key("reminder", "group_id", "leading_group.id"),
        key("reminder", "agency_id", "registered_agency.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint("group_id", "year", "number", name=op.f("uq_reminder_group_id_year_number")),
    )
    op.create_index("ix_reminder_cycle_id_agency_id", "reminder", ["cycle_id", "agency_id"])
    op.create_index(op.f("ix_reminder_agency_id"), "reminder", ["agency_id"])


def create_reminder_row():
    op.create_table(
        "reminder_row",
        sa.Column("reminder_id", sa.Integer(), nullable=False),
        sa.Column("expected_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("gate", sa.Integer()),
        sa.Column("days_late", sa.Integer(), nullable=False),
        key("reminder_row", "reminder_id", "reminder.id"),
        key("reminder_row", "expected_id", "expected_report.id"),
        sa.PrimaryKeyConstraint("reminder_id", "expected_id", name=op.f("pk_reminder_row")),
        sa.UniqueConstraint("expected_id", "due_on", "gate", name=op.f("uq_reminder_row_expected_id_due_on_gate")),
    )
    op.create_index(op.f("ix_reminder_row_expected_id"), "reminder_row", ["expected_id"])


def create_letter():
    op.create_table(
        "letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reminder_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(length=100), nullable=False),
        sa.Column("state", one_of("letterstate", *LETTERS), nullable=False),
        sa.Column("tried_at", sa.DateTime()),
        sa.Column("answer", sa.Text(), nullable=False),
        key("letter", "reminder_id", "reminder.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("reminder_id", "address", name=op.f("uq_letter_reminder_id_address")),
    )
    op.create_index("ix_letter_state", "letter", ["state"])


def downgrade():
    """What the earlier revision has no word for is told in the nearest it has."""
    op.execute("UPDATE message SET kind = 'urged' WHERE kind = 'requested'")
    let_messages_be(*KINDS)
    for table in ("letter", "reminder_row", "reminder"):
        op.drop_table(table)


def let_messages_be(*kinds):
    with op.batch_alter_table("message") as message:
        message.drop_constraint(op.f(KIND), type_="check")
        message.create_check_constraint(op.f(KIND), f"kind IN ({', '.join(map(repr, kinds))})")


def key(table, column, target):
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def one_of(name, *words):
    return sa.Enum(*words, name=name, native_enum=False, length=20, create_constraint=True)
