"""Office files are zip archives: what one may hold and how large it may grow, checked before any reader opens it."""

import io
import re
import zipfile
from collections.abc import Iterator

from tracker.errors import UnreadableFile
from tracker.extraction.reading.kinds import is_page, kind_of
from tracker.extraction.reading.limits import MOST_TAGS, is_no, library

LARGEST_UNPACKED = 80 * 1024 * 1024
"""Bytes all parts of an archive may have together when unpacked."""
MOST_PARTS = 3000
MOST_PACKED = 200
"""How many times smaller than its content a part of more than a megabyte may be; a document has 5 to 40."""
BLOCK = 1 << 16
LEGACY = b"\xd0\xcf\x11\xe0"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
ENDINGS = {"xl/": ".xlsx", "word/": ".docx"}
OTHERS = {"xl/": " Excel 工作簿", "word/": " Word 文档", "ppt/": "演示文稿", "content.xml": " OpenDocument 文件", "Index/": " iWork 文件"}
"""What other archives of documents have in them."""
DIRECTORY_ENTRY = b"PK\x01\x02"
FORBIDDEN = re.compile(rb"<!ENTITY|<!DOCTYPE|http://www\.w3\.org/2001/XInclude")
PAGE_FORBIDDEN = re.compile(rb"<!ENTITY")
LONGEST_FORBIDDEN = 64
DECLARED_ENCODING = re.compile(rb"^<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
ENCODINGS = {b"utf-8", b"utf-16", b"utf8", b"us-ascii", b"ascii", b"iso-8859-1", b"gb2312", b"gbk", b"gb18030"}
STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")
TRANSITIONAL = rb"http://schemas.openxmlformats.org/\1/2006/\2"
HOSTILE = "可能是有害文件，没有读取；请用原来的程序打开，另存一份再导入。"


def checked(raw: bytes, name: str, kind: str, folder: str) -> io.BytesIO:
    """The archive's bytes as a file, once directory and counted bytes are within bounds and no part declares entities.

    ``kind`` is what the file claims to be (Word 文档), ``folder`` where its content must lie. Raises UnreadableFile.
    """
    if raw.startswith(LEGACY):
        raise UnreadableFile(f"“{name}”{_legacy(raw, folder)}")
    if not raw.startswith(b"PK"):
        found = "网页" if is_page(raw) else kind_of(raw)
        what = f"的内容是{found}，{is_no(kind)}" if found else f"{is_no(kind)}，或者已经损坏"
        raise UnreadableFile(f"“{name}”{what}；请用原来的程序打开检查，另存后再导入。")
    if (parts := raw.count(DIRECTORY_ENTRY)) > MOST_PARTS:
        raise UnreadableFile(f"“{name}”里有 {parts} 个部件，不像正常的文件，{HOSTILE}")
    with library(name, kind):
        archive = zipfile.ZipFile(io.BytesIO(raw))
    with archive:
        _check_directory(archive.infolist(), name, kind, folder)
        _check_content(archive, name, kind)
    return io.BytesIO(raw)


def _legacy(raw, folder):
    """A file with a password lies as a whole in a container of the old kind."""
    if ENCRYPTED in raw:
        return "有密码保护，没有读取；请用原来的程序打开，去掉密码，另存后再导入。"
    return f"是旧版格式，没有读取；请用原来的程序打开，另存为 {ENDINGS.get(folder, '新格式')} 后再导入。"


def transitional(file: io.BytesIO) -> io.BytesIO:
    """A checked archive with the names of Strict Open XML replaced by those that readers know; others as they are."""
    with zipfile.ZipFile(file) as archive:
        if not any(STRICT.search(archive.read(part)) for part in archive.namelist() if part.endswith("document.xml")):
            return file
        renamed = io.BytesIO()
        with zipfile.ZipFile(renamed, "w", zipfile.ZIP_DEFLATED) as other:
            for part in archive.namelist():
                content = archive.read(part)
                is_markup = part.endswith((".xml", ".rels"))
                other.writestr(part, STRICT.sub(TRANSITIONAL, content) if is_markup else content)
    renamed.seek(0)
    return renamed


def _check_directory(parts, name, kind, folder):
    if not any(part.filename.startswith(folder) for part in parts):
        raise UnreadableFile(_about_other(parts, name, kind, folder))
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableFile(f"“{name}”有密码保护；请去掉密码后再导入。")
    if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
        raise UnreadableFile(f"“{name}”里含有宏，没有读取；请另存为不含宏的文件（.docx 或 .xlsx）再导入。")
    if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
        raise UnreadableFile(f"“{name}”的压缩方法不是 Office 用的，{HOSTILE}")
    if len({part.filename for part in parts}) < len(parts) or _overlap(parts):
        raise UnreadableFile(f"“{name}”里有部件重复或重叠，{HOSTILE}")
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise _too_large(name)
    if any(part.file_size > 1 << 20 and part.file_size > part.compress_size * MOST_PACKED for part in parts):
        raise UnreadableFile(f"“{name}”的压缩程度异常，{HOSTILE}")


def _about_other(parts, name, kind, folder):
    """What an archive is that is not what it claims to be, as far as its parts tell."""
    found = next((what for begin, what in OTHERS.items() if any(part.filename.startswith(begin) for part in parts)), None)
    if found is None:
        return f"“{name}”{is_no(kind)}（里面没有正文）；请用原来的程序打开检查后另存再导入。"
    ending = ENDINGS.get(folder, "新格式")
    return f"“{name}”的内容是{found}，{is_no(kind)}，没有读取；请用原来的程序打开，另存为 {ending} 后再导入。"


def _overlap(parts):
    """Whether two parts share bytes of the archive, so that little content counts many times."""
    end = 0
    for part in sorted(parts, key=lambda part: part.header_offset):
        if part.header_offset < end:
            return True
        end = part.header_offset + part.compress_size
    return False


def _check_content(archive, name, kind):
    """Count what really comes out: the sizes a directory gives may lie."""
    total = tags = 0
    for part in archive.infolist():
        markup = tail = None
        for block in _blocks(archive, part, name, kind):
            total += len(block)
            if total > LARGEST_UNPACKED:
                raise _too_large(name)
            if markup is None:
                markup, tail = _is_markup(block), b""
                _check_encoding(block, name)
            if markup:
                tags += block.count(b"<")
                if tags > MOST_TAGS:
                    raise UnreadableFile(f"“{name}”的内容多得异常，没有读取；请只留需要的正文或表格再导入。")
                tail = _check_markup(tail + block.replace(b"\x00", b""), part.filename, name)


def _blocks(archive, part, name, kind) -> Iterator[bytes]:
    with library(name, kind):
        stream = archive.open(part)
    with stream:
        while True:
            with library(name, kind):
                block = stream.read(BLOCK)
            if not block:
                return
            yield block


def _is_markup(block):
    return block.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith(b"<")


def _check_encoding(block, name):
    declared = DECLARED_ENCODING.match(block.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:400])
    if declared and declared[1].lower() not in ENCODINGS:
        raise UnreadableFile(f"“{name}”里有部件用了不认识的编码，{HOSTILE}")


def _check_markup(content, part, name):
    """Refuse entities, document types and inclusions; returns the end of the content, where one may begin."""
    forbidden = PAGE_FORBIDDEN if part.lower().endswith((".htm", ".html", ".mht")) else FORBIDDEN
    if forbidden.search(content):
        raise UnreadableFile(f"“{name}”里含有外部实体或文档类型声明，{HOSTILE}")
    return content[-LONGEST_FORBIDDEN:]


def _too_large(name):
    return UnreadableFile(
        f"“{name}”解开后超过 {LARGEST_UNPACKED // 1024 // 1024} MB，没有读取；请删去图片等内容再导入。"
    )
