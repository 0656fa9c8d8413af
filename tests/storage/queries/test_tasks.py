from itertools import product

import pytest
from sqlalchemy import text

from tests.builders import a_document, a_measure, a_task, an_agency
from tests.statements import counted
from tracker.storage.database import db
from tracker.storage.documents import Task
from tracker.storage.queries.conditions import conditions_of, ordering, tasks_with_their_document
from tracker.storage.queries.filters import TaskFilter
from tracker.storage.queries.tasks import ledger_rows, matching
from tracker.vocabulary import Missing, Origin, Role, Scope


def found(**asked):
    """The ids of the tasks an address finds, in order."""
    page = matching(TaskFilter.parse({name: str(value) for name, value in asked.items()}))
    return [row.id for group in page.groups for _, row in group.rows]


def test_the_ledger_holds_issued_documents_in_their_order_and_counts_drafts_apart(office):
    page = matching(TaskFilter())
    assert found() == [*office.tasks, office.provincial]
    assert (page.documents, page.measures, page.total) == (2, 4, 5)
    assert page.in_scope == {Scope.ISSUED: 5, Scope.DRAFT: 1, Scope.ALL: 6}


def test_a_draft_is_listed_when_asked_for(office):
    assert found(scope="draft") == [office.draft]
    assert found(document="draft") == [office.draft]
    assert found(scope="all") == [*office.tasks, office.draft, office.provincial]


def test_each_condition_finds_its_tasks(office):
    first, second, third, fourth = office.tasks
    assert found(document="issued") == office.tasks
    assert found(jurisdiction="广东省") == [office.provincial]
    assert found(agency=office.commerce) == [first, second]
    assert found(agency=office.commerce, role="lead") == [first]
    assert found(role="support") == [first, second, third]
    assert found(role="guide") == [office.provincial]
    assert found(origin="none") == [fourth]
    assert found(origin="document") == [office.provincial]
    assert found(agency=office.customs, role="lead") == []


SAID_ANEW = (
    "UPDATE assignment SET role = 'guide' WHERE role = 'lead'",
    "UPDATE task SET origin = 'none' WHERE id = (SELECT min(id) FROM task)",
    "DELETE FROM assignment WHERE role <> 'guide'",
)


def test_what_is_told_by_what_is_printed_is_what_the_database_tells_after_every_change(office):
    every = product((None, *Origin), (None, *Role), (None, *Missing))
    asked, numbers = [dict(zip(("origin", "role", "missing"), each, strict=True)) for each in every], set()
    for statement in ("SELECT 1", *SAID_ANEW):
        db.session.execute(text(statement))
        db.session.commit()
        for each in asked:
            wanted = TaskFilter(scope=Scope.ALL, **each)
            told = tasks_with_their_document(Task.id).where(*conditions_of(wanted)).order_by(*ordering(wanted))
            shown = [row.id for row in ledger_rows(wanted)]
            assert shown == list(db.session.scalars(told)), (statement, each)
            numbers.add(len(shown))
    assert {0, 1, 2, 3, 6} <= numbers


def test_who_carries_a_task_leads_it_or_is_responsible_where_nobody_leads(office):
    first, second, third, _ = office.tasks
    assert found(carrier=office.commerce) == [first]
    assert found(carrier=office.districts) == [third]
    assert found(carrier=office.districts, supporter=office.finance) == [third]
    assert found(supporter=office.finance) == [first, third]
    assert found(carrier=office.finance, supporter=office.customs) == []


def test_a_responsible_beside_a_lead_does_not_carry_the_task(in_app):
    lead, beside = an_agency("市商务委"), an_agency("市财政局")
    db.session.add(a_document([a_measure([a_task(lead=lead, responsible=beside)])]))
    db.session.commit()
    assert len(found(carrier=lead.id)) == 1
    assert found(carrier=beside.id) == []


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("补贴", [1]),
        ("培育龙头", [0, 1]),
        ("一（二）", [2]),
        ("广州海关", [0, 2]),
        ("市商务委 补贴", [1]),
        ("36号 园区", [2]),
        ("100%", [0]),
        ("%", [0]),
        ("_", [3]),
        ("\\", []),
        ("'; DROP TABLE task; --", []),
        ("没有这样的字", []),
    ],
)
def test_every_word_of_a_search_is_looked_for_in_texts_numbers_and_units(office, words, places):
    assert found(q=words, document="issued") == [office.tasks[place] for place in places]


@pytest.mark.parametrize(
    ("sort", "places"),
    [
        ("order", [0, 1, 2, 3]),
        ("title", [0, 1, 2, 3]),
        ("lead", [2, 0, 1, 3]),
        ("units", [3, 1, 0, 2]),
        ("deadline", [2, 0, 1, 3]),
    ],
)
def test_the_list_is_sorted_within_its_documents_and_what_is_unknown_comes_last(office, sort, places):
    assert found(sort=sort) == [*(office.tasks[place] for place in places), office.provincial]


