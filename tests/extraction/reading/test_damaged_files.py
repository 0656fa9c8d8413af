"""Case 44: damaged, protected, renamed and empty files of every format are refused with a sentence, never broken."""

import random
import zipfile
from io import BytesIO

import pytest

from tests.extraction.reading import bombs
from tests.extraction.reading.files import (
    PLAN,
    PLAN_DUTIES,
    PLAN_TITLE,
    TABLE,
    a_csv,
    a_pdf,
    a_word_document,
    a_workbook,
    html_table,
    part_of,
    rezipped,
    saved,
    tasks_of,
)
from tests.extraction.reading.sentences import read_or_refused, refusal_of
from tracker.errors import UnreadableFile
from tracker.extraction.reading import LARGEST, READERS, TEXTS, read_bytes, read_text, word

LEGACY = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 20
REAL = {
    "docx": saved(a_word_document([PLAN_TITLE, *PLAN], TABLE)),
    "xlsx": saved(a_workbook(TABLE)),
    "pdf": a_pdf([[PLAN_TITLE, *PLAN]]),
    "html": f"<html><body><h1>{PLAN_TITLE}</h1>{html_table(TABLE)}</body></html>".encode(),
    "csv": a_csv(TABLE).encode("gb18030"),
    "txt": "\n".join([PLAN_TITLE, *PLAN]).encode(),
    "md": "\n".join([f"# {PLAN_TITLE}", *PLAN]).encode(),
}
BINARY = ["docx", "xlsx", "pdf"]
ENDINGS = sorted({*READERS, *TEXTS})


@pytest.mark.parametrize("kind", REAL)
def test_the_files_are_whole_before_they_are_damaged(kind):
    assert tasks_of(REAL[kind], f"方案.{kind}")


@pytest.mark.parametrize(
    "raw", [b"", b" \r\n", b"\x00" * 5000, b"\xef\xbb\xbf"], ids=["0 bytes", "blank", "nulls", "a BOM"]
)
@pytest.mark.parametrize("ending", ENDINGS)
def test_an_empty_file_is_refused(ending, raw):
    assert "空" in refusal_of(raw, f"方案{ending}")


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("kind", REAL)
def test_a_wrong_ending_is_refused_or_read_for_what_it_is(kind, ending):
    outcome = read_or_refused(REAL[kind], f"方案{ending}")
    assert outcome.is_sound, outcome
    assert outcome.refusal or kind not in BINARY or ending == f".{kind}"


def test_a_wrong_ending_is_named():
    assert "网页" in refusal_of(REAL["html"], "方案.docx")
    assert "PDF" in refusal_of(REAL["pdf"], "方案.docx")
    assert "PDF" in refusal_of(REAL["pdf"], "方案.txt")
    assert "不是 Excel" in refusal_of(REAL["docx"], "方案.xlsx")
    assert "不是 Word" in refusal_of(REAL["xlsx"], "方案.docx")


@pytest.mark.parametrize("ending", [".docx", ".xlsx"])
def test_an_old_or_protected_office_file_is_refused(ending):
    """An encrypted .docx and an .xls renamed .xlsx begin alike."""
    assert f"是旧版格式，没有读取；请用原来的程序打开，另存为 {ending} 后再导入" in refusal_of(LEGACY, f"方案{ending}")
    assert "有密码保护" in refusal_of(LEGACY + "EncryptedPackage".encode("utf-16-le"), f"方案{ending}")


@pytest.mark.parametrize(("ending", "instead"), [(".doc", ".docx"), (".wps", ".docx"), (".xls", ".xlsx"), (".ofd", ".pdf")])
def test_an_old_format_is_told_what_to_be_saved_as(ending, instead):
    with pytest.raises(UnreadableFile, match=f"另存为 {instead}"):
        read_bytes(b"\xd0\xcf", f"旧{ending}")


@pytest.mark.parametrize("ending", [".doc", ".xls", ".wps", ".et", ".rtf", ".ofd"])
def test_a_format_that_is_not_read_is_told_what_to_do(ending):
    assert "另存为" in refusal_of(LEGACY, f"方案{ending}")


@pytest.mark.parametrize("ending", [".exe", ".zip", ".png", ".xlsm", ".docm", ".svg", ".json", ".pptx"])
def test_other_endings_are_refused(ending):
    assert ".docx" in refusal_of(REAL["txt"], f"方案{ending}")


@pytest.mark.parametrize(("kind", "part"), [("xlsx", "xl/vbaProject.bin"), ("docx", "word/vbaProject.bin")])
def test_a_file_with_macros_is_refused(kind, part):
    assert "宏" in refusal_of(rezipped(REAL[kind], {part: b"x"}), f"方案.{kind}")


def test_a_macro_document_renamed_is_refused():
    types = part_of(REAL["docx"], "[Content_Types].xml").replace(
        b"vnd.openxmlformats-officedocument.wordprocessingml.document.main", b"vnd.ms-word.document.macroEnabled.main"
    )
    assert "不是 Word 文档" in refusal_of(rezipped(REAL["docx"], {"[Content_Types].xml": types}), "方案.docx")


