"""How a migration meets the database: on one connection of the application's engine, in one transaction."""

from alembic import context

from tracker.storage import (  # noqa: F401  the tables register themselves
    agencies,
    audit,
    cycles,
    documents,
    extensions,
    history,
    left_alone,
    lights,
    people,
    registry_history,
    registry_office,
    reminders,
    reports,
    views,
)
from tracker.storage.database import check_references, db, rebuilding, take_turn

with rebuilding(db.engine) as connection:
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_as_batch=True,
        compare_type=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        take_turn(connection)
        context.run_migrations()
        check_references(connection)
