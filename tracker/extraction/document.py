"""One text → all that it says: the steps of the extraction put together."""

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import partial

from tracker.extraction import facts
from tracker.extraction.clause import Clause
from tracker.extraction.clauses import find_clauses
from tracker.extraction.conventions import note_conventions
from tracker.extraction.cutting import between, cut_at_ends, cut_at_tables, start_of
from tracker.extraction.defaults import Default, LetterSentences, default_of, explanation_of_default, sentences_of
from tracker.extraction.duties import measures_of_table
from tracker.extraction.faults import spared
from tracker.extraction.findings import Findings, Measure, Task
from tracker.extraction.guessed_places import place_from_text
from tracker.extraction.measures import (
    Explanation,
    Reading,
    explanation,
    heading_of,
    measure_of,
    own_text_ends,
    task_of,
    tasks_of,
    words,
)
from tracker.extraction.normalising import compact, in_one_line
from tracker.extraction.outline import Node
from tracker.extraction.parts import Part, parts_of
from tracker.extraction.places import short_place
from tracker.extraction.reporting_rules import reporting_rules
from tracker.extraction.selection import Chosen, Selection, paragraphs_with
from tracker.extraction.tables import DutyTable, find_tables
from tracker.extraction.targets import targets
from tracker.extraction.units import BARE_KIND, is_unit
from tracker.extraction.unread import MARK
from tracker.vocabulary import Origin

KANA = re.compile(r"[\u3041-\u30fa]+")
TOLD = re.compile(
    r"由[^，。；：（）]{2,40}?(?:会同[^，。；：（）]{2,20}|牵头|负责)"
    r"|(?<=[。；])[省市区县州][^，。；：（）]{1,40}?[局委办厅](?:负责)?牵头|(?<=[。；])[省市区县州][^，。；：（）]{1,40}?[局委办厅]负责"
    r"|(?:牵头|责任|配合|主办|协办)(?:单位|部门)[省市区县州][^，。；：（）]{2,20}|——[省市区县州][^，。；：（）]{1,30}?[局委办厅](?=[。、]|$)"
)
"""``由市商务局会同市财政局推进……``: in the midst of a text, which may tell or give a duty."""
LONGEST_BRACKET = 60
NAMED_AT_THE_END = re.compile(rf"（(?P<inner>[^（），。：]{{2,{LONGEST_BRACKET}}})）。?\Z")
CHINESE = re.compile(r"[\u4e00-\u9fff]+")


def extract(raw: str) -> Findings:
    """Read a policy document's text: facts, measures, tasks with their units and roles, rules, targets, diagnostics.

    Pure and linear in the text's length; no input raises. A text without measures gives no measures and a diagnostic.
    """
    return _read(raw)[0]


def explain(raw: str) -> list[Explanation]:
    """Clause by clause, in the order of the text: which rule found it, and which rule gave each unit its role."""
    reading = _read(raw)[1]
    return sorted([*(explanation(*item) for item in reading.read), *reading.explained], key=start_of)


def _read(raw):
    text = compact(raw)
    head = text.compact[:20000]
    if sum(map(len, CHINESE.findall(head))) * 5 < len(head) or sum(map(len, KANA.findall(head))) * 10 > len(head):
        findings = Findings().with_diagnostics(*_nothing(text, "no-chinese", "文件里几乎没有中文，没有读出措施"))
        return findings, Reading(text)
    reading = Reading(text)
    tables = find_tables(text)
    spans = [(table.start, table.end) for table in tables]
    parts, gaps = parts_of(text, spans)
    numbers = [node.start for part in parts for node in part.root.walk() if node.number]
    clauses = [clause for clause in find_clauses(text, numbers) if not _within(clause.start, spans)]
    reading.clause_starts = [clause.block_start for clause in clauses]
    reading.clause_spans = [(clause.start, clause.end) for clause in clauses]
    note_conventions(reading, clauses[-1].end if clauses else 0)
    for unread in MARK.finditer(text.compact):
        reading.remark("unread-part", f"文件的这一处读不出来：{unread[1]}，请对照原件核对", *unread.span())
    cut_at_ends(text, parts, clauses)
    cut_at_tables(parts, clauses, tables)
    plans = _plans(reading, parts, clauses, tables)
    for gap in gaps:
        reading.remark("numbering-gap", f"“{gap.node.path}”之前缺一个编号，请核对", gap.node.start, gap.node.body)
    head = _head(reading, plans, spans)
    reading.own_place = short_place(head["jurisdiction"] or "")
    measures = [measure for plan in plans for measure in _measures(reading, plan, several=len(plans) > 1)]
    findings = _facts(reading, [plan.part for plan in plans], measures, head, spans)
    if not measures:
        message = "没有读出措施：文中没有编号的措施，也没有责任分工"
        findings = findings.with_diagnostics(*_nothing(text, "no-measures", message))
    return findings, reading


def _nothing(text, code, message):
    reading = Reading(text)
    reading.remark(code, message, 0, min(len(text.compact), 1))
    return reading.diagnostics


