"""What a person writes in a field, made fit to be kept."""

import unicodedata

from tracker.errors import TooLong, Unreasoned, Unsigned

LONGEST_SIGNATURE, LONGEST_REASON = 40, 500
UNKEPT = dict.fromkeys((0, *range(55296, 57344)), "�")
"""NUL, and halves of a character: no database keeps them."""
BLANKS = {"Cc": " ", "Zl": " ", "Zp": " ", "Zs": " ", "Cf": "", "Cs": ""}
"""What stands instead of a character that does not show, by its category."""


def storable(text: str) -> str:
    """A text as a database keeps it; as long as before, so that offsets still count it."""
    return text.translate(UNKEPT)


def with_line_ends(text: str) -> str:
    """A text as it is counted and kept: each end of a line, of which a browser makes two characters, is one."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def line(text: str | None) -> str:
    """A text as one line: white space as single blanks, without what does not show or turns the direction of writing."""
    shown = "".join(BLANKS.get(unicodedata.category(character), character) for character in text or "")
    return " ".join(shown.split())


def fitting(text: str | None, most: int, label: str, field: str = "reason") -> str:
    """A text as one line; raises TooLong rather than keep a part of it. ``label`` is what a page calls its ``field``."""
    given = line(text)
    if len(given) > most:
        raise TooLong(label, len(given), most, field)
    return given


def reason_given(reason: str | None, label: str = "理由", field: str = "reason") -> str:
    """A reason on one line, "" where none was written; raises TooLong."""
    return fitting(reason, LONGEST_REASON, label, field)


def signature(who: str | None) -> str:
    """The name of the person who does something; raises Unsigned."""
    name = line(who)[:LONGEST_SIGNATURE]
    if not name:
        raise Unsigned
    return name


def reason_for(decision: str, reason: str | None) -> str:
    """The reason of a decision that needs one; raises Unreasoned, TooLong."""
    if not (given := reason_given(reason)):
        raise Unreasoned(decision)
    return given
