"""A search in what is kept finds what the database would find by its own reading of every text, on both databases."""

import pytest
from sqlalchemy import exists, or_, select

from tests.builders import a_document, a_measure, a_task, an_agency
from tracker.operations import migrating
from tracker.storage.agencies import Agency
from tracker.storage.database import db
from tracker.storage.documents import Assignment, Measure, PolicyDocument, Task
from tracker.storage.queries.filters import TaskFilter
from tracker.storage.queries.tasks import ledger_rows, matching
from tracker.storage.queries.words import words_of
from tracker.vocabulary import Scope

COLUMNS = (
    *(Task.text, Task.annotation, Measure.path, Measure.section, Measure.heading),
    *(PolicyDocument.title, PolicyDocument.number),
)
SEARCHES = [
    *("平台", "平 台", "平台 平台", "建设 财政", "财政局", "市", "局 5G", "穗府办", "36号 园区", "没有这样的字"),
    *("5g", "5G", "ＡＩ", "ａｉ", "É", "é", "ΣΑΣ", "σας", "straße", "STRASSE", "İ", "ı", "k", "K"),
    *("%", "_", "100%", "1_0", "/", "//", "\\", "'", '"', "';--", "建设%平台", "*", "[a-z]", "台建", "台\n建"),
    *("一（一）", "（", "。", "null", "None", " ", "　平台　", "🙂", "a b c d e f g h i j k l 没有"),
]


@pytest.fixture
def texts(empty_app):
    """What may stand in texts: odd letters, signs that a database takes for others, and much that is missing."""
    migrating.upgrade()
    finance, commerce, ai = an_agency("市财政局"), an_agency("商务局（ＡＩ办）"), an_agency("AI_处")
    first = [
        a_task(lead=finance, text="建设5G平台，奖励100%。", annotation="（市财政局牵头）"),
        a_task(support=[commerce, ai], text="ＡＩ+园区 null 1_0 É Σας", annotation=None),
        a_task(text="É é İ ı Straße K k 🙂 100/200 \\ ' \"", annotation=None),
    ]
    second = [a_task(lead=commerce, text="平\n台"), a_task(text="*[a-z] a b c d e f g h i j")]
    measures = [
        a_measure(first, path="一（一）", heading="园区", section=None),
        a_measure([a_task(lead=ai, text="无")], path=None, heading=None, section="建设"),
    ]
    named = a_document(measures, stem="one", number="穗府办〔2017〕36号", title="平台方案")
    bare = a_document([a_measure(second, path=None, heading=None, section=None)], stem="two", number=None, title=None)
    db.session.add_all([named, bare])
    db.session.commit()


def found_by_the_database(search):
    """The tasks of which each word stands in a column, or in a unit's name: as a select alone finds them."""
    statement = select(Task.id).join(Task.measure).join(Measure.document)
    for word in words_of(search):
        named = exists().where(
            Assignment.task_id == Task.id, Assignment.agency_id == Agency.id, Agency.name.icontains(word, autoescape=True)
        )
        statement = statement.where(or_(*(column.icontains(word, autoescape=True) for column in COLUMNS), named))
    order = (PolicyDocument.position, Measure.position, Task.ordinal)
    return list(db.session.scalars(statement.order_by(*order)))


def test_each_search_finds_what_the_database_finds_in_its_order(texts):
    numbers = set()
    for search in SEARCHES:
        wanted = TaskFilter(q=search, scope=Scope.ALL)
        expected = found_by_the_database(search)
        shown = [row.id for group in matching(wanted).groups for _, row in group.rows]
        assert shown == expected == [row.id for row in ledger_rows(wanted)], search
        numbers.add(len(expected))
    assert {0, 1, 2, 3} <= numbers
