"""What every refusal must be: one Chinese sentence that names the file and says what to do."""

import re
from typing import NamedTuple

import pytest

from tracker.errors import UnreadableFile
from tracker.extraction import extract
from tracker.extraction.findings import Findings
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


class Outcome(NamedTuple):
    """What became of a file: its text and what the extraction made of it, or the sentence it was refused with."""

    text: str | None = None
    findings: Findings | None = None
    refusal: str | None = None

    @property
    def is_sound(self) -> bool:
        """Whether it was read to the end, or refused as files have to be."""
        return self.findings is not None or bool(SENTENCE.fullmatch(self.refusal))


def read_or_refused(raw: bytes, name: str) -> Outcome:
    """What becomes of a file that may be read, which the extraction must bear, or refused."""
    try:
        text = read_bytes(raw, name)
    except UnreadableFile as refusal:
        return Outcome(refusal=str(refusal))
    return Outcome(text, extract(text))
