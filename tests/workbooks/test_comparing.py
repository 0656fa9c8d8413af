from dataclasses import replace

import pytest

from tests.workbooks.returns import changes, kinds, preview
from tests.workbooks.templates import FILLED, OURS, a_task, a_template, edited, opened, place, saved
from tracker.workbooks.answers import Answers
from tracker.workbooks.comparing import Change
from tracker.workbooks.templates import BODY_ROW

TASKS = [a_task(1), a_task(2, answers=FILLED), a_task(3)]
TEMPLATE = a_template(*TASKS)
ELSEWHERE = replace(FILLED, progress="另一处后来改的进展。")


def without_meta(raw):
    book = opened(raw)
    del book["_meta"]
    return saved(book)


def test_a_template_nobody_edited_changes_nothing():
    found = preview(TEMPLATE, TASKS)
    assert (changes(found), kinds(found), found.absent) == ([], [], ())
    assert {row.change for row in found.rows} == {Change.UNCHANGED}


def test_cells_are_new_changed_or_cleared():
    raw = edited(
        TEMPLATE,
        **{
            place("完成状态"): "已完成",
            place("完成率"): 1,
            place("工作进展", 1): "新的进展",
            place("存在问题", 1): None,
        },
    )
    found = preview(raw, TASKS)
    assert changes(found) == [
        (place("完成状态"), "new"),
        (place("完成率"), "new"),
        (place("工作进展", 1), "changed"),
        (place("存在问题", 1), "cleared"),
    ]
    assert [row.change for row in found.rows] == [Change.NEW, Change.CHANGED, Change.UNCHANGED]
    cell = found.rows[1].cells[0]
    assert (cell.mine, cell.theirs) == ("新的进展", FILLED.progress)
    assert found.rows[0].cells[1].mine == 100


def test_what_was_changed_elsewhere_and_not_in_the_file_stays_as_it_is():
    """Case 60: an untouched cell of an old file undoes nothing."""
    now = [TASKS[0], a_task(2, answers=ELSEWHERE, version=2), TASKS[2]]
    found = preview(TEMPLATE, now)
    assert changes(found) == []
    assert [row.stale for row in found.rows] == [False, True, False]


def test_what_was_changed_in_both_places_is_a_conflict_and_the_rest_of_the_row_is_not():
    raw = edited(TEMPLATE, **{place("工作进展", 1): "文件里改的", place("联系人", 1): "王五"})
    found = preview(raw, [TASKS[0], a_task(2, answers=ELSEWHERE, version=2), TASKS[2]])
    assert changes(found) == [(place("工作进展", 1), "conflict"), (place("联系人", 1), "changed")]
    assert found.rows[1].change is Change.CONFLICT
    assert (found.rows[1].cells[0].mine, found.rows[1].cells[0].theirs) == ("文件里改的", "另一处后来改的进展。")


def test_the_same_change_in_both_places_is_none():
    """Case 61: an import done twice changes nothing the second time."""
    raw = edited(TEMPLATE, **{place("工作进展", 1): "另一处后来改的进展。"})
    assert changes(preview(raw, [TASKS[0], a_task(2, answers=ELSEWHERE, version=2), TASKS[2]])) == []


def test_white_space_and_line_ends_of_another_program_are_no_change():
    raw = edited(
        TEMPLATE, **{place("工作进展", 1): "认定23家。\r\n12月上旬发文。 ", place("联系人", 1): "李国平\u00a0"}
    )
    assert changes(preview(raw, TASKS)) == []


@pytest.mark.parametrize(
    ("caption", "value", "kind", "sentence"),
    [
        ("工作进展", "=1+1", "formula", "L6：“工作进展”是公式，系统不采用公式的结果；请改成直接填写的内容。"),
        ("完成状态", "完成了", "out of list", "J6：完成状态“完成了”不在列表中；"),
        ("完成率", "八成", "no share", "K6：完成率“八成”不是 0% 到 100% 之间的数；请改正。"),
    ],
)
def test_a_cell_that_cannot_be_taken_keeps_its_row_out_and_no_other(caption, value, kind, sentence):
    raw = edited(TEMPLATE, **{place(caption): value, place("联系人"): "王五", place("联系人", 2): "赵六"})
    found = preview(raw, TASKS)
    (fault,) = found.all_faults
    assert (str(fault.kind), fault.address) == (kind, place(caption))
    assert fault.sentence.startswith(sentence)
    assert [row.change for row in found.rows] == [Change.REFUSED, Change.UNCHANGED, Change.NEW]


