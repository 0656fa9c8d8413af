"""The numbers printed before sections and measures: 一、（一）1. 1、1·（1）① 第一条 问题一： → scheme, value, how it is printed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.extraction.normalising import CompactText

CHINESE = r"[一二三四五六七八九十百]{1,5}"
NUMBER = re.compile(
    rf"(?=[第（\d一二三四五六七八九十百①-⑳问任行专工举事])(?:(?P<named>(?:问题|任务|(?:专项)?行动|工程|举措|事项)(?:{CHINESE}|\d{{1,2}}))[：、.]|(?P<chapter>第(?:{CHINESE}|\d{{1,3}})(?:[章编]|部分(?![，是为的将])))|(?P<article>第(?:{CHINESE}|\d{{1,3}})条(?![款规的所第、和至]))|(?P<section>第(?:{CHINESE}|\d{{1,3}})节)"
    rf"|(?P<comma>{CHINESE})(?:、|[.](?!\d)|·(?![\d一二三四五六七八九十]))(?!{CHINESE}(?:[、和]|产业|[类级线季]))|（(?P<paren>{CHINESE})）[、.]?|（(?P<inner>\d{{1,3}})）|(?P<digit>(?<![\d.，])\d{{1,4}})[、.·](?!\d)|(?P<tight>(?<![\d.，])\d{{1,2}})[、.·](?=\d)"
    r"|(?P<circle>[①-⑳]))"
)
WORDS = re.compile(r"第|[章编条节]|部分|问题|任务|专项|行动|工程|举措|事项")
"""What a number may say besides its value."""
RANK = {"chapter": 0, "section": 1, "comma": 2, "article": 2.5, "named": 2.7, "paren": 3, "digit": 4, "inner": 5, "circle": 6}
DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")}


@dataclass(frozen=True)
class Number:
    """A printed number that may begin a section or a measure; ``strength`` 2 at a line's start, 1 after a sentence, 0 within."""

    scheme: str
    value: int
    label: str
    start: int
    end: int
    strength: int


def chinese_value(text: str) -> int:
    """``二十六`` → 26, ``十`` → 10, ``一百零一`` → 101; digits pass through; 0 for what is no number."""
    if text.isdigit():
        return int(text)
    total, digit = 0, 0
    for character in text:
        if character in DIGITS:
            digit = DIGITS[character]
        else:
            total, digit = total + (digit or 1) * {"十": 10, "百": 100}[character], 0
    return total + digit


def numbers_in(text: CompactText, start: int, end: int) -> Iterator[Number]:
    """Every candidate between two compact offsets, in order of the text."""
    for match in _printed_numbers(text, start, end):
        scheme = match.lastgroup
        if scheme == "tight":
            parted = match.end() in text.gaps or text.starts_line(match.end())
            if not parted and not _opens_a_paragraph(text, match):
                continue
            scheme = "digit"
        printed = match[match.lastgroup]
        value = _value(scheme, printed)
        if value:
            yield Number(
                scheme, value, _label(scheme, printed), match.start(), match.end(), _strength(text, match.start())
            )


def _printed_numbers(text, start, end):
    """Every printed number; in 重点任务1. the number is the figure alone, for no line begins with 任务1."""
    while match := NUMBER.search(text.compact, start, end):
        start = match.end()
        if match.lastgroup == "named" and not _is_on_a_line_of_its_own(text, match):
            start = match.start() + 1
            continue
        yield match


def _is_on_a_line_of_its_own(text, match):
    return text.starts_line(match.start()) and text.line_end(match.start()) >= match.end()


AMOUNT = re.compile(r"\d{1,4}(?:[%‰亿万千倍元]|个|项|家|户|人次|吨|公里|米|公顷|亩|\.|、|年版)")


def _opens_a_paragraph(text, match):
    """Whether ``11.121人才项目`` stands at the head of a paragraph and holds no amount: 11.5亿元."""
    at = match.start()
    opens = text.starts_line(at) and (at == 0 or text.ends_paragraph(at))
    return opens and not AMOUNT.match(text.compact, match.end())


def _value(scheme, printed):
    if scheme == "circle":
        return ord(printed) - ord("①") + 1
    return chinese_value(WORDS.sub("", printed))


def _label(scheme, printed):
    return f"（{printed}）" if scheme in ("paren", "inner") else printed


def _strength(text, at):
    if text.starts_line(at):
        return 2
    return 1 if text.compact[at - 1] in "。；！？：）〕”》|" or at in text.gaps else 0
