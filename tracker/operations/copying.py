"""One text for several rows: what was written on one row of a sheet is added to the drafts of others."""

from collections.abc import Collection

from tracker.errors import NothingChosen, NotThere
from tracker.operations.actors import Acting
from tracker.operations.reports import Wanted, own_filing, save_one
from tracker.operations.rows import Held, cycle_for, hold
from tracker.operations.transactions import one_transaction
from tracker.reporting.content import Content, with_words_of
from tracker.storage.queries.reports import content_of, drafts_of
from tracker.storage.reports import Draft
from tracker.vocabulary.reporting import STANDING


def copy_words(cycle_id: int, source_id: int, row_ids: Collection[int], *, by: Acting) -> int:
    """Add the words of one own row to the drafts of others, all or none; returns how many changed.

    Each row keeps its status, percent, figures and whatever stands there already, and is sent as a version of its own.
    Raises NothingChosen, NotThere, WrongState.
    """
    wanted = set(row_ids) - {source_id}
    if not wanted:
        raise NothingChosen("填写", "要填的任务")
    with one_transaction():
        cycle = cycle_for(cycle_id)
        own_filing(cycle, by)
        held = {each.row.id: each for each in hold({source_id, *wanted}, cycle)}
        drafts = drafts_of(held)
        if held[source_id].row.agency_id != by.agency_id:
            raise NotThere
        source = content_shown(held[source_id], drafts.get(source_id))
        return sum(_add(held[row_id], source, drafts.get(row_id), by) for row_id in sorted(wanted))


def _add(held: Held, source: Content, draft: Draft | None, by: Acting) -> bool:
    before = draft.version if draft else 0
    content = with_words_of(content_shown(held, draft), source)
    return save_one(held, Wanted(content), draft, by) != before


def content_shown(held: Held, draft: Draft | None) -> Content:
    """What a row's form shows: its draft, or what was sent where that stands or no draft is there."""
    if draft is not None and held.row.state not in STANDING:
        return Content.of_json(draft.content)
    return content_of(held.row) if held.row.version_number else Content()
