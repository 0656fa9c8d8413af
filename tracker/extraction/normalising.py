"""A text without what does not mean anything (white space, line breaks, width, mark-up), and the way back to its offsets."""

import re
from array import array
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise

import opencc

from tracker.extraction.lexicon import BARE_CAPTION, OTHER_CAPTION, ROLE_CAPTION, TIME_CAPTION
from tracker.extraction.running_lines import without_running_lines

WIDTHS = str.maketrans(
    {
        "(": "（",
        ")": "）",
        "[": "〔",
        "]": "〕",
        "【": "〔",
        "】": "〕",
        "［": "〔",
        "］": "〕",
        "<": "〈",
        ">": "〉",
        "{": "〔",
        "}": "〕",
        "｛": "〔",
        "｝": "〕",
        ",": "，",
        ";": "；",
        ":": "：",
        "!": "！",
        "?": "？",
        "︰": "：",
        "﹔": "；",
        "﹕": "：",
        "﹐": "，",
        "､": "、",
        "｡": "。",
        **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
        **{chr(0xFF21 + letter): chr(0x41 + letter) for letter in range(26)},
        **{chr(0xFF41 + letter): chr(0x61 + letter) for letter in range(26)},
        "．": ".",
        "﹒": ".",
        "﹙": "（",
        "﹚": "）",
        "•": "·",
        "・": "·",
        "⋅": "·",
        "⼀": "一",
        "〇": "零",
        "○": "零",
    }
)
CHINESE_DIGIT = r"[零一二三四五六七八九十]"
DATE = re.compile(
    rf"(?:\d{{4}}年\d{{1,2}}月\d{{1,2}}日|{CHINESE_DIGIT}{{4}}年{CHINESE_DIGIT}{{1,3}}月{CHINESE_DIGIT}{{1,3}}日)"
)
SIGNED = re.compile(
    rf"(?:\d{{4}}年\d{{1,2}}月(?:\d{{1,2}}日)?|{CHINESE_DIGIT}{{4}}年{CHINESE_DIGIT}{{1,3}}月(?:{CHINESE_DIGIT}{{1,3}}日)?)"
)
FULL_WIDTH_BRACKETS = str.maketrans({"(": "（", ")": "）", "[": "［", "]": "］"})

CAPTION = f"{ROLE_CAPTION}|{BARE_CAPTION}|{TIME_CAPTION}|{OTHER_CAPTION}"
IN_BRACKETS = re.compile(rf"(?:{CAPTION})(?=[】\]〕］])")
"""``【责任单位】市商务局``: a caption that brackets mark instead of a colon."""
NOISE = re.compile(
    r"[\[〔［]b\s*o\s*o\s*k\s*m\s*a\s*r\s*k[^\]〕］]{0,80}[\]〕］]"
    rf"|(?<![^\s。；;])[【\[〔［](?=(?:{CAPTION})[】\]〕］])|[】\]〕］](?=[:：])"
    r"|(?<![0-9A-Za-z])#+"
    rf"|(?<!\S)[-+][ \t]+(?=\**(?:{CAPTION})\**[:：])"
    r"|(?<!\S)(?:[—–－-]{1,2}[ \t]*\d{1,4}[ \t]*[—–－-]{1,2}|第[ \t]*\d{1,4}[ \t]*页(?:[ \t，,/]*共[ \t]*\d{1,4}[ \t]*页)?)[ \t]*$"
    r"|<br[ \t]*/?>|\*+|[\s\u200b-\u200f\u2060\ufeff\u00ad\x00-\x1f]+",
    re.MULTILINE,
)
OPENING, CLOSING = "【[〔［", "】]〕］"
BRACKETS = {*OPENING, *CLOSING}
NOISE_SIGN = re.compile(r"[\[〔［【\]〕］】#+\-—–－第<*\s\u200b-\u200f\u2060\ufeff\u00ad\x00-\x1f]")
"""What every noise begins with."""
TRADITIONAL = re.compile(
    r"[關務於發會議實機構責單與辦國區電貿類縣廳屬門經業開東條個為設產學衛監環稅財應對從後報處這點樞紐領導組織]"
)


@cache
def _simplified_characters():
    """Traditional character → simplified, one for one, for the characters a document's head is written in."""
    block = [chr(code) for code in range(0x4E00, 0x9FA6)]
    simplified = opencc.OpenCC("t2s").convert("\n".join(block)).split("\n")
    return {ord(old): new for old, new in zip(block, simplified, strict=True) if old != new and len(new) == 1} | WIDTHS


