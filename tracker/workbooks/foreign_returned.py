"""A workbook that is not ours, once its columns and rows are known, as what a returned template would be.

What it leaves empty says nothing, and a cell that cannot be taken keeps nothing else of its row out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from openpyxl.utils import get_column_letter

from tracker.workbooks.answers import ANSWERS, LOCKED, STATES
from tracker.workbooks.faults import Fault, Scope
from tracker.workbooks.foreign_rows import ForeignRow
from tracker.workbooks.parsing import answer, remark
from tracker.workbooks.returned import Returned, ReturnedRow


def as_returned(rows: Sequence[ForeignRow], keys: Mapping[int, str], columns: Mapping[str, int]) -> Returned:
    """The rows that a task was found for; ``keys`` are the tasks by row, ``columns`` the places of our names."""
    letters = {name: get_column_letter(column) for name, column in columns.items()}
    found = [_row(row, keys[row.number], letters) for row in rows if keys.get(row.number)]
    return Returned(columns=letters, key=letters.get("task") or letters.get("number") or "A", rows=found)


def _row(row, key, letters):
    answers, faults = {}, []
    for column in ANSWERS:
        if column.name not in letters or not (words := row.values.get(column.name)):
            continue
        address = f"{letters[column.name]}{row.number}"
        given = answer(words, column, address, STATES)
        if not isinstance(given, Fault):
            answers[column.name] = given
            faults.extend(filter(None, [remark(words, column, address)]))
        elif given.scope is Scope.NOTICE:
            faults.append(given)
        else:
            faults.append(replace(given, scope=Scope.NOTICE, sentence=f"{given.sentence}这一格没有采用。"))
    return ReturnedRow(row.number, key, answers, (None,) * (len(LOCKED) - 1), tuple(faults))
