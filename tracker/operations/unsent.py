"""What a person typed and could not send because the sign-in was over: kept, offered once more, dropped."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
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
BASED_ON = "based_on"
"""The field that tells which version of what is kept a page began with, or has saved since."""
DO, SAVE = "do", "save"
"""What is done with a form, and what every other thing that is done with it does first."""
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


def keep(account_id: int, path: str, fields: Iterable[tuple[str, list[str]]], *, had_files: bool) -> bool:
    """Keep what a form brought and say whether it is kept: nothing to type, nothing kept, nor what is too long.

    A page that goes on saving by itself brings all of it again each time: what is wholly in the new one waits in it.
    The oldest go when there are too many. The audit tells that the form was not carried out, for keeping it is not
    what was asked.
    """
    typed = [(storable(name), storable(value)) for name, values in fields for value in values if name not in UNKEPT]
    content = json.dumps(typed, ensure_ascii=False)
    if not any(value.strip() for _, value in typed) or len(content) > LONGEST:
        return False
    with one_transaction(audited=False):
        own = KeptForm.account_id == account_id
        within = _by_name(typed)
        earlier = [form.id for form in kept_forms(account_id) if _is_of_page(form, path, within)]
        newest = select(KeptForm.id).where(own, KeptForm.id.not_in(earlier)).order_by(KeptForm.id.desc()).limit(MOST - 1)
        db.session.execute(delete(KeptForm).where(own, KeptForm.id.not_in(newest.scalar_subquery())))
        db.session.execute(delete(KeptForm).where(KeptForm.at < clock.now() - KEPT_FOR))
        form = KeptForm(account_id=account_id, at=clock.now(), path=path, fields=content, had_files=had_files)
        db.session.add(form)
        add_event(result=AuditResult.REFUSED, detail=LATE)
    return True


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


def take_up(
    account_id: int,
    path: str,
    fields: Iterable[tuple[str, list[str]]],
    *,
    form_id: int | None = None,
    refused: Collection[int] = (),
) -> set[int]:
    """Forget what a form that was done now settles, and say which those are.

    That is the kept one it was sent from, with what the same page had saved by itself before it: all of that is in it.
    It is, too, what the form's own page had tried to save, if all of it was sent now. A page that ``refused`` a kept one
    does not say of which its forms are: of several, those that were sent whole.
    """
    forms = kept_forms(account_id)
    sent = _by_name((storable(name), storable(value)) for name, values in fields for value in values)
    doubtful = [form for form in forms if form.id in refused]
    known = [form for form in forms if form.id == form_id] or (doubtful if len(doubtful) == 1 else [])
    done = {form.id for form in forms if _is_of_page(form, path, sent)}
    done |= {form.id for form in doubtful if not known and _is_in(form, sent, but={PAGE})}
    done |= {each.id for form in known for each in (form, *_before(form, forms))}
    if done:
        with one_transaction():
            db.session.execute(delete(KeptForm).where(KeptForm.id.in_(done)))
    return done


def _before(form, forms):
    page = {field for field in form.fields if field[0] == PAGE}
    return [each for each in forms if each.id < form.id and each.path == form.path and page & set(each.fields)]


def _is_of_page(form: Kept, path: str, said: Mapping[str, Sequence[str]]) -> bool:
    """Whether what says this came from the page that a form came from, and nothing that this holds is lost with it."""
    return form.path == path and any(said.get(PAGE, ())) and _is_in(form, said)


def _is_in(form: Kept, said: Mapping[str, Sequence[str]], but: Collection[str] = ()) -> bool:
    fields = [(name, value.strip()) for name, value in form.fields if name not in but]
    return not form.had_files and all(_stands_in(name, value, said.get(name, ())) for name, value in fields)


def _stands_in(name, value, given):
    """A text that was written on still holds what it was; a number or a choice must be the same."""
    if name == DO and value == SAVE:
        return True
    if name == BASED_ON and value.isdecimal():
        return any(each.isdecimal() and int(value) <= int(each) for each in given)
    is_text = not value.isascii()
    return not value or any(value == each.strip() or (is_text and value in each) for each in given)


def _by_name(fields):
    found = {}
    for name, value in fields:
        found.setdefault(name, []).append(value)
    return found


def _kept(form):
    fields = tuple((name, value) for name, value in json.loads(form.fields))
    return Kept(form.id, form.at, form.at + KEPT_FOR, form.path, fields, form.had_files)
