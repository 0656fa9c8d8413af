"""Where measures end before the next number comes: at the end of their part, and above a table that stands below them."""

from bisect import bisect_left
from collections.abc import Sequence

from tracker.extraction.clause import Clause
from tracker.extraction.normalising import CompactText
from tracker.extraction.outline import Node
from tracker.extraction.parts import Part, closing_words_at, end_of_part
from tracker.extraction.tables import DutyTable


def between(items: Sequence[Clause | DutyTable], start: int, end: int) -> Sequence[Clause | DutyTable]:
    """The clauses or tables that begin between two compact offsets."""
    return items[bisect_left(items, start, key=start_of) : bisect_left(items, end, key=start_of)]


def start_of(item: Clause | DutyTable) -> int:
    """Where a clause or a table begins: what they are ordered by."""
    return item.start


def cut_at_ends(text: CompactText, parts: Sequence[Part], clauses: Sequence[Clause]):
    """The last measure of a part ends where the part does, or where a paragraph below it asks for reports or calls on everybody."""
    for part in parts:
        last = max(part.root.walk(), key=lambda node: node.body) if part.root.children else part.root
        end = end_of_part(text, last.body, part.root.end)
        inside = between(clauses, last.body, end)
        _cut(part.root, closing_words_at(text, inside[-1].end, end) if inside else end)


def cut_at_tables(parts: Sequence[Part], clauses: Sequence[Clause], tables: Sequence[DutyTable]):
    """A measure with a clause of its own ends where a table begins: the table stands below it, not in it."""
    for node in (node for part in parts if tables for node in part.root.walk() if node.number):
        table = _first(tables, node.start, node.end)
        if not table or (node.children and node.children[-1].start > table.start):
            continue
        if _first(clauses, node.start, table.start) and not _first(clauses, table.end, node.end):
            _cut(node, table.start)


def _first(items, start, end):
    place = bisect_left(items, start, key=start_of)
    return items[place] if place < len(items) and items[place].start < end else None


def _cut(node: Node, end: int):
    node.end = min(node.end, end)
    for child in node.children:
        _cut(child, end)
