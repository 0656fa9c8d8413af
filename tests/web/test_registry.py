"""单位登记: names to confirm, bodies to edit and enter, collectives to fill; what was typed stays."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from sqlalchemy import select

from tests.operations.registry_states import register, two_documents
from tests.people import a_group, signed_in
from tests.statements import counted
from tests.web.sending import sent
from tracker.operations import cycles
from tracker.operations.actors import Actor
from tracker.operations.recognising import recognise
from tracker.storage.agencies import Agency
from tracker.storage.database import db
from tracker.storage.documents import PolicyDocument, Task

COMMERCE, SOME_DISTRICTS = "440100-015", "440100-802"
EDIT = f"/agencies/{COMMERCE}/edit"
MEMBERS = f"/agencies/collectives/{SOME_DISTRICTS}/members"


@pytest.fixture
def registered(app):
    """A registry, and two documents that print a known, an unknown and an open name; the unknown name's id."""
    with app.app_context():
        register()
        two_documents("市商务局", "市贸易促进办", "有关区政府")
        recognise()
        db.session.commit()
        return db.session.scalar(select(Agency.id).where(Agency.name == "市贸易促进办"))


def fields(page):
    """A page's form as a browser would send it."""
    return {
        box.get("name"): box.get("value", "") if box.tag == "input" else box.xpath("string(option[@selected]/@value)")
        for box in page.all("//main//form//*[self::input or self::select][@name]")
        if box.get("type") not in ("checkbox", "radio") and box.get("name") != "csrf_token"
    }


def test_every_page_of_the_registry_takes_few_statements(app, client, registered):
    for address in (
        "/agencies/names",
        f"/agencies/names/{registered}",
        "/agencies/new",
        EDIT,
        "/agencies/collectives",
        f"/agencies/collectives/{SOME_DISTRICTS}",
        MEMBERS,
        "/agencies/history",
        "/agencies/handovers",
        "/agencies/merges",
        "/agencies/import",
        "/agencies/merges?gone=440100-002&into=440100-003",
    ):
        client.get(address).close()  # what is kept until something changes is made by then
        with counted(app) as statements, client.get(address) as response:
            assert response.status_code == 200, address
        assert len(statements) <= 12, (address, len(statements))


def test_an_unknown_name_is_shown_with_who_may_be_meant_and_where_it_stands(client, registered, read):
    page = read(client, "/agencies/names")
    assert page.words("//h2") == "待确认 1 个"
    assert "市贸易促进办" in page.words("//table")
    assert "名称相近" in page.words("//table")
    assert len(page.all("//ul[@class='behind']/li")) == 2
    assert page.words("//nav[@id='places']/a[@aria-current]") == "单位"


def test_a_name_is_confirmed_and_that_is_taken_back(client, registered, read):
    page = sent(client, f"/agencies/names/{registered}", other=f"广州市商务局 {COMMERCE}")
    assert "没有待确认的名称" in page.words()
    assert "广州市商务局" in page.words("//section[2]//table")
    undo = page.all("//section[2]//form")[0].get("action")
    assert sent(client, undo).words("//h2") == "待确认 1 个"


@pytest.mark.parametrize(("other", "words"), [("", "还没有选择单位"), ("没有这家", "没有找到“没有这家”")])
def test_a_confirmation_that_names_nobody_is_refused_and_keeps_what_was_typed(client, registered, other, words):
    page = sent(client, f"/agencies/names/{registered}", other=other)
    assert (page.status, words in page.words("//div[@role='alert']")) == (409, True)
    assert page.all("//input[@name='other']")[0].get("value") == other


def test_a_body_is_edited_and_its_history_says_so(client, registered, read):
    form = fields(read(client, EDIT)) | {"short": "市商务"}
    page = sent(client, EDIT, **form)
    assert "已保存" in page.words("//p[@role='status']")
    assert "简称 “市商务局”→“市商务”" in page.words("//section[@aria-labelledby='registry-history']")


