"""The registry of agencies, and who each printed name was on its document's day."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ONE_BODY = "(registered_id IS NULL) <> (collective_id IS NULL)"
IN_ORDER = "valid_from < valid_to"
RECOGNITIONS = "recognition IN ('resolved', 'open', 'candidate', 'confirmed')"


def upgrade():
    create_bodies()
    create_relations()
    op.create_table(
        "confirmed_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("jurisdiction", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("registered_id", sa.String()),
        sa.Column("collective_id", sa.String()),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmed_name")),
        sa.UniqueConstraint("jurisdiction", "name", name=op.f("uq_confirmed_name_jurisdiction_name")),
        sa.CheckConstraint(ONE_BODY, name=op.f("ck_confirmed_name_one_body")),
        *references("confirmed_name", registered_id="registered_agency.id", collective_id="collective.id"),
    )
    index("confirmed_name", "registered_id", "collective_id")
    with op.batch_alter_table("assignment") as assignment:
        assignment.add_column(sa.Column("registered_id", sa.String()))
        assignment.add_column(sa.Column("collective_id", sa.String()))
        assignment.add_column(sa.Column("recognition", sa.String(20)))
    op.execute("UPDATE assignment SET recognition = 'candidate'")
    with op.batch_alter_table("assignment") as assignment:
        assignment.alter_column("recognition", nullable=False)
        assignment.create_check_constraint(op.f("ck_assignment_recognition"), RECOGNITIONS)
        for column, table in (("registered_id", "registered_agency"), ("collective_id", "collective")):
            name = op.f(f"fk_assignment_{column}")
            assignment.create_foreign_key(name, table, [column], ["id"], ondelete="SET NULL")
            assignment.create_index(op.f(f"ix_assignment_{column}"), [column])


def grounded():
    return sa.Column("basis", sa.Text(), nullable=False), sa.Column("verified", sa.String(20), nullable=False)


def period():
    return sa.Column("valid_from", sa.Date()), sa.Column("valid_to", sa.Date())


def references(table, **columns):
    return [
        sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))
        for column, target in columns.items()
    ]


def index(table, *columns):
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def create_bodies():
    op.create_table(
        "jurisdiction",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("short", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("parent", sa.String()),
        *grounded(),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_jurisdiction")),
        *references("jurisdiction", parent="jurisdiction.code"),
    )
    index("jurisdiction", "parent")
    op.create_table(
        "registered_agency",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("jurisdiction", sa.String()),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("short", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        *period(),
        *grounded(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registered_agency")),
        sa.CheckConstraint(IN_ORDER, name=op.f("ck_registered_agency_period")),
        *references("registered_agency", jurisdiction="jurisdiction.code"),
    )
    index("registered_agency", "jurisdiction")
    op.create_table(
        "collective",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("jurisdiction", sa.String()),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("defined_by", sa.String(), nullable=False),
        *grounded(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collective")),
        *references("collective", jurisdiction="jurisdiction.code"),
    )
    index("collective", "jurisdiction")


def create_relations():
    op.create_table(
        "agency_alias",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registered_id", sa.String()),
        sa.Column("collective_id", sa.String()),
        sa.Column("name", sa.String(), nullable=False),
        *grounded(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency_alias")),
        sa.UniqueConstraint("registered_id", "name", name=op.f("uq_agency_alias_registered_id_name")),
        sa.UniqueConstraint("collective_id", "name", name=op.f("uq_agency_alias_collective_id_name")),
        sa.CheckConstraint(ONE_BODY, name=op.f("ck_agency_alias_one_body")),
        *references("agency_alias", registered_id="registered_agency.id", collective_id="collective.id"),
    )
    op.create_table(
        "succession",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("predecessor", sa.String(), nullable=False),
        sa.Column("successor", sa.String()),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("share", sa.Text(), nullable=False),
        *grounded(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_succession")),
        sa.UniqueConstraint(
            "predecessor", "successor", "date", name=op.f("uq_succession_predecessor_successor_date")
        ),
        *references("succession", predecessor="registered_agency.id", successor="registered_agency.id"),
    )
    index("succession", "successor")
    op.create_table(
        "collective_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("collective", sa.String(), nullable=False),
        sa.Column("agency", sa.String(), nullable=False),
        *period(),
        *grounded(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collective_member")),
        sa.UniqueConstraint(
            "collective", "agency", "valid_from", name=op.f("uq_collective_member_collective_agency_valid_from")
        ),
        sa.CheckConstraint(IN_ORDER, name=op.f("ck_collective_member_period")),
        *references("collective_member", collective="collective.id", agency="registered_agency.id"),
    )
    index("collective_member", "agency")


def downgrade():
    with op.batch_alter_table("assignment") as assignment:
        assignment.drop_constraint(op.f("ck_assignment_recognition"), type_="check")
        for column in ("registered_id", "collective_id"):
            assignment.drop_index(op.f(f"ix_assignment_{column}"))
            assignment.drop_constraint(op.f(f"fk_assignment_{column}"), type_="foreignkey")
            assignment.drop_column(column)
        assignment.drop_column("recognition")
    tables = ("confirmed_name", "collective_member", "succession", "agency_alias")
    for table in (*tables, "collective", "registered_agency", "jurisdiction"):
        op.drop_table(table)
