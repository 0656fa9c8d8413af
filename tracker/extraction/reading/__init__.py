"""A file → its text. Formats and encodings live here; what the text says does not.

Tables become lines of cells divided by tabs, in every format, so that one reader of tables serves them all.
"""

from importlib import import_module
from pathlib import Path

from tracker.errors import UnreadableFile
from tracker.extraction.reading.encodings import decode
from tracker.extraction.reading.limits import LARGEST, LONGEST_TEXT, shown_name, too_long
from tracker.extraction.reading.marked import shown
from tracker.extraction.reading.plain import with_tables

MARKED = frozenset({".md", ".markdown"})
TEXTS = frozenset({"", ".txt", ".text", *MARKED})
PLAIN_READERS = {".csv": ("sheets", "read_csv"), ".html": ("web", "read_page"), ".htm": ("web", "read_page")}
"""The formats that are text in an encoding a person may choose, and where each is read."""
READERS = {
    **PLAIN_READERS,
    ".xlsx": ("sheets", "read_workbook"),
    ".docx": ("word", "read_word"),
    ".pdf": ("pdf", "read_pdf"),
}
"""Where each format is read; a module is imported when its first file comes, for their libraries cost 0.5 s to load."""
TEXT, TABLE = "用 Word 或 WPS 另存为 .docx 或 .pdf", "用 Excel 或 WPS 另存为 .xlsx"
OLD_FORMATS = {
    ".doc": ("Word 97-2003", TEXT),
    ".xls": ("Excel 97-2003", TABLE),
    ".wps": ("WPS 文字", TEXT),
    ".et": ("WPS 表格", TABLE),
    ".rtf": ("RTF", TEXT),
    ".ofd": ("OFD", "用 OFD 阅读软件另存为 .pdf"),
}
"""What is not read: its name, and what to do with it."""


def read_text(path: Path | str, encoding: str | None = None) -> str:
    """The text of a file, line ends as ``\\n``; ``encoding`` is one a person chose for a text file.

    Raises UnreadableFile for a file that is missing, empty, too large, incomplete, damaged, protected, of a kind that
    is not read, or without text.
    """
    path = Path(path)
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        raise UnreadableFile(f"打不开“{shown_name(path.name)}”，请检查文件是否存在、有没有读取权限。") from error
    return read_bytes(raw, path.name, encoding)


def read_bytes(raw: bytes, name: str, encoding: str | None = None) -> str:
    """The text of a file's bytes; ``name`` tells its format by its ending. Raises as ``read_text`` does."""
    name = shown_name(name)
    ending = Path(name).suffix.lower()
    _check(raw, name, ending)
    if ending in TEXTS:
        text = decode(raw, name, encoding)
        text = with_tables(shown(text) if ending in MARKED else text)
    else:
        module, function = READERS[ending]
        chosen = [encoding] if ending in PLAIN_READERS else []
        text = getattr(import_module(f"{__name__}.{module}"), function)(raw, name, *chosen)
    if len(text) > LONGEST_TEXT:
        raise too_long(name)
    if not text.strip():
        raise UnreadableFile(f"“{name}”里没有可读的文字；请打开检查，确认有正文后再导入。")
    return text


def _check(raw, name, ending):
    if len(raw) > LARGEST:
        raise UnreadableFile(f"“{name}”超过 {LARGEST // 1024 // 1024} MB，太大了；请只导入正文，或拆成几份。")
    if ending in OLD_FORMATS:
        kind, saved = OLD_FORMATS[ending]
        raise UnreadableFile(f"“{name}”是 {kind} 格式，不能直接读；请{saved}再导入。")
    if ending not in TEXTS and ending not in READERS:
        raise UnreadableFile(f"“{name}”不是能读的格式；请另存为 .txt、.md、{'、'.join(READERS)} 中的一种再导入。")
    if not raw.strip(b"\x00\xef\xbb\xbf \t\r\n"):
        raise UnreadableFile(f"“{name}”是空文件，没有可读的文字；请重新取得后再导入。")


__all__ = ["LARGEST", "PLAIN_READERS", "READERS", "TEXTS", "read_bytes", "read_text", "shown_name"]
