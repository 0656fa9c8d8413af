"""How many rows of a cycle are alike, counted by triggers with every change of a row; an index in the order of the queue."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

ALIKE = ("cycle_id", "agency_id", "duty", "owing", "state", "by_on", "on_time", "on_time_originally", "ever_returned")
STATES = (
    *("owed", "draft", "to_sign", "submitted", "returned", "to_sign_again", "resubmitted", "accepted", "taken_over"),
)
CHANGED = ", ".join((*ALIKE, "days_late"))


QUEUE = ("cycle_id", "owing", "duty", "state", "received_at", "agency_id", "on_time")
BEFORE = {
    "ix_expected_report_glance": ("cycle_id", "owing", "agency_id", "duty", "state", "by_on", "on_time", "received_at"),
    "ix_expected_report_cycle_id_duty_state": ("cycle_id", "duty", "state"),
}


def upgrade():
    create_row_tally()
    for name in BEFORE:
        op.drop_index(name, "expected_report")
    op.create_index("ix_expected_report_queue", "expected_report", QUEUE)


def create_row_tally():
    op.create_table(
        "row_tally",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.String(), nullable=False),
        sa.Column("duty", one_of("duty", "report", "contribution"), nullable=False),
        sa.Column("owing", one_of("owing", "owed", "unasked", "withdrawn"), nullable=False),
        sa.Column("state", one_of("reportstate", *STATES), nullable=False),
        sa.Column("by_on", sa.Date(), nullable=False),
        sa.Column("on_time", sa.Boolean(), nullable=False),
        sa.Column("on_time_originally", sa.Boolean(), nullable=False),
        sa.Column("ever_returned", sa.Boolean(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("days_late", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_row_tally")),
    )
    op.create_index("ix_row_tally_cycle_id_agency_id", "row_tally", ["cycle_id", "agency_id"])
    alike = ", ".join(ALIKE)
    op.execute(
        f"INSERT INTO row_tally ({alike}, count, days_late)"
        f" SELECT {alike}, count(*), sum(days_late) FROM expected_report GROUP BY {alike}"
    )
    for statement in triggers_of(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade():
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER expected_report_counted ON expected_report")
        op.execute("DROP FUNCTION count_expected_report()")
    else:
        for name in ("inserted", "deleted", "updated"):
            op.execute(f"DROP TRIGGER expected_report_{name}_counted")
    op.drop_table("row_tally")
    op.drop_index("ix_expected_report_queue", "expected_report")
    for name, columns in BEFORE.items():
        op.create_index(name, "expected_report", columns)


def triggers_of(dialect):
    """A row that comes adds a line, a row that goes takes one away, one that changes does both."""
    if dialect == "postgresql":
        return on_postgresql()
    events = {
        "inserted": ("INSERT", counted("NEW", 1)),
        "deleted": ("DELETE", counted("OLD", -1)),
        "updated": (f"UPDATE OF {CHANGED}", f"{counted('OLD', -1)} {counted('NEW', 1)}"),
    }
    return [
        f"CREATE TRIGGER expected_report_{name}_counted AFTER {event} ON expected_report BEGIN {what} END"
        for name, (event, what) in events.items()
    ]


def on_postgresql():
    function = (
        "CREATE FUNCTION count_expected_report() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF TG_OP <> 'INSERT' THEN {counted('OLD', -1)} END IF;"
        f" IF TG_OP <> 'DELETE' THEN {counted('NEW', 1)} END IF;"
        " RETURN NULL; END $$"
    )
    trigger = (
        f"CREATE TRIGGER expected_report_counted AFTER INSERT OR DELETE OR UPDATE OF {CHANGED} ON expected_report"
        " FOR EACH ROW EXECUTE FUNCTION count_expected_report()"
    )
    return function, trigger


def counted(row, times):
    values = ", ".join(f"{row}.{name}" for name in ALIKE)
    return (
        f"INSERT INTO row_tally ({', '.join(ALIKE)}, count, days_late)"
        f" VALUES ({values}, {times}, {times} * {row}.days_late);"
    )


def one_of(name, *words):
    return sa.Enum(*words, name=name, native_enum=False, length=20, create_constraint=True)
