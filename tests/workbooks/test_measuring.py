import pytest

from tracker.workbooks.measuring import height, lines, paragraphs


@pytest.mark.parametrize(
    ("text", "ems"),
    [
        ("市商务局", 4),
        ("2026", 2),
        ("2026年底前", 5),
        ("（2019）", 4),
        ("B2B", 1.5),
        ("", 0),
        ("穗府办函〔2019〕2号", 9.5),
    ],
)
def test_a_chinese_letter_is_one_em_wide_and_a_digit_half(text, ems):
    assert paragraphs(text) == (ems,)


def test_a_line_feed_begins_a_paragraph():
    assert paragraphs("甲乙\n\n丙") == (2, 0, 1)


@pytest.mark.parametrize(
    ("text", "column", "count"),
    [
        ("市商务局", 4, 1),
        ("市商务局", 3, 2),
        ("市" * 40, 10.75, 4),
        ("市" * 41, 10.75, 5),
        ("甲\n乙\n\n丙", 8, 4),
        ("", 8, 1),
        ("2026" * 2, 4, 1),
        ("甲乙丙", 0.5, 3),
    ],
)
def test_text_takes_as_many_lines_as_its_column_needs(text, column, count):
    assert lines(paragraphs(text), column) == count


def test_a_row_grows_with_its_lines_and_letters():
    assert height(1, 12) < height(2, 12) < height(10, 12)
    assert height(10, 8) < height(10, 12)
    assert height(3, 12) - height(2, 12) == pytest.approx(17.4)
