"""Numbered units and clauses → measures and their tasks, each task ending where its own clause begins."""

import re
from bisect import bisect_left
from dataclasses import dataclass, field, replace
from itertools import pairwise

from tracker.extraction.clause import Clause
from tracker.extraction.conventions import agreed_roles
from tracker.extraction.deadlines import deadline_in, read_deadline
from tracker.extraction.findings import Diagnostic, Measure, Task, Unit
from tracker.extraction.lexicon import (
    CLOSING,
    NOT_MEASURES,
    OTHER_CAPTION,
    ROLE_CAPTION,
    STRONG_UNIT_END,
    TIME_CAPTION,
)
from tracker.extraction.normalising import CompactText, full_width, in_one_line
from tracker.extraction.outline import Node
from tracker.extraction.units import MARKS, is_unit
from tracker.vocabulary import Origin, Role

LONGEST_HEADING = 60
SHORT_HEADING = 40
JOINED_GENERAL = re.compile(
    r"(?:总体要求|指导思想|基本原则|(?:工作|发展|主要|总体|行动)目标|总则|附则)(?=[坚以到全深为高紧牢充进按在\d本])"
)
"""The heading of a general part whose line was joined with the text below it."""
HEADING_IN_MARKS = re.compile(r"〔(?P<heading>[^〔〕（），。；：、]{2,20})〕(?=[^。；〕）])")
"""``第三条【资金筹措】市财政……``: a heading that marks part from the text behind it."""
SCOPE = re.compile(r"本[^，。；]{1,12}?(?:适用于|所称|中的)")
"""``本政策适用于……``, ``本办法所称……``: to whom it applies and what its words mean."""
TIME_ABOVE = re.compile(rf"{TIME_CAPTION}：(?P<limit>[^。；：]{{2,30}}?)(?=[。；]|$|{ROLE_CAPTION}|{OTHER_CAPTION})")
"""A time limit in the lines of fields above a clause."""
SENTENCE_STOP = re.compile(r"[。？！]")
MARK = re.compile(r"[，。；：、！？]")
BETWEEN_TASKS = "。；，、.;"


@dataclass(frozen=True)
class Explanation:
    """Why a clause was read as it was: its printed text, the rule that found it, and a line for each group of units."""

    annotation: str
    start: int
    rule: str
    lines: tuple[str, ...]


@dataclass
class Reading:
    """What the steps share: the text, the diagnostics and the clauses read so far, from where the first-listed leads,
    and the mark borne by whoever leads (★).

    ``own_place`` is the short name of the place the paper is about (云台): a name that begins with it carries its place.
    """

    text: CompactText
    diagnostics: list[Diagnostic] = field(default_factory=list)
    first_leads_from: int | None = None
    lead_mark: str = ""
    own_place: str = ""
    clause_starts: list[int] = field(default_factory=list)
    clause_spans: list[tuple[int, int]] = field(default_factory=list)
    read: list[tuple[str, int, Clause, tuple[Unit, ...]]] = field(default_factory=list)
    explained: list[Explanation] = field(default_factory=list)
    headings: dict[tuple[Node, int], tuple[int, int] | None] = field(default_factory=dict)

    def remark(self, code: str, message: str, start: int, end: int):
        """Add a diagnostic about a compact span."""
        self.diagnostics.append(Diagnostic(code, message, *self.text.span(start, end)))


def heading_of(reading: Reading, node: Node, stop: int) -> tuple[int, int] | None:
    """The compact span of a unit's heading: its own line, or its first sentence when more text follows.

    ``stop`` is where the unit's own text ends: its first clause or the first unit beneath it.
    """
    key = node, stop
    if key not in reading.headings:
        reading.headings[key] = _heading(reading, node, stop)
    return reading.headings[key]