def test_one_bad_row_of_many_is_named_and_the_others_stand_ready():
    """Case 58."""
    tasks = [a_task(n) for n in range(1, 301)]
    book = opened(a_template(*tasks))
    for number in range(300):
        book.worksheets[0][place("工作进展", number)] = f"进展{number}"
    book.worksheets[0][place("完成状态", 177)] = "不知道"
    found = preview(saved(book), tasks)
    assert [fault.address for fault in found.all_faults] == [place("完成状态", 177)]
    assert len(found.of(Change.NEW)) == 299
    assert [row.number for row in found.of(Change.REFUSED)] == [BODY_ROW + 177]


def test_a_row_copied_twice_is_refused_in_both_places():
    raw = edited(TEMPLATE, A8="r1", L8="复制的")
    found = preview(raw, TASKS)
    assert [row.change for row in found.rows] == [Change.REFUSED, Change.UNCHANGED, Change.REFUSED]
    assert "第 6、8 行是同一项任务" in found.rows[0].faults[0].sentence


def test_a_key_of_somebody_else_is_refused_and_nothing_is_taken_for_it():
    """Case 59."""
    found = preview(edited(TEMPLATE, A6="r999", L6="越权"), TASKS)
    assert found.rows[0].change is Change.REFUSED
    assert found.rows[0].cells == ()
    assert found.rows[0].faults[0].sentence == "A6：任务编号“r999”不是市商务局2026年度的任务，没有采用。"
    assert found.absent == ("r1",)


def test_rows_that_are_gone_are_said_and_stay_as_they_are():
    book = opened(TEMPLATE)
    book.worksheets[0].delete_rows(BODY_ROW + 1)
    found = preview(saved(book), TASKS)
    assert found.absent == ("r2",)
    assert kinds(found) == ["missing rows"]
    assert changes(found) == []


def test_a_row_somebody_added_is_said():
    book = opened(TEMPLATE)
    book.worksheets[0].cell(20, 12, "自己加的任务进展")
    found = preview(saved(book), TASKS)
    assert kinds(found) == ["no key"]
    assert found.faults[0].sentence.startswith("A20：第 20 行没有任务编号")


def test_answers_of_another_task_are_not_taken():
    book = opened(TEMPLATE)
    sheet = book.worksheets[0]
    for column in range(2, 19):
        sheet.cell(6, column, sheet.cell(7, column).value)
    found = preview(saved(book), TASKS)
    assert kinds(found) == ["locked cell", "other task"]
    assert found.rows[0].change is Change.REFUSED
    assert found.rows[0].faults[1].address == place("工作任务")


def test_another_change_of_a_locked_column_is_left_aside():
    found = preview(edited(TEMPLATE, **{place("完成时限"): "2030年", place("联系人"): "王五"}), TASKS)
    assert kinds(found) == ["locked cell"]
    assert found.rows[0].change is Change.NEW


def test_what_the_office_changed_of_a_task_meanwhile_is_no_fault_of_the_file():
    now = [replace(TASKS[0], task="改写过的任务。", deadline="2027年"), *TASKS[1:]]
    found = preview(edited(TEMPLATE, **{place("联系人"): "王五"}), now)
    assert (kinds(found), changes(found)) == ([], [(place("联系人"), "new")])


def test_an_accepted_report_is_not_changed():
    now = [TASKS[0], replace(TASKS[1], locked="已审核通过"), TASKS[2]]
    assert kinds(preview(TEMPLATE, now)) == []
    found = preview(edited(TEMPLATE, **{place("工作进展", 1): "再改"}), now)
    assert found.rows[1].change is Change.REFUSED
    assert found.rows[1].faults[0].sentence == "A7：这一项已审核通过，不能再改，改动没有采用。"


def test_a_text_longer_than_a_cell_is_not_cut_by_coming_back():
    tasks = [a_task(1, answers=Answers(progress="文" * 40_000))]
    raw = a_template(*tasks)
    assert changes(preview(raw, tasks)) == []
    found = preview(edited(raw, **{place("工作进展"): "短了"}), tasks)
    assert kinds(found) == ["too long"]
    assert found.rows[0].change is Change.REFUSED


