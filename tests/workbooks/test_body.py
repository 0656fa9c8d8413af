"""The one loop that sets a row says what the measures say one by one."""

from hypothesis import given
from hypothesis import strategies as st

from tracker.workbooks.body import set_row
from tracker.workbooks.cells import cell_text
from tracker.workbooks.columns import LEDGER
from tracker.workbooks.looks import LOOKS, MANNERS, settings
from tracker.workbooks.measuring import lines, paragraphs

TEXT = st.text(alphabet="甲乙丙ab1，\n", max_size=400) | st.none()


@given(st.lists(TEXT, min_size=len(LEDGER), max_size=len(LEDGER)), st.sampled_from(MANNERS))
def test_a_row_needs_the_lines_of_its_longest_cell(values, manner):
    columns = settings(range(len(LOOKS)), LEDGER)[manner]
    needed = [
        lines(paragraphs(cell_text(value)), column.width) for value, column in zip(values, columns, strict=True) if value
    ]
    assert set_row(values, 4, columns)[1] == max(needed, default=1)
