"""What a paper is made of, one paragraph a block, in the order of reading."""

from dataclasses import dataclass
from enum import Enum

DIGITS = "〇一二三四五六七八九"


class Kind(Enum):
    """How a paragraph stands on an official paper."""

    TITLE = "title"
    LINE = "line"
    FIRST = "first"
    SECOND = "second"
    THIRD = "third"
    FOURTH = "fourth"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph; ``lead`` are the words it begins with in bold."""

    kind: Kind
    text: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows below a header; every cell is a text."""

    captions: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]


def counted(number: int) -> str:
    """A number of a heading, from 1 to 99: ``三``, ``十``, ``二十一``."""
    tens, ones = divmod(number, 10)
    if not tens:
        return DIGITS[ones]
    return f"{DIGITS[tens] if tens > 1 else ''}十{DIGITS[ones] if ones else ''}"


def first(number: int, text: str) -> Block:
    """``一、总体情况``."""
    return Block(Kind.FIRST, f"{counted(number)}、{text}")


def second(number: int, text: str) -> Block:
    """``（一）市商务局``; beyond 99 in figures."""
    return Block(Kind.SECOND, f"（{counted(number) if number < 100 else number}）{text}")


def paragraphs(text: str, lead: str = "") -> list[Block]:
    """A text of several lines as paragraphs, the first with its lead; nothing for an empty one."""
    lines = [stripped for line in text.splitlines() if (stripped := line.strip())]
    return [Block(Kind.BODY, line, lead if place == 0 else "") for place, line in enumerate(lines)]
