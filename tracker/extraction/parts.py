"""The parts of a paper, or of several joined: covering letter, plans, notes; their titles, where each begins and ends."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tracker.extraction.conventions import SAYS_WHO_LEADS
from tracker.extraction.lexicon import DOCUMENT_KIND, DRAFTING_NOTE, REPORT_ASKED
from tracker.extraction.normalising import DATE, CompactText
from tracker.extraction.outline import Gap, Node, outline
from tracker.extraction.places import jurisdiction_of
from tracker.extraction.units import STRONG_UNIT_END, is_unit

ANNEX = re.compile(r"(?:附件|附表)[\d一二三四五六七八九十]{0,2}[：]?|附录|（以下附录")
TRAILER = re.compile(
    r"附件[\d一二三四五六七八九十]{0,2}(?:：|$)|附表[\d一二三四五六七八九十]{0,2}：|附：|抄送[：]?|主送[：]|（?此件|主题词|信息公开选项|公开方式|公开属性|（?联系人|政策解读|解读[：]|相关链接|责任编辑|扫一扫|打印本页|版权所有|网站标识码|主办(?:单位)?：[\u4e00-\u9fff]{2,30}?政府(?:办公厅|办公室)?(?:承办|版权|网站|地址|联系|维护|技术|$)|[^。；，]{2,40}?\d{4}年\d{1,2}月\d{1,2}日印发"
    r"|(?:本|以上)[^。；，]{1,16}?(?:自[^。；，]{2,16}(?:施行|实施|执行|生效)|由[^。；，]{2,24}(?:负责)?解释|有效期)|有效期[^。]{0,6}(?:至|为|\d)"
    r"|以上[^。]{0,12}(?:排|列|第一)[^。]{0,10}为牵头"
)
APPEAL = re.compile(
    r"(?:各|全[市省区县])[^，。；：]{0,24}?(?:地区?|地方|部门|单位|区县|[县市区镇]|街道)[^，。；：]{0,16}?(?:要(?!求)|应当?|须|必须)"
)
"""A closing paragraph that calls on everybody: 各地区、各有关部门要提高认识……."""
CLOSES = (REPORT_ASKED, APPEAL, SAYS_WHO_LEADS)
QUOTED_TITLE = re.compile(r"《([^《》]{6,90})》")
IN_MARKS = re.compile(r"^《([^《》]+)》")
"""A title that stands in marks of its own."""
TITLE_END = re.compile(rf"{DOCUMENT_KIND}(?:（(?!\d{{4}}年\d{{1,2}}月)[^（）]{{1,20}}）){{0,3}}$")
KIND_OF_DRAFT = re.compile(r"（[^（）]{2,20}）")
AFTER_TITLE = re.compile(
    r"（[^（）]{2,20}）|为|按照|根据|依据|现|近年来|一、|第一[章条]|（一）|1[、.]|起草说明|各|[\u4e00-\u9fff]{1,12}〔(?:19|20)\d\d〕|经|加快|推动|序号|填报|制表|编制单位|单位：|（\d{4}"
)
INDEX_FIELD = (
    r"索引号|信息索引|发[文布]日期|成文日期|发布时间|生成日期|公开[形方]式|公开属性|公开责任|主题分类|主题词|体裁分类|信息分类|信息来源|文号|发文字号"
    r"|发文机[关构]|发布机构|组配分类|名称|标题|有效性|关键词|浏览次数|来源|分类"
)
"""How the lines of the box begin that a site sets above a paper."""
NO_TITLE = re.compile(
    r"[。；，？！]|^（?[一二三四五六七八九十\d]{1,3}[）、.．]|^（以下|^附件|^附录|^第[一二三四五六七八九十]+[章条节]|http|：.|〔(?:19|20)\d\d〕第?\d{1,5}号$"
    rf"|^(?:{INDEX_FIELD})"
)
HEAD_OF_PAPER = re.compile(r"[\u4e00-\u9fff]{2,40}(?:政府|办公厅|办公室|委员会|委|局|厅|小组|党组)文件")
"""The red line above a paper: whose it is, not what it is called."""
LONGEST_TITLE, LONGEST_SIGNER = 110, 60
LONGEST_HEAD, MOST_LINES_ABOVE = 600, 12
"""Characters and lines above a title at most that are an index, a number and the like."""
JOINED_TITLE = re.compile(
    rf"[^。；，：？！]{{6,{LONGEST_TITLE}}}?{DOCUMENT_KIND}(?:（[^（）]{{1,20}}）)?(?=一、|第[一1][章条]|（一）|1[、.]|为[^。]{{2,60}}，|根据)"
)
"""A title whose line was joined with what stands below it."""
ANNEX_LIST = re.compile(r"附(?:件|表)?：")
ANNEX_ITEM = re.compile(r"\d{1,2}[.、．]")


@dataclass
class Part:
    """One plan of a paper: its tree of numbered units, its title as a compact span, and whether it is only a note.

    ``start`` is where the part begins, its title and preamble included.
    """

    root: Node
    title: tuple[int, int] | None
    start: int
    is_note: bool = False


def titles_in(text: CompactText, tables: Collection[int] = ()) -> list[tuple[int, int]]:
    """Compact spans of the titles that stand by themselves: lines that end as titles do, and titles a letter quotes.

    ``tables`` are the compact offsets at which tables begin: a title may stand right above one.
    """
    found = dict(_title_lines(text, tables))
    for start, end in _quoted_titles(text):
        found[start] = max(end, found.get(start, end))
    spans = []
    for start, end in sorted(found.items()):
        if spans and start < spans[-1][1]:
            continue
        spans.append((start, _with_kind_of_draft(text, end)))
    return spans


def _with_kind_of_draft(text, end):
    bracket = KIND_OF_DRAFT.match(text.compact, end)
    return bracket.end() if bracket and ("稿" in bracket[0] or "试行" in bracket[0]) else end


def _title_lines(text, tables):
    """``(start, end)`` of the longest runs of title lines: unpunctuated lines, joined where one title was broken."""
    lines = [(start, text.line_end(start)) for start in text.line_starts if start < len(text.compact)]
    index = 0
    while index < len(lines):
        span, used = _title_from(text, lines, index, tables)
        if span:
            yield span
        index += used or 1


def _title_from(text, lines, index, tables):
    (start, stop), best = lines[index], None
    if text.compact[start] == "（" or HEAD_OF_PAPER.fullmatch(text.compact, *lines[index]):
        return None, 0
    if stop - start > LONGEST_TITLE and (joined := JOINED_TITLE.match(text.compact, start, stop)):
        return joined.span(), 1
    for count, (begin, end) in enumerate(lines[index : index + 5], start=1):
        if (
            begin in tables
            or end - start > LONGEST_TITLE
            or DATE.fullmatch(text.compact, begin, end)
            or NO_TITLE.search(text.compact[begin:end])
        ):
            break
        whole = text.compact[start:end]
        follows = end in tables or AFTER_TITLE.match(text.compact, end) or _heads_the_paper(text, start, end)
        if end - start >= 6 and TITLE_END.search(IN_MARKS.sub(r"\1", whole) if whole[0] == "《" else whole) and follows:
            best = ((start, end), count)
    return best or (None, 0)


def _heads_the_paper(text, start, end):
    """Whether the first line that may be one is a title, whatever stands below: its place and its end say so."""
    lines = lines_between(text, 0, start) if start <= LONGEST_HEAD else []
    return (
        (start == 0 or 0 < len(lines) <= MOST_LINES_ABOVE)
        and text.ends_paragraph(end)
        and jurisdiction_of(text.compact[start:end]) is not None
        and all(NO_TITLE.search(line) or HEAD_OF_PAPER.fullmatch(line) for line in map(text.line_of, lines))
    )


def _quoted_titles(text):
    """Where a title that the letter quotes stands by itself, also in a text without line breaks."""
    compact = text.compact
    quoted = {match[1]: match.end() for match in reversed(list(QUOTED_TITLE.finditer(compact, 0, 6000)))}
    for title, at in quoted.items():
        if not TITLE_END.search(title):
            continue
        while (at := compact.find(title, at)) >= 0:
            end = at + len(title)
            begins = text.starts_line(at) or compact[at - 1] in "。）日"
            if begins and compact[end : end + 1] != "》" and AFTER_TITLE.match(compact, end):
                yield at, end
            at = end


def annex_lists(text: CompactText) -> list[tuple[int, int]]:
    """Compact spans of lists of annexes (``附件：1.…`` and the numbered lines under it): their numbers are no measures."""
    spans = []
    for match in ANNEX_LIST.finditer(text.compact):
        if not text.starts_line(match.start()):
            continue
        end = text.line_end(match.start())
        while end < len(text.compact) and ANNEX_ITEM.match(text.compact, end):
            end = text.line_end(end)
        spans.append((match.start(), end))
    return spans


def parts_of(text: CompactText, tables: Sequence[tuple[int, int]] = ()) -> tuple[list[Part], list[Gap]]:
    """Every part with its numbered units, in order, and the numbers that are missing; ``tables`` hold no such numbers.

    A title that stands by itself begins a part; so does a numbering that begins again.
    """
    titles = titles_in(text, {start for start, _ in tables})
    skip = sorted([*tables, *annex_lists(text)])
    bounds, ends = _bounds(text, titles), dict(titles)
    parts, gaps = [], []
    for begin, end in zip(bounds, [*bounds[1:], len(text.compact)], strict=True):
        title = ends.get(begin) and (begin, ends[begin])
        roots, missing = outline(text, title[1] if title else begin, end, skip)
        gaps.extend(missing)
        parts.extend(_parts_in(text, begin, title, roots))
    return parts, gaps


def _bounds(text, titles):
    marks = {0} | {start for start, _ in titles}
    marks |= {start for start in text.line_starts if ANNEX.match(text.compact, start) and _is_annex(text, start)}
    return sorted(mark for mark in marks if mark < max(len(text.compact), 1))


def _is_annex(text, start):
    match = ANNEX.match(text.compact, start)
    return match[0].startswith("（") or match.end() >= len(text.compact) or text.starts_line(match.end())


def _parts_in(text, begin, title, roots):
    parts = []
    for root in roots:
        start = begin if not parts else root.start
        first = root.children[0].start if root.children else root.end
        head = text.compact[max(start - 12, 0) : min(first, (title[1] if title else start) + 60)]
        parts.append(Part(root, title if not parts else None, start, bool(DRAFTING_NOTE.search(head))))
    return parts


def lines_between(text: CompactText, start: int, end: int) -> list[int]:
    """The compact offsets between two at which lines begin."""
    return text.line_starts[bisect_left(text.line_starts, start) : bisect_left(text.line_starts, end)]


def end_of_part(text: CompactText, start: int, end: int) -> int:
    """Where the text of a part's last unit stops: before a signature, 附件, 抄送 and what follows them."""
    trailer = next((line for line in lines_between(text, start + 1, end) if TRAILER.match(text.compact, line)), end)
    return min(trailer, _signature(text, start, end))


