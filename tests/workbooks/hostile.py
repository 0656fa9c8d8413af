"""Texts made to become formulas, break XML or get lost on the way."""

import random
import re

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\x00", "＝", "＋", "－", "＠", "'", "''=", "")
PIECES = (
    *(
        "=1+1",
        "cmd|'/C calc'!A0",
        '=HYPERLINK("http://x")',
        "_x000D_",
        "_x0041_",
        "_x005F_x000D_",
        "]]>",
        "<!--",
        "&amp;",
    ),
    *(
        "\x00",
        "\ud800",
        "\udfff",
        "\ufffe",
        "\r\n",
        "\r",
        "\n\n",
        "\t",
        " ",
        "\u3000",
        "\u00a0",
        "\u2028",
        "\u202e",
        "\ufeff",
    ),
    *(
        "😀",
        "👨‍👩‍👧",
        "𠮷",
        "𪚥",
        "é",
        "e\u0301",
        "ﬁ",
        "Ⅳ",
        "，",
        "牵头",
        "市商务局",
        "2026-12-08",
        "00123",
        "1e5",
        "75%",
        "TRUE",
        "#REF!",
    ),
)


def hostile_texts(count: int, seed: int = 7) -> list[str]:
    choose = random.Random(seed)
    return [
        choose.choice(STARTS) + "".join(choose.choice(PIECES) for _ in range(choose.randint(1, 5)))
        for _ in range(count)
    ]


def as_held(text: str) -> str:
    """The text without the letters XML 1.0 has no place for, line ends as line feeds."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = "".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in text)
    return re.sub("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)
