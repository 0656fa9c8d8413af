"""Names as they are printed → the forms they are looked up by.

A name's level (市商务局) means a place only relative to a jurisdiction. Nothing here knows which agencies there are.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from tracker.agencies.rows import Jurisdiction

PLAIN = re.compile(r"[\u4e00-\u9fa5（）]+")
DROPPED = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\"'“”‘’「」『』]+")
PUNCTUATION = "。，、；：,;:."
BRACKETS = str.maketrans("([{〔【〈《［｛〖", "（" * 10) | str.maketrans(")]}〕】〉》］｝〗", "）" * 10)


def normal(printed: str) -> str:
    """One form for widths, white space, brackets and quotation marks: ``“单一窗口” 建设(成员单位)`` → ``单一窗口建设（成员单位）``."""
    if PLAIN.fullmatch(printed):
        return printed
    kept = DROPPED.sub("", unicodedata.normalize("NFKC", printed))
    return unicodedata.normalize("NFKC", kept).rstrip(PUNCTUATION).translate(BRACKETS)


class Level(NamedTuple):
    """What a level's word means: the nearest place of these levels whose name ends so."""

    ending: str
    levels: frozenset[str]


PROVINCE, CITY, COUNTY = frozenset({"province"}), frozenset({"city"}), frozenset({"county", "zone"})
LEVELS = {
    "国家": Level("全国", frozenset({"nation"})),
    "中央": Level("全国", frozenset({"nation"})),
    "自治区": Level("自治区", PROVINCE),
    "省": Level("省", PROVINCE),
    "自治州": Level("自治州", CITY),
    "州": Level("自治州", CITY),
    "盟": Level("盟", CITY),
    "地区": Level("地区", CITY),
    "市": Level("市", PROVINCE | CITY | COUNTY),
    "自治县": Level("自治县", COUNTY),
    "自治旗": Level("自治旗", COUNTY),
    "县": Level("县", COUNTY),
    "旗": Level("旗", COUNTY),
    "新区": Level("新区", COUNTY),
    "区": Level("区", COUNTY),
}
LEVEL = re.compile(rf"(?:全|本|我)?({'|'.join(sorted(LEVELS, key=len, reverse=True))})(?=.)")
NO_LEVEL = re.compile(
    r"市场|市容|市域|市郊|市政(?=园林|市容|公用|设施|工程|管理|局|建设|集团|公司)|市民(?=服务|中心|卡)"
    r"|区域|区块|区划|区间|县域|县区|市县|市区|区县|省际|州际|国家(?:外汇管理局|税务总局|统计局|电网)"
)


def level_of(name: str) -> tuple[str, str]:
    """The level a normal name begins with, and the rest: ``市商务局`` → 市, 商务局; ``市场监管局`` → "", 市场监管局."""
    match = LEVEL.match(name)
    if not match or NO_LEVEL.match(name):
        return "", name
    return match[1], name[match.end() :]


def place_of_level(level: str, chain: Sequence[Jurisdiction]) -> Jurisdiction | None:
    """The place a level means to a jurisdiction, given with its superiors: 省 in 珠海市 is 广东省; None when it has none."""
    wanted = LEVELS[level]
    return next((place for place in chain if place.level in wanted.levels and place.name.endswith(wanted.ending)), None)


def completed(name: str, chain: Sequence[Jurisdiction]) -> str | None:
    """A normal name with its level written out: ``市商务局`` for 广州市 or 天河区 → ``广州市商务局``.

    The centre's names stand as they are. None when the jurisdiction has no such level, or the name none.
    """
    level, rest = level_of(name)
    place = place_of_level(level, chain) if level else None
    if place is None:
        return None
    return name if place.level == "nation" else place.name + rest


FOLDS = (
    ("中华人民共和国", ""),
    ("中国共产党", ""),
    ("中共", ""),
    ("人民政府", "政府"),
    ("管理委员会", "管委会"),
    ("委员会", "委"),
    ("办公室", "办"),
    ("有限责任公司", "公司"),
    ("有限公司", "公司"),
    ("中国人民银行", "人行"),
    ("人民银行", "人行"),
    ("中心支行", "中支"),
    ("国家外汇管理局", "外汇局"),
    ("外汇管理局", "外汇局"),
    ("外管局", "外汇局"),
    ("国家外汇局", "外汇局"),
    ("国家税务总局", ""),
    ("人力资源和社会", "人力资源社会"),
    ("发展和改革", "发展改革"),
    ("工业和信息化", "工业信息化"),
    ("规划和自然", "规划自然"),
    ("住房和城乡", "住房城乡"),
    ("卫生和计划", "卫生计划"),
    ("经济和信息化", "经济信息化"),
    ("发展改革", "发改"),
    ("工业信息化", "工信"),
    ("经济信息化", "经信"),
    ("人力资源社会保障", "人社"),
    ("住房城乡建设", "住建"),
    ("规划自然资源", "规自"),
    ("卫生健康", "卫健"),
    ("卫生计划生育", "卫计"),
    ("卫生计生", "卫计"),
    ("市场监督管理", "市场监管"),
    ("食品药品监督管理", "食药监"),
    ("食品药品监管", "食药监"),
    ("安全生产监督管理", "安监"),
    ("质量技术监督", "质监"),
    ("对外贸易经济合作", "外经贸"),
    ("应急管理局", "应急局"),
    ("医疗保障", "医保"),
    ("退役军人事务", "退役军人"),
    ("民族宗教事务", "民族宗教"),
)
"""Ways of writing that never tell two agencies apart, in the order they are applied."""


def folded(name: str) -> str:
    """A name without the variants of one and the same: ``国家税务总局广州市税务局`` → ``广州市税务局``."""
    for written, kept in FOLDS:
        if written in name:
            name = name.replace(written, kept)
    return name


REMARK = re.compile(r"（(?:含|包括|下同|以下|简称|除|不含|原)[^（）]*(?:（[^（）]*）[^（）]*)*）$")


def without_remark(name: str) -> str:
    """A normal name without what a bracket says about it: ``市商务局（原市商务委）`` → ``市商务局``."""
    return REMARK.sub("", name)


PLATE = re.compile(r"([^（）]+)（([^（）]+)）")


def with_second_name(name: str) -> tuple[str, str] | None:
    """A name and the one it bears beside it: ``市市场监管局（市知识产权局）``; None for a plain name."""
    match = PLATE.fullmatch(name)
    return (match[1], match[2]) if match else None


OPEN_ENDED = re.compile(r"^(?:各|有关|相关)|(?:各|有关|相关)(?:部门|单位|区|市|县|企业|机构)|成员单位$")


def is_collective_like(name: str) -> bool:
    """Whether a name speaks of several bodies (各有关单位, 领导小组成员单位), whether or not the registry knows it."""
    return bool(OPEN_ENDED.search(name))
