"""What every refusal must be: one Chinese sentence that names the file and says what to do."""

import re

import pytest

from tracker.errors import UnreadableFile
from tracker.extraction import extract
from tracker.extraction.reading import read_bytes

SENTENCE = re.compile(r"“[^\n]*”[^。\n]*[\u4e00-\u9fff]{2}[^。\n]*请[^。\n]*。")


def refusal_of(raw: bytes, name: str) -> str:
    """The sentence a file is refused with."""
    with pytest.raises(UnreadableFile) as caught:
        read_bytes(raw, name)
    sentence = str(caught.value)
    assert SENTENCE.fullmatch(sentence), sentence
    assert sentence.isprintable()
    return sentence


def read_or_refused(raw: bytes, name: str) -> str | None:
    """The text of a file, which the extraction must bear; None where it is refused, which takes a sentence."""
    text = sentence = None
    try:
        text = read_bytes(raw, name)
    except UnreadableFile as refusal:
        sentence = str(refusal)
    if text is None:
        assert SENTENCE.fullmatch(sentence), sentence
    else:
        extract(text)
    return text
