"""Figures a document sets: targets (``突破450亿元``, ``打造3—4个``) and caps on money (``最高不超过200万元``)."""

import re
from bisect import bisect_right
from itertools import pairwise

from tracker.extraction.findings import Target
from tracker.extraction.normalising import CompactText
from tracker.extraction.parts import lines_between

FIGURE = r"(?P<low>\d+(?:\.\d+)?(?:，\d{3})*)(?:[—－–~～-]{1,2}(?P<high>\d+(?:\.\d+)?))?"
MONEY = r"(?:万亿元|亿元|千万元|百万元|万元|亿美元|万美元|元)(?:/[年家个人项])?"
COUNT = (
    r"(?:个百分点|%|％|万[名亩个家台辆只头座]|万平方米|平方米|平方公里|公里|万人次|人次|万人|名|人|亿件|万件|件|万吨|亿吨|吨|万套|套|万户|户|万辆|辆"
    r"|[个家项条座所场批台亩处只倍支架头只])"
)
CAP = re.compile(
    rf"(?:最高(?:可|分别)?(?:不超过|给予|补助|补贴|奖励|资助|支持|扶持|按)?|不超过|不高于|上限(?:为)?|最多|封顶)[^，。；、\d]{{0,12}}{FIGURE}(?P<unit>{MONEY}|%|％)"
)
AIM = (
    r"(?:突破|达到|达|超过|超|不低于|不少于|不小于|实现|打造|建成|建设|培育|引进|引育|新增|新建|力争|完成|增长|提高到|提高|提升至|提升到|提升"
    r"|扩大到|认定|形成|布局|举办|组织|创建|新认定|保持|控制在|降至|降低|压减|覆盖|扶持|改造|推广|遴选|推出|设立|集聚|发展)"
)
TARGET = re.compile(
    rf"{AIM}(?:(?!{AIM})[^，。；、\d（）《》]){{0,14}}?{FIGURE}(?P<unit>{MONEY}|{COUNT})(?!(?:及?以[上下])?的)"
)
FURTHER = re.compile(rf"、{FIGURE}(?P<unit>{MONEY})")
FURTHER_AIM = re.compile(
    rf"、(?!{AIM})[^，。；、\d（）《》]{{1,14}}{FIGURE}(?P<unit>{MONEY}|{COUNT})(?!(?:及?以[上下])?的)"
)
YEAR = re.compile(r"(?:到|至|力争|截至)?(?P<year>20\d{2})年(?:底|末|年底)?")
SENTENCE = re.compile(r"[^。；！？]+")
FIGURE_SIGN = re.compile(r"\d[^。；！？]{0,12}?[元%％个家项条座所场批台亩处只倍支架点米里次人名件吨套户辆]")


def targets(text: CompactText, spans: list[tuple[int, int]], clauses: list[tuple[int, int]], part_of) -> list[Target]:
    """The figures within compact spans (the plans, not the letter or the notes), in order of the text.

    ``clauses`` are the compact spans of the responsibility clauses: their time limits are no figure's year.
    """
    found = []
    for begin, end in spans:
        for sentence in SENTENCE.finditer(text.compact, begin, end):
            if FIGURE_SIGN.search(text.compact, *sentence.span()):
                for span in _passages(text, *sentence.span(), clauses):
                    found.extend(_in_sentence(text, span, part_of))
    return found


def _passages(text, start, end, clauses):
    """A sentence cut at the ends of paragraphs and at clauses: no figure reaches over them."""
    cuts = [line for line in lines_between(text, start + 1, end) if text.ends_paragraph(line)]
    place = max(bisect_right(clauses, (start,)) - 1, 0)
    for begin, stop in clauses[place:]:
        if begin >= end:
            break
        cuts += [at for at in (begin, stop) if start < at < end]
    yield from pairwise([start, *sorted(cuts), end])


def _in_sentence(text, sentence, part_of):
    years = [(match.start(), int(match["year"])) for match in YEAR.finditer(text.compact, *sentence)]
    caps = [
        found
        for match in CAP.finditer(text.compact, *sentence)
        for found in _with_further(text, match, sentence, FURTHER)
    ]
    taken = [match.span() for match in caps]
    yield from (_target(text, match, "cap", None, part_of) for match in caps)
    for match in TARGET.finditer(text.compact, *sentence):
        place = bisect_right(taken, (match.end(),)) - 1
        if place < 0 or taken[place][1] <= match.start():
            year = bisect_right(years, (match.start(),)) - 1
            for found in _with_further(text, match, sentence, FURTHER_AIM):
                yield _target(text, found, "target", years[year][1] if year >= 0 else None, part_of)


def _with_further(text, match, sentence, further):
    """A figure and those that share its verb: ``最高分别给予150万元、100万元``, ``培育龙头企业5家、专精特新企业200家``."""
    while match:
        yield match
        match = further.match(text.compact, match.end(), sentence[1])


def _target(text, match, kind, year, part_of):
    low, high = _number(match["low"]), _number(match["high"])
    begin, stop = match.start() + match[0].startswith("、"), match.end()
    start, end = text.span(begin, stop)
    return Target(
        kind=kind,
        text=text.as_printed(begin, stop),
        low=None if kind == "cap" else low,
        high=(high or low) if kind == "cap" else high,
        unit=match["unit"],
        year=year,
        part=part_of(match.start()),
        start=start,
        end=end,
    )


def _number(printed):
    return float(printed.replace("，", "")) if printed else None
