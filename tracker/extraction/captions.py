"""The captions of a table's columns: what each announces, and which column holds the task, its units, its time."""

import re
from dataclasses import dataclass
from functools import lru_cache

from tracker.extraction.lexicon import (
    HAS_CHARGE,
    LONE_CAPTIONS,
    OTHER_CAPTION,
    ROLE_CAPTION,
    TIME_CAPTION,
    role_of_caption,
)
from tracker.vocabulary import Role

NUMBER_CAPTION = re.compile(r"[\u4e00-\u9fff]{0,4}(?:序号|编号)|序列|№|no\.?|NO\.?|顺序|条目")
TASK_CAPTION = re.compile(
    r"(?:重点|主要|具体|年度|改革|目标|工作|任务|整改|政策|实事|建设|创建|分解|细化|推进|落实|实施|民生|试点|牵头|阶段性|与|和|及)*"
    r"(?:工作|任务|措施|举措|事项|内容|项目|要求|要点|安排|目标|做法|条款|名称|清单|职责|点位)(?:名称|内容|分解|安排|及要求|事项|和要求)?"
    r"|[\u4e00-\u9fff]{2,8}(?:任务|工作|事项|举措|措施|工程|行动)"
)
DETAIL_CAPTION = re.compile(r"具体|举措|措施|内容|细化|分解|要点|做法|安排")
CATEGORY_CAPTION = re.compile(
    r"[\u4e00-\u9fff]{0,4}(?:类别|分类|领域|板块|方面|类型|专项)|章节|部分|一级指标|指标|条线"
)
TIME_CAPTION_WHOLE = re.compile(
    rf"{TIME_CAPTION}(?:和要求|要求|（[^（）]{{1,12}}）)?|时间|完成时点|时间进度|进度安排|推进计划|进度计划|时序进度"
    r"|[\u4e00-\u9fff]{0,4}(?:时限|期限|节点|时间)(?:要求|安排|计划)?"
)
WITH_PERSONS = re.compile(
    rf"({ROLE_CAPTION})(?:[及和与、/／]|（)(?:具体|直接)?(?:责任人|负责人|联系人|经办人|责任领导)(?:员)?）?"
)
"""A column of units that names a person behind each; what is no unit there is told to the reader."""
OTHER_CAPTION_WHOLE = re.compile(
    rf"{OTHER_CAPTION}|.*(?:领导|责任人|联系人|电话|备注|联络员|签字|预算|资金|金额|进展|来源|依据|目标值|完成情况|存在问题|下一步).*"
)


NOTE = re.compile(r"^(?:19|20)\d\d年度?|（[^（）]*）$")
"""What a caption says besides: the year before it, a note in brackets behind it."""
LEVELS = re.compile(r"^(?:[省市县区州镇乡]|街道){1,2}(?:（[^（）]{1,8}）)?(?:级|本级)?")
"""Of which level the units of a column are: 县（市、区）责任单位."""
WITH_DUTIES = re.compile(r"(?:(?:及|和|与|、)|（)(?:任务|职责|工作|具体)?(?:分工|职责)）?$")
"""What a column of units says besides, each of its duties: 责任部门及分工."""
LONGEST_CAPTION, LONGEST_WITH_NOTE = 14, 40


@dataclass(frozen=True)
class Columns:
    """Where in a row each kind of cell stands; the columns of names with the role their caption gives."""

    number: int | None
    section: int | None
    heading: int | None
    task: int
    roles: tuple[tuple[int, Role], ...]
    deadline: int | None
    are_units_open: bool = False
    """Whether the one column of units is called 单位 alone, which is what figures are measured in, too."""


@lru_cache(2048)
def kind_of(caption: str) -> Role | str | None:
    """What a column's caption announces: a role, or number, task, category, time, other; None for no caption at all."""
    if not caption or len(caption) > LONGEST_WITH_NOTE or caption.isdecimal():
        return None
    caption = caption.rstrip("：")
    return next((kind for form in _forms(caption) if (kind := _kind(form))), None)


def _forms(caption):
    """A caption as printed and without what it says besides."""
    bare = (part.sub("", caption) for part in (NOTE, LEVELS, WITH_DUTIES))
    return dict.fromkeys([caption, caption.strip("（）"), *bare])


def _kind(caption):
    if not caption or len(caption) > LONGEST_CAPTION:
        return None
    if NUMBER_CAPTION.fullmatch(caption):
        return "number"
    if TIME_CAPTION_WHOLE.fullmatch(caption):
        return "time"
    if persons := WITH_PERSONS.fullmatch(caption):
        return role_of_caption(persons[1])
    if OTHER_CAPTION_WHOLE.fullmatch(caption):
        return "other"
    if role := role_of_caption(caption):
        return role
    if CATEGORY_CAPTION.fullmatch(caption):
        return "category"
    return "task" if TASK_CAPTION.fullmatch(caption) else None


def columns_of(captions: list[str]) -> Columns | None:
    """The columns a header announces, or None when it is no header of a table of duties."""
    kinds = [kind_of(caption) for caption in captions]
    lone = [index for index, caption in enumerate(captions) if caption in LONE_CAPTIONS]
    if any(isinstance(kind, Role) and index not in lone for index, kind in enumerate(kinds)) or "task" not in kinds:
        kinds = [None if index in lone else kind for index, kind in enumerate(kinds)]
        lone = []
    roles = tuple((index, kind) for index, kind in enumerate(kinds) if isinstance(kind, Role))
    categories = [index for index, kind in enumerate(kinds) if kind == "category"]
    tasks = [index for index, kind in enumerate(kinds) if kind == "task"]
    tasks = tasks or _unnamed_task(kinds, captions, roles) or categories
    if not roles or not tasks:
        return None
    detailed = [index for index in tasks if DETAIL_CAPTION.search(captions[index])]
    task = (detailed or tasks)[-1]
    return Columns(
        number=kinds.index("number") if "number" in kinds else None,
        section=_last_before(categories, task),
        heading=_last_before(tasks, task),
        task=task,
        roles=_beside_one_another(roles, captions),
        deadline=kinds.index("time") if "time" in kinds else None,
        are_units_open=bool(lone),
    )


def upright(rows: list[list[str]]) -> list[list[str]]:
    """The rows of a table; a card, whose captions stand below one another before what they say, as a header and a row."""
    kinds = [kind_of(row[0]) for row in rows if len(row) == 2]
    is_card = len(kinds) == len(rows) > 2 and None not in kinds and any(isinstance(kind, Role) for kind in kinds)
    return [[row[0] for row in rows], [row[1] for row in rows]] if is_card else rows


def _last_before(columns, task):
    return max((index for index in columns if index < task), default=None)


def _unnamed_task(kinds, captions, roles):
    """The column of a task by any other caption: the one unknown before the units, in what is surely a header."""
    if len(roles) < 2 and not {"number", "time", "other"}.intersection(kinds):
        return []
    first = min((index for index, _ in roles), default=0)
    unknown = [index for index, kind in enumerate(kinds[:first]) if kind is None and captions[index]]
    return unknown if len(unknown) == 1 else []


def _beside_one_another(roles, captions):
    """What captions mean beside others: 主要责任单位 leads beside a 配合 column; 主责单位 beside 牵头单位 is responsible."""
    given = {role for _, role in roles}
    if any("牵头" in captions[index] for index, _ in roles):
        return tuple((index, Role.RESPONSIBLE if HAS_CHARGE.match(captions[index]) else role) for index, role in roles)
    if Role.SUPPORT not in given or Role.LEAD in given:
        return roles
    return tuple((index, Role.LEAD if captions[index].startswith("主要责任") else role) for index, role in roles)
