"""Contact persons of a body: what their rows must say, and how a form changes them."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from tracker.operations.words import line
from tracker.storage.office_rows import TABLES, OfficeMove, office_rows
from tracker.storage.registry_office import AgencyContact

TABLE = AgencyContact.__tablename__
CONTACT = ("name", "post", "telephone", "email", "note")
LONGEST = {"name": 40, "post": 60, "telephone": 60, "email": 100, "note": 200}
TELEPHONE = re.compile(r"[0-9+()（）\-—转、,，;； ]{5,}")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
FORMS = {"telephone": (TELEPHONE, "电话只能是数字、横线和分机"), "email": (EMAIL, "邮箱应形如 name@example.gov.cn")}

Lines = Sequence[Mapping[str, str]]


def contacts_of(agency: str) -> list[dict[str, Any]]:
    """The contact persons of a body, those entered first before others."""
    return office_rows(TABLE, TABLES[TABLE].agency == agency)


def contact_faults(lines: Lines, is_filled: Callable[[Mapping[str, str]], bool]) -> Iterator[tuple[str, str]]:
    """What is wrong with the contact persons of a form: (field, sentence)."""
    for at, each in enumerate(lines):
        if not is_filled(each):
            continue
        if not line(each.get("name")):
            yield f"contacts-{at}-name", "请写联系人的姓名。"
        for column, (form, sentence) in FORMS.items():
            if (text := line(each.get(column))) and not form.fullmatch(text):
                yield f"contacts-{at}-{column}", f"{sentence}；请核对。"
        for column, most in LONGEST.items():
            if len(line(each.get(column))) > most:
                yield f"contacts-{at}-{column}", f"不能超过 {most} 个字。"


def contact_moves(agency: str, lines: Lines, is_filled: Callable[[Mapping[str, str]], bool]) -> Iterator[OfficeMove]:
    """What changes when a body has the contact persons of a form; those not in it go."""
    before = {str(row["id"]): row for row in contacts_of(agency)}
    for each in filter(is_filled, lines):
        own = {column: line(each.get(column)) for column in CONTACT}
        row = before.pop(each.get("id", ""), None)
        after = {"agency": agency} | own if row is None else row | own
        if row != after:
            yield OfficeMove(TABLE, row, after)
    yield from (OfficeMove(TABLE, row, None) for row in before.values())