def test_a_form_with_a_fault_keeps_everything_and_says_beside_the_field_what_is_wrong(client, registered, read):
    form = fields(read(client, EDIT)) | {"valid_from": "明年", "short": "市商务", "reason": "来函"}
    page = sent(client, EDIT, **form | {"contacts-0-name": "王敏", "contacts-0-telephone": "打办公室"})
    assert page.status == 409
    values = {box.get("name"): box.get("value") for box in page.all("//main//form//input")}
    assert (values["valid_from"], values["short"], values["reason"]) == ("明年", "市商务", "来函")
    assert values["contacts-0-telephone"] == "打办公室"
    wrong = page.all("//input[@aria-invalid]")
    assert [box.get("name") for box in wrong] == ["valid_from", "contacts-0-telephone"]
    assert "日期请写成" in page.words("//*[@id='valid_from-fault']")


def test_the_second_of_two_sees_both_texts_and_may_insist(client, client_of, registered, read):
    first = fields(read(client, EDIT))
    sent(client_of("office", login="wang", name="王敏"), EDIT, **first | {"short": "市商务"})
    page = sent(client, EDIT, **first | {"short": "商务局"})
    assert (page.status, "王敏改过" in page.words("//div[@role='alert']")) == (409, True)
    assert page.words("//span[@class='theirs']") == "库里现在是“市商务”"
    assert page.all("//input[@name='short']")[0].get("value") == "商务局"
    assert sent(client, EDIT, **fields(page)).status == 200


def test_one_more_row_is_offered_without_losing_what_was_typed(client, registered, read):
    form = fields(read(client, EDIT)) | {"short": "市商务", "aliases-9-name": "市商贸主管部门"}
    page = sent(client, EDIT, **form, more="aliases")
    assert page.all("//input[@name='short']")[0].get("value") == "市商务"
    assert len(page.all("//input[starts-with(@name, 'aliases-') and contains(@name, '-name')]")) >= 6


def test_a_body_is_entered_for_a_printed_name(client, registered, read):
    form = fields(read(client, f"/agencies/new?printed={registered}"))
    assert (form["name"], form["short"], form["jurisdiction"]) == ("广州市贸易促进办", "市贸易促进办", "440100")
    page = sent(client, "/agencies/new", **form | {"who": "王敏", "basis": "来函"})
    assert page.words("//h1") == "广州市贸易促进办"
    assert "没有待确认的名称" in read(client, "/agencies/names").words()


def test_who_only_looks_is_offered_nothing_that_is_refused_him(app, client, registered, read):
    sent(client, MEMBERS, member="440100-105", basis="会议纪要", version="0")
    page, superior = MEMBERS.removesuffix("/members"), signed_in(app, "superior")
    assert {"改成员", "为这份文件指定", "指定", "撤销"} <= set(read(client, page).texts("//main//a | //main//button"))
    offered = read(superior, page)
    assert not {"改成员", "为这份文件指定", "指定", "撤销"} & set(offered.texts("//main//a | //main//button"))
    for one in ("/agencies", "/agencies/collectives", page):
        for address in {each.get("href") for each in read(superior, one).all("//main//a[starts-with(@href, '/agencies')]")}:
            assert superior.get(address).status_code == 200, (one, address)


def test_members_are_named_for_a_task_and_the_collective_s_page_says_for_which(app, client, registered, read):
    assert "2 项还没有指定成员" in read(client, f"/agencies/collectives/{SOME_DISTRICTS}").words()
    with app.app_context():
        task = db.session.scalar(select(Task.id))
    page = sent(client, f"{MEMBERS}?task={task}", member="440100-105", basis="会议纪要", version="0")
    assert "1 项还没有指定成员" in page.words()
    assert "广州市白云区人民政府 按任务" in page.words("//section[2]//table")


def test_members_are_offered_by_place_and_named_by_name_with_their_basis(client, registered, read):
    page = read(client, MEMBERS)
    kinds = [words.partition(" ·")[0::2] for words in page.texts("//form//section/h2")]
    assert kinds[0][0] == "广州市"
    assert kinds[0][1].startswith(" 区政府 11 家")
    assert page.texts("//section[h2[contains(., '广州市 · 区政府')]]//label[contains(., '珠海市')]") == []
    assert "珠海市人民政府" in page.words("//section[h2[contains(., '广东省 · 各市政府')]]")
    page = sent(client, MEMBERS, member="440100-105", basis="领导小组名单（2026）", version="0")
    assert "成员依据：领导小组名单（2026）" in page.words("//p[@class='lead-in']")
    history = page.words("//section[@aria-labelledby='registry-history']")
    assert "新增 成员 有关区政府 的 广州市白云区人民政府" in history
    assert "440100-105" not in history


