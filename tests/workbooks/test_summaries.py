from datetime import date

from tests.workbooks.years import an_agency, an_unreported, cells, opened_year
from tracker.vocabulary.reporting import Colour, Light
from tracker.workbooks.summaries import with_totals


def test_the_summary_has_an_agency_a_row_with_its_counts_and_rates():
    (sheet,) = opened_year(
        agencies=[an_agency("市商务局", owed=10, submitted=9, on_time=8, returned=2, overdue=1)], only="汇总表"
    )
    assert cells(sheet)[:3] == [
        ["序号", "单位", "应报", "已报", "按时", "退回", "逾期", "报送率", "按时率"],
        [1, "市商务局", 10, 9, 8, 2, 1, 0.9, 0.8],
        [None, "合计", 10, 9, 8, 2, 1, 0.9, 0.8],
    ]
    assert sheet["H4"].number_format == "0%"
    assert sheet["A1"].value == "2026年度报送情况汇总表"


def test_where_nothing_is_owed_there_is_no_rate():
    (sheet,) = opened_year(agencies=[an_agency("市档案馆", owed=0)], only="汇总表")
    assert cells(sheet)[1] == [1, "市档案馆", 0, 0, 0, 0, 0, "—", "—"]


def test_agencies_that_are_asked_stand_apart_with_a_total_of_their_own():
    rows = [an_agency("广州海关", owed=3, asked=True), an_agency("市商务局", owed=4), an_agency("市财政局", owed=5)]
    assert [(row.agency, row.owed) for row in with_totals(rows)] == [
        ("市商务局", 4),
        ("市财政局", 5),
        ("合计", 9),
        ("广州海关", 3),
        ("商请单位合计", 3),
    ]


def test_agencies_are_numbered_and_totals_are_not():
    rows = [an_agency("市商务局", owed=4), an_agency("广州海关", owed=3, asked=True)]
    (sheet,) = opened_year(agencies=rows, only="汇总表")
    assert [sheet.cell(row, 1).value for row in range(4, 8)] == [1, None, 2, None]
    assert [sheet.cell(row, 2).font.name for row in range(4, 6)] == ["仿宋_GB2312", "黑体"]


def test_what_is_owed_is_listed_with_whom_to_call():
    row = an_unreported(
        "市商务局", light=Light(Colour.RED, "逾期3天"), contact="李国平", phone="=020", reason="数据未定"
    )
    (sheet,) = opened_year(unreported=[row], only="未报清单")
    assert cells(sheet)[1] == [
        1,
        "市商务局",
        "牵头",
        "若干措施（穗府办函〔2019〕2号）",
        "认定示范企业。",
        f"{date(2026, 12, 10)}",
        "逾期3天",
        "数据未定",
        "李国平",
        "=020",
    ]
    assert int(sheet.page_setup.paperSize) == 9


def test_a_list_of_nothing_owed_is_a_sheet_that_shows_so():
    (sheet,) = opened_year(unreported=[], only="未报清单")
    assert sheet["A4"].value == "填表人："