@pytest.mark.parametrize(
    ("facts", "kind", "sentence"),
    [
        (
            {"addressee": replace(OURS, agency="8", agency_name="市财政局")},
            "wrong agency",
            "这是市商务局的填报表，不是市财政局的",
        ),
        (
            {"addressee": replace(OURS, cycle="2", cycle_name="2027年度")},
            "wrong cycle",
            "这是2026年度的填报表，不是2027年度的",
        ),
        ({"closed": "已于2026年12月20日锁定"}, "locked cycle", "2026年度已于2026年12月20日锁定，不再接收填报表"),
        ({"seal": b"another"}, "altered", "文件里隐藏的记录被改动过"),
    ],
)
def test_a_file_for_somebody_or_some_time_else_is_refused_whole(facts, kind, sentence):
    found = preview(TEMPLATE, TASKS, **facts)
    assert found.is_refused
    assert found.rows == ()
    assert kinds(found) == [kind]
    assert found.faults[0].sentence.startswith(sentence)
    assert found.faults[0].sentence.endswith("没有写入任何内容。")


def test_a_file_whose_hidden_record_somebody_changed_is_refused():
    book = opened(TEMPLATE)
    book["_meta"]["B4"] = "8"
    assert "altered" in kinds(preview(saved(book), TASKS))


def test_a_form_of_another_version_is_refused():
    found = preview(a_template(*TASKS, addressee=replace(OURS, form="0")), TASKS)
    assert kinds(found) == ["other form"]


def test_a_file_without_its_record_is_compared_and_nothing_filled_is_overwritten_unasked():
    raw = without_meta(edited(TEMPLATE, **{place("工作进展"): "新", place("工作进展", 1): "改"}))
    found = preview(raw, TASKS)
    assert kinds(found) == ["no meta"]
    assert changes(found) == [(place("工作进展"), "new"), (place("工作进展", 1), "conflict")]


def test_a_file_without_its_record_and_without_a_task_of_ours_is_refused():
    assert kinds(preview(without_meta(TEMPLATE), [a_task(77)])) == ["nothing ours"]


def test_without_the_key_column_nothing_is_guessed():
    book = opened(TEMPLATE)
    book.worksheets[0].delete_cols(1)
    found = preview(saved(book), TASKS)
    assert kinds(found) == ["no key column"]
    assert found.is_refused


def test_columns_may_stand_in_another_order():
    book = opened(TEMPLATE)
    sheet = book.worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4, max_row=8)]
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    for number, row in enumerate(rows, start=4):
        for column, value in enumerate(reversed(row), start=1):
            sheet.cell(number, column).value = value
    sheet["G6"] = "换了列的进展"
    assert changes(preview(saved(book), TASKS)) == [("G6", "new")]


@pytest.mark.parametrize(
    ("cells", "kind", "sentence"),
    [
        ({"L4": "进展"}, "missing column", "找不到“工作进展”列"),
        ({"M4": "工作进展"}, "duplicate column", "L4、M4都是“工作进展”列"),
    ],
)
def test_a_column_renamed_or_doubled_is_refused_by_name(cells, kind, sentence):
    found = preview(edited(TEMPLATE, **cells), TASKS)
    assert found.is_refused
    assert any(str(fault.kind) == kind and fault.sentence.startswith(sentence) for fault in found.faults)


def test_a_column_more_is_left_aside_and_said():
    found = preview(edited(TEMPLATE, S4="领导批示", S6="阅"), TASKS)
    assert [fault.sentence for fault in found.faults] == ["S4：多出的“领导批示”列没有读取。"]
    assert not found.is_refused


def test_two_templates_in_one_workbook_are_refused():
    book = opened(TEMPLATE)
    book.copy_worksheet(book.worksheets[0])
    assert kinds(preview(saved(book), TASKS)) == ["several tables"]


def test_another_workbook_is_told_from_a_template():
    book = opened(TEMPLATE)
    book.worksheets[0].delete_rows(1, 5)
    found = preview(saved(book), TASKS)
    assert kinds(found) == ["not ours"]
    assert "自备表格" in found.faults[0].sentence


def test_hidden_rows_and_a_hidden_sheet_are_taken_in_as_well():
    """Case 45."""
    book = opened(edited(TEMPLATE, **{place("联系人", 1): "王五"}))
    book.worksheets[0].row_dimensions[BODY_ROW + 1].hidden = True
    book.create_sheet("草稿").sheet_state = "hidden"
    assert changes(preview(saved(book), TASKS)) == [(place("联系人", 1), "changed")]


def test_links_to_other_files_are_said():
    assert kinds(preview(TEMPLATE, TASKS, has_links=True)) == ["links"]
