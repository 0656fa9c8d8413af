"""Cases 39 and 40: archives that are small outside and huge inside, or lie about what they hold."""

import io
import tracemalloc
import zipfile

import pytest

from tests.extraction.reading import bombs
from tests.extraction.reading.files import PLAN, SHEET, rezipped
from tests.extraction.reading.sentences import refusal_of
from tracker.extraction.reading import read_bytes
from tracker.extraction.reading.archives import LARGEST_UNPACKED, MOST_PARTS

EXTRA = 150 << 20
"""Bytes that refusing a file may take at most (case 39)."""


@pytest.fixture(scope="module")
def packed():
    return bombs.packed_bombs()


NAMES = [
    "a workbook of 4.8 million cells",
    "a workbook of cells that differ",
    "a workbook of endless text",
    "a workbook with a huge part",
    "a workbook with many large parts",
    "a workbook of empty shared strings",
    "a document of endless text",
    "a document of runs that differ",
    "a document with a huge style sheet",
    "a document with a huge picture",
    "a document packed otherwise",
]


def test_every_bomb_is_tried(packed):
    assert sorted(packed) == sorted(NAMES)


def measured_refusal(raw, name):
    """The sentence, and how many bytes were taken on the way to it."""
    tracemalloc.start()
    try:
        return refusal_of(raw, name), tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("what", NAMES)
def test_a_bomb_is_refused_before_it_is_unpacked(packed, what):
    """Case 39: judged by the directory and by counted bytes, before any reader sees it."""
    ending = "docx" if "document" in what else "xlsx"
    sentence, taken = measured_refusal(packed[what], f"方案.{ending}")
    assert f"方案.{ending}" in sentence
    assert taken < EXTRA


@pytest.mark.parametrize("what", list(bombs.repeating_bombs()))
def test_a_text_that_is_repeated_without_end_is_refused(what):
    """Case 39: 527 kB that say 512 MB."""
    name, raw = bombs.repeating_bombs()[what]
    sentence, taken = measured_refusal(raw, name)
    assert "太长" in sentence
    assert taken < EXTRA


@pytest.mark.parametrize(("size", "said"), [(0, "已经损坏"), (1, "已经损坏"), (100, "已经损坏"), (0xFFFFFFF0, "80 MB")])
@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_a_directory_that_lies_about_a_size_is_refused(kind, size, said):
    """Case 40."""
    raw, part = (bombs.a_docx(), bombs.DOCUMENT) if kind == "docx" else (bombs.an_xlsx(), SHEET)
    assert said in refusal_of(bombs.with_false_sizes(raw, part, size), f"方案.{kind}")


def test_a_bomb_that_calls_itself_small_is_refused():
    """Case 40: the directory says 2,000 bytes, 100 MB come out."""
    raw = rezipped(bombs.a_docx(), {"word/media/image1.bmp": bytes(100 << 20)})
    sentence, taken = measured_refusal(bombs.with_false_sizes(raw, "word/media/image1.bmp", 2000), "方案.docx")
    assert "方案.docx" in sentence
    assert taken < EXTRA


@pytest.mark.parametrize("make", [bombs.a_docx, bombs.an_xlsx])
def test_parts_that_share_their_bytes_are_refused(make):
    """Case 40: overlapping entries."""
    kind = "docx" if make is bombs.a_docx else "xlsx"
    assert "重叠" in refusal_of(bombs.with_overlapping_parts(make()), f"方案.{kind}")


def test_the_same_part_twice_is_refused():
    file = io.BytesIO(bombs.a_docx())
    with zipfile.ZipFile(file, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(bombs.DOCUMENT, "<x/>")
    assert "重复" in refusal_of(file.getvalue(), "方案.docx")


@pytest.mark.parametrize("count", [MOST_PARTS + 1, 100_000])
@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_too_many_parts_are_refused(kind, count):
    """Case 40: 100,000 entries, counted before the directory is read."""
    sentence, taken = measured_refusal(bombs.with_parts(count), f"方案.{kind}")
    assert str(count) in sentence
    assert taken < 10 << 20


def test_an_archive_that_holds_only_another_is_refused():
    """Case 40: nested zip."""
    inner = rezipped(bombs.a_docx(), {"word/media/image1.bmp": bytes(10 << 20)})
    nested = rezipped(bombs.with_parts(1), {"a": inner, "b": inner})
    assert "没有正文" in refusal_of(nested, "方案.docx")


def test_an_archive_within_a_document_is_not_opened():
    """Case 40: what is embedded is counted as it lies there, packed."""
    inner = rezipped(bombs.an_xlsx(), {"xl/media/image1.bmp": bytes(LARGEST_UNPACKED)})
    raw = rezipped(bombs.a_docx(), {"word/embeddings/sheet.xlsx": inner})
    assert read_bytes(raw, "方案.docx").split("\n") == PLAN


@pytest.mark.parametrize("path", ["../../etc/passwd", "/etc/passwd", "C:\\x", "word/../../x", "甲" * 300])
def test_paths_in_an_archive_are_not_followed(path):
    """Case 49."""
    raw = rezipped(bombs.a_docx(), {path: b"x"})
    assert read_bytes(raw, "方案.docx").split("\n") == PLAN


def test_a_part_behind_a_password_is_refused():
    raw = bytearray(bombs.a_docx())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = raw.index(mark)
        raw[at + offset] |= 1
    assert "密码" in refusal_of(bytes(raw), "方案.docx")