def test_naming_without_a_basis_keeps_what_was_ticked(client, registered):
    page = sent(client, MEMBERS, member="440100-105", version="0")
    assert (page.status, "没有写明理由" in page.words("//div[@role='alert']")) == (409, True)
    assert [box.get("value") for box in page.all("//input[@name='member'][@checked]")] == ["440100-105"]


def test_a_merge_is_previewed_done_and_taken_back(client, registered, read):
    merge = "/agencies/merges?gone=440100-9001&into=440100-002"
    assert "没有找到" in read(client, merge).words("//div[@role='alert']")
    sent(client, "/agencies/new", **fields(read(client, f"/agencies/new?printed={registered}")))
    page = read(client, merge)
    assert "把 广州市贸易促进办（440100-9001）并入" in page.words()
    assert "新增 别名 440100-002 的“广州市贸易促进办”" in page.words()
    done = sent(client, "/agencies/merges", **fields(page))
    assert done.words("//table//td[3]") == "合并重复单位"
    assert read(client, "/agencies/440100-9001/edit").status == 404
    sent(client, done.all("//table//form")[0].get("action"))
    assert read(client, "/agencies/440100-9001/edit").status == 200


def test_duties_are_handed_over_by_the_rows_that_are_ticked(app, client, registered, read):
    with app.app_context():
        two_documents("市商务委", "广州检验检疫局")
        recognise()
        db.session.commit()
    page = read(client, "/agencies/handovers")
    assert "广州市商务委员会 2019-01-09 止，2 项职责；登记里由广州市商务局承接" in page.texts("//h2")
    ticked = page.all("//input[@type='checkbox'][@checked]")
    assert len(ticked) == 2
    keys = [box.get("name").removeprefix("to|") for box in ticked]
    form = {box.get("name"): box.get("value") for box in ticked}
    done = sent(client, "/agencies/handovers", key=keys, **form)
    assert len(done.all("//section[@aria-labelledby='decided']//tbody/tr")) == 2
    empty = sent(client, "/agencies/handovers", key=keys)
    assert (empty.status, "没有勾选" in empty.words("//div[@role='alert']")) == (409, True)


def test_all_duties_with_one_successor_are_handed_over_by_one_button(app, client, registered, read):
    with app.app_context():
        two_documents("市商务委", "广州检验检疫局")
        recognise()
        db.session.commit()
    page = read(client, "/agencies/handovers")
    assert page.words("//button[contains(@class, 'btn-main')]") == "这 2 项都照登记交接"
    done = sent(client, "/agencies/handovers", rest="every")
    assert done.texts("//section[@aria-labelledby='decided']//tbody/tr/td[4]") == ["广州市商务局"] * 2
    assert [text.split()[0] for text in done.texts("//details//h2")] == ["广州出入境检验检疫局"]


def test_rows_of_an_open_cycle_follow_the_registry_when_they_are_ticked(app, client, registered, read):
    with app.app_context():
        two_documents("各区政府")
        recognise()
        documents = dict.fromkeys(
            db.session.scalars(select(PolicyDocument.id).order_by(PolicyDocument.id.desc()).limit(1))
        )
        by = Actor(1, "林静怡", frozenset({"office"}), group_id=a_group("广东省"))
        db.session.commit()
        period, due_on = (date(2026, 1, 1), date(2026, 11, 30)), date(2026, 12, 10)
        cycle = cycles.prepare_cycle("2026年度", documents, period=period, due_on=due_on, by=by)
        cycles.open_cycle(cycle, by=by)
    assert "应报清单与登记一致" in read(client, "/agencies/handovers").words("//section[@aria-labelledby='cycles']")
    districts = MEMBERS.replace(SOME_DISTRICTS, "440100-801")
    sent(client, districts, **districts_without_one(read(client, districts)))
    told = read(client, f"{districts.removesuffix('/members')}?saved=1")
    assert told.words("//p[@class='notice']").startswith("2026年度的应报清单不会自己变：有 1 行应报与现在的登记不一致")
    page = read(client, "/agencies/handovers")
    (box,) = page.all("//input[@name='shift']")
    assert "撤销应报（原为牵头）" in page.words("//section[@aria-labelledby='cycles']//tbody/tr")
    address = f"/agencies/handovers/cycles/{cycle}"
    assert sent(client, address, shift=box.get("value")).status == 409
    left = sent(client, address, shift=box.get("value"), reason="年内不动", leave="1")
    assert not left.all("//input[@name='shift']")
    assert "年内不动" in left.words("//section[@aria-labelledby='cycles']//tbody/tr")
    (again,) = left.all("//input[@name='left']")
    assert sent(client, f"{address}/left").status == 409
    assert sent(client, f"{address}/left", left=again.get("value")).all("//input[@name='shift']")
    done = sent(client, address, shift=box.get("value"), reason="区划调整")
    assert "应报清单与登记一致" in done.words("//section[@aria-labelledby='cycles']")
    assert "区划调整" in read(client, f"/cycles/{cycle}").words()


