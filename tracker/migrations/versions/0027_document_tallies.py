"""How many rows of a cycle are alike by the document of their task, counted by triggers beside those of 0022."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

OWN = ("cycle_id", "duty", "owing", "state", "on_time", "on_time_originally", "ever_returned")
STATES = (
    *("owed", "draft", "to_sign", "submitted", "returned", "to_sign_again", "resubmitted", "accepted", "taken_over"),
)
CHANGED = ", ".join((*OWN, "task_id", "days_late"))


def upgrade():
    op.create_table(
        "document_tally",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("duty", one_of("duty", "report", "contribution"), nullable=False),
        sa.Column("owing", one_of("owing", "owed", "unasked", "withdrawn"), nullable=False),
        sa.Column("state", one_of("reportstate", *STATES), nullable=False),
        sa.Column("on_time", sa.Boolean(), nullable=False),
        sa.Column("on_time_originally", sa.Boolean(), nullable=False),
        sa.Column("ever_returned", sa.Boolean(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("days_late", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_tally")),
    )
    op.create_index("ix_document_tally_cycle_id_document_id", "document_tally", ["cycle_id", "document_id"])
    own = ", ".join(OWN)
    op.execute(
        f"INSERT INTO document_tally ({own}, document_id, count, days_late)"
        f" SELECT {own}, document_id, count(*), sum(days_late) FROM expected_report"
        f" JOIN task ON task.id = task_id JOIN measure ON measure.id = measure_id GROUP BY {own}, document_id"
    )
    for statement in triggers_of(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade():
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER expected_report_counted_by_document ON expected_report")
        op.execute("DROP FUNCTION count_expected_report_by_document()")
    else:
        for name in ("inserted", "deleted", "updated"):
            op.execute(f"DROP TRIGGER expected_report_{name}_counted_by_document")
    op.drop_table("document_tally")


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
        f"CREATE TRIGGER expected_report_{name}_counted_by_document AFTER {event} ON expected_report BEGIN {what} END"
        for name, (event, what) in events.items()
    ]


def on_postgresql():
    function = (
        "CREATE FUNCTION count_expected_report_by_document() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF TG_OP <> 'INSERT' THEN {counted('OLD', -1)} END IF;"
        f" IF TG_OP <> 'DELETE' THEN {counted('NEW', 1)} END IF;"
        " RETURN NULL; END $$"
    )
    trigger = (
        f"CREATE TRIGGER expected_report_counted_by_document AFTER INSERT OR DELETE OR UPDATE OF {CHANGED}"
        " ON expected_report FOR EACH ROW EXECUTE FUNCTION count_expected_report_by_document()"
    )
    return function, trigger


def counted(row, times):
    values = ", ".join(f"{row}.{name}" for name in OWN)
    return (
        f"INSERT INTO document_tally ({', '.join(OWN)}, count, days_late, document_id)"
        f" SELECT {values}, {times}, {times} * {row}.days_late, measure.document_id"
        f" FROM task JOIN measure ON measure.id = task.measure_id WHERE task.id = {row}.task_id;"
    )


def one_of(name, *words):
    return sa.Enum(*words, name=name, native_enum=False, length=20, create_constraint=True)