def _heading(reading, node, stop):
    if marked := HEADING_IN_MARKS.match(reading.text.compact, node.body, stop):
        return marked.span("heading")
    compact, limit = reading.text.compact, min(node.body + LONGEST_HEADING + 1, stop)
    stopped = SENTENCE_STOP.search(compact, node.body, max(limit, node.body))
    sentence = stopped.start() if stopped else None
    if closed := _gap_after_heading(reading.text, node, stop):
        return node.body, closed
    if _clause_parts_heading_from_text(reading, node, stop):
        return node.body, stop
    if node.children and stop == node.children[0].start and sentence is None and stop - node.body <= LONGEST_HEADING:
        return node.body, stop - (compact[stop - 1] in "：")
    line = reading.text.line_end(node.body)
    while line < stop and line - node.body <= LONGEST_HEADING and not reading.text.ends_paragraph(line):
        line = reading.text.line_end(line)
    if line < stop and line - node.body <= LONGEST_HEADING and (sentence is None or sentence >= line - 1):
        return node.body, line - (compact[line - 1] in "。：")
    if sentence is not None and sentence + 1 < stop:
        return node.body, sentence
    if node.children and stop - node.body <= LONGEST_HEADING and sentence in (None, stop - 1):
        return node.body, stop - (compact[stop - 1] in "。：")
    return None


def _clause_parts_heading_from_text(reading, node, stop):
    """Whether few words, the one clause and then the text follow one another: ``旧区改造（市住建局负责）。完成20个小区。``"""
    compact, place = reading.text.compact, bisect_left(reading.clause_starts, stop)
    starts = reading.clause_starts[place : place + 2]
    if not starts or starts[0] != stop or len(starts) > 1 and starts[1] < node.end or node.children:
        return False
    end = reading.clause_spans[place][1]
    is_short = 2 <= stop - node.body <= SHORT_HEADING and not MARK.search(compact, node.body, stop)
    return is_short and compact[end : end + 1] in "。：" and bool(compact[end : node.end].strip("。：；"))


def _gap_after_heading(text, node, stop):
    """Where a heading ends that two spaces close: ``扩大出口  支持企业开拓市场。``, or None."""
    if not text.wide_gaps:
        return None
    last = min(node.body + SHORT_HEADING, stop)
    return next(
        (
            at
            for at in range(node.body + 1, last)
            if at in text.wide_gaps and not MARK.search(text.compact, node.body, at) and text.compact[at] not in "（〔"
        ),
        None,
    )


def own_text_ends(reading: Reading, node: Node) -> int:
    """Where a unit's own text stops for its heading's sake: its first clause or the first unit beneath it."""
    end = node.children[0].start if node.children else node.end
    place = bisect_left(reading.clause_starts, node.body)
    return max(min([end, *reading.clause_starts[place : place + 1]]), node.body)


def is_no_measure(heading: str | None, body: str) -> bool:
    """Whether a unit without clause is no measure: 总体要求, 附则, validity, who interprets it (DESIGN 3)."""
    if heading and NOT_MEASURES.match(heading):
        return True
    if NOT_MEASURES.match(body.rstrip("。：")) or JOINED_GENERAL.match(body):
        return True
    if len(body) <= 200 and SCOPE.match(body):
        return True
    if re.match(r"附则|其他|其它", body) and CLOSING.search(body, 0, 300):
        return True
    return (
        len(body) <= 200
        and bool(CLOSING.search(body))
        and not re.search(r"[一二三四五六七八九十]、|（[一二三四五]）", body)
    )


AND = re.compile(r"(?<=[\u4e00-\u9fff])and(?=[\u4e00-\u9fff])")
"""What a machine read 和 as."""


def units_of(reading: Reading, clause: Clause) -> tuple[Unit, ...]:
    """The clause's units in the order of the text, with names as DESIGN 3 wants them; conventions are applied."""
    pairs = sorted(
        ((name, group) for group in clause.reading.groups for name in group.names), key=lambda pair: pair[0].start
    )
    agreed = agreed_roles(reading, clause)
    units = []
    for name, group in pairs:
        start, end = clause.content_start + name.start, clause.content_start + name.end
        role = agreed.get(name.start, group.role)
        printed = reading.text.as_printed(start, end)
        carries_place = bool(reading.own_place) and reading.own_place in name.text
        prefix = "" if carries_place else name.prefix
        full = name.whole or prefix + AND.sub("和", full_width(printed)) + name.ending
        if prefix and not STRONG_UNIT_END.search(name.text):
            reading.remark("restored", f"“{printed}”前省略了“{prefix}”，补作“{full}”，请核对", start, end)
        units.append(Unit(full, printed, role, *reading.text.span(start, end)))
        _doubt_name(reading, name, full, start, end)
    return tuple(units)


