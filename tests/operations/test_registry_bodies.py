"""One body edited or entered: saved whole, refused whole with the fault by its field, never over another's edit."""

import pytest
from sqlalchemy import select

from tests.operations.registry_states import everything, register, the_form
from tests.operations.test_registry import an_issued_task, meant, printed_id
from tracker.errors import BadForm, ChangedMeanwhile, NotRegistered, Unsigned
from tracker.operations.registry_bodies import BodyForm, add_body, save_body
from tracker.operations.registry_changes import undo, version_of
from tracker.operations.registry_contacts import contacts_of
from tracker.storage.database import db
from tracker.storage.queries.registry_history import history_of_body
from tracker.storage.registering import stored_registry
from tracker.storage.registry import AgencyAlias, RegisteredAgency
from tracker.vocabulary import Recognition, RegistryStep

COMMERCE, BEFORE = "440100-015", "440100-201"
WANG = {"id": "", "name": "王敏", "post": "科长", "telephone": "020-8888 1234", "email": "", "note": ""}


@pytest.fixture
def registered(office):
    register()
    return office


def saved(body_id=COMMERCE, **changes):
    return save_body(body_id, the_form(body_id, **changes), who="王敏", version=version_of(body_id))


def an_alias(name):
    return {"name": name, "basis": "来函", "verified": "yes"}


def a_change(other, date, **values):
    own = {"side": "after", "kind": "merge", "share": "", "basis": "", "verified": "yes"}
    return own | {"other": other, "date": date} | values


def refused(**changes):
    """The faults of a form by field; nothing was written."""
    before, body = everything(), changes.pop("body", COMMERCE)
    with pytest.raises(BadForm, match="填写的内容都还在") as caught:
        saved(body, **changes)
    assert everything() == before
    return caught.value.faults


def test_a_form_that_nobody_changed_changes_nothing(registered):
    for body in (COMMERCE, BEFORE, "440100-404", "440300-123"):
        assert saved(body).event is None


def test_names_dates_and_contacts_are_saved_and_told_in_the_body_s_history(registered):
    form = the_form(COMMERCE)
    saved(short="市商务", aliases=(*form.aliases, an_alias("市商贸主管部门")), contacts=(WANG,))
    assert db.session.get(RegisteredAgency, COMMERCE).short == "市商务"
    assert [row["telephone"] for row in contacts_of(COMMERCE)] == ["020-8888 1234"]
    (line,) = history_of_body(COMMERCE)
    assert (line.step, line.who) == (RegistryStep.EDITED, "王敏")
    assert set(line.sentences) == {
        "修改 单位 440100-015 广州市商务局：简称 “市商务局”→“市商务”",
        "新增 别名 广州市商务局 的“市商贸主管部门”",
        "新增 联系人 王敏",
    }


def test_an_edit_is_taken_back_and_nothing_is_left_of_it(registered):
    before = everything()
    event = saved(short="市商务", basis="来函", contacts=(WANG,)).event
    undo(event, who="李国平")
    assert everything() == before
    assert [line.undone_by is not None for line in history_of_body(COMMERCE)] == [False, True]


def test_a_new_name_is_recognised_at_once(registered):
    an_issued_task("市商贸主管部门")
    saved(aliases=(an_alias("市商贸主管部门"),))
    assert meant() == {"市商贸主管部门": (COMMERCE, Recognition.RESOLVED)}


FAULTS = [
    ({"name": ""}, "name", "不能空着"),
    ({"name": "市商务局"}, "name", "没有写明地名"),
    ({"jurisdiction": "火星市"}, "jurisdiction", "没有找到“火星市”"),
    ({"valid_from": "去年"}, "valid_from", "日期请写成"),
    ({"valid_from": "2030-01-01", "valid_to": "2020-01-01"}, "valid_to", "不晚于起始日期"),
    ({"kind": "协会"}, "kind", "不认识的单位类别"),
    ({"aliases": (an_alias("市财政局"),)}, "aliases-0-name", "同时也是广州市财政局的名称"),
    ({"aliases": (an_alias("局"),)}, "aliases-0-name", "2 至 60 个字"),
    ({"successions": (a_change("没有这家", "2024-01-01"),)}, "successions-0-other", "没有找到“没有这家”"),
    ({"successions": (a_change("440100-002", "昨天"),)}, "successions-0-date", "日期请写成"),
    ({"successions": (a_change("", "2024-01-01"),)}, "successions-0-other", "单位表里没有编号"),
    ({"successions": (a_change("440100-303", "2020-01-01"),)}, "successions-0-other", "才存在"),
    ({"contacts": (WANG | {"name": ""},)}, "contacts-0-name", "姓名"),
    ({"contacts": (WANG | {"telephone": "打办公室"},)}, "contacts-0-telephone", "电话只能是"),
    ({"contacts": (WANG | {"email": "王敏"},)}, "contacts-0-email", "邮箱"),
]


