"""The audit: no change without its event, nothing altered unnoticed (cases 10, 89–91)."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text, update

from tests.builders import A_PLAN, a_received_document
from tests.operations.conftest import stored
from tracker import clock
from tracker.errors import NotPurged
from tracker.operations import auditing, confirming, publishing, receiving, sealing
from tracker.operations.auditing import Doing, add_event, doing, visible
from tracker.operations.sealing import AT_ONCE, Anchor
from tracker.operations.transactions import one_transaction
from tracker.storage.audit import AuditEvent, AuditSeal
from tracker.storage.database import db
from tracker.storage.documents import PolicyDocument
from tracker.storage.history import DocumentEvent

LIN = Doing("林静怡", "documents.correct", "/documents/1/edits", "10.0.0.7", "办公室", 5)


@pytest.fixture
def lin():
    doing(LIN)
    yield LIN
    doing(auditing.NOBODY)


def events():
    return db.session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()


def some_events(count=5):
    for number in range(count):
        with one_transaction():
            add_event(detail=f"第 {number} 件")


def test_a_change_leaves_who_what_when_where_and_old_and_new(document, lin):
    confirming.correct(document, {"kind": "set_fact", "name": "title", "value": "新标题"}, who="林静怡", sequence=0)
    (event,) = events()
    assert (event.who, event.account_id, event.source, event.action) == ("林静怡", 5, "10.0.0.7", "documents.correct")
    assert (event.object, event.result, event.at.utcoffset()) == ("/documents/1/edits", "done", timedelta(hours=8))
    name = f"document {document}"
    assert json.loads(event.before)[name] == {"title": "广州市促进跨境贸易便利化若干措施"}
    assert json.loads(event.after)[name] == {"title": "新标题"}


def test_rows_written_at_once_are_counted(document, lin):
    publishing.publish(document, who="林静怡", reason="另行明确")
    after = json.loads(events()[-1].after)
    assert after["task"] == {"inserted": 4}
    assert after["assignment"]["inserted"] == 5
    assert after[f"document {document}"]["state"] == "published"


def test_what_changes_nothing_leaves_nothing(document, lin):
    publishing.publish(document, who="林静怡", reason="另行明确")
    before = len(events())
    publishing.publish(document, who="林静怡", reason="另行明确")
    assert len(events()) == before


def break_off():
    with one_transaction():
        db.session.add(a_received_document())
        db.session.flush()
        raise RuntimeError


def test_what_is_rolled_back_leaves_nothing(office, lin):
    with pytest.raises(RuntimeError):
        break_off()
    with one_transaction():
        pass
    assert events() == []


def test_a_change_that_cannot_be_audited_is_not_made(document, lin):
    db.session.execute(text("DROP TABLE audit_seal"))
    db.session.execute(text("ALTER TABLE audit_event RENAME TO elsewhere"))
    db.session.commit()
    with pytest.raises(Exception, match="audit_event"):
        publishing.publish(document, who="林静怡", reason="另行明确")
    assert db.session.scalar(select(PolicyDocument.state)) == "received"
    assert db.session.scalar(select(func.count()).select_from(DocumentEvent)) == 0


def test_taking_a_file_in_is_audited_and_its_text_is_not_copied(office, lin):
    receiving.receive_text(A_PLAN * 20, "便利化", who="林静怡", home=office)
    event = events()[-1]
    assert len(event.after) < 5000
    assert "共" in event.after


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("a\r\n2026-01-01 伪造", "a\\r\\n2026-01-01 伪造"),
        ("\x1b[31m红", "\\x1b[31m红"),
        ("\x00\x08", "\\x00\\x08"),
        ("a\u202eb\u2028c", "a\\u202eb\\u2028c"),
        ("市商务局 “甲”", "市商务局 “甲”"),
    ],
)
def test_nothing_in_the_log_acts_on_whoever_reads_it(office, written, shown):
    assert visible(written) == shown
    with one_transaction():
        add_event(detail=written, what=Doing(written, written, written, written, written), after={"x": written})
    (event,) = events()
    assert (event.detail, event.who, event.action, event.object) == (shown,) * 4
    assert event.after.isprintable()
    assert len(json.loads(event.after)["x"]) > 0


def test_events_are_sealed_once_and_hold(office):
    some_events(7)
    first = sealing.seal()
    some_events(2)
    last = sealing.seal()
    assert (first.number, last.number, sealing.seal()) == (7, 9, last)
    assert sealing.verify([first, last]) == sealing.Verified(9, last)


def test_many_events_are_sealed_in_turns(office, monkeypatch):
    monkeypatch.setattr(sealing, "AT_ONCE", 3)
    some_events(8)
    assert (AT_ONCE > 3, sealing.seal().number) == (True, 8)


def break_and_verify(statement, **values):
    some_events(9)
    anchor = sealing.seal()
    db.session.execute(text(statement), values)
    db.session.commit()
    return sealing.verify([anchor]), anchor


ALTERED = ["who = '别人'", "detail = ''", "result = 'refused'", "object = '/'", "source = '::1'", "after = '{}'"]


@pytest.mark.parametrize("change", [*ALTERED, "action = 'x'", "account_id = 9", "before = 'y'", "roles = 'z'"])
def test_an_altered_event_is_named(office, change):
    found, _ = break_and_verify(f"UPDATE audit_event SET {change} WHERE id = 5")
    assert (found.events, "编号 5" in found.bad) == (4, True)


def test_an_event_at_another_time_is_named(office):
    found, _ = break_and_verify("UPDATE audit_event SET at = :at WHERE id = 5", at="2020-01-01 00:00:00.000000")
    assert "编号 5" in found.bad


def test_an_event_that_was_taken_out_is_named(office):
    found, _ = break_and_verify("UPDATE audit_seal SET event_id = NULL WHERE number = 5")
    assert found.bad == "第 5 号记录（编号 None）不见了"


def test_an_event_taken_out_with_its_seal_is_named(office):
    found, _ = break_and_verify("DELETE FROM audit_seal WHERE number = 5")
    assert found.bad == "第 5 号封印不见了（下一个是第 6 号）"


def test_two_events_that_changed_places_are_named(office):
    some_events(9)
    sealing.seal()
    for number, event in ((3, None), (6, 3), (3, 6)):
        db.session.execute(update(AuditSeal).where(AuditSeal.number == number).values(event_id=event))
    db.session.commit()
    assert "第 3 号记录" in sealing.verify().bad


def test_a_chain_that_was_made_anew_does_not_meet_the_anchor(office):
    some_events(9)
    anchor = sealing.seal()
    db.session.execute(text("DELETE FROM audit_seal"))
    db.session.execute(text("UPDATE audit_event SET who = '别人' WHERE id = 2"))
    db.session.commit()
    assert sealing.seal().number == 9
    assert sealing.verify().bad is None
    assert "整条链被重写过" in sealing.verify([anchor]).bad


def test_an_end_that_was_cut_off_is_found_by_the_anchor_outside(office):
    some_events(9)
    sealing.seal(office)
    db.session.execute(text("DELETE FROM audit_seal WHERE number > 6"))
    db.session.execute(text("DELETE FROM audit_event WHERE id > 6"))
    db.session.commit()
    assert sealing.verify().bad is None
    found = sealing.verify(sealing.anchors(office))
    assert found.bad == "末尾被截断：留存的封印到第 9 号，现在只到第 6 号"


def test_a_beginning_that_was_cut_off_as_if_it_had_been_purged_is_found(office):
    some_events(9)
    anchor = sealing.seal(office)
    db.session.execute(update(AuditSeal).where(AuditSeal.number <= 4).values(event_id=None))
    db.session.execute(text("DELETE FROM audit_seal WHERE number < 4"))
    db.session.execute(text("DELETE FROM audit_event WHERE id <= 4"))
    db.session.commit()
    assert sealing.verify([anchor]).bad == "第 4 号以前的记录不见了，没有清除它们的记录"


def test_an_event_put_in_afterwards_is_found(office):
    some_events(3)
    sealing.seal()
    with one_transaction():
        add_event(detail="伪造")
    db.session.execute(update(AuditEvent).where(AuditEvent.detail == "伪造").values(at=clock.now() - timedelta(days=3)))
    db.session.commit()
    assert "没有封印" in sealing.verify().bad


@pytest.mark.parametrize(("hours", "held"), [(23, True), (25, False)])
def test_an_event_put_in_among_older_ones_is_not_sealed_but_named(office, hours, held):
    some_events(3)
    db.session.execute(update(AuditEvent).where(AuditEvent.id == 3).values(id=30))
    db.session.commit()
    sealing.seal()
    with one_transaction():
        add_event(detail="补写")
    written = update(AuditEvent).where(AuditEvent.detail == "补写").values(id=3, at=clock.now() - timedelta(hours=hours))
    db.session.execute(written)
    db.session.commit()
    sealing.seal()
    assert sealing.verify().bad == (None if held else "编号 3 的记录没有封印，是后来插入的")


@pytest.mark.parametrize("days", [0, 1, 179])
def test_young_events_are_not_purged(office, days):
    some_events(3)
    with pytest.raises(NotPurged, match="180 天"):
        sealing.purge(clock.now() - timedelta(days=days))
    assert len(events()) == 3


def test_old_events_are_purged_and_the_chain_goes_on(office, monkeypatch):
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now - timedelta(days=200))
    some_events(6)
    monkeypatch.setattr(clock, "now", lambda: now)
    some_events(3)
    anchor = sealing.seal()
    assert sealing.purge(now - timedelta(days=181)) == 6
    assert [event.detail[:2] for event in events()] == ["第 ", "第 ", "第 ", "清除"]
    end = sealing.seal()
    assert sealing.verify([anchor]) == sealing.Verified(4, end)
    db.session.execute(text("UPDATE audit_event SET who = '别人' WHERE id = 8"))
    db.session.commit()
    assert "编号 8" in sealing.verify().bad


def test_an_anchor_is_read_back_from_paper(office):
    some_events(2)
    anchor = sealing.seal()
    assert sealing.anchor_of(str(anchor)) == anchor
    assert [sealing.anchor_of(text) for text in ("", "x", "1:ab", f"x:{'0' * 64}")] == [None] * 4
    assert isinstance(anchor, Anchor)


def test_a_document_stored_by_a_test_is_nobodys_doing(office):
    stored(a_received_document())
    assert events() == []
