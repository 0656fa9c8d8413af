"""Time limits as printed → a date with its precision: ``2026年6月底前`` → 2026-06-30, month."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

DAY = r"(?P<year>\d{4})(?:年|[-./](?=\d{1,2}[-./]))(?P<month>\d{1,2})(?:月|[-./])(?P<day>\d{1,2})(?:日|(?=\D|$))"
END_OF_MONTH = r"(?P<year>\d{4})年(?P<month>\d{1,2})月(?:份|底|末|月底|中旬|上旬|下旬|初)?"
QUARTER = r"(?P<year>\d{4})年(?:第)?(?P<quarter>[一二三四1-4])季度(?:末|底)?"
HALF = r"(?P<year>\d{4})年(?P<half>上半年|下半年|年中)"
YEAR = r"(?P<year>\d{4})年(?:年?底|年?末|度|内|全年|年内)?"
TAIL = r"(?:之前|以前|前|内|止|为止)?(?:全面|基本|全部)?(?:完成|建成|到位|实现|落实|出台|办结|取得实效|见效|启用|投入使用)?"
HEAD = r"(?:至|到|于|截至|力争|确保|争取|在)?"
OPEN_ENDED = (
    r"(?:长期|持续|常态化|长期坚持|长期任务|持续性工作|常年)(?:推进|实施|落实|开展|坚持|进行|推动|任务|工作|执行)?"
    r"|全年(?:推进|持续推进|实施|完成|落实|开展)?|按(?:国家|省|市|上级)?(?:部署|要求|计划|进度|时间节点)(?:推进|完成|实施)?|适时(?:启动|推进)?|按年度推进|每年(?:推进|完成|开展)?|立即(?:实施|整改)?|即时|即行|近期|已完成|年度任务"
    r"|按(?:周|旬|月|季度?|半年)(?:推进|调度|通报|开展|进行)?|自\d{4}年(?:\d{1,2}月)?(?:起|开始)(?:实施|施行|执行|推进)?"
)
RELATIVE = (
    r"(?:今年|本年度?|当年)?(?:年底|年末|年内|年中|上半年|下半年|\d{1,2}月(?:\d{1,2}日|底|末)?|[一二三四]季度(?:末)?|第[一二三四]季度(?:末)?)"
    r"|每(?:半?年|季度|[月周日])(?:不少于|至少|开展)?[\d一二两三四]{1,2}次"
    r"|(?:每年|每季度|每月)(?:\d{1,2}月)?(?:\d{1,2}日|底)?"
)
DATED = re.compile(
    rf"{HEAD}(?:{DAY}|{QUARTER}|{HALF}|{END_OF_MONTH}|{YEAR})".replace("?P<year>", "")
    .replace("?P<month>", "")
    .replace("?P<day>", "")
    .replace("?P<quarter>", "")
    .replace("?P<half>", "")
)
WHOLE = re.compile(
    rf"{HEAD}(?:{DATED.pattern}|{RELATIVE}){TAIL}(?:[并，]{{0,2}}(?:长期|持续)(?:推进|坚持|实施)?)?|{OPEN_ENDED}|\d{{4}}[—－–~～-]\d{{4}}年(?:{OPEN_ENDED}|{TAIL})"
)
ANYWHERE = re.compile(
    rf"(?=[\d今本当年])(?:(?:{DATED.pattern.removeprefix(HEAD)})(?:之前|以前|前|底前|末前|内)"
    rf"|(?:今年|本年|当年)?(?:年底前|(?<![\d一二三四五六七八九十两几])年内)|(?<!\d)\d{{1,2}}月(?:\d{{1,2}}日|底|末)前)"
)
BEGINNING = re.compile(
    rf"(?:{DATED.pattern}|{RELATIVE})(?:之前|以前|前|内|止|(?=取得|完成|建成|实现|出台|启动|基本|全面|力争|初步|见效))"
)
BEHIND_A_NAME = re.compile(
    rf"(?:应|须|要)?[于在]?(?P<limit>(?:{DATED.pattern}|{RELATIVE})(?:之前|以前|前|内|止))(?P<verb>牵头|负责|配合|协助)?(?:组织)?(?:全面|基本|全部)?(?:完成|落实|实施|办结|到位|开展)?$"
)
"""``市商务局于2026年12月底前牵头完成``: by when, and the role, behind a name without a mark between them."""
LONGEST_LIMIT = 40
"""Characters of a time limit with the words around it."""
FROM_THEN_ON = re.compile(r"^自[^，。；至到]*起")
QUARTER_IN_FIGURES = r"(?P<year>\d{4})年?Q(?P<quarter>[1-4])"
MONTH_IN_FIGURES = r"(?<!\d)(?P<year>20\d{2})[-./](?P<month>0?[1-9]|1[0-2])(?![\d./-])"
_FORMS = tuple(
    re.compile(form) for form in (DAY, QUARTER, QUARTER_IN_FIGURES, HALF, END_OF_MONTH, MONTH_IN_FIGURES, YEAR)
)
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}


@dataclass(frozen=True)
class Deadline:
    """``printed`` as it stands; ``on`` its last day and ``precision`` (day, month, year), None where it names no date."""

    printed: str
    on: date | None = None
    precision: str | None = None


@lru_cache(4096)
def is_deadline(text: str) -> bool:
    """Whether a piece of a clause is a time limit and nothing else (``2026年6月底前完成``, ``持续推进``)."""
    return bool(WHOLE.fullmatch(text))


def dated_beginning(text: str) -> str:
    """The time limit a piece begins with (``2026年6月底前取得阶段性成果`` → ``2026年6月底前``), or an empty string."""
    match = BEGINNING.match(text)
    return match[0] if match else ""


def dated_end(text: str) -> re.Match[str] | None:
    """The time limit a piece ends with behind other words, its ``verb`` and where the ``limit`` stands; or None."""
    start = max(len(text) - LONGEST_LIMIT, 2)
    return BEHIND_A_NAME.search(text, start) if any(sign in text[start:] for sign in "前内止") else None


def read_deadline(printed: str) -> Deadline:
    """The last day a printed time limit allows. A range keeps its end; ``年底前`` without a year names no date."""
    text = "".join(printed.split())
    if FROM_THEN_ON.search(text):
        return Deadline(printed)
    found = [(match.start(), -order, match) for order, form in enumerate(_FORMS) for match in form.finditer(text)]
    if not found:
        return Deadline(printed)
    on, precision = _last_day(max(found, key=lambda item: item[:2])[2].groupdict())
    return Deadline(printed, on, precision)


def _last_day(parts):
    year, month = int(parts["year"]), int(parts.get("month") or 12)
    precision = "month" if parts.get("month") else "year"
    if parts.get("quarter"):
        month, precision = _QUARTERS[parts["quarter"]] * 3, "month"
    if parts.get("half"):
        month, precision = (12 if parts["half"] == "下半年" else 6), "month"
    if not 1 <= month <= 12 or not 1900 <= year <= 2200:
        return None, None
    last = calendar.monthrange(year, month)[1]
    if parts.get("day"):
        return (date(year, month, int(parts["day"])), "day") if 1 <= int(parts["day"]) <= last else (None, None)
    return date(year, month, last), precision


OF_A_REPORT = re.compile(
    r"，?(?:[^。；！？，将把向并成完]{0,12}(?:将|把|向)[^。；！？]{2,80}?[报送]|(?:书面|统一|一并)?(?:报送|上报|抄送|报(?!名|考|销|批|价|废)))"
)
"""What stands behind the day by which a report is due: 12月20日前将工作总结报市商务局."""


OF_A_THING = re.compile(
    r"(?:已)?(?:建成|竣工|投产|投用|取得|办理|登记|注册|成立|出生|入住|参加|退休|购买|受理|立项|签订|批准|形成)[^，。；！？、]{0,6}的(?!目标|任务|要求)"
)
"""What stands behind a day that only tells which things are meant: 2000年以前建成的小区."""


def deadline_in(text: str) -> Deadline | None:
    """The first time limit with 前/内 in a task's text (``2026年底前建成``), as printed; None when there is none.

    The day by which somebody has to report is none: the rule of reporting says it; nor one that things are told by.
    """
    for match in ANYWHERE.finditer(text) if "前" in text or "内" in text else ():
        if not OF_A_REPORT.match(text, match.end()) and not OF_A_THING.match(text, match.end()):
            return read_deadline(match[0])
    return None
