"""``tracker export ledger``: the rows asked for, in a file that is there whole or not at all (case 4)."""

import zipfile

import pytest
from openpyxl import load_workbook

HEADER_ROW = 3


@pytest.fixture
def export(run, loaded_app, tmp_path):
    """Exports with options; the command's result and the sheet."""

    def export(*options):
        result = run("export", "ledger", "-o", tmp_path / "台账.xlsx", *options, app=loaded_app)
        return result, load_workbook(tmp_path / "台账.xlsx").active

    return export


def rows_of(sheet):
    """The numbered rows, by caption."""
    captions = [cell.value for cell in sheet[HEADER_ROW]]
    rows = (dict(zip(captions, row, strict=True)) for row in sheet.iter_rows(min_row=HEADER_ROW + 1, values_only=True))
    return [row for row in rows if isinstance(row["序号"], int)]


def test_without_conditions_every_task_of_an_issued_document_is_exported(export):
    result, sheet = export()
    assert len(rows_of(sheet)) == 34 + 41 + 56
    assert result.output.startswith("已导出 131 项任务：")


def test_drafts_are_exported_when_they_are_asked_for(export):
    _, sheet = export("--scope", "全部")
    assert len(rows_of(sheet)) == 172


def test_a_row_says_document_measure_task_and_units(export):
    _, sheet = export("--document", "000-guangzhou-2017-36", "--agency", "市口岸办")
    first = rows_of(sheet)[0]
    assert "穗府办〔2017〕36号" in first["文件（文号）"]
    assert "市口岸办" in first["配合单位"]
    assert "公共服务平台" in first["工作任务"]


def test_all_conditions_hold_together_and_are_told_below_the_table(export):
    _, sheet = export("--jurisdiction", "广州市", "--agency", "市财政局", "--role", "配合")
    rows = rows_of(sheet)
    assert rows
    assert all("市财政局" in row["配合单位"] for row in rows)
    assert "地区 广州市" in sheet.cell(sheet.max_row, 1).value


def test_an_agency_of_two_cities_must_be_named_in_full(export, run, loaded_app, tmp_path):
    refused = run("export", "ledger", "-o", tmp_path / "台账.xlsx", "--agency", "市商务局", app=loaded_app)
    assert (refused.exit_code, "广州市商务局、深圳市商务局" in refused.stderr) == (2, True)
    _, sheet = export("--agency", "深圳市商务局", "--scope", "all")
    assert {row["备注"] for row in rows_of(sheet)} == {"征求意见稿"}


def test_who_guides_stands_in_the_remark(export):
    _, sheet = export("--document", "003-guangdong-2018-394")
    assert {row["备注"] for row in rows_of(sheet)} == {"指导单位：省商务厅"}


@pytest.mark.parametrize("condition", [("--agency", "没有的单位"), ("--document", "没有"), ("--text", "没有这样的话")])
def test_a_condition_nothing_meets_gives_an_empty_ledger_that_says_so(export, condition):
    result, sheet = export(*condition)
    assert rows_of(sheet) == []
    assert "没有符合条件的任务" in sheet.cell(sheet.max_row, 1).value
    assert result.output.startswith("没有符合条件的任务")


def test_a_folder_that_is_not_there_is_one_line_and_exit_code_2(run, loaded_app, tmp_path):
    result = run("export", "ledger", "-o", tmp_path / "没有" / "台账.xlsx", app=loaded_app)
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "没有这个文件或文件夹" in result.stderr


def test_the_first_command_on_a_machine_exports_the_five_documents(process, tmp_path):
    ended = process("export", "ledger")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert len(rows_of(load_workbook(tmp_path / "任务分工台账.xlsx").active)) == 131


def test_the_registry_is_written_as_a_workbook_or_as_csv_files(run, app, tmp_path):
    book, archive = tmp_path / "登记.xlsx", tmp_path / "登记.zip"
    assert run("export", "registry", "-o", book, app=app).output == f"已导出单位登记：{book}\n"
    run("export", "registry", "-o", archive, app=app)
    assert {"单位", "沿革", "说明"} <= set(load_workbook(book, read_only=True).sheetnames)
    with zipfile.ZipFile(archive) as files:
        assert {"agencies.csv", "successions.csv"} <= set(files.namelist())
    folder = tmp_path / "登记"
    with zipfile.ZipFile(archive) as files:
        files.extractall(folder)
    assert "新增 0 行，更改 0 行，删去 0 行" in run("load", "--registry", folder, "--dry-run", app=app).output
