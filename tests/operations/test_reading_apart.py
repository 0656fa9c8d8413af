"""Case 53: a file is read in a process of its own, which is killed when it takes too long or too much."""

import re
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from tests.extraction.reading.bombs import DOCUMENT, a_docx, counted
from tests.extraction.reading.files import (
    PLAN,
    PLAN_TITLE,
    TABLE,
    a_csv,
    a_pdf,
    a_word_document,
    a_workbook,
    pdf_of,
    saved,
)
from tracker.errors import UnreadableFile
from tracker.extraction import extract
from tracker.extraction.reading import read_bytes
from tracker.operations.reading_apart import read_apart

FILES = {
    "方案.txt": "\n".join([PLAN_TITLE, *PLAN]).encode(),
    "方案.docx": saved(a_word_document([PLAN_TITLE, *PLAN], TABLE)),
    "分工表.xlsx": saved(a_workbook(TABLE)),
    "方案.pdf": a_pdf([[PLAN_TITLE, *PLAN]]),
}


@pytest.fixture
def file(tmp_path):
    """Store bytes under a name of ours; returns the path."""

    def store(raw):
        path = tmp_path / "received"
        path.write_bytes(raw)
        return path

    return store


def children():
    """The processes this one has started and not ended."""
    listings = [task / "children" for task in Path("/proc/self/task").iterdir()]
    return {int(number) for listing in listings for number in listing.read_text().split()}


def refusal_of(path, name, **limits):
    with pytest.raises(UnreadableFile) as caught:
        read_apart(path, name, **limits)
    return str(caught.value)


@pytest.mark.parametrize("name", FILES)
def test_what_is_read_apart_is_what_is_read_here(file, name):
    text, findings = read_apart(file(FILES[name]), name)
    assert text == read_bytes(FILES[name], name)
    assert findings == extract(text)


def test_the_encoding_chosen_is_used(file):
    assert read_apart(file("一、推動數位轉型。（市商務局牽頭）".encode("big5")), "方案.txt", "big5")[0].startswith(
        "一、推動"
    )


def test_a_refusal_comes_back_as_it_was_written(file):
    assert refusal_of(file(b""), "方案.docx") == "“方案.docx”是空文件，没有可读的文字；请重新取得后再导入。"


def test_a_file_that_is_not_there_is_refused(tmp_path):
    assert "请" in refusal_of(tmp_path / "没有", "方案.txt")


@pytest.mark.parametrize(
    "name", ["方\x00案.txt", "\ud800方案.txt", "../方案.txt", "方" * 300 + ".txt", "-c.txt", "--help.txt"]
)
def test_no_name_disturbs_the_reading(file, name):
    """Case 47."""
    assert read_apart(file(FILES["方案.txt"]), name)[0].startswith(PLAN_TITLE)


LONG = "\n".join(
    [PLAN_TITLE, *(f"{number}．推进工作。（市商务局牵头，市财政局、税务局配合）" for number in range(60_000))]
)


def test_a_reading_that_takes_too_long_is_ended(file):
    before = children()
    sentence = refusal_of(file(LONG.encode()), "方案.txt", seconds=1)
    assert sentence == "“方案.txt”读了 1 秒还没有读完，已经停止；请只导入正文，或拆成几份。"
    assert children() <= before
    assert read_apart(file(FILES["方案.txt"]), "方案.txt")[0].startswith(PLAN_TITLE)


def many_elements():
    runs = (f'<w:r w:rsid="{number:x}"/>' for number in range(1_900_000))
    return counted(a_docx(), DOCUMENT, "<w:sectPr", ["<w:p>", *runs, "</w:p>"])


def test_a_file_that_takes_too_much_memory_is_refused_and_harms_nobody(file):
    """A document of 1.9 million empty runs: within every other limit, and more than 512 MB once it is read."""
    before = children()
    assert "请" in refusal_of(file(many_elements()), "方案.docx")
    assert children() <= before
    assert read_apart(file(FILES["方案.txt"]), "方案.txt")[0].startswith(PLAN_TITLE)


TAKE = "import tracker.extraction.__main__ as apart; apart.limit_itself(); bytearray({} << 20)"


@pytest.mark.parametrize(("megabytes", "code"), [(300, 0), (600, 1)])
def test_the_process_gets_512_megabytes_and_no_more(megabytes, code):
    command = [sys.executable, "-c", TAKE.format(megabytes)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == code
    assert ("MemoryError" in ended.stderr) == bool(code)


def test_the_process_gets_30_seconds_of_work_and_leaves_no_image_of_itself():
    asked = "import resource as r; print(r.getrlimit(r.RLIMIT_CPU)[0], r.getrlimit(r.RLIMIT_CORE)[0])"
    command = [sys.executable, "-c", f"import tracker.extraction.__main__ as apart; apart.limit_itself(); {asked}"]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "30 0\n"


def test_a_process_that_dies_is_a_refusal(file):
    """A page whose content unpacks to 700 MB; the library for PDF may end the process over it."""
    packer = zlib.compressobj(9)
    content = b"".join(packer.compress(b" " * (1 << 20)) for _ in range(700)) + packer.flush()
    raw = pdf_of(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
            f"<< /Length {len(content)} /Filter /FlateDecode >>\nstream\n".encode() + content + b"\nendstream",
        ]
    )
    assert "请" in refusal_of(file(raw), "方案.pdf")


NO_UNITS = {
    "a table without a column of units": ([["序号", "工作任务"], ["1", "压缩通关时间"]], "单位一栏"),
    "a table with an empty column of units": ([TABLE[0], ["1", "压缩通关时间", "", "", ""]], "单位一栏"),
    "a header alone": (TABLE[:1], "空表"),
}


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
@pytest.mark.parametrize("what", NO_UNITS)
def test_a_table_without_units_is_refused(file, what, ending):
    rows, word = NO_UNITS[what]
    raw = saved(a_workbook(rows)) if ending == ".xlsx" else a_csv(rows).encode()
    assert re.fullmatch(rf"“分工表\{ending}”[^。]*{word}[^。]*请[^。]*。", refusal_of(file(raw), f"分工表{ending}"))
