"""What a file's first bytes say it is, whatever its name says."""

SIGNATURES = (
    (b"\x89PNG\r\n", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"II*\x00", "图片"),
    (b"MM\x00*", "图片"),
    (b"%PDF-", " PDF 文件"),
    (b"PK\x03\x04", " Office 文件或压缩包"),
    (b"PK\x05\x06", "压缩包"),
    (b"\xd0\xcf\x11\xe0", "旧版或加密的 Office 文件"),
    (b"{\\rtf", " RTF 文件"),
    (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf", "压缩包"),
    (b"\x1f\x8b", "压缩包"),
    (b"MZ\x90\x00", "程序"),
    (b"\x7fELF", "程序"),
)
PAGE_STARTS = (b"<!doctype html", b"<html", b"<head", b"<body")


def kind_of(raw: bytes) -> str | None:
    """The kind of a file that is no text (``图片``), or None for text and for what is not known."""
    if raw.startswith(b"BM") and b"\x00" in raw[:64]:
        return "图片"
    return next((kind for signature, kind in SIGNATURES if raw.startswith(signature)), None)


def is_page(raw: bytes) -> bool:
    """Whether the bytes begin as a web page does."""
    return raw[:256].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(PAGE_STARTS)
