"""One row of an agency's sheet with all that stands beside its form: what was said before, by whom, and its files."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, literal, select

from tracker.reporting.content import Content
from tracker.reporting.due_dates import day_of, effective_due
from tracker.reporting.objecting import Objectable
from tracker.reporting.putting_in import before_taking
from tracker.reporting.transitions import Circumstances
from tracker.storage.agencies import Agency
from tracker.storage.cycles import ADDING, AddedRow, Adjustment, Cycle, ExpectedReport, Objection
from tracker.storage.database import db
from tracker.storage.documents import Assignment
from tracker.storage.queries.contributions import Parts, parts_of
from tracker.storage.queries.fellows import Fellow, fellows_of
from tracker.storage.queries.reports import attachments_of
from tracker.storage.queries.said_before import Earlier, said_before
from tracker.storage.queries.sheets import Sheet, SheetLine
from tracker.storage.reports import Attachment, Draft, GoneWithout, Nudge, ReportStep, ReportVersion
from tracker.storage.sight import seeing_everything
from tracker.vocabulary.reporting import SENT_BACK, Action, Adjusting, Duty, ObjectionState, Owing


@dataclass(frozen=True)
class Said:
    """What a consolidator said to a co-unit: a reminder, or why it went on without it (``went_on``)."""

    at: datetime
    who: str
    text: str
    went_on: bool


@dataclass(frozen=True)
class RowView:
    """One row of a sheet with all that stands beside its form; ``origin`` says by what name, or by whom, it came to be,
    ``withdrawn`` why it is not owed any more."""

    line: SheetLine
    draft: Draft | None
    content: Content
    sent: Content | None
    steps: tuple[ReportStep, ...]
    earlier: tuple[Earlier, ...]
    parts: Parts
    fellows: tuple[Fellow, ...]
    objections: tuple[Objection, ...]
    said: tuple[Said, ...]
    files: tuple[Attachment, ...]
    added_on: date | None
    origin: str
    withdrawn: Adjustment | None = None

    @property
    def returned(self) -> ReportStep | None:
        """The return that is to be answered, None where there is none."""
        if self.line.row.state not in SENT_BACK:
            return None
        return next((step for step in reversed(self.steps) if step.action is Action.RETURN), None)

    @property
    def sent_back(self) -> ReportStep | None:
        """The approver's last word, where that was to write it anew."""
        last = self.steps[-1] if self.steps else None
        return last if last and last.action is Action.SEND_BACK else None

    @property
    def entered(self) -> ReportStep | None:
        """代录: the office's step, where what was sent last was entered by it."""
        number = self.line.row.version_number
        return next((each for each in self.steps if each.action is Action.ENTER and each.version_number == number), None)

    @property
    def is_other_than_sent(self) -> bool:
        """Whether the form shows a draft that says something else than what was sent."""
        return self.sent is not None and self.content != self.sent

    @property
    def left_in_text(self) -> tuple[str, ...]:
        """The co-units whose words stand in 工作进展 though their part is not taken over, or not any more."""
        return tuple(each.agency for each in self.parts.each if not each.is_taken and self._has_text_of(each))

    @property
    def left_out(self) -> frozenset[int]:
        """The rows of contributions that are taken over and whose words do not stand in 工作进展, while it may be written."""
        parts = self.parts.each if self.line.is_editable else ()
        return frozenset(each.row.id for each in parts if each.is_taken and not self._has_text_of(each))

    def _has_text_of(self, part):
        return f"【{part.agency}】" in self.content.done

    @property
    def before_taking(self) -> str:
        """What is to be said before a contribution is taken over whose words will not go into the report."""
        return before_taking(self.line.row.owing, self.line.row.state)

    @property
    def objection(self) -> Objection | None:
        """The objection the office has not decided."""
        return next((each for each in self.objections if each.state is ObjectionState.RAISED), None)

    def objectable(self, cycle: Cycle) -> Objectable:
        """What decides whether the row may be objected to."""
        since = max(filter(None, (cycle.opened_on, self.added_on)), default=None)
        return Objectable(self.line.row.state, self.line.row.owing, cycle.state, since, self.objection is not None)

    def circumstances(self, one: Sheet, on: date) -> Circumstances:
        """What decides what may be done to the row."""
        row = self.line.row
        past = on > effective_due(row.due_on, row.extended_to)
        return Circumstances(row.duty, row.state, row.owing, row.before, one.signs, past, one.is_locked)


