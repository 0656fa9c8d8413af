"""A list of units as printed → their names: split where a clerk would, elided prefixes and shared endings restored."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from tracker.extraction.brackets import split_outside
from tracker.extraction.collectives import CONJUNCTION, joined_collectives
from tracker.extraction.lexicon import (
    COLLECTIVE,
    GROUP_BREAKS,
    NOT_A_UNIT,
    REMEMBERED,
    STRONG_UNIT,
    STRONG_UNIT_END,
    UNIT_END,
)
from tracker.extraction.means import joined_means
from tracker.extraction.places import full_place, is_place, leading_place
from tracker.extraction.shared_endings import shared_ending, with_shared_endings
from tracker.extraction.surnames import PERSON


class Name(NamedTuple):
    """A unit's name in a list: ``text`` is ``content[start:end]``; ``restored`` is what was left out before or after it.

    ``new_group`` says that a ， or ； stands before it, over which no prefix carries; ``whole`` is the name where its
    place alone tells the level (大理、洱源县（市）人民政府 → 大理市人民政府).
    """

    text: str
    start: int
    end: int
    new_group: bool = False
    prefix: str = ""
    ending: str = ""
    role_word: str = ""
    definition: str = ""
    whole: str = ""


ET_CETERA = re.compile(
    r"等(?:[\d一二三四五六七八九十]{1,3}[个家]?)?(?:国务院|中央|自治区|[市省区县州盟旗])?[直级]?(?:有关|相关|其他|各|主要)?"
    r"(?:部门和单位|部门单位|部门|成员单位|单位|部委|机构|地区|高校|院校|高等院校|科研院所|科研机构|金融机构|企业|行业协会)?$"
)
FAR = 60
"""Characters of a name that are looked at to tell how it begins or ends."""
BRACKETS = re.compile(r"[（〔〈“]")
MARKS = "★☆●○▲△※◆◇■□√*＊#＃"
"""Marks a list sets before a unit or behind it: ★市商务局, 市商务局★."""
BARE_KIND = re.compile(
    r"(?:有关|相关)?(?:单位|部门|机构|企业|组织|个人|地区|人员)|(?:人民)?政府|管委会|办事处|党委|党工委"
)
JOINABLE = re.compile(
    rf"(?:{STRONG_UNIT}|(?<!社)会|研究院|学院|医院|中心|学校|高校|院校|大学|企业|机构|联社|党组|街道)(?:（[^（）]{{1,40}}）)?$"
)
TRAILING_BRACKET = re.compile(
    r"[（〔〈](?P<inner>[^（）〔〕〈〉]*(?:[（〔〈][^（）〔〕〈〉]*[）〕〉][^（）〔〕〈〉]*)*)[）〕〉]$"
)
ROLE_IN_BRACKET = re.compile(r"按(?:照)?(?:各自)?职责(?:分工)?(?:负责)?|牵头(?:单位|部门|负责)?|配合(?:单位|部门)?|负责|责任单位|主办|协办|指导|参与|参加")
REMARK = re.compile(r"^(?:设在|设立在|挂靠|加挂|办公室设|地址|电话|含|包括|下同|以下|简称|除|不含|原)|下同$|同下$|简称")

DEFINED_WITHIN = re.compile(
    r"(?P<whose>各[\u4e00-\u9fff]{1,6})[（〔〈](?P<inner>(?:含|包括)[^（）〔〕〈〉]*)[）〕〉]"
    r"(?P<body>(?:人民)?政府|管委会|党委)"
)
"""A definition amid a collective's name: 各区〔含滨海新区，下同〕政府."""


SAYS_WHAT_TO_DO = re.compile(r"可(?!克)|参照|执行|自行|结合|实际|单独|应|另行")


