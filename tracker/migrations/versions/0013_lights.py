"""Thresholds of the lights from a day on, and lights decided by a person."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "light_thresholds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("soon_days", "slow_points", "behind_points")),
        *said(),
        sa.CheckConstraint(
            "soon_days >= 0 AND 0 < slow_points AND slow_points <= behind_points",
            name=op.f("ck_light_thresholds_order"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_light_thresholds")),
        of_cycle("light_thresholds"),
    )
    op.create_index(op.f("ix_light_thresholds_cycle_id"), "light_thresholds", ["cycle_id"])
    op.create_table(
        "light_override",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("expected_id", sa.Integer()),
        sa.Column("task_id", sa.Integer()),
        sa.Column("colour", sa.String(length=20)),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date()),
        *said(),
        sa.CheckConstraint("kind IN ('filing', 'progress')", name=op.f("ck_light_override_lightkind")),
        sa.CheckConstraint(
            "colour IN ('grey', 'blue', 'yellow', 'red', 'green')", name=op.f("ck_light_override_colour")
        ),
        sa.CheckConstraint("(expected_id IS NULL) <> (task_id IS NULL)", name=op.f("ck_light_override_one_light")),
        sa.CheckConstraint("(colour IS NULL) = (until IS NULL)", name=op.f("ck_light_override_has_end")),
        sa.CheckConstraint("until IS NULL OR since <= until", name=op.f("ck_light_override_period")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_light_override")),
        of_cycle("light_override"),
        sa.ForeignKeyConstraint(
            ["expected_id"], ["expected_report.id"], name=op.f("fk_light_override_expected_id")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_light_override_task_id")),
    )
    for column in ("cycle_id", "expected_id", "task_id"):
        op.create_index(op.f(f"ix_light_override_{column}"), "light_override", [column])


def downgrade():
    op.drop_table("light_override")
    op.drop_table("light_thresholds")


def said():
    """Why, who, when."""
    return (
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer()),
        sa.Column("at", sa.DateTime(), nullable=False),
    )


def of_cycle(table):
    name = op.f(f"fk_{table}_cycle_id")
    return sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=name, ondelete="CASCADE")
