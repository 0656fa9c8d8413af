"""What the office does with the registry: its history, contact persons, named members, hand-overs, imports."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ONE_SCOPE = "(document_id IS NULL) <> (task_id IS NULL)"
STEPS = "step IN ('loaded', 'released', 'added', 'edited', 'merged', 'named', 'confirmed', 'handed-over', 'undone')"


def upgrade():
    create_history()
    create_contacts_and_members()
    create_handovers()
    op.create_table(
        "registry_release",
        *number(),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        key("registry_release"),
    )
    op.create_table(
        "registry_upload",
        *number(),
        *texts("sha256", "file_name"),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        *signed(),
        sa.Column("event_id", sa.Integer()),
        key("registry_upload"),
        *references("registry_upload", event_id="registry_event.id"),
    )
    index("registry_upload", "event_id")


def number():
    yield sa.Column("id", sa.Integer(), nullable=False)


def signed():
    yield sa.Column("who", sa.String(), nullable=False)
    yield sa.Column("at", sa.DateTime(), nullable=False)


def texts(*names, kind=sa.String, nullable=False):
    return [sa.Column(name, kind(), nullable=nullable) for name in names]


def key(table, *columns):
    return sa.PrimaryKeyConstraint(*(columns or ("id",)), name=op.f(f"pk_{table}"))


def references(table, ondelete=None, **columns):
    return [
        sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete)
        for column, target in columns.items()
    ]


def once(table, *columns):
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def index(table, *columns):
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def create_history():
    op.create_table(
        "registry_event",
        *number(),
        sa.Column("step", sa.String(20), nullable=False),
        *signed(),
        sa.Column("reason", sa.Text()),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.Column("undoes", sa.Integer()),
        key("registry_event"),
        once("registry_event", "undoes"),
        sa.CheckConstraint(STEPS, name=op.f("ck_registry_event_registrystep")),
        *references("registry_event", undoes="registry_event.id"),
    )
    op.create_table(
        "registry_event_body",
        sa.Column("event_id", sa.Integer(), nullable=False),
        *texts("body"),
        key("registry_event_body", "event_id", "body"),
        *references("registry_event_body", event_id="registry_event.id"),
    )
    index("registry_event_body", "body")


def create_contacts_and_members():
    op.create_table(
        "agency_contact",
        *number(),
        *texts("agency", "name", "post", "telephone", "email"),
        *texts("note", kind=sa.Text),
        key("agency_contact"),
        *references("agency_contact", agency="registered_agency.id"),
    )
    index("agency_contact", "agency")
    op.create_table(
        "named_member",
        *number(),
        *texts("collective"),
        sa.Column("document_id", sa.Integer()),
        sa.Column("task_id", sa.Integer()),
        *texts("agency"),
        *texts("basis", kind=sa.Text),
        key("named_member"),
        once("named_member", "collective", "task_id", "agency"),
        once("named_member", "collective", "document_id", "agency"),
        sa.CheckConstraint(ONE_SCOPE, name=op.f("ck_named_member_one_scope")),
        *references("named_member", collective="collective.id", agency="registered_agency.id"),
        *references("named_member", "CASCADE", document_id="document.id", task_id="task.id"),
    )
    index("named_member", "document_id", "task_id", "agency")


def create_handovers():
    op.create_table(
        "handover",
        *number(),
        sa.Column("task_id", sa.Integer(), nullable=False),
        *texts("printed"),
        *texts("collective", nullable=True),
        *texts("from_agency"),
        *texts("to_agency", nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        *texts("share", "basis", kind=sa.Text),
        *signed(),
        key("handover"),
        once("handover", "task_id", "printed", "from_agency", "to_agency"),
        *references("handover", "CASCADE", task_id="task.id"),
        *references("handover", collective="collective.id"),
        *references("handover", from_agency="registered_agency.id", to_agency="registered_agency.id"),
    )
    index("handover", "collective", "from_agency", "to_agency")


def downgrade():
    for table in ("registry_upload", "registry_release", "handover", "named_member", "agency_contact"):
        op.drop_table(table)
    op.drop_table("registry_event_body")
    op.drop_table("registry_event")
