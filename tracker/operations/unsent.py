"""What a person typed and could not send because the sign-in was over: kept, offered once more, dropped."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from tracker import clock
from tracker.operations.auditing import add_event
from tracker.operations.transactions import one_transaction
from tracker.operations.words import storable
from tracker.storage.database import db
from tracker.storage.people import KEPT_FOR, KeptForm
from tracker.vocabulary import AuditResult

MOST, LONGEST = 20, 1_000_000
"""Forms of one account, and characters of one form."""
SENT_AGAIN = "kept-form"
"""The field that says of a form which kept one is sent with it."""
PAGE = "key"
"""The field by which forms that a page saves by itself are known as those of one page."""
UNKEPT = {SENT_AGAIN, "csrf_token", "password", "old", "new", "again"}
"""Fields that are never kept."""
LATE = "401 登录已过期，填写的内容已保留，没有执行"


@dataclass(frozen=True)
class Kept:
    """A form as it was sent: where to, and its fields in order."""

    id: int
    at: datetime
    until: datetime
    path: str
    fields: tuple[tuple[str, str], ...]
    had_files: bool


def keep(account_id: int, path: str, fields: Iterable[tuple[str, list[str]]], *, had_files: bool) -> None:
    """Keep what a form brought; nothing to type, nothing kept. The oldest go when there are too many.

    The audit tells that the form was not carried out, for keeping it is not what was asked.
    """
    typed = [(storable(name), storable(value)) for name, values in fields for value in values if name not in UNKEPT]
    content = json.dumps(typed, ensure_ascii=False)
    if not any(value.strip() for _, value in typed) or len(content) > LONGEST:
        return
    with one_transaction(audited=False):
        own = KeptForm.account_id == account_id
        newest = select(KeptForm.id).where(own).order_by(KeptForm.id.desc()).limit(MOST - 1)
        db.session.execute(delete(KeptForm).where(own, KeptForm.id.not_in(newest.scalar_subquery())))
        db.session.execute(delete(KeptForm).where(KeptForm.at < clock.now() - KEPT_FOR))
        form = KeptForm(account_id=account_id, at=clock.now(), path=path, fields=content, had_files=had_files)
        db.session.add(form)
        add_event(result=AuditResult.REFUSED, detail=LATE)


def kept_forms(account_id: int) -> tuple[Kept, ...]:
    """What waits for an account, the newest first."""
    statement = select(KeptForm).where(KeptForm.account_id == account_id, KeptForm.at > clock.now() - KEPT_FOR)
    return tuple(_kept(form) for form in db.session.scalars(statement.order_by(KeptForm.id.desc())))


def kept_form(account_id: int, form_id: int) -> Kept | None:
    """One of them; None if there is none, or it is another's."""
    return next((form for form in kept_forms(account_id) if form.id == form_id), None)


def drop(account_id: int, form_id: int) -> None:
    """Forget one of them."""
    with one_transaction():
        db.session.execute(delete(KeptForm).where(KeptForm.id == form_id, KeptForm.account_id == account_id))


def take_up(account_id: int, form_id: int) -> None:
    """Forget one that was sent again, and what the same page had saved by itself before it: all of that is in it."""
    forms = kept_forms(account_id)
    sent = next((form for form in forms if form.id == form_id), None)
    if sent is None:
        return
    page = {field for field in sent.fields if field[0] == PAGE}
    before = [each.id for each in forms if each.id < sent.id and each.path == sent.path and page & set(each.fields)]
    with one_transaction():
        db.session.execute(delete(KeptForm).where(KeptForm.id.in_([sent.id, *before])))


def _kept(form):
    fields = tuple((name, value) for name, value in json.loads(form.fields))
    return Kept(form.id, form.at, form.at + KEPT_FOR, form.path, fields, form.had_files)
