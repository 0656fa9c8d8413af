import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.agencies.registries import tables
from tracker.agencies.checking import check, check_files
from tracker.agencies.problems import FILES
from tracker.agencies.rows import TABLES, columns_of

AGENCY = {"id": "new", "jurisdiction": "440100", "name": "广州市新设局", "kind": "政府部门"}


def sound(**more):
    """The small registry with every required cell, and rows added to it; lines count as in a file."""
    given = tables(**more)
    for agency in given["agencies"]:
        agency.setdefault("kind", "政府部门")
    return {table: [row | {"line": line} for line, row in enumerate(rows, 2)] for table, rows in given.items()}


def as_csv(table, rows, encoding="utf-8-sig"):
    target = io.StringIO()
    writer = csv.DictWriter(target, columns_of(TABLES[table]), extrasaction="ignore", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return target.getvalue().encode(encoding)


def files(**changed):
    return {table: as_csv(table, rows) for table, rows in sound().items()} | changed


def only(checked):
    (found,) = checked.problems
    assert checked.rows is None
    return found


def test_a_sound_registry_is_taken_whole():
    checked = check_files(files())
    assert checked.problems == ()
    assert checked.rows == check(sound()).rows


@pytest.mark.parametrize(
    ("table", "row", "column", "words"),
    [
        ("agencies", AGENCY | {"id": "gz-swj"}, "id", "编号“gz-swj”已经用过（agencies.csv 第 4 行）"),
        ("agencies", AGENCY | {"id": ""}, "id", "不能空着"),
        ("agencies", AGENCY | {"id": "15"}, "id", "只有数字"),
        ("agencies", AGENCY | {"id": "a/b"}, "id", "编号“a/b”不能用"),
        ("collectives", {"id": "801", "jurisdiction": "440100", "name": "各镇"}, "id", "只有数字"),
        ("agencies", AGENCY | {"jurisdiction": "999999"}, "jurisdiction", "没有代码为“999999”的地区"),
        ("agencies", AGENCY | {"kind": "机关"}, "kind", "不认识的单位类别“机关”"),
        ("agencies", AGENCY | {"name": "广州市商务局"}, "name", "同时也是广州市商务局的名称（agencies.csv 第 4 行）"),
        ("agencies", AGENCY | {"name": "市新设局"}, "name", "请写成“广州市新设局”"),
        ("agencies", AGENCY | {"short": "市商务局"}, "short", "同时也是广州市商务局的名称"),
        ("agencies", AGENCY | {"name": "长" * 61}, "name", "现为 61 个字"),
        ("agencies", AGENCY | {"valid_from": "2019-13-01"}, "valid_from", "读不懂“2019-13-01”；日期请写成"),
        ("agencies", AGENCY | {"valid_from": "2019.13.9"}, "valid_from", "读不懂“2019.13.9”"),
        ("agencies", AGENCY | {"valid_from": "2019-01-09", "valid_to": "2018-01-09"}, "valid_to", "不晚于起始日期"),
        ("agencies", AGENCY | {"verified": "maybe"}, "verified", "请写 yes 或 to be verified"),
        ("aliases", {"agency": "x", "name": "市某局"}, "agency", "没有编号为“x”的单位"),
        ("aliases", {"agency": "gz-hg", "name": "市商务局"}, "name", "同时也是广州市商务局的名称"),
        ("aliases", {"agency": "gz-swj", "name": "市商务主管部门"}, "name", "写了两次（第 2、5 行）"),
        (
            "successions",
            {"predecessor": "gz-sww", "successor": "x", "kind": "merge", "date": "2019-01-09"},
            "successor",
            "没有编号“x”",
        ),
        (
            "successions",
            {"predecessor": "gz-hg", "successor": "hp-hg", "kind": "merge", "date": ""},
            "date",
            "不能空着",
        ),
        ("collectives", {"id": "q", "jurisdiction": "440100", "name": "各区政府"}, "name", "同时也是各区政府的名称"),
        ("collectives", {"id": "q", "jurisdiction": "x", "name": "各区"}, "jurisdiction", "没有代码为“x”的地区"),
        ("collectives", {"id": "q", "name": "各区", "open": "maybe"}, "open", "请写 yes 或 no"),
        ("collective_members", {"collective": "gz-qgz", "agency": "gz-qgz"}, "agency", "不能是自己的成员"),
        ("jurisdictions", {"code": "q", "name": "某区", "level": "district"}, "level", "不认识的级别“district”"),
        (
            "jurisdictions",
            {"code": "q", "name": "某区", "level": "county", "parent": "x"},
            "parent",
            "没有代码为“x”的地区",
        ),
        ("jurisdictions", {"code": "q", "name": "某区", "level": "county", "parent": "q"}, "parent", "绕成了圈"),
    ],
)
def test_a_fault_is_named_by_file_row_and_column(table, row, column, words):
    given = sound(**{table: [row]})
    found = only(check(given))
    assert (found.file, found.line, found.column) == (FILES[table], len(given[table]) + 1, column)
    assert words in found.sentence
    assert f"{FILES[table]} 第 {found.line} 行“{column}”列：" in str(found)


def test_an_id_means_one_body_be_it_agency_or_collective():
    found = only(check(sound(collectives=[{"id": "gz-swj", "jurisdiction": "440100", "name": "成员单位"}])))
    assert (found.table, found.column) == ("collectives", "id")


def test_a_name_may_pass_from_one_agency_to_the_next():
    agencies = [
        AGENCY | {"valid_from": "2000-01-01", "valid_to": "2010-01-01"},
        AGENCY | {"id": "newer", "valid_from": "2010-01-01"},
    ]
    assert check(sound(agencies=agencies)).problems == ()


def test_the_same_name_in_another_jurisdiction_is_no_fault():
    assert check(sound(aliases=[{"agency": "sz-swj", "name": "市商务主管部门"}])).problems == ()


def test_all_faults_are_said_at_once():
    agencies = [AGENCY | {"jurisdiction": "x"}, AGENCY | {"id": "newer", "name": "广州市更新局", "kind": "机关"}]
    checked = check(sound(agencies=agencies))
    assert [(found.line, found.column) for found in checked.problems] == [(21, "jurisdiction"), (22, "kind")]


def test_a_file_in_gbk_is_named_with_the_first_cell_that_is_not_utf8():
    found = only(check_files(files(agencies=as_csv("agencies", sound()["agencies"], "gbk"))))
    assert (found.file, found.line, found.column) == ("agencies.csv", 2, "name")
    assert "GBK" in found.sentence


@pytest.mark.parametrize(
    ("data", "line", "column", "words"),
    [
        (b"", None, None, "文件是空的"),
        (b"\n \n", None, None, "文件是空的"),
        (b"agency,name,basis\n", 1, "verified", "缺少这一列"),
        (b"agency,name,basis,verified,note\n", 1, "note", "不认识这一列"),
        (b"agency,name,basis,verified,name\n", 1, "name", "出现了两次"),
        ("agency,name,basis,verified\n\ngz-swj,市外贸局,甲,乙,yes\n".encode(), 3, None, "有 5 列，表头有 4 列"),
        ('agency,name,basis,verified\ngz-swj,"市外贸局,,yes\n'.encode(), None, None, "引号没有成对"),
        (f"agency,name,basis,verified\ngz-swj,市外贸局,{'甲' * 1001},yes\n".encode(), 2, "basis", "超过 1000 个字"),
        (b"\xff\xfe\x00\x01", 1, None, "不是 UTF-8 编码"),
    ],
)
def test_a_file_that_is_no_such_table_is_named(data, line, column, words):
    found = only(check_files(files(aliases=data)))
    assert (found.file, found.line, found.column) == ("aliases.csv", line, column)
    assert words in found.sentence


def test_a_cell_of_several_lines_leaves_the_count_of_lines_right():
    data = 'agency,name,basis,verified\ngz-swj,市外贸局,"甲\n乙",yes\nx,市某局,,yes\n'
    assert only(check_files(files(aliases=data.encode()))).line == 4


def test_a_missing_file_is_named():
    given = files()
    del given["aliases"]
    assert only(check_files(given)).sentence == "缺少这个文件，没有可以核对的内容。"


@given(st.sampled_from(list(TABLES)), st.binary(max_size=60))
def test_whatever_a_file_holds_is_taken_whole_or_refused_with_a_reason(table, data):
    checked = check_files(files(**{table: data}))
    assert (checked.rows is None) == bool(checked.problems)


CELLS = st.sampled_from(
    ["", "gz-swj", "440100", "市", "各区政府", "2019-01-09", "2019", "-", "rename", "yes", "甲" * 80, "（", "\x00"]
)


@given(st.sampled_from(list(TABLES)), st.data())
def test_whatever_a_row_holds_is_taken_whole_or_refused_with_a_reason(table, data):
    row = {column: data.draw(CELLS) for column in columns_of(TABLES[table])}
    checked = check(sound(**{table: [row]}))
    assert (checked.rows is None) == bool(checked.problems)
