"""A new version of a document: proposed by its title, compared measure by measure, its tasks tied to the old ones."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.builders import A_PLAN, a_document, a_measure, a_received_document, a_task
from tests.operations.conftest import stored
from tests.operations.test_confirming import correct
from tests.operations.test_publishing import published
from tracker.errors import NoSuchDocument, Unsigned, WrongState
from tracker.operations import confirming, publishing, versions
from tracker.storage.database import db
from tracker.storage.documents import Task
from tracker.storage.queries.agencies import agency_list
from tracker.storage.queries.desk import desk
from tracker.storage.queries.documents import document_line, task_ids
from tracker.storage.queries.filters import AgencyFilter, TaskFilter
from tracker.storage.queries.tasks import ledger_rows, matching
from tracker.vocabulary import DocumentState, DocumentStatus, DocumentStep, Scope

TITLE = A_PLAN.partition("\n")[0]
NEW = A_PLAN.replace("市商务局牵头，市财政局", "市商务局牵头，市税务局").replace(
    "（三）做好宣传。在媒体上宣传先进典型。", ""
)
NEW = NEW.replace("（二）加强", "（三）加强").rstrip() + "\n（四）发展数字贸易。建设数字贸易平台。（市委网信办牵头）\n"
"""The same plan with a unit exchanged, a measure moved, one dropped and one added."""


@pytest.fixture
def old(office):
    """The id of a published draft."""
    document = stored(a_received_document(title=f"{TITLE}（征求意见稿）"))
    correct(document, kind="set_fact", name="title", value=f"{TITLE}（征求意见稿）")
    correct(document, kind="set_fact", name="status", value="draft")
    published(document)
    return document


@pytest.fixture
def new(old):
    """The id of the issued version, not published yet."""
    return stored(a_received_document(NEW))


def predecessors(document):
    """By the task's number, its predecessor's."""
    numbers = dict(db.session.execute(select(Task.id, Task.draft_number)).all())
    ids = {task_id: number for number, task_id in task_ids(document).items()}
    before = db.session.execute(select(Task.id, Task.predecessor_id).where(Task.id.in_(ids)))
    return {ids[task]: numbers.get(predecessor) for task, predecessor in before}


def test_an_earlier_document_of_nearly_the_same_title_is_proposed(old, new):
    (proposal,) = versions.propose(document_line(new))
    assert (proposal.document.id, proposal.likeness) == (old, 1.0)
    assert versions.propose(document_line(old)) == ()


TITLES = [
    ("广州市促进跨境贸易便利化若干措施（试行）", True),
    ("广州市人民政府办公厅关于印发广州市促进跨境贸易便利化若干措施的通知", True),
    ("广州市促进跨境贸易便利化若干措施（2023年修订）", True),
    ("广州市促进跨境贸易便利化2023年工作要点", False),
    ("广州市促进对外贸易稳定增长若干措施", False),
    ("广州市促进跨境电商高质量发展若干措施", False),
]


@pytest.mark.parametrize(("title", "is_version"), TITLES)
def test_an_older_version_speaks_of_the_same_matter_and_of_the_same_year(office, title, is_version):
    earlier = stored(a_document(title=title))
    found = versions.propose(document_line(stored(a_received_document())))
    assert [one.document.id for one in found] == ([earlier] if is_version else [])


@pytest.mark.parametrize(
    "other",
    [
        {"title": "广州市城市更新条例"},
        {"title": TITLE, "jurisdiction": "深圳市"},
        {"title": TITLE, "state": DocumentState.RECEIVED},
        {"title": None},
    ],
    ids=str,
)
def test_what_cannot_be_an_older_version_is_not_proposed(office, other):
    stored(a_document(**{"status": DocumentStatus.DRAFT} | other))
    assert versions.propose(document_line(stored(a_received_document()))) == ()


def test_two_versions_are_compared_measure_by_measure(old, new):
    comparison = versions.compare(new, old)
    kinds = [(difference.kind, (difference.new or difference.old).path) for difference in comparison.differences]
    assert kinds == [("changed", "一（一）"), ("moved", "一（三）"), ("dropped", "一（三）"), ("added", "一（四）")]
    changed = comparison.differences[0]
    assert (changed.joined, changed.left) == ((("support", "市税务局"),), (("support", "市财政局"),))
    assert comparison.counts == {"changed": 1, "moved": 1, "dropped": 1, "added": 1}
    assert not comparison.is_accepted


def test_a_document_loaded_from_a_table_is_compared_too(office):
    old = stored(
        a_document([a_measure([a_task(text="支持企业建设公共海外仓。", draft_number=1)], heading="建设海外仓")])
    )
    assert versions.compare(stored(a_received_document()), old).counts == {"changed": 1, "added": 2}


def test_a_document_that_is_not_there_is_not_compared(document):
    assert versions.compare(document, 99) is None
    assert versions.compare(99, document) is None
    assert versions.compare(document, document) is None


def test_accepting_a_version_ties_the_tasks_that_live_on(old, new):
    published(new)
    versions.accept(new, old, who="张三")
    assert predecessors(new) == {1: 1, 2: 2, 3: 3, 4: None}
    assert (document_line(old).superseded_by_id, document_line(new).supersedes_id) == (new, old)
    assert len(task_ids(old)) == 4
    assert versions.compare(new, old).is_accepted


def test_accepting_before_publication_takes_effect_with_it(old, new):
    versions.accept(new, old, who="张三")
    assert predecessors(new) == {}
    published(new)
    assert predecessors(new) == {1: 1, 2: 2, 3: 3, 4: None}


def test_publishing_again_keeps_the_ties(old, new):
    versions.accept(new, old, who="张三")
    published(new)
    correct(new, kind="set_fact", name="number", value="穗府办〔2026〕1号")
    published(new)
    assert predecessors(new) == {1: 1, 2: 2, 3: 3, 4: None}


def test_accepting_is_kept_with_who_and_when_and_done_once(old, new, morning):
    versions.accept(new, old, who="张三")
    versions.accept(new, old, who="李四")
    (step,) = confirming.draft(new).steps
    assert (step.step, step.who, step.at) == (DocumentStep.SUCCEEDED, "张三", morning)
    assert versions.propose(document_line(new)) == ()


def test_two_documents_do_not_replace_each_other(old, new):
    published(new)
    versions.accept(new, old, who="张三")
    with pytest.raises(WrongState, match="反过来"):
        versions.accept(old, new, who="张三")


def test_a_document_replaces_one_and_is_replaced_by_one(old, new):
    other = stored(a_received_document(A_PLAN))
    versions.accept(new, old, who="张三")
    with pytest.raises(WrongState, match="另一份文件替换"):
        versions.accept(other, old, who="张三")
    publishing.publish(other, who="张三", reason="另行明确", beside="另一套")
    with pytest.raises(WrongState, match="只能替换一份"):
        versions.accept(new, other, who="张三")


def test_what_is_not_published_cannot_be_replaced(document):
    other = stored(a_received_document(NEW))
    with pytest.raises(WrongState, match="还没有发布"):
        versions.accept(other, document, who="张三")


def test_accepting_needs_a_name_and_both_documents(document):
    with pytest.raises(Unsigned):
        versions.accept(document, 99, who="")
    with pytest.raises(NoSuchDocument):
        versions.accept(document, 99, who="张三")


@pytest.fixture
def amended(office):
    """(the issued document, its issued amendment that waits to be published)."""
    document = stored(a_received_document())
    published(document)
    return document, stored(a_received_document(NEW))


def documents_by_scope():
    return {scope: {group.document.id for group in matching(TaskFilter(scope=scope)).groups} for scope in Scope}


def test_a_replaced_version_leaves_totals_and_ledger_once_the_new_one_is_published(amended):
    old, new = amended
    versions.accept(new, old, who="张三")
    assert documents_by_scope()[Scope.ISSUED] == {old}
    published(new)
    assert documents_by_scope() == {Scope.ISSUED: {new}, Scope.DRAFT: set(), Scope.ALL: {old, new}}
    assert {row.document.id for row in ledger_rows(TaskFilter())} == {new}
    shown = desk(date(2026, 3, 2))
    assert (shown.issued.documents, shown.drafts.documents, len(shown.documents)) == (1, 0, 2)
    names = {line.body.name for line in agency_list(AgencyFilter()).unknown}
    assert "市税务局" in names
    assert "市财政局" not in names


def test_a_draft_of_an_amendment_replaces_nothing_that_is_issued(amended):
    old, new = amended
    correct(new, kind="set_fact", name="status", value="draft")
    versions.accept(new, old, who="张三")
    published(new)
    assert documents_by_scope() == {Scope.ISSUED: {old}, Scope.DRAFT: {new}, Scope.ALL: {old, new}}
