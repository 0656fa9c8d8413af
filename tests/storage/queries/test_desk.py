from datetime import date, timedelta

import pytest

from tests.builders import a_document, a_measure, a_task, an_agency
from tests.statements import counted
from tracker.storage.database import db
from tracker.storage.queries.agencies import agency_list
from tracker.storage.queries.desk import desk
from tracker.storage.queries.filters import AgencyFilter, TaskFilter
from tracker.storage.queries.tasks import matching
from tracker.vocabulary import DocumentStatus, Origin, Role, Scope

TODAY = date(2026, 11, 26)


def test_the_totals_count_issued_documents_and_keep_drafts_apart(office):
    now = desk(TODAY)
    assert (now.issued.documents, now.issued.measures, now.issued.tasks, now.issued.agencies) == (2, 4, 5, 6)
    assert (now.drafts.documents, now.drafts.measures, now.drafts.tasks, now.drafts.agencies) == (1, 1, 1, 2)


def test_a_document_counts_the_tasks_that_have_a_unit_in_each_role(office):
    issued, draft, province = desk(TODAY).documents
    assert (issued.measures, issued.tasks, issued.agencies) == (3, 4, 4)
    assert issued.by_role == {Role.LEAD: 2, Role.SUPPORT: 3, Role.RESPONSIBLE: 1}
    assert (draft.name.is_draft, draft.by_role) == (True, {Role.LEAD: 1, Role.SUPPORT: 1})
    assert province.by_role == {Role.RESPONSIBLE: 1, Role.GUIDE: 1}


def test_a_jurisdiction_has_its_issued_documents_and_its_drafts(office):
    guangzhou, guangdong = desk(TODAY).jurisdictions["广州市"], desk(TODAY).jurisdictions["广东省"]
    assert (guangzhou[Scope.ISSUED].tasks, guangzhou[Scope.ISSUED].agencies) == (4, 4)
    assert (guangzhou[Scope.DRAFT].tasks, guangzhou[Scope.DRAFT].agencies) == (1, 2)
    assert (guangdong[Scope.ISSUED].tasks, guangdong[Scope.DRAFT].documents) == (1, 0)


def test_those_who_lead_most_come_first_and_those_who_lead_nothing_not_at_all(office):
    assert [(line.body.name, line.lead, line.support) for line in desk(TODAY).leads] == [
        ("市财政局", 1, 2),
        ("市商务委", 1, 1),
    ]


def test_agencies_are_counted_by_role_over_issued_documents(office):
    assert desk(TODAY).agencies_by_role == {Role.LEAD: 2, Role.RESPONSIBLE: 3, Role.SUPPORT: 3, Role.GUIDE: 1}


def test_tasks_are_counted_by_where_their_responsibility_is_written(office):
    by_origin = desk(TODAY).by_origin
    assert by_origin[Origin.NONE] == {Scope.ISSUED: 1, Scope.DRAFT: 0}
    assert by_origin[Origin.ANNOTATION] == {Scope.ISSUED: 3, Scope.DRAFT: 1}
    assert by_origin[Origin.TABLE] == {Scope.ISSUED: 0, Scope.DRAFT: 0}


def test_the_workbench_is_counted_once_until_something_changes(office, app):
    desk(TODAY)
    db.session.rollback()
    with counted(app) as statements:
        desk(TODAY)
    assert len(statements) == 1


def test_tasks_that_nobody_carries_are_counted_wherever_their_responsibility_is_written(office):
    assert desk(TODAY).uncarried == {Scope.ISSUED: 1, Scope.DRAFT: 0}
    assert matching(TaskFilter.parse({"missing": "carrier"})).total == 1


def test_documents_without_a_jurisdiction_have_a_line_of_their_own(in_app):
    db.session.add(a_document([a_measure([a_task(lead=an_agency("市商务局", ""))])], jurisdiction=None))
    db.session.commit()
    nowhere = desk(TODAY).jurisdictions["未注明地区"][Scope.ISSUED]
    assert (nowhere.documents, nowhere.tasks) == (1, 1)
    assert matching(TaskFilter.parse({"jurisdiction": "未注明地区"})).total == 1
    assert agency_list(AgencyFilter.parse({"jurisdiction": "未注明地区"})).total == nowhere.agencies == 1


def test_an_empty_database_counts_nothing(in_app):
    now = desk(TODAY)
    assert (now.documents, now.issued.tasks, now.leads, now.jurisdictions) == ((), 0, (), {})


@pytest.mark.parametrize(("last_day", "expired"), [(TODAY, False), (TODAY - timedelta(days=1), True), (None, False)])
def test_a_document_is_in_force_to_the_end_of_its_last_day(in_app, last_day, expired):
    db.session.add(a_document(valid_until=last_day))
    db.session.commit()
    now = desk(TODAY)
    assert (now.documents[0].is_expired, len(now.expired)) == (expired, int(expired))


def test_an_old_draft_needs_no_look(in_app):
    db.session.add(a_document(valid_until=date(2020, 1, 1), status=DocumentStatus.DRAFT))
    db.session.commit()
    assert desk(TODAY).expired == ()
