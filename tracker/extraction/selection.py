"""Which numbered units of a part are its measures, and which clauses each of them has."""

import re
from collections import defaultdict
from dataclasses import dataclass

from tracker.extraction.clause import Clause
from tracker.extraction.measures import Reading, heading_of, is_no_measure, merged, own_text_ends
from tracker.extraction.normalising import CompactText
from tracker.extraction.outline import Node
from tracker.extraction.parts import lines_between
from tracker.extraction.told_clauses import RHYTHM


@dataclass
class Chosen:
    """A unit that is a measure, its clauses in order, and the clause of a heading above it when it has none."""

    node: Node
    clauses: list[Clause]
    inherited: Clause | None = None


class Selection:
    """Chooses the measures of one part: the deepest units that carry clauses of their own."""

    def __init__(self, reading: Reading, root: Node, clauses: list[Clause]):
        self.reading, self.root = reading, root
        self.direct = defaultdict(list)
        for clause in clauses:
            self.direct[_deepest(root, clause.start)].append(clause)
        for node, own in self.direct.items():
            own[:] = self.without_narrative(node, own)
        self.carrying = {node.number.scheme for node in self.direct if node.number}
        self.enclosing = self._enclosing_schemes()

    def without_narrative(self, node, own):
        """``……，由市口岸办负责。`` gives a duty at the end of a measure that has no other clause; elsewhere it tells."""
        firm = [clause for clause in own if clause.rule != "tail"]
        if firm or not node.number or any(_is_general(self.reading, item) for item in [node, *_ancestors(node)]):
            return firm
        end = node.children[0].start if node.children else node.end
        compact = self.reading.text.compact
        rest = compact[own[-1].end : end].rstrip("。") if own else ""
        return own[-1:] if not rest.strip("。") or RHYTHM.match(rest) else []

    def _enclosing_schemes(self):
        """Schemes whose units have their one clause at the end of their last sub-unit, everywhere."""
        whole, single = defaultdict(int), set()
        for node in self.root.walk():
            if not node.number or len(node.children) < 2 or any(child.children for child in node.children):
                continue
            counts = [len(self.direct[child]) for child in node.children]
            if sum(counts) == 0:
                continue
            if counts[-1] == sum(counts) == 1 and not self.direct[node]:
                whole[node.number.scheme] += 1
            else:
                single.add(node.number.scheme)
        return {scheme for scheme in whole if scheme not in single and self._seen_elsewhere(scheme, whole[scheme])}

    def _seen_elsewhere(self, scheme, count):
        others = sum(1 for node in self.direct if node.number and node.number.scheme == scheme and self.direct[node])
        return count > 1 or others > 0

    def measures(self, inherited: Clause | None = None) -> list[Chosen]:
        """The numbered measures, in order; ``inherited`` is a clause that holds for all of them."""
        return [chosen for child in self.root.children for chosen in self.visit(child, inherited)]

    def visit(self, node, inherited):
        own = self.direct[node]
        if not node.children:
            items = _bulleted(self.reading.text, node, own) if node.parent is self.root else []
            return items or [self.leaf(node, inherited)]
        if self.is_whole(node) and not (own and self.on_heading(node, own)):
            return [Chosen(node, self.clauses_beneath(node))]
        compact = self.reading.text.compact
        given = merged(compact, own)[-1] if own and self.on_heading(node, own) else None
        chosen = [measure for child in node.children for measure in self.visit(child, given or inherited)]
        if own and not any(measure.inherited is given for measure in chosen if given):
            chosen.insert(0, Chosen(_intro(compact, node, own), own))
        return chosen

    def leaf(self, node, inherited):
        own = self.direct[node]
        return Chosen(node, own, None if own else inherited)

    def is_whole(self, node):
        """Whether a unit with sub-units is one measure: its sub-units are its enumeration."""
        beneath = any(self.direct[item] for child in node.children for item in child.walk())
        if not beneath:
            return node.number.scheme in self.carrying and not self._children_carry_elsewhere(node)
        if node.number.scheme in self.enclosing and len(node.children) > 1:
            counts = [len(self.direct[child]) for child in node.children]
            return counts[-1] == sum(counts) == 1
        return False

    def _children_carry_elsewhere(self, node):
        own = self.direct[node]
        return bool(own) and self.on_heading(node, own)

    def on_heading(self, node, own):
        """Whether the unit's own clause stands on its heading, before its first sub-unit and after nothing else."""
        heading = heading_of(self.reading, node, own_text_ends(self.reading, node))
        end = heading[1] if heading else node.body
        between = self.reading.text.compact[end : own[0].start].strip("。：；")
        return len(between) <= 2 or heading is None and len(between) <= 60

    def clauses_beneath(self, node):
        return sorted((clause for item in node.walk() for clause in self.direct[item]), key=lambda clause: clause.start)

    def is_left_out(self, chosen: Chosen, heading: str | None) -> bool:
        """Whether a unit without clause is no measure, by its own heading or that of a section above it."""
        if chosen.clauses or chosen.inherited:
            return False
        text = self.reading.text.compact[chosen.node.body : chosen.node.end]
        return is_no_measure(heading, text) or any(
            is_no_measure(_heading_words(self.reading, above), "") for above in _ancestors(chosen.node)
        )


