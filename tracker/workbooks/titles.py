"""How a document is named in a cell: short enough to be read a hundred times below one another."""

import re

SENT_ROUND = re.compile(
    r"^.{0,60}?关于(?:印发|转发|公布|下发|发布)(.{2,200})的(?:通知|函|公告|通告|批复)(（[^（）]{1,20}）)?$"
)
ISSUED = re.compile(r"^[^关]{2,40}?(关于.{4,200})$")
LONGEST = 32
"""Letters: more than four lines of the ledger's column are not read."""


def short_title(title: str) -> str:
    """A title without who sends it round.

    ``某市人民政府办公厅关于印发推动外贸若干措施的通知`` → 推动外贸若干措施; ``国务院关于推动外贸的意见`` → 关于推动外贸的意见
    """
    title = " ".join(title.split())
    if found := SENT_ROUND.match(title):
        short = found[1].removeprefix("《").removesuffix("》") + (found[2] or "")
    elif found := ISSUED.match(title):
        short = found[1]
    else:
        short = title
    return short if len(short) <= LONGEST else short[: LONGEST - 1] + "…"


def document_cell(title: str, number: str | None, part: str | None = None) -> str:
    """文件（文号）: the short title, in a notice of several plans that of the plan, and the number."""
    return short_title(part or title) + (f"（{number}）" if number else "")
