"""Place names (GB/T 2260 and local zones, data/jurisdictions.csv): whether a unit's name carries a place of its own."""

import csv
import re
from functools import cache

from tracker.settings import shipped

AMBIGUOUS_SHORT_NAMES = frozenset(
    {"公安", "合作", "港口", "资源", "市中", "市南", "市北", "民权", "政和", "海港", "新市"}
)
"""Counties whose short name is also how a department's name begins (公安县, 公安局): only the full name counts."""


@cache
def _names():
    with (shipped("data") / "jurisdictions.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [(row["name"], row["short"]) for row in csv.DictReader(file)]
    full = {name for name, _ in rows}
    short = {short for _, short in rows if short} - AMBIGUOUS_SHORT_NAMES
    return full, short


@cache
def _longest():
    return max(map(len, set.union(*_names())))


def full_place(text: str) -> str:
    """The longest full place name ``text`` begins with (``广州市税务局`` → ``广州市``), or an empty string."""
    return _longest_prefix(text, _names()[0])


def is_full_place(text: str) -> bool:
    """Whether ``text`` as a whole is a full place name (``广州市``, not 广州)."""
    return text in _names()[0]


def leading_place(text: str) -> str:
    """The longest place name, full or short, that ``text`` begins with (``黄埔海关`` → ``黄埔``), or an empty string."""
    return full_place(text) or _longest_prefix(text, _names()[1])


def _longest_prefix(text, names):
    for length in range(min(len(text), _longest()), 1, -1):
        if text[:length] in names:
            return text[:length]
    return ""


@cache
def _full_names():
    by_short = {}
    for name in _names()[0]:
        by_short.setdefault(_LEVEL_END.sub("", name), set()).add(name)
    return by_short


def only_level(short: str) -> str:
    """The full name of a county, city or district by its short one (``洱源`` → 洱源县), or an empty string for none or several."""
    names = {name for name in _full_names().get(short, ()) if name[-1] in "县市区"}
    return names.pop() if len(names) == 1 else ""


def is_place(text: str) -> bool:
    """Whether ``text`` as a whole is a place name, full or short."""
    return any(text in names for names in _names())


_LEVEL_END = re.compile(r"(?:自治区|自治州|自治县|省|市|区|县|州|盟|旗)$")


def short_place(name: str) -> str:
    """A place's name without its level (``云台区`` → 云台), or an empty string where departments are named like it."""
    short = _LEVEL_END.sub("", name)
    return short if 2 <= len(short) < len(name) and short not in AMBIGUOUS_SHORT_NAMES else ""


_UNKNOWN_PLACE = re.compile(
    r"(?![全我本各][省市县区])[\u4e00-\u9fff]{1,7}?[市省县区旗镇乡州盟](?![市县区])(?=人民政府|政府|委|关于|\d{4}年|“|第|重点|促进|支持|推动|创建|争创|整治|打赢|改善|规范|保障|贯通|推进|加快|进一步|深化|优化|加强|强化|建设|打造"
    r"|培育|全面|落实|贯彻|实施|鼓励|扶持|扩大|稳|提升|完善|开展|[\u4e00-\u9fff]{2,12}[局委办厅])"
)
_FIRST_OF_TITLE = re.compile(
    r"(?!关于|印发|全[省市县区]|[加推促支深进全贯落实建提优开扩强完稳打培发鼓构做抓以在对为等新各本我数智高重十两三]|第)[\u4e00-\u9fff]{2,5}?"
    r"(?<![城超都上股社园景校街片地特新郊灾小库牧林山老辖发范验能税作假开贸行湾聚业冲托护殖])[市县区旗州](?![市县区内外级场域容政民直属长委])(?=[\u4e00-\u9fff]{4})"
)
"""A place the list of places does not know, at the head of a title whatever it goes on with: 云台市提振消费……."""
_MINISTRY = re.compile(r"(?![省市县区州旗盟各]|自治)[\u4e00-\u9fff]{2,12}?(?:部|总局|署)(?=[、等办关]|$)")


_ZONE_OFFICE = re.compile(r"[\u4e00-\u9fff]{2,20}?(?:区|科学城|产业园)(?:管委会|管理委员会)")


@cache
def _cities():
    with (shipped("data") / "jurisdictions.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["level"] in ("city", "province") and row["short"]]
    return {row["short"]: row["name"] for row in rows}


def _city_of_zone(text):
    """The city a zone's office is named after: 武汉市 of 武汉东湖新技术开发区管委会."""
    return _cities().get(_longest_prefix(text, _cities())) if _ZONE_OFFICE.match(text) else None


def jurisdiction_of(text: str) -> str | None:
    """The full place name of the smallest jurisdiction a title, issuer or number begins with, or None.

    ``广州市人民政府办公厅`` → 广州市; ``广东省深圳市商务局`` → 深圳市; ``国务院办公厅``, ``商务部等9部门`` → 全国.
    """
    if text.startswith(("国务院", "中共中央", "国家", "中国人民银行")):
        return "全国"
    found, rest = None, text
    while place := full_place(rest):
        found, rest = place, rest[len(place) :]
    if found is None and (city := _city_of_zone(text)):
        return city
    if (found is None or not _LEVEL_END.search(found)) and (unknown := _UNKNOWN_PLACE.match(text)):
        return unknown[0]
    if found is None and (unknown := _FIRST_OF_TITLE.match(text)):
        return unknown[0]
    return "全国" if found is None and _MINISTRY.match(text) else found
