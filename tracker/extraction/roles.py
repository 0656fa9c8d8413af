"""The content of one responsibility clause → its units with their roles, its time limit, and what could not be read."""

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache

from tracker.extraction.clause_captions import captions_in
from tracker.extraction.conventions import FIRST_LEADS, IMPLIED, MARKED_LEAD
from tracker.extraction.deadlines import dated_beginning, dated_end, is_deadline
from tracker.extraction.lexicon import (
    DIVIDED,
    HAS_CHARGE,
    MANNER,
    REMEMBERED,
    VERBS,
    role_of_caption,
    role_of_verb,
)
from tracker.extraction.units import (
    TRAILING_BRACKET,
    Name,
    is_certain_unit,
    is_unit,
    names_in,
    opens_group,
    pieces_of,
    restore,
    without_conjunction,
)
from tracker.vocabulary import Role

_VERB = "|".join(f"(?:{pattern})" for pattern in VERBS)
_VERB_AT_END = re.compile(
    rf"(?P<manner>{MANNER.removesuffix('*')}{{0,4}})(?P<verb>{_VERB})(?:相关工作|工作|实施|落实)?$"
)
_MANNER_AT_END = re.compile(r"(?:按照?|根据|依据)(?:各自|部门)?的?(?:工作)?(?:职责|职能|权限|任务){1,2}(?:分工)?$")
"""A manner that a ， parts from its verb: 按照职责分工，密切配合."""
_HAS_VERB = re.compile(
    r"抓总|负总责|统筹|为主|组织|督导|牵头|主办|主责|负责|落实|承办|实施|推进|配合|参与|参加|支持|协助|协办|协同|会办(?!公)|指导|督查|督办|监督|为.{0,2}责任[单部]|做好|支撑$|保障$|各[司负尽]其"
)
LONGEST_VERB, LONGEST_NAME = 40, 40
"""Characters of the longest verb phrase with its manner: 按照各自职责分工共同配合做好相关工作."""
_VERB_INSIDE = re.compile(r"(?:牵头(?:负责)?|负责|配合)(?=[市省区县州各])")
_TOGETHER = re.compile(
    r"(?:牵头[，,]?)?会(?:同|商)|(?<=[局办厅部])会(?=[省市区县州盟旗自])|(?<=[革务信]委)会(?=[省市区县州盟旗自])|(?:牵头，?)?商(?=[市省区县]|有关)|(?<=[局委办厅部])协调(?=[^、，；。]{2,20}(?:[局委办厅]|集团|公司))"
)
_LEADING_WORDS = re.compile(
    r"^(?:(?:此|该|本|这)[项条款](?:工作|任务|措施|政策|条款)?(?=由)|(?:上述|以上|具体|有关|相关)(?:工作|任务|事项|政策)(?=由)|由|请|以(?![上下及])|(?:以及|及|和|与)(?=[由请])|并由|并|同时由|其中|具体由|，|主要由)"
)
_NAMED_AFTER_ITS_FIELD = re.compile(r"[^由局委办厅部（）]{1,12}由(?=[省市区县州盟旗各国]|有关|相关)")
"""``市县由各市人民政府负责``: before 由 stands what the unit is responsible for."""
_UNIT_THEN_VERB = re.compile(
    r"^(?P<unit>[^，；。]{2,40}?)(?:具体|主要|分别)?(?P<verb>牵头|负责|配合|协助|指导|参与)(?P<rest>(?!单位|部门).+)$"
)
_UNIT_THEN_OBJECT = re.compile(
    r"(?P<unit>[^，；。（）]{1,20}(?:[局委办厅部府会室院站队]|中心|集团|公司))(?=保障|提供|做好|加强|组织|开展|完善|抓好|落实|推动|推进|建立|制定|出台|履行|承担|督促)[^，；。]{2,40}$"
)

@dataclass
class Group:
    """Names that share a role: ``labelled`` says whether a role word stood there, ``why`` which rule gave the role.

    ``captioned``: no verb stood behind the names, so that the caption before them (责任单位：) is their label;
    ``caption`` and ``caption_word`` are the caption they stand under, also where a verb gave the role;
    ``out_of_reach``: they are responsible only because no lead or caption stands in the clause.
    """

    role: Role
    names: list[Name]
    labelled: bool = True
    plain_responsible: bool = False
    divided: bool = False
    why: str = ""
    captioned: bool = False
    caption: Role | None = None
    caption_word: str = ""
    out_of_reach: bool = False


