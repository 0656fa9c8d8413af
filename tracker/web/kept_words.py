"""What a form that waits to be sent says, in the words of the field: what it does, what it decides, what was written."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from tracker.operations.access import actions
from tracker.operations.unsent import Kept
from tracker.reporting.content import LABELS
from tracker.storage.queries.filings import COVER
from tracker.vocabulary import Role
from tracker.vocabulary.reminders import Step
from tracker.vocabulary.reporting import Colour, GateKind, Measured, Progress, SupportRule
from tracker.web.addresses import place_of
from tracker.web.cycle_forms import DATES, LIMITS

NAMES = {
    **COVER,
    **LABELS,
    **DATES,
    **LIMITS,
    **{gate.value: f"{gate.label}的节点" for gate in GateKind},
    "agency": "单位",
    "basis": "依据",
    "colour": "亮什么灯",
    "decision": "怎样决定",
    "do": "怎样处理",
    "document": "文件",
    "duty": "改哪一个截止日",
    "first": "从哪一天",
    "kind": "怎样更正",
    "last": "到哪一天",
    "lifted_by": "谁可以解除",
    "light-colour": "亮什么灯",
    "light-reason": "理由",
    "light-until": "到哪一天为止",
    "member": "成员",
    "name": "名称",
    "part": "配合情况",
    "proposed": "认为应由哪个单位承担",
    "reason": "理由",
    "recipient": "报给哪个单位",
    "remove": "移除的材料",
    "replacing": "节点按新的日子",
    "role": "角色",
    "row": "选中的行",
    "shift": "调整",
    "since": "从哪一天起",
    "source": "来函文号",
    "source_on": "来函日期",
    "step": "哪一步",
    "summary": "本次改了什么",
    "supports": "配合单位报不报",
    "task": "任务",
    "term": "重报期限",
    "text": "文字",
    "title": "标题",
    "until": "到哪一天",
    "wanted": "延到哪一天",
    "without": "不再等的理由",
    "works": "这些日子",
}
"""What fields of forms are called."""
OTHERWISE = {
    ("cycle_tasks.name", "agency"): "由谁汇总",
    ("extensions.decide", "until"): "同意延到哪一天",
    ("extensions.move", "due_on"): "新的截止日",
    ("reminders.press", "term"): "最迟报送",
    ("reports.sign_off", "wanted"): "本单位审签",
}
"""The same where the word depends on what the form does."""


def _labels(words):
    return {word.value: word.label for word in words}


COLOURS = _labels(Colour) | {"none": "取消人工调整"}
WORDS = {
    "colour": COLOURS,
    "decision": {"kept": "维持职责", "withdrawn": "撤销职责（不用报）", "changed": "改派给别的单位"},
    "do": {
        "accept": "审核通过",
        "ask": "要求报送",
        "attach": "上传所选文件",
        "back": "退改",
        "choose": "保存",
        "close": "办结",
        "extend": "延期",
        "grant": "同意延期",
        "hints": "把提示写进理由",
        "light": "调整亮灯",
        "look": "查找",
        "nudge": "催报",
        "nudge-all": "催报全部未报的",
        "others": "保存，填到其他任务",
        "put": "放进工作进展",
        "put-all": "全部放进工作进展",
        "refuse": "不同意",
        "reinstate": "恢复应报",
        "reopen": "撤销认定或办结",
        "return": "退回",
        "save": "保存，不报送",
        "send": "报送",
        "set": "认定完成状态",
        "sign": "送审签",
        "take": "采用",
        "take-all": "采用全部已报的",
        "undo": "撤销采用或退回",
        "usual": "恢复通常的日子",
        "withdraw": "撤销应报",
    },
    "duty": {"report": "报告截止日", "contribution": "只改配合情况截止日"},
    "light-colour": COLOURS,
    "measured": _labels(Measured),
    "progress": _labels(Progress),
    "replacing": {"yes": "同意"},
    "role": _labels(Role),
    "step": _labels(Step),
    "supports": _labels(SupportRule),
    "works": {"no": "放假", "yes": "上班（调休）"},
}
"""What the values mean that a page offers to choose from."""
WORDS_OTHERWISE = {
    ("cycle_tasks.name", "agency"): {"": "领导小组办公室"},
    ("reports.object_to", "do"): {"back": "收回异议"},
    ("review.change", "do"): {"undo": "撤销，恢复待审核"},
    ("review.take", "do"): {"undo": "撤销，恢复待审核"},
    ("reports.sign_off", "wanted"): {"yes": "须经审签", "no": "不经审签"},
}
TICKED = {"row": "行", "part": "份", "shift": "项"}
"""Fields by which rows are chosen, and what one of them is counted as."""
SEVERAL = {"agency": "家", "document": "份", "member": "家", "task": "项"}
"""Fields by which something else is chosen, or several of it."""
FIGURE = re.compile(r"figure-(\d+)-(\w+)")
PARTS = {"name": "名称", "value": "累计数", "unit": "单位", "as_of": "截至", "measured": "实绩还是预计"}
SENT_ALONG = frozenset({"sequence", "version", "versions", "based_on", "key", "on_form", "mark", "csrf_token"})
"""What the page needs, and nobody reads."""
WRITTEN = re.compile(r"[^\x00-\x7f]|\s|^\d{1,3}$")
"""What a person wrote, and not the page: words, or a short number."""
CHOSEN = TICKED.keys() | {"do"}


def field_name(name: str, endpoint: str = "") -> str:
    """What a field is called: ``figure-0-value`` → 指标 1 累计数."""
    if figure := FIGURE.fullmatch(name):
        return f"指标 {int(figure[1]) + 1} {PARTS.get(figure[2], '')}".strip()
    return OTHERWISE.get((endpoint, name)) or NAMES.get(name, name)


def field_value(name: str, value: str, endpoint: str = "") -> str:
    """What was chosen in a field, in words; what was typed, as it is."""
    figure = FIGURE.fullmatch(name)
    words = WORDS.get(figure[2] if figure else name, {}) | WORDS_OTHERWISE.get((endpoint, name), {})
    return words.get(value, value)


def is_left_blank(name: str, form: Mapping[str, str]) -> bool:
    """Whether a field is of a row of figures in which nobody wrote: what stands in it the page began with."""
    figure = FIGURE.fullmatch(name)
    value, title, offered = (f"figure-{figure[1]}-{part}" if figure else "" for part in ("value", "name", "offered"))
    return bool(figure) and not form.get(value) and form.get(title, "") == form.get(offered, "")


def is_written(name: str, value: str) -> bool:
    """Whether a person wrote it; the rest goes along as it is."""
    return bool(WRITTEN.search(value)) and name not in SENT_ALONG | CHOSEN and not name.endswith("-offered")


@dataclass(frozen=True)
class Told:
    """A kept form with what it will do if it is sent now."""

    form: Kept

    @cached_property
    def endpoint(self) -> str:
        """The action it is for, "" where its address leads nowhere any more."""
        return place_of(self.form.path, "POST")[0]

    @property
    def page(self) -> str | None:
        """The page on which it stood, where its address is one that can be opened."""
        return self.form.path if place_of(self.form.path, "GET")[0] else None

    @property
    def does(self) -> str:
        """What sending it does, by the name of the action alone: whoever reads may not see what it is done to."""
        return actions().get(self.endpoint) or f"提交到 {self.form.path}"

    @cached_property
    def fields(self) -> tuple[tuple[str, str, str, bool], ...]:
        """Every field in order: its name, what it is called, its value, and whether a person wrote it."""
        return tuple(
            (name, field_name(name, self.endpoint), value, is_written(name, value) and not self._is_chosen(name))
            for name, value in self.form.fields
        )

    @cached_property
    def chosen(self) -> tuple[tuple[str, str], ...]:
        """What was chosen rather than written, in words; several ticked ones as how many they are."""
        found = {
            (name, said): (label, said)
            for name, label, value, written in sorted(self.fields, key=lambda field: field[0] != "do")
            if not written and self._is_telling(name) and (said := self._word(name, value))
        }
        return tuple(found.values())

    @property
    def summary(self) -> str:
        """What was chosen and written, in one line."""
        return "；".join([*(f"{label} {said}" for label, said in self.chosen), *self._written()])

    def _written(self) -> Iterator[str]:
        for _, label, value, written in self.fields:
            if written:
                yield f"{label} {value}" if value.isdecimal() else value

    @cached_property
    def _values(self):
        found = {}
        for name, value in self.form.fields:
            found.setdefault(name, []).append(value)
        return found

    def _is_chosen(self, name):
        return name in TICKED or (name in SEVERAL and all(value.isascii() for value in self._values[name]))

    def _is_telling(self, name):
        """A row of figures without a value tells nothing: the page offered it."""
        if name in SENT_ALONG or name.endswith(("-offered", "-id")):
            return False
        figure = FIGURE.fullmatch(name)
        return not figure or any(self._values.get(f"figure-{figure[1]}-value", ()))

    def _word(self, name, value):
        many = len(self._values[name])
        if name in TICKED or (many > 1 and name in SEVERAL and self._is_chosen(name)):
            return f"{many} {(TICKED | SEVERAL)[name]}"
        word, _, single = value.partition(":") if name == "do" else (value, "", "")
        said = field_value(name, word, self.endpoint)
        if said == word:
            return value
        return f"{said} 1 份" if single else said
