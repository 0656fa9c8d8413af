"""What a row says once its changes are taken in: all of them, or those a person chose where two people changed a cell."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from tracker.workbooks.answers import Answers
from tracker.workbooks.comparing import Change, Preview, RowPreview


@dataclass(frozen=True, slots=True)
class Taken:
    """A report's new answers. ``version`` is the one they were compared with: if another stands by then, compare again."""

    key: str
    version: int
    answers: Answers


def unsettled(row: RowPreview, settled: Collection[str] = ()) -> list[str]:
    """The names of the answers two people changed and nobody chose between yet."""
    return [cell.name for cell in row.cells if cell.change is Change.CONFLICT and cell.name not in settled]


def answers_of(row: RowPreview, *, mine: Collection[str] = ()) -> Answers:
    """The answers with what the file changes; of conflicts only those named in ``mine``, the others stay as they stand."""
    taken = {cell.name: cell.mine for cell in row.cells if cell.change is not Change.CONFLICT or cell.name in mine}
    return replace(row.standing.answers, **taken)


def taken(
    preview: Preview, *, keys: Collection[str] | None = None, mine: Collection[tuple[str, str]] = ()
) -> Iterator[Taken]:
    """The reports that change; ``keys`` are the rows chosen, all where it is None, ``mine`` the (key, name) of conflicts.

    A refused row is never among them, nor one that stays as it is.
    """
    for row in preview.rows:
        if row.change in (Change.REFUSED, Change.UNCHANGED) or (keys is not None and row.key not in keys):
            continue
        answers = answers_of(row, mine={name for key, name in mine if key == row.key})
        if answers != row.standing.answers:
            yield Taken(row.key, row.standing.version, answers)
