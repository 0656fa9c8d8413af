"""Leading groups, accounts, sign-ins, and the audit."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ROLES = ("office", "reporter", "approver", "superior", "sysadmin", "secadmin", "auditor")


def upgrade():
    create_accounts()
    create_sign_ins()
    create_audit()
    with op.batch_alter_table("document") as document:
        document.add_column(sa.Column("leading_group_id", sa.Integer()))
        document.create_foreign_key(op.f("fk_document_leading_group_id"), "leading_group", ["leading_group_id"], ["id"])
        document.create_index(op.f("ix_document_leading_group_id"), ["leading_group_id"])


def table(name, *parts):
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        *parts,
        *[sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}"))],
    )


def needed(name, kind):
    return sa.Column(name, kind, nullable=False)


def references(name, column, target, **options):
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{name}_{column}"), **options)


def unique(name, *columns):
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{name}_{'_'.join(columns)}"))


def one_of(name, kind, words):
    listed = ", ".join(f"'{word}'" for word in words)
    return sa.CheckConstraint(f"{kind[0]} IN ({listed})", name=op.f(f"ck_{name}_{kind[1]}"))


def index(name, *columns):
    for column in columns:
        op.create_index(op.f(f"ix_{name}_{column}"), name, [column])


def of_account(name):
    return needed("account_id", sa.Integer()), references(name, "account_id", "account.id", ondelete="CASCADE")


def create_accounts():
    table(
        "leading_group",
        needed("name", sa.String()),
        needed("jurisdiction", sa.String()),
        sa.Column("superior_id", sa.Integer()),
        sa.Column("office_id", sa.String()),
        unique("leading_group", "name"),
        unique("leading_group", "jurisdiction"),
        references("leading_group", "superior_id", "leading_group.id"),
        references("leading_group", "office_id", "registered_agency.id", ondelete="SET NULL"),
    )
    index("leading_group", "superior_id", "office_id")
    table(
        "account",
        needed("login", sa.String(64)),
        needed("name", sa.String()),
        sa.Column("group_id", sa.Integer()),
        sa.Column("agency_id", sa.String()),
        sa.Column("password_hash", sa.Text()),
        sa.Column("password_at", sa.DateTime()),
        needed("must_change", sa.Boolean()),
        sa.Column("first_until", sa.DateTime()),
        sa.Column("unlocked_at", sa.DateTime()),
        needed("created_at", sa.DateTime()),
        sa.Column("disabled_at", sa.DateTime()),
        needed("is_demonstration", sa.Boolean()),
        unique("account", "login"),
        sa.CheckConstraint("group_id IS NULL OR agency_id IS NULL", name=op.f("ck_account_one_body")),
        references("account", "group_id", "leading_group.id"),
        references("account", "agency_id", "registered_agency.id"),
    )
    index("account", "group_id", "agency_id")
    op.create_table(
        "account_role",
        needed("account_id", sa.Integer()),
        needed("role", sa.String(20)),
        sa.PrimaryKeyConstraint("account_id", "role", name=op.f("pk_account_role")),
        references("account_role", "account_id", "account.id", ondelete="CASCADE"),
        one_of("account_role", ("role", "accountrole"), ROLES),
    )
    table(
        "past_password",
        *of_account("past_password"),
        needed("password_hash", sa.Text()),
        needed("at", sa.DateTime()),
    )
    index("past_password", "account_id")


def create_sign_ins():
    table(
        "sign_in",
        *of_account("sign_in"),
        needed("token", sa.String(64)),
        needed("started_at", sa.DateTime()),
        needed("seen_at", sa.DateTime()),
        sa.Column("ended_at", sa.DateTime()),
        needed("source", sa.String()),
        unique("sign_in", "token"),
    )
    index("sign_in", "account_id")
    table(
        "known_device",
        *of_account("known_device"),
        needed("token", sa.String(64)),
        needed("seen_at", sa.DateTime()),
        unique("known_device", "account_id", "token"),
    )
    table(
        "sign_in_attempt",
        needed("at", sa.DateTime()),
        needed("source", sa.String()),
        needed("login", sa.String(64)),
        sa.Column("device_id", sa.Integer()),
        needed("outcome", sa.String(20)),
        one_of("sign_in_attempt", ("outcome", "attemptoutcome"), ("pending", "failed", "passed")),
    )
    for column in ("source", "login"):
        op.create_index(f"ix_sign_in_attempt_{column}_at", "sign_in_attempt", [column, "at"])
    table(
        "kept_form",
        *of_account("kept_form"),
        needed("at", sa.DateTime()),
        needed("path", sa.Text()),
        needed("fields", sa.Text()),
        needed("had_files", sa.Boolean()),
    )
    index("kept_form", "account_id")


def create_audit():
    table(
        "audit_event",
        needed("at", sa.DateTime()),
        sa.Column("account_id", sa.Integer()),
        *(needed(name, sa.String()) for name in ("who", "roles", "source")),
        needed("action", sa.String(80)),
        needed("object", sa.String(200)),
        needed("result", sa.String(20)),
        *(needed(name, sa.Text()) for name in ("detail", "before", "after")),
        one_of("audit_event", ("result", "auditresult"), ("done", "refused")),
    )
    index("audit_event", "at", "account_id", "action", "object")
    op.create_table(
        "audit_seal",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("event_id", sa.Integer()),
        needed("digest", sa.String(64)),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_seal")),
        unique("audit_seal", "event_id"),
        references("audit_seal", "event_id", "audit_event.id"),
    )


def downgrade():
    with op.batch_alter_table("document") as document:
        document.drop_index(op.f("ix_document_leading_group_id"))
        document.drop_constraint(op.f("fk_document_leading_group_id"), type_="foreignkey")
        document.drop_column("leading_group_id")
    tables = ("audit_seal", "audit_event", "kept_form", "sign_in_attempt", "known_device", "sign_in")
    for name in (*tables, "past_password", "account_role", "account", "leading_group"):
        op.drop_table(name)