@dataclass
class ClauseReading:
    """What one clause says; offsets are compact offsets within its content. ``broken``: the rules failed on it."""

    groups: list[Group] = field(default_factory=list)
    deadline: tuple[int, int] | None = None
    unread: list[tuple[int, int]] = field(default_factory=list)
    first_leads: bool = False
    captioned: bool = False
    role_assumed: bool = False
    broken: bool = False

    @property
    def names(self):
        """Every name, in the order of the text."""
        return sorted((name for group in self.groups for name in group.names), key=lambda name: name.start)

    def unread_words(self, content: str) -> list[str]:
        """The words of a clause's content that were read as nothing."""
        return [content[start:end] for start, end in self.unread]

    @property
    def only_supported(self):
        """Whether there are supporters of nobody, and no caption (配合单位：) that says so."""
        return _only_support(self.groups)

    @property
    def labelled(self):
        """Whether a role word or a caption stands in the clause."""
        return any(group.labelled for group in self.groups)


class _Reader:
    def __init__(self, content, gaps, base, caption=None):
        self.content, self.gaps, self.base, self.given = content, gaps, base, caption
        self.reading = ClauseReading()
        self.pending, self.caption, self.together = [], None, False
        self.caption_word = f"表中“{caption.label}”一列" if caption else ""

    def read(self):
        if "不再" in self.content and (implied := IMPLIED.search(self.content)):
            self.content = self.content[: implied.start()]
        at, kind, caption = 0, None, self.given
        for match in captions_in(self.content, self.gaps, self.base):
            self.field(at, match.start(), kind, caption)
            at, kind = match.end(), match.lastgroup
            caption = role_of_caption(match["role"]) if kind == "role" else None
            self.caption_word = f"“{match['role']}：”" if caption else ""
        self.field(at, len(self.content), kind, caption)
        self.reading.groups = _within_its_reach(self.reading.groups)
        _settle(self.reading)
        return self.reading

    def field(self, start, end, kind, caption):
        text = self.content[start:end]
        if not text.strip("，；。、"):
            return
        if kind == "time":
            self.take_deadline(start, text)
        elif kind != "other":
            self.caption = caption
            self.reading.captioned |= caption is not None
            gaps = self.gaps
            for piece, at, separator in pieces_of(text, gaps, self.base + start):
                self.piece(piece, start + at, opens_group(separator) or at == 0)
            self.flush(None)

    def take_deadline(self, start, text):
        kept = text.strip("，；。、")
        begin = start + text.index(kept)
        self.reading.deadline = self.reading.deadline or (begin, begin + len(kept))

    def piece(self, text, start, new_group):
        if len(text) <= LONGEST_NAME and _is_name_alone(text):
            self.add(text, start, new_group)
            return
        while lead_in := _LEADING_WORDS.match(text):
            text, start = text[lead_in.end() :], start + lead_in.end()
        joined = without_conjunction(text)
        text, start = joined, start + len(text) - len(joined)
        if not text:
            return
        if is_deadline(text):
            self.take_deadline(start, text)
        elif (dated := dated_beginning(text)) and not _HAS_VERB.search(text):
            self.take_deadline(start, dated)
        elif (dated := dated_end(text)) and is_unit(text[: dated.start()]):
            self.take_deadline(start + dated.start("limit"), dated["limit"])
            self.piece(text[: dated.start()], start, new_group)
            if dated["verb"]:
                self.flush(dated["verb"])
        elif convention := FIRST_LEADS.search(text) or MARKED_LEAD.search(text):
            self.reading.first_leads = True
            opening = max(text.rfind(bracket, 0, convention.start()) for bracket in "（〔［")
            self.piece(text[: max(opening, 0)], start, new_group)
        elif (
            self.reading.first_leads
            and text.startswith(("其他", "其余"))
            or text in {"下同", "无", "/", "—", "-", "不再列出"}
        ):
            return
        elif opening := _NAMED_AFTER_ITS_FIELD.match(text):
            self.reading.unread.append((start, start + opening.end() - 1))
            self.piece(text[opening.end() :], start + opening.end(), new_group)
        elif together := _TOGETHER.search(text):
            self.with_others(text, start, together, new_group)
        elif inside := self.verb_inside(text):
            self.piece(text[: inside.end()], start, new_group)
            self.piece(text[inside.end() :], start + inside.end(), True)
        else:
            self.names_and_verb(text, start, new_group)

    def verb_inside(self, text):
        inside = _VERB_INSIDE.search(text)
        return inside if inside and is_unit(text[: inside.start()]) else None

    def with_others(self, text, start, together, new_group):
        self.add(text[: together.start()], start, new_group)
        self.close(Role.LEAD, why="“会同”之前的单位牵头")
        self.together = True
        rest = text[together.end() :]
        if rest:
            self.piece(rest, start + together.end(), False)

    def names_and_verb(self, text, start, new_group):
        tail = max(len(text) - LONGEST_VERB, 0)
        verb = _VERB_AT_END.search(text, tail) if _HAS_VERB.search(text, max(len(text) - 8, 0)) else None
        if not verb:
            if _HAS_VERB.search(text) and (split := _UNIT_THEN_VERB.match(text)) and _is_whole_unit(split["unit"]):
                self.add(split["unit"], start, new_group)
                self.flush(split["verb"])
                self.reading.unread.append((start + split.start("rest"), start + len(text)))
                return
            self.add(_MANNER_AT_END.sub("", self.without_object(text, start)), start, new_group)
            return
        self.add(text[: verb.start()], start, new_group)
        self.flush(verb["verb"], manner=verb["manner"])

    def without_object(self, text, start):
        """``市财政局保障资金``: what a unit is to do stands behind its name without a role word."""
        doing = None if is_unit(text) else _UNIT_THEN_OBJECT.match(text)
        if not doing or not is_certain_unit(doing["unit"]):
            return text
        self.reading.unread.append((start + doing.end("unit"), start + len(text)))
        return doing["unit"]

    def add(self, text, start, new_group):
        if text:
            self.pending.extend(self.without_aside(name) for name in names_in(text, start, new_group=new_group))

    def without_aside(self, name):
        """``市委金融办（市数据局配合技术对接）``: what the bracket says of another unit is left for a person to look at."""
        aside = TRAILING_BRACKET.search(name.text)
        if not aside or not aside.start() or not _HAS_VERB.search(aside["inner"]):
            return name
        self.reading.unread.append((name.start + aside.start(), name.start + aside.end()))
        kept = name.text[: aside.start()]
        return name._replace(text=kept, end=name.start + len(kept))

    def flush(self, verb, *, manner=""):
        """Give the names read so far the role of the verb after them, or of the caption before them."""
        if not self.pending:
            self.together = False
            return
        role = role_of_verb(verb) if verb else None
        divided = bool(DIVIDED.search(manner)) or bool(verb and DIVIDED.search(verb))
        if self.together:
            self.close(
                Role.SUPPORT if role in (None, Role.RESPONSIBLE, Role.LEAD) else role, why="“会同”之后的单位配合"
            )
        elif role and not (self.caption in (Role.LEAD, Role.SUPPORT) and role == Role.RESPONSIBLE):
            plain = role == Role.RESPONSIBLE and not divided
            self.close(role, plain_responsible=plain, divided=divided, why=f"“{manner}{verb}”之前的单位")
        else:
            labelled = self.caption in (Role.LEAD, Role.SUPPORT, Role.GUIDE)
            self.close(
                self.caption or Role.RESPONSIBLE, labelled=labelled, why=self.caption_word or "没有角色词的单位名单"
            )
            if self.caption and self.reading.groups:
                self.reading.groups[-1].captioned = True
        self.together = False

    def close(self, role, *, labelled=True, plain_responsible=False, divided=False, why=""):
        if self.pending:
            group = Group(role, self.pending, labelled, plain_responsible, divided, why)
            group.caption, group.caption_word = self.caption, self.caption_word
            self.reading.groups.append(group)
            self.pending = []