def test_the_other_way_round_what_is_unknown_still_comes_last(office):
    first, second, third, fourth = office.tasks
    assert found(sort="deadline", descending="1", document="issued") == [first, third, second, fourth]
    assert found(descending="1", document="issued") == [fourth, third, second, first]


def test_a_row_names_its_measure_and_its_units_by_role(office):
    row = matching(TaskFilter()).groups[0].rows[0][1]
    assert (row.label, row.title, row.document.short) == ("一（一）①", "培育龙头企业", "穗府办〔2017〕36号")
    assert [unit.name for unit in row.leads] == ["市商务委"]
    assert [unit.name for unit in row.supports] == ["市财政局", "广州海关"]
    assert (row.responsibles, row.guides) == ((), ())


def test_a_measure_without_heading_is_titled_by_its_text(office):
    assert matching(TaskFilter()).groups[0].rows[3][1].title == "研究_其他事项"


def test_an_unknown_value_finds_nothing_and_asks_nothing(office, app):
    with counted(app) as statements:
        page = matching(TaskFilter.parse({"role": "boss"}))
    assert (page.total, page.groups, list(ledger_rows(TaskFilter.parse({"role": "boss"})))) == (0, (), [])
    assert statements == []


def many_tasks(number):
    agency = an_agency()
    db.session.add(a_document([a_measure([a_task(lead=agency) for _ in range(number)])], stem="long"))
    db.session.commit()


@pytest.mark.parametrize(
    ("asked", "page", "first", "rows"),
    [("1", 1, 1, 100), ("3", 3, 201, 50), ("4", 3, 201, 50), ("-1", 1, 1, 100), (str(2**63), 1, 1, 100)],
)
def test_a_page_too_far_is_the_last(in_app, asked, page, first, rows):
    many_tasks(250)
    shown = matching(TaskFilter.parse({"page": asked}))
    (group,) = shown.groups
    assert (shown.page, shown.pages, group.rows[0][0], len(group.rows), group.total) == (page, 3, first, rows, 250)


@pytest.mark.parametrize(
    ("asked", "number"), [({}, 2), ({"q": "平台"}, 2), ({"sort": "units"}, 3), ({"role": "lead", "sort": "title"}, 3)]
)
def test_a_page_asks_few_statements_however_long_it_is(in_app, asked, number):
    many_tasks(250)
    wanted = TaskFilter.parse(asked)
    rows = len(list(ledger_rows(wanted)))
    with counted(in_app) as statements:
        found = matching(wanted)
    assert (found.total, len(statements)) == (rows, number if rows else 0)


def test_the_ledger_for_a_workbook_holds_the_rows_of_all_pages(in_app):
    many_tasks(620)
    wanted = TaskFilter(page=2, descending=True)
    rows = [row.id for row in ledger_rows(wanted)]
    assert len(rows) == 620
    assert rows == sorted(rows, reverse=True)


def test_an_empty_database_has_an_empty_page(in_app):
    page = matching(TaskFilter())
    assert (page.total, page.page, page.pages, page.groups) == (0, 1, 1, ())


COMMERCE, COMMISSION, TIANHE = "440100-015", "440100-201", "440100-104"


def units_shown(**asked):
    """Every name of a unit in the first page an address finds."""
    page = matching(TaskFilter.parse(asked))
    return {unit.name for group in page.groups for _, row in group.rows for unit in row.units}


def test_the_ledger_names_units_as_printed_or_as_they_are_on_a_day(in_loaded_app):
    assert {"市商务委", "市工商局"} <= units_shown()
    assert {"市商务局", "市市场监管局"} <= units_shown(on="today")
    assert units_shown(on="today").isdisjoint({"市商务委", "市工商局"})
    assert "市商务委" in units_shown(on="2018-12-31")


def test_tasks_of_a_body_are_found_through_its_line(in_loaded_app):
    def total(**asked):
        return matching(TaskFilter.parse(asked)).total

    inherited, printed = total(agency=COMMERCE, on="today"), total(agency=COMMISSION, on="printed")
    assert inherited >= printed > 0
    assert total(agency=COMMERCE, on="printed") == 0
    assert total(agency=COMMISSION, on="today") == 0
    assert (total(agency=COMMERCE), total(agency=COMMISSION)) == (inherited, printed)


def test_a_unit_that_two_printed_names_became_stands_once(in_loaded_app):
    """工商 and 质监 are both printed in one task; today it is the same body's."""
    for group in matching(TaskFilter.parse({"on": "today"})).groups:
        for _, row in group.rows:
            keys = [(unit.key, unit.role) for unit in row.units]
            assert len(keys) == len(set(keys)), row.label


def test_a_member_is_found_through_its_collective_on_the_day(in_loaded_app):
    assert matching(TaskFilter.parse({"member": TIANHE, "on": "today"})).total > 0
    assert matching(TaskFilter.parse({"member": TIANHE, "on": "printed"})).total > 0
    assert matching(TaskFilter.parse({"member": COMMERCE, "on": "today"})).total == 0
    assert matching(TaskFilter.parse({"member": "nobody"})).total == 0
