"""A document's text with everything that was read in it marked: measures, tasks, clauses, units by role, doubts."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from tracker.extraction.confirming.checks import Finding
from tracker.extraction.confirming.draft import Draft
from tracker.extraction.normalising import compact
from tracker.operations.confirming import Confirmation
from tracker.vocabulary import Origin, Role
from tracker.web.paragraphs import Paragraph, Run, paragraphs

NUMBER = re.compile(r"\s*第?[（(]?[一二三四五六七八九十百零〇\d]+[)）、.．·章节条]*\s*")
OVERLAPPING = 8
"""How many spans that begin earlier are looked through for one that reaches a place."""
CLOSE_BY = 20
"""So many characters at most stand between a task and the clause that closes it: a full stop, a line's end."""


@dataclass(frozen=True)
class Piece:
    """A stretch of the text that begins ``at`` an offset.

    ``task`` is whose text or clause it is, ``clause`` where its clause begins, if it is one, ``role`` the role of the
    unit it names. ``numbers`` are tasks that end with it: (number in the draft, number on the page).
    """

    text: str
    at: int
    task: int | None = None
    clause: int | None = None
    role: Role | None = None
    is_heading: bool = False
    is_doubtful: bool = False
    numbers: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Block:
    """A paragraph as pieces; ``kind`` is title, number, section, row (of a table) or text."""

    kind: str
    cells: tuple[tuple[Piece, ...], ...]


def blocks(text: str, draft: Draft, findings: Iterable[Finding] = ()) -> list[Block]:
    """The whole text, in order; ``findings`` are marked where they stand."""
    return blocks_within(text, draft, findings, (0, len(text)))[1]


def blocks_within(text: str, draft: Draft, findings: Iterable[Finding], reach: Run) -> tuple[int, list[Block]]:
    """The blocks that reach into a span, and how many stand before them."""
    read, marks = compact(text), _Marks(text, draft, findings)
    head = [_line_of(read, draft.facts[name]) for name in ("title", "number")]
    wholes = [span for span in (head[0], *map(_reach, draft.tasks)) if span]
    begins = {measure.start for measure in draft.measures} | marks.tasks.starts | {span[0] for span in head if span}
    kinds, every = (
        _Kinds(draft, head[0]),
        [(list(one.runs), one) for one in paragraphs(text, begins=begins, wholes=wholes)],
    )
    before = sum(runs[-1][1] <= reach[0] for runs, _ in every)
    reached = [one for runs, one in every[before:] if runs[0][0] < reach[1]]
    marks.begin_at(next((list(one.runs)[0][0] for one in reached), 0))
    return before, [
        Block(kinds.of(paragraph, text), tuple(tuple(marks.pieces(cell)) for cell in paragraph.cells))
        for paragraph in reached
    ]


def _reach(task):
    """A task's span with the clause that closes it."""
    follows = task.annotation_start is not None and task.annotation_start >= task.end
    near = follows and task.annotation_start - task.end <= CLOSE_BY
    return task.start, task.annotation_end if near else task.end


def differing_reach(seen: Confirmation, now: Confirmation) -> Run | None:
    """The span of the text that holds everything marked otherwise in two drafts; None where all marks are the same."""
    if any(seen.draft.facts[name] != now.draft.facts[name] for name in ("title", "number")):
        return 0, len(now.text)
    kept = set(map(id, seen.draft.measures)) & set(map(id, now.draft.measures))
    changed = [measure for one in (seen, now) for measure in one.draft.measures if id(measure) not in kept]
    clauses = {task.annotation_start for measure in changed for task in measure.tasks} - {None}
    sharing = [task for task in now.draft.tasks if task.annotation_start in clauses]
    doubts = set(_places(seen.open)) ^ set(_places(now.open))
    spans = [*map(_reach, sharing), *doubts, *((measure.start, measure.end) for measure in changed)]
    spans += [_reach(task) for measure in changed for task in measure.tasks]
    return (min(start for start, _ in spans), max(end for _, end in spans)) if spans else None


def _places(findings):
    return ((item.start, item.end) for item in findings if item.start is not None and item.end)


def without_numbers(block: Block) -> tuple:
    """A block as it shows, whatever the number of its tasks on the page."""
    pieces = (
        replace(piece, numbers=tuple((task, 0) for task, _ in piece.numbers)) for cell in block.cells for piece in cell
    )
    return block.kind, tuple(map(len, block.cells)), tuple(pieces)


class _Spans:
    """Spans of the text with what each means; which one a place lies in."""

    def __init__(self, spans):
        self.spans = sorted(
            ((start, end, meaning) for start, end, meaning in spans if start < end), key=lambda s: s[:2]
        )
        self.starts = {start for start, *_ in self.spans}
        self.edges = self.starts | {end for _, end, _ in self.spans}
        self._begins = [start for start, *_ in self.spans]

    def at(self, place):
        """The meaning of the last span to begin that holds the place, or None."""
        last = bisect_right(self._begins, place)
        for _, end, meaning in reversed(self.spans[max(last - OVERLAPPING, 0) : last]):
            if place < end:
                return meaning
        return None