def _is_general(reading, node):
    return is_no_measure(_heading_words(reading, node), "")


def _heading_words(reading, node):
    span = heading_of(reading, node, own_text_ends(reading, node))
    return reading.text.compact[slice(*span)].rstrip("。：") if span else None


def _ancestors(node):
    while (node := node.parent) and node.number:
        yield node


LEADS_IN = re.compile(r"。?[^。；，]{0,10}：")
"""What only announces the sub-units: ``具体措施：``."""


def _intro(compact, node, clauses):
    """A unit's own text before its first sub-unit, as a unit of its own."""
    first = node.children[0].start
    end = clauses[-1].end if LEADS_IN.fullmatch(compact, clauses[-1].end, first) else first
    return Node(node.number, node.parent, node.start, node.body, end)


def _deepest(root, at):
    node = root
    while inner := next((child for child in node.children if child.start <= at < child.end), None):
        node = inner
    return node


def paragraphs_with(text: CompactText, root: Node, clauses: list[Clause]) -> list[Chosen]:
    """The measures of a part without numbers: its paragraphs that hold clauses."""
    chosen = []
    for clause in clauses:
        reached = chosen[-1].node.end if chosen else root.start
        if chosen and clause.start < reached:
            chosen[-1].clauses.append(clause)
            continue
        start, end = _paragraph_of(text, clause, reached, root.end)
        if start == clause.block_start and text.compact[reached : reached + 1] not in "（〔":
            start = reached
        mark = BULLET.match(text.compact, start)
        chosen.append(Chosen(Node(None, root, start, mark.end() if mark else start, end), [clause]))
    return chosen


BULLET = re.compile(r"[●○■□◆◇▪▶►◎※★☆·]|[—–－-]{1,2}(?![\d—–－-])|[⁃‣➢➤✓√]")
"""What a list without numbers sets before its items."""


def _bulleted(text: CompactText, node: Node, clauses: list[Clause]) -> list[Chosen]:
    """The measures of a unit whose text is a list without numbers, each item with its clauses; [] for any other text."""
    starts = [line for line in lines_between(text, node.body, node.end) if BULLET.match(text.compact, line)]
    if not starts or not clauses or clauses[0].start < starts[0]:
        return []
    chosen = []
    for start, end in zip(starts, [*starts[1:], node.end], strict=True):
        item = Node(None, node, start, BULLET.match(text.compact, start).end(), end)
        chosen.append(Chosen(item, [clause for clause in clauses if start <= clause.start < end]))
    carrying = sum(bool(item.clauses) for item in chosen)
    return chosen if carrying * 2 > len(chosen) else []


def _paragraph_of(text, clause, begin, end):
    start = text.line_start(clause.block_start)
    while start > begin and not text.ends_paragraph(start):
        start = text.line_start(start - 1)
    stop = text.line_end(max(clause.end - 1, clause.start))
    while not text.ends_paragraph(stop) and stop < end:
        stop = text.line_end(stop)
    return max(start, begin), min(stop, end)
