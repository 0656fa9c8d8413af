"""A cycle in preparation on its page: renamed, given up, and opened after a question."""

import json

import pytest
from sqlalchemy import func, select, update

from tests.cycles import COMMERCE, DUE, OFFICE, OTHER_OFFICE, PERIOD, SUPERIOR, a_prepared_cycle, rows_of
from tests.people import office_of, signed_in
from tests.web.sending import send, sent
from tests.web.test_cycles import fields
from tracker.errors import NotYours, WrongState
from tracker.operations import adding, cycles, proposing
from tracker.storage.audit import AuditEvent
from tracker.storage.cycles import Cycle, CycleDocument
from tracker.storage.database import db
from tracker.storage.documents import PolicyDocument
from tracker.storage.messages import Message
from tracker.storage.noting import BOOKKEEPING
from tracker.storage.queries.cycles import task_ids_of
from tracker.vocabulary import Role
from tracker.vocabulary.messages import MessageKind


@pytest.fixture
def prepared(app, time):
    """The number of a cycle that is not open yet."""
    with app.app_context():
        return a_prepared_cycle()


def another(name):
    """A second cycle of the office on the same document; its id."""
    documents = dict.fromkeys(db.session.scalars(select(CycleDocument.document_id)), "再报一次")
    return cycles.prepare_cycle(name, documents, period=PERIOD, due_on=DUE, by=OFFICE)


def rows_by_table():
    """How many rows there are in each table that tells of somebody's doing."""
    db.session.rollback()
    tables = [each for each in db.metadata.sorted_tables if each.name not in BOOKKEEPING]
    return {each.name: db.session.scalar(select(func.count()).select_from(each)) for each in tables}


def test_a_cycle_in_preparation_is_renamed_and_a_name_that_is_taken_or_none_is_refused_beside_what_was_typed(
    app, prepared, read
):
    with app.app_context():
        another("2026年补报")
    office, address = office_of(app), f"/cycles/{prepared}"
    form = fields(read(office, address), "//section[@id='facts']")
    for name, said in (("2026年补报", "已经有“2026年补报”"), (" ", "周期名称")):
        page = sent(office, f"{address}/facts", **(form | {"name": name, "recipient": "市府办"}))
        assert (page.status, page.words("//h1")) == (409, "2026年度")
        assert said in page.words("//section[@id='facts']//p[@role='alert']")
        assert page.all("//section[@id='facts']//input[@name='name' or @name='recipient']/@value") == [name, "市府办"]
    with send(office, f"{address}/facts", **(form | {"name": f" 2026年 终报{'长' * 52}"})) as answer:
        assert read(office, answer.location).words("//h1") == f"2026年 终报{'长' * 52}"
    assert send(office, f"{address}/open").status_code == 303
    late = sent(office, f"{address}/facts", **(form | {"name": "改名"}))
    assert (late.status, "已经开始报送" in late.words("//p[@role='alert']")) == (409, True)


def test_a_cycle_that_was_set_up_by_mistake_is_given_up_for_a_reason_and_nothing_of_it_stays(app, prepared, read):
    with app.app_context():
        by_mistake = another("误设")
        _, task, _ = task_ids_of(by_mistake)
        proposing.confirm_recipient(by_mistake, "涉及认证的", "市工信局", [task], by=OFFICE)
        cycles.leave_out(by_mistake, "某办", "某办", reason="不在本期", by=OFFICE)
        adding.add_to_plan(by_mistake, task, COMMERCE, Role.LEAD, reason="电话商定", by=OFFICE)
        cycles.open_cycle(prepared, by=OFFICE)
        before = rows_by_table()
    office, address = office_of(app), f"/cycles/{by_mistake}"
    assert "误设" in read(office, "/").words()
    unsaid = sent(office, f"{address}/given-up", reason=" ")
    assert (unsaid.status, "理由" in unsaid.words("//div[@id='given-up']//p[@role='alert']")) == (409, True)
    assert "不能恢复" in unsaid.words("//div[@id='given-up']/details[@open]//form")
    listed = sent(office, f"{address}/given-up", reason="文件选错了")
    assert listed.texts("//td[@class='name']/a") == ["2026年度"]
    assert listed.words("//p[@role='status']").startswith("已放弃周期“误设”：")
    assert "理由：文件选错了" in listed.words("//p[@role='status']")
    assert "误设" not in read(office, "/").words()
    assert (read(office, address).status, read(office, f"/cycles/{prepared}").status) == (404, 200)
    for place in (address, f"{address}/rows"):
        assert "林静怡在 2026-10-12 09:00 放弃了这个报送周期" in read(office, place).words()
    for other in (signed_in(app), signed_in(app, "superior", group="广州市"), signed_in(app, "reporter", agency_id=COMMERCE)):
        assert read(other, address).words("//h1") in ("没有这一页", "没有权限")
    assert read(office, "/cycles/999").words("//h1") == "没有这一页"
    with app.app_context():
        gone = {table: before[table] - left for table, left in rows_by_table().items() if left < before[table]}
        given_up = (AuditEvent.action == "cycles.give_up", AuditEvent.before != "")
        event = db.session.scalars(select(AuditEvent).where(*given_up)).one()
        own = {"cycle": 1, "cycle_document": 1, "gate": 4, "conditional_recipient": 1, "conditional_task": 1}
        assert gone == own | {"not_issued": 1, "added_row": 1}
    for said in ("误设", "2026-01-01 至 2026-11-30", "截止 2026-12-10", "10 行", "文件选错了", "《"):
        assert said in event.detail
    assert '"due_on": "2026-12-10"' in event.before


