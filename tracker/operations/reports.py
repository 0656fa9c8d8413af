"""What an agency does with its sheet for a cycle: acknowledge, write, have signed, send, take back, complete."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select

from tracker import clock
from tracker.errors import Lacking, NotThere, StaleVersion, TooLong, Unfit, WithoutUnits, first_of
from tracker.operations.actors import Acting, writes_for
from tracker.operations.receipting import give_receipt, given_already
from tracker.operations.rows import Given, Held, cycle_for, hold, party_for, refuse_locked, settle, take
from tracker.operations.transactions import one_transaction
from tracker.operations.words import LONGEST_REASON, line, storable, with_line_ends
from tracker.reporting.content import Content, Fault, Figure, changes, faults, summary
from tracker.reporting.receipts import Receipt
from tracker.reporting.transitions import move
from tracker.storage.cycles import Cycle
from tracker.storage.database import db
from tracker.storage.queries.filings import COVER
from tracker.storage.queries.reports import attachments_of, content_of, drafts_of, missing_contributions
from tracker.storage.reports import Draft, Filing, GoneWithout, ReportVersion, VersionAttachment
from tracker.vocabulary.reporting import SENT_BACK, Action, CycleState, Duty, Party

LONGEST_KEY = 64
LONGEST_COVER = 20_000
BESIDE = {"summary": "本次改了什么", "without": "不再等的理由"}
"""What is said beside a report, as a page calls it."""


@dataclass(frozen=True)
class Wanted:
    """What is to be written on a row: its content, the summary of changes, and the draft's version it is based on.

    ``without`` is why co-units that sent nothing are not waited for; None, as a ``summary`` of None, leaves what stands.
    ``based_on`` None: whatever stands is replaced, as a confirmed import does; 0: nothing was there yet.
    """

    content: Content
    summary: str | None = None
    based_on: int | None = None
    without: str | None = None


@dataclass(frozen=True)
class Sent:
    """A row that is about to leave: as what action, with what content and what it brings with it.

    ``files`` are those that go with it; None: all that stand beside the row.
    """

    held: Held
    action: Action
    content: Content
    given: Given
    without: tuple[int, ...] = ()
    without_why: str | None = None
    source_on: date | None = None
    files: tuple[int, ...] | None = None


def acknowledge(cycle_id: int, *, by: Acting) -> None:
    """签收: the agency has seen what it owes; once, again does nothing."""
    with one_transaction():
        cycle = cycle_for(cycle_id)
        filing = own_filing(cycle, by)
        refuse_locked(cycle, "签收")
        _acknowledge(filing, by, clock.now())


def _acknowledge(filing, by, now):
    if filing.acknowledged_at is None:
        filing.acknowledged_at, filing.acknowledged_by = now, by.name


def own_filing(cycle: Cycle, by: Acting) -> Filing:
    """The sheet of the agency somebody writes for, locked; raises NotThere where there is none for them."""
    if by.agency_id is None or not writes_for(by, by.agency_id) or cycle.state is CycleState.PREPARED:
        raise NotThere("本期的报送单")
    return filing_of(cycle.id, by.agency_id)


def filing_of(cycle_id: int, agency_id: str) -> Filing:
    """An agency's sheet, locked; raises NotThere."""
    statement = select(Filing).where(Filing.cycle_id == cycle_id, Filing.agency_id == agency_id).with_for_update()
    filing = db.session.scalar(statement.execution_options(populate_existing=True))
    if filing is None:
        raise NotThere("本期的报送单")
    return filing


