"""Two documents of one number or title in the ledger: it is decided whether one replaces the other."""

import pytest

from tests.builders import A_PLAN, a_received_document
from tests.operations.conftest import stored
from tests.operations.test_confirming import UNIT, correct
from tests.operations.test_publishing import published, rows_of_the_ledger
from tracker.errors import Incomplete, Unreasoned
from tracker.operations import publishing, versions
from tracker.operations.rivals import Rivalled
from tracker.storage.database import db
from tracker.storage.documents import Task
from tracker.storage.queries.documents import document_line, task_ids
from tracker.vocabulary import DocumentState

NUMBERED = A_PLAN.replace("若干措施\n", "若干措施\n穗商务规字〔2026〕3号\n", 1)
REVISED = NUMBERED.replace("广州市促进跨境贸易", "广州市推进跨境贸易").replace("市口岸办", "广州海关")


@pytest.fixture
def pair(office):
    """A published document, and a revised one of the same number that waits."""
    old = stored(a_received_document(NUMBERED))
    published(old)
    return old, stored(a_received_document(REVISED))


def test_a_document_of_the_same_number_asks_what_becomes_of_the_older(pair):
    with pytest.raises(Rivalled, match="替换旧版.*并存") as refused:
        published(pair[1])
    assert [line.id for line in refused.value.rivals] == [pair[0]]
    assert document_line(pair[1]).state == DocumentState.RECEIVED
    assert len(rows_of_the_ledger()) == 4


def test_replacing_counts_every_task_once_and_keeps_its_history(pair):
    old, new = pair
    published(new, replaces=old)
    assert len(rows_of_the_ledger()) == 4
    before = db.session.get(Task, task_ids(new)[1]).predecessor_id
    assert (document_line(new).supersedes_id, before) == (old, task_ids(old)[1])


def test_both_stand_beside_each_other_for_a_reason_that_is_asked_for_once(pair):
    old, new = pair
    with pytest.raises(Unreasoned, match="并存"):
        published(new, beside=" ")
    published(new, beside="各管一个片区")
    assert len(rows_of_the_ledger()) == 8
    correct(new, **UNIT)
    published(new)
    correct(old, **UNIT)
    published(old)


def test_replacing_is_taken_back_for_a_reason(pair):
    old, new = pair
    published(new, replaces=old)
    with pytest.raises(Unreasoned):
        versions.separate(new, old, who="张三", reason="")
    versions.separate(new, old, who="张三", reason="认错了")
    assert document_line(new).supersedes_id is None
    assert db.session.get(Task, task_ids(new)[1]).predecessor_id is None
    assert len(rows_of_the_ledger()) == 8
    versions.accept(new, old, who="张三")
    assert len(rows_of_the_ledger()) == 4


@pytest.mark.parametrize(
    "text",
    [
        A_PLAN,
        REVISED.replace("〔2026〕", "[2026]"),
        A_PLAN.replace("广州市促进跨境贸易便利化若干措施", "广州市促进跨境贸易便利化若干措施\n穗商务规字〔2026〕 3号"),
    ],
    ids=["the same title", "brackets of another kind", "spaces"],
)
def test_number_and_title_are_the_same_whatever_their_widths(office, text):
    old = stored(a_received_document(NUMBERED))
    published(old)
    with pytest.raises(Rivalled):
        published(stored(a_received_document(text)))


@pytest.mark.parametrize(
    "text",
    [
        NUMBERED.replace("3号", "4号"),
        REVISED.replace("广州市", "深圳市"),
        A_PLAN.replace("若干措施\n", "若干措施（征求意见稿）\n", 1),
    ],
    ids=["another number", "another city", "a draft"],
)
def test_what_counts_apart_is_no_rival(office, text):
    documents = [stored(a_received_document(given)) for given in (NUMBERED, text)]
    for document in documents:
        published(document)
    assert [document_line(document).state for document in documents] == [DocumentState.PUBLISHED] * 2
    assert all(document_line(document).supersedes_id is None for document in documents)


def test_without_title_or_region_no_reason_helps(office):
    document = stored(a_received_document("一、任务\n（一）建设海外仓。（市商务局牵头）\n"))
    with pytest.raises(Incomplete, match="信息还不全") as refused:
        published(document)
    assert [finding.fact for finding in refused.value.findings] == ["title", "jurisdiction"]
    correct(document, kind="set_fact", name="title", value="若干措施")
    correct(document, kind="set_fact", name="jurisdiction", value="广州市")
    publishing.publish(document, who="张三")
