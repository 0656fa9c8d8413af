"""Running headers and page numbers: what a page repeats, which is no part of the text."""

import re
from collections import Counter

from tracker.extraction.page_numbers import page_numbers

RUNNING_LINE = re.compile(r"^(?=.{0,90}页).{0,80}第[ \t]*\d{1,4}[ \t]*页.{0,24}$", re.MULTILINE)
BARE_NUMBER = re.compile(r"\n[ \t]*(?P<number>\d{1,3})[ \t]*(?=\n[ \t]*[\u4e00-\u9fff，、；])")
FULL_LINE = 20
"""Characters of the shortest line that a page's end may have cut in mid-sentence."""
PAGE_LINE = re.compile(
    r"^[ \t\u3000]*(?:[—–－-]{1,2}[ \t]*\d{1,4}[ \t]*[—–－-]{1,2}|第[ \t]*\d{1,4}[ \t]*页.{0,16})[ \t]*$", re.MULTILINE
)


def without_running_lines(raw: str) -> str:
    """The text with running headers and the page numbers in mid-sentence blanked out, every other character in place."""
    found = list(RUNNING_LINE.finditer(raw)) if "页" in raw else []
    seen = Counter(re.sub(r"\d+", "", match[0]) for match in found)
    spans = [match.span() for match in found if seen[re.sub(r"\d+", "", match[0])] > 1]
    spans += [match.span("number") for match in BARE_NUMBER.finditer(raw) if _breaks_a_sentence(raw, match.start())]
    numbered = [match.span() for match in PAGE_LINE.finditer(raw)]
    spans += _headers_beside(raw, numbered) + numbered + page_numbers(raw)
    return _blanked(raw, sorted(spans))


def _blanked(raw, spans):
    pieces, at = [], 0
    for start, end in spans:
        if end > at:
            pieces += [raw[at : max(start, at)], " " * (end - max(start, at))]
            at = end
    return "".join(pieces) + raw[at:]


def _headers_beside(raw, numbered):
    """Lines that stand above or below several page numbers: running headers and footers."""
    beside = [span for number in numbered for span in _lines_beside(raw, *number)]
    seen = Counter(raw[start:end].strip() for start, end in beside)
    headers = {header for header, count in seen.items() if count > 1 and not OF_THE_TEXT.search(header)}
    return [match.span() for match in LINE.finditer(raw) if match[0].strip() in headers] if headers else []


LINE = re.compile(r"[^\n]+")
OF_THE_TEXT = re.compile(
    r"牵头|负责|配合|单位|部门|[。；，、：]|^\s*(?:\d+[.．]|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）)"
)
"""A line with these is no running header, though it stand beside several page numbers."""
LINE_ABOVE = re.compile(r"(?:^|\n)([^\n]{1,60})\n[ \t\u3000\n]{0,12}\Z")
LINE_BELOW = re.compile(r"[ \t\u3000\n]{0,12}\n([^\n]{1,60})(?=\n|\Z)")


def _lines_beside(raw, start, end):
    """The spans of the nearest lines above and below that hold text, if they are short."""
    begin = max(start - 90, 0)
    above, below = LINE_ABOVE.search(raw[begin:start]), LINE_BELOW.match(raw, end)
    if above and above[1].strip():
        yield begin + above.start(1), begin + above.end(1)
    if below and below[1].strip():
        yield below.span(1)


def _breaks_a_sentence(raw, at):
    line = raw[raw.rfind("\n", 0, at) + 1 : at].rstrip()
    return len(line) >= FULL_LINE and line[-1] not in "。；：！？."
