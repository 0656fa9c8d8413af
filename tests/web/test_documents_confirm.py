"""The confirm page: text and tasks side by side, what must be decided."""

import pytest
from sqlalchemy import select

from tests.builders import A_PLAN, a_received_document
from tests.people import signed_in
from tests.statements import counted
from tests.web.sending import send
from tests.web.test_documents import HOSTILE, store
from tracker.storage.database import db
from tracker.storage.documents import PolicyDocument
from tracker.vocabulary import DocumentStatus

TASKS = "//tr[starts-with(@class, 'task')]"
RULED = A_PLAN + "（四）强化督促。各有关单位于每年12月10日前将有关工作材料报市商务局。（市商务局负责）\n"


@pytest.fixture
def document(app):
    return store(app, a_received_document())[0]


def rows(page):
    return [page.texts(f"({TASKS})[{number}]/td")[:5] for number in range(1, len(page.all(TASKS)) + 1)]


def test_the_tasks_stand_in_a_table_with_their_units(client, read, document):
    page = read(client, f"/documents/{document}")
    assert rows(page) == [
        ["1", "一（一）", "建设海外仓", "市商务局", "市财政局、市口岸办"],
        ["2", "一（二）①", "支持院校开设专业", "负责 市教育局", ""],
        ["3", "一（二）②", "组织技能竞赛", "市人力资源社会保障局", ""],
        ["4", "一（三）", "做好宣传", "没有", ""],
    ]
    assert page.texts(f"{TASKS}/td[6]/span") == ["✓ 无疑问", "✓ 无疑问", "✓ 无疑问", "要定"]


def test_text_and_table_point_at_each_other(client, read, document):
    page = read(client, f"/documents/{document}")
    numbers = page.all("//div[@id='all-text']//a[@class='anchor']")
    assert [link.get("href") for link in numbers] == ["#t1", "#t2", "#t3", "#t4"]
    assert [row.get("id") for row in page.all(TASKS)] == ["t1", "t2", "t3", "t4"]
    assert [link.get("href") for link in page.all(f"{TASKS}/td[1]/a")] == [f"#{link.get('id')}" for link in numbers]


def test_units_in_the_text_carry_their_roles(client, read, document):
    page = read(client, f"/documents/{document}")
    units = page.all("//div[@id='all-text']//span[starts-with(@class, 'u ')]")
    assert [(unit.text, unit.get("title")) for unit in units[:3]] == [
        ("市商务局", "牵头"),
        ("市财政局", "配合"),
        ("市口岸办", "配合"),
    ]


def test_what_must_be_decided_stands_first_each_with_a_button(client, read, document):
    page = read(client, f"/documents/{document}")
    assert page.words("//span[@id='decisions']") == "要您定的 必须 1核对 2"
    assert page.texts("//ul[@class='dx']/li") == [
        "必须 一（三） 没有牵头或负责的单位 指定单位",
        "核对 文件信息 没有读出印发机关 填上 没有问题：没有读出印发机关",
        "核对 文件信息 没有读出印发日期 填上 没有问题：没有读出印发日期",
    ]
    assert page.address("指定单位") == f"/documents/{document}?task=4#t4"


def test_a_name_that_may_be_no_unit_can_be_settled_at_once(app, client, read):
    text = A_PLAN.replace("市口岸办", "蓝天计划")
    (document,) = store(app, a_received_document(text))
    page = read(client, f"/documents/{document}")
    buttons = page.texts("//ul[@class='dx']//button")
    assert buttons[:2] == ["是单位", "不是，去掉"]


def test_an_unknown_name_is_offered_the_closest_known_ones(loaded_app, loaded_client, read):
    (document,) = store(loaded_app, a_received_document(A_PLAN.replace("市口岸办", "市商务句")))
    page = read(loaded_client, f"/documents/{document}")
    assert page.texts("//ul[@class='dx']//button")[:2] == ["改为“广州市商务局”", "改为“广州市商务委员会”"]


def test_what_the_document_says_once_for_all_of_itself_is_shown_as_followed(app, client, read):
    plan = A_PLAN.replace("各区政府", "").replace("市口岸办配合", "各区（含新区，下同）配合")
    (document,) = store(app, a_received_document(plan))
    page = read(client, f"/documents/{document}")
    assert page.words("//ul[@class='agreed']/li").startswith("已照办 “各区”在此定义（含新区，下同）")
    assert "各区" not in page.words("//section[@id='part-decisions']")


