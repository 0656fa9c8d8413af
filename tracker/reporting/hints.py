"""Review hints: what a reviewer would want to look at again, found by rules anybody can check; they decide nothing."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.reporting.content import Content, Figure
from tracker.vocabulary.reporting import Measured, Progress


class HintKind(StrEnum):
    """What a hint is about."""

    SAME_AS_LAST = "same_as_last"
    SAME_AS_OTHER = "same_as_other"
    NO_NUMBER = "no_number"
    NO_SUBSTANCE = "no_substance"
    FELL = "fell"
    BEYOND = "beyond"
    NO_UNIT = "no_unit"
    UNPROVEN = "unproven"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Hint:
    """A finding: its sentence, fit to stand in a return's reason, and the id of the version it compares with, if any."""

    kind: HintKind
    sentence: str
    compares: int | None = None


@dataclass(frozen=True, slots=True)
class Other:
    """Another version to compare with: its id, whose it is, and what it says."""

    version: int
    agency: str
    content: Content


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What hints are found in; ``task`` is the measure's sentence, ``evidence`` the number of attachments,
    ``until`` the last day of the period."""

    content: Content
    task: str
    on: date
    deadline: date | None = None
    deadline_printed: str | None = None
    evidence: int = 0
    until: date | None = None
    last: Other | None = None
    others: Sequence[Other] = ()


SHORTEST = 12
"""Below so many characters two texts are alike by chance (本期无新增)."""
SHINGLE, ALIKE = 4, 0.9
DIGITS = re.compile(r"[0-9]+")


def hints(row: Reviewed) -> tuple[Hint, ...]:
    """All that is to be looked at again, the weightiest kinds first; a nil report gives none."""
    if row.content.is_nil:
        return ()
    rules = (_same_as_last, _same_as_others, _fell, _doubtful, _no_number, _no_substance, _unproven, _overdue)
    return tuple(hint for rule in rules for hint in rule(row))


def _same_as_last(row) -> Iterable[Hint]:
    if row.last and alike(row.content.done, row.last.content.done):
        yield Hint(HintKind.SAME_AS_LAST, "工作进展与上期所报基本相同，请写明本期的新进展。", row.last.version)


def _same_as_others(row):
    own = bare(row.content.done)
    for other in row.others:
        if alike_bare(own, bare(other.content.done)):
            sentence = f"工作进展与{other.agency}所报基本相同，请写明本单位做了什么。"
            yield Hint(HintKind.SAME_AS_OTHER, sentence, other.version)


def _fell(row):
    if row.last is None:
        return
    before = {figure.name: figure for figure in row.last.content.figures}
    for figure in row.content.figures:
        if _is_less(figure, before.get(figure.name)):
            sentence = f"累计数“{figure.name}”由{before[figure.name].text}减为{figure.text}，请核对。"
            yield Hint(HintKind.FELL, sentence, row.last.version)


def _is_less(figure: Figure, earlier: Figure | None):
    if earlier is None or figure.unit != earlier.unit or not is_cumulative(figure, earlier):
        return False
    return figure.number is not None and earlier.number is not None and figure.number < earlier.number


def is_cumulative(figure: Figure, earlier: Figure) -> bool:
    """Whether a figure may not fall: it is named so, or both are of one year, counted from its beginning."""
    named = any(word in figure.name for word in ("累计", "总数", "总量"))
    same_year = bool(figure.as_of and earlier.as_of and figure.as_of.year == earlier.as_of.year)
    return named or same_year


def _doubtful(row):
    return doubtful_figures(row.content, row.task, row.until)


UNIT = "[%％亿万元美人个家项次场名所座件吨辆套条种处批台亩户期门公里平方米]+"


def doubtful_figures(content: Content, task: str, until: date | None) -> tuple[Hint, ...]:
    """The figures an agency should look at again: of a day after the period, or without the unit of their target.

    The end of the period's year is no such day: figures are completed to the full year.
    """
    return tuple(hint for figure in content.figures for hint in (*_beyond(figure, until), *_no_unit(figure, task)))


def _beyond(figure, until):
    if figure.as_of is None or until is None or figure.as_of <= until:
        return
    whole_year = date(until.year, 12, 31)
    if figure.as_of != whole_year and (figure.as_of > whole_year or figure.measured is Measured.ACTUAL):
        sentence = f"“{figure.name}”截至 {figure.as_of:%Y-%m-%d}，在本期统计截止日（{until:%Y-%m-%d}）之后，请核对。"
        yield Hint(HintKind.BEYOND, sentence)


def _no_unit(figure, task):
    if figure.unit or len(figure.name) < 2:
        return
    target = re.search(rf"{re.escape(figure.name)}[^，。；、0-9]{{0,6}}([0-9][0-9.,]*{UNIT})", unicodedata.normalize("NFKC", task))
    if target:
        sentence = f"“{figure.name}”没有写单位，任务里写的是“{target[1]}”，请补上单位。"
        yield Hint(HintKind.NO_UNIT, sentence)


NUMBER = re.compile(
    r"[0-9]+(?:\.[0-9]+)?|百分之[一二三四五六七八九十百]+|[一二三四五六七八九十百千万]+(?=[个家项次场亿万名所座])"
)
NO_AMOUNT = re.compile(
    r"〔[^〕]{0,9}〕[0-9]{0,6}号?|(?:^|(?<=[。;；\n]))[ ]?[0-9]{1,2}[.、](?![0-9])|[（(][0-9一二三四五六七八九十]{1,3}[）)]|[0-9]{2,4}年(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?"
    r"|[0-9]{1,2}月(?:[0-9]{1,2}日)?|B2B2C|B2[BCG]|O2O|C2[CM]|5G|24小时|“?十[一二三四五六]五”?|一(?:个|家|次|项)?(?:站|批|体|步|揽|窗)"
)
"""Digits that state no amount: numbers of documents and paragraphs, dates, plans, set words."""


def amounts(text: str) -> tuple[str, ...]:
    """The numbers of a text that state an amount: ``2026年引进8家`` → 8."""
    plain = unicodedata.normalize("NFKC", text)
    return tuple(NUMBER.findall(NO_AMOUNT.sub(" ", plain)))


def _no_number(row):
    wanted = amounts(row.task)
    if wanted and not amounts(row.content.done) and not row.content.figures:
        yield Hint(HintKind.NO_NUMBER, f"任务写明了数（{'、'.join(wanted[:3])}），报告里没有数，请补充完成数。")


ENDLESS = re.compile(
    r"(?:持续|继续|不断|进一步|深入|积极|稳步|有序|扎实|全力)(?:地)?[^，。；、]{0,6}?(?:推进|推动|开展|加强|做好|优化|完善|落实|跟进|深化)"
)
SUBSTANCE = (
    ("日期", re.compile(r"[0-9]{1,4}年|[0-9]{1,2}月|[0-9]{1,2}日|[一二三四上下]半?(?:季度|旬)|[上下]半年")),
    (
        "地点",
        re.compile(
            r"[一-鿿]{1,8}(?:省|市(?!场|级|直|政|民|区)|自治区|开发区|保税区|新区|区(?!域|分|别|块|间)|县|镇|街道|园区|口岸|港|机场|海外仓|产业园)"
        ),
    ),
    (
        "成果",
        re.compile(
            r"《[^》]+》|印发|出台|建成|签[订约署]|上线|开通|投产|竣工|验收|挂牌|落户|兑现|拨付|授牌|举办|培训|备案|发放"
        ),
    ),
)


def _no_substance(row):
    text = row.content.done
    if not ENDLESS.search(text) and row.content.progress is not Progress.CONTINUING:
        return
    plain = unicodedata.normalize("NFKC", text)
    if not any(pattern.search(plain) for _, pattern in SUBSTANCE):
        names = "、".join(name for name, _ in SUBSTANCE)
        yield Hint(HintKind.NO_SUBSTANCE, f"只写了持续推进，没有{names}，请写明何时、在何处、做成了什么。")


def _unproven(row):
    if row.content.percent == 100 and not row.evidence:
        yield Hint(HintKind.UNPROVEN, "完成率为 100%，没有佐证材料，请补充。")


UNFINISHED = frozenset({Progress.NOT_STARTED, Progress.UNDER_WAY, Progress.BLOCKED})


def _overdue(row):
    if row.deadline and row.deadline < row.on and row.content.progress in UNFINISHED:
        printed = row.deadline_printed or f"{row.deadline:%Y-%m-%d}"
        label = row.content.progress.label
        yield Hint(HintKind.OVERDUE, f"完成时限（{printed}）已过，完成状态是“{label}”，请说明原因和新的时限。")


def bare(text: str) -> str:
    """A text without what does not tell two reports apart: widths, white space, punctuation."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(character for character in plain if unicodedata.category(character)[0] in "LN")