@lru_cache(REMEMBERED)
def _is_name_alone(text):
    """Whether a piece holds nothing but a name: no word that leads in, no verb, no time limit, nothing to be cut at."""
    speaks_against = (_HAS_VERB, _TOGETHER, _VERB_INSIDE, FIRST_LEADS, MARKED_LEAD)
    return (
        is_unit(text)
        and not any(words.search(text) for words in speaks_against)
        and not _LEADING_WORDS.match(text)
        and without_conjunction(text) == text
        and not is_deadline(text)
        and not dated_beginning(text)
    )


def _is_whole_unit(text):
    return is_unit(text) and text.count("（") == text.count("）")


def _within_its_reach(groups):
    """Where nobody else leads or is responsible, 配合 and 指导 reach back to the last ， only: 市科技局，市教育局配合."""
    if not _only_support(groups) and not _only_guides(groups):
        return groups
    at, group = next((at, group) for at, group in enumerate(groups) if group.role in (Role.SUPPORT, Role.GUIDE))
    names = sorted(group.names, key=lambda name: name.start)
    cut = max((at for at, name in enumerate(names) if name.new_group), default=0)
    if not cut:
        return groups
    before = Group(
        group.caption or Role.RESPONSIBLE,
        names[:cut],
        labelled=group.caption == Role.LEAD,
        why=group.caption_word or "角色词只管到前一个“，”，之前的读作负责",
        captioned=group.caption is not None,
        out_of_reach=group.caption is None,
    )
    return [*groups[:at], before, replace(group, names=names[cut:]), *groups[at + 1 :]]