def archive_parts():
    for kind in ("docx", "xlsx"):
        for part in zipfile.ZipFile(BytesIO(REAL[kind])).namelist():
            yield kind, part


PARTS = list(archive_parts())
CONTENTS = {"missing": None, "empty": b"", "no markup": b"\xff\x00\xfe" * 50, "other markup": b"<x/>", "cut": b"<x><y>"}


@pytest.mark.parametrize("content", CONTENTS)
@pytest.mark.parametrize(("kind", "part"), PARTS)
def test_any_part_may_be_missing_or_broken(kind, part, content):
    """A file with such a part is read to its last word, or refused: never read by half."""
    outcome = read_or_refused(rezipped(REAL[kind], {part: CONTENTS[content]}), f"方案.{kind}")
    assert outcome.is_sound, outcome
    assert outcome.text in (None, read_bytes(REAL[kind], f"方案.{kind}"))


@pytest.mark.parametrize(("kind", "part"), PARTS)
def test_any_part_may_be_damaged_inside(kind, part):
    """A part is packed again after it was damaged, so that no check sum tells."""
    content = part_of(REAL[kind], part)
    for seed in range(6):
        chance, damaged = random.Random(f"{part}/{seed}"), bytearray(content)
        for _ in range(chance.randint(1, 10)):
            damaged[chance.randrange(len(damaged))] = chance.choice(b'\x00<>"/=&09azAZ\xff')
        outcome = read_or_refused(rezipped(REAL[kind], {part: bytes(damaged)}), f"方案.{kind}")
        assert outcome.is_sound, outcome


@pytest.mark.parametrize("kind", REAL)
def test_a_file_cut_anywhere_is_read_or_refused(kind):
    raw = REAL[kind]
    for end in range(1, len(raw), max(1, len(raw) // 50)):
        outcome = read_or_refused(raw[:end], f"方案.{kind}")
        assert outcome.is_sound, outcome
        assert outcome.refusal or kind not in ("docx", "xlsx")


@pytest.mark.parametrize("kind", REAL)
def test_a_file_with_bits_turned_is_read_or_refused(kind):
    for seed in range(40):
        chance, raw = random.Random(seed), bytearray(REAL[kind])
        for _ in range(chance.randint(1, 20)):
            raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
        outcome = read_or_refused(bytes(raw), f"方案.{kind}")
        assert outcome.is_sound, outcome


def test_what_the_program_does_wrong_itself_is_no_damaged_file(monkeypatch):
    """An error outside the libraries of a format passes, for it is ours to mend."""
    monkeypatch.setattr(word, "paragraph_text", lambda paragraph: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        read_bytes(REAL["docx"], "方案.docx")


@pytest.mark.parametrize("kind", REAL)
def test_a_file_over_the_limit_is_refused(kind):
    """Case 46."""
    assert "30 MB" in refusal_of(REAL[kind] + b" " * LARGEST, f"方案.{kind}")


def test_no_more_of_a_file_is_read_than_the_limit(tmp_path):
    """Case 46: a gigabyte that takes no room on the disk takes none in memory either."""
    path = tmp_path / "方案.txt"
    with path.open("wb") as file:
        file.truncate(1 << 30)
    with pytest.raises(UnreadableFile, match="超过 30 MB，太大了；请"):
        read_text(path)


NAMES = [
    ("../../etc/方案.docx", "“方案.docx”"),
    ("C:\\用户\\方案.docx", "“方案.docx”"),
    ("con.docx", "“con.docx”"),
    ("方\x00案\r\n.docx", "“方 案 .docx”"),
    ("方案\u202excod.docx", "“方案 xcod.docx”"),
    ("方案\u200b\ufeff.docx", "“方案 .docx”"),
    ("\ud800方案.docx", "“方案.docx”"),
    ("a.xlsx.docx", "“a.xlsx.docx”"),
    ("方" * 300 + ".docx", "“" + "方" * 55 + "….docx”"),
    ("a." + "方" * 300, "“a." + "方" * 58 + "…”"),
    ("<script>alert(1)</script>.docx", "“script>.docx”"),
    ("", "“”"),
    (".docx", "“.docx”"),
]


@pytest.mark.parametrize(("name", "shown"), NAMES, ids=[shown for _, shown in NAMES])
def test_a_name_is_quoted_without_tricks(name, shown):
    """Case 47: what the sentence says of a name is one short line that shows what it is."""
    assert refusal_of(LEGACY, name).startswith(shown)


@pytest.mark.parametrize("name", ["../../方案.txt", "方案\x00.txt", "方" * 300 + ".txt", "a.xlsx.txt", "\u202etxt.txt"])
def test_an_odd_name_hinders_no_reading(name):
    """Case 47."""
    assert tasks_of(REAL["txt"], name) == PLAN_DUTIES


@pytest.mark.parametrize("name", ["方\x00案.txt", "方" * 300 + ".txt", "没有/这个.txt"])
def test_a_path_that_no_system_knows_is_refused(tmp_path, name):
    with pytest.raises(UnreadableFile, match="打不开“.*请检查"):
        read_text(tmp_path / name)


def test_bombs_have_names_too():
    assert refusal_of(bombs.with_parts(5000), "方\n案.docx").startswith("“方 案.docx”")