@lru_cache(REMEMBERED)
def is_unit(text: str) -> bool:
    """Whether a piece of a clause reads as a unit's name: it ends as units end and holds nothing that speaks against it."""
    if not 2 <= len(text) <= 60 or NOT_A_UNIT.search(text) or (text[0] == "各" and SAYS_WHAT_TO_DO.search(text)):
        return False
    return bool(UNIT_END.search(text)) or (text[0] == "各" and len(text) <= 12)


@lru_cache(REMEMBERED)
def is_certain_unit(text: str) -> bool:
    """Whether it is surely a body of government or a collective, also where no clause has said so."""
    return is_unit(text) and bool(STRONG_UNIT_END.search(text) or COLLECTIVE.search(text) or level_prefix(text))


def names_in(text: str, start: int, *, new_group: bool) -> list[Name]:
    """The names in one piece between separators: cut at 和/及/与 between complete names, 等部门 dropped."""
    found = _remembered_names(text) if len(text) <= FAR else _names_within(text)
    return [
        Name(text, start + begin, start + end, new_group and place == 0, *rest)
        for place, (text, begin, end, _, *rest) in enumerate(found)
    ]


def _names_within(text):
    names = []
    for piece, at in _cut_at_conjunctions(text):
        kept = ET_CETERA.sub("", piece)
        kept = kept.rstrip("/／|")
        begun = kept.lstrip(MARKS)
        kept, at = begun.rstrip(MARKS), at + len(kept) - len(begun)
        if kept:
            names.append(_without_remark(Name(kept, at, at + len(kept))))
    return tuple(names)


_remembered_names = lru_cache(REMEMBERED)(_names_within)


def _cut_at_conjunctions(text):
    begin = 0
    for match in CONJUNCTION.finditer(text):
        left, right = text[begin : match.start()][-FAR:], text[max(match.end(), len(text) - FAR) :]
        if (
            match.start() >= begin
            and _joins_two_units(left, right, match[0])
            and _outside_brackets(text, match.start())
        ):
            yield left, begin
            begin = match.end()
    yield text[begin:], begin


BRANCH = re.compile(r"分局|支局|分行|支行|分公司|公司|海关|供电|医院|校区")


def _begins_a_place(text, rest):
    """Whether the 和 before ``rest`` is the first character of a place: 公安局和平分局, 天津市和平区政府."""
    if not text.startswith("和") or level_prefix(rest) or leading_place(rest):
        return False
    place = leading_place(text)
    return bool(full_place(text) or (place and BRANCH.match(text, len(place))))


OPENING_CONJUNCTION = re.compile(r"以及|和|及|与|暨")
OPENS_A_UNIT = re.compile(
    r"(?:高新|经开|开发|保税|示范|新|园|功能)区|金融机构|科研|行业|社会|企业|高校|院校|学校|医院|协会|平台|市场主体|第三方|其|本|党|工会|群团"
    r"|(?!.[区县市旗镇乡](?<!城[市乡])|..[区县市旗镇乡])[\u4e00-\u9fff]{2,14}?(?:局|委|厅|(?<!街道)办(?!事处))"
)


def without_conjunction(text: str) -> str:
    """A piece without the 和/及/与 it begins with, where that joins: not the 和 of 和林格尔县, but that of 和各镇政府."""
    opening = OPENING_CONJUNCTION.match(text)
    if not opening:
        return text
    rest = text[opening.end() :]
    joins = (
        COLLECTIVE.match(rest)
        or BARE_KIND.match(rest)
        or level_prefix(rest)
        or not full_place(text)
        and (leading_place(rest) or OWN_LEVEL.match(rest) or OPENS_A_UNIT.match(rest))
    )
    return rest if joins and not (full_place(text) and len(full_place(text)) > 2) else text


def _outside_brackets(text, at):
    if not BRACKETS.search(text):
        return True
    return sum(text.count(opening, 0, at) for opening in "（〔〈“") == sum(
        text.count(closing, 0, at) for closing in "）〕〉”"
    )


