import csv
import re
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest

from tests.workbooks.ledgers import FIRST, a_ledger, a_row, opened, read_by_every_reader
from tracker.errors import TooManyRows
from tracker.vocabulary.reporting import Colour, Light
from tracker.workbooks import body
from tracker.workbooks.columns import LEDGER, chosen

MEASURES = Path(__file__).parents[2] / "data" / "measures.csv"
FULL = a_row(
    leads=("市商务局", "各区政府"),
    responsible=("市公安局",),
    supports=("市财政局", "市税务局"),
    deadline="2026年底前",
    progress_state="进行中",
    percent=75,
    progress="【市商务局】认定23家。\n【越秀区政府】推荐8家。",
    problems="2家意向企业推迟",
    next_step="12月上旬复核",
    to_coordinate="用地指标",
    filing_light=Light(Colour.RED, "逾期"),
    progress_light=Light(Colour.GREEN, "正常"),
    reported_by="市商务局",
    reported_at=datetime(2026, 12, 8, 16, 5),
    remark="代录",
)
FULL_CELLS = [
    1,
    "穗府办函〔2019〕2号",
    "一（一）",
    "认定示范企业。",
    "市商务局、各区政府",
    "市公安局",
    "市财政局、市税务局",
    "2026年底前",
    "进行中",
    0.75,
    "【市商务局】认定23家。\n【越秀区政府】推荐8家。",
    "2家意向企业推迟",
    "12月上旬复核",
    "用地指标",
    "逾期",
    "正常",
    "市商务局",
    "2026-12-08 16:05",
    "代录",
]


def rows_of_the_five_documents():
    with MEASURES.open(encoding="utf-8-sig", newline="") as file:
        for line in csv.DictReader(file):
            units = {role: tuple(filter(None, line[role].split("；"))) for role in ("lead", "support", "responsible")}
            yield a_row(
                document=line["document"],
                measure=f"{line['path']} {line['heading']}",
                task=line["text"],
                leads=units["lead"],
                supports=units["support"],
                responsible=units["responsible"],
                deadline=line["deadline"] or None,
            )


def test_a_task_fills_a_row_of_every_column():
    for reading in read_by_every_reader(a_ledger(FULL)):
        assert reading[:2] == [[column.caption for column in LEDGER], FULL_CELLS]


def test_the_five_documents_come_out_as_they_went_in_for_every_reader():
    rows = list(rows_of_the_five_documents())
    assert len(rows) == 172
    expected = [
        [value if value != "" else None for value in (column.value(row, number) for column in LEDGER)]
        for number, row in enumerate(rows, start=1)
    ]
    for reading in read_by_every_reader(a_ledger(*rows)):
        assert reading[1:173] == expected


def test_what_is_not_known_is_an_empty_cell_with_its_borders():
    sheet = opened(a_ledger(a_row()))
    cell = sheet.cell(FIRST, 11)
    assert cell.value is None
    assert (cell.border.left.style, cell.border.bottom.style) == ("thin", "thin")


def test_the_heading_says_what_it_is_who_reports_and_as_of_when():
    sheet = opened(
        a_ledger(a_row(), title="推动电子商务跨越式发展工作任务分工台账", office="市商务局", as_of=date(2026, 11, 30))
    )
    assert sheet["A1"].value == "推动电子商务跨越式发展工作任务分工台账"
    assert [cell.value for cell in sheet[2] if cell.value] == [
        "填报单位（盖章）：市商务局",
        "统计截止日期：2026年11月30日",
        "单位：项",
    ]
    assert "A1:S1" in {str(merged) for merged in sheet.merged_cells.ranges}
    assert (sheet["A1"].font.name, sheet["A1"].font.sz) == ("方正小标宋简体", 22)
    assert (sheet["A3"].font.name, sheet["A3"].font.sz) == ("黑体", 12)
    assert (sheet["D4"].font.name, sheet["D4"].font.sz) == ("仿宋_GB2312", 12)


def test_without_an_office_the_line_is_left_to_be_filled_in():
    assert opened(a_ledger(a_row(), office=None))["A2"].value == "填报单位（盖章）："


def test_what_does_not_fit_side_by_side_stands_one_after_another():
    sheet = opened(a_ledger(a_row(), columns=LEDGER[3:5], title="推动电子商务跨越式发展工作任务分工台账" * 2))
    assert sheet["A2"].value == "填报单位（盖章）：市商务局　　统计截止日期：2026年11月30日　　单位：项"
    assert {"A1:B1", "A2:B2"} <= {str(merged) for merged in sheet.merged_cells.ranges}
    assert sheet.row_dimensions[1].height > 2 * 22


def test_the_last_row_is_signed_and_the_note_follows_it():
    sheet = opened(a_ledger(a_row(), a_row(), note="说明：仅列牵头任务。"))
    assert [cell.value for cell in sheet[FIRST + 2] if cell.value] == [
        "填表人：",
        "审核人：",
        "负责人（签字）：",
        "联系电话：",
    ]
    assert sheet.cell(FIRST + 3, 1).value == "说明：仅列牵头任务。"
    assert sheet.max_row == FIRST + 3


@pytest.mark.parametrize(
    "captions", [["工作任务"], ["序号", "工作任务"], ["序号", "工作任务", "填报灯", "进度灯"], ["序号", "填报灯", "进度灯"]]
)
def test_of_few_or_narrow_columns_all_sign_in_one_line(captions):
    sheet = opened(a_ledger(a_row(), columns=chosen(captions)))
    assert sheet.cell(sheet.max_row, 1).value.split() == ["填表人：", "审核人：", "负责人（签字）：", "联系电话："]
    assert len(captions) == 1 or f"A{sheet.max_row}" in {str(each).partition(":")[0] for each in sheet.merged_cells.ranges}


