"""The place a paper is about where neither its title nor its issuer names one: from its text and its number, with a doubt."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from tracker.extraction.measures import Reading
from tracker.extraction.normalising import CompactText
from tracker.extraction.places import is_full_place
from tracker.extraction.units import level_prefix

LEVEL_SIGN = re.compile(r"自治[区州县]|[省市区县州旗盟]")
LONGEST_PLACE, LONGEST_LOOK = 11, 60_000
OF_THE_PAPER = re.compile(
    r"结合(?P<place>[\u4e00-\u9fff]{2,8}?(?:自治[区州县]|[省市区县州旗盟]))(?:的)?(?:工作|发展)?实际"
)
GOVERNMENT = re.compile(r"(?![各本全有])(?P<place>[\u4e00-\u9fff]{2,6}?[市县区州旗盟])(?:人民)?政府")
CITED = re.compile(r"《[^《》]{1,120}》")
PROVINCE_SIGNS = {
    "京": "北京市", "津": "天津市", "冀": "河北省", "晋": "山西省", "内": "内蒙古自治区", "辽": "辽宁省", "吉": "吉林省", "黑": "黑龙江省",
    "沪": "上海市", "苏": "江苏省", "浙": "浙江省", "皖": "安徽省", "闽": "福建省", "赣": "江西省", "鲁": "山东省", "豫": "河南省", "鄂": "湖北省",
    "湘": "湖南省", "粤": "广东省", "桂": "广西壮族自治区", "琼": "海南省", "渝": "重庆市", "川": "四川省", "黔": "贵州省", "滇": "云南省", "云": "云南省",
    "藏": "西藏自治区", "陕": "陕西省", "甘": "甘肃省", "青": "青海省", "宁": "宁夏回族自治区", "新": "新疆维吾尔自治区",
}  # fmt: skip
"""What a province's numbers begin with; a county's may begin alike, so that the units must be of the province's level."""


class Guess(NamedTuple):
    """A place, by what it was guessed, and the compact span that says so."""

    place: str
    why: str
    start: int
    end: int


def place_from_text(reading: Reading, plans: Iterable, number: tuple[int, int] | None) -> str | None:
    """The place the text tells where its head names none, with a doubt about it; None for a paper without duties."""
    names = [name.text for plan in plans for clause in plan.clauses for name in clause.reading.names]
    rows = [row for plan in plans for table in plan.tables for row in table.rows]
    guess = guessed_place(reading.text, [*names, *(cell.text for row in rows for _, cell in row.roles)], number)
    if not guess:
        return None
    message = f"标题和发文机关没有写地区，按{guess.why}读作“{guess.place}”，请核对"
    reading.remark("place-guessed", message, guess.start, guess.end)
    return guess.place


def guessed_place(text: CompactText, units: Iterable[str], number: tuple[int, int] | None) -> Guess | None:
    """The place of a paper's own level (市 where its units are 市商务局) that it speaks of most, else its number's province.

    ``units`` are the names in its clauses, ``number`` the compact span of its number; None where nothing tells.
    """
    head = text.compact[:LONGEST_LOOK]
    level = next((level for level, _ in Counter(filter(None, map(level_prefix, units))).most_common(1)), "")
    own = OF_THE_PAPER.search(head)
    if own and own["place"].endswith(level):
        return Guess(own["place"], f"“{own[0]}”", *own.span("place"))
    return _most_spoken_of(head, level, text.line_starts) or _of_number(text, level, number)


def _most_spoken_of(head, level, lines):
    if not level:
        return None
    found, first = Counter(), {}
    shown = CITED.sub(lambda cited: "》" * len(cited[0]), head)
    for sign in LEVEL_SIGN.finditer(shown):
        if sign[0] == level and (place := _place_ending(shown, sign.end())):
            found[place] += 1
            first.setdefault(place, sign.end())
    for named in filter(None, (GOVERNMENT.match(shown, line) for line in lines if line < len(shown))):
        if named["place"].endswith(level) and named["place"] not in found:
            found[named["place"]] += 1
            first.setdefault(named["place"], named.end("place"))
    if not found:
        return None
    place, count = found.most_common(1)[0]
    return Guess(place, f"正文写到它 {count} 处", first[place] - len(place), first[place])


def _place_ending(text, end):
    return next(
        (text[end - length : end] for length in range(LONGEST_PLACE, 1, -1) if is_full_place(text[end - length : end])),
        "",
    )


def _of_number(text, level, number):
    place = PROVINCE_SIGNS.get(text.compact[number[0]], "") if number else ""
    if not place or not level or not place.endswith(level):
        return None
    return Guess(place, f"文号“{text.as_printed(*number)}”", *number)
