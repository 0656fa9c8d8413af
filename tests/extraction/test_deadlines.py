"""Time limits: kept as printed and, where they name a day, a month or a year, as its last day (FORMS §5)."""

from datetime import date

import pytest

from tests.extraction.plans import duties, first_task, plan, with_clause
from tracker.extraction.deadlines import deadline_in, is_deadline, read_deadline

DATED = [
    ("2026年6月30日前", date(2026, 6, 30), "day"),
    ("2026年6月30日前完成", date(2026, 6, 30), "day"),
    ("2026 年 3 月 1 日前", date(2026, 3, 1), "day"),
    ("2026年6月底前完成", date(2026, 6, 30), "month"),
    ("2026年6月底", date(2026, 6, 30), "month"),
    ("2026年6月", date(2026, 6, 30), "month"),
    ("2026年11月份完成", date(2026, 11, 30), "month"),
    ("2028年2月底前", date(2028, 2, 29), "month"),
    ("2027年2月底前", date(2027, 2, 28), "month"),
    ("2026年底前", date(2026, 12, 31), "year"),
    ("2026年底前完成", date(2026, 12, 31), "year"),
    ("2026年年底", date(2026, 12, 31), "year"),
    ("2026年", date(2026, 12, 31), "year"),
    ("2026年度", date(2026, 12, 31), "year"),
    ("2026年内", date(2026, 12, 31), "year"),
    ("到2027年", date(2027, 12, 31), "year"),
    ("2026年上半年", date(2026, 6, 30), "month"),
    ("2026年下半年", date(2026, 12, 31), "month"),
    ("2026年第三季度", date(2026, 9, 30), "month"),
    ("2026年一季度末前", date(2026, 3, 31), "month"),
    ("2025—2027年", date(2027, 12, 31), "year"),
    ("2025年1月至2026年6月", date(2026, 6, 30), "month"),
]

UNDATED = [
    "持续推进",
    "每季度1次",
    "长期推进",
    "长期",
    "长期坚持",
    "常态化推进",
    "年底前",
    "年底前完成",
    "每年",
    "按进度推进",
    "立即整改",
]


@pytest.mark.parametrize(("printed", "on", "precision"), DATED)
def test_a_printed_limit_has_its_last_day(printed, on, precision):
    deadline = read_deadline(printed)
    assert (deadline.printed, deadline.on, deadline.precision) == (printed, on, precision)


@pytest.mark.parametrize("printed", UNDATED)
def test_a_limit_without_a_year_names_no_date(printed):
    assert is_deadline(printed)
    assert (read_deadline(printed).on, read_deadline(printed).precision) == (None, None)


@pytest.mark.parametrize("printed", ["2026年13月", "2026年2月30日前", "2026年0月", "9999年底前"])
def test_a_day_that_does_not_exist_is_no_date(printed):
    assert read_deadline(printed).on is None


@pytest.mark.parametrize("text", ["市商务局", "各区政府", "2026年重点项目专班", "年度考核办", "市财政局2026年"])
def test_names_are_no_limits(text):
    assert not is_deadline(text)


IN_BRACKETS = [
    ("（市商务局牵头，市财政局配合，2026年6月底前完成）", "2026年6月底前完成"),
    ("（市商务局牵头，市财政局配合；2026年6月底前完成）", "2026年6月底前完成"),
    ("（市商务局牵头，市财政局配合；完成时限：2026年6月底）", "2026年6月底"),
    ("（2026年6月底前完成；市商务局牵头，市财政局配合）", "2026年6月底前完成"),
    ("（完成时限：2026年6月底前；牵头单位：市商务局；配合单位：市财政局）", "2026年6月底前"),
    ("（牵头单位：市商务局；配合单位：市财政局；完成时间：2026年6月）", "2026年6月"),
    ("（牵头单位：市商务局，配合单位：市财政局，时间节点：2026年6月底）", "2026年6月底"),
    ("（牵头单位：市商务局；时限要求：2026年6月底；配合单位：市财政局）", "2026年6月底"),
    ("（市商务局牵头，市财政局配合）（2026年6月底前完成）", "2026年6月底前完成"),
]