def _joins_two_units(left, right, conjunction):
    left = ET_CETERA.sub("", left)
    if _begins_a_place(conjunction + right, right):
        return False
    if BARE_KIND.fullmatch(right):
        return False
    if not UNIT_END.search(ET_CETERA.sub("", right)):
        return False
    whole = (
        JOINABLE.search(left) or (COLLECTIVE.search(left) and UNIT_END.search(left)) or full_place(left) == left != ""
    )
    return bool(whole) or (is_place(left) and bool(shared_ending(right)))


def _without_remark(name):
    if within := DEFINED_WITHIN.fullmatch(name.text):
        end = name.start + within.end("whose")
        return name._replace(text=within["whose"], end=end, ending=within["body"], definition=within["inner"])
    bracket = TRAILING_BRACKET.search(name.text)
    if not bracket or not bracket.start():
        return name
    inner, kept = bracket["inner"], name.text[: bracket.start()]
    if ROLE_IN_BRACKET.fullmatch(inner):
        return name._replace(text=kept, end=name.start + len(kept), role_word=inner)
    if REMARK.search(inner):
        return name._replace(text=kept, end=name.start + len(kept), definition=inner)
    return name


LEVEL = re.compile(r"(?:兵团|师市|新区|地区|自治区|自治州|自治县|省|市|区|县|州|旗|盟|镇)")
LOOKS_LIKE_LEVEL = re.compile(
    r"市场|市容|市政(?=园林|市容|公用|设施|工程|管理|局|建设|集团|公司)|市民(?=服务|中心|卡)|市域|市郊|市话"
    r"|区域|区块|区划|区间|县域|省际|州际|镇村|镇街|旗舰|市区|区县|县区|市县|市值|市监"
)
PARTY = re.compile(
    r"^[市省区县州旗盟]委(?=办公|组织|宣传|统战|政法|网信|编办|机构编制|改革|财经|外事|外办|军民|金融|老干部|党校|巡察|巡视|保密|机要|政研|政策研究"
    r"|台办|台湾|直属|市直|教育|国安|国家安全|社会工作|农办|农村工作|全面|督查|依法|审计|网络|台港澳|讲师|党史|科技委|人才|密码|军融)"
)
PARTY_BODY = re.compile(
    r"^(?:办公厅|办公室|组织部|宣传部|统战部|政法委|政法委员会|网信办|编办|改革办|财经办|党校|老干部局|政研室|台办|社会工作部|社工部|网络安全和信息化委员会办公室|机构编制委员会办公室)$"
)
DEPARTMENT_END = re.compile(
    r"(?:局|委|办|厅|办公室|委员会|总工会|法院|检察院|供销社|联社|总社|妇联|残联|侨联|台联|工商联|文联|科协|社科联|贸促会|红十字会|消委会|联合会"
    r"|部|署|院|中心|总队|支队|大队|馆|台|站|所|校|社|处|室|会|团委)(?:（[^（）]{1,40}）)?$"
)
NO_PREFIX_END = re.compile(
    r"(?:分局|分行|支行|支局|海关|银行|公司|集团|企业|单位|部门|机构|小组|专班|指挥部|政府|管委会|管理委员会|街道|办事处|镇|乡|园区|高校|院校|学校|医院|协会|商会"
    r"|学会|联盟|分公司|基地|海事局|电网|军分区|武警.{0,4}|部队|机场|地区|区|县|市|村|组织|公安处|实验室|大学|研究院|派出所|供电所|税务所|工商所|司法所|中心校|居委会|村委会|居民委员会|村民委员会)$"
)
OWN_LEVEL = re.compile(
    r"^(?:国家(?!安全[局厅])|中央|国务院|中国|全国|全市|全省|本市|我市|团[市省区县州旗盟]委|驻|各|有关|相关|其他|其它|属地|人民银行|人行|外汇|民航|在[\u4e00-\u9fff]|银保监|证监|金融监管总局|海关|边检"
    r"|共青团|中共|武警|铁路(?!办)|南方电网|国网|中科院|新华社|人民日报|中[建铁交石海粮航核储]|国铁|(?:长江|黄河|珠江|淮河|海河|松辽|太湖)(?:流域|水利委|航务|委|海事)|“)|^(?:商务部|财政部|教育部|科技部|公安部|民政部|司法部|工业和信息化部|人力资源社会保障部|自然资源部"
    r"|生态环境部|住房城乡建设部|交通运输部|水利部|农业农村部|文化和旅游部|国家卫生健康委|应急管理部|审计署|国务院国资委|海关总署|税务总局|市场监管总局"
    r"|体育总局|证监会|银保监会|国防科工局|能源局$(?<=国家能源局))$"
)


