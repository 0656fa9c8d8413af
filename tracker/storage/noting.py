"""What a session changes is noted as it happens: row by row with old and new values, or how many rows of a table."""

from dataclasses import dataclass, field

from sqlalchemy import event, inspect

from tracker.storage.database import db

KEY = "noted"
BOOKKEEPING = frozenset(
    {
        *("audit_event", "audit_seal", "data_version", "sign_in_attempt", "message_row"),
        *("row_tally", "document_tally", "arrival_tally", "duty_edition"),
    }
)
"""Tables whose changes are nobody's doing."""
LONGEST = 300
"""Characters of a value that are noted."""
HIDDEN = "（不记录）"


@dataclass
class Changes:
    """What was changed since the transaction began: by row, the values before and after; by table, rows written at once."""

    before: dict[str, dict] = field(default_factory=dict)
    after: dict[str, dict] = field(default_factory=dict)

    def __bool__(self):
        return bool(self.before or self.after)


def changes() -> Changes:
    """What the current session has changed and not committed."""
    return db.session.info.get(KEY) or Changes()


def forget() -> None:
    """Begin anew: what was changed is committed, or taken back."""
    db.session.info.pop(KEY, None)


@event.listens_for(db.session, "after_flush")
def _note_rows(session, _context) -> None:
    noted = session.info.setdefault(KEY, Changes())
    for row in session.new:
        _note(noted, row, None, _values(row))
    for row in session.dirty:
        before, after = _difference(row)
        if after:
            _note(noted, row, before, after)
    for row in session.deleted:
        _note(noted, row, _values(row), None)


@event.listens_for(db.session, "do_orm_execute")
def _note_statements(state):
    if not (state.is_insert or state.is_update or state.is_delete):
        return None
    table = state.bind_mapper.local_table.name
    if table in BOOKKEEPING:
        return None
    result = state.invoke_statement()
    many = state.parameters if isinstance(state.parameters, list) else None
    count = len(many) if many is not None else result.rowcount
    if count:
        verb = "inserted" if state.is_insert else "updated" if state.is_update else "deleted"
        counts = state.session.info.setdefault(KEY, Changes()).after.setdefault(table, {})
        counts[verb] = counts.get(verb, 0) + count
    return result


@event.listens_for(db.session, "after_soft_rollback")
def _forget_rows(session, previous) -> None:
    if previous.parent is None:
        session.info.pop(KEY, None)


@event.listens_for(db.session, "after_commit")
def _begin_anew(session) -> None:
    session.info.pop(KEY, None)


def _note(noted, row, before, after):
    if row.__tablename__ in BOOKKEEPING:
        return
    name = f"{row.__tablename__} {'/'.join(str(part) for part in inspect(row).mapper.primary_key_from_instance(row))}"
    if before:
        noted.before[name] = before | noted.before.get(name, {})
    if after:
        noted.after[name] = noted.after.get(name, {}) | after


def _values(row):
    columns = inspect(row).mapper.column_attrs
    loaded = inspect(row).dict
    return {each.key: _shown(each, loaded[each.key]) for each in columns if loaded.get(each.key) is not None}


def _difference(row):
    before, after = {}, {}
    for each in inspect(row).mapper.column_attrs:
        history = inspect(row).attrs[each.key].history
        if history.has_changes():
            before[each.key] = _shown(each, history.deleted[0] if history.deleted else None)
            after[each.key] = _shown(each, history.added[0] if history.added else None)
    return before, after


def _shown(attribute, value):
    if attribute.columns[0].info.get("secret"):
        return HIDDEN if value is not None else None
    if value is None or isinstance(value, bool | int | float):
        return value
    text = str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…（共 {len(text)} 字）"
