"""Tables in files of their own: workbooks and CSV, however they are laid out, headed, merged and encoded."""

import re
from datetime import date, datetime

import openpyxl
import pytest

from tests.extraction.reading.files import (
    HEADER,
    ROWS,
    SHEET,
    STRINGS,
    TABLE,
    TABLE_DUTIES,
    TABLE_TITLE,
    a_csv,
    a_workbook,
    part_of,
    rezipped,
    rows_of,
    saved,
    strict,
    with_shared_strings,
)
from tracker.errors import UnreadableFile
from tracker.extraction import extract
from tracker.extraction.reading import read_bytes

DUTIES = [row[1:] for row in TABLE_DUTIES]


def without_number(raw, name="分工表.xlsx"):
    return [row[1:] for row in rows_of(raw, name)]


def lines(workbook):
    return read_bytes(saved(workbook), "分工表.xlsx").split("\n")


def with_sheet(change, workbook=None):
    """The bytes of a workbook whose first sheet's markup was changed."""
    raw = saved(workbook or a_workbook(TABLE))
    return rezipped(raw, {SHEET: change(part_of(raw, SHEET).decode()).encode()})


def test_the_rows_of_a_sheet_become_tasks():
    assert rows_of(saved(a_workbook(TABLE)), "分工表.xlsx") == TABLE_DUTIES


ABOVE = {
    "a title": [[TABLE_TITLE]],
    "a merged title": [[TABLE_TITLE, None, None, None, None]],
    "a title, a blank row and a line on units": [[TABLE_TITLE], [], ["填报单位：", "市商务局", None, "单位：万元"]],
    "an annex mark": [["附件2"], [TABLE_TITLE]],
    "many blank rows": [[]] * 40,
}


@pytest.mark.parametrize("what", ABOVE)
def test_rows_above_the_header_are_no_tasks(what):
    merged = ["A1:E1"] if what == "a merged title" else []
    assert rows_of(saved(a_workbook([*ABOVE[what], *TABLE], merged=merged)), "分工表.xlsx") == TABLE_DUTIES


def test_columns_are_found_by_their_captions_in_any_order():
    order = [4, 2, 0, 3, 1]
    rows = [[row[column] for column in order] for row in TABLE]
    assert without_number(saved(a_workbook(rows))) == DUTIES


def test_a_table_may_begin_anywhere():
    rows = [[]] * 5 + [[None, None, None, *row] for row in TABLE]
    assert rows_of(saved(a_workbook(rows)), "分工表.xlsx") == TABLE_DUTIES


def test_a_category_merged_downwards_stands_in_each_of_its_rows():
    rows = [["领域", *HEADER], ["通关", *ROWS[0]], [None, *ROWS[1]], ["降本", *ROWS[2]]]
    raw = saved(a_workbook(rows, merged=["A2:A3"]))
    assert rows_of(raw, "分工表.xlsx") == TABLE_DUTIES
    assert [line.split("\t")[0] for line in read_bytes(raw, "分工表.xlsx").split("\n")] == [
        "领域",
        "通关",
        "通关",
        "降本",
    ]


def test_a_unit_merged_downwards_holds_for_each_of_its_rows():
    rows = [HEADER, ROWS[0], [*ROWS[1][:2], None, *ROWS[1][3:]], ROWS[2]]
    duties = [row[2] for row in rows_of(saved(a_workbook(rows, merged=["C2:C3"])), "分工表.xlsx")]
    assert duties == [TABLE_DUTIES[0][2], "牵头 市商务局", TABLE_DUTIES[2][2]]


def test_captions_in_two_rows_are_one_header():
    rows = [["序号", "工作任务", "责任分工", None, "完成时限"], [None, None, "牵头单位", "配合单位", None], *ROWS]
    merged = ["A1:A2", "B1:B2", "C1:D1", "E1:E2"]
    assert rows_of(saved(a_workbook(rows, merged=merged)), "分工表.xlsx") == TABLE_DUTIES


def test_a_section_merged_over_the_whole_row_is_no_task():
    rows = [HEADER, ["一、提升通关效率"], *ROWS[:2], ["二、降低企业成本"], ROWS[2]]
    assert without_number(saved(a_workbook(rows, merged=["A2:E2", "A5:E5"]))) == DUTIES


def test_every_visible_sheet_is_read_and_no_hidden_one():
    workbook = a_workbook(TABLE[:2])
    for title, row, state in [
        ("隐藏", ROWS[1], "hidden"),
        ("深藏", ROWS[1], "veryHidden"),
        ("三季度", ROWS[2], "visible"),
    ]:
        sheet = workbook.create_sheet(title)
        sheet.append(HEADER)
        sheet.append(row)
        sheet.sheet_state = state
    assert rows_of(saved(workbook), "分工表.xlsx") == [TABLE_DUTIES[0], TABLE_DUTIES[2]]


def test_a_chart_sheet_is_passed_over():
    workbook = a_workbook(TABLE)
    workbook.create_chartsheet("图")
    assert rows_of(saved(workbook), "分工表.xlsx") == TABLE_DUTIES


