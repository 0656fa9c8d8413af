"""Who has to report to whom and by when: ``各有关单位于每年12月10日前将……报市商务委，涉及……的同时报……``."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from tracker.extraction.findings import Condition, ReportingRule
from tracker.extraction.normalising import CompactText
from tracker.extraction.parts import lines_between
from tracker.extraction.units import is_unit, names_in, pieces_of, restore

REPORTING = re.compile(r"报[^。；！？]|[将把][^。；！？]{2,80}送")
AT_ONCE = re.compile(r"及时|随时|立即|第一时间")
NUMBER = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十\d]{1,3}）|\d{1,2}[.、]|第[一二三四五六七八九十]{1,3}条|〔[^〔〕]{2,12}〕|(?:备?注|说明)：)+"
)
"""What stands before the first word of a sentence: its number, a heading in marks, 注：."""
SENTENCE_END = re.compile(r"[。！？]|；(?!(?:其中)?凡?(?:涉及|属于))")
RHYTHM = re.compile(r"每(?:半年|个?季度?|个?月|年|周)|年底前|(?:\d{4}年)?(?<!\d)\d{1,2}月(?:\d{1,2}日|底)前")
REPORTS = re.compile(r"报送|上报|呈报|报告|汇报|提交|报(?![道纸刊])")
EVERY = re.compile(r"每(?:半年|个?季度?|个?月|年(?!度))")
PASSED_ON = re.compile(r"(?:再|并)?由[^，]{2,30}(?:报|送)")
"""``由市商务局汇总后报市政府``: what the recipient does with it."""
LONGEST_SENTENCE, LONGEST_BEFORE = 600, 150
LONGEST_HEADING = 40
SEPARATOR = re.compile(r"[，；]")
REPORT = re.compile(
    r"(?P<also>同时|一并|另|并)?(?:抄送|抄报|报送|上报|呈报|报告|汇报|报(?![装名考销批警关税刊社废建修价])|(?<=[^报抄发寄输运配])送)(?:[^，。；报送]{1,12}(?:至|到|给)|至|到|给|送)?(?P<to>[^，。；报送]{2,60})$"
)
REPORT_TO = re.compile(
    r"(?P<also>同时|一并|另|并)?向(?P<to>[^，。；]{2,40}?)(?:报送|报告|上报|汇报|提交|书面报告)[^，。；]{0,40}$"
)
CONDITION = re.compile(
    r"(?:其中)?(?P<condition>(?:涉及|属于|凡涉及|凡属|有|对)[^，]{1,40}?的)(?:内容|事项|工作|任务)?[，、]?(?:应当|应|须|要|请)?$"
)
PERIODS = (
    ("half-year", r"每半年|半年度|按半年|每年(?:\d{1,2}月\d{1,2}日|\d{1,2}月底)?[、和及]\d{1,2}月|上半年和下半年"),
    ("quarter", r"每季度|每个季度|按季度?|季度末|每季|季报"),
    ("month", r"每月|每个月|按月|月报"),
    ("year", r"每年|年度|按年|每年度|年报|次年"),
    ("regular", r"定期|经常性|每周|每旬|每日"),
)
MONTH_DAY = re.compile(r"(?<!\d)(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日|(?P<end>底|末|底前))?")
SEVERAL_DAYS = re.compile(r"月(?:\d{1,2}日|底)(?:前|之前)?[、和及]\d{1,2}月(?:\d{1,2}日|底)")
DAY_ONLY = re.compile(r"(?:每月|次月|每季度[^，]{0,8}?|季(?:度)?末月?|下季度首月|下月|当月|月)(?P<day>\d{1,2})[日号]")
ONCE = re.compile(r"\d{4}年\d{1,2}月(?:\d{1,2}日|底)|今年年底|年底前|\d{1,2}月\d{1,2}日前")
SUBJECT = re.compile(
    r"^(?:请|要求|由)?(?P<who>[^，。；]{2,80}?)(?:应当|应|要|须|需|必须|请|于|在|每|分别|按|将|定期|负责|对|及时|自|从|根据|结合|做好|加强|年底)"
)
WHOM_TO_ASK = re.compile(r"（[^（）]*(?:联系人|电话|邮箱|传真|附件|附表|表样)[^（）]*）")
NO_RULE = re.compile(r"意见反馈|反馈意见|征求|举报|申报|报名|报批|报销|电子邮件|邮寄|信函")


def reporting_rules(text: CompactText, part_of, rows: Sequence[tuple[int, int]] = ()) -> list[ReportingRule]:
    """The rules a text gives, in order. ``part_of(compact offset)`` names the plan a place belongs to, or None.

    ``rows`` are the compact spans of tables: what their cells say of reports is a task.
    """
    rules = []
    for start, end in _sentences_with(text, REPORTING, rows):
        sentence = text.compact[start:end]
        if not NO_RULE.search(sentence):
            rules.extend(_rules_in(text, sentence, start, part_of))
    return rules


def _sentences_with(text, words, rows):
    compact, end = text.compact, 0
    while match := words.search(compact, end):
        at = match.start()
        place = bisect_right(rows, at, key=lambda span: span[0])
        above = rows[place - 1][1] if place else 0
        if above > at:
            end = above
            continue
        first = max(at - LONGEST_SENTENCE, 0)
        stopped = max(compact.rfind(mark, first, at) for mark in "。；！？") + 1
        start = _below_headings(text, max(stopped, first, above), at)
        last = min(at + LONGEST_SENTENCE + 1, len(compact), *(below for below, _ in rows[place : place + 1]))
        stop = SENTENCE_END.search(compact, at, last)
        end = _above_numbers(text, at, stop.start() if stop else last)
        if end - start <= LONGEST_SENTENCE:
            yield start, end


def _above_numbers(text, at, end):
    """Where what is said at a place ends: at the full stop, or above the first paragraph with a number (……如下：一、……)."""
    lines = (line for line in lines_between(text, at + 1, end) if text.compact[line - 1] == "：")
    return next((line for line in lines if NUMBER.match(text.compact, line)), max(end, at + 1))


def _below_headings(text, start, at):
    """Where a sentence begins when headings or clauses without a full stop stand above it; its number is left out."""
    for line in lines_between(text, start + 1, at):
        is_heading = line - start <= LONGEST_HEADING and "，" not in text.compact[start:line]
        above_ends = text.compact[line - 1] not in "，、；：" or NUMBER.match(text.compact, line)
        if (is_heading or above_ends) and text.ends_paragraph(line):
            start = line
    number = NUMBER.match(text.compact, start)
    return number.end() if number and number.end() < at else start


def _rules_in(text, sentence, base, part_of):
    """The rules of a sentence: one for each rhythm, of the reporters and to the recipients named last."""
    segments, end = _segments(WHOM_TO_ASK.sub("", sentence)), base + len(sentence)
    first, *others = _rhythms(segments)
    rhythms = [_said(first)]
    if not rhythms[0].recipients:
        return
    reporters = _reporters(segments, rhythms[0].at)
    if not reporters:
        reporters, base = _named_before(text, base)
    span = text.span(base, end)
    recipients, rhythms = (), [*rhythms, *(_said(group, above=True) for group in others)]
    for said, group in zip(rhythms, [first, *others], strict=True):
        recipients = said.recipients or recipients
        reporters = (_reporters(group, said.at) if group is not first else []) or reporters
        for period, month, day in _periods(said.head):
            yield ReportingRule(
                period=period,
                month=month,
                day=day,
                reporters=tuple(reporters),
                recipients=recipients,
                conditional=said.conditional,
                part=part_of(base),
                text=text.as_printed(base, end),
                start=span[0],
                end=span[1],
            )


class _Rhythm(NamedTuple):
    """What segments with one rhythm say: to whom, on which conditions, and what stands before the report, ending ``at``."""

    recipients: tuple[str, ...]
    conditional: tuple[Condition, ...]
    head: str
    at: int


def _rhythms(segments):
    """The segments in groups, each with a rhythm of its own: 每季度……报市商务局，每年12月15日前报送年度总结."""
    groups = [[]]
    for segment in segments:
        if groups[-1] and RHYTHM.search(segment[0]) and any(_report(said)[1] for said, _ in groups[-1]):
            groups.append([])
        groups[-1].append(segment)
    first, *others = groups
    return [first, *(group for group in others if any(REPORTS.search(said) for said, _ in group))]


def _said(segments, *, above=False):
    """What one rhythm says; ``above``: recipients are named before it already."""
    recipients, conditional, reported_at = [], [], None
    for index, (segment, at) in enumerate(segments):
        report, units = _report(segment)
        if not units:
            continue
        before = segment[: report.start()]
        if recipients and (AT_ONCE.search(segment) or PASSED_ON.match(segment)):
            continue
        condition = CONDITION.search(before) or (
            CONDITION.search(segments[index - 1][0]) if index and not before and reported_at is not None else None
        )
        if condition and (recipients or above):
            conditional.append(Condition(condition["condition"], tuple(units)))
        else:
            recipients.extend(units)
            reported_at = at + report.start() if reported_at is None else reported_at
    words, begin = "，".join(segment for segment, _ in segments), segments[0][1]
    if reported_at is None:
        reported_at = begin + (REPORTS.search(words).start() if REPORTS.search(words) else 0)
    told = [at for segment, at in segments if at <= reported_at and RHYTHM.search(segment)]
    head = words[(told[-1] - begin if told else 0) : reported_at - begin]
    return _Rhythm(tuple(dict.fromkeys(recipients)), tuple(conditional), head, reported_at)


def _report(segment):
    """The report a segment speaks of, and to whom: ``报市商务委`` or ``向市商务委报送……``."""
    for form in (REPORT, REPORT_TO):
        report = form.search(segment)
        if report and (units := _units(report["to"])):
            return report, units
    return None, []


def _named_before(text, base):
    """Who is spoken of before the ； that a rule stands behind, and where that begins: 各成员单位要……；每季度……报市商务局."""
    if text.compact[base - 1 : base] != "；":
        return [], base
    start = max(text.compact.rfind(mark, max(base - LONGEST_BEFORE, 0), base) for mark in "。！？") + 1
    if base - start > LONGEST_BEFORE:
        return [], base
    start = _below_headings(text, start, base - 1)
    before = text.compact[start : base - 1]
    reporters = _reporters(_segments(before), len(before))
    return reporters, start if reporters else base


def _segments(sentence):
    found, at = [], 0
    for segment in SEPARATOR.split(sentence):
        found.append((segment, at))
        at += len(segment) + 1
    return found


def _units(printed):
    printed = re.sub(r"(?:备案|汇总|存档)$", "", printed)
    names = [
        name for piece, at, _ in pieces_of(printed, frozenset(), 0) for name in names_in(piece, at, new_group=False)
    ]
    names = restore(names)
    if not names or not all(is_unit(name.text + name.ending) for name in names):
        return []
    return [name.prefix + name.text + name.ending for name in names]


def _periods(head):
    """``(period, month, day)`` of each rhythm in what stands before a report: 于每季度末月25日、每年12月15日前分别……."""
    starts = [match.start() for match in EVERY.finditer(head)]
    pieces = [head[begin:end] for begin, end in pairwise([*starts, len(head)])] if len(starts) > 1 else [head]
    for piece in pieces:
        period = next((period for period, pattern in PERIODS if re.search(pattern, piece)), None)
        period = period or ("once" if ONCE.search(piece) else None)
        if period:
            yield from ((period, month, day) for month, day in _dates(piece, period))


def _dates(head, period):
    dates = [
        (int(match["month"]), int(match["day"]) if match["day"] else None)
        for match in MONTH_DAY.finditer(head)
        if 1 <= int(match["month"]) <= 12
    ]
    if len(dates) > 1 and period == "half-year":
        return [(None, dates[0][1] if len({day for _, day in dates}) == 1 else None)]
    if dates and period != "month":
        return dates if period == "once" and SEVERAL_DAYS.search(head) else dates[:1]
    day = DAY_ONLY.search(head)
    return [(None, int(day["day"]) if day else None)]


def _reporters(segments, reported_at):
    """The nearest subject before the report: units that stand at the beginning of a segment."""
    for segment, at in reversed(segments):
        if at > reported_at:
            continue
        for candidate in (segment, segment.lstrip("请由")):
            match = SUBJECT.match(candidate)
            who = match["who"].split("会同")[0] if match else ""
            if not who.startswith(("特别是", "尤其是")) and (units := _units(who)):
                return units
    return []
