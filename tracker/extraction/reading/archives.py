"""Office files are zip archives: what one may hold and how large it may grow, checked before any reader opens it."""

import io
import zipfile

from tracker.errors import UnreadableFile

LARGEST_UNPACKED = 80 * 1024 * 1024
"""Bytes all parts of an archive may have together when unpacked."""
MOST_PARTS = 3000
MOST_PACKED = 200
"""How many times smaller than its content a part of more than a megabyte may be; a document has 5 to 40."""
BLOCK = 1 << 16
LEGACY = b"\xd0\xcf\x11\xe0"


def checked(raw: bytes, name: str, kind: str, needed: str) -> io.BytesIO:
    """The archive's bytes as a file, once directory and counted bytes are within bounds and no part declares entities.

    ``kind`` is what the file claims to be (Word 文档), ``needed`` the part it must have. Raises UnreadableFile.
    """
    if raw.startswith(LEGACY):
        raise UnreadableFile(f"“{name}”有密码保护，或者是旧版格式；请去掉密码、另存为新格式后再导入。")
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
            if needed not in archive.namelist():
                raise UnreadableFile(f"“{name}”不是{kind}（里面没有正文）；请用原来的程序打开检查后另存。")
            _check_directory(parts, name)
            _check_content(archive, parts, name)
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        RuntimeError,
        NotImplementedError,
        OSError,
        ValueError,
        EOFError,
    ) as error:
        raise UnreadableFile(f"“{name}”不是{kind}，或者已经损坏；请用原来的程序打开检查后另存再导入。") from error
    except Exception as error:
        if type(error).__module__ == "zlib":
            raise UnreadableFile(f"“{name}”已经损坏，解不开；请重新取得后再导入。") from error
        raise
    return io.BytesIO(raw)


def _check_directory(parts, name):
    if len(parts) > MOST_PARTS:
        raise UnreadableFile(f"“{name}”里有 {len(parts)} 个部件，不像正常的文件，没有读取。")
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise UnreadableFile(
            f"“{name}”解开后超过 {LARGEST_UNPACKED // 1024 // 1024} MB，没有读取；请删去图片等内容再导入。"
        )
    if any(part.file_size > 1 << 20 and part.file_size > part.compress_size * MOST_PACKED for part in parts):
        raise UnreadableFile(f"“{name}”的压缩程度异常，可能是有害文件，没有读取。")


def _check_content(archive, parts, name):
    """Count what really comes out: the sizes a directory gives may lie."""
    total = 0
    for part in parts:
        with archive.open(part) as stream:
            first = True
            while block := stream.read(BLOCK):
                total += len(block)
                if total > LARGEST_UNPACKED:
                    raise UnreadableFile(f"“{name}”解开后超过 {LARGEST_UNPACKED // 1024 // 1024} MB，没有读取。")
                if first and part.filename.endswith((".xml", ".rels", ".vml")) and _declares_entities(block):
                    raise UnreadableFile(f"“{name}”里含有外部实体声明，可能是有害文件，没有读取。")
                first = False


def _declares_entities(block):
    head = block.replace(b"\x00", b"")[:8192]
    return b"<!DOCTYPE" in head or b"<!ENTITY" in head
