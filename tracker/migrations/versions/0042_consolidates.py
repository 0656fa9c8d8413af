"""Whether a row is that of who consolidates its task, kept by triggers, and an index of what these rows say that stand."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

INDEX = "ix_expected_report_said"
SAID = ["cycle_id", "progress", "percent", "task_id"]
WHERE = (
    "CASE WHEN consolidates AND duty = 'report' AND owing = 'owed' AND progress IS NOT NULL"
    " AND state IN ('submitted', 'resubmitted', 'accepted', 'taken_over') THEN 1 ELSE 0 END = 1"
)
NAMED = (
    "EXISTS (SELECT 1 FROM cycle_task WHERE cycle_task.cycle_id = {row}.cycle_id"
    " AND cycle_task.task_id = {row}.task_id AND cycle_task.consolidator_id = {row}.agency_id)"
)
OF_TASK = "expected_report.cycle_id = {row}.cycle_id AND expected_report.task_id = {row}.task_id"
OF_ROW = "UPDATE OF cycle_id, task_id, agency_id"
OF_CONSOLIDATOR = "UPDATE OF consolidator_id"


def upgrade():
    op.add_column("expected_report", sa.Column("consolidates", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.execute(f"UPDATE expected_report SET consolidates = TRUE WHERE {NAMED.format(row='expected_report')}")
    where = sa.text(WHERE)
    op.create_index(INDEX, "expected_report", SAID, sqlite_where=where, postgresql_where=where)
    for statement in on_postgresql() if op.get_bind().dialect.name == "postgresql" else on_sqlite():
        op.execute(statement)


def downgrade():
    if op.get_bind().dialect.name == "postgresql":
        for table in ("expected_report", "cycle_task"):
            op.execute(f"DROP TRIGGER {table}_consolidates ON {table}")
            op.execute(f"DROP FUNCTION {table}_consolidates()")
    else:
        for name in ON_SQLITE:
            op.execute(f"DROP TRIGGER {name}_consolidates")
    op.drop_index(INDEX, "expected_report")
    op.drop_column("expected_report", "consolidates")


ON_SQLITE = {
    "expected_report_inserted": ("INSERT ON expected_report", "expected_report.id = NEW.id"),
    "expected_report_updated": (f"{OF_ROW} ON expected_report", "expected_report.id = NEW.id"),
    "cycle_task_inserted": ("INSERT ON cycle_task", OF_TASK.format(row="NEW")),
    "cycle_task_updated": (f"{OF_CONSOLIDATOR} ON cycle_task", OF_TASK.format(row="NEW")),
    "cycle_task_deleted": ("DELETE ON cycle_task", OF_TASK.format(row="OLD")),
}


def on_sqlite():
    named = NAMED.format(row="expected_report")
    return [
        f"CREATE TRIGGER {name}_consolidates AFTER {event} BEGIN"
        f" UPDATE expected_report SET consolidates = {named} WHERE {which} AND consolidates <> {named}; END"
        for name, (event, which) in ON_SQLITE.items()
    ]


def on_postgresql():
    """A row looks itself who consolidates: whoever adds one holds its cycle alone."""
    named = NAMED.format(row="expected_report")
    told = f"UPDATE expected_report SET consolidates = {named} WHERE {OF_TASK} AND consolidates <> {named};"
    yield _function("expected_report", f"NEW.consolidates := {NAMED.format(row='NEW')}; RETURN NEW;")
    yield _trigger("expected_report", "BEFORE", f"INSERT OR {OF_ROW}")
    yield _function("cycle_task", f"IF TG_OP = 'DELETE' THEN {told.format(row='OLD')} ELSE {told.format(row='NEW')} END IF; RETURN NULL;")
    yield _trigger("cycle_task", "AFTER", f"INSERT OR {OF_CONSOLIDATOR} OR DELETE")


def _function(table, what):
    return f"CREATE FUNCTION {table}_consolidates() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {what} END $$"


def _trigger(table, when, event):
    name = f"{table}_consolidates"
    return f"CREATE TRIGGER {name} {when} {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