class _Marks:
    """What is to be marked, and a run of the text cut where a mark begins or ends."""

    def __init__(self, text, draft, findings):
        self.text = text
        clauses = _clauses(draft)
        self.tasks = _Spans((task.start, task.end, task.id) for task in draft.tasks)
        self.clauses = _Spans((*span, (span[0], ids[0] if len(ids) == 1 else None)) for span, ids in clauses.items())
        self.units = _Spans(_units(draft))
        self.headings = _Spans(_headings(text, draft))
        self.doubts = _Spans((*place, True) for place in _places(findings))
        self.numbers = sorted(_numbers(draft, clauses), reverse=True)
        marks = (self.tasks, self.clauses, self.units, self.headings, self.doubts)
        ends = {place for place, *_ in self.numbers}
        self.edges = sorted(ends.union(*(spans.edges for spans in marks)))

    def begin_at(self, place: int) -> None:
        """Leave out the numbers of tasks that end before a place."""
        while self.numbers and self.numbers[-1][0] <= place:
            self.numbers.pop()

    def pieces(self, runs: Iterable[Run]) -> Iterator[Piece]:
        for start, end in runs:
            inner = self.edges[bisect_right(self.edges, start) : bisect_right(self.edges, end)]
            cuts = [start, *inner, *([end] if not inner or inner[-1] < end else [])]
            for left, right in zip(cuts, cuts[1:], strict=False):
                yield self._piece(left, right)

    def _piece(self, left, right):
        clause, own = self.clauses.at(left) or (None, None)
        return Piece(
            text=self.text[left:right],
            at=left,
            task=own or self.tasks.at(left),
            clause=clause,
            role=self.units.at(left),
            is_heading=bool(self.headings.at(left)),
            is_doubtful=bool(self.doubts.at(left)),
            numbers=tuple(self._ended(right)),
        )

    def _ended(self, place):
        while self.numbers and self.numbers[-1][0] <= place:
            yield self.numbers.pop()[1:]


def _clauses(draft):
    """The tasks of each clause, by its span: a clause in a heading or for the whole document is that of several."""
    clauses = defaultdict(list)
    for task in draft.tasks:
        if task.annotation_start is not None and task.annotation_end is not None:
            clauses[task.annotation_start, task.annotation_end].append(task.id)
    return clauses


def _units(draft):
    for task in draft.tasks:
        for unit in task.units:
            if unit.start is not None and unit.end is not None:
                yield unit.start, unit.end, unit.role


def _headings(text, draft):
    """A measure from its number to where its first task begins; only its number where it has no heading."""
    for measure in draft.measures:
        first = measure.tasks[0]
        if first.origin == Origin.TABLE or not measure.path:
            continue
        number = NUMBER.match(text, measure.start)
        end = first.start if measure.heading else number and number.end()
        if end and measure.start < end <= measure.end:
            yield measure.start, end, True


def _numbers(draft, clauses):
    """Where each task's number stands: after the clause that is its alone, else after its text."""
    for page_number, task in enumerate(draft.tasks, start=1):
        own = task.annotation_end is not None and len(clauses[task.annotation_start, task.annotation_end]) == 1
        follows = own and task.annotation_start >= task.start
        yield (max(task.end, task.annotation_end) if follows else task.end), task.id, page_number


def _line_of(read, fact):
    """The span of a title or number where it begins a line; None if it stands nowhere so."""
    wanted = compact(fact or "").compact
    at = read.compact.find(wanted) if wanted else -1
    while at >= 0 and not read.starts_line(at):
        at = read.compact.find(wanted, at + 1)
    return read.span(at, at + len(wanted)) if at >= 0 else None


class _Kinds:
    """What a paragraph is, by what is known of the document."""

    def __init__(self, draft, title):
        self.title = title
        self.number = compact(draft.facts["number"] or "").compact
        self.sections = {compact(measure.section).compact for measure in draft.measures if measure.section}
        self.parts = {compact(measure.part).compact for measure in draft.measures if measure.part}

    def of(self, paragraph: Paragraph, text: str) -> str:
        if paragraph.is_row:
            return "row"
        runs = list(paragraph.runs)
        if self.title and self.title[0] <= runs[0][0] and runs[-1][1] <= self.title[1]:
            return "title"
        words = compact("".join(text[start:end] for start, end in runs)).compact
        if words == self.number and words:
            return "number"
        if words in self.parts:
            return "title"
        return "section" if NUMBER.sub("", words, count=1).rstrip("。：") in self.sections else "text"
