"""What is read of a document's tasks is all they say: notes and sections count as changes of it too."""

from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

READ = {
    "measure": ("id", "document_id", "position", "path", "heading"),
    "task": ("id", "measure_id", "ordinal", "text", "origin", "deadline_on"),
}
"""What was counted of each table."""
MORE = {"measure": (*READ["measure"], "section"), "task": (*READ["task"], "annotation")}
DOCUMENT = {
    "measure": "SELECT one.document_id AS key FROM {rows}",
    "task": "SELECT measure.document_id AS key FROM {rows} JOIN measure ON measure.id = one.measure_id",
}
"""Whose document a row is of."""


def upgrade():
    _exchange(MORE)


def downgrade():
    _exchange(READ)


def _exchange(watched):
    """What is said when a row is changed; of one that comes or goes nothing but its document matters."""
    for table, columns in watched.items():
        if op.get_bind().dialect.name == "postgresql":
            op.execute(on_postgresql(table, columns))
        else:
            op.execute(f"DROP TRIGGER {table}_update_edition")
            op.execute(on_sqlite(table, columns))


def on_sqlite(table, columns):
    raised = " ".join(
        "INSERT INTO duty_edition (kind, key, writer, number) SELECT 'document', found.key, 0, 1"
        f" FROM ({_documents(table, ', '.join(f'{side}.{column} AS {column}' for column in columns))}) AS found WHERE true"
        " ON CONFLICT (kind, key, writer) DO UPDATE SET number = number + 1;"
        for side in ("OLD", "NEW")
    )
    return f"CREATE TRIGGER {table}_update_edition AFTER UPDATE OF {', '.join(columns)} ON {table} BEGIN {raised} END"


def _documents(table, taken):
    return DOCUMENT[table].format(rows=f"(SELECT {taken}) AS one")


def on_postgresql(table, columns):
    old, new = (f"SELECT {', '.join(columns)} FROM {side}_rows" for side in ("old", "new"))
    rows = f"(({old} EXCEPT {new}) UNION ALL ({new} EXCEPT {old})) AS one"
    return (
        f"CREATE OR REPLACE FUNCTION {table}_update_edition() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " INSERT INTO duty_edition (kind, key, writer, number)"
        f" SELECT DISTINCT 'document', found.key, txid_current(), 1 FROM ({DOCUMENT[table].format(rows=rows)}) AS found"
        " ON CONFLICT (kind, key, writer) DO UPDATE SET number = duty_edition.number + 1;"
        " RETURN NULL; END $$"
    )