def alike(text: str, other: str) -> bool:
    """Whether two texts say the same in nearly the same words."""
    return alike_bare(bare(text), bare(other))


def alike_bare(text: str, other: str) -> bool:
    """The same for bare texts: equal, or the same digits and nine tenths of their four-character pieces in common."""
    if min(len(text), len(other)) < SHORTEST:
        return False
    if text == other:
        return True
    if DIGITS.findall(text) != DIGITS.findall(other):
        return False
    if min(len(text), len(other)) < ALIKE * max(len(text), len(other)):
        return False
    mine, theirs = _shingles(text), _shingles(other)
    return len(mine & theirs) >= ALIKE * len(mine | theirs)


def _shingles(text):
    return {text[place : place + SHINGLE] for place in range(len(text) - SHINGLE + 1)}


def reason_from(found: Iterable[Hint]) -> str:
    """The hints a reviewer chose as a return's reason: numbered when there are several."""
    return _numbered([hint.sentence for hint in found])


def _numbered(sentences):
    if len(sentences) < 2:
        return "".join(sentences)
    return "".join(f"{number}. {sentence}" for number, sentence in enumerate(sentences, start=1))


def reason_with(typed: str, sentences: Iterable[str]) -> str:
    """What is typed as a reason, and after it the sentences that do not stand in it yet."""
    more = [sentence for sentence in dict.fromkeys(sentences) if sentence and sentence not in typed]
    if not typed.strip():
        return _numbered(more)
    return typed + "".join(more)


def same_everywhere(contents: Mapping[str, Content]) -> tuple[tuple[str, ...], ...]:
    """The agencies whose texts are equal word for word, group by group."""
    groups: dict[str, list[str]] = {}
    for agency, content in contents.items():
        if len(own := bare(content.done)) >= SHORTEST:
            groups.setdefault(own, []).append(agency)
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)