@seeing_everything()
def row_view(one: Sheet, row_id: int, on: date, bodies: Collection[str] = ()) -> RowView | None:
    """A row of a sheet with what stands beside its form; None where the sheet has no such row. In eight statements, of
    a row that was withdrawn in nine.

    ``bodies`` are the agency and those whose duties passed to it: what they reported before is shown, too.
    """
    line = next((each for each in one.lines if each.id == row_id), None)
    if line is None:
        return None
    draft, sent, added_at, origin = _written(line.row)
    return RowView(
        line,
        draft,
        Content.of_json(draft.content) if draft and not line.stands else sent or Content(),
        sent,
        tuple(_of(ReportStep, row_id, ReportStep.number)),
        said_before([(line.row, one.cycle)], bodies).get(line.id, ()),
        parts_of(one.cycle, line.row.task_id, on) if line.is_consolidated_here else Parts(()),
        fellows_of(line.row) if line.is_consolidated_here else (),
        tuple(_of(Objection, row_id, Objection.id)),
        _said(row_id) if line.row.duty is Duty.CONTRIBUTION else (),
        tuple(attachments_of([row_id]).get(row_id, ())),
        day_of(added_at) if added_at else None,
        origin,
        _withdrawal(line.row),
    )


def _withdrawal(row):
    """The office's word by which a row is not owed any more, None of one that is."""
    if row.owing is not Owing.WITHDRAWN:
        return None
    said = select(Adjustment).where(Adjustment.expected_id == row.id, Adjustment.kind == Adjusting.WITHDRAWN)
    return db.session.scalar(said.order_by(Adjustment.id.desc()).limit(1))


def _of(table, row_id, order):
    return db.session.scalars(select(table).where(table.expected_id == row_id).order_by(order))


def _written(row):
    """The draft, what was sent last, when the row was added or put back since the opening, and its origin; in one
    statement."""
    latest = (ReportVersion.expected_id == ExpectedReport.id) & (ReportVersion.number == ExpectedReport.version_number)
    added = select(func.max(Adjustment.at)).where(Adjustment.expected_id == row.id, Adjustment.kind.in_(ADDING))
    statement = (
        select(Draft, ReportVersion.content, added.scalar_subquery(), _is_printed(row), _is_by_hand(row))
        .select_from(ExpectedReport)
        .outerjoin(Draft, Draft.expected_id == ExpectedReport.id)
        .outerjoin(ReportVersion, latest)
        .where(ExpectedReport.id == row.id)
    )
    draft, text, added_at, is_printed, is_by_hand = db.session.execute(statement).one()
    origin = f"文件中写作 {row.printed}" if is_printed else "办公室增补" if is_by_hand else ""
    return draft, Content.of_json(text) if text else None, added_at, origin


def _is_printed(row):
    """Whether its document names the row's agency as the row does, as a column."""
    named = select(Assignment.id).join(Assignment.agency).where(Assignment.task_id == row.task_id)
    return named.where(Agency.name.in_(row.printed.split("；"))).exists()


def _is_by_hand(row):
    """Whether the office added the row, before the opening or since, as a column."""
    own = (AddedRow.cycle_id == row.cycle_id, AddedRow.task_id == row.task_id)
    planned = select(AddedRow.agency_id).where(*own, AddedRow.printed.in_(row.printed.split("；")))
    since = select(Adjustment.id).where(Adjustment.expected_id == row.id, Adjustment.kind.in_(ADDING))
    return planned.exists() | since.where(~Adjustment.by_registry).exists()


def _said(row_id) -> tuple[Said, ...]:
    """The consolidator's reminders, and where it went on without this contribution, the latest first."""
    nudges = select(Nudge.at, Nudge.who, Nudge.text, literal(0).label("went_on")).where(Nudge.expected_id == row_id)
    without = select(ReportVersion.at, ReportVersion.who, ReportVersion.without, literal(1))
    without = without.join(GoneWithout, GoneWithout.version_id == ReportVersion.id)
    both = nudges.union_all(without.where(GoneWithout.expected_id == row_id))
    rows = [Said(at, who, text or "", bool(went_on)) for at, who, text, went_on in db.session.execute(both)]
    return tuple(sorted(rows, key=lambda each: each.at, reverse=True))
