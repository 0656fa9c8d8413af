"""Bytes of a text file → its text, whatever its encoding."""

import re

from tracker.errors import UnreadableFile
from tracker.extraction.reading.kinds import kind_of

COMMON = re.compile(
    r"[的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处市局委府施责牵头配合单位]"
)


def decode(raw: bytes, name: str = "文件", encoding: str | None = None) -> str:
    """Bytes → text: UTF-8 (with or without BOM), UTF-16 with BOM, else GB18030; or the ``encoding`` a person chose.

    Raises UnreadableFile when the bytes are no text, are cut short, or fit no encoding.
    """
    if not raw.strip(b"\x00\xef\xbb\xbf \t\r\n"):
        raise UnreadableFile(f"“{name}”是空文件，没有可读的文字；请重新取得后再导入。")
    if kind := kind_of(raw):
        raise UnreadableFile(f"“{name}”的内容是{kind}，不是文本；请按它原来的格式改正扩展名，或另存为文本文件再导入。")
    text = _decoded(raw, name, encoding)
    if "\x00" in text or sum(character < " " and character not in "\t\n\r\f\v" for character in text[:4000]) > 40:
        raise UnreadableFile(f"“{name}”不是文本文件；请另存为文本文件（.txt 或 .md）再导入。")
    if not text.strip():
        raise UnreadableFile(f"“{name}”里只有空白，没有可读的文字；请核对后再导入。")
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _decoded(raw, name, encoding):
    if encoding:
        try:
            return raw.decode(encoding)
        except (ValueError, LookupError) as error:
            raise UnreadableFile(f"“{name}”按 {encoding} 编码读不出来，请换一种编码。") from error
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strict(raw, "utf-16", name)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.start >= len(raw) - 3 and error.start > 0 and error.reason == "unexpected end of data":
            raise UnreadableFile(
                f"“{name}”不完整：最后一个字只有一半，文件可能没有传完，请重新取得后再导入。"
            ) from error
    text = _strict(raw, "gb18030", name)
    chinese = re.findall(r"[\u4e00-\u9fff]", text[:20000])
    if len(chinese) > 30 and len(COMMON.findall(text[:20000])) < len(chinese) * 0.15:
        raise UnreadableFile(f"“{name}”的编码认不出来（读出来不像通常的文字），请另存为 UTF-8 编码再导入。")
    return text


def _strict(raw, encoding, name):
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"“{name}”不是文本，或编码认不出来；请另存为 UTF-8 编码的文本文件再导入。") from error
