import re
import zipfile
from io import BytesIO

from python_calamine import CalamineWorkbook

from tests.workbooks.hostile import hostile_texts
from tests.workbooks.returns import sheets_of
from tests.workbooks.templates import ANSWER_CAPTIONS, FILLED, a_task, a_template, opened, place
from tracker.workbooks.answers import LOCKED, STATES, Answers
from tracker.workbooks.templates import BODY_ROW

ALL = [column.caption for column in LOCKED] + ANSWER_CAPTIONS


def sheet_of(*rows):
    return opened(a_template(*rows)).worksheets[0]


def test_a_template_asks_what_the_ledger_has_up_to_the_deadline_and_then_for_the_answers():
    sheet = sheet_of(a_task(answers=FILLED))
    assert [cell.value for cell in sheet[BODY_ROW - 2]][1:] == ALL
    assert [
        *("序号", "文件（文号）", "措施", "工作任务", "牵头单位", "责任单位", "配合单位", "完成时限"),
        *("完成状态", "完成率", "工作进展", "存在问题", "下一步打算", "需协调事项", "承办处室", "联系人", "电话"),
    ] == ALL
    assert [cell.value for cell in sheet[BODY_ROW]] == [
        *("r1", 1, "若干措施（穗府办函〔2019〕2号）", "一（1）", "认定第1批示范企业。", "市商务局", None),
        *("市财政局、各区政府", "2026年底前", "进行中", 0.75, "认定23家。\n12月上旬发文。", "无"),
        *("12月10日前发文认定", "用地指标", "电商处", "李国平", "020-66663300"),
    ]


def test_only_the_answers_are_open_and_no_password_is_needed():
    sheet = sheet_of(a_task(1), a_task(2))
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    for row in (BODY_ROW, BODY_ROW + 1):
        opened_cells = [place + 1 for place, cell in enumerate(sheet[row]) if not cell.protection.locked]
        assert opened_cells == list(range(len(LOCKED) + 2, len(ALL) + 2))
    assert all(cell.protection.locked for row in sheet.iter_rows(max_row=BODY_ROW - 1) for cell in row)


def test_the_answers_of_an_accepted_report_are_locked():
    sheet = sheet_of(a_task(1, answers=FILLED, locked="已审核通过"), a_task(2))
    assert sheet[place("工作进展")].protection.locked
    assert not sheet[place("工作进展", 1)].protection.locked


def test_the_status_is_chosen_from_a_list_in_every_row():
    sheet = sheet_of(*map(a_task, range(1, 4)))
    (choice, share) = sheet.data_validations.dataValidation
    assert (choice.type, choice.formula1) == ("list", f'"{",".join(STATES)}"')
    assert str(choice.sqref) == f"{place('完成状态')}:{place('完成状态', 3)}"
    assert sheet[place("完成状态", 3)].value is None
    assert (share.type, share.errorStyle) == ("decimal", "warning")


def test_keys_are_hidden_and_nothing_in_the_body_is_merged():
    sheet = sheet_of(a_task(1), a_task(2, task="文" * 5_000))
    assert sheet.column_dimensions["A"].hidden
    assert max(merged.max_row for merged in sheet.merged_cells.ranges) < BODY_ROW - 2


def test_guidance_stands_below_the_captions_and_signatures_below_the_rows():
    sheet = sheet_of(a_task())
    assert sheet[f"J{BODY_ROW - 1}"].value == "从列表中选"
    assert "只填浅黄色的格" in sheet["B3"].value
    assert [cell.value for cell in sheet[BODY_ROW + 1]][:2] == ["#签字", "填表人："]


def test_rows_grow_as_somebody_types():
    with zipfile.ZipFile(BytesIO(a_template(a_task()))) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert re.findall(rf'<row r="{BODY_ROW}" [^>]*>', sheet) == [f'<row r="{BODY_ROW}" ht="56.2">']


def test_the_hidden_sheet_says_for_whom_and_for_when():
    book = opened(a_template(a_task(1), a_task(2)))
    sheet = book["_meta"]
    assert sheet.sheet_state == "veryHidden"
    values = [[cell.value for cell in row if cell.value] for row in sheet.iter_rows()]
    assert values[:5] == [
        ["格式", "1"],
        ["周期", "1"],
        ["周期名称", "2026年度"],
        ["单位", "7"],
        ["单位名称", "市商务局"],
    ]
    assert [line[:2] for line in values[6:8]] == [["r1", "1"], ["r2", "1"]]
    assert values[8][0] == "校验码"
    assert len(values[8][1]) == 32


def test_a_telephone_number_is_kept_as_text():
    assert sheet_of(a_task(answers=Answers(phone="02066663300")))[place("电话")].number_format == "@"


def test_an_answer_too_long_for_its_cell_is_not_to_be_changed_there():
    sheet = sheet_of(a_task(answers=Answers(progress="文" * 40_000, problems="无")))
    assert sheet[place("工作进展")].protection.locked
    assert not sheet[place("存在问题")].protection.locked


def test_texts_that_look_like_formulas_are_text():
    sheet = sheet_of(a_task(task="=1+1", answers=Answers(progress="=HYPERLINK(1)", contact="@甲")))
    for caption in ("工作任务", "工作进展", "联系人"):
        assert sheet[place(caption)].data_type == "s"
        assert sheet[place(caption)].quotePrefix


def test_another_reader_reads_the_template_as_we_do():
    raw = a_template(*[a_task(number, answers=FILLED, task=text) for number, text in enumerate(hostile_texts(200))])
    ours = sheets_of(raw)[0].rows
    theirs = CalamineWorkbook.from_filelike(BytesIO(raw)).get_sheet_by_name("填报表").to_python(skip_empty_area=False)
    for number, row in ours.items():
        read = {column: value for column, value in enumerate(theirs[number - 1], start=1) if value != ""}
        assert read == {column: getattr(value, "value", value) for column, value in row.items()}
