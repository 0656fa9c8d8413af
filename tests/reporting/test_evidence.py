"""Files beside a report (cases 46–48): judged by what they are, kept under a name that does no harm."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.reporting.evidence import KINDS, LARGEST, LONGEST_NAME, clean_name, judged

PDF = b"%PDF-1.7\n%\xe2\xe3"


@pytest.mark.parametrize(
    ("ending", "parts", "why"),
    [
        ("xlsx", ["xl/workbook.xml"], ""),
        ("wps", ["word/document.xml"], ""),
        ("ofd", ["OFD.xml", "Doc_0/Document.xml"], ""),
        ("xlsx", ["word/document.xml"], "不符"),
        ("xlsx", [], "不符"),
        ("xlsx", ["xl/workbook.xml", "xl/vbaProject.bin"], "宏"),
    ],
)
def test_an_archive_is_what_its_parts_say(ending, parts, why):
    fault = judged(f"表.{ending}", KINDS["xlsx"][0], 100, parts).fault
    assert (why in fault, bool(fault)) == (True, bool(why))


@pytest.mark.parametrize("ending", KINDS)
def test_a_file_that_is_what_its_ending_says_is_taken(ending):
    found = judged(f"名单.{ending.upper()}", KINDS[ending][0] + b"....", 100)
    assert (found.fault, found.kind) == ("", ending)


@pytest.mark.parametrize(
    ("name", "head", "size", "why"),
    [
        ("名单.pdf", PDF, 0, "空文件"),
        ("名单.pdf", PDF, LARGEST + 1, "超过 20 MB"),
        ("名单.pdf", b"<html><script>", 10, "不符"),
        ("名单.png", PDF, 10, "不符"),
        ("名单.docx", b"\xd0\xcf\x11\xe0", 10, "不符"),
        ("图.svg", b"<svg", 10, "不是可以上传的类型"),
        ("页.html", b"<html>", 10, "不是可以上传的类型"),
        ("a.xlsx.html", b"PK\x03\x04", 10, "不是可以上传的类型"),
        ("a.xlsm", b"PK\x03\x04", 10, "不是可以上传的类型"),
        ("压缩.zip", b"PK\x03\x04", 10, "不是可以上传的类型"),
        ("程序.exe", b"MZ\x90\x00", 10, "不是可以上传的类型"),
        ("没有扩展名", PDF, 10, "不是可以上传的类型"),
    ],
)
def test_a_file_that_is_not_is_refused_with_its_name(name, head, size, why):
    fault = judged(name, head, size).fault
    assert why in fault
    assert name.rpartition("/")[2] in fault
    assert fault.endswith("。")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("名单.pdf", "名单.pdf"),
        ("../../etc/名单.pdf", "名单.pdf"),
        ("C:\\桌面\\名单.pdf", "名单.pdf"),
        ("名\x00单\r\n.pdf", "名单.pdf"),
        ("名单\u202efdp.exe", "名单fdp.exe"),
        ("con.xlsx", "_con.xlsx"),
        ("", "未命名"),
        ("..", "未命名"),
        ('a"b<c>.pdf', "a_b_c_.pdf"),
        ("名" * 300 + ".pdf", "名" * (LONGEST_NAME - 4) + ".pdf"),
    ],
)
def test_a_name_is_kept_without_what_could_do_harm(name, kept):
    assert clean_name(name) == kept


@given(st.text(max_size=400))
def test_no_name_is_too_long_leads_elsewhere_or_breaks_a_line(name):
    kept = clean_name(name)
    assert 0 < len(kept) <= LONGEST_NAME
    assert not set(kept) & set('/\\:*?"<>|\r\n\x00')
    assert clean_name(kept) == kept
