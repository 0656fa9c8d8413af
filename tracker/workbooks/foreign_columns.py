"""A workbook that is not ours: which of its columns could be which of ours, as a proposal a person confirms."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from openpyxl.utils import column_index_from_string, get_column_letter

from tracker.workbooks.grids import Grid
from tracker.workbooks.parsing import plain, squeezed

ROWS_TO_LOOK_AT = 30
LEAST_COLUMNS = 2
"""So many columns must be recognised for a row to be a header."""
CAPTIONS: dict[str, tuple[str, ...]] = {
    "number": ("序号", "编号", "任务编号", "条款号", "条目", "措施编号", "任务序号", "项目序号"),
    "measure": ("措施", "重点举措", "主要举措", "政策措施", "措施名称", "任务类别", "工作类别"),
    "task": ("工作任务", "任务", "重点任务", "主要任务", "任务措施", "工作内容", "任务内容", "具体任务", "任务名称", "工作事项", "重点工作", "目标任务", "具体内容", "工作措施"),
    "leads": ("牵头单位", "牵头部门", "主办单位", "牵头责任单位", "责任单位（牵头）", "牵头"),
    "responsible": ("责任单位", "责任部门", "负责单位", "承办单位", "落实单位", "实施单位"),
    "supports": ("配合单位", "配合部门", "协办单位", "参与单位", "协同单位", "责任单位（配合）", "配合"),
    "reporter": ("报送单位", "填报单位", "报送部门", "填报部门", "上报单位", "单位名称", "部门名称"),
    "deadline": ("完成时限", "完成时间", "时限", "时间节点", "完成期限", "时限要求"),
    "progress_state": ("完成状态", "状态", "进展状态", "完成与否", "是否完成", "推进状态", "办理状态"),
    "percent": ("完成率", "完成比例", "完成进度", "进度", "完成百分比", "进度（%）", "完成率（%）"),
    "progress": ("工作进展", "进展情况", "落实情况", "完成情况", "推进情况", "工作进展情况", "进展", "工作成效", "办理情况", "本期进展", "贯彻落实情况", "工作开展情况", "主要做法及成效"),
    "problems": ("存在问题", "问题", "存在困难", "困难问题", "存在的问题", "问题及困难", "存在的困难和问题", "主要问题", "未完成原因"),
    "next_step": ("下一步打算", "下一步工作", "下步打算", "下一步工作计划", "下步工作", "下一步计划", "下一步工作安排", "下一步工作打算", "工作计划"),
    "to_coordinate": ("需协调事项", "需协调解决事项", "需要协调的事项", "需市协调事项", "请求协调事项", "意见建议", "需上级支持事项"),
    "handling_office": ("承办处室", "责任处室", "经办处室", "承办科室", "责任科室"),
    "contact": ("联系人", "填报人", "经办人", "联络员", "联系人姓名", "责任人"),
    "phone": ("电话", "联系电话", "联系方式", "办公电话", "手机", "手机号码"),
}  # fmt: skip
"""How other offices head the columns; the first of each is ours."""


class Sureness(StrEnum):
    """How a column was recognised."""

    SAME = "same"
    SIMILAR = "similar"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A column that could be the one meant by ``name``; ``why`` is a sentence for the person who confirms."""

    name: str
    column: int
    caption: str
    sureness: Sureness
    why: str

    @property
    def letter(self) -> str:
        return get_column_letter(self.column)


@dataclass(frozen=True, slots=True)
class Proposal:
    """The header found and which column could be which. ``columns`` are those of which there is no doubt.

    ``doubtful`` lists the candidates of every other name; ``unknown`` columns nothing of ours, ``{letter: caption}``.
    """

    sheet: str
    header: int
    first_row: int
    columns: dict[str, Candidate]
    doubtful: dict[str, tuple[Candidate, ...]]
    unknown: dict[str, str]

    @property
    def captions(self) -> tuple[tuple[str, int, str], ...]:
        """The header, by which a layout is known again: letter, column and caption of each."""
        named = [*self.columns.values(), *(one for each in self.doubtful.values() for one in each)]
        found = {one.column: one.caption for one in named}
        found |= {column_index_from_string(letter): caption for letter, caption in self.unknown.items()}
        return tuple((get_column_letter(column), column, found[column]) for column in sorted(found))


def in_words(columns: Mapping[str, int]) -> dict[str, str]:
    """A mapping by our captions, with the letters of its columns: ``{"task": 2}`` → ``{"工作任务": "B"}``."""
    return {CAPTIONS[name][0]: get_column_letter(column) for name, column in columns.items() if name in CAPTIONS}


def propose(grid: Grid) -> Proposal | None:
    """Find the header of a sheet and say which column could be which; None where no row looks like a header.

    A header of two levels (量化目标 over 目标 and 完成) is read level by level, the lower caption first.
    """
    found = max(_headers(grid), key=lambda each: len({one.name for one in each[2]}), default=None)
    if found is None or len({one.name for one in found[2]}) < LEAST_COLUMNS:
        return None
    header, last, candidates, captions = found
    columns, doubtful = {}, {}
    for name in CAPTIONS:
        named = [one for one in candidates if one.name == name]
        same = [one for one in named if one.sureness is Sureness.SAME]
        if len(same) == 1:
            columns[name] = same[0]
        elif named:
            doubtful[name] = tuple(same or named)
    known = {one.column for one in candidates}
    unknown = {get_column_letter(column): caption for column, caption in captions.items() if column not in known}
    return Proposal(grid.title, header, last + 1, columns, doubtful, unknown)


def _headers(grid) -> Iterator[tuple]:
    """``(first row, last row, candidates, captions)`` of every row that could be a header."""
    for number in list(grid.rows)[:ROWS_TO_LOOK_AT]:
        last = max(
            (bottom for top, _, bottom, _ in grid.merged if top == number and bottom <= number + 2), default=number
        )
        captions = _captions(grid, number, last)
        candidates = [one for column, words in captions.items() for one in _candidates(column, words)]
        if candidates:
            yield number, last, candidates, {column: words[0] for column, words in captions.items()}


def _captions(grid, first, last) -> dict[int, list[str]]:
    """``{column: captions}``, the lowest first; one merged over several columns is that of each."""
    captions: dict[int, list[str]] = {}
    for number in range(last, first - 1, -1):
        row = dict(grid.rows.get(number, {}))
        for top, left, _, right in grid.merged:
            if top == number and left in row:
                row.update(dict.fromkeys(range(left, right + 1), row[left]))
        for column, value in row.items():
            if words := plain(value).strip():
                captions.setdefault(column, []).append(words)
    return captions


def _candidates(column, words: Sequence[str]) -> Iterator[Candidate]:
    captions = [*words, "".join(reversed(words))] if len(words) > 1 else words
    for caption in captions:
        letters = _letters(caption)
        for name, known in CAPTIONS.items():
            if letters in map(_letters, known):
                yield Candidate(name, column, caption, Sureness.SAME, f"列名是“{caption}”。")
                return
    parts = [
        (len(part), name, part, caption)
        for caption in captions
        for name, known in CAPTIONS.items()
        for part in known
        if len(part) > 1 and _letters(part) in _letters(caption)
    ]
    if parts:
        _, name, part, caption = max(parts, key=lambda found: found[0])
        yield Candidate(name, column, caption, Sureness.SIMILAR, f"列名“{caption}”里有“{part}”，请确认。")


def _letters(caption):
    """A caption without white space, brackets round it and what a form adds: ``工作进展*：`` → 工作进展"""
    return squeezed(caption).strip("*:：、.,()（）")