def _doubt_name(reading, name, full, start, end):
    if name.definition:
        meaning = f"“{full}”在此定义（{name.definition}），以下各处同义"
        reading.remark("definition", meaning, start, end)
    if not is_unit(name.text + name.ending):
        reading.remark("unknown-unit", f"“{full}”读作单位，但不像单位名称，请核对", start, end)


def task_of(reading: Reading, start: int, end: int, clause: Clause | None, *, origin: Origin | None = None) -> Task:
    """The task whose text is the compact span, with what its clause says."""
    begin, stop = reading.text.span(start, end)
    text = in_one_line(reading.text.shown[begin:stop])
    task = Task(text, begin, stop, origin=origin or Origin.NONE)
    found = deadline_in(reading.text.compact[start:end])
    if clause:
        printed = reading.text.as_printed(clause.start, clause.end)
        span = reading.text.span(clause.start, clause.end)
        task = replace(
            task,
            annotation=printed,
            annotation_start=span[0],
            annotation_end=span[1],
            origin=origin or clause.origin,
            units=units_of(reading, clause),
        )
        reading.read.append((printed, span[0], clause, task.units))
        if clause.reading.deadline:
            begin, stop = (clause.content_start + at for at in clause.reading.deadline)
            found = read_deadline(reading.text.compact[begin:stop])
        elif above := TIME_ABOVE.search(reading.text.compact, clause.block_start, clause.start):
            found = read_deadline(above["limit"]) or found
    if found:
        task = replace(task, deadline=found.printed, deadline_on=found.on, deadline_precision=found.precision)
    return task


def explanation(printed: str, start: int, clause: Clause, units: tuple[Unit, ...]) -> Explanation:
    """Why a clause gave these units: which words gave each group its role, what was restored, what was not read."""
    named = {name.start: name for group in clause.reading.groups for name in group.names}
    lines, roles = [], iter(sorted(named))
    notes = dict(zip(roles, units, strict=True))
    for group in clause.reading.groups:
        agreed = any(notes[name.start].role != group.role for name in group.names)
        marked = any(mark in printed for mark in MARKS)
        why = group.why + (f"，按全文约定{'标有记号' if marked else '排在第一位'}的牵头" if agreed else "")
        lines.append(f"{why}：{'、'.join(_with_note(name, notes[name.start]) for name in group.names)}")
    lines += [f"{printed_words}：没有读成单位" for printed_words in clause.reading.unread_words(clause.content)]
    return Explanation(printed, start, RULES[clause.rule], tuple(lines))


RULES = {
    "bracket": "句末括注",
    "bracket-list": "句末括注（只有单位名单）",
    "caption": "责任单位行",
    "sentence": "整句只写责任单位",
    "dashes": "段末破折号后的单位",
    "tail": "句子末尾“由……负责”",
    "heading": "标题上的责任分工，管到标题下没有另写的各项",
    "table": "分工表",
}


def _with_note(name, unit):
    notes = []
    if name.prefix and unit.name.startswith(name.prefix):
        notes.append(f"补回省略的“{name.prefix}”")
    if name.ending and not name.definition:
        notes.append(f"补回共用的“{name.ending}”")
    if name.definition:
        notes.append(f"此处定义：{name.definition}")
    return f"{unit.name}〔{unit.role.label}{'；' if notes else ''}{'；'.join(notes)}〕"


def tasks_of(reading: Reading, node: Node, clauses: list[Clause], heading_end: int) -> list[Task]:
    """The tasks of a measure: each piece of its text up to its clause; what follows the last clause joins that task."""
    compact, tasks, at = reading.text.compact, [], heading_end
    clauses = merged(compact, clauses)
    for index, clause in enumerate(clauses):
        start, end = _trimmed(compact, at, max(clause.block_start, at))
        end -= end > start and compact[end - 1] in "，、："
        tail = _trimmed(compact, clause.end, node.end)
        last = index == len(clauses) - 1
        if start == end and index == 0:
            if last and tail[0] < tail[1]:
                return [
                    task_of(
                        reading, *tail, clause, origin=Origin.HEADING if clause.origin == Origin.ANNOTATION else None
                    )
                ]
            start, end = _trimmed(compact, node.body, clause.block_start)
        if last and tail[0] < tail[1]:
            reading.remark("text-after-clause", "责任分工之后还有文字，已并入这项任务，请核对", *tail)
            end = tail[1]
        tasks.append(task_of(reading, start, end, clause))
        _doubt_clause(reading, clause)
        at = clause.end
    return tasks


