"""The parts of a paper: covering letter, plans, drafting notes; their titles, and where each begins and ends."""

import re
from dataclasses import dataclass

from tracker.extraction.lexicon import DOCUMENT_KIND, DRAFTING_NOTE
from tracker.extraction.normalising import CompactText
from tracker.extraction.outline import Node

CHINESE_DIGITS = "零一二三四五六七八九十"
DATE_LINE = re.compile(rf"(?:\d{{4}}年\d{{1,2}}月\d{{1,2}}日|[{CHINESE_DIGITS}]{{4}}年[{CHINESE_DIGITS}]{{1,3}}月[{CHINESE_DIGITS}]{{1,3}}日)")
ANNEX = re.compile(r"附件(?:[\d一二三四五六七八九十]{1,2})?[：:、]?|附錄|附录")
ANNEX_LINE = re.compile(r"(?:附件|附表|附)[\d一二三四五六七八九十]{0,2}(?:[：]|$)")
TRAILER = re.compile(
    r"附件[\d一二三四五六七八九十]{0,2}(?:：|$)|附：|抄送[：]|主送[：]|（?此件|主题词|信息公开选项|公开方式|公开属性|（?联系人|政策解读|解读[：]|相关链接|责任编辑|【|扫一扫|打印本页"
)
QUOTED_TITLE = re.compile(r"《([^《》]{4,90})》")
TITLE_END = re.compile(rf"{DOCUMENT_KIND}(?:（[^（）]{{1,20}}）){{0,3}}$")
DATED_TITLE = re.compile(r"^（?(?:\d{4}|[零一二三四五六七八九十]{4})")
PREAMBLE = re.compile(r"为|按照|根据|依据|现将|现|近年来|一、|第一|（一）|1[、.]")


@dataclass
class Part:
    """One plan of a paper: its tree of numbered units, its title as a compact span, and whether it is only a note."""

    root: Node
    title: tuple[int, int] | None
    start: int
    is_note: bool = False


def signature_lines(text: CompactText) -> list[tuple[int, int]]:
    """Compact spans of the lines that hold a date and nothing else: where a letter or a paper is signed."""
    spans = []
    for match in DATE_LINE.finditer(text.compact):
        start, end = match.span()
        if text.starts_line(start) and (end >= len(text.compact) or text.starts_line(end)):
            spans.append((start, end))
    return spans


def annex_marks(text: CompactText) -> list[int]:
    """Compact offsets of lines ``附件`` / ``附件1`` that stand alone and open an annex."""
    marks = []
    for start in text.line_starts:
        match = re.compile(r"附件[\d一二三四五六七八九十]{0,2}[：]?").match(text.compact, start)
        if match and (match.end() >= len(text.compact) or text.starts_line(match.end())):
            marks.append(start)
    return marks


def parts_of(text: CompactText, roots: list[Node]) -> list[Part]:
    """The parts in which numbered units stand, each with its title; numbers in the covering letter belong to none."""
    signatures = [end for _, end in signature_lines(text)]
    annexes = annex_marks(text)
    quoted = _quoted_titles(text)
    parts = []
    for index, root in enumerate(roots):
        first = root.children[0].start if root.children else root.end
        after = _last_number_before(roots, index)
        title = _title_before(text, after, first, quoted)
        begin = title[0] if title else max([mark for mark in [*signatures, *annexes] if after <= mark <= first], default=first if index else 0)
        begin = min([mark for mark in annexes if after < mark <= begin], default=begin)
        note = bool(DRAFTING_NOTE.search(text.compact[begin:first][:120]))
        parts.append(Part(root, title, begin, note))
    return _without_letters(text, parts, signatures, annexes)


def _last_number_before(roots, index):
    if not index or not roots[index - 1].children:
        return roots[index].start if index else 0
    return max(node.body for node in roots[index - 1].walk())


def _without_letters(text, parts, signatures, annexes):
    marks = sorted([*signatures, *annexes])
    kept = []
    for index, part in enumerate(parts):
        later = index + 1 < len(parts)
        letter = later and any(part.start <= mark <= parts[index + 1].start for mark in marks) and not part.title
        if not letter:
            kept.append(part)
    return kept or parts


def _quoted_titles(text):
    """Where a title that the letter quotes stands by itself: the plan the letter encloses."""
    found = []
    for match in QUOTED_TITLE.finditer(text.compact[:6000]):
        title = match[1]
        if not TITLE_END.search(title):
            continue
        at = match.end()
        while (at := text.compact.find(title, at)) >= 0:
            end = at + len(title)
            if text.compact[at - 1] not in "《、" and text.compact[end : end + 1] != "》" and (text.starts_line(at) or text.compact[at - 1] in "。）日"):
                found.append((at, end))
            at = end
    return sorted(set(found))


def _title_before(text, after, first, quoted):
    """The last title between two compact offsets: quoted by the letter, else lines without punctuation that end as titles do."""
    inside = [span for span in quoted if after <= span[0] and span[1] <= first]
    if inside:
        start = inside[-1][0]
        return start, _with_bracket(text, max(end for begin, end in inside if begin == start))
    return _title_lines(text, after, first)


def _with_bracket(text, end):
    bracket = re.compile(r"（[^（）]{2,20}）").match(text.compact, end)
    return bracket.end() if bracket and "稿" in bracket[0] else end


def _title_lines(text, after, first):
    best, block = None, []
    for start in [start for start in text.line_starts if after <= start < first]:
        end = min(text.line_end(start), first)
        line = text.compact[start:end]
        if not line or re.search(r"[。；：，？]", line.replace("：", "", 1) if line.startswith("附件") else line) or len(line) > 60 or re.match(r"附件|附录|附錄|（以下", line):
            block = []
            continue
        block.append((start, end))
        for begin, _ in block:
            if end - begin <= 100 and TITLE_END.search(text.compact[begin:end]) and end - begin >= 6:
                if best is None or begin != best[0] or end > best[1]:
                    best = (begin, end)
                break
    return best


def end_of_part(text: CompactText, start: int, end: int) -> int:
    """Where the text of a part's last unit stops: before a signature, 附件, 抄送 and what follows them."""
    for line in [line for line in text.line_starts if start < line < end]:
        if TRAILER.match(text.compact, line):
            return line
    for begin, stop in signature_lines(text):
        if start < begin and stop <= end:
            signer = text.line_start(begin - 1)
            between = text.compact[signer:begin]
            return signer if start < signer and len(between) <= 40 and not re.search(r"[。；]", between) else begin
    return end