def test_hidden_rows_are_read():
    workbook = a_workbook(TABLE)
    workbook.active.row_dimensions[3].hidden = True
    assert rows_of(saved(workbook), "分工表.xlsx") == TABLE_DUTIES


def test_a_date_in_the_column_of_times_is_a_deadline():
    rows = [HEADER, [*ROWS[0][:4], date(2026, 12, 31)]]
    assert rows_of(saved(a_workbook(rows)), "分工表.xlsx")[0][3] == "2026年12月31日"


VALUES = [
    (date(2026, 6, 30), "yyyy-mm-dd", "2026年6月30日"),
    (datetime(2026, 6, 30, 9, 30), "yyyy/m/d h:mm", "2026年6月30日"),
    (date(2026, 6, 1), 'yyyy"年"m"月"', "2026年6月"),
    (date(2026, 6, 1), 'yyyy"年"m"月"d"日"', "2026年6月1日"),
    (date(2026, 6, 1), '[$-804]yyyy"年"m"月"d"日";@', "2026年6月1日"),
    (date(2026, 6, 30), 'm"月"d"日"', "6月30日"),
    (1, "General", "1"),
    (1.0, "0", "1"),
    (1.5, "General", "1.5"),
    (450, "#,##0", "450"),
    (0.95, "0%", "95%"),
    (0.955, "0.0%", "95.5%"),
    (10**20, "General", "1e+20"),
    (True, "General", "是"),
    ("0012", "@", "0012"),
    ("2026年底前", "General", "2026年底前"),
    ("１２", "General", "１２"),
    ("市财政局\n市税务局", "General", "市财政局 市税务局"),
    ("  市商务局\xa0 ", "General", "市商务局"),
    ("=市商务局", "@", "=市商务局"),
]


@pytest.mark.parametrize(("value", "pattern", "expected"), VALUES)
def test_a_cell_says_what_the_screen_shows(value, pattern, expected):
    workbook = openpyxl.Workbook()
    workbook.active["A1"] = value
    workbook.active["A1"].number_format = pattern
    if isinstance(value, str):
        workbook.active["A1"].data_type = "s"
    assert read_bytes(saved(workbook), "分工表.xlsx") == expected


@pytest.mark.parametrize(
    ("number", "expected"), [(14, "2026年6月30日"), (31, "2026年6月30日"), (57, "2026年6月"), (58, "6月30日")]
)
def test_formats_that_excel_names_by_number_are_known(number, expected):
    workbook = a_workbook([[date(2026, 6, 30)]])
    workbook.active["A1"].number_format = "mm-dd-yy"
    raw = saved(workbook)
    styles = part_of(raw, "xl/styles.xml").replace(b'numFmtId="14"', f'numFmtId="{number}"'.encode())
    assert read_bytes(rezipped(raw, {"xl/styles.xml": styles}), "分工表.xlsx") == expected


def test_days_may_be_counted_from_1904():
    workbook = openpyxl.Workbook()
    workbook.epoch = datetime(1904, 1, 1)
    workbook.active["A1"] = date(2026, 6, 30)
    assert lines(workbook) == ["2026年6月30日"]


def test_a_formula_says_its_last_result():
    rows = [HEADER, [*ROWS[0][:2], "=B9", *ROWS[0][3:]]]
    formula, result = '<c r="C2"><f>B9</f><v></v>', '<c r="C2" t="str"><f>B9</f><v>市商务局</v>'
    raw = with_sheet(lambda sheet: sheet.replace(formula, result), a_workbook(rows))
    assert rows_of(raw, "分工表.xlsx") == TABLE_DUTIES[:1]


def test_a_formula_without_a_result_is_reported_by_its_cell():
    """Case 45."""
    rows = [HEADER, ["=ROW()-1", *ROWS[0][1:]], ["=ROW()-1", ROWS[1][1], "=C9", *ROWS[1][3:]]]
    text = read_bytes(saved(a_workbook(rows)), "分工表.xlsx")
    findings = extract(text)
    assert [[unit.name for unit in task.units] for task in findings.tasks] == [["市商务局", "市财政局", "市税务局"], []]
    unread = [item for item in findings.diagnostics if item.code == "unread-part"]
    assert [text[item.start : item.end] for item in unread] == [
        f"〔工作表“Sheet”{cell}的公式没有结果，读不出来〕" for cell in ("A2", "A3", "C3")
    ]
    assert len(findings.measures) == 2


def test_a_formula_whose_result_is_nothing_says_nothing():
    formula, result = '<c r="D2"><f>D9</f><v></v>', '<c r="D2" t="str"><f>D9</f><v></v>'
    raw = with_sheet(lambda sheet: sheet.replace(formula, result), a_workbook([HEADER, [*ROWS[0][:3], "=D9", "年底"]]))
    assert "读不出来" not in read_bytes(raw, "分工表.xlsx")


def test_words_may_stand_in_a_part_of_their_own():
    assert rows_of(with_shared_strings(saved(a_workbook(TABLE))), "分工表.xlsx") == TABLE_DUTIES


