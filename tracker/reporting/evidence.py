"""佐证: which files may stand beside a report: of a few kinds, of a bounded size, and what their ending says they are."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

LARGEST = 20 * 1024 * 1024
LONGEST_NAME = 120
HEAD = 16
"""How many of a file's first bytes tell what it is."""
OFFICE, LEGACY = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
KINDS: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF-",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "docx": (OFFICE,),
    "xlsx": (OFFICE,),
    "pptx": (OFFICE,),
    "ofd": (OFFICE,),
    "doc": (LEGACY,),
    "xls": (LEGACY,),
    "ppt": (LEGACY,),
    "wps": (LEGACY, OFFICE),
    "et": (LEGACY, OFFICE),
}
"""A file's ending → how its content may begin. No archive, no web page, no drawing with scripts is among them."""
ENDINGS = ",".join(f".{ending}" for ending in KINDS)
"""The same endings as a file chooser wants them."""
INSIDE = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/", "ofd": "OFD.xml"}
"""A file's ending → how the name of a part of it begins, where it is an archive of parts."""
MACROS = "vbaproject.bin"
UNSHOWN = re.compile(r"[\\/:*?\"<>|]")
RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Judged:
    """A file's name as it is kept, its kind, and the sentence that refuses it, "" where it is taken."""

    name: str
    kind: str
    fault: str = ""


def judged(name: str, head: bytes, size: int, parts: Collection[str] | None = None) -> Judged:
    """Whether a file may stand beside a report, by its name, its first bytes, its size and, of an archive, its parts.

    ``parts`` are empty for an archive that does not open, None where nobody looked.
    """
    shown = clean_name(name)
    ending = shown.rpartition(".")[2].lower() if "." in shown else ""
    return Judged(shown, ending, _fault(shown, ending, head, size) or _fault_inside(shown, ending, head, parts))


def _fault_inside(name, ending, head, parts):
    if parts is None or not head.startswith(OFFICE):
        return ""
    if any(part.lower().endswith(MACROS) for part in parts):
        return f"“{name}”里含有宏，没有上传；请另存为不含宏的文件再上传。"
    if not parts or not any(part.startswith(INSIDE.get(ending, "")) for part in parts):
        return _unlike(name, ending)
    return ""


def _unlike(name, ending):
    return f"“{name}”的内容与扩展名 .{ending} 不符，没有上传；请用原来的程序打开检查，另存后再上传。"


def _fault(name, ending, head, size):
    if size == 0:
        return f"“{name}”是空文件，没有上传；请检查后再选一次。"
    if size > LARGEST:
        return f"“{name}”超过 {LARGEST // (1024 * 1024)} MB，没有上传；请压缩图片或拆成几个文件。"
    if ending not in KINDS:
        return f"“{name}”不是可以上传的类型，没有上传；请用 PDF、图片（PNG、JPG）或 Office、WPS、OFD 文件。"
    if not head.startswith(KINDS[ending]):
        return _unlike(name, ending)
    return ""


def clean_name(name: str) -> str:
    """A file's name without its folders and without what does not show or turns the direction of writing."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    shown = "".join(each for each in last if unicodedata.category(each) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"))
    shown = UNSHOWN.sub("_", shown).strip(" .") or "未命名"
    shown = f"_{shown}" if RESERVED.match(shown) else shown
    stem, dot, ending = shown.rpartition(".")
    if len(shown) <= LONGEST_NAME or not dot:
        return shown[:LONGEST_NAME]
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"
