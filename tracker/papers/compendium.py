"""综合材料: what was said on the tasks of a cycle put together by document and agency, ready to be edited."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from tracker.papers.blocks import Block, Kind, Table, first, paragraphs, second

NOTHING = "无。"


@dataclass(frozen=True, slots=True)
class Words:
    """What one agency said on a task; ``figures`` are its figures with their dates, in words."""

    agency: str
    done: str
    problems: str = ""
    next_step: str = ""
    coordination: str = ""
    figures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TaskWords:
    """A task with how it stands, and what was said on it; ``section`` is that of the document in which it stands."""

    label: str
    title: str
    standing: str
    words: tuple[Words, ...]
    section: str = ""


@dataclass(frozen=True, slots=True)
class DocumentWords:
    """A document with its tasks, in its own order."""

    title: str
    number: str | None
    tasks: tuple[TaskWords, ...]


@dataclass(frozen=True, slots=True)
class Cover:
    """What an agency said of itself as a whole."""

    agency: str
    overview: str = ""
    practice: str = ""
    problems: str = ""
    next_step: str = ""


@dataclass(frozen=True, slots=True)
class Unreported:
    """A report that is missing, and what is known of why."""

    agency: str
    task: str
    due: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Compendium:
    """All that the paper is made of; ``figures`` are whole sentences."""

    title: str
    office: str
    as_of: date
    figures: Sequence[str]
    documents: Sequence[DocumentWords]
    covers: Sequence[Cover] = ()
    unreported: Sequence[Unreported] = ()


def blocks_of(paper: Compendium) -> list[Block | Table]:
    """The paper, block by block: figures, tasks by document and section, agencies, what is to be coordinated, what is missing."""
    return [
        Block(Kind.TITLE, paper.title),
        Block(Kind.LINE, f"{paper.office}　{paper.as_of.year}年{paper.as_of.month}月{paper.as_of.day}日"),
        first(1, "总体情况"),
        *(block for sentence in paper.figures for block in paragraphs(sentence)),
        first(2, "各项任务进展情况"),
        *_by_document(paper.documents),
        first(3, "各单位工作情况"),
        *_covers(paper.covers),
        first(4, "存在问题和需要协调的事项"),
        *_matters(paper.documents),
        first(5, "尚未报送的任务"),
        *_missing(paper.unreported),
    ]


def _or_nothing(blocks):
    return blocks or [Block(Kind.BODY, NOTHING)]


def _by_document(documents):
    return _or_nothing([block for place, each in enumerate(documents, start=1) for block in _document(place, each)])


def _document(place, document) -> Iterator[Block]:
    number = f"（{document.number}）" if document.number else ""
    yield second(place, f"《{document.title}》{number}")
    for section, tasks in groupby(document.tasks, key=lambda task: task.section):
        if section:
            yield Block(Kind.THIRD, section)
        for task in tasks:
            yield from _task(task)


def _task(task):
    yield Block(Kind.FOURTH, f"{task.label}　{task.title}" if task.label else task.title)
    yield Block(Kind.BODY, f"{task.standing}。")
    for said in task.words:
        yield from paragraphs(said.done, f"{said.agency}：")
        yield from paragraphs("；".join(said.figures), "指标：")
        yield from paragraphs(said.next_step, "下一步：")


def _covers(covers):
    parts = (("overview", ""), ("practice", "主要做法："), ("problems", "存在问题："), ("next_step", "下一步打算："))
    blocks = []
    for place, cover in enumerate(covers, start=1):
        blocks.append(second(place, cover.agency))
        for name, lead in parts:
            blocks += paragraphs(getattr(cover, name), lead)
    return _or_nothing(blocks)


def _matters(documents):
    """Problems and matters to coordinate, task by task; a bare “无” is none."""
    blocks = []
    for task in (task for document in documents for task in document.tasks):
        for said in task.words:
            for words, kind in ((said.problems, "问题"), (said.coordination, "需协调")):
                if words.strip(" 　。.") not in ("", "无", "暂无", "没有"):
                    blocks += paragraphs(words, f"{said.agency}（{task.title}，{kind}）：")
    return _or_nothing(blocks)


def _missing(unreported):
    if not unreported:
        return [Block(Kind.BODY, NOTHING)]
    rows = tuple((each.agency, each.task, f"{each.due:%Y-%m-%d}", each.reason) for each in unreported)
    return [Table(("单位", "任务", "截止日期", "原因"), rows, (3.2, 6.0, 2.6, 3.8))]
