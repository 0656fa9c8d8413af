"""What a file holds and no reader could read: a mark stands at its place in the text, and becomes a diagnostic."""

import re

MARK = re.compile(r"〔([^〔〕\n]{1,120}?)读不出来〕")


def mark(what: str) -> str:
    """``〔页码 3 的一页读不出来〕``: what stands in the text for a page, a cell or an inserted file that was not read."""
    return f"〔{what.translate(BRACKETS)}读不出来〕"


BRACKETS = str.maketrans("〔〕[]【】［］\n", "（）（）（）（） ")
