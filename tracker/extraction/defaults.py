"""The responsibility of a whole document that has no clauses: the sentences of its 组织实施 and its covering letter."""

import re
from dataclasses import dataclass

from tracker.extraction.findings import Unit
from tracker.extraction.measures import Explanation, Reading
from tracker.extraction.normalising import FULL_WIDTH_BRACKETS
from tracker.extraction.outline import Node
from tracker.extraction.units import is_unit, names_in, pieces_of, restore
from tracker.vocabulary import Role

SECTION = re.compile(
    r"组织实施|组织保障|保障措施|组织领导|工作要求|组织落实|实施保障|工作保障|加强领导|统筹协调|推进机制"
)
AFTER_COMMA = re.compile("，")
MOST_SENTENCES, LONGEST_SENTENCE, LONGEST_DUTY = 200, 600, 120
SENTENCE = re.compile(r"[^。；！？]+[。；！？]?")
SUBJECT = re.compile(
    r"^(?:请)?(?P<who>[^，。；]{2,60}?)(?:作为[^，]{2,20}，?)?(?:要|应当|应|须|需|必须|负责|根据|按照|会同|牵头|是(?=[^，。；]{0,6}主体))"
)
PREDICATES = (
    (
        Role.LEAD,
        re.compile(
            r"根据本[^，]{0,8}(?:方案|措施|意见|计划|通知)|精心组织|抓好[^，]{0,8}落实|落实(?:主体)?责任|主体责任|是[^，。；]{0,6}主体|负责组织实施|负责(?:统筹|组织|综合)?协调|负责统筹|牵头(?:组织|推进|负责)"
        ),
    ),
    (
        Role.SUPPORT,
        re.compile(r"大力支持|积极[^，]{0,6}(?:配合|支持)|密切配合|协调配合|支持配合|协同配合|予以支持|给予支持"),
    ),
    (Role.GUIDE, re.compile(r"督促检查|督促指导|督导检查|跟踪督(?:促|导)|督促落实|指导和督促|协调指导|加强指导")),
)


@dataclass(frozen=True)
class Default:
    """Who carries every task of a plan: units, and the compact span of the sentences that say so in the plan."""

    units: tuple[Unit, ...]
    start: int
    end: int
    sections: tuple[object, ...] = ()


@dataclass(frozen=True)
class LetterSentences:
    """What the covering letter says of who carries its plans, and whether a plan is the ``first`` it encloses."""

    said: list
    first: bool


def default_of(reading: Reading, root: Node, letter: LetterSentences) -> Default | None:
    """The default responsibility of a plan, or None where no sentence says who leads it.

    Leads and supports stand in the plan's own 组织实施, a guide there or in the covering letter (DESIGN 3); the letter
    gives leads and supports too to the first plan it encloses, when the plan itself does not.
    """
    compact = reading.text.compact
    sections = [
        node
        for node in root.walk()
        if node.number and SECTION.search(compact, node.body, min(node.body + 20, node.end))
    ]
    giving = [(node, said) for node in sections if (said := sentences_of(reading, node.body, node.end))][:1]
    found = [item for _, said in giving for item in said]
    if not found and letter.first:
        found = [item for item in letter.said if item[0] != Role.GUIDE]
    if all(role != Role.LEAD for role, _, _ in found):
        return None
    guides = [item for item in letter.said if item[0] == Role.GUIDE]
    units = [unit for _, units, _ in found + guides for unit in units]
    start, end = min(span[0] for _, _, span in found), max(span[1] for _, _, span in found)
    return Default(tuple(units), start, end, tuple(node for node, _ in giving))


def explanation_of_default(reading: Reading, default: Default) -> Explanation:
    """Why every task of a plan has these units, a line for each role."""
    roles = dict.fromkeys(unit.role for unit in default.units)
    lines = [
        f"{WHY[role]}：{'、'.join(f'{unit.name}〔{role.label}〕' for unit in default.units if unit.role == role)}"
        for role in roles
    ]
    printed = reading.text.as_printed(default.start, default.end)
    return Explanation(
        printed, reading.text.start(default.start), "全文没有逐项分工，由组织实施等处的句子管全文", tuple(lines)
    )


WHY = {
    Role.LEAD: "要按方案精心组织、落实责任的单位",
    Role.SUPPORT: "要支持配合的单位",
    Role.GUIDE: "要督促检查、加强指导的单位",
}


def sentences_of(reading: Reading, begin: int, end: int) -> list[tuple[Role, tuple[Unit, ...], tuple[int, int]]]:
    """``(role, units, compact span)`` of each sentence between two compact offsets that says who carries a plan."""
    found = []
    for match in SENTENCE.finditer(reading.text.compact, begin, end):
        at = match.start() + _heading_length(reading, match, begin)
        while (said := _said_at(reading, at, match.end())) and len(found) < MOST_SENTENCES:
            found.append(said)
            at = said[2][1]
    return found


def _said_at(reading, at, end):
    """What the sentence says from a place on, up to the ， before which its next subject stands; None for nothing."""
    sentence = reading.text.compact[at : min(end, at + LONGEST_SENTENCE)]
    subject = SUBJECT.match(sentence)
    if not subject:
        return None
    marks = (mark.end() for mark in AFTER_COMMA.finditer(sentence, subject.end()))
    stop = next((mark for mark in marks if _speaks_of_others(reading, at + mark, end)), len(sentence))
    role = next((role for role, pattern in PREDICATES if pattern.search(sentence, 0, stop)), None)
    units = _units(reading, subject["who"], at + subject.start("who"), role) if role else ()
    return (role, units, (at, at + stop)) if units else None


def _speaks_of_others(reading, at, end):
    """Whether another subject with its own duty begins there: ，市财政局要积极配合."""
    rest = reading.text.compact[at : min(end, at + LONGEST_DUTY)]
    subject = SUBJECT.match(rest)
    has_duty = subject and any(pattern.search(rest) for _, pattern in PREDICATES)
    return bool(has_duty and _units(reading, subject["who"], at + subject.start("who"), Role.SUPPORT))


def _heading_length(reading, match, begin):
    """A heading on a line of its own stands before the first sentence without punctuation."""
    if match.start() != begin and not reading.text.starts_line(match.start()):
        return 0
    line = reading.text.line_end(match.start())
    return (
        line - match.start()
        if line < match.end() and line - match.start() <= 12 and reading.text.ends_paragraph(line)
        else 0
    )


def _units(reading, who, at, role):
    names = [
        name
        for piece, start, _ in pieces_of(who, frozenset(), 0)
        for name in names_in(piece, at + start, new_group=False)
    ]
    names = restore(names)
    if not names or not all(is_unit(name.text + name.ending) for name in names):
        return ()
    units = []
    for name in names:
        printed = reading.text.as_printed(name.start, name.end)
        full = name.prefix + printed.translate(FULL_WIDTH_BRACKETS) + name.ending
        units.append(Unit(full, printed, role, *reading.text.span(name.start, name.end)))
    return tuple(units)
