"""Where a text says who is responsible: bracketed clauses, 责任单位 lines, and sentences that say nothing else."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from tracker.extraction.brackets import outermost_pairs
from tracker.extraction.certainty import (
    any_certain_name,
    certain_names,
    mostly_bodies,
    names_of_bodies,
    names_of_units,
    plausible_names,
)
from tracker.extraction.clause import Clause, Spans, reading_of
from tracker.extraction.deadlines import is_deadline
from tracker.extraction.lexicon import (
    BARE_CAPTION,
    LONE_CAPTION,
    LONE_CAPTIONS,
    OTHER_CAPTION,
    ROLE_CAPTION,
    TIME_CAPTION,
    UNIT_END,
)
from tracker.extraction.normalising import CompactText
from tracker.extraction.parts import lines_between
from tracker.extraction.told_clauses import after_dashes, ends_of_sentences, whole_sentences
from tracker.extraction.units import BARE_KIND, REMARK, is_certain_unit, is_unit
from tracker.vocabulary import Origin

ROLE_WORD = re.compile(r"牵头|负责|配合|责任|主办|协办|会同|指导|落实|参与|参加|支持|协助|承办|实施|推进|单位：|部门：")
CAPTION_BEFORE = re.compile(rf"(?:{ROLE_CAPTION}|{BARE_CAPTION}|{LONE_CAPTION})(?:（[^（）]{{1,12}}）)?$")
FIELD_CAPTION = re.compile(
    rf"(?:{ROLE_CAPTION}|{BARE_CAPTION}|{LONE_CAPTION}|{TIME_CAPTION}|{OTHER_CAPTION})(?:（[^（）]{{1,12}}）)?："
)
FIELDS_BEFORE = re.compile(rf"(?<![^。；！？）])(?:(?:{TIME_CAPTION}|{OTHER_CAPTION})：[^。：；]{{1,40}}[；，。])+\Z")
"""What stands on the same line before a caption and names no unit: 主管区长：马某；责任单位：……."""
LONGEST_FIELDS = 120
SPACED_CAPTION = re.compile(rf"(?:{ROLE_CAPTION}|{TIME_CAPTION}|{OTHER_CAPTION})")
"""A caption that a blank alone parts from what it says."""
CAPTION_SIGN = re.compile(r"(?P<colon>：)|(?P<kind>单位|部门)(?:(?P<is>[为是])(?=[省市区县州各]|[^，。；：的]{2,14}[局委办厅](?![^、，。；]))|(?=[省市区县州各]))")
"""Where a caption may end: at its colon, before 为, or before a space and a name."""
GLUED = re.compile(rf"(?<![各由为是的和及与、，·])(?:{ROLE_CAPTION})：")
"""A caption that no mark parts from the text before it: 开拓市场责任单位：."""
ADDRESS = re.compile(r"地址|电话|联系人|联系方式|邮编|邮箱|邮政编码|传真")
WHOLE_END = re.compile(rf"(?:{UNIT_END.pattern}|[。；]|负责|牵头|配合|落实|参与|支持|指导|完成|前|底|推进|\d|无)$")
TIME_BRACKET = re.compile(rf"[（〔](?:{TIME_CAPTION}：)?(?P<limit>[^（）〔〕]{{2,30}})[）〕]")
GOES_ON = "、，；：）〕"
NAME_END = re.compile(r"（?[^、，；：。（）]+）?(?![^、，；：。（）])")
NAME_BEGUN = re.compile(r"[^、，；：。]*\Z")
UNIT_BEFORE_SEPARATOR = re.compile(rf"(?:{UNIT_END.pattern.removesuffix('$')})(?=[、，；。]|$)")
MARKS_BEFORE = "—●■◆"
BOUNDARY_BEFORE = "。；！？）〕〉”》：|" + MARKS_BEFORE
LONGEST_LINE, MOST_UNITS_BELOW = 1500, 20


def find_clauses(text: CompactText, numbers: Sequence[int] = ()) -> list[Clause]:
    """Every clause of the text, in order. ``numbers`` are the compact offsets at which numbered units begin."""
    bracketed = _without_lone_asides(text.compact, list(_bracketed(text, frozenset(numbers))))
    taken = Spans([(clause.start, clause.end) for clause in bracketed])
    lines = list(_lines(text, taken, sorted(numbers)))
    dashed = list(after_dashes(text, Spans([(clause.start, clause.end) for clause in lines]), frozenset(numbers)))
    lines = sorted([*lines, *dashed], key=lambda clause: clause.start)
    bracketed = _without_parts_of_names(bracketed, Spans([(clause.start, clause.end) for clause in lines]))
    taken = Spans(sorted((clause.start, clause.end) for clause in bracketed + lines))
    sentences = list(whole_sentences(text, taken))
    taken = Spans(sorted((clause.start, clause.end) for clause in bracketed + lines + sentences))
    return sorted([*bracketed, *lines, *sentences, *ends_of_sentences(text, taken)], key=lambda clause: clause.start)


def _without_lone_asides(compact, bracketed):
    """``办节（区文旅局），评选大师（区人社局）。``: a list amid a sentence is a clause where another closes the sentence."""
    kept = []
    for clause in reversed(bracketed):
        is_aside = clause.rule == "bracket-list" and "mid-sentence" in clause.doubts
        if not is_aside or kept and "。" not in compact[clause.end : kept[-1].start]:
            kept.append(clause)
    return kept[::-1]


def _without_parts_of_names(bracketed, lines):
    """The bracketed clauses without those that are part of a name in a line of units: 各县政府（管委会）."""
    return [clause for clause in bracketed if clause.rule != "bracket-list" or clause.start not in lines]


def _bracketed(text, numbers):
    compact = text.compact
    for start, end in outermost_pairs(compact):
        if end - start < 5:
            continue
        content = compact[start + 1 : end - 1]
        labelled = ROLE_WORD.search(content)
        if not labelled and not UNIT_BEFORE_SEPARATOR.search(content) or REMARK.match(content):
            continue
        reading = reading_of(text, content, start + 1)
        closes = end in numbers or _closes_a_sentence(text, start, end)
        if reading.broken and labelled and closes:
            yield Clause(start, end, start + 1, reading, Origin.ANNOTATION, "bracket", ["rule-failed"], content=content)
            continue
        end = _with_time_limit(compact, start + 1, end, reading)
        if labelled and (reading.labelled or reading.captioned) and plausible_names(reading):
            if _mostlyreading_of(content, reading) and (closes or not reading.unread):
                doubts = [] if closes else ["mid-sentence"]
                yield Clause(start, end, start + 1, reading, Origin.ANNOTATION, "bracket", doubts, content=content)
        elif labelled and closes and any_certain_name(reading):
            yield Clause(
                start, end, start + 1, reading, Origin.ANNOTATION, "bracket", ["unread-clause"], content=content
            )
        elif (closes or compact[end : end + 1] == "，") and not reading.unread and names_of_bodies(reading):
            doubts = [] if closes else ["mid-sentence"]
            yield Clause(start, end, start + 1, reading, Origin.ANNOTATION, "bracket-list", doubts, content=content)
        elif closes and not labelled and mostly_bodies(reading):
            doubts = ["unread-clause"]
            yield Clause(start, end, start + 1, reading, Origin.ANNOTATION, "bracket-list", doubts, content=content)
        elif not reading.unread and names_of_units(reading) and _ends_a_measure(text, start, end, numbers):
            doubts = ["bare-list"]
            yield Clause(start, end, start + 1, reading, Origin.ANNOTATION, "bracket-list", doubts, content=content)


def _with_time_limit(compact, content_start, end, reading):
    """``（市商务局牵头）（2026年6月底前完成）``: the bracket behind the clause holds its time limit."""
    limit = TIME_BRACKET.match(compact, end)
    if not limit or reading.deadline or not is_deadline(limit["limit"]):
        return end
    reading.deadline = (limit.start("limit") - content_start, limit.end("limit") - content_start)
    return limit.end()


def _mostlyreading_of(content, reading):
    return sum(end - start for start, end in reading.unread) * 2 <= len(content)


def _closes_a_sentence(text, start, end):
    compact = text.compact
    if end >= len(compact) or compact[end] in "。；！？|（〔" or text.starts_line(end):
        return True
    return start == 0 or compact[start - 1] in "。；！？" or text.starts_line(start)


def _ends_a_measure(text, start, end, numbers):
    """Whether a bracket stands behind a full stop and nothing behind it: not the kind of a thing, but whose it is."""
    compact = text.compact
    end += compact[end : end + 1] == "。"
    is_last = end >= len(compact) or end in numbers or text.starts_line(end) and text.ends_paragraph(end)
    return is_last and compact[start - 1 : start] in ("。", "！", "；")


def _lines(text, taken, numbers):
    compact, reached = text.compact, 0
    for sign in CAPTION_SIGN.finditer(compact):
        at = sign.start("colon") if sign["colon"] else sign.end("kind")
        caption = CAPTION_BEFORE.search(compact, max(at - 16, reached), at)
        if not caption or at in taken or FIELD_CAPTION.match(compact, sign.end()):
            continue
        start, after_comma = caption.start(), compact[caption.start() - 1 : caption.start()] == "，"
        glued = not after_comma and not _opens_a_field(text, start)
        if (glued or after_comma) and not (sign["colon"] and (after_comma or GLUED.match(compact, start))):
            continue
        if not sign["colon"] and not sign["is"] and at not in text.gaps:
            continue
        end, breaks = _with_units_below(text, _end_of_line_clause(text, sign.end(), numbers, caption[0]), numbers)
        fields = [line for line in lines_between(text, start + 1, end) if _begins_a_field(text, line, caption[0])]
        reading = reading_of(text, compact[start:end], start, [*breaks, *fields])
        if reading.names and not plausible_names(reading):
            continue
        unsure = glued or after_comma or not sign["colon"]
        if unsure and (not certain_names(reading) or reading.unread):
            continue
        if caption[0] in LONE_CAPTIONS and _is_address(compact, start, end, reading):
            continue
        block_start, reached = _block_start(text, start, reached), end
        while compact[end - 1] in "。；，":
            end -= 1
        if reading.names or reading.broken:
            doubts = ["rule-failed"] if reading.broken else ["glued-caption"] if glued else []
            yield Clause(start, end, start, reading, Origin.LINE, "caption", doubts, block_start=block_start)


def _is_address(compact, start, end, reading):
    """Whether ``单位：`` names whom to ask, or no body at all: 单位：万元."""
    return not certain_names(reading) or bool(ADDRESS.search(compact, start, end + 12))


def _opens_a_field(text, start):
    before = text.compact[start - 1 : start]
    return not start or text.starts_line(start) or before in BOUNDARY_BEFORE or start in text.gaps


def _block_start(text, start, last):
    """Where the fields before a clause and the lines of fields above it begin, down from ``last``, where the clause before it ended."""
    if fields := FIELDS_BEFORE.search(text.compact, max(start - LONGEST_FIELDS, last), start):
        start = fields.start()
    while start and text.compact[start - 1] in MARKS_BEFORE:
        start -= 1
    while start and text.starts_line(start):
        above = text.line_start(start - 1)
        if above < last or not FIELD_CAPTION.match(text.compact, above):
            break
        start = above
    return start


def _end_of_line_clause(text, at, numbers, own=""):
    """Where the fields end that begin with the caption ``own``."""
    compact = text.compact
    limit = min(len(compact), at + LONGEST_LINE)
    if limit < len(compact) and at < text.line_start(limit):
        limit = text.line_start(limit)
    place = bisect_right(numbers, at)
    if place < len(numbers):
        limit = min(limit, numbers[place])
    while at < limit:
        stop = _first_stop(compact, at, limit)
        line_end = min(text.line_end(at), limit)
        if stop < line_end and not FIELD_CAPTION.match(compact, stop + 1):
            return stop
        at = min(stop + 1, line_end) if stop < line_end else line_end
        if at >= limit or (stop >= line_end and _line_stops(text, at, own)):
            return min(at, limit)
    return limit


def _with_units_below(text, end, numbers):
    """Where a clause ends whose further units stand below the first, each on a line of its own, and those lines.

    They are set in, or a field follows them (完成时限：); names alone that stand above a date have signed the paper.
    """
    lines, at = [], end
    while text.starts_line(at) and len(lines) < MOST_UNITS_BELOW and is_certain_unit(text.line_of(at)):
        lines.append(at)
        at = text.line_end(at)
    if lines and FIELD_CAPTION.match(text.compact, at):
        return _end_of_line_clause(text, at, numbers), lines
    place = bisect_left(text.date_lines, (at,))
    signed = place < len(text.date_lines) and text.date_lines[place][0] == at
    return (at, lines) if lines and not signed and all(line in text.gaps for line in lines) else (end, ())


def _first_stop(compact, at, limit):
    stop = compact.find("。", at, limit)
    return limit if stop < 0 else stop


def _begins_a_field(text, at, own=""):
    """Whether another field begins at a line's start: 完成时限：……, or 完成时限 …… with a blank in place of the colon."""
    if FIELD_CAPTION.match(text.compact, at):
        return True
    spaced = SPACED_CAPTION.match(text.compact, at)
    return bool(spaced) and spaced.end() in text.gaps and spaced[0] != own


def _line_stops(text, at, own=""):
    if _begins_a_field(text, at, own) or text.compact[at] in GOES_ON:
        return False
    return not _stops_within_a_name(text, at) and not _goes_on_with_a_name(text, at)


def _stops_within_a_name(text, at):
    """Whether a line stops in a name, so that the next one brings its rest: few characters, and no name's end."""
    begun = NAME_BEGUN.search(text.compact[max(at - 24, 0) : at])[0]
    return len(begun) <= 14 and not (len(begun) > 1 and WHOLE_END.search(begun))


def _goes_on_with_a_name(text, at):
    """Whether a line broken by machine stops in a name that only looks whole: 县住房城乡 / 建设局."""
    begun = NAME_BEGUN.search(text.compact, max(at - 24, 0), at)
    rest = NAME_END.match(text.compact, at, min(text.line_end(at), at + 24))
    if not begun or not rest or not is_unit(begun[0] + rest[0]):
        return False
    return not text.ends_paragraph(at) or len(rest[0]) == 1 or rest[0][0] == "（" or bool(BARE_KIND.fullmatch(rest[0]))