def save_cover(cycle_id: int, texts: Mapping[str, str], *, by: Acting, based_on: int | None = None) -> int:
    """Keep the sheet's cover text; returns its version. Raises StaleVersion if it was saved from elsewhere since, TooLong."""
    given = {name: storable(with_line_ends(texts[name])) for name in COVER if name in texts}
    for name, text in given.items():
        if len(text) > LONGEST_COVER:
            raise TooLong(COVER[name], len(text), LONGEST_COVER, name)
    with one_transaction():
        cycle = cycle_for(cycle_id)
        filing = own_filing(cycle, by)
        refuse_locked(cycle, "修改")
        stored = {name: getattr(filing, name) for name in COVER}
        if stored | given == stored:
            return filing.version
        if based_on is not None and based_on != filing.version:
            raise StaleVersion("本单位另一处", row=None, version=filing.version, stored=stored, wanted=given)
        for name, text in given.items():
            setattr(filing, name, text)
        filing.version += 1
        return filing.version


def save_drafts(cycle_id: int, wanted: Mapping[int, Wanted], *, by: Acting) -> dict[int, int]:
    """Keep what is written on these rows, all or none; returns the drafts' versions by row. What is the same stays.

    Raises StaleVersion if one was saved from elsewhere since it was shown, WrongState, NotThere.
    """
    if not wanted:
        return {}
    with one_transaction():
        cycle = cycle_for(cycle_id)
        own_filing(cycle, by)
        held = hold(wanted.keys(), cycle)
        drafts = drafts_of(wanted.keys())
        return {each.row.id: save_one(each, wanted[each.row.id], drafts.get(each.row.id), by) for each in held}


def save_one(held: Held, wanted: Wanted, draft: Draft | None, by: Acting) -> int:
    """Keep what is written on one locked row; returns the draft's version."""
    held.row.state = move(Action.SAVE, party_for(Action.SAVE, by, held), held.circumstances(clock.now()))
    content = storable(wanted.content.as_json())
    text = storable(wanted.summary if wanted.summary is not None else (draft.summary if draft else ""))
    without = storable(wanted.without if wanted.without is not None else (draft.without if draft else ""))
    kept = {"content": content, "summary": text, "without": without}
    if draft is None:
        draft = Draft(expected_id=held.row.id, version=0, who=by.name, at=clock.now(), **kept)
        db.session.add(draft)
    elif kept == {name: getattr(draft, name) for name in kept}:
        return draft.version
    elif wanted.based_on not in (None, draft.version):
        stored = Content.of_json(draft.content)
        raise StaleVersion(draft.who, row=held.row.id, version=draft.version, stored=stored, wanted=wanted.content)
    for name, value in kept.items():
        setattr(draft, name, value)
    draft.who, draft.at = by.name, clock.now()
    draft.version += 1
    return draft.version


def send_to_sign(cycle_id: int, row_ids: Collection[int], *, by: Acting, without: str | None = None) -> None:
    """送审签: hand drafts to the agency's approver; they must be fit to be sent, and say why they do not wait for
    co-units (``without``, or what their draft says), so that the approver need not."""
    with one_transaction():
        cycle = cycle_for(cycle_id)
        own_filing(cycle, by)
        held = hold(row_ids, cycle)
        drafts, late = _fit_drafts(held, without)
        for each in held:
            if each.row.id in late:
                drafts[each.row.id].without = _why(drafts[each.row.id], without)
            take(each, Action.SEND_TO_SIGN, by, clock.now(), Given(summary=drafts[each.row.id].summary))


def send_back(cycle_id: int, row_ids: Collection[int], *, reason: str, by: Acting) -> None:
    """退改: the approver gives drafts back to whoever filled them in, or these take them back; with a reason."""
    _each(cycle_id, row_ids, Action.SEND_BACK, by, Given(reason=reason))


def withdraw(cycle_id: int, row_ids: Collection[int], *, by: Acting) -> None:
    """撤回: take back what nobody has reviewed yet; it no longer counts as reported."""
    _each(cycle_id, row_ids, Action.WITHDRAW, by, Given())


def _each(cycle_id, row_ids, action, by, given):
    with one_transaction():
        cycle = cycle_for(cycle_id)
        own_filing(cycle, by)
        held = hold(row_ids, cycle)
        for each in held:
            take(each, action, by, clock.now(), given)
        settle(held)


