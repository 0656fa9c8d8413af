import pytest

from tests.graph.duties import duties_of, ids_of
from tracker.graph.matrix import lead_support_matrix
from tracker.graph.network import project


@pytest.fixture
def duties():
    return duties_of(
        *[{"lead": "商务", "support": "财政、各区政府"}] * 3,
        {"lead": "商务", "support": "财政"},
        {"lead": "财政", "support": "商务"},
        {"responsible": "税务"},
        {"lead": "商务", "guide": "省厅"},
    )


def written(matrix):
    heads = [column.name for column in matrix.columns]
    return {
        row.lead.name: {head: "—" if cell.own else cell.tasks for head, cell in zip(heads, row.cells, strict=True)}
        for row in matrix.rows
    }


def test_rows_are_led_and_columns_supported_most_first(duties):
    matrix = lead_support_matrix(project(duties))
    assert written(matrix) == {
        "商务": {"财政": 4, "各区政府": 3, "商务": "—"},
        "财政": {"财政": "—", "各区政府": 0, "商务": 1},
        "税务": {"财政": 0, "各区政府": 0, "商务": 0},
    }
    assert [row.lead.name for row in matrix.rows] == ["商务", "财政", "税务"]
    assert [column.name for column in matrix.columns] == ["财政", "各区政府", "商务"]


def test_sums_count_tasks_and_ties_apart(duties):
    matrix = lead_support_matrix(project(duties))
    assert [(row.lead.tasks, row.lead.ties) for row in matrix.rows] == [(5, 7), (1, 1), (1, 0)]
    assert [(column.tasks, column.ties) for column in matrix.columns] == [(4, 4), (3, 3), (1, 1)]


def test_cells_and_headings_know_their_agencies(duties):
    names = ids_of(duties)
    matrix = lead_support_matrix(project(duties))
    assert [cell.support_id for cell in matrix.rows[0].cells] == [names["财政"], names["各区政府"], names["商务"]]
    assert matrix.rows[0].lead.agency_id == names["商务"]
    assert [column.collective for column in matrix.columns] == [False, True, False]


@pytest.mark.parametrize(
    ("tasks", "shade"), [(1, 1), (2, 2), (3, 2), (4, 3), (6, 3), (7, 4), (9, 4), (10, 5), (250, 5)]
)
def test_a_cell_is_darker_the_more_tasks_it_counts(tasks, shade):
    matrix = lead_support_matrix(project(duties_of(*[{"lead": "甲", "support": "乙"}] * tasks)))
    assert matrix.rows[0].cells[0].shade == shade


def test_an_empty_cell_has_no_shade(duties):
    assert [cell.shade for cell in lead_support_matrix(project(duties)).rows[2].cells] == [0, 0, 0]


def test_steps_may_be_others():
    matrix = lead_support_matrix(project(duties_of({"lead": "甲", "support": "乙"})), shades=(5, 50))
    assert matrix.rows[0].cells[0].shade == 0


def test_a_large_matrix_says_what_it_leaves_out(duties):
    matrix = lead_support_matrix(project(duties), most=2)
    assert written(matrix) == {"商务": {"财政": 4, "各区政府": 3}, "财政": {"财政": "—", "各区政府": 0}}
    assert matrix.left_out == (1, 1)
    assert lead_support_matrix(project(duties), most=50).left_out == (0, 0)


def test_nothing_makes_an_empty_matrix():
    matrix = lead_support_matrix(project([]))
    assert (matrix.columns, matrix.rows, matrix.left_out) == ((), (), (0, 0))
