"""What a body that is no more had written passes to those who carry its duty on: words, files, the sheet's cover text.

Its own row, its versions and its files stay as they are.
"""

from collections.abc import Collection

from sqlalchemy import select

from tracker import clock
from tracker.operations.actors import REPORTER, Acting, Actor
from tracker.operations.copying import content_shown
from tracker.operations.going_on import go_on
from tracker.operations.reports import Wanted, filing_of, save_one
from tracker.operations.rows import Held, hold
from tracker.reporting.content import Content, with_words_of
from tracker.storage.cycles import Cycle, ExpectedReport
from tracker.storage.database import db
from tracker.storage.queries.carrying import carrying
from tracker.storage.queries.filings import COVER
from tracker.storage.queries.reports import attachments_of, drafts_of
from tracker.storage.registry_office import Handover
from tracker.storage.reports import Attachment, Filing
from tracker.storage.sight import seeing_everything
from tracker.vocabulary.reporting import EDITABLE, STANDING, Duty, Owing

FILE = ("name", "kind", "size", "sha256", "account_id", "at")


@seeing_everything()
def pass_on(cycle: Cycle, gone: Collection[int], came: Collection[int], by: Acting) -> None:
    """Let the heirs of the rows that are ``gone``, and those that ``came`` now of rows gone before, go on with what
    stands on them; within a transaction. An heir that wrote something itself keeps it, with the other's words behind.
    One that has nothing behind it goes on with the returns, the clock and the extension, too.

    It is done whoever confirms it: the office itself reads no drafts.
    """
    db.session.flush()
    ids = {*gone, *_gone_before(came)}
    drafts, files = drafts_of(ids), attachments_of(ids)
    for each in hold(ids, cycle) if ids else ():
        draft, own_files = drafts.get(each.row.id), files.get(each.row.id, ())
        content = content_shown(each, draft)
        heirs = [row_id for row_id in _heirs(each) if row_id in came or each.row.id in gone]
        if not heirs:
            continue
        name = carrying().agencies[each.row.agency_id].name
        for heir in hold(heirs, each.cycle):
            go_on(each, heir, name, by)
            if content == Content() and not own_files:
                continue
            _write(heir, content, f"{draft.who}（原{name}）" if draft else f"原{name}")
            _lay(heir, own_files, name)
            _cover(each, heir)


def _gone_before(came):
    """The rows that are owed no more on the tasks of these."""
    row = ExpectedReport
    tasks = db.session.execute(select(row.cycle_id, row.task_id).where(row.id.in_(came)).distinct()).all()
    there = (row.cycle_id.in_({cycle for cycle, _ in tasks}), row.task_id.in_({task for _, task in tasks}))
    return set(db.session.scalars(select(row.id).where(*there, row.owing == Owing.WITHDRAWN)))


def _heirs(held: Held) -> list[int]:
    """The rows on the same task and still to be written, of those who carry it on: as it was decided of this very task,
    else as the registry says. Of the same duty; a part that was not sent yet may also go into a report."""
    row = held.row
    duties = {row.duty} if row.state in STANDING else {row.duty, Duty.REPORT}
    decided = select(Handover.to_agency).where(Handover.task_id == row.task_id, Handover.from_agency == row.agency_id)
    bodies = set(db.session.scalars(decided)) or {
        heir.agency for heir in carrying().followers(row.agency_id, clock.today())
    }
    statement = select(ExpectedReport.id).where(
        ExpectedReport.cycle_id == row.cycle_id,
        ExpectedReport.task_id == row.task_id,
        ExpectedReport.duty.in_(duties),
        ExpectedReport.owing == Owing.OWED,
        ExpectedReport.state.in_(EDITABLE),
        ExpectedReport.agency_id.in_(bodies - {None}),
    )
    return list(db.session.scalars(statement))


def _write(heir: Held, content: Content, who: str):
    if content == Content():
        return
    draft = drafts_of([heir.row.id]).get(heir.row.id)
    own = content_shown(heir, draft)
    wanted = content if own == Content() else with_words_of(own, content)
    save_one(heir, Wanted(wanted), draft, Actor(None, who, frozenset({REPORTER}), heir.row.agency_id))


def _lay(heir: Held, files, name: str):
    """The same files beside the heir's row: kept once, under their hash."""
    filing = filing_of(heir.cycle.id, heir.row.agency_id)
    there = {each.sha256 for each in attachments_of([heir.row.id]).get(heir.row.id, ())}
    for file in files:
        if file.sha256 not in there:
            facts = {column: getattr(file, column) for column in FILE}
            who = f"{file.who}（原{name}）"
            db.session.add(Attachment(filing_id=filing.id, expected_id=heir.row.id, who=who, **facts))


def _cover(held: Held, heir: Held):
    """The cover text of a sheet that has none yet."""
    filing = filing_of(heir.cycle.id, heir.row.agency_id)
    own = (Filing.cycle_id == held.cycle.id, Filing.agency_id == held.row.agency_id)
    before = db.session.scalar(select(Filing).where(*own))
    if before is not None and not any(getattr(filing, name) for name in COVER):
        for name in COVER:
            setattr(filing, name, getattr(before, name))
