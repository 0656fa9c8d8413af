"""A file → its text. Formats and encodings live here; what the text says does not.

Tables become lines of cells divided by tabs, in every format, so that one reader of tables serves them all.
"""

from importlib import import_module
from pathlib import Path

from tracker.errors import UnreadableFile
from tracker.extraction.reading.encodings import decode

TEXTS = frozenset({"", ".txt", ".text", ".md", ".markdown"})
READERS = {
    ".csv": ("sheets", "read_csv"),
    ".xlsx": ("sheets", "read_workbook"),
    ".docx": ("word", "read_word"),
    ".html": ("web", "read_page"),
    ".htm": ("web", "read_page"),
    ".pdf": ("pdf", "read_pdf"),
}
"""Where each format is read; a module is imported when its first file comes, for their libraries cost 0.5 s to load."""
OLD_FORMATS = {
    ".doc": "Word 97-2003",
    ".xls": "Excel 97-2003",
    ".wps": "WPS 文字",
    ".et": "WPS 表格",
    ".rtf": "RTF",
    ".ofd": "OFD",
}
LARGEST = 30 * 1024 * 1024
"""Bytes of the largest file that is read."""


def read_text(path: Path | str, encoding: str | None = None) -> str:
    """The text of a file, line ends as ``\\n``; ``encoding`` is one a person chose for a text file.

    Raises UnreadableFile for a file that is missing, empty, too large, incomplete, damaged, protected, of a kind that
    is not read, or without text.
    """
    path = Path(path)
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except OSError as error:
        raise UnreadableFile(f"打不开“{path.name}”，请检查文件是否存在、有没有读取权限。") from error
    return read_bytes(raw, path.name, encoding)


def read_bytes(raw: bytes, name: str, encoding: str | None = None) -> str:
    """The text of a file's bytes; ``name`` tells its format by its ending. Raises as ``read_text`` does."""
    ending = Path(name).suffix.lower()
    if len(raw) > LARGEST:
        raise UnreadableFile(f"“{name}”超过 {LARGEST // 1024 // 1024} MB，太大了；请只导入正文，或拆成几份。")
    if ending in OLD_FORMATS:
        raise UnreadableFile(
            f"“{name}”是 {OLD_FORMATS[ending]} 格式，不能直接读；请用 Word 或 WPS 另存为 .docx、.xlsx 或 .pdf 再导入。"
        )
    if ending not in TEXTS and ending not in READERS:
        raise UnreadableFile(f"“{name}”不是能读的格式；能读的有 .txt、.md、{'、'.join(READERS)}。")
    if not raw.strip(b"\x00\xef\xbb\xbf \t\r\n"):
        raise UnreadableFile(f"“{name}”是空文件，没有可读的文字。")
    if ending in TEXTS:
        return decode(raw, name, encoding)
    module, function = READERS[ending]
    text = getattr(import_module(f"{__name__}.{module}"), function)(raw, name)
    if not text.strip():
        raise UnreadableFile(f"“{name}”里没有可读的文字。")
    return text


__all__ = ["LARGEST", "READERS", "TEXTS", "read_bytes", "read_text"]
