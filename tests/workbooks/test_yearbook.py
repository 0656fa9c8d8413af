import zipfile

from tests.workbooks.years import a_year, an_agency, an_unreported, opened_year
from tracker.vocabulary.reporting import Colour
from tracker.workbooks.charts import LightCount
from tracker.workbooks.columns import chosen

AGENCIES = [an_agency("市商务局", owed=9, submitted=7, on_time=5, overdue=1), an_agency("市财政局", owed=4)]
LIGHTS = [LightCount("填报灯", "已报", Colour.GREEN, 7), LightCount("填报灯", "逾期", Colour.RED, 1)]


def test_a_year_is_one_workbook_of_four_sheets():
    sheets = opened_year(agencies=AGENCIES, unreported=[an_unreported("市财政局")], lights=LIGHTS)
    assert [sheet.title for sheet in sheets] == ["总台账", "汇总表", "未报清单", "图表"]
    assert [sheet.print_area.rpartition("!")[2] for sheet in sheets[:3]] == ["$A$1:$S$5", "$A$1:$I$7", "$A$1:$J$5"]
    assert [sheet.print_title_rows for sheet in sheets[:3]] == ["$3:$3"] * 3
    assert all(sheet.oddFooter.center.text == "第 &P 页 共 &N 页" for sheet in sheets)


def test_before_anything_is_owed_there_is_only_the_ledger():
    assert [sheet.title for sheet in opened_year()] == ["总台账"]


def test_the_charts_are_the_spreadsheets_own_and_point_at_their_figures():
    with zipfile.ZipFile(a_year(agencies=AGENCIES, lights=LIGHTS)) as archive:
        charts = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/charts/chart")]
    assert len(charts) == 2
    assert "'图表'!$J$4:$J$5" in charts[0]
    sheet = opened_year(agencies=AGENCIES, lights=LIGHTS, only="图表")[0]
    figures = [[cell.value for cell in row] for row in sheet["I3:M5"]]
    assert figures == [
        ["单位", "按时报送", "迟报", "逾期未报", "未报未逾期"],
        ["市商务局", 5, 2, 1, 1],
        ["市财政局", 0, 0, 0, 4],
    ]


def test_a_chart_shows_no_more_bars_than_can_be_told_apart_and_says_so():
    sheet = opened_year(agencies=[an_agency(f"单位{n}", owed=n) for n in range(60)], only="图表")[0]
    assert sheet["I4"].value == "单位59"
    assert sheet["I27"].value == "单位36"
    assert sheet["I28"].value is None


def test_a_layout_holds_for_the_ledger():
    (sheet,) = opened_year(columns=chosen(["工作任务", "牵头单位"]))
    assert [cell.value for cell in sheet[3]] == ["工作任务", "牵头单位"]