@dataclass(frozen=True)
class CompactText:
    """``raw`` as read; ``compact`` the same without white space and mark-up, widths and traditional characters unified.

    ``offsets[i]`` is where ``compact[i]`` stands in ``raw``; ``line_starts`` are the compact offsets at which a line
    of ``raw`` begins; ``gaps`` those before which ``raw`` has white space within a line, ``wide_gaps`` those where it
    is wide enough to stand for a line break.
    """

    raw: str
    compact: str
    printed: str
    offsets: array
    line_starts: list[int]
    gaps: frozenset[int]
    wide_gaps: frozenset[int]
    shown: str
    """``raw`` with running headers and page numbers blanked out, every other character in place."""
    captioned: bool = False
    """Whether captions stand in brackets (【责任单位】): the offset of such a caption is that of its bracket."""

    def start(self, index: int) -> int:
        """The offset in ``raw`` of the compact offset ``index``."""
        return self.offsets[index] if index < len(self.offsets) else len(self.raw)

    def end(self, index: int) -> int:
        """The offset in ``raw`` just after the character before the compact offset ``index``."""
        return self.offsets[index - 1] + 1 if index else 0

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The raw span of a compact span; empty spans stay empty."""
        return (self.start(start), self.end(end)) if end > start else (self.start(start), self.start(start))

    def as_printed(self, start: int, end: int) -> str:
        """The printed characters of a compact span, without white space, widths as printed."""
        if not self.captioned:
            return self.printed[start:end]
        begin, stop = self.span(start, end)
        return NOISE.sub(lambda noise: noise[0] if noise[0] in BRACKETS else "", self.shown[begin:stop])

    @cached_property
    def _gaps_in_order(self):
        return sorted(self.gaps)

    def gaps_between(self, start: int, end: int) -> list[int]:
        """The compact offsets from ``start`` on and before ``end`` that have white space before them."""
        gaps = self._gaps_in_order
        return gaps[bisect_left(gaps, start) : bisect_left(gaps, end)]

    @cached_property
    def _line_start_set(self):
        return frozenset(self.line_starts)

    def starts_line(self, index: int) -> bool:
        """Whether a line of the text begins at this compact offset."""
        return index in self._line_start_set

    @cached_property
    def wrap_width(self) -> int | None:
        """The length at which lines are broken by machine, or None where a line is a paragraph."""
        lengths = sorted(len(line) for line in self.raw.splitlines() if len(line.strip()) >= 8)
        if len(lengths) < 8:
            return None
        width = lengths[len(lengths) * 4 // 5]
        full = sum(width * 0.85 <= length <= width * 1.1 + 2 for length in lengths)
        return width if full >= len(lengths) * 0.4 else None

    @cached_property
    def lines_are_items(self) -> bool:
        """Whether most lines stop without punctuation, as the items of a list do: then every line is a paragraph."""
        lines = [line.rstrip() for line in self.raw.splitlines() if len(line.strip()) >= 8]
        return sum(line[-1] in "。；！？：.;:!?" for line in lines) * 2 < len(lines)

    def ends_paragraph(self, at: int) -> bool:
        """Whether the line that ends before the compact offset ``at`` is the last of its paragraph.

        A line that stops at a full stop or well before the width of the others is; a line that stops in mid-sentence
        at full width, or a long one, was broken by machine.
        """
        if at >= len(self.compact):
            return True
        if at not in self._line_start_set:
            return False
        begin = self.start(self.line_start(at - 1))
        length = self.end(at) - max(self.raw.rfind("\n", 0, begin) + 1, begin - INDENT)
        if self.compact[at - 1] in "、，":
            return False
        if self.compact[at - 1] in "。；！？：":
            return True
        if self.wrap_width is None:
            return length <= 60 or self.lines_are_items
        return length < self.wrap_width * 0.85

    @cached_property
    def date_lines(self) -> list[tuple[int, int]]:
        """Compact spans of the lines that hold a date, or a year and a month, and nothing else: where a paper is signed."""
        matches = (SIGNED.match(self.compact, line) for line in self.line_starts)
        spans = [match.span() for match in matches if match]
        return [(start, end) for start, end in spans if end >= len(self.compact) or self.starts_line(end)]

    def has_lost_breaks(self, index: int) -> bool:
        """Whether the line that holds ``index``, or every line, is so long that paragraphs must have been joined."""
        if len(self.compact) > LONGEST_AVERAGE * len(self.line_starts) or len(self.line_starts) == 1:
            return True
        return self.line_end(index) - self.line_start(index) > LONGEST_LINE

    def line_end(self, index: int) -> int:
        """The compact offset at which the line that holds ``index`` ends."""
        place = bisect_left(self.line_starts, index + 1)
        return self.line_starts[place] if place < len(self.line_starts) else len(self.compact)

    def line_of(self, start: int) -> str:
        """The line that begins at a compact offset."""
        return self.compact[start : self.line_end(start)]

    def line_start(self, index: int) -> int:
        """The compact offset at which the line that holds ``index`` begins."""
        return self.line_starts[max(bisect_left(self.line_starts, index + 1) - 1, 0)]


def full_width(name: str) -> str:
    """A name with its brackets full width."""
    return name.translate(FULL_WIDTH_BRACKETS) if "(" in name or "[" in name else name


BLANKS = " \t\u3000\x0b\x0c"
LINE_BREAKS = re.compile(r"[\r\n]+")


def in_one_line(text: str) -> str:
    """A passage with its line breaks taken out, and the blanks that stand beside them."""
    first, *others = LINE_BREAKS.split(text)
    if not others:
        return text
    return first.rstrip(BLANKS) + "".join(line.strip(BLANKS) for line in others[:-1]) + others[-1].lstrip(BLANKS)


INDENT = 4
"""Characters of white space at most that a paragraph's first line is set in by."""
LONGEST_LINE, LONGEST_AVERAGE = 400, 250
"""Characters that a paragraph, and one on average, holds at most; longer ones have lost their line breaks."""