def test_hundreds_of_open_points_are_listed_a_few_at_a_time(app, client, read):
    digits = "一二三四五六七八九"
    numbers = [*digits[3:], *(f"{ten}十{one}" for ten in ["", "二", "三", "四", "五"] for one in ["", *digits])]
    text = A_PLAN + "".join(f"（{number}）做好工作。推进这项工作。\n" for number in numbers)
    (document,) = store(app, a_received_document(text))
    page = read(client, f"/documents/{document}")
    assert len(page.all("//section[@id='part-decisions']//li")) == 30
    assert "定一条，后面的补上来" in page.words("//details[@class='dx-more']/summary")


def test_a_table_is_laid_out_as_one(app, client, read):
    table = (
        "广州市任务分工表\n序号\t工作任务\t牵头单位\n1\t建设海外仓\t市商务局\n2\t加强培训\t市教育局\n以上任务请落实。\n"
    )
    (document,) = store(app, a_received_document(table))
    page = read(client, f"/documents/{document}")
    assert page.texts("//table[@class='laid']//tr[2]/td") == ["1", "建设海外仓", "市商务局1"]
    assert len(page.all("//table[@class='laid']")) == 1


def test_a_long_list_is_folded(app, client, read):
    text = A_PLAN + "".join(f"（{number}）做好工作。推进第{number}项工作。\n" for number in "四五六七八九")
    (document,) = store(app, a_received_document(text))
    page = read(client, f"/documents/{document}")
    assert len(page.all("//section[@id='part-decisions']/ul/li")) == 6
    assert page.words("//details[@class='dx-more']/summary") == "全部 9 条"


def test_the_head_says_what_the_document_is_and_when_to_report(app, client, read):
    (document,) = store(app, a_received_document(RULED, number="穗商务〔2026〕3号", status=DocumentStatus.DRAFT))
    words = read(client, f"/documents/{document}").words("//div[@id='part-meta']")
    assert "读出 4 条措施、5 项任务" in words
    assert "报送规定：各有关单位于每年12月10日前将有关工作材料报市商务局" in words


def test_a_task_s_fields_stand_open_where_the_address_asks_for_them(client, read, document):
    page = read(client, f"/documents/{document}?task=1#t1")
    fields = page.all("//tr[@class='editor']//input[@name='name']")
    assert [field.get("value") for field in fields] == ["市商务局", "市财政局", "市口岸办", None]
    assert page.texts("//tr[@class='editor']//select[@name='role']/option[@selected]") == [
        "牵头",
        "配合",
        "配合",
        "配合",
    ]
    assert read(client, f"/documents/{document}?task=99").all("//tr[@class='editor']") == []


def test_a_script_gets_the_fields_of_one_task_alone(client, read, document):
    part = read(client, f"/documents/{document}/tasks/2")
    assert [field.get("value") for field in part.all("//input[@name='name']")] == ["市教育局", None]
    assert part.all("//header") == []
    assert read(client, f"/documents/{document}/tasks/99").status == 404


def test_a_task_can_be_split_after_each_of_its_sentences(app, client, read):
    (document,) = store(app, a_received_document(A_PLAN.replace("宣传先进典型。", "宣传典型。总结经验。")))
    options = read(client, f"/documents/{document}?task=4").all("//select[@name='at']/option")
    assert [option.text for option in options] == ["“…在媒体上宣传典型。”之后"]


def test_only_tasks_of_one_measure_can_be_joined(client, read, document):
    joins = "//form[.//input[@value='join_tasks']]"
    assert len(read(client, f"/documents/{document}?task=2").all(joins)) == 1
    assert read(client, f"/documents/{document}?task=3").all(joins) == []


def test_alike_measures_of_published_documents_are_found(loaded_app, read):
    client = signed_in(loaded_app)
    (document,) = store(loaded_app, a_received_document())
    page = read(client, f"/documents/{document}/tasks/1/similar")
    assert "海外仓" in page.words("//section[@class='similar']//table")
    assert page.all("//section[@class='similar']//a")[0].get("href").startswith("/tasks/")