@dataclass
class Plan:
    """A part that carries measures: its clauses, or the default responsibility that stands for them."""

    part: Part
    clauses: list[Clause]
    tables: list[DutyTable]
    default: Default | None = None

    @property
    def carries(self):
        """Whether its text says of anything in it who is responsible."""
        return bool(self.clauses or self.tables)


def _within(at, spans):
    place = bisect_right(spans, at, key=lambda span: span[0]) - 1
    return place >= 0 and at < spans[place][1]


def _plans(reading, parts, clauses, tables):
    """The parts that carry measures: those with clauses, those with a default, and, where no part has either, all."""
    plans, letter = [], Letter(reading)
    for part, end in zip(parts, [*(part.start for part in parts[1:]), len(reading.text.compact)], strict=True):
        inside = between(clauses, part.root.start, part.root.end)
        held = between(tables, part.start, end)
        firm = held or any(clause.rule != "tail" for clause in inside)
        has_tasks = part.root.children and not part.is_note and not firm
        default = default_of(reading, part.root, letter.before(part)) if has_tasks else None
        plans.append(Plan(part, [] if default else inside, held, default))
        letter.saw(plans[-1])
    carrying = [plan for plan in plans if plan.carries and not plan.part.is_note or plan.default]
    return carrying or [plan for plan in plans if not plan.part.is_note and plan.part.root.children]


class Letter:
    """The covering letter in force: what stands before the first numbered part since the last part with clauses."""

    def __init__(self, reading: Reading):
        self.reading, self.start, self.end, self.used = reading, 0, None, False

    def before(self, part: Part) -> LetterSentences:
        """What the letter says to a part, read once for all the parts it encloses."""
        if self.end is None and part.root.children:
            self.end = part.start
            self.said = sentences_of(self.reading, self.start, self.end)
        return LetterSentences(self.said if self.end is not None else [], first=not self.used)

    def saw(self, plan: Plan):
        """Remember that a plan carried measures; one with clauses of its own ends the letter's reach."""
        self.used |= bool(plan.carries or plan.default)
        if plan.carries:
            self.start, self.end = plan.part.root.end, None


def _measures(reading: Reading, plan: Plan, *, several: bool) -> list[Measure]:
    name = _title(reading, plan.part) if several else None
    if plan.carries:
        measures = _of_tables(reading, plan, name)
        if plan.clauses:
            measures += _with_clauses(reading, plan.part, plan.clauses, name, plan.tables)
        return sorted(measures, key=lambda measure: measure.start)
    return _without_clauses(reading, plan.part, name, plan.default)


def _title(reading, part):
    return facts.printed_title(reading.text, *part.title) if part.title else None


def _with_clauses(
    reading: Reading, part: Part, clauses: list[Clause], name: str | None, tables: list[DutyTable]
) -> list[Measure]:
    selection = Selection(reading, part.root, clauses)
    loose = selection.direct.get(part.root, [])
    under_title = _under_title(reading, part, loose)
    chosen = selection.measures(under_title) if part.root.children else []
    if loose and not under_title:
        chosen = paragraphs_with(reading.text, _before_numbers(part.root), loose) + chosen
    measures = []
    for item in chosen:
        heading = (
            heading_of(reading, item.node, own_text_ends(reading, item.node))
            if item.node.body > item.node.start
            else None
        )
        if not item.clauses and not _has_text(reading, item.node):
            continue
        holds_table = any(item.node.start <= table.start < item.node.end for table in tables)
        if not (selection.is_left_out(item, words(reading, heading)) or holds_table and not item.clauses):
            measures.append(_spared_measure(reading, item.node, name, partial(_measure, reading, item, heading, name)))
    return measures


def _spared_measure(reading, node, name, rule):
    """The measure a rule makes of a unit, or the unit's bare text when the rule breaks on it."""
    return spared(
        reading, node.start, node.end, rule, instead=partial(_bare_measure, reading, node, name), what="责任分工"
    )


def _bare_measure(reading, node, name):
    start, end = reading.text.span(node.start, node.end)
    task = Task(in_one_line(reading.text.raw[start:end]), start, end)
    return Measure(name, node.path or None, None, None, start, end, (task,))


def _has_text(reading, node):
    """Whether anything stands behind a number; one without any text numbers no measure."""
    return bool(reading.text.compact[node.body : node.end].strip("。：；，、. "))


def _under_title(reading, part, loose):
    """The clause that stands right under the plan's title: it holds for every measure without one of its own."""
    if len(loose) != 1 or not part.title or not part.root.children or loose[0].start > part.root.children[0].start:
        return None
    between = reading.text.compact[part.title[1] : loose[0].start]
    return loose[0] if not between.strip("。：；") else None


def _of_tables(reading, plan, name):
    measures = []
    for table in plan.tables:
        above = [node for node in plan.part.root.walk() if node.number and node.start <= table.start < node.end]
        rule = partial(measures_of_table, reading, table, above[-1] if above else None, part=name)
        measures.extend(spared(reading, table.start, table.end, rule, instead=list, what="这张表"))
    return measures


def _before_numbers(root):
    if not root.children:
        return root
    return Node(None, None, root.start, root.body, root.children[0].start)


