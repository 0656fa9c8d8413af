"""How much of what stands was received on each day of the offices' clock, counted by triggers beside those of 0022 and 0027."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

STATES = (
    *("owed", "draft", "to_sign", "submitted", "returned", "to_sign_again", "resubmitted", "accepted", "taken_over"),
)
OWN = ("cycle_id", "duty", "state")
CHANGED = ", ".join((*OWN, "owing", "received_at"))
ARRIVED = (
    "{row}.received_at IS NOT NULL AND {row}.owing = 'owed'"
    " AND {row}.state IN ('submitted', 'resubmitted', 'accepted', 'taken_over')"
)
DAY = {
    "sqlite": "date(substr({row}.received_at, 1, 19), '+8 hours')",
    "postgresql": "CAST({row}.received_at + interval '8 hours' AS date)",
}
"""SQLite would round the last half of a thousandth of a second up to the next day."""


def upgrade():
    op.create_table(
        "arrival_tally",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("duty", one_of("duty", "report", "contribution"), nullable=False),
        sa.Column("state", one_of("reportstate", *STATES), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrival_tally")),
    )
    op.create_index("ix_arrival_tally_cycle_id", "arrival_tally", ["cycle_id"])
    dialect, row = op.get_bind().dialect.name, "expected_report"
    own, day = ", ".join(OWN), DAY[dialect].format(row=row)
    op.execute(
        f"INSERT INTO arrival_tally ({own}, day, count) SELECT {own}, {day}, count(*) FROM {row}"
        f" WHERE {ARRIVED.format(row=row)} GROUP BY {own}, {day}"
    )
    for statement in triggers_of(dialect):
        op.execute(statement)


def downgrade():
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER expected_report_counted_by_day ON expected_report")
        op.execute("DROP FUNCTION count_expected_report_by_day()")
    else:
        for name in ("inserted", "deleted", "updated"):
            op.execute(f"DROP TRIGGER expected_report_{name}_counted_by_day")
    op.drop_table("arrival_tally")


def triggers_of(dialect):
    """A row that comes to stand adds a line, one that stands no more takes one away, one that stands otherwise does both."""
    came, went = counted("NEW", 1, dialect), counted("OLD", -1, dialect)
    if dialect == "postgresql":
        return on_postgresql(came, went)
    new, old = ARRIVED.format(row="NEW"), ARRIVED.format(row="OLD")
    events = {
        "inserted": ("INSERT", new, came),
        "deleted": ("DELETE", old, went),
        "updated": (f"UPDATE OF {CHANGED}", f"({old}) OR ({new})", f"{went} {came}"),
    }
    return [
        f"CREATE TRIGGER expected_report_{name}_counted_by_day AFTER {event} ON expected_report WHEN {when} BEGIN {what} END"
        for name, (event, when, what) in events.items()
    ]


def on_postgresql(came, went):
    function = (
        "CREATE FUNCTION count_expected_report_by_day() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF TG_OP <> 'INSERT' THEN {went} END IF;"
        f" IF TG_OP <> 'DELETE' THEN {came} END IF;"
        " RETURN NULL; END $$"
    )
    trigger = (
        f"CREATE TRIGGER expected_report_counted_by_day AFTER INSERT OR DELETE OR UPDATE OF {CHANGED}"
        " ON expected_report FOR EACH ROW EXECUTE FUNCTION count_expected_report_by_day()"
    )
    return function, trigger


def counted(row, times, dialect):
    values = ", ".join(f"{row}.{name}" for name in OWN)
    line = (
        f"INSERT INTO arrival_tally ({', '.join(OWN)}, day, count)"
        f" SELECT {values}, {DAY[dialect].format(row=row)}, {times}"
    )
    arrived = ARRIVED.format(row=row)
    return f"IF {arrived} THEN {line}; END IF;" if dialect == "postgresql" else f"{line} WHERE {arrived};"


def one_of(name, *words):
    return sa.Enum(*words, name=name, native_enum=False, length=20, create_constraint=True)