def submit(
    cycle_id: int,
    row_ids: Collection[int],
    *,
    by: Acting,
    key: str,
    shown: Mapping[int, int] | None = None,
    without: str | None = None,
) -> Receipt:
    """报送: send the drafts of these rows, all or none, and give a receipt. The same ``key`` again gives the same one.

    ``shown`` are the drafts' versions as they were shown, ``without`` why the sender goes on without co-units that have
    not sent their part, where the draft does not say it. Raises Unfit, WithoutUnits, StaleVersion, WrongState, Lacking, NotThere; nothing is sent then.
    """

    def sending(held, drafts):
        for each in held:
            draft = drafts[each.row.id]
            content = Content.of_json(draft.content)
            action = Action.REPORT_NIL if content.is_nil else Action.SUBMIT
            given = Given(reason=content.nil_reason, summary=draft.summary)
            yield Sent(each, action, content, given)

    def chosen(cycle):
        held = hold(row_ids, cycle)
        drafts, late = _fit_drafts(held, without)
        _refuse_changed(drafts, shown or {})
        return [
            _going_without(each, late.get(each.held.row.id), _why(drafts[each.held.row.id], without))
            for each in sending(held, drafts)
        ]

    return send(cycle_id, by, key, chosen)


def complete(cycle_id: int, figures: Mapping[int, tuple[Figure, ...]], *, by: Acting, key: str) -> Receipt:
    """补全年数据: replace the figures of what was sent and nothing else; it does not count as late."""

    def chosen(cycle):
        found = []
        for each in hold(figures.keys(), cycle):
            content = replace(content_of(each.row), figures=figures[each.row.id])
            found.append(Sent(each, Action.COMPLETE, content, Given(summary="补全年数据。")))
        _refuse_unfit({sent.held.row.id: sent.content for sent in found})
        return found

    return send(cycle_id, by, key, chosen)


def send(
    cycle_id: int, by: Acting, key: str, chosen: Callable[[Cycle], list[Sent]], agency_id: str | None = None
) -> Receipt:
    """Let rows leave in one transaction: steps, versions, what follows from them, and one receipt.

    ``agency_id`` is whose sheet it is where that is not the sender's own (代录).
    """
    if not (key := line(key)[:LONGEST_KEY]):
        raise Lacking("报送", ["报送标识"])
    now = clock.now()
    with one_transaction():
        cycle = cycle_for(cycle_id)
        filing = filing_of(cycle.id, agency_id) if agency_id else own_filing(cycle, by)
        if earlier := given_already(filing, key, cycle):
            return earlier
        sent = chosen(cycle)
        _acknowledge(filing, by, now)
        versions = [_write(each, by, now) for each in sent]
        db.session.add_all(versions)
        settle([each.held for each in sent])
        _tie(sent, versions)
        return give_receipt(filing, cycle, key, by, now, [each.held for each in sent], versions)


def _write(sent: Sent, by: Acting, now: datetime) -> ReportVersion:
    row = sent.held.row
    number = row.version_number + 1
    summary = line(sent.given.summary)[:LONGEST_REASON] if number > 1 else ""
    take(sent.held, sent.action, by, now, replace(sent.given, version_number=number))
    row.version_number, row.is_nil = number, sent.content.is_nil
    row.progress, row.percent = sent.content.progress, sent.content.percent
    row.asks_coordination = bool(sent.content.coordination.strip())
    return ReportVersion(
        expected_id=row.id,
        number=number,
        content=storable(sent.content.as_json()),
        sha256=sent.content.sha256,
        summary=summary,
        source=sent.given.source,
        source_on=sent.source_on,
        without=sent.without_why,
        who=by.name,
        account_id=by.id,
        at=now,
    )


def _tie(sent, versions):
    """Keep which files went with each version, and which contributions it did not wait for."""
    files = attachments_of([version.expected_id for version in versions])
    for each, version in zip(sent, versions, strict=True):
        beside = [attachment.id for attachment in files.get(version.expected_id, ())]
        for attachment_id in beside if each.files is None else each.files:
            db.session.add(VersionAttachment(version_id=version.id, attachment_id=attachment_id))
        for row_id in each.without:
            db.session.add(GoneWithout(version_id=version.id, expected_id=row_id))
    drafts = drafts_of([version.expected_id for version in versions])
    for each in sent:
        draft = drafts.get(each.held.row.id)
        if draft is not None:
            draft.summary = draft.without = ""
        if draft is not None and each.action is Action.COMPLETE:
            draft.content = storable(each.content.as_json())