def test_a_ledger_without_tasks_has_its_heading_and_its_signatures():
    sheet = opened(a_ledger())
    assert (sheet["A3"].value, sheet["A4"].value, sheet.max_row) == ("序号", "填表人：", 4)


def test_it_prints_on_a3_landscape_one_page_wide_with_repeated_header_and_page_numbers():
    sheet = opened(a_ledger(a_row(), a_row(), note="说明"))
    setup = sheet.page_setup
    assert (int(setup.paperSize), setup.orientation, setup.fitToWidth, setup.fitToHeight) == (8, "landscape", 1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.print_area.endswith("$A$1:$S$7")
    assert sheet.oddFooter.center.text == "第 &P 页 共 &N 页"
    assert sheet.freeze_panes == "D4"


def test_a_ledger_of_few_columns_prints_on_a4():
    sheet = opened(a_ledger(FULL, columns=LEDGER[:10]))
    assert int(sheet.page_setup.paperSize) == 9
    assert [cell.value for cell in sheet[FIRST]] == FULL_CELLS[:10]


def test_lights_are_a_word_on_its_colour():
    sheet = opened(a_ledger(FULL, a_row(filing_light=Light(Colour.YELLOW, "临期"))))
    fills = [sheet.cell(FIRST, place).fill.fgColor.rgb for place in (15, 16)]
    assert fills == ["00F4C7C3", "00CFE8D5"]
    assert sheet.cell(FIRST + 1, 15).fill.fgColor.rgb == "00FBE3A6"
    assert sheet.cell(FIRST + 1, 16).fill.fill_type is None


def test_a_share_is_printed_in_percent():
    cell = opened(a_ledger(FULL)).cell(FIRST, 10)
    assert (cell.value, cell.number_format) == (0.75, "0%")


def test_a_row_is_as_high_as_its_longest_cell_needs():
    sheet = opened(
        a_ledger(a_row(), a_row(task="文" * 96), a_row(progress="一\n二\n三\n四\n五\n六\n七"), a_row(task="文" * 350))
    )
    heights = [sheet.row_dimensions[row].height for row in range(FIRST, FIRST + 4)]
    assert heights == pytest.approx([2 * 17.4 + 4, 5 * 17.4 + 4, 7 * 17.4 + 4, 19 * 17.4 + 4], abs=0.1)


def test_only_a_row_too_high_for_a_spreadsheet_gets_smaller_letters():
    sheet = opened(a_ledger(a_row(task="文" * 420), a_row(task="文" * 500)))
    assert [sheet.cell(row, 4).font.sz for row in (FIRST, FIRST + 1)] == [12, 10]
    assert all(sheet.row_dimensions[row].height <= 409 for row in (FIRST, FIRST + 1))


@pytest.mark.parametrize("letters", [900, 3_600, 32_767])
def test_a_row_too_high_even_so_runs_on_over_merged_rows_with_its_whole_text(letters):
    sheet = opened(a_ledger(a_row(), a_row(task="文" * letters), a_row(task="下一项")))
    (merged,) = [each for each in sheet.merged_cells.ranges if each.min_col == 4 and each.min_row > FIRST]
    assert sheet.cell(FIRST + 1, 4).value == "文" * letters
    assert sheet.cell(FIRST + 1, 4).alignment.vertical == "top"
    assert (merged.min_row, sheet.cell(merged.max_row + 1, 4).value) == (FIRST + 1, "下一项")
    assert [sheet.cell(row, 1).value for row in (FIRST, FIRST + 1, merged.max_row + 1)] == [1, 2, 3]
    heights = [sheet.row_dimensions[row].height for row in range(merged.min_row, merged.max_row + 1)]
    assert max(heights) <= 409
    assert sum(heights) >= letters / (20 * 12 / 10) * 10 * 1.45
    ranges = {(each.min_row, each.max_row) for each in sheet.merged_cells.ranges if each.min_row > FIRST}
    assert ranges == {(merged.min_row, merged.max_row)}


def test_the_print_area_reaches_below_a_row_that_runs_on():
    sheet = opened(a_ledger(a_row(task="文" * 3_600), note="说明"))
    assert sheet.print_area.endswith(f"$S${sheet.max_row}")


def test_words_of_the_heading_never_become_a_formula():
    sheet = opened(a_ledger(a_row(), title="=1+1", office="\x07=cmd", note="=2+2"))
    for place in ("A1", "A2", "A6"):
        assert sheet[place].data_type == "s"
    assert sheet["A1"].value == "=1+1"
    assert sheet["A6"].value == "=2+2"


def test_nothing_in_the_sheet_is_an_element_of_a_formula():
    with zipfile.ZipFile(a_ledger(FULL, a_row(task="=SUM(A1)"))) as archive:
        assert not re.search(rb"<f[ >]", archive.read("xl/worksheets/sheet1.xml"))


def test_too_many_tasks_are_refused_with_a_way_out(monkeypatch):
    monkeypatch.setattr(body, "MOST_TASKS", 2)
    a_ledger(a_row(), a_row())
    with pytest.raises(TooManyRows, match="导出的任务超过 2 项.*缩小筛选范围"):
        a_ledger(a_row(), a_row(), a_row())