def level_prefix(name: str) -> str:
    """The level a name is printed with (``市商务委`` → 市), or an empty string (``市场监管局``, ``广州海关``)."""
    match = LEVEL.match(name)
    if not match or LOOKS_LIKE_LEVEL.match(name) or len(name) <= len(match[0]) + 1:
        return ""
    return match[0]


ZONE_LEVEL = re.compile(
    r"(?![市省区县各])[\u4e00-\u9fff]{0,4}?(?:开发区|高新区|经开区|示范区|合作区|度假区|保税区)(?!管委会|管理委员会)"
)


YOUTH_LEAGUE = re.compile(r"团(?P<level>[市省区县州旗盟])委$")


@lru_cache(REMEMBERED)
def _carried(name, carried):
    """What the names after this one in its 、 group may have left out."""
    if prefix := level_prefix(name):
        party = PARTY.match(name)
        return party[0] if party else prefix
    if league := YOUTH_LEAGUE.match(name):
        return league["level"]
    place = full_place(name) or (zone[0] if (zone := ZONE_LEVEL.match(name)) else "")
    if place and DEPARTMENT_END.search(name) and not NO_PREFIX_END.search(name):
        return place
    return carried


BARE_BRANCH = re.compile(
    r"(?:生态环境|环保|公安|自然资源|规划|国土资源|资规|市场监管|市场监督管理|工商|税务|城管|气象|不动产登记|交警|水文|医保|医疗保障)[和与]?[\u4e00-\u9fff]{0,6}?分局"
)
"""Branches named by their trade alone: 生态环境分局."""


OWN_PLACE = re.compile(
    r"[\u4e00-\u9fff]{1,6}(?<!公)(?<!河)[湾嘴海山湖岛城谷洲岭滩江园](?:片区|核心区)?(?:建设|开发|发展|规划)*管理(?:服务)?(?:局|办公室|中心)"
)
"""Offices named after a bay, a hill, a quarter of the town: 明珠湾管理局, 科学城建设管理办公室."""


@lru_cache(REMEMBERED)
def takes_prefix(name: str) -> bool:
    """Whether a name standing bare in a 、 list has left out its level: a department with neither place nor level.

    Never a collective, a district, customs, a bank, a company or a body whose name carries its own place or level.
    """
    return (
        not level_prefix(name)
        and not OWN_LEVEL.search(name)
        and not COLLECTIVE.search(name)
        and bool(BARE_BRANCH.fullmatch(name) or DEPARTMENT_END.search(name) and not NO_PREFIX_END.search(name))
        and not leading_place(name)
        and not OWN_PLACE.fullmatch(name)
    )


def _elided(name, carried):
    if len(carried) == 2 and carried[1] == "委":
        return carried if PARTY_BODY.search(name) else carried[0]
    return carried


BARE_ZONE_OFFICE = re.compile(
    r"(?:高新区|经开区|开发区|新区|(?:综合)?保税区|综保区|自贸区|高新技术(?:产业)?开发区|经济(?:技术)?开发区)(?:管委会|管理委员会)"
)


