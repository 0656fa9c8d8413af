"""Endings that names of a list share with a later one: 甲、乙海关, 大理、洱源县（市）人民政府."""

import re
from functools import lru_cache

from tracker.extraction.lexicon import REMEMBERED, UNIT_END
from tracker.extraction.places import full_place, is_place, leading_place, only_level

SHARED = re.compile(
    r"(?:海关|县（市）人民政府|县（市）政府|县（市、区）人民政府|县（市、区）政府|区人民政府|区政府|市人民政府|市政府|县人民政府|县政府|州人民政府|州政府|盟行政公署|新区管委会|区管委会|管委会|区|县|市|镇|街道|镇政府|人民政府|政府)$"
)


def shared_ending(text: str) -> str:
    """What a name has after its short place name (``越城区政府`` → ``区政府``), if names before it may share it."""
    place = full_place(text)
    if place and place[-1] in "区县市镇" and len(place) > 2:
        rest = text[len(place) - 1 :]
    else:
        place = leading_place(text)
        rest = text[len(place) :] if place else ""
    return rest if rest and SHARED.fullmatch(rest) else ""


def with_shared_endings(names: list) -> list:
    """The names of a list, each with the ending it left out for a later one to show."""
    result, shared = list(names), ""
    for index in range(len(names) - 1, -1, -1):
        name = names[index]
        if shared and (ending := _missing(name.text, shared)):
            result[index] = name._replace(ending=ending, whole=_at_its_own_level(name.text, ending))
        else:
            shared = _ending_to_share(name.text)
            if shared and shared != name.text:
                result[index] = name._replace(whole=_at_its_own_level(name.text.removesuffix(shared), shared))
        if name.new_group:
            shared = ""
    return result


SEVERAL_LEVELS = re.compile(r"[县市区]（(?:[市县区]、?){1,3}）(?P<body>.*)")


def _at_its_own_level(place, ending):
    """``大理`` under ``县（市）人民政府`` → 大理市人民政府, where the list of places knows which it is; else nothing."""
    several = SEVERAL_LEVELS.fullmatch(ending)
    full = several and is_place(place) and only_level(place)
    return full + several["body"] if full else ""


ZONE = (
    r"(?:新区|开发区|高新区|经开区|示范区|合作区|试验区|投资区|园区|保税区|度假区|功能区|管理区|风景区|科学城|产业园)"
)
ZONE_KIND = rf"(?:经济技术|高新技术产业|高新技术|边境经济|跨境经济|循环经济|经济|综合|工业|产业|旅游){ZONE}"
ZONE_OFFICE = re.compile(
    rf"^(?!各|有关|相关)[\u4e00-\u9fff]{{2,16}}?(?P<shared>(?:{ZONE_KIND})?(?:管委会|管理委员会))$"
)
"""``喀什、霍尔果斯经济开发区管委会``: places before it stand for their own zones; zones named in full for their offices."""
GOVERNMENT_OFFICE = re.compile(r"^[省市县区州旗盟]政府(?P<shared>办公厅|办公室|督查室|研究室|政研室)$")
ZONES_BY_TRADE = {"高新", "经开", "综保", "保税"}
PARTY_COMMITTEE = re.compile(r"[省市县区州旗盟]委")
CARRIER = r"(?:中国)?(?:电信|移动|联通|铁塔|广电网络|广电)"
CARRIER_BRANCH = re.compile(rf"^{CARRIER}(?P<shared>[\u4e00-\u9fff]{{0,10}}公司)$")


DISTRICT = rf"(?!各|有关|相关|其他|其它|所在|属地|[省市县区州旗盟]|.*{ZONE})[\u4e00-\u9fff]{{1,9}}"
GOVERNMENT = re.compile(rf"^{DISTRICT}(?P<shared>[县区市旗州](?:人民政府|政府))$")
DEPARTMENT = re.compile(rf"^{DISTRICT}(?P<shared>[县区市旗州](?![政直级委有属辖])[\u4e00-\u9fff]{{2,10}}?(?:局|委|委员会|法院|检察院))$")
"""``越城区、柯桥区、上虞区商务局``: the districts before it stand for their own."""
WHOLE_DISTRICT = re.compile(rf"^{DISTRICT}[县区市旗]$")
UNKNOWN_PLACE = re.compile(
    r"(?!公安|城管|税务|工商|交警|教育|财政|民政|司法|卫健|商务|文旅|应急|消防|气象|水利|住建|交通|环保|国土|规划|金融|市场|人社|医保|审计|统计|信访|电力|供电|通信|邮政|电信|移动|联通|铁塔|各|有关|其他"
    r"|.{0,2}(?:[局办委厅部会院]|[省市县区]$))[\u4e00-\u9fff]{2,3}"
)
"""A short name that may be a place the list of places does not know, by no trade's name."""
LEFT_OUT_OFFICE = re.compile(rf"^(?!各|有关|相关|全市|全省).*{ZONE}$")


@lru_cache(REMEMBERED)
def _ending_to_share(text):
    if shared := shared_ending(text):
        return shared
    for form in (ZONE_OFFICE, CARRIER_BRANCH, GOVERNMENT_OFFICE, GOVERNMENT, DEPARTMENT):
        if body := form.search(text):
            return body["shared"]
    return "海关" if text.endswith("海关") and len(text) > 3 else ""


def _missing(text, shared):
    """What a name left out of an ending that a later name shows, or an empty string when it is whole."""
    if shared.endswith(("管委会", "管理委员会")):
        office = shared[-3:] if shared.endswith("管委会") else "管理委员会"
        if shared != office and is_place(text) and text[-1] not in "区县市镇旗盟":
            return shared
        if text in ZONES_BY_TRADE:
            return f"区{office}"
        return office if LEFT_OUT_OFFICE.search(text) or (len(text) <= 6 and not UNIT_END.search(text)) else ""
    if PARTY_COMMITTEE.fullmatch(text):
        return shared if shared.endswith(("室", "办公厅")) else ""
    if re.fullmatch(CARRIER, text):
        return shared if shared.endswith("公司") else ""
    of_department = shared[0] in "县区市旗州" and shared.endswith(("局", "委", "委员会", "院"))
    if full_place(text) == text or (shared.endswith("政府") or of_department) and WHOLE_DISTRICT.search(text):
        body = shared.lstrip("区县市镇旗州")
        if of_department:
            return body
        return body if body and (body != shared or body.endswith("政府")) else ""
    if (
        is_place(text)
        or not of_department
        and UNKNOWN_PLACE.fullmatch(text)
        or shared == "海关"
        and len(text) < 5
        and not UNIT_END.search(text)
    ):
        return shared
    return ""
