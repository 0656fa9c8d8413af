"""Collectives whose own words hold a 、: 各市、县（市、区）人民政府 is one of them."""

import re

CONJUNCTION = re.compile(r"以及|和|及|与|暨|/|and")
LIST_ENDS = r"(?:$|等|(?=[牵配负按分参支协和及与落实承]))"
HEAD_OF_COLLECTIVE = re.compile(
    r"^(?:各|有关|相关)(?:地级以上|涉农|有关|相关|[\u4e00-\u9fff]{1,6}所在地?)?(?:乡镇|街道|镇街|[省市县区州镇乡旗盟地]{1,4})(?:[（〔][^（）〔〕]{1,10}[）〕])?(?:党委|党工委|委|行政公署|行署)?$"
)
REST_OF_COLLECTIVE = re.compile(
    r"^(?:自治区|直辖市|计划单列市)(?:及计划单列市)?(?!人民政府|政府)[\u4e00-\u9fff]{2,12}(?:局|厅|委|办|部门)"
    + LIST_ENDS
    + r"|^(?:(?:人民)?政府|管委会|办事处|(?:省)?直管[县市](?:[及和与][\u4e00-\u9fff]{2,4}林区)?|县级市|自治县|自治区|直辖市|自治州|乡镇|街道|镇街|园区|开发区|功能区|新区|特区|[县市区旗镇乡街州盟]{1,4})(?:[（〔][^（）〔〕]{1,10}[）〕])?"
    r"(?:人民政府|政府|行政公署|行署|办事处|管委会|党委|党工委|人民政府办公室)?(?:[（〔][^（）〔〕]{1,10}[）〕])?"
    + LIST_ENDS
)


LONE_LEVEL = re.compile(r"[省市区县州旗]")
REST_OF_LEVELS = re.compile(
    r"^[市县区旗州](?:[（〔][^（）〔〕]{1,10}[）〕])?(?:人民政府|政府|[直级]?(?:有关|相关|各)?(?:部门|单位))"
    + LIST_ENDS
)
BEGUN_BODIES = re.compile(r"(?:有关|相关|各|[直级属])(?:级|有关|相关|各)*(?:部门|机构|委办局)$")
FURTHER_BODIES = re.compile(r"^(?:单位|机构|企业|部门)" + LIST_ENDS)
"""``市直有关部门、单位``: what kinds of bodies a collective has."""


def joined_collectives(pieces: list[tuple[str, int, str]]) -> list[tuple[str, int, str]]:
    """``各市、县（市、区）人民政府`` and ``省、市有关部门`` are one collective each: put their pieces together again."""
    joined = []
    for text, start, separator in pieces:
        if separator == "、" and joined and _goes_on_with(joined[-1][0], text):
            before, begin, first = joined[-1]
            joined[-1] = (f"{before}、{text}", begin, first)
        else:
            joined.append((text, start, separator))
    return joined


def _goes_on_with(before, text):
    if FURTHER_BODIES.match(text):
        return bool(BEGUN_BODIES.search(before))
    ends, levels = REST_OF_COLLECTIVE.match(text), REST_OF_LEVELS.match(text)
    if not ends and not levels:
        return False
    head, last = CONJUNCTION.split(before)[-1], before.rsplit("、", 1)[-1]
    if LONE_LEVEL.fullmatch(head):
        return bool(levels)
    begun = before.startswith(("各", "有关", "相关")) and "、" in before and REST_OF_COLLECTIVE.match(last)
    return bool(ends and (begun or HEAD_OF_COLLECTIVE.match(head)))
