"""``tracker extract``: JSON on stdout, everything else on stderr, exit codes that a script can rely on."""

import json

import pytest

from tracker.extraction.measures_table import parse
from tracker.settings import shipped

SEED = shipped("data") / "documents" / "000-guangzhou-2017-36.txt"


def test_a_document_becomes_json_without_a_database(process, tmp_path):
    ended = process("extract", SEED)
    assert (ended.returncode, ended.stderr) == (0, "")
    findings = json.loads(ended.stdout)
    assert findings["number"] == "穗府办〔2017〕36号"
    assert not (tmp_path / "home").exists()


def test_json_is_utf_8_whatever_the_terminal_speaks(process):
    ended = process("extract", SEED, "--format", "json", LC_ALL="C", PYTHONIOENCODING="latin-1", PYTHONUTF8="0")
    assert json.loads(ended.stdout)["jurisdiction"] == "广州市"


def test_a_document_becomes_the_table_that_load_takes(run):
    result = run("extract", SEED, "--format", "csv")
    rows = parse(result.stdout_bytes)
    assert {row.document for row in rows} == {"000-guangzhou-2017-36"}
    assert rows[0].start is not None


def test_a_text_without_measures_is_an_empty_list_with_a_reason(run, tmp_path):
    (tmp_path / "信.txt").write_text("今天天气很好。", encoding="utf-8")
    result = run("extract", tmp_path / "信.txt")
    findings = json.loads(result.stdout)
    assert (result.exit_code, findings["measures"]) == (0, [])
    assert [diagnostic["message"] for diagnostic in findings["diagnostics"]] == result.stderr.splitlines() != []


PICTURE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256))


@pytest.mark.parametrize(
    ("name", "content"),
    [("空.txt", b""), ("图.png", PICTURE), ("图.txt", PICTURE), ("截断.txt", "各区政府".encode()[:-1])],
    ids=["empty", "image", "image as text", "truncated"],
)
def test_a_file_without_text_is_one_line_and_exit_code_2(run, tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    result = run("extract", tmp_path / name)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)


def test_a_file_that_is_not_there_is_one_line_and_exit_code_2(run, tmp_path):
    result = run("extract", tmp_path / "没有.txt")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert result.stderr.startswith("打不开“没有.txt”")


def test_a_folder_is_one_line_and_exit_code_2(run, tmp_path):
    result = run("extract", tmp_path)
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)


def test_a_very_long_line_is_read(run, tmp_path):
    (tmp_path / "长.txt").write_text("推进口岸建设" * 60_000, encoding="utf-8")
    assert run("extract", tmp_path / "长.txt").exit_code == 0


def test_the_encoding_chosen_holds_for_a_table_too(run, tmp_path):
    (tmp_path / "表.csv").write_bytes("序號,工作任務,牽頭單位\n1,推動數位轉型,市商務局\n".encode("big5"))
    findings = json.loads(run("extract", tmp_path / "表.csv", "--encoding", "big5").stdout)
    assert [task["text"] for measure in findings["measures"] for task in measure["tasks"]] == ["推動數位轉型"]


@pytest.mark.parametrize(
    "name", ["方案.doc", "表.xls", "方案.wps", "方案.docx", "表.xlsx", "方案.pdf", "页.html", "表.csv"]
)
def test_what_cannot_be_read_in_any_format_is_one_line_and_exit_code_2(run, tmp_path, name):
    (tmp_path / name).write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    result = run("extract", tmp_path / name)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert name in result.stderr
    assert "请" in result.stderr


def test_a_table_without_a_column_of_units_is_one_line_and_exit_code_2(run, tmp_path):
    (tmp_path / "表.csv").write_text("序号,工作任务\n1,压缩通关时间\n", encoding="utf-8")
    result = run("extract", tmp_path / "表.csv")
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert "责任单位" in result.stderr
