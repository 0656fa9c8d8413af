"""自备表格: a workbook that is not ours. The office maps its columns once for each layout; doubtful rows are asked about."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime

from sqlalchemy import select

from tracker import clock
from tracker.errors import NotThere, NotYours, WrongState
from tracker.operations.actors import OFFICE, Acting
from tracker.operations.transactions import one_transaction
from tracker.storage.database import db
from tracker.storage.queries.answering import Asked
from tracker.storage.registry import RegisteredAgency
from tracker.storage.workbooks import ColumnLayout, WorkbookImport
from tracker.workbooks.answers import BY_NAME
from tracker.workbooks.carried import of_plain
from tracker.workbooks.foreign_columns import CAPTIONS, Proposal, in_words, propose
from tracker.workbooks.foreign_returned import as_returned
from tracker.workbooks.foreign_rows import ForeignRow, KnownTask, Match, foreign_rows, match
from tracker.workbooks.grids import Grid
from tracker.workbooks.returned import Returned
from tracker.workbooks.set_aside import around


@dataclass(frozen=True)
class Matched:
    """What is known of a workbook of others: its sheet, its columns by our names (None: to be mapped), rows' tasks.

    ``rows`` holds what a person chose: the key of a task by the row's number, "" for none.
    """

    sheet: int
    columns: Mapping[str, int] | None = None
    rows: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Foreign:
    """A workbook of others as it stands: ``matches`` are empty until its columns are mapped.

    ``notices`` say what of the file is not read at all.
    """

    matched: Matched
    proposal: Proposal
    notices: tuple[str, ...] = ()
    rows: tuple[ForeignRow, ...] = ()
    matches: tuple[Match, ...] = ()

    @property
    def keys(self) -> dict[int, str]:
        """By row: the task there is no doubt about, or that a person chose."""
        chosen = {int(number): key for number, key in self.matched.rows.items()}
        return {each.row.number: each.key or "" for each in self.matches} | chosen

    @property
    def doubtful(self) -> tuple[Match, ...]:
        """The rows to be asked about."""
        asked = (each for each in self.matches if each.key is None and each.candidates)
        return tuple(each for each in asked if str(each.row.number) not in self.matched.rows)

    @property
    def unmatched(self) -> tuple[ForeignRow, ...]:
        """The rows that are about no task of this sheet."""
        return tuple(each.row for each in self.matches if each.key is None and not each.candidates)


def recognised(grids: Sequence[Grid], *, may_map: bool) -> Matched | None:
    """A table of tasks and answers among the sheets; None where there is none, or nobody has mapped its columns who may.

    A layout that was mapped before is known again.
    """
    found = [(len(each.columns), place) for place, grid in enumerate(grids) if (each := propose(grid))]
    if not found:
        return None
    place = max(found)[1]
    columns = _kept_columns(propose(grids[place]))
    return Matched(place, columns) if columns or may_map else None


def foreign_of(upload: WorkbookImport, asked: Sequence[Asked], agency: RegisteredAgency) -> Foreign:
    """What is known of a workbook of others, with its rows and the tasks of the sheet they could be about."""
    matched = Matched(**json.loads(upload.matched))
    sheets = of_plain(json.loads(upload.grids))
    grid = sheets[matched.sheet]
    proposal, notices = propose(grid), tuple(each.sentence for each in around(sheets, grid))
    if matched.columns is None:
        return Foreign(matched, proposal, notices)
    rows = tuple(foreign_rows(grid, proposal.first_row, matched.columns))
    names = [name for name in (agency.name, agency.short) if name]
    return Foreign(matched, proposal, notices, rows, tuple(match(rows, list(map(_known, asked)), names=names)))


def _known(asked):
    task = asked.task
    return KnownTask(str(asked.row.id), task.label, task.heading or "", task.text)


def returned_of(upload: WorkbookImport, asked: Sequence[Asked], agency: RegisteredAgency) -> Returned:
    """The rows whose task is known, as a returned template's."""
    found = foreign_of(upload, asked, agency)
    return as_returned(found.rows, found.keys, found.matched.columns or {})


def written(matched: Matched) -> str:
    """As an import keeps it."""
    return json.dumps(asdict(matched), ensure_ascii=False)


def map_columns(upload: WorkbookImport, columns: Mapping[str, int], *, by: Acting) -> None:
    """Keep which column is which, for this workbook and the next of its layout. Raises WrongState."""
    chosen = {name: column for name, column in columns.items() if name in CAPTIONS}
    if "task" not in chosen or not chosen.keys() & BY_NAME.keys():
        raise WrongState("至少要指明“工作任务”和一列填报内容（如“工作进展”）；请选好后再继续。")
    if len(set(chosen.values())) < len(chosen):
        raise WrongState("同一列选了两次，不知道是哪一栏；请改正后再继续。")
    matched = Matched(**json.loads(upload.matched))
    upload.matched = written(Matched(matched.sheet, chosen))
    proposal = propose(of_plain(json.loads(upload.grids))[matched.sheet])
    layout = _layout(proposal) or ColumnLayout(digest=_digest(proposal))
    layout.captions, layout.columns = "、".join(caption for _, _, caption in proposal.captions), json.dumps(chosen)
    layout.who, layout.at = by.name, clock.now()
    db.session.add(layout)


@dataclass(frozen=True)
class KeptLayout:
    """A layout as the office mapped it: its captions, and by our captions the letters of its columns."""

    id: int
    captions: str
    columns: Mapping[str, str]
    who: str
    at: datetime


def kept_layouts() -> tuple[KeptLayout, ...]:
    """The layouts of others that are known again, the newest first."""
    statement = select(ColumnLayout).order_by(ColumnLayout.at.desc(), ColumnLayout.id.desc())
    return tuple(
        KeptLayout(each.id, each.captions, in_words(json.loads(each.columns)), each.who, each.at)
        for each in db.session.scalars(statement)
    )


def forget_layout(layout_id: int, *, by: Acting) -> None:
    """Forget how a layout was mapped: the next workbook of it is asked about again. Raises NotThere, NotYours."""
    if OFFICE not in by.roles:
        raise NotYours("删去自备表格的对应")
    with one_transaction():
        layout = db.session.get(ColumnLayout, layout_id, with_for_update=True)
        if layout is None:
            raise NotThere("这种自备表格")
        db.session.delete(layout)


def choose_tasks(upload: WorkbookImport, rows: Mapping[int, str], asked: Sequence[Asked]) -> None:
    """Keep which task a doubtful row is about; "" for none."""
    known = {str(each.row.id) for each in asked} | {""}
    matched = Matched(**json.loads(upload.matched))
    chosen = {str(number): key for number, key in rows.items() if key in known}
    upload.matched = written(Matched(matched.sheet, matched.columns, {**matched.rows, **chosen}))


def _kept_columns(proposal):
    layout = _layout(proposal)
    return json.loads(layout.columns) if layout else None


def _layout(proposal):
    return db.session.scalar(select(ColumnLayout).where(ColumnLayout.digest == _digest(proposal)))


def _digest(proposal):
    return hashlib.sha256(json.dumps(proposal.captions, ensure_ascii=False).encode()).hexdigest()
