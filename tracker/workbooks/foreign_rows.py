"""A workbook that is not ours: which of our tasks each of its rows is about. What is doubtful is asked, never guessed."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tracker.workbooks.answers import BY_NAME
from tracker.workbooks.cells import cleaned
from tracker.workbooks.grids import Grid
from tracker.workbooks.parsing import plain, quoted, squeezed

SAME, CERTAIN, POSSIBLE = 0.999, 0.9, 0.35
"""Likeness of two texts from which they are one, and below which they have nothing to do with each other."""
LEAD = 0.1
"""By so much the best must be more like than the next to be certain."""
MOST_CANDIDATES = 5
COMMON = 400
"""A pair of letters that stands in more tasks than these tells little."""
NOT_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class KnownTask:
    """A task of ours: ``number`` as printed, 一（三）①; ``text`` and ``heading`` as they stand."""

    key: str
    number: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class ForeignRow:
    """A row of the sheet: what its columns say, by our names."""

    number: int
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class TaskCandidate:
    """A task a row could be about. ``likeness`` runs from 0 to 1; ``why`` is a sentence for the person who decides."""

    key: str
    likeness: float
    same_number: bool
    why: str


@dataclass(frozen=True, slots=True)
class Match:
    """``key`` is the task where there is no doubt; else None, with the candidates and ``why`` it is doubtful."""

    row: ForeignRow
    key: str | None
    candidates: tuple[TaskCandidate, ...]
    why: str


def foreign_rows(grid: Grid, first_row: int, columns: Mapping[str, int]) -> Iterator[ForeignRow]:
    """The rows below the header; a cell merged downwards speaks for each row it covers."""
    above = {
        (row, left): (top, left)
        for top, left, bottom, _ in grid.merged
        for row in range(top, min(bottom, top + 1000) + 1)
    }
    for number, cells in grid.rows.items():
        if number < first_row:
            continue
        values = {}
        for name, column in columns.items():
            top, left = above.get((number, column), (number, column))
            value = cells.get(column) if top == number else grid.rows.get(top, {}).get(left)
            if words := cleaned(plain(value)).strip():
                values[name] = words
        if "task" in values or values.keys() & BY_NAME.keys():
            yield ForeignRow(number, values)


def match(rows: Sequence[ForeignRow], tasks: Sequence[KnownTask], *, names: Sequence[str] = ()) -> list[Match]:
    """Each row with its task or with its candidates. A task that two rows claim is doubtful in both.

    ``names`` are those of the agency whose tasks these are: a row that says another one reports it is doubtful.
    """
    index = _Index(tasks)
    found = [_of_ours(_match(row, index.candidates(row)), names) for row in rows]
    claimed = Counter(each.key for each in found if each.key)
    return [
        Match(each.row, None, each.candidates, "不止一行对应同一项任务，请确认各是哪一项。")
        if each.key and claimed[each.key] > 1
        else each
        for each in found
    ]


def _of_ours(found, names):
    reporter = squeezed(found.row.values.get("reporter", ""))
    if not (names and reporter and found.key) or any(_is_called(reporter, squeezed(name)) for name in names):
        return found
    why = f"这一行是{quoted(reporter)}填报的，不是{names[0]}的，请确认是不是要导入。"
    return Match(found.row, None, found.candidates, why)


def _is_called(words, name):
    """Whether a body, and it alone, is meant: 市商务局 and 商务局 are 广州市商务局, 市财政局、市商务局 are not."""
    return len(words) > 1 and (name.endswith(words) or (words.endswith(name) and words.isalpha()))


def _match(row, candidates):
    if not candidates:
        return Match(row, None, (), "没有找到文字相近的任务，请自己选，或者不导入这一行。")
    best, *others = candidates
    alone = not others or best.likeness - others[0].likeness >= LEAD
    if best.likeness < SAME and not best.same_number and any(other.same_number for other in others):
        return Match(row, None, candidates, "文字与一项任务相近，序号却与另一项相同，请确认是哪一项。")
    if best.likeness >= CERTAIN and alone:
        return Match(row, best.key, candidates, best.why)
    if best.likeness >= CERTAIN and best.same_number and not any(other.same_number for other in others):
        return Match(row, best.key, candidates, best.why)
    if best.likeness >= CERTAIN:
        return Match(row, None, candidates, "有几项任务的文字相同或几乎相同，请确认是哪一项。")
    if best.same_number:
        return Match(row, None, candidates, "序号相同而文字不同，请确认是不是这一项。")
    return Match(row, None, candidates, "文字只是相近，请确认是不是这一项。")


class _Index:
    """The tasks by their pairs of letters."""

    def __init__(self, tasks):
        self.tasks = tasks
        self.pairs = [_pairs(task.text) for task in tasks]
        self.headings = [_pairs(task.heading) for task in tasks]
        self.by_pair = defaultdict(list)
        for place, (text, heading) in enumerate(zip(self.pairs, self.headings, strict=True)):
            for pair in text | heading:
                self.by_pair[pair].append(place)
        self.by_number = defaultdict(list)
        for place, task in enumerate(tasks):
            self.by_number[_number(task.number)].append(place)

    def candidates(self, row) -> tuple[TaskCandidate, ...]:
        asked = _pairs(row.values.get("task", ""))
        number = _number(row.values.get("number", ""))
        same = set(self.by_number[number]) if number else set()
        found = [self._candidate(place, asked, place in same) for place in self._near(asked) | same]
        found = [one for one in found if one.likeness >= POSSIBLE or (one.same_number and one.likeness > 0)]
        found.sort(key=lambda one: (-one.likeness, not one.same_number, one.key))
        return tuple(found[:MOST_CANDIDATES])

    def _near(self, asked):
        """The tasks that share most pairs of letters, rare ones first."""
        shared = Counter()
        for pair in sorted(asked, key=lambda pair: len(self.by_pair.get(pair, ())))[:60]:
            places = self.by_pair.get(pair, ())
            if len(places) <= COMMON or not shared:
                shared.update(places[: COMMON * 4])
        return {place for place, _ in shared.most_common(MOST_CANDIDATES * 4)}

    def _candidate(self, place, asked, same_number):
        task = self.tasks[place]
        text, heading = _likeness(asked, self.pairs[place]), _likeness(asked, self.headings[place])
        likeness = max(text, heading)
        what = "工作任务" if text >= heading else "措施标题"
        how = "相同" if likeness >= SAME else f"有 {likeness:.0%} 相同"
        why = f"{what}的文字{how}" + ("，序号也相同。" if same_number else "。")
        return TaskCandidate(task.key, round(likeness, 3), same_number, why)


def _pairs(text):
    letters = NOT_LETTERS.sub("", squeezed(text))
    return {letters[at : at + 2] for at in range(len(letters) - 1)} or ({letters} if letters else set())


def _likeness(one, other):
    """Twice what two texts share by what they have: 1 for the same pairs, 0 for none."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def _number(printed):
    """``一、（三）①`` and ``一(三)①`` are one number."""
    return squeezed(printed).strip("、.,").replace("、", "").replace("(", "（").replace(")", "）")