def _doubt_clause(reading, clause):
    for doubt in clause.doubts:
        reading.remark(doubt, DOUBTS[doubt], clause.start, clause.end)
    for start, end in clause.reading.unread:
        reading.remark("unread", DOUBTS["unread"], clause.content_start + start, clause.content_start + end)
    if clause.reading.role_assumed:
        reading.remark("role-assumed", "牵头单位之后的单位没有写角色，读作配合，请核对", clause.start, clause.end)
    if clause.reading.only_supported:
        reading.remark("only-support", "这处只读出配合单位，没有牵头或负责的单位，请核对", clause.start, clause.end)


DOUBTS = {
    "rule-failed": "读这处责任分工时程序出错，没有读出单位；其余照常读出，请人工补上",
    "unread-clause": "像是责任分工，但有些字没有读懂，请逐个核对单位和角色",
    "unread": "责任分工里这几个字没有读成单位，请核对",
    "bare-list": "这里只有名称，没有牵头、负责等字样，读作负责单位，请核对",
    "glued-caption": "责任单位的字样紧接在正文后面，没有断开，请核对任务到哪里为止",
    "mid-sentence": "责任分工在句子中间，请核对它管到哪里",
    "sentence-clause": "责任分工写成一句话，不在括号里，请核对",
}


def merged(compact: str, clauses: list[Clause]) -> list[Clause]:
    """Clauses with no text between them are one: （A牵头）（B配合）."""
    if not any(_adjoin(compact, before, after) for before, after in pairwise(clauses)):
        return clauses
    joined, led = [], False
    for clause in clauses:
        leads = any(group.role == Role.LEAD for group in clause.reading.groups)
        if joined and _adjoin(compact, joined[-1], clause):
            _join(joined[-1], clause, led=led)
            led = led or leads
        else:
            led = leads
            groups = [replace(group, names=list(group.names)) for group in clause.reading.groups]
            joined.append(replace(clause, reading=replace(clause.reading, groups=groups), doubts=list(clause.doubts)))
    return joined


def _adjoin(compact, before, after):
    return after.start - before.end < 8 and not compact[before.end : after.start].strip("。；，、 ")


def _join(before, clause, *, led):
    shift = clause.content_start - before.content_start
    for group in clause.reading.groups:
        names = [name._replace(start=name.start + shift, end=name.end + shift) for name in group.names]
        role = Role.SUPPORT if led and group.out_of_reach else group.role
        before.reading.groups.append(replace(group, names=names, role=role))
    if clause.reading.deadline and not before.reading.deadline:
        before.reading.deadline = tuple(at + shift for at in clause.reading.deadline)
    before.end = clause.end
    before.doubts.extend(clause.doubts)


def _trimmed(compact, start, end):
    while start < end and compact[start] in BETWEEN_TASKS:
        start += 1
    return start, max(start, end)


def measure_of(
    reading: Reading, node: Node, tasks: list[Task], heading: tuple[int, int] | None, *, part: str | None
) -> Measure:
    """A measure with the words of its headings; its span runs from its number to its last character."""
    section = node.section
    section_heading = heading_of(reading, section, own_text_ends(reading, section)) if section else None
    start, end = reading.text.span(node.start, node.end)
    return Measure(
        part=part,
        path=node.path or None,
        section=words(reading, section_heading),
        heading=words(reading, heading),
        start=start,
        end=end,
        tasks=tuple(tasks),
    )


def words(reading: Reading, span: tuple[int, int] | None) -> str | None:
    """The text of a compact span without line breaks, spaces kept within Latin words, final 。 dropped."""
    if not span or span[0] >= span[1]:
        return None
    begin, stop = reading.text.span(*span)
    text = in_one_line(reading.text.shown[begin:stop]).replace("**", "")
    return text.rstrip("。：: ") or None
