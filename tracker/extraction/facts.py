"""The facts of a document: title, number, issuer, jurisdiction, dates, draft or issued, and what it cites."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from tracker.extraction.findings import Citation
from tracker.extraction.lexicon import DOCUMENT_KIND
from tracker.extraction.normalising import DATE as SIGNED_DATE
from tracker.extraction.normalising import FULL_WIDTH_BRACKETS, CompactText, unified
from tracker.extraction.numbering import chinese_value
from tracker.extraction.parts import IN_MARKS, NO_TITLE, TITLE_END, Part, lines_between
from tracker.extraction.places import jurisdiction_of
from tracker.vocabulary import DocumentStatus

NUMBER = re.compile(r"(?:[\u4e00-\u9fff]{1,12}(?:〔[\u4e00-\u9fff]{1,4}〕)?)〔(?P<year>(?:19|20)\d{2})〕第?\d{1,5}号")
NAME_OF_ISSUER = r"[\u4e00-\u9fff（）、]{2,60}?(?:人民政府办公厅|人民政府办公室|人民政府|办公厅|办公室|委员会|国务院|管委会|[局厅部委院署会办])"
ABOUT = r"(?:(?:印发|转发|批转)?关于|印发|转发|批转)"
NAMED_TITLE = re.compile(rf"{NAME_OF_ISSUER}{ABOUT}")
HEAD_TITLE = re.compile(rf"(?:{NAME_OF_ISSUER})?{ABOUT}[^。；]{{2,160}}?{DOCUMENT_KIND}(?:（[^（）]{{2,20}}）)?$")
LABEL_OF_NUMBER = re.compile(r"(?:发文字号|发文文号|文件编号|文号|字号)：?")
NAMED_DRAFT = re.compile(r"征求意见稿|送审稿|讨论稿|征求[^。]{0,80}意见(?:和?建议)?的(?:函|公告|通告|通知|启事)")
"""A title that says so of its own paper, which may bear the number of the letter that asks for comments."""
DRAFT = re.compile(r"征求意见稿|送审稿|公开征求|草案|讨论稿|意见征集|修订稿|（草稿）")
DATE = r"(\d{4})年(\d{1,2})月(\d{1,2})日"
DATED_HEAD = re.compile(rf"(?:发布|印发|发文|成文|签发)(?:日期|时间)：?{DATE}")
BRACKETED_DATE = re.compile(rf"（{DATE}(?:印发|发布|公布|通过)?）")
VALID_UNTIL = re.compile(
    rf"有效期(?:限)?(?:自.{{0,20}}?)?(?:截?至|截止|到){DATE}|(?:执行|实施|施行|有效)(?:至|到){DATE}(?:止)?"
)
EFFECTIVE = re.compile(rf"自{DATE}起(?:正式)?(?:施行|实施|执行|生效)")
FROM_ISSUE = re.compile(r"自(?:印发|发布|公布|颁布|下发|颁发|发文)之日起")
VALID_FOR = re.compile(r"有效期(?:限)?(?:为|暂定)?(?P<years>\d{1,2}|[一二三四五六七八九十]{1,2})(?P<unit>年|个月)")
CITATION = re.compile(
    r"《(?P<title>[^《》]{2,120}(?:《[^《》]{1,80}》[^《》]{0,80})?)》(?P<bracket>（(?P<number>[^（）]{4,40}号)）)?"
)
MOST_SIGNERS, MOST_LINES_OF_TITLE = 12, 4
LENGTH_OF_HEAD = 400
LONGEST_TITLE = 240
ANNEX_WORD = re.compile(r"^.*?(?:附录|附件[\d一二三四五六七八九十]{0,2}|[a-z/]+[）〉〕]+)")


def title_and_number(text: CompactText, parts: list[Part]) -> tuple[str | None, str | None, tuple[int, int] | None]:
    """Title of the paper that bears the number, else of the first plan; its number without white space; the number's span."""
    head = parts[0].root.children[0].start if parts and parts[0].root.children else min(len(text.compact), 4000)
    for match in NUMBER.finditer(text.compact, 0, max(head, 400)):
        if not _stands_alone(text, match):
            continue
        start = _number_start(text, match)
        label = LABEL_OF_NUMBER.search(text.compact, max(start - 8, 0), start)
        title = (
            _paper_title(text, label.start() if label else start)
            or _title_below(text, match.end())
            or _plan_title(text, parts)
        )
        return title, text.as_printed(start, match.end()), (start, match.end())
    return _plan_title(text, parts), None, None


def _stands_alone(text, match):
    """Whether a number is the paper's own, not one it cites: on its own, or in the bracket that closes the title line."""
    before = text.compact[: match.start()][-1:]
    if before == "（":
        closes_title = TITLE_END.search(text.compact[max(match.start() - 8, 0) : match.start() - 1])
        return bool(closes_title) and text.starts_line(match.end() + 1)
    if before == "《":
        return False
    return text.compact[match.end() : match.end() + 1] not in "）》精文件" or text.starts_line(match.end())


