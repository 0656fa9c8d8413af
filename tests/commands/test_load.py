"""``tracker load``."""

import re

from tests.operations.test_seeding import LED, a_row
from tracker.extraction.measures_table import write


def test_a_table_is_loaded_and_told_in_one_line(run, app, tmp_path):
    with (tmp_path / "表.csv").open("wb") as target:
        write([a_row(**LED), a_row(task=2)], target)
    first = run("load", tmp_path / "表.csv", app=app)
    again = run("load", tmp_path / "表.csv", app=app)
    assert first.output == "导入完成：新增 1 份文件，更新 0 份，未变 0 份，共 2 项任务。\n"
    assert again.output == "导入完成：新增 0 份文件，更新 0 份，未变 1 份，共 2 项任务。\n"


def test_an_unsound_table_is_refused_by_row_and_column(run, app, tmp_path):
    with (tmp_path / "表.csv").open("wb") as target:
        write([a_row(**LED), a_row(task=2, origin="annotation")], target)
    result = run("load", tmp_path / "表.csv", app=app)
    assert result.exit_code == 2
    assert result.stderr.startswith("第 3 行“lead”列：")


def test_the_registry_is_loaded_and_told_in_one_line(run, app, tmp_path):
    with (tmp_path / "表.csv").open("wb") as target:
        write([a_row(**LED)], target)
    run("load", tmp_path / "表.csv", app=app)
    result = run("load", "--registry", app=app)
    assert re.fullmatch(
        r"单位登记导入完成：新增 0 行，更新 0 行，删去 0 行；共 \d+ 个单位、\d+ 个集合单位；"
        r"0 处责任分工的单位有变动，还有 3 个单位名称待确认。\n",
        result.output,
    )


def test_a_registry_that_is_not_there_is_refused_by_file(run, app, tmp_path):
    result = run("load", "--registry", tmp_path / "没有", app=app)
    assert result.exit_code == 2
    assert "agencies.csv：打不开" in result.stderr


def test_a_folder_without_the_documents_is_refused(run, app, tmp_path):
    with (tmp_path / "表.csv").open("wb") as target:
        write([a_row(**LED)], target)
    result = run("load", tmp_path / "表.csv", "--documents", tmp_path / "没有", app=app)
    assert (result.exit_code, "没有" in result.stderr) == (2, True)


def test_the_first_command_on_a_machine_makes_folder_and_database(process, tmp_path):
    with (tmp_path / "表.csv").open("wb") as target:
        write([a_row(**LED)], target)
    ended = process("load", "表.csv")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert (tmp_path / "home" / "tracker.sqlite3").is_file()
