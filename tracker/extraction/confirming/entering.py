"""What a person enters in an edit, made fit to stand in a draft, or refused in one sentence."""

import re

from tracker.extraction.confirming.draft import DraftUnit, WrongEdit
from tracker.extraction.normalising import FULL_WIDTH_BRACKETS, in_one_line
from tracker.extraction.units import is_certain_unit
from tracker.vocabulary import Role

LONGEST_NAME, LONGEST_DEADLINE, LONGEST_TEXT = 60, 60, 5000
BROKEN = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t]+(?=[\u3000-\u9fff\uff00-\uffef])")
"""White space between Chinese characters: where a pasted line was broken."""
LONG_NAME = 24
"""Longer names are asked about: more often than not they are a piece of a sentence."""


def name_of(value: str | None) -> str:
    """A unit's name: without white space, its brackets full width."""
    name = "".join((value or "").split()).translate(FULL_WIDTH_BRACKETS)
    if not name:
        raise WrongEdit("单位名称不能为空。")
    if len(name) > LONGEST_NAME:
        raise WrongEdit(f"单位名称超过 {LONGEST_NAME} 个字，请只填一个单位。")
    return name


def role_of(value: str) -> Role:
    if value not in set(Role):
        raise WrongEdit("角色只能是牵头、负责、配合、指导之一。")
    return Role(value)


def unit_of(name: str | None, role: str) -> DraftUnit:
    """A unit that a person named; doubtful unless its name looks like one of a unit."""
    name = name_of(name)
    return DraftUnit(name, role_of(role), is_doubtful=is_doubtful(name))


def is_doubtful(name: str) -> bool:
    """Whether a name that no rule of reading vouches for might be anything (``蓝天计划``, half a sentence)."""
    return len(name) > LONG_NAME or not is_certain_unit(name)


def text_of(value: str | None) -> str:
    """A task's text, in one line."""
    text = BROKEN.sub("", in_one_line(value or "")).strip()
    if not text:
        raise WrongEdit("任务文字不能为空；如果这不是任务，请用“这不是任务，去掉”。")
    if len(text) > LONGEST_TEXT:
        raise WrongEdit(f"任务文字超过 {LONGEST_TEXT} 个字，请写短一些，或者拆成几项。")
    return text


def deadline_of(value: str | None) -> str | None:
    """A deadline as a person writes it; None for none."""
    deadline = in_one_line(value or "").strip()
    if len(deadline) > LONGEST_DEADLINE:
        raise WrongEdit(f"完成时限超过 {LONGEST_DEADLINE} 个字，请只写时间，例如“2026年6月底前”。")
    return deadline or None
