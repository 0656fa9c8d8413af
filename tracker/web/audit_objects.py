"""What an auditor searches who types an object as the page writes it: “周期 5”, “周期 5 “2026年度” · 任务 7”, “导出（q=口岸）”."""

import re
from collections.abc import Iterator
from functools import cache
from urllib.parse import quote

from flask import current_app

from tracker.storage.queries.audit import Meant
from tracker.vocabulary.tables import TABLES
from tracker.web.audit_events import PARTS, PLACES, word_of

KEY = r"[^\s“（]+"
ARGUMENT = re.compile(r"<(?:[^:<>]+:)?(\w+)>")
TAIL = re.compile(r"(?:（(.*?)）?)?")
"""What an address asks beyond its object, as far as it was copied."""


def meant_by(text: str) -> Meant | None:
    """The addresses and rows that a text names as the page does; None where it is any other text."""
    parts, rest = _parts(text)
    place = "" if parts else next((word for word in PLACES.values() if text.partition("（")[0] == word), "")
    tail = TAIL.fullmatch(rest.removeprefix(place))
    if tail is None or not (parts or place):
        return None
    under, rows, asked = tuple({*_under(parts)}), _rows(*parts[0]) if len(parts) == 1 else (), tail[1] or ""
    return Meant(tuple({*_at(place)}), under, tuple(rows), _asking(asked), is_precise=bool(under or rows or "=" in asked))


def _parts(text):
    """The words and keys that a text begins with, and what follows them; a name between them may be cut short."""
    parts, part, rest = [], _part(), text
    while found := part.match(rest):
        parts.append((found[1], found[2]))
        rest = rest[found.end() :]
        if not rest.startswith(" · "):
            break
        rest = rest.removeprefix(" · ")
    return parts, rest


@cache
def _words():
    known = {word for word, _ in PARTS.values()} | {word_of(place, name)[0] for place in PLACES for name in PARTS}
    return "|".join(sorted(map(re.escape, known | set(TABLES.values())), key=len, reverse=True))


@cache
def _part():
    return re.compile(rf"({_words()}) ({KEY})(?: “.*?(?:”(?= · (?:{_words()}) |（[^”]*$|$)|$))?")


def _routes():
    """The place of each address and its form."""
    rules = ((rule.endpoint.partition(".")[0], rule.rule) for rule in current_app.url_map.iter_rules())
    return {(place, rule) for place, rule in rules if place in PLACES}


def _under(parts: list[tuple[str, str]]) -> Iterator[str]:
    """What the addresses begin with that name these parts first, in this order."""
    words = [word for word, _ in parts]
    for place, rule in _routes() if parts else ():
        found = list(ARGUMENT.finditer(rule))[: len(parts)]
        if [word_of(place, each[1])[0] for each in found] == words:
            keys = iter(key for _, key in parts)
            yield ARGUMENT.sub(lambda _, keys=keys: next(keys), rule[: found[-1].end()])


def _at(word):
    return (rule for place, rule in _routes() if PLACES[place] == word and not ARGUMENT.search(rule))


def _rows(word, key):
    return [f"{table} {key}" for table, said in TABLES.items() if said == word]


def _asking(tail: str) -> tuple[str, ...]:
    """Patterns (LIKE) of what an address asks: its letters as a browser sends them, and as they stand; anything for its
    signs, which may have been sent in several ways."""
    ways = (lambda letter: quote(letter).replace("%", "!%"), str)
    said = ("".join(way(each) if each.isalnum() else "%" for each in tail) for way in ways)
    return tuple(dict.fromkeys(f"%?{each}%" for each in said)) if tail else ()