@pytest.mark.parametrize("address", ["", "?task=1", "/tasks/1", "/tasks/1/similar"])
def test_a_document_s_pages_take_few_statements(loaded_app, address):
    (document,) = store(loaded_app, a_received_document())
    client = signed_in(loaded_app)
    with counted(loaded_app) as statements:
        assert client.get(f"/documents/{document}{address}").status_code == 200
    assert len(statements) <= 12


@pytest.mark.parametrize(
    ("like", "offered"),
    [("商务局", "广州市商务局"), ("商务厅", "广东省商务厅"), ("海淀区", None), ("", None)],
)
def test_names_of_the_region_and_those_above_it_are_offered_as_one_types(loaded_app, like, offered):
    (document,) = store(loaded_app, a_received_document())
    found = signed_in(loaded_app).get(f"/documents/{document}/names?like={like}").text
    assert (f'value="{offered}"' in found) if offered else "<option" not in found
    assert found.count("<option") <= 30


@pytest.mark.parametrize(("place", "is_known"), [("广州市", True), ("广东省广州市", True), ("广州", False), ("全国", True)])
def test_a_region_that_is_in_no_list_should_be_looked_at(loaded_app, read, place, is_known):
    (document,) = store(loaded_app, a_received_document())
    client = signed_in(loaded_app)
    if place != "广州市":
        seen = read(client, f"/documents/{document}").all("//input[@name='sequence']")[0].get("value")
        send(client, f"/documents/{document}/edits", kind="set_fact", name="jurisdiction", value=place, sequence=seen)
    words = read(client, f"/documents/{document}").words("//section[@id='part-decisions']")
    assert (f"“{place}”不在地区名单里" in words) != is_known


def test_a_long_document_stands_by_its_beginning_and_the_rest_follows(app, client, read):
    measures = "".join(f"（{n}）办好第{n}件事。推进第{n}项工作。（市商务局牵头）\n" for n in range(1, 301))
    (document,) = store(app, a_received_document(f"广州市三百条措施\n\n一、主要任务\n{measures}"))
    page, whole = read(client, f"/documents/{document}"), read(client, f"/documents/{document}?all=1")
    rest = client.get(f"/documents/{document}/rest").get_json()
    shown, every = (one.texts("//td[@class='what']") for one in (page, whole))
    assert (len(shown), len(every), shown == every[:120]) == (120, 300, True)
    assert "还有 180 项任务" in page.words("//p[@class='rest']")
    assert rest["rows"].count('class="task') == 180
    paragraphs = [len(one.all("//*[@data-block]")) for one in (page, whole)]
    assert paragraphs[0] + rest["blocks"].count("data-block") == paragraphs[1]
    assert str(rest["sequence"]) == page.all("//p[@class='rest']")[0].get("data-sequence")
    assert len(page.words()) * 2 < len(whole.words())


def test_a_hostile_document_is_text_and_never_markup(app, client, read):
    text = (
        f"{HOSTILE}若干措施\n\n一、主要任务\n（一）{HOSTILE}。{HOSTILE}建设海外仓。（市商务局牵头，{HOSTILE}局配合）\n"
    )
    (document,) = store(app, a_received_document(text, title=HOSTILE, file_name=HOSTILE))
    page = read(client, f"/documents/{document}?task=1")
    assert page.all("//img") == []
    assert "<img src=x onerror=alert(1)>" in page.words("//div[@id='all-text']")


@pytest.mark.parametrize("stem", ["000-guangzhou-2017-36", "003-guangdong-2018-394", "004-shenzhen-2023-draft"])
def test_the_documents_that_travel_with_the_program_can_be_opened(loaded_app, read, stem):
    client = signed_in(loaded_app)
    with loaded_app.app_context():
        document = db.session.scalar(select(PolicyDocument.id).where(PolicyDocument.stem == stem))
    page = read(client, f"/documents/{document}")
    assert page.status == 200
    assert len(page.all(TASKS)) == len(page.all("//a[@class='anchor']")) > 15


def test_a_script_is_told_a_refusal_by_the_page(client, document):
    fetched = {"X-Requested-With": "fetch"}
    assert send(client, f"/documents/{document}/undo", who="林静怡").status_code == 409
    assert send(client, f"/documents/{document}/undo", who="林静怡", headers=fetched).status_code == 200