def test_words_in_runs_are_joined_and_readings_above_them_left_out():
    runs = "<r><rPr><b/></rPr><t>甲区</t></r><r><t>政府</t></r><rPh sb='0' eb='1'><t>jia</t></rPh>"
    raw = with_shared_strings(saved(a_workbook([["x", "乙"]])))
    strings = part_of(raw, STRINGS).replace(b"<t>x</t>", runs.encode())
    assert read_bytes(rezipped(raw, {STRINGS: strings}), "分工表.xlsx") == "甲区政府\t乙"


def test_cells_and_rows_without_addresses_stand_one_after_another():
    raw = with_sheet(lambda sheet: re.sub(r'(<(?:c|row)) r="\w+"', r"\1", sheet))
    assert rows_of(raw, "分工表.xlsx") == TABLE_DUTIES


def test_a_value_in_the_last_cell_of_all_costs_no_row():
    """Case 41: the farthest cell there is, and a million empty rows, change nothing."""
    workbook = a_workbook(TABLE)
    workbook.active["XFD1048576"] = "。"
    assert rows_of(saved(workbook), "分工表.xlsx")[:3] == TABLE_DUTIES
    assert len(lines(workbook)) == 5


def test_a_million_empty_rows_are_none():
    """Case 41."""
    empty = "".join(f'<row r="{number}" ht="15" customHeight="1"/>' for number in range(5, 1_048_577))
    raw = with_sheet(lambda sheet: sheet.replace("</sheetData>", f"{empty}</sheetData>"))
    assert rows_of(raw, "分工表.xlsx") == TABLE_DUTIES


@pytest.mark.parametrize("reference", ["A1:XFD1048576", "A1:A1048576", "A1:XFD1", "B2:B2", "F1:XFD1048576"])
def test_merged_areas_of_any_size_are_read(reference):
    """Case 41: merging the whole sheet takes a line in the file."""
    merge = f'<mergeCells count="1"><mergeCell ref="{reference}"/></mergeCells>'
    raw = with_sheet(lambda sheet: sheet.replace("</sheetData>", f"</sheetData>{merge}"))
    assert len(rows_of(raw, "分工表.xlsx")) == 3


@pytest.mark.parametrize("dimension", ["A1", "A1:B2", "A1:XFD1048576", "", "Z9:Z9", "x"])
def test_a_false_dimension_loses_no_row(dimension):
    """Case 42: what the sheet says of its size does not count."""
    raw = with_sheet(lambda sheet: re.sub(r'<dimension ref="[^"]*"', f'<dimension ref="{dimension}"', sheet))
    assert rows_of(raw, "分工表.xlsx") == TABLE_DUTIES


@pytest.mark.parametrize("rows", [[], [[None, None]], [["", " "]]])
def test_a_workbook_without_words_is_refused(rows):
    with pytest.raises(UnreadableFile, match="没有可读的文字；请"):
        read_bytes(saved(a_workbook(rows)), "分工表.xlsx")


@pytest.mark.parametrize("divider", [",", ";", "\t", "，"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_is_read_whatever_divides_its_cells(divider, encoding):
    assert rows_of(a_csv(TABLE, divider).encode(encoding), "分工表.csv") == TABLE_DUTIES


def test_commas_in_sentences_divide_no_cells():
    task = "建设公共海外仓，支持企业布局，给予奖励；对成效明显的，加大支持"
    rows = [HEADER, *([row[0], task, *row[2:]] for row in ROWS)]
    for divider in ",;\t":
        assert [row[1] for row in rows_of(a_csv(rows, divider).encode(), "分工表.csv")] == [task] * 3


def test_line_breaks_and_quotes_in_a_cell_stay_in_the_cell():
    rows = [
        HEADER,
        ["1", '建设“双创”\n基地，推进"一带一路"', "市商务局", "市财政局\r\n市税务局", "2026年底前"],
        ROWS[1],
    ]
    assert [row[2] for row in rows_of(a_csv(rows).encode(), "分工表.csv")] == [row[2] for row in TABLE_DUTIES[:2]]


@pytest.mark.parametrize("line_end", ["\n", "\r", "\r\n"])
def test_any_line_end_ends_a_row(line_end):
    assert rows_of(a_csv(TABLE).replace("\r\n", line_end).encode(), "分工表.csv") == TABLE_DUTIES


def test_a_title_above_the_rows_of_a_csv_is_no_task():
    assert rows_of(a_csv([[TABLE_TITLE, "", "", "", ""], [], *TABLE]).encode(), "分工表.csv") == TABLE_DUTIES


def test_an_encoding_a_person_chose_is_used():
    text = "項次,工作任務\n1,推動數位轉型\n"
    assert read_bytes(text.encode("big5"), "分工表.csv", "big5") == "項次\t工作任務\n1\t推動數位轉型"


def test_a_cell_that_never_ends_is_refused():
    with pytest.raises(UnreadableFile, match="“分工表.csv”的引号不成对.*请.*。$"):
        read_bytes(('序号,"' + "推进工作" * 60_000).encode(), "分工表.csv")


def test_a_workbook_saved_as_strict_open_xml_is_read():
    assert rows_of(strict(saved(a_workbook(TABLE))), "分工表.xlsx") == TABLE_DUTIES
