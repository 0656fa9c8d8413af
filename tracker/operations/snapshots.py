"""存档: freezing a locked cycle as files that never change, and saying so where one was touched."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import file_digest
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import BinaryIO

from sqlalchemy import func, select

from tracker import clock
from tracker.errors import NotYours, WrongState
from tracker.operations import yearbooks
from tracker.operations.actors import Acting, is_office_of
from tracker.operations.originals import arrived, keep, place_of, sweep
from tracker.operations.rows import cycle_for
from tracker.operations.transactions import one_transaction
from tracker.operations.yearbooks import Material
from tracker.papers.compendium import (
    Compendium,
    Cover,
    DocumentWords,
    TaskWords,
    Unreported,
    Words,
    blocks_of,
)
from tracker.papers.word import write_document
from tracker.reporting.frozen import FrozenTask, FrozenYear
from tracker.reporting.rates import Rates, Tally, rates_of
from tracker.storage.database import db
from tracker.storage.queries.cycles import tallies
from tracker.storage.queries.filters import TaskFilter
from tracker.storage.queries.ledger import LedgerTask
from tracker.storage.queries.lineage import lineages_in
from tracker.storage.queries.snapshots import cover_texts
from tracker.storage.snapshots import Snapshot, SnapshotFile
from tracker.vocabulary import Role
from tracker.vocabulary.reporting import IN_REVIEW, CycleState, Duty, SnapshotPart

FOLDER = "snapshots"
LARGEST, IN_MEMORY = 1 << 30, 1 << 22
"""Bytes of a file of a snapshot at the most, and those that need not go to the disk while it is made."""


def take_snapshot(cycle_id: int, *, home: Path, by: Acting) -> int:
    """Freeze a locked cycle: ledger, 综合材料 and figures, each kept under its sha256; returns the snapshot's number.

    Only accepted words are in it. All of it is there or nothing: what was written before a failure is swept up later.
    Raises NotYours, and WrongState while the cycle is not locked.
    """
    with one_transaction():
        cycle = cycle_for(cycle_id, update=True)
        if not is_office_of(by, cycle.group_id):
            raise NotYours("存档")
        if cycle.state is not CycleState.LOCKED:
            raise WrongState("这个周期还没有锁定，内容还会变；请先锁定本期，再存档。")
        number = 1 + (db.session.scalar(select(func.max(Snapshot.number)).where(Snapshot.cycle_id == cycle.id)) or 0)
        taken = Snapshot(cycle_id=cycle.id, number=number, at=clock.now(), who=by.name, account_id=by.id)
        taken.files = [_kept(part, write, home) for part, write in _parts(cycle, by)]
        db.session.add(taken)
        return number


def _parts(cycle, by) -> Iterator[tuple[SnapshotPart, Callable[[BinaryIO], object]]]:
    found = replace(yearbooks.material(cycle, TaskFilter(), by=by), final_only=True)
    counts = tallies(cycle.id)
    paper = compendium(found, counts)
    figures = frozen_year(found, counts).to_json().encode()
    yield SnapshotPart.LEDGER, lambda target: yearbooks.write_whole(found, target)
    yield SnapshotPart.COMPENDIUM, lambda target: write_document(blocks_of(paper), target, title=paper.title)
    yield SnapshotPart.FIGURES, lambda target: target.write(figures)


def _kept(part, write, home):
    with SpooledTemporaryFile(IN_MEMORY) as target:
        write(target)
        target.seek(0)
        with arrived(target, home, most=LARGEST, folder=FOLDER) as arrival:
            keep(arrival, home, FOLDER)
            return SnapshotFile(part=part, size=arrival.size, sha256=arrival.sha256)


def frozen_year(found: Material, counts: dict[Duty, Tally]) -> FrozenYear:
    """A cycle as it stands now, as data."""
    lineages = lineages_in(found.cycle.id)
    tasks = tuple(frozen_task(task, lineages.get(task.row.id, ())) for task in found.tasks)
    return FrozenYear(found.cycle.name, clock.now().isoformat(), counts, tasks)


def frozen_task(task: LedgerTask, lineage: tuple[int, ...] = (), *, final_only: bool = True) -> FrozenTask:
    """A task of a cycle as it stands, in words."""
    line, row = yearbooks.cycle_row(task, final_only), task.row
    responsible = [unit.name for role in (Role.LEAD, Role.RESPONSIBLE) for unit in row.of(role)]
    return FrozenTask(
        row.id,
        lineage,
        row.document.short,
        row.label,
        row.title,
        "、".join(responsible),
        line.progress_state or "",
        "" if line.percent is None else f"{line.percent:g}%",
        line.filing_light.word if line.filing_light else "",
        line.progress_light.word if line.progress_light else "",
    )


def compendium(found: Material, counts: dict[Duty, Tally]) -> Compendium:
    """What the 综合材料 of a cycle says."""
    return Compendium(
        title=f"{found.subject}任务落实情况综合材料",
        office=found.office or "领导小组办公室",
        as_of=clock.today(),
        figures=list(_figures(found, counts)),
        documents=_documents(found.tasks),
        covers=[Cover(agency, **said) for agency, said in cover_texts(found.cycle.id)],
        unreported=[
            Unreported(each.agency, f"{each.label} {each.title}".strip(), each.due, each.reason or "没有说明")
            for each in found.missing
        ],
    )


def _figures(found, counts) -> Iterator[str]:
    period = f"{_in_words(found.cycle.period_from)}至{_in_words(found.cycle.period_to)}"
    bodies = f"{len(found.agencies)}家单位（其中应报报告{len(found.counts)}家）"
    yield f"{found.subject}统计期间为{period}，涉及{len(found.documents)}件文件、{len(found.tasks)}项任务、{bodies}。"
    for duty in Duty:
        yield _rate_sentence(duty, counts[duty], rates_of(counts[duty]))
    lights = list(yearbooks.light_counts([yearbooks.cycle_row(task, final_only=True) for task in found.tasks]))
    for kind in dict.fromkeys(each.kind for each in lights):
        yield f"按{kind}：{'，'.join(f'{each.word}{each.count}项' for each in lights if each.kind == kind)}。"


def _in_words(day):
    return f"{day.year}年{day.month}月{day.day}日"


def _share(rate):
    """A rate that no line is broken within."""
    return rate.text.replace(" ", "")


def _rate_sentence(duty: Duty, counts: Tally, rates: Rates) -> str:
    if not counts.owed:
        return f"本期没有应报的{duty.label}。"
    return (
        f"应报{duty.label}{counts.owed}份，已报{counts.submitted}份（报送率{_share(rates.submitted)}），"
        f"按时{counts.on_time}份（按时率{_share(rates.on_time)}），审核通过或采用{counts.accepted}份"
        f"（通过率{_share(rates.accepted)}），未报{counts.owed - counts.submitted}份。"
    )


def _documents(tasks) -> list[DocumentWords]:
    by_document: dict = {}
    for task in tasks:
        by_document.setdefault(task.row.document, []).append(_task(task))
    return [DocumentWords(document.name, document.number, tuple(said)) for document, said in by_document.items()]


def _task(task: LedgerTask) -> TaskWords:
    line = yearbooks.cycle_row(task, final_only=True)
    percent = None if line.percent is None else f"完成{line.percent:g}%"
    lights = [light.word for light in (line.filing_light, line.progress_light) if light]
    standing = "，".join(dict.fromkeys(filter(None, [line.progress_state or _unsaid(task), percent, *lights])))
    words = tuple(
        Words(
            each.agency,
            f"零报告：{each.content.nil_reason}" if each.content.is_nil else each.content.done,
            each.content.problems,
            each.content.next_step,
            each.content.coordination,
            tuple(f"{figure.name}{figure.text}" for figure in each.content.figures),
        )
        for each in task.rows
        if each.duty is Duty.REPORT and each.content and each.is_final
    )
    section = "　".join(filter(None, [task.row.part, task.row.section]))
    return TaskWords(task.row.label, task.row.title, standing, words, section)


def _unsaid(task):
    """Why nothing is said of how a task stands."""
    reports = [each for each in task.rows if each.duty is Duty.REPORT]
    if waiting := [each.agency for each in reports if each.state in IN_REVIEW]:
        return f"{'、'.join(waiting)}的报告待审核"
    return "汇总单位还没有报告" if any(each.is_final for each in reports) else "没有报告进展"


def is_untouched(file: SnapshotFile, *, home: Path) -> bool:
    """Whether a file of a snapshot lies where it was put and says what it said."""
    try:
        with place_of(file.sha256, home, FOLDER).open("rb") as lying:
            return file_digest(lying, "sha256").hexdigest() == file.sha256
    except OSError:
        return False


def path_of(file: SnapshotFile, *, home: Path) -> Path:
    """Where a file of a snapshot lies; raises WrongState for one that is gone or was touched."""
    if not is_untouched(file, home=home):
        raise WrongState(
            f"存档的“{file.part.label}”已被改动或丢失，不能再作为存档使用，没有给出；请联系系统管理员从备份恢复。"
        )
    return place_of(file.sha256, home, FOLDER)


def frozen_of(snapshot: Snapshot, *, home: Path) -> FrozenYear:
    """What a snapshot froze; raises WrongState if its data were touched."""
    file = next(each for each in snapshot.files if each.part is SnapshotPart.FIGURES)
    return FrozenYear.of_json(path_of(file, home=home).read_text(encoding="utf-8"))


def sweep_snapshots(home: Path) -> int:
    """Remove the files no snapshot knows; returns how many."""
    return sweep(home, set(db.session.scalars(select(SnapshotFile.sha256))), FOLDER)