def _fit_drafts(held, without):
    """The drafts of rows that may leave, and by row the co-units they do not wait for; refused is all at once that is
    missing: in what is written, what was changed since a return, why co-units are not waited for."""
    drafts = drafts_of([each.row.id for each in held])
    contents = {id_: Content.of_json(draft.content) for id_, draft in drafts.items()}
    late = _late_units(held)
    why = {id_: _why(drafts.get(id_), without) for id_ in late}
    silent = {id_: names for id_, names in late.items() if not why[id_]}
    found = {each.row.id: [*faults(contents.get(each.row.id, Content()), clock.today()), *_unsaid(each, drafts)] for each in held}
    for id_, said in why.items():
        found[id_] += too_long("without", said)
    if any(found.values()):
        for id_, names in silent.items():
            found[id_].append(Fault("without", f"{first_of([name for _, name in names])}的配合情况还没有收到；不再等的，请写不再等的理由。"))
        raise Unfit({id_: wrong for id_, wrong in found.items() if wrong})
    if silent:
        raise WithoutUnits({id_: [name for _, name in names] for id_, names in silent.items()})
    return drafts, late


def _unsaid(held, drafts):
    """What a draft that answers a return does not say, or at too great a length."""
    draft = drafts.get(held.row.id)
    if held.row.state in SENT_BACK and not (draft and draft.summary.strip()):
        yield Fault("summary", "请写本次改了什么。")
    elif held.row.state in SENT_BACK:
        yield from too_long("summary", draft.summary)


def _why(draft, without):
    """Why co-units are not waited for, as the sender says it or as it stands beside the draft."""
    return line(without) or line(draft.without if draft else "")


def too_long(name: str, text: str | None) -> Iterator[Fault]:
    """What is wrong with the length of what is said beside a report: in its field ``name``."""
    if (length := len(line(text))) > LONGEST_REASON:
        yield Fault(name, f"{BESIDE[name]}有 {length} 字，最多 {LONGEST_REASON} 字；请删减。")


def _refuse_unfit(contents):
    if found := {id_: wrong for id_, content in contents.items() if (wrong := faults(content, clock.today()))}:
        raise Unfit(found)


def _refuse_changed(drafts, shown):
    for id_, version in shown.items():
        draft = drafts.get(id_)
        if draft is not None and draft.version != version:
            stored = Content.of_json(draft.content)
            raise StaleVersion(draft.who, row=id_, version=draft.version, stored=stored, wanted=None)


def _late_units(held):
    """By row: the co-units, (row, name), whose consolidator reports though they have not sent their part."""
    leading = {
        each.row.id: each.row.task_id
        for each in held
        if each.row.duty is Duty.REPORT and each.consolidator_id == each.row.agency_id
    }
    if not leading:
        return {}
    missing = missing_contributions(held[0].cycle.id, leading.values())
    return {row_id: missing[task_id] for row_id, task_id in leading.items() if missing.get(task_id)}


def _going_without(sent, late, why):
    if not late:
        return sent
    return replace(sent, without=tuple(row_id for row_id, _ in late), without_why=why)


def proposed_summary(row_id: int, *, by: Acting) -> str:
    """本次改了什么, proposed: what the draft changes in what was sent last; "" where nothing was sent."""
    (held,) = hold([row_id])
    if party_for(Action.SAVE, by, held) not in (Party.REPORTER, Party.APPROVER):
        raise NotThere
    draft = drafts_of([row_id]).get(row_id)
    if draft is None or not held.row.version_number:
        return ""
    return summary(changes(content_of(held.row), Content.of_json(draft.content)))
