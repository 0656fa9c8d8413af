"""The five documents of data/documents and what they look like after handling that must not change their reading."""

import re
from functools import cache
from pathlib import Path

from tracker.extraction import extract

FOLDER = Path(__file__).resolve().parents[2] / "data" / "documents"
STEMS = [
    "000-guangzhou-2017-36",
    "001-guangzhou-2023-draft",
    "002-guangzhou-2019-2",
    "003-guangdong-2018-394",
    "004-shenzhen-2023-draft",
]
COUNTS = dict(zip(STEMS, (34, 21, 41, 56, 20), strict=True))


@cache
def text_of(stem):
    return (FOLDER / f"{stem}.txt").read_text(encoding="utf-8")


@cache
def reading_of(stem):
    return extract(text_of(stem))


def without_space(text):
    return re.sub(r"\s+", "", text)


def wrapped(text, width):
    """The text with every paragraph broken at ``width`` characters, as mail programs and PDF printers do."""
    lines = [line[at : at + width] for line in text.split("\n") for at in range(0, max(len(line), 1), width)]
    return "\n".join(lines)


def clauses_of(findings):
    """What the reading says of each clause, free of white space, widths and places."""
    return [
        (
            simplified(task.annotation or ""),
            tuple((unit.role.value, simplified(unit.name)) for unit in task.units),
            simplified(without_space(task.text))[-30:].rstrip("。"),
        )
        for task in findings.tasks
    ]


def simplified(text):
    return text.translate(str.maketrans("()[],;:<>", "（）〔〕，；：〈〉"))


def widths_swapped(text):
    """Half-width brackets, commas, semicolons and colons for full-width ones, and the other way round."""
    full, half = "（）〔〕，；：", "()[],;:"
    return text.translate(
        str.maketrans(full + half.replace("[", "").replace("]", ""), half + full.replace("〔", "").replace("〕", ""))
    )
