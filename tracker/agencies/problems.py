"""What is wrong with a row of the registry, said to the person who wrote it."""

from dataclasses import dataclass, field

from tracker.agencies.rows import Agency, Change, Collective, Jurisdiction, Membership, Row

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
    """A sentence about a cell; ``line`` counts from 1, the header, and is None for a file as a whole.

    ``row`` is the row itself, where it could be read.
    """

    table: str
    line: int | None
    column: str | None
    sentence: str
    row: Row | None = field(default=None, compare=False)

    @property
    def file(self) -> str:
        return FILES[self.table]

    def __str__(self):
        line = f" 第 {self.line} 行" if self.line else ""
        column = f"“{self.column}”列" if self.column else ""
        return f"{self.file}{line}{column}：{self.sentence}"


def problem(table: str, row: Row, column: str | None, sentence: str) -> Problem:
    """A problem of a row that is already read."""
    return Problem(table, row.line, column, sentence, row)


def lines_of(*rows: Row) -> str:
    """``第 3、7 行``: where other rows concerned stand; what they say where they stand in no file."""
    lines = [str(line) for line in sorted({row.line for row in rows if row.line})]
    return f"第 {'、'.join(lines)} 行" if lines else "、".join(dict.fromkeys(map(said, rows)))


def said(row: Row) -> str:
    """What names a row that stands in no file: ``440100-201→440100-015（2019-01-09）``."""
    match row:
        case Change():
            return f"{row.predecessor}→{row.successor or '无'}（{row.date}）"
        case Membership():
            return f"{row.collective}的成员{row.agency}"
        case Jurisdiction():
            return f"{row.code}{row.name}"
        case Agency() | Collective():
            return f"{row.id}{row.name}"
    return f"{row.agency}的别名{row.name}"


def where(table: str, row: Row) -> str:
    """``agencies.csv 第 3 行``, or what the row says where it stands in no file."""
    return f"{FILES[table]} {lines_of(row)}" if row.line else said(row)