def _number_start(text, match):
    line = text.line_start(match.start())
    for start in lines_between(text, match.start() + 1, match.end() - 5):
        if text.line_start(start) == start and re.match(r"[\u4e00-\u9fff]{1,10}〔", text.compact[start : match.end()]):
            line = start
    start = max(line, match.start())
    if label := LABEL_OF_NUMBER.match(text.compact, start):
        return label.end()
    glued = re.search(rf".*{DOCUMENT_KIND}(?=[\u4e00-\u9fff]{{1,10}}〔)", text.compact[start : match.end()])
    return start + glued.end() if glued else start


def _paper_title(text, end):
    end -= text.compact[:end].endswith("（")
    before = max((text.compact.rfind(mark, 0, end) for mark in "。；："), default=-1) + 1
    before = max(before, end - LONGEST_TITLE)
    lines = lines_between(text, before, end) or [before]
    for start in [before, *lines]:
        candidate = ANNEX_WORD.sub("", text.compact[start:end])
        match = HEAD_TITLE.fullmatch(candidate)
        if match and len(candidate) <= 200:
            begin = end - len(candidate)
            return printed_title(text, _latest_issuer_line(text, begin, end, lines), end)
    return None


def _title_below(text, number_end):
    """A title on the lines under the number: right below it, as on a paper's own head, or below the box of an index."""
    lines = lines_between(text, number_end, number_end + LENGTH_OF_HEAD)
    for start in lines:
        if NO_TITLE.search(text.compact[start : text.line_end(start)]):
            continue
        for line in lines[lines.index(start) :][:MOST_LINES_OF_TITLE]:
            end = text.line_end(line)
            if end - start <= LONGEST_TITLE and HEAD_TITLE.fullmatch(text.compact[start:end]):
                return printed_title(text, start, end)
    return None


def _latest_issuer_line(text, begin, end, lines):
    starts = [line for line in lines if begin <= line and NAMED_TITLE.match(text.compact, line, end)]
    starts = [line for line in starts if HEAD_TITLE.fullmatch(text.compact, line, end)]
    return max(starts, default=begin)


def printed_title(text: CompactText, start: int, end: int) -> str:
    """A title as printed, without white space and marks of its own, brackets full width."""
    return IN_MARKS.sub(r"\1", text.as_printed(start, end).translate(FULL_WIDTH_BRACKETS))


def _plan_title(text, parts):
    titles = [part.title for part in parts if part.title and not part.is_note]
    return printed_title(text, *titles[0]) if titles else None


JOINED_ISSUERS = re.compile(
    r"(中共[^、]{1,14}?委(?:员会)?(?:办公[室厅])?)(?!员会|办公)([^、委]{2,14}人民政府(?:办公[室厅])?)"
)
"""A committee and its government side by side: 中共临湖区委临湖区人民政府."""


def issuer_and_date(
    text: CompactText,
    title: str | None,
    number_span: tuple[int, int] | None,
    tables: Sequence[tuple[int, int]] = (),
) -> tuple[str | None, date | None]:
    """Who signed and when: the first line that holds a date only, and the line above it; else the title's own beginning.

    ``tables`` are compact spans: a date in one of them is a time limit.
    """
    issuer = issued = None
    for start, end in [span for span in text.date_lines if text.compact[span[1] - 1] == "日"]:
        if any(begin <= start < stop for begin, stop in tables):
            continue
        issued = read_date(text.compact[start:end])
        issuer = _signers_above(text, start)
        break
    if issued is None and number_span:
        issuer, issued = _unbroken_signature(text, number_span[1])
    if issued is None:
        issued = _date_of(DATED_HEAD.search(text.compact, 0, LENGTH_OF_HEAD))
    if issued is None:
        issued = _date_below_title(text) or _date_in_index(text)
    if issuer is None and title and (match := re.match(rf"({NAME_OF_ISSUER}){ABOUT}", title)):
        issuer = match[1]
    return issuer and JOINED_ISSUERS.sub(r"\1、\2", issuer), issued


def _date_below_title(text):
    """``（2024年1月15日）`` on a line of its own in the head: the day of a paper that nobody has signed."""
    lines = (line for line in lines_between(text, 1, LENGTH_OF_HEAD))
    found = next(filter(None, (BRACKETED_DATE.match(text.compact, line) for line in lines)), None)
    return _date_of(found) if found and text.starts_line(found.end()) else None


INDEX_DATES = [
    re.compile(rf"(?:{name})：?(\d{{4}})[-./年](\d{{1,2}})[-./月](\d{{1,2}})")
    for name in ("成文日期|制发日期", "发文日期|印发日期|生成日期", "发布日期|发布时间")
]
"""What the box above a paper says of its day: when it was made, before when it was shown."""


