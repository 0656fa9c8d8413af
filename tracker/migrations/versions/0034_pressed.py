"""How far each row was pressed for the due date it has now, kept by triggers and counted beside the rest of 0022."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

BEFORE = ("cycle_id", "agency_id", "duty", "owing", "state", "by_on", "on_time", "on_time_originally", "ever_returned")
PRESSED = ("pressed", "pressed_until")
ALIKE = (*BEFORE, *PRESSED)
HEIGHT = "CASE reminder.step WHEN 'urge' THEN 1 WHEN 'request' THEN 2 WHEN 'supervise' THEN 3 ELSE 0 END"
REACHED = (
    f"SELECT max({HEIGHT}), max(reminder.term) FROM reminder_row"
    " JOIN reminder ON reminder.id = reminder_row.reminder_id"
    " WHERE reminder_row.expected_id = expected_report.id AND reminder_row.due_on = expected_report.by_on"
    " AND reminder.voided_at IS NULL AND reminder.step <> 'remind'"
)
PRESS = f"UPDATE expected_report SET (pressed, pressed_until) = ({REACHED}) WHERE"
OF_REMINDER = "SELECT expected_id FROM reminder_row WHERE reminder_id"
IS_STEP = "(SELECT step FROM reminder WHERE id = {row}.reminder_id) <> 'remind'"
WAS_SAID = "EXISTS (SELECT 1 FROM reminder_row WHERE expected_id = NEW.id)"
ON_SQLITE = {
    "reminder_row_inserted_pressed": (
        "INSERT ON reminder_row", IS_STEP.format(row="NEW"), "id = NEW.expected_id",
    ),
    "reminder_row_deleted_pressed": (
        "DELETE ON reminder_row", IS_STEP.format(row="OLD"), "id = OLD.expected_id",
    ),
    "reminder_updated_pressed": (
        "UPDATE OF voided_at, step, term ON reminder", "TRUE", f"id IN ({OF_REMINDER} = NEW.id)",
    ),
    "expected_report_moved_pressed": (
        "UPDATE OF by_on ON expected_report", f"NEW.by_on <> OLD.by_on AND {WAS_SAID}", "id = NEW.id",
    ),
}  # fmt: skip


def upgrade():
    dialect = op.get_bind().dialect.name
    for name in drop_counting(dialect):
        op.execute(name)
    for table in ("expected_report", "row_tally"):
        op.add_column(table, sa.Column("pressed", sa.Integer()))
        op.add_column(table, sa.Column("pressed_until", sa.Date()))
    op.execute(f"{PRESS} id IN (SELECT expected_id FROM reminder_row)")
    count_anew(dialect, ALIKE)
    for statement in pressing_on_postgresql() if dialect == "postgresql" else pressing_on_sqlite():
        op.execute(statement)


def downgrade():
    dialect = op.get_bind().dialect.name
    if dialect == "postgresql":
        for table, trigger in (("reminder_row", "row"), ("reminder", "step"), ("expected_report", "moved")):
            op.execute(f"DROP TRIGGER {table}_pressed ON {table}")
            op.execute(f"DROP FUNCTION press_{trigger}()")
    else:
        for name in ON_SQLITE:
            op.execute(f"DROP TRIGGER {name}")
    for statement in drop_counting(dialect):
        op.execute(statement)
    for table in ("row_tally", "expected_report"):
        for column in PRESSED:
            op.drop_column(table, column)
    count_anew(dialect, BEFORE)


def pressing_on_sqlite():
    return [
        f"CREATE TRIGGER {name} AFTER {event} WHEN {when} BEGIN {PRESS} {which}; END"
        for name, (event, when, which) in ON_SQLITE.items()
    ]


def pressing_on_postgresql():
    """Rows are locked in a statement of its own, so that the next sees what others have said of them meanwhile."""
    told = {row: f"(SELECT step FROM reminder WHERE id = {row}.reminder_id) = 'remind'" for row in ("NEW", "OLD")}
    begin = (
        "DECLARE told integer; BEGIN IF TG_OP = 'DELETE'"
        f" THEN IF {told['OLD']} THEN RETURN NULL; END IF; told := OLD.expected_id;"
        f" ELSE IF {told['NEW']} THEN RETURN NULL; END IF; told := NEW.expected_id; END IF;"
    )
    yield function("row", begin, "id = $1", "told")
    yield trigger("row", "INSERT OR DELETE ON reminder_row")
    yield function("step", "BEGIN", f"id IN ({OF_REMINDER} = $1)", "NEW.id")
    yield trigger("step", "UPDATE OF voided_at, step, term ON reminder")
    moved = f"BEGIN IF NEW.by_on = OLD.by_on OR NOT {WAS_SAID} THEN RETURN NULL; END IF;"
    yield function("moved", moved, "id = $1", "NEW.id")
    yield trigger("moved", "UPDATE OF by_on ON expected_report")


def function(name, begin, which, given):
    which = which.replace("$1", given)
    return (
        f"CREATE FUNCTION press_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ {begin}"
        f" PERFORM id FROM expected_report WHERE {which} ORDER BY id FOR UPDATE;"
        f" {PRESS} {which}; RETURN NULL; END $$"
    )


def trigger(name, event):
    table = event.rsplit(" ", 1)[1]
    return f"CREATE TRIGGER {table}_pressed AFTER {event} FOR EACH ROW EXECUTE FUNCTION press_{name}()"


def drop_counting(dialect):
    if dialect == "postgresql":
        return ("DROP TRIGGER expected_report_counted ON expected_report", "DROP FUNCTION count_expected_report()")
    return [f"DROP TRIGGER expected_report_{name}_counted" for name in ("inserted", "deleted", "updated")]


def count_anew(dialect, alike):
    """The lines of all rows, and triggers that keep them: a row that changes goes from one heap to another."""
    columns = ", ".join(alike)
    op.execute("DELETE FROM row_tally")
    op.execute(
        f"INSERT INTO row_tally ({columns}, count, days_late)"
        f" SELECT {columns}, count(*), sum(days_late) FROM expected_report GROUP BY {columns}"
    )
    changed = f"UPDATE OF {columns}, days_late"
    came, went = counted("NEW", 1, alike), counted("OLD", -1, alike)
    if dialect == "postgresql":
        op.execute(
            "CREATE FUNCTION count_expected_report() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" IF TG_OP <> 'INSERT' THEN {went} END IF; IF TG_OP <> 'DELETE' THEN {came} END IF; RETURN NULL; END $$"
        )
        op.execute(
            f"CREATE TRIGGER expected_report_counted AFTER INSERT OR DELETE OR {changed} ON expected_report"
            " FOR EACH ROW EXECUTE FUNCTION count_expected_report()"
        )
        return
    for name, event, what in (("inserted", "INSERT", came), ("deleted", "DELETE", went), ("updated", changed, went + came)):
        op.execute(
            f"CREATE TRIGGER expected_report_{name}_counted AFTER {event} ON expected_report BEGIN {what} END"
        )


def counted(row, times, alike):
    values = ", ".join(f"{row}.{name}" for name in alike)
    return (
        f"INSERT INTO row_tally ({', '.join(alike)}, count, days_late)"
        f" VALUES ({values}, {times}, {times} * {row}.days_late);"
    )
