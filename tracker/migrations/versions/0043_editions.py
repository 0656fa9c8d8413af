"""How often the printed duties of each document were changed, and whom each printed name means, counted by triggers."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

READ = {
    "measure": ("id", "document_id", "position", "path", "heading"),
    "task": ("id", "measure_id", "ordinal", "text", "origin", "deadline_on"),
    "assignment": ("id", "task_id", "agency_id", "role", "position"),
}
"""What is read of each table; a change of anything else is none."""
DOCUMENT = {
    "measure": "SELECT {row}.document_id AS key FROM {rows}",
    "task": "SELECT measure.document_id AS key FROM {rows} JOIN measure ON measure.id = {row}.measure_id",
    "assignment": "SELECT measure.document_id AS key FROM {rows}"
    " JOIN task ON task.id = {row}.task_id JOIN measure ON measure.id = task.measure_id",
}
"""Whose document a row is of. One that goes with what it belongs to finds none: what it belongs to has told it."""
MEANT = ("id", "task_id", "agency_id", "registered_id", "collective_id", "recognition")


def upgrade():
    op.create_table(
        "duty_edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("writer", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_edition")),
        sa.UniqueConstraint("kind", "key", "writer", name=op.f("uq_duty_edition_kind_key_writer")),
    )
    for statement in triggers_of(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade():
    for table, name, *_ in CHANGES:
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"DROP TRIGGER {table}_{name} ON {table}")
            op.execute(f"DROP FUNCTION {table}_{name}()")
        else:
            op.execute(f"DROP TRIGGER {table}_{name}")
    op.drop_table("duty_edition")


CHANGES = [
    *((table, f"{event}_edition".lower(), event, "document", READ[table]) for table in READ for event in ("INSERT", "DELETE", "UPDATE")),
    ("assignment", "name_edition", "UPDATE", "name", MEANT),
    ("assignment", "meant_edition", "UPDATE", "meant", MEANT),
]
"""Table, name, event, what is counted, and the columns that matter."""


def triggers_of(dialect):
    make = on_postgresql if dialect == "postgresql" else on_sqlite
    return [statement for change in CHANGES for statement in make(*change)]


def keys_of(table, kind, rows, row):
    """A select of the documents or printed names of rows."""
    found = "SELECT {row}.agency_id AS key FROM {rows}" if kind == "name" else DOCUMENT[table]
    return found.format(rows=rows, row=row)


def on_sqlite(table, name, event, kind, columns):
    """Row by row: there is one writer at a time."""
    sides = {"INSERT": ("NEW",), "DELETE": ("OLD",), "UPDATE": ("OLD", "NEW")}[event]
    of = f" OF {', '.join(columns)}" if event == "UPDATE" else ""
    joined = {side: ", ".join(f"{side}.{column} AS {column}" for column in columns) for side in sides}
    raised = " ".join(
        f"INSERT INTO duty_edition (kind, key, writer, number) SELECT '{kind}', found.key, 0, 1"
        f" FROM ({keys_of(table, kind, f'(SELECT {joined[side]}) AS one', 'one')}) AS found WHERE true"
        " ON CONFLICT (kind, key, writer) DO UPDATE SET number = number + 1;"
        for side in sides
    )
    return [f"CREATE TRIGGER {table}_{name} AFTER {event}{of} ON {table} BEGIN {raised} END"]


def on_postgresql(table, name, event, kind, columns):
    """Once for each statement, in a line of the transaction's own: nobody waits for another."""
    read = {side: f"SELECT {', '.join(columns)} FROM {side}_rows" for side in ("old", "new")}
    rows = {
        "INSERT": read["new"],
        "DELETE": read["old"],
        "UPDATE": f"({read['old']} EXCEPT {read['new']}) UNION ALL ({read['new']} EXCEPT {read['old']})",
    }[event]
    seen = {"INSERT": "NEW TABLE AS new_rows", "DELETE": "OLD TABLE AS old_rows"}
    referencing = seen.get(event) or f"{seen['DELETE']} {seen['INSERT']}"
    keys = keys_of(table, kind, f"({rows}) AS one", "one")
    return [
        f"CREATE FUNCTION {table}_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " INSERT INTO duty_edition (kind, key, writer, number)"
        f" SELECT DISTINCT '{kind}', found.key, txid_current(), 1 FROM ({keys}) AS found"
        " ON CONFLICT (kind, key, writer) DO UPDATE SET number = duty_edition.number + 1;"
        " RETURN NULL; END $$",
        f"CREATE TRIGGER {table}_{name} AFTER {event} ON {table} REFERENCING {referencing}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {table}_{name}()",
    ]