def districts_without_one(page):
    """The form that names the members, with one of them left out."""
    _, *kept = [box.get("value") for box in page.all("//input[@name='member'][@checked]")]
    return {"member": kept, "since": "2026-02-01", "basis": "区划调整", "version": fields(page)["version"]}


def test_a_release_is_previewed_and_leaves_what_the_office_wrote(client, registered, read):
    form = fields(read(client, EDIT)) | {"basis": "办公室核实"}
    sent(client, EDIT, **form)
    page = read(client, "/agencies/release")
    assert f"{COMMERCE} 广州市商务局" in page.words("//section[@aria-labelledby='kept']")
    stale = sent(client, "/agencies/release", version="0")
    assert (stale.status, "又改过" in stale.words("//div[@role='alert']")) == (409, True)
    sent(client, "/agencies/release", **fields(page))
    assert "没有要改的" in read(client, "/agencies/release").words()
    assert fields(read(client, EDIT))["basis"] == "办公室核实"


def test_what_is_not_there_is_a_page_that_says_so(client, registered, read):
    for address in ("/agencies/没有/edit", "/agencies/collectives/没有", "/agencies/names/999", f"{MEMBERS}?task=999"):
        assert read(client, address).status == 404


def test_nothing_is_changed_without_a_token(client, registered):
    for address in (EDIT, "/agencies/new", f"/agencies/names/{registered}", MEMBERS, "/agencies/history/1/undo"):
        assert client.post(address, data={"who": "王敏"}).status_code == 400


def test_names_from_outside_are_text_and_never_markup(client, registered, read):
    hostile = "<img src=x onerror=alert(1)>"
    form = fields(read(client, EDIT)) | {"basis": hostile, "contacts-0-name": hostile}
    page = sent(client, EDIT, **form)
    assert page.status == 200
    assert (page.all("//img"), hostile in page.words()) == ([], True)


def test_the_registry_is_exported_and_a_changed_file_is_previewed_and_taken_over(client, registered, read):
    with client.get("/agencies/export.xlsx") as response:
        assert response.headers["Content-Disposition"].startswith("attachment")
        book = openpyxl.load_workbook(BytesIO(response.data))
    book["别名"].append([COMMERCE, "市商贸主管部门", "来函", "已核实"])
    target = BytesIO()
    book.save(target)
    page = sent(client, "/agencies/import", file=(BytesIO(target.getvalue()), "登记.xlsx"))
    assert page.texts("//tr[@class='new']/td") == ["别名", f"新增 别名 {COMMERCE} 的“市商贸主管部门”"]
    done = sent(client, "/agencies/import/1", **fields(page))
    assert "导入登记" in done.words("//table")
    assert "已经导入" in read(client, "/agencies/import/1").words("//p[@class='lead-in']")


def test_a_file_with_faults_is_shown_with_each_of_them_and_no_button(client, registered):
    table = "agency,name,basis,verified\n没有,某名,,maybe\n".encode("gbk")
    page = sent(client, "/agencies/import", file=(BytesIO(table), "aliases.csv"))
    assert page.texts("//main//ol/li") == [
        "aliases.csv 第 2 行“verified”列：不认识“maybe”；请写 yes 或 to be verified。",
    ]
    assert page.all("//main//form") == []


def test_what_is_no_file_of_the_registry_is_refused(client, registered):
    for fields_, words in (({}, "没有选择文件"), ({"file": (BytesIO(b"x"), "a.pdf")}, "不是登记文件")):
        page = sent(client, "/agencies/import", **fields_)
        assert (page.status, words in page.words("//div[@role='alert']")) == (409, True)
