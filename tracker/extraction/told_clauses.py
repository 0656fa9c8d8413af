"""Sentences, and ends of sentences, that say who is responsible without a bracket or a caption."""

import re
from collections.abc import Collection, Iterator

from tracker.extraction.certainty import certain_names, names_of_bodies
from tracker.extraction.clause import Clause, Spans, reading_of
from tracker.extraction.normalising import CompactText
from tracker.vocabulary import Origin

SENTENCE_ROLE = re.compile(r"牵头|负责|配合|会同|职责分工|负总责|各[负尽]其责")
SENTENCE_BREAK = re.compile(r"[。；！？]")
LONGEST_SENTENCE = 240
"""Compact characters after a role word within which a sentence that says nothing else must end."""


def whole_sentences(text: CompactText, taken: Spans) -> Iterator[Clause]:
    """Sentences that say nothing but who is responsible, or nothing else behind their colon: ``优化服务：由市口岸办负责。``"""
    compact, seen = text.compact, -1
    for match in SENTENCE_ROLE.finditer(compact):
        at = match.start()
        if at < seen or at in taken:
            continue
        start, end = _sentence_around(text, at)
        seen = end
        start = max(start, compact.rfind("：", start, at) + 1)
        start += text.compact[start] in "（〔"
        if not 6 <= end - start <= 200 or taken.touches(start, end) or _has_clause_behind(compact, end, taken):
            continue
        reading = reading_of(text, compact[start:end], start)
        if (
            reading.labelled
            and not reading.unread
            and certain_names(reading)
            and _says_nothing_else(compact[start:end], reading)
        ):
            yield Clause(start, end, start, reading, Origin.LINE, "sentence", ["sentence-clause"])


def _has_clause_behind(compact, end, taken):
    """``市应急局负责统筹。（市委编办、市应急局）``: the bracket says whose the task is, the sentence what is to be done."""
    while compact[end : end + 1] in ("。", "；"):
        end += 1
    return compact[end : end + 1] in ("（", "〔") and end in taken


DASHES = ("——", "－－", "--")
LONGEST_AFTER_DASHES = 200


def _places_of(text, signs):
    """Where any of the signs stands, sign by sign."""
    for sign in signs:
        at = text.find(sign)
        while at >= 0:
            yield at
            at = text.find(sign, at + len(sign))


def after_dashes(text: CompactText, taken: Spans, numbers: Collection[int]) -> Iterator[Clause]:
    """``……2000亩。——市农业农村局``: what stands behind the dashes at a measure's end are units and nothing else."""
    compact = text.compact
    for start in _places_of(compact, DASHES):
        begin = start + 2
        end = min(text.line_end(start), start + LONGEST_AFTER_DASHES)
        while end < len(compact) and compact[end - 1] in "、，" and end - start < LONGEST_AFTER_DASHES:
            end = text.line_end(end)
        ends = end >= len(compact) or end in numbers or text.starts_line(end) and text.ends_paragraph(end)
        goes_on = end not in numbers and compact[end : end + 1] in ("（", "〔")
        if not ends or goes_on or not (text.starts_line(start) or compact[start - 1] in "。！；）"):
            continue
        while compact[end - 1] in "。；":
            end -= 1
        content = compact[begin:end]
        reading = reading_of(text, content, begin)
        names = certain_names(reading) if reading.labelled else names_of_bodies(reading)
        if names and not reading.unread and not taken.touches(start, end):
            yield Clause(start, end, begin, reading, Origin.LINE, "dashes", ["bare-list"], content=content)


TAIL = re.compile(r"由(?=[^。！？]{2,160}?(?:负责|牵头|配合|落实|实施|推进))")
RHYTHM = re.compile(r"，(?:每|按[周月季年]|逐[周月季年]|定期|适时)[^，。；！？]{2,24}[。；！？]?\Z")
"""What follows a duty and only says how often: ``，每季度通报一次``."""
BEFORE_TAIL = re.compile(r"[，；](?:并|同时|具体|此项工作|该项工作)?\Z")


def ends_of_sentences(text: CompactText, taken: Spans) -> Iterator[Clause]:
    """``……，由市口岸办会同绍兴海关负责。``: the end of a sentence that says nothing but who is responsible.

    A sentence that only says besides how often is one too: ``由市商务局牵头，每季度通报一次。``
    """
    compact = text.compact
    for match in TAIL.finditer(compact):
        before = BEFORE_TAIL.search(compact, max(match.start() - 6, 0), match.start())
        stop = SENTENCE_BREAK.search(compact, match.end(), match.end() + LONGEST_SENTENCE)
        start, end = before.start() + 1 if before else match.start(), stop.start() if stop else len(compact)
        if end - start > LONGEST_SENTENCE:
            continue
        if rhythm := RHYTHM.search(compact, start, end):
            end = rhythm.start()
        if not before and not (rhythm and _opens_a_sentence(text, start)):
            continue
        if taken.touches(start, end) or _tells(compact, start):
            continue
        content = compact[start:end]
        reading = reading_of(text, content, start)
        if reading.labelled and not reading.unread and certain_names(reading) and _says_nothing_else(content, reading):
            yield Clause(start, end, start, reading, Origin.LINE, "tail", ["sentence-clause"], content=content)


def _opens_a_sentence(text, start):
    return text.starts_line(start) or text.compact[start - 1] in "。；！？"


NARRATIVE = re.compile(r"近年来|目前|去年|今年以来|以来|年来|已经?|曾|了|同意|批准|决定|原来|此前")


def _tells(compact, at):
    """Whether the sentence before a place tells what has been."""
    start = max(compact.rfind(mark, max(at - 200, 0), at) for mark in "。；！？")
    return bool(NARRATIVE.search(compact, max(start, at - 200, 0), at))


def _says_nothing_else(content, reading):
    covered = sum(name.end - name.start for name in reading.names)
    return covered * 2 >= len(content) - 12


def _sentence_around(text, at):
    compact = text.compact
    start = max(text.line_start(at), *(compact.rfind(mark, max(at - 200, 0), at) + 1 for mark in "。；！？"))
    while start and text.starts_line(start) and not text.ends_paragraph(start) and at - start < 200:
        before = text.line_start(start - 1)
        start = max(before, *(compact.rfind(mark, before, start) + 1 for mark in "。；！？"))
    stop = SENTENCE_BREAK.search(compact, at, at + LONGEST_SENTENCE)
    end = stop.start() if stop else min(at + LONGEST_SENTENCE, len(compact))
    line_end = text.line_end(at)
    while line_end < end and not text.ends_paragraph(line_end):
        line_end = text.line_end(line_end)
    return start, min(end, line_end)
