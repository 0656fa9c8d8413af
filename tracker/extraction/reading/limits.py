"""How much one file may hold, and what the libraries of the formats raise."""

import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from tracker.errors import UnreadableFile

LARGEST = 30 * 1024 * 1024
"""Bytes of the largest file that is read."""
LONGEST_TEXT = 4_000_000
"""Characters of the longest text; the longest plans have 200,000."""
MOST_TAGS = 2_000_000
"""Brackets ``<`` in all markup of a file: about 200 bytes of memory each once it is read."""
LONGEST_NAME = 60


def shown_name(name: str) -> str:
    """A file's name as a sentence may quote it: without folders, control and direction marks, and not too long."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    clean = "".join(character if character.isprintable() else " " for character in last)
    clean = " ".join(clean.split())
    if len(clean) <= LONGEST_NAME:
        return clean
    stem, dot, ending = clean.rpartition(".")
    ending = dot + ending if stem and len(ending) < 10 else ""
    return clean[: LONGEST_NAME - len(ending)] + "…" + ending


def joined(lines: Iterable[str], name: str) -> str:
    """The lines as one text. Raises UnreadableFile as soon as they are longer than any document."""
    kept, total = [], 0
    for line in lines:
        total += len(line) + 1
        if total > LONGEST_TEXT:
            raise too_long(name)
        kept.append(line)
    return "\n".join(kept)


def too_long(name: str) -> UnreadableFile:
    """The refusal of a text that is longer than any document."""
    return UnreadableFile(f"“{name}”里的文字超过 {LONGEST_TEXT // 10_000} 万字，太长了；请只导入正文，或拆成几份。")


def is_no(kind: str) -> str:
    """``不是 Word 文档``, with a space before a Latin word."""
    return f"不是 {kind}" if kind[0].isascii() else f"不是{kind}"


@contextmanager
def library(name: str, kind: str) -> Iterator[None]:
    """Around what takes a format apart: whatever is raised there means that the file is damaged, or is no ``kind``.

    Nothing else belongs inside, for an error of our own must not pass as a damaged file. MemoryError passes.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except (UnreadableFile, MemoryError):
        raise
    except Exception as error:
        raise UnreadableFile(f"“{name}”{is_no(kind)}，或者已经损坏；请用原来的程序打开检查后另存再导入。") from error