def _measure(reading: Reading, item: Chosen, heading, name) -> Measure:
    node = item.node
    after = _after_heading(reading, node, heading)
    if item.clauses:
        tasks = tasks_of(reading, node, item.clauses, after)
    else:
        tasks = [_task_without_clause(reading, node, after, item.inherited)]
    return measure_of(reading, node, tasks, heading, part=name)


def _after_heading(reading, node, heading):
    after = heading[1] if heading else node.body
    while after < node.end and reading.text.compact[after] in "〕。：，；、":
        after += 1
    return after


def _task_without_clause(reading, node, after, inherited) -> Task:
    start = after if after < node.end else node.body
    if inherited:
        return task_of(reading, start, node.end, replace(inherited, rule="heading"), origin=Origin.HEADING)
    reading.remark("no-clause", f"“{node.path}”没有写责任单位", node.start, node.end)
    if told := TOLD.search(reading.text.compact, node.body, node.end) or _named_at_the_end(reading.text, node):
        message = f"“{told[0].rstrip('。')}”像是责任分工，写在叙述里，没有读作责任分工，请核对"
        reading.remark("possible-clause", message, *told.span())
    return task_of(reading, start, node.end, None)


def _named_at_the_end(text, node):
    """``……3个（园林中心）。``: a bracket that may say whose a measure is, or of what kind a thing is."""
    found = NAMED_AT_THE_END.search(text.compact, max(node.end - LONGEST_BRACKET, node.body), node.end)
    named = found["inner"].split("、") if found else []
    return found if named and all(is_unit(name) and not BARE_KIND.fullmatch(name) for name in named) else None


def _without_clauses(reading: Reading, part: Part, name: str | None, default: Default | None) -> list[Measure]:
    selection = Selection(reading, part.root, [])
    giving = default.sections if default else ()
    measures = []
    for item in (Chosen(leaf, []) for child in part.root.children for leaf in child.leaves()):
        heading = heading_of(reading, item.node, own_text_ends(reading, item.node))
        left_out = not _has_text(reading, item.node) or _lies_in(item.node, giving)
        if left_out or selection.is_left_out(item, words(reading, heading)):
            continue
        rule = partial(_measure_by_default, reading, item.node, heading, default, name)
        measures.append(_spared_measure(reading, item.node, name, rule))
    if default and measures:
        reading.remark(
            "document-default",
            "全文没有逐项写责任单位，按这几句话读作全文的责任分工，请核对",
            default.start,
            default.end,
        )
        reading.explained.append(explanation_of_default(reading, default))
    return measures


def _lies_in(node, sections):
    while node:
        if node in sections:
            return True
        node = node.parent
    return False


def _measure_by_default(reading, node, heading, default, name):
    task = _task_by_default(reading, node, _after_heading(reading, node, heading), default)
    return measure_of(reading, node, [task], heading, part=name)


def _task_by_default(reading, node, after, default: Default | None) -> Task:
    if not default:
        return _task_without_clause(reading, node, after, None)
    task = task_of(reading, after if after < node.end else node.body, node.end, None)
    start, end = reading.text.span(default.start, default.end)
    return replace(
        task,
        annotation=reading.text.as_printed(default.start, default.end),
        annotation_start=start,
        annotation_end=end,
        origin=Origin.DOCUMENT,
        units=default.units,
    )


def _head(reading, plans, tables):
    """What the paper's head says: who issued it, when, where it holds, how it is called."""
    text, parts = reading.text, [plan.part for plan in plans]
    title, number, number_span = facts.title_and_number(text, parts)
    issuer, issued_on = facts.issuer_and_date(text, title, number_span, tables)
    place = facts.jurisdiction(issuer, title, number) or place_from_text(reading, plans, number_span)
    return {"title": title, "number": number, "issuer": issuer, "issued_on": issued_on, "jurisdiction": place}


def _facts(reading: Reading, parts: list[Part], measures: list[Measure], head: dict, tables) -> Findings:
    text, title = reading.text, head["title"]
    effective, until, term = facts.validity(text, head["issued_on"])
    titles = [_title(reading, part) for part in parts]
    starts = [part.start for part in parts]

    def part_of(at):
        place = bisect_right(starts, at) - 1
        return titles[place] if len(parts) > 1 and place >= 0 and at < parts[place].root.end else None

    def whole(what, rule):
        return tuple(spared(reading, 0, len(text.compact), rule, instead=list, what=what))

    body = [(part.root.children[0].start if part.root.children else part.root.start, part.root.end) for part in parts]
    return Findings(
        **head,
        status=facts.status_of(text, title, head["number"]),
        effective_from=effective,
        valid_until=until,
        valid_for=term,
        cites=whole("引用的文件", lambda: facts.citations(text, title, own={title, *titles})),
        measures=tuple(measures),
        reporting_rules=whole("报送要求", lambda: reporting_rules(text, part_of, tables)),
        targets=whole("数量目标", lambda: targets(text, body, reading.clause_spans, part_of)),
        diagnostics=tuple(sorted(reading.diagnostics, key=lambda item: (item.start or 0, item.code))),
    )
