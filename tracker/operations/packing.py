"""汇报包: for a superior all in one archive, with what changed since the pack before."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from functools import partial
from io import TextIOWrapper
from typing import BinaryIO

from sqlalchemy import select

from tracker import clock
from tracker.errors import NotYours
from tracker.operations.actors import Acting, is_office_of
from tracker.operations.snapshots import compendium
from tracker.operations.transactions import one_transaction
from tracker.operations.yearbooks import Material, cycle_row, unreported_row, write_whole
from tracker.papers.compendium import blocks_of
from tracker.papers.word import write_document
from tracker.storage.database import db
from tracker.storage.queries.cycles import tallies
from tracker.storage.workbooks import LedgerPack
from tracker.workbooks.beside import ChangedRow, changed_table, changes_between, to_coordinate_table
from tracker.workbooks.columns import LEDGER, Column, LedgerRow
from tracker.workbooks.ledger import heading_line
from tracker.workbooks.offline import offline_page
from tracker.workbooks.packs import write_pack
from tracker.workbooks.sheets import write_tables
from tracker.workbooks.summaries import unreported_table

KEPT = ("progress_state", "percent", "progress", "problems", "next_step", "to_coordinate", "reported_by")
"""What of a task a pack remembers."""

Part = tuple[str, Callable[[BinaryIO], object]]


def make_pack(
    found: Material, target: BinaryIO, *, by: Acting, columns: Sequence[Column] = LEDGER, more: Sequence[Part] = ()
) -> list[str]:
    """Write the pack and remember what it said; returns the names of its files. ``more`` are other papers for it.

    Only accepted words are in it, as superiors read them.
    """
    if not is_office_of(by, found.cycle.group_id):
        raise NotYours("制作汇报包")
    found = replace(found, final_only=True)
    rows = {task.row.id: cycle_row(task, found.final_only) for task in found.tasks}
    before = _before(found.cycle.id)
    names = write_pack([*_parts(found, rows, before, columns), *more], target)
    with one_transaction():
        said = json.dumps({id_: _kept(row) for id_, row in rows.items()}, ensure_ascii=False)
        pack = LedgerPack(cycle_id=found.cycle.id, tasks=said, who=by.name, account_id=by.id, at=clock.now())
        db.session.add(pack)
    return names


def _kept(row):
    return {name: value for name, value in asdict(row).items() if name in KEPT and value}


def _before(cycle_id) -> tuple[datetime, dict[int, dict]] | None:
    """When the last pack was made, and what it said of each task."""
    statement = select(LedgerPack).where(LedgerPack.cycle_id == cycle_id).order_by(LedgerPack.id.desc())
    pack = db.session.scalars(statement.limit(1)).first()
    return pack and (pack.at, {int(id_): facts for id_, facts in json.loads(pack.tasks).items()})


def _parts(found: Material, rows, before, columns) -> Iterator[Part]:
    subject, line = found.subject, heading_line(found.office, found.cycle.period_to, "单位：项")
    yield f"1 {subject}总台账", partial(_written, write_whole, found, columns)
    note = f"与 {before[0]:%Y-%m-%d %H:%M} 的汇报包相比。" if before else "这是第一个汇报包，列出全部已报的内容。"
    changed = changed_table(_changed(found.tasks, rows, before), title=f"{subject}变化情况", line=line, note=note)
    yield f"2 {subject}变化情况", partial(write_tables, [changed])
    asking = [row for row in rows.values() if row.to_coordinate]
    asking = to_coordinate_table(asking, title=f"{subject}需协调事项", line=line)
    yield f"3 {subject}需协调事项", partial(write_tables, [asking])
    missing = unreported_table(map(unreported_row, found.missing), title=f"{subject}未报清单", line=line)
    yield f"4 {subject}未报清单", partial(write_tables, [missing])
    page = offline_page(rows.values(), title=f"任务分工台账（{subject}）", line=line, columns=columns)
    yield f"5 {subject}台账（用浏览器打开）.html", partial(_page, page)
    paper = compendium(found, tallies(found.cycle.id))
    yield f"6 {subject}综合材料.docx", partial(_paper, paper)


def _written(write, found, columns, target):
    return write(found, target, columns)


def _page(pieces, target):
    text = TextIOWrapper(target, encoding="utf-8")
    text.writelines(pieces)
    text.flush()
    text.detach()


def _paper(paper, target):
    write_document(blocks_of(paper), target, title=paper.title)


def _changed(tasks, rows: dict[int, LedgerRow], before) -> Iterator[ChangedRow]:
    said = before[1] if before else {}
    for task in tasks:
        row = rows[task.row.id]
        told = replace(row, **dict.fromkeys(KEPT) | said.get(task.row.id, {}))
        yield from changes_between(f"{task.row.label} {task.row.title}".strip(), told, row)