def test_each_fault_stands_beside_its_field_and_nothing_is_written(office):
    register()
    for changes, field, words in FAULTS:
        faults = refused(**changes)
        assert words in "".join(faults.get(field, ())), faults


def test_a_circle_is_refused_with_its_rows_named(registered):
    faults = refused(body=COMMERCE, successions=(a_change(BEFORE, "2024-01-01"),))
    assert f"{COMMERCE}→{BEFORE}（2024-01-01）" in str(faults) or "2019-01-09" in str(faults)


def test_a_successor_that_begins_before_its_predecessor_ends_is_refused_in_the_office_s_words(registered):
    change = a_change("440100-002", "2025-01-01", kind="rename")
    save_body("440100-002", the_form("440100-002", valid_from="2000-01-01"), who="王敏", version=0)
    faults = refused(successions=(change,), valid_to="2025-01-01")
    assert "早于广州市商务局的终止日期 2025-01-01" in faults["successions-0-other"][0]
    assert "merge" not in str(faults)


def test_the_second_of_two_at_once_is_told_and_overwrites_nothing(registered):
    first, second = the_form(COMMERCE, short="市商务"), the_form(COMMERCE, short="商务局")
    save_body(COMMERCE, first, who="王敏", version=0)
    with pytest.raises(ChangedMeanwhile, match="王敏"):
        save_body(COMMERCE, second, who="李国平", version=0)
    assert db.session.get(RegisteredAgency, COMMERCE).short == "市商务"
    save_body(COMMERCE, second, who="李国平", version=version_of(COMMERCE))
    assert db.session.get(RegisteredAgency, COMMERCE).short == "商务局"


def test_an_edit_of_another_body_is_no_conflict(registered):
    version = version_of("440100-002")
    saved(short="市商务")
    assert version_of("440100-002") == version


def a_body(**values):
    own = {"jurisdiction": "440100", "name": "广州市低空经济促进局", "short": "市低空局", "kind": "政府部门"}
    rest = {"valid_from": "", "valid_to": "", "basis": "来函", "verified": "yes"}
    return BodyForm(own | rest | values)


def test_a_new_body_has_a_number_that_no_release_gives_and_no_other_body_gets_again(registered):
    first = add_body(a_body(), who="王敏")
    assert first == "440100-9001"
    (line,) = history_of_body(first)
    undo(line.id, who="王敏")
    assert add_body(a_body(), who="王敏") == "440100-9002"
    assert add_body(a_body(jurisdiction="深圳市", name="深圳市低空经济局", short=""), who="王敏") == "440300-9001"


def test_a_printed_name_means_the_body_entered_for_it_and_nothing_after_that_is_undone(registered):
    an_issued_task("某某促进办")
    before = everything()
    body = add_body(a_body(), who="王敏", printed=printed_id("某某促进办"))
    assert meant() == {"某某促进办": (body, Recognition.CONFIRMED)}
    db.session.rollback()
    undo(history_of_body(body)[0].id, who="王敏")
    assert everything() == before


def test_nothing_is_saved_without_a_name_or_for_a_body_that_is_not_there(registered):
    with pytest.raises(Unsigned):
        save_body(COMMERCE, the_form(COMMERCE, short="x"), who=" ", version=0)
    with pytest.raises(NotRegistered):
        save_body("没有", the_form(COMMERCE), who="王敏", version=0)


def test_taking_out_a_name_takes_out_its_row_alone(registered):
    form = the_form(COMMERCE)
    others = db.session.scalars(select(AgencyAlias.id).where(AgencyAlias.registered_id != COMMERCE)).all()
    db.session.rollback()
    saved(aliases=form.aliases[1:])
    kept = [each.name for each in stored_registry("aliases").aliases if each.agency == COMMERCE]
    assert kept == [each["name"] for each in form.aliases[1:]]
    assert set(others) <= set(db.session.scalars(select(AgencyAlias.id)))
