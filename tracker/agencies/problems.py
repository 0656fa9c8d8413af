"""What is wrong with a row of the registry, said to the person who wrote it."""

from dataclasses import dataclass

from tracker.agencies.rows import Row

FILES = {
    "jurisdictions": "jurisdictions.csv",
    "agencies": "agencies.csv",
    "aliases": "aliases.csv",
    "successions": "successions.csv",
    "collectives": "collectives.csv",
    "collective_members": "collective_members.csv",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """A sentence about a cell; ``line`` counts from 1, the header, and is None for a file as a whole."""

    table: str
    line: int | None
    column: str | None
    sentence: str

    @property
    def file(self) -> str:
        return FILES[self.table]

    def __str__(self):
        line = f" 第 {self.line} 行" if self.line else ""
        column = f"“{self.column}”列" if self.column else ""
        return f"{self.file}{line}{column}：{self.sentence}"


def problem(table: str, row: Row, column: str | None, sentence: str) -> Problem:
    """A problem of a row that is already read."""
    return Problem(table, row.line, column, sentence)


def lines_of(*rows: Row) -> str:
    """``第 3、7 行``: where other rows concerned stand, empty when it is not known."""
    lines = [str(line) for line in sorted({row.line for row in rows if row.line})]
    return f"第 {'、'.join(lines)} 行" if lines else ""