@pytest.mark.parametrize("state", ["open", "locked"])
def test_a_cycle_that_was_opened_can_never_be_given_up(app, read, year, state):
    office, address = office_of(app), f"/cycles/{year.id}"
    if state == "locked":
        send(office, f"{address}/lock", reason="年度结束", lifted_by="主任")
    assert read(office, address).all("//form[contains(@action, 'given-up')]") == []
    page = sent(office, f"{address}/given-up", reason="不想要了")
    assert (page.status, "已经开始报送，不能放弃周期" in page.words("//p[@role='alert']")) == (409, True)
    with app.app_context():
        for by in (OFFICE, OTHER_OFFICE, SUPERIOR):
            with pytest.raises((WrongState, NotYours)):
                cycles.give_up_cycle(year.id, reason="不想要了", by=by)
        assert len(rows_of(year.id)) == len(year.rows)


def test_another_groups_cycle_is_not_there_to_be_given_up(app, prepared, read):
    with send(signed_in(app), f"/cycles/{prepared}/given-up", reason="不是我的") as answer:
        assert answer.status_code == 404
    with app.app_context(), pytest.raises(NotYours):
        cycles.give_up_cycle(prepared, reason="不是我的", by=OTHER_OFFICE)
    assert read(office_of(app), f"/cycles/{prepared}").status == 200


def test_opening_is_asked_about_first_with_what_it_does(app, prepared, read):
    office, address = office_of(app), f"/cycles/{prepared}"
    question = "//details[not(@open)][summary]//form[contains(@action, '/open')]"
    page = read(office, address)
    for said in ("“2026年度”", "9 行", "5 家单位马上收到", "截止日 2026-12-10", "不能收回"):
        assert said in page.words(question)
    assert send(office, f"{address}/open", **fields(page, question)).status_code == 303
    with app.app_context():
        assert len(rows_of(prepared)) == 9
        assert len(set(db.session.scalars(select(Message.agency_id).where(Message.kind == MessageKind.OPENED)))) == 5


def test_a_due_date_that_is_past_is_told_before_opening(app, prepared, time, read):
    time.set(12, 12)
    assert "已经过去" in read(office_of(app), f"/cycles/{prepared}").words("//form[contains(@action, '/open')]")


def test_without_a_year_the_one_that_is_to_be_set_up_next_is_proposed(app, read, time):
    """This year until it has its cycle or its due date is past; a year that is asked for is proposed as it is."""

    def proposed(address="/cycles/new"):
        return read(signed_in(app), address).all("//input[@name='name' or @name='due_on']/@value")

    assert proposed() == ["2026年度", "2026-12-10"]
    time.set(12, 10)
    assert proposed() == ["2026年度", "2026-12-10"]
    time.set(12, 11)
    assert proposed() == ["2027年度", "2027-12-10"]
    assert proposed("/cycles/new?year=2026") == ["2026年度", "2026-12-10"]
    assert read(signed_in(app), "/cycles").address("设立 2027 年度报送") == "/cycles/new?year=2027"


def test_a_year_that_has_its_cycle_is_not_proposed_again(app, prepared, read):
    assert read(office_of(app), "/cycles/new").all("//input[@name='name']/@value") == ["2027年度"]


def test_the_number_of_a_cycle_that_was_given_up_is_never_another_ones(prepared, in_app):
    by_mistake = another("误设")
    cycles.give_up_cycle(by_mistake, reason="文件选错了", by=OFFICE)
    assert another("改正") > by_mistake


@pytest.mark.parametrize("place", ["facts", "given-up"])
def test_an_old_page_changes_nothing_of_what_a_colleague_has_changed_since(app, prepared, read, place):
    office, address = office_of(app), f"/cycles/{prepared}"
    old = fields(read(office, address), f"//form[@action='{address}/{place}']")
    with app.app_context():
        cycles.amend_cycle(prepared, by=OFFICE, recipient="市发展改革委")
    page = sent(office, f"{address}/{place}", **old | {"name": "我的名称", "reason": "文件选错了"})
    assert (page.status, "您打开页面之后，这个周期有改动" in page.words("//p[@role='alert']")) == (409, True)
    with app.app_context():
        kept = db.session.get(Cycle, prepared)
        assert (kept.name, kept.recipient) == ("2026年度", "市发展改革委")
    again = sent(office, f"{address}/{place}", **old | {"version": str(kept.version), "reason": "文件选错了"})
    assert again.status == 200


@pytest.mark.parametrize(("day", "advice"), [(9, "请改到今天以后。"), (11, "截止日也已经过去，请先在左边改报送截止日。")])
def test_a_gate_that_is_past_is_moved_and_a_due_date_that_is_past_first(app, prepared, read, time, day, advice):
    time.set(12, day)
    said = read(office_of(app), f"/cycles/{prepared}").words("//section[@id='gates']//p[@class='notice'][last()]")
    assert f"已经过去，开始报送后配合情况立即算逾期；{advice}" in said


def test_the_question_before_opening_says_which_other_recipients_are_not_confirmed(app, prepared, read):
    rule = {"period": "year", "text": "每年12月10日前报市商务局。", "month": 12, "day": 10, "recipients": ["市商务局"]}
    rule |= {"reporters": [], "conditional": [{"condition": "涉及认证的", "recipients": ["市工信局"]}]}
    with app.app_context():
        db.session.execute(update(PolicyDocument).values(reading=json.dumps({"reporting_rules": [rule]})))
        db.session.commit()
    question = "//form[contains(@action, '/open')]"
    office, address = office_of(app), f"/cycles/{prepared}"
    assert "另报单位还有 1 条待确认：涉及认证的，报市工信局" in read(office, address).words(question)
    with app.app_context():
        proposing.confirm_recipient(prepared, "涉及认证的", "市工信局", task_ids_of(prepared)[1:2], by=OFFICE)
    assert "待确认" not in read(office, address).words(question)