def _only_support(groups):
    """Whether there are supporters of nobody, and no caption (配合单位：) that says so."""
    roles = {group.role for group in groups}
    captions = {group.caption for group in groups}
    return Role.SUPPORT in roles and not roles & {Role.LEAD, Role.RESPONSIBLE} and Role.SUPPORT not in captions


def _only_guides(groups):
    """Whether somebody guides and nobody does, and no caption (指导单位：) says so."""
    return {group.role for group in groups} == {Role.GUIDE} and all(group.caption != Role.GUIDE for group in groups)


def _settle(reading):
    """Resolve what a verb alone does not say: 负责 beside 配合 leads, 分工负责 behind 牵头 supports, a tail supports."""
    roles = {group.role for group in reading.groups if group.labelled}
    led = Role.LEAD in roles
    for group in reading.groups:
        if group.divided and led and group.role == Role.RESPONSIBLE:
            group.role = Role.SUPPORT
            group.why += "，已有牵头单位，分工负责读作配合"
        elif group.plain_responsible and not led and Role.SUPPORT in roles:
            group.role = Role.LEAD
            group.why += "，另有配合单位，负责读作牵头"
        elif group.why.startswith("“主要责任") and not led and Role.SUPPORT in roles:
            group.role, group.labelled = Role.LEAD, True
            group.why += "，另有配合单位，读作牵头"
        elif _has_charge_beside_a_lead(reading, group):
            group.role = Role.RESPONSIBLE
            group.why += "，另有牵头单位，读作负责"
        elif not group.labelled and led and group.role == Role.RESPONSIBLE and not _captioned_apart(reading, group):
            group.role = Role.SUPPORT
            group.why = "牵头单位之后没有写角色，读作配合"
            reading.role_assumed = True


def _has_charge_beside_a_lead(reading, group):
    """``牵头单位：A；主责单位：B``: beside 牵头单位 those in charge are responsible."""
    has_charge = group.captioned and HAS_CHARGE.match(group.caption_word.strip("“"))
    return bool(has_charge) and any(other.caption_word.startswith("“牵头") for other in reading.groups)


def _captioned_apart(reading, group):
    """``牵头单位：A 责任单位：B、C``, in either order: the caption before B is its label."""
    return group.captioned and any(other.captioned and other.role == Role.LEAD for other in reading.groups)


def read_clause(
    content: str, gaps: frozenset[int] = frozenset(), base: int = 0, *, caption: Role | None = None
) -> ClauseReading:
    """Read a clause's content (compact text without its brackets): ``市商务委牵头；市财政局、国税局，广州海关配合``.

    ``gaps`` are compact offsets before which the text has white space, ``base`` the content's offset among them;
    ``caption`` is the role a table's column gives. The
    names come back restored and in the order of the text; nothing is dropped: what is no unit stands in ``unread``.
    """
    reading = _Reader(content, gaps, base, caption).read()
    restored = iter(restore(reading.names))
    by_start = {name.start: name for name in restored}
    for group in reading.groups:
        group.names = [by_start[name.start] for name in group.names]
    _apply_roles_in_brackets(reading)
    return reading


def _apply_roles_in_brackets(reading):
    """``市发展改革委（牵头）、市财政局``: the bracket names the role of its unit, the others support it."""
    marked = [name for group in reading.groups for name in group.names if name.role_word]
    if not marked:
        return
    others = [(group, name) for group in reading.groups for name in group.names if not name.role_word]
    roles = {name.start: role_of_verb(name.role_word) or role_of_caption(name.role_word) for name in marked}
    led = Role.LEAD in roles.values()
    reading.groups = [Group(roles[name.start] or Role.RESPONSIBLE, [name]) for name in marked] + [
        Group(Role.SUPPORT if led and not group.labelled else group.role, [name], True) for group, name in others
    ]
