"""What stands around a table of duties: its title, who fills it in, its sums, the measures before it."""

from datetime import date

from tests.extraction.tables import HEADER, ROWS, TITLE, bars, lines, tabs
from tracker.extraction import extract


def test_a_title_right_above_a_table_is_the_title():
    rows = [["类别", *HEADER], ["通关便利", *ROWS[1]]]
    assert extract(f"{TITLE}\n{bars(rows)}\n").title == TITLE


def test_a_title_above_a_header_of_two_rows_is_the_title():
    header = [["序号", "任务内容", "责任分工", ""], ["序号", "任务内容", "牵头", "配合"]]
    assert extract(f"泉州市稳外贸任务分解表\n{tabs([*header, ROWS[0][:4]])}\n").title == "泉州市稳外贸任务分解表"


def test_who_fills_a_table_in_stands_between_its_title_and_its_header():
    by = "\t".join(["填报单位：市商务局", "", "", "", "2026年1月"])
    assert extract(f"{TITLE}\n{by}\n{tabs([HEADER, *ROWS])}\n").title == TITLE


def test_a_time_limit_on_a_line_of_its_own_is_no_date_of_issue():
    rows = [HEADER, [*ROWS[0][:4], "2026年9月30日"], ROWS[1]]
    findings = extract(f"{TITLE}\n{lines(rows)}\n")
    assert (findings.issued_on, findings.tasks[0].deadline_on) == (None, date(2026, 9, 30))


def test_an_annexed_table_behind_the_last_measure_is_no_part_of_it():
    text = f"{TITLE}\n一、优化服务\n（一）稳定就业。（市人社局负责）\n附表：2026年任务分工\n{tabs([HEADER, *ROWS])}\n"
    assert [measure.path for measure in extract(text).measures] == ["一（一）", "1", "2", "3"]


def test_a_row_of_sums_is_no_duty():
    rows = [ROWS[0], ["", "合计", "", "", ""]]
    assert [measure.path for measure in extract(f"{TITLE}\n" + tabs([HEADER, *rows])).measures] == ["1"]