def compact(raw: str) -> CompactText:
    """Take out white space, page numbers and mark-up; unify widths and traditional characters, one for one."""
    offsets, pieces, line_starts, gaps, wide, length, at = array("L"), [], [0], [], [], 0, 0
    captions: list[tuple[int, int]] = []
    shown = without_running_lines(raw)
    for sign in NOISE_SIGN.finditer(shown):
        start = sign.start()
        noise = NOISE.match(shown, start) if start >= at else None
        if not noise or (noise[0] in CLOSING and not (captions and length + start - at == captions[-1][1])):
            continue
        end = noise.end()
        if start > at:
            pieces.append(raw[at:start])
            offsets.extend(range(at, start))
            length += start - at
        at = end
        if "\n" in noise[0] or "\r" in noise[0]:
            if line_starts[-1] != length:
                line_starts.append(length)
            if noise[0].strip("\r\n"):
                gaps.append(length)
        elif noise[0] in OPENING:
            captions.append((length, length + IN_BRACKETS.match(shown, end).end() - end))
        elif noise[0].isspace() or noise[0][0] == "<":
            gaps.append(length)
            if len(noise[0]) > 1 or noise[0] == "\u3000":
                wide.append(length)
    if at < len(raw):
        pieces.append(raw[at:])
        offsets.extend(range(at, len(raw)))
    printed = "".join(pieces)
    text = _with_colons(unified(printed), captions)
    for begin, _ in captions:
        offsets[begin] -= 1
    if len(text) > LONGEST_LINE * len(line_starts) or len(line_starts) == 1:
        line_starts = _lines_of_one(text, line_starts, gaps, wide)
    return CompactText(raw, text, printed, offsets, line_starts, frozenset(gaps), frozenset(wide), shown, bool(captions))


def _with_colons(text, captions):
    """The text with a colon behind captions, given by where they begin and end, instead of the bracket that closes them."""
    closing = [end for _, end in captions if text[end : end + 1] == "〕"]
    return "：".join(text[begin + 1 : end] for begin, end in pairwise([-1, *closing, len(text)]))


def unified(printed):
    """A text with its widths unified, and its traditional characters where it has some of those that are surely so."""
    signs, table = _unifying(TRADITIONAL.search(printed) is not None)
    return signs.sub(lambda sign: table[sign[0]], printed)


@cache
def _unifying(simplify):
    """What finds the characters to be replaced, and by what: few are, so that finding them is the quicker way."""
    table = {chr(code): sign for code, sign in (_simplified_characters() if simplify else WIDTHS).items()}
    return re.compile(f"[{re.escape(''.join(table))}]"), table


def _lines_of_one(text, line_starts, gaps, wide):
    """Where the paragraphs of a text without line breaks begin: at its wide gaps, else at those between characters."""
    breaks = [at for at in wide or gaps if 0 < at < len(text)]
    if not wide:
        breaks = [at for at in breaks if BREAK.match(text, at - 1)]
    return sorted({*line_starts, *breaks})


BREAK = re.compile(r"[\u4e00-\u9fff。；：！？）〕》”](?:[\u4e00-\u9fff《（]|\d{1,2}[.、])")
"""What stands on both sides of a space that may be a line break: no Latin word, no figure."""