def closing_words_at(text: CompactText, start: int, end: int) -> int:
    """Where a paragraph below a part's last clause begins that only asks for reports, calls on everybody or says who
    leads in the lists above, or ``end``."""
    lines = (line for line in lines_between(text, start, end) if text.ends_paragraph(line))
    return next((line for line in lines if any(form.match(text.compact, line, end) for form in CLOSES)), end)


def _signature(text, start, end):
    """Where the names above the first line that holds a date only begin, or ``end``."""
    dates = text.date_lines[bisect_right(text.date_lines, (start, end)) :]
    if not dates or dates[0][1] > end:
        return end
    begin = dates[0][0]
    signer = text.line_start(begin - 1)
    if start < signer and begin - signer <= LONGEST_SIGNER and not re.search(r"[。；]", text.compact[signer:begin]):
        begin = signer
        while (above := text.line_start(begin - 1)) > start and _holds_names(text, above, begin):
            begin = above
    return begin


def _holds_names(text, start, end):
    """Whether a line holds names of bodies and nothing else: those who sign together, each on its line or side by side."""
    cuts = [start, *(at for at in range(start + 1, end) if at in text.gaps), end]
    return end - start <= LONGEST_SIGNER and all(
        STRONG_UNIT_END.search(text.compact[begin:stop]) and is_unit(text.compact[begin:stop])
        for begin, stop in pairwise(cuts)
    )
