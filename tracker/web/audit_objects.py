"""What an auditor searches who types an object as the page writes it: “周期 5”, “周期 5 “2026年度” · 任务 7”, “导出（q=口岸）”,
or a task as all pages write it: “三（十）③”, “引进企业”."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from urllib.parse import quote

from flask import current_app

from tracker.storage.queries.audit import Meant
from tracker.storage.queries.steps import rows_of_tasks, tasks_called
from tracker.vocabulary.tables import TABLES
from tracker.web.audit_events import PARTS, PLACES, word_of

KEY = r"[^\s“（]+"
ARGUMENT = re.compile(r"<(?:[^:<>]+:)?(\w+)>")
TAIL = re.compile(r"(?:（(.*?)）?)?")
"""What an address asks beyond its object, as far as it was copied."""
WORDS_OF_ROWS = {
    table: PARTS[name][0]
    for name, table in {"row_id": "expected_report", "objection_id": "objection", "extension_id": "extension"}.items()
}
"""What is called in an address that is about a row of the list."""


def meant_by(text: str) -> Meant | None:
    """The addresses and rows that a text names as the page does; None where it is any other text."""
    parts, rest = _parts(text)
    place = "" if parts else next((word for word in PLACES.values() if text.partition("（")[0] == word), "")
    tail = TAIL.fullmatch(rest.removeprefix(place))
    if tail is None or not (parts or place):
        return _of_tasks(text)
    named = _under([word for word, _ in parts], [[key for _, key in parts]])
    under, rows, asked = tuple({*named}), _rows(*parts[0]) if len(parts) == 1 else (), tail[1] or ""
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


def _under(words: Sequence[str], named: Iterable[Sequence[object]]) -> Iterator[str]:
    """What the addresses begin with that name these parts first, in this order, by these keys."""
    forms = []
    for place, rule in _routes() if words else ():
        found = list(ARGUMENT.finditer(rule))[: len(words)]
        if [word_of(place, each[1])[0] for each in found] == list(words):
            forms.append(ARGUMENT.sub("%s", rule[: found[-1].end()]))
    return (form % tuple(keys) for keys in named for form in forms)


def _of_tasks(text):
    """The addresses of the few tasks a text names, of their rows and of what is about these, and the rows of the tables."""
    tasks = tasks_called(text)
    rows = rows_of_tasks(tasks) if tasks else None
    if rows is None:
        return None
    named = defaultdict(set, {("任务",): {(task,) for task in tasks}})
    named["周期", "任务"] = {(cycle, task) for cycle in {row.cycle_id for row in rows} for task in tasks}
    for row in rows:
        word = WORDS_OF_ROWS[row.table]
        named[word,].add((row.id,))
        named["周期", word].add((row.cycle_id, row.id))
        if row.sheet_id:
            named["报送单", word].add((row.sheet_id, row.id))
    under = {address for words, keys in named.items() for address in _under(words, keys)}
    changed = {f"task {task}" for task in tasks} | {f"{row.table} {row.id}" for row in rows}
    changed |= {f"draft {row.id}" for row in rows if row.table == "expected_report"}
    return Meant(under=tuple(sorted(under)), rows=tuple(sorted(changed)))


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