@pytest.mark.parametrize(("clause", "printed"), IN_BRACKETS)
def test_a_limit_in_the_clause_is_the_task_s(clause, printed):
    task = first_task(with_clause(clause))
    assert duties(task) == "牵头 市商务局；配合 市财政局"
    assert (task.deadline, task.deadline_on, task.deadline_precision) == (printed, date(2026, 6, 30), "month")


@pytest.mark.parametrize("printed", ["持续推进", "长期推进", "年底前", "长期坚持", "持续实施"])
def test_an_open_limit_is_kept_as_printed_without_a_date(printed):
    task = first_task(with_clause(f"（市商务局牵头，市财政局配合；{printed}）"))
    assert duties(task) == "牵头 市商务局；配合 市财政局"
    assert (task.deadline, task.deadline_on, task.deadline_precision) == (printed, None, None)


IN_TEXT = [
    ("力争2026年底前建成投用", "2026年底前", date(2026, 12, 31), "year"),
    ("2026年9月底前，完成改造", "2026年9月底前", date(2026, 9, 30), "month"),
    ("确保2026年5月1日前投入运营", "2026年5月1日前", date(2026, 5, 1), "day"),
    ("年底前建成", "年底前", None, None),
    ("2026年底前完成全部小区的改造", "2026年底前", date(2026, 12, 31), "year"),
    ("今年年底前建成", "今年年底前", None, None),
]


@pytest.mark.parametrize(("text", "printed", "on", "precision"), IN_TEXT)
def test_a_limit_in_the_text_of_a_task_is_found(text, printed, on, precision):
    task = first_task(plan(f"建设保税仓。{text}。（市商务局牵头）", "稳定就业。（市人社局牵头）"))
    assert (task.deadline, task.deadline_on, task.deadline_precision) == (printed, on, precision)


@pytest.mark.parametrize(
    "text",
    [
        "支持企业扩大出口",
        "2024年获评省级园区的给予奖励",
        "近三年内无失信记录",
        "按年度给予补助",
        "改造2000年底前建成的小区",
        "对2020年6月底前登记的企业给予补助",
        "对2023年以来新设企业给予奖励",
    ],
)
def test_a_text_without_limit_has_none(text):
    task = first_task(plan(f"建设园区。{text}。（市商务局牵头）", "稳定就业。（市人社局牵头）"))
    assert (task.deadline, task.deadline_on, task.deadline_precision) == (None, None, None)
    assert deadline_in(text) is None


def test_the_limit_of_the_clause_goes_before_that_of_the_text():
    task = first_task(
        plan("建设保税仓。2026年底前建成。（市商务局牵头；完成时限：2027年3月底）", "稳定就业。（市人社局牵头）")
    )
    assert (task.deadline, task.deadline_on) == ("2027年3月底", date(2027, 3, 31))


def test_a_limit_as_printed_is_free_of_line_breaks():
    task = first_task(with_clause("（市商务局牵头；2026年6月\n底前完成）"))
    assert task.deadline == "2026年6月底前完成"


@pytest.mark.parametrize("printed", ["2026-06-30", "2026.6.30", "2026/06/30"])
def test_a_day_may_be_written_in_figures(printed):
    found = read_deadline(printed)
    assert (found.on, found.precision) == (date(2026, 6, 30), "day")


@pytest.mark.parametrize(
    ("printed", "on"),
    [("2026.6", date(2026, 6, 30)), ("2025-3至2026-12", date(2026, 12, 31)), ("2026年Q2", date(2026, 6, 30))],
)
def test_a_month_or_quarter_may_be_written_in_figures(printed, on):
    found = read_deadline(printed)
    assert (found.on, found.precision) == (on, "month")