@lru_cache(REMEMBERED)
def _place_of_zone(name):
    """The place of a zone that is named with nothing else: 兰州 of 兰州高新区管委会."""
    place = leading_place(name)
    return place if place and BARE_ZONE_OFFICE.fullmatch(name, len(place)) else ""


def _may_be_whole(name):
    """Whether a lesser body's first character may be its level: 市场服务中心, unlike 市场监管局."""
    return bool(LOOKS_LIKE_LEVEL.match(name)) and not STRONG_UNIT_END.search(name)


def _levels_are_printed(names, at):
    """Whether the 、 group that begins here prints the level of every other department: then none was left out."""
    last = next((place for place in range(at + 1, len(names)) if names[place].new_group), len(names))
    group = [name.text for name in names[at:last]]
    printed = sum(bool(level_prefix(name)) for name in group)
    return printed > 1 and not any(takes_prefix(name) for name in group if not _may_be_whole(name))


def restore(names: Iterable[Name]) -> list[Name]:
    """Give back to each name what a 、 list left out: the level before it, the ending it shares with a later name."""
    restored, carried, zones, of_party, at = [], "", "", "", 0
    names = with_shared_endings(list(names))
    for place, name in enumerate(names):
        if name.new_group:
            carried, zones, at = "", "", place
        whole = name.text + name.ending
        if of_party and whole in ("管委会", "管理委员会"):
            name = name._replace(prefix=of_party)
        elif zones and BARE_ZONE_OFFICE.fullmatch(whole):
            name = name._replace(prefix=zones)
        elif carried and takes_prefix(whole) and not (_may_be_whole(whole) and _levels_are_printed(names, at)):
            name = name._replace(prefix=_elided(whole, carried))
        else:
            carried, zones = _carried(whole, carried), _place_of_zone(whole) or zones
        of_party = whole.removesuffix("党工委") if whole.endswith("党工委") else ""
        restored.append(name)
    return restored


def pieces_of(content: str, gaps: frozenset[int], base: int) -> list[tuple[str, int, str]]:
    """``(piece, start, separator)`` of a clause: cut at separators outside brackets, and at spaces between whole names.

    ``gaps`` are the compact offsets before which the text has white space; ``base`` is the content's own offset.
    """
    pieces = []
    for text, start, separator in joined_means(joined_collectives(split_outside(content, "、，；。"))):
        at = 0
        for cut in range(1, len(text)) if gaps else ():
            left, right = text[max(at, cut - FAR) : cut], text[cut : cut + 4]
            if base + start + cut in gaps and (_space_separates(left, right) or at and _is_person(left, right)):
                pieces.append((text[at:cut], start + at, separator if at == 0 else " "))
                at = cut
        pieces.append((text[at:], start + at, separator if at == 0 else " "))
    return pieces


GOES_ON = re.compile(
    r"等|[（〔〈]|牵头|配合|负责|按|分别|分工|参与|参加|支持|协助|协同|指导|共同|会同|落实|承办|和|及|与|以及|and"
)


BEGINS_A_NAME = re.compile(rf"(?!{LOOKS_LIKE_LEVEL.pattern})[省市区县州镇乡]|各(?![自负尽司])|有关|相关")
"""What a name after a blank begins with, so that the word before it ends one, too: 白沙边检站 市港航集团."""


def _space_separates(left, right):
    whole = len(left) > 2 and (STRONG_UNIT_END.search(left) or COLLECTIVE.search(left) and UNIT_END.search(left))
    whole = whole or len(left) > 2 and UNIT_END.search(left) and BEGINS_A_NAME.match(right)
    return bool(whole) and len(right) > 1 and not GOES_ON.match(right)


def _is_person(left, right):
    return bool(PERSON.fullmatch(left) and BEGINS_A_NAME.match(right))


def opens_group(separator: str) -> bool:
    """Whether a separator ends the group over which a prefix carries."""
    return separator in GROUP_BREAKS and separator != ""