def _date_in_index(text):
    found = (index.search(text.compact, 0, LENGTH_OF_HEAD) for index in INDEX_DATES)
    return next(filter(None, map(_date_of, found)), None)


def _signers_above(text, end):
    """The lines above a date that hold a name each, and the names a line holds side by side: joint issuers, by 、."""
    signers = []
    while end and len(signers) < MOST_SIGNERS:
        line = text.line_start(end - 1)
        cuts = [line, *(at for at in range(line + 1, end) if at in text.gaps), end]
        names = [text.compact[begin:stop] for begin, stop in pairwise(cuts)]
        if not all(re.fullmatch(NAME_OF_ISSUER, name) for name in names):
            names = [text.compact[line:end]]
        if end - line > LONGEST_TITLE or not all(re.fullmatch(NAME_OF_ISSUER, name) for name in names):
            break
        signers, end = [*names, *signers], line
    return "、".join(signers) or None


def _unbroken_signature(text, after):
    """A signature in a text whose lines are broken by machine: ``。广州市人民政府办公厅2017年9月9日``."""
    match = re.compile(rf"[。！](?:（[^（）]{{2,40}}）)?({NAME_OF_ISSUER})({SIGNED_DATE.pattern})").search(
        text.compact, after, after + 6000
    )
    return (match[1], read_date(match[2])) if match else (None, None)


def read_date(printed: str) -> date | None:
    """``2017年9月9日`` or ``二〇一九年一月二日`` → a date; None for a day that does not exist."""
    year, month, day = re.match(r"(.+?)年(.+?)月(.+?)日", printed).groups()
    year = year if year.isdigit() else "".join(str("零一二三四五六七八九".index(digit)) for digit in year)
    try:
        return date(int(year), chinese_value(month), chinese_value(day))
    except ValueError:
        return None


def status_of(text: CompactText, title: str | None, number: str | None) -> DocumentStatus:
    """A paper is a draft when its title names it one, or when its head or title speaks of one and it bears no number."""
    if NAMED_DRAFT.search(title or ""):
        return DocumentStatus.DRAFT
    head = text.compact[:1500]
    return DocumentStatus.DRAFT if number is None and DRAFT.search((title or "") + head) else DocumentStatus.ISSUED


BEFORE_PLACE = re.compile(
    r"^(?:关于)?(?:公开)?(?:印发|转发|批转|发布|下达|公布|做好|落实|征求)?《?(?:关于)?(?:印发|转发)?《?(?:中共|中国共产党)?(?:\d{4}年度?)?"
)
"""What a title may say before the name of its place: 关于印发《云台市……》的通知."""


PASSED_ON = re.compile(r"(?:关于|办公[厅室])(?:印发|转发|批转|公布|下达)《?")


def jurisdiction(issuer: str | None, title: str | None, number: str | None) -> str | None:
    """The place the issuer, else the title, names: 广州市."""
    issuer, _, title = unified(f"{issuer or ''}\n{title or ''}").partition("\n")
    passed_on = PASSED_ON.search(title)
    for source in (issuer, title, title[passed_on.end() :] if passed_on else None):
        if source and (found := jurisdiction_of(BEFORE_PLACE.sub("", source))):
            return found
    return None


def validity(text: CompactText, issued_on: date | None) -> tuple[date | None, date | None, str | None]:
    """In force from, valid until, and the printed term (``3年``) where no date can be computed from it."""
    compact = text.compact
    effective = _date_of(EFFECTIVE.search(compact))
    if effective is None and FROM_ISSUE.search(compact):
        effective = issued_on
    if until := _date_of(VALID_UNTIL.search(compact)):
        return effective, until, None
    term = VALID_FOR.search(compact)
    if not term:
        return effective, None, None
    months = chinese_value(term["years"]) * (12 if term["unit"] == "年" else 1)
    if effective:
        return effective, _months_later(effective - timedelta(days=1), months), None
    return effective, None, term["years"] + term["unit"]


def _date_of(match):
    if not match:
        return None
    year, month, day = [int(group) for group in match.groups() if group][:3]
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _months_later(day, months):
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(year + month // 11, (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def citations(text: CompactText, paper: str | None, own: set[str | None]) -> list[Citation]:
    """Every other document cited in 《》, with the number in the bracket behind it, place by place.

    ``paper`` is the paper's own title, ``own`` those of its plans; a name of less than eight characters without a
    number is a form or an abbreviation (《申报清单》), not a document.
    """
    found = []
    for match in CITATION.finditer(text.compact):
        title, number = match["title"], match["number"]
        name = title.translate(FULL_WIDTH_BRACKETS)
        if name in own or (paper and name in paper):
            continue
        if number is None and (len(title) < 8 or not TITLE_END.search(title)):
            continue
        found.append(Citation(title, number, *text.span(*match.span())))
    return found
