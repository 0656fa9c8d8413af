"""The measures CSV: what is written is read again, and whatever is unsound is refused by row and column."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import BadMeasures
from tracker.extraction.findings import Findings, Measure, Task, Unit
from tracker.extraction.measures_table import COLUMNS, MeasureRow, parse, rows_of, write
from tracker.vocabulary import Origin, Role

SOUND = {
    "document": "000-测试", "path": "二（四）", "section": "主要任务", "heading": "提高便利化水平", "task": "1",
    "text": "推进口岸建设。", "annotation": "（市商务委牵头）", "lead": "市商务委", "support": "市财政局；市口岸办",
    "origin": "annotation", "start": "10", "end": "17", "annotation_start": "17", "annotation_end": "25",
}  # fmt: skip


def table(*rows, columns=COLUMNS):
    lines = [",".join(columns)] + [",".join(row.get(column, "") for column in columns) for row in rows]
    return "\n".join(lines).encode("utf-8-sig")


def written(rows):
    target = io.BytesIO()
    write(rows, target)
    return target.getvalue()


def refusal(source):
    with pytest.raises(BadMeasures) as caught:
        parse(source)
    return caught.value


def test_a_row_is_read_with_its_names_in_their_order():
    (row,) = parse(table(SOUND))
    assert row.assignments == [(Role.LEAD, "市商务委"), (Role.SUPPORT, "市财政局"), (Role.SUPPORT, "市口岸办")]
    assert (row.start, row.end, row.part, row.origin) == (10, 17, None, Origin.ANNOTATION)
    assert row.row == 2


def test_findings_become_one_row_per_task():
    units = (Unit("市商务委", "市商务委", Role.LEAD, 4, 8), Unit("市财政局", "财政局", Role.SUPPORT, 9, 12))
    tasks = (Task("甲", 0, 1, origin=Origin.LINE, units=units), Task("乙", 13, 14))
    measure = Measure(part=None, path="一（一）", section="一", heading="二", start=0, end=14, tasks=tasks)
    first, second = rows_of("文件", Findings(measures=(measure,)))
    assert (first.document, first.path, first.task, first.lead, first.support) == (
        "文件", "一（一）", 1, ("市商务委",), ("市财政局",),
    )  # fmt: skip
    assert (second.task, second.origin, second.assignments) == (2, Origin.NONE, [])


def test_the_table_opens_in_a_spreadsheet_as_utf_8():
    assert written([]) == "\ufeff".encode() + ",".join(COLUMNS).encode() + b"\r\n"


TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20)
NAME = st.text(st.sampled_from("市商务委财政局()（）、"), min_size=1, max_size=8)


@given(TEXT, TEXT.map(lambda text: text or None), st.lists(NAME, min_size=1, max_size=3), st.integers(0, 99))
def test_what_is_written_is_read_again(text, heading, names, start):
    row = MeasureRow(
        document="文件",
        task=1,
        text=text,
        heading=heading,
        origin=Origin.LINE,
        lead=tuple(names),
        start=start,
        end=start,
    )
    assert parse(written([row])) == [row]


def test_columns_may_stand_in_any_order_and_empty_lines_are_skipped():
    source = table(SOUND, {}, columns=COLUMNS[::-1])
    assert parse(source + b"\n\n") == parse(table(SOUND))


def test_a_row_is_counted_as_a_spreadsheet_counts_it():
    broken = SOUND | {"task": "2", "origin": "somewhere"}
    source = table(SOUND | {"text": '"两\n行"'}, broken)
    assert refusal(source).row == 3


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"document": ""}, "document"),
        ({"task": ""}, "task"),
        ({"task": "0"}, "task"),
        ({"task": "一"}, "task"),
        ({"task": "1.0"}, "task"),
        ({"origin": "heaven"}, "origin"),
        ({"origin": ""}, "origin"),
        ({"lead": "", "support": ""}, "lead"),
        ({"origin": "none"}, "origin"),
        ({"lead": "市商务委；"}, "lead"),
        ({"support": "；"}, "support"),
        ({"start": "-1"}, "start"),
        ({"start": "十"}, "start"),
        ({"start": "²"}, "start"),
        ({"end": "1" * 10}, "end"),
        ({"end": "9"}, "end"),
        ({"end": ""}, "end"),
        ({"start": ""}, "start"),
        ({"annotation_end": "16"}, "annotation_end"),
    ],
)
def test_an_unsound_value_is_named_by_row_and_column(change, column):
    caught = refusal(table(SOUND | {"path": "一（一）"}, SOUND | change))
    assert (caught.row, caught.column) == (3, column)
    assert str(caught).startswith(f"第 3 行“{column}”列：")


def test_a_missing_column_is_named():
    caught = refusal(table(SOUND, columns=COLUMNS[:-1]))
    assert (caught.row, caught.column) == (1, "annotation_end")


def test_an_unknown_column_is_named():
    caught = refusal(table(SOUND, columns=(*COLUMNS, "note")))
    assert (caught.row, caught.column) == (1, "note")


def test_a_column_that_stands_twice_is_named():
    assert refusal(table(SOUND, columns=(*COLUMNS, "lead"))).column == "lead"


def test_a_task_that_stands_twice_is_refused():
    caught = refusal(table(SOUND, SOUND))
    assert (caught.row, caught.column) == (3, "task")
    assert "第 2 行" in str(caught)


def test_the_same_path_in_another_part_is_another_measure():
    assert len(parse(table(SOUND, SOUND | {"part": "东莞市实施方案"}))) == 2


@pytest.mark.parametrize("column", ["section", "heading"])
def test_rows_of_one_measure_agree_on_its_section_and_heading(column):
    caught = refusal(table(SOUND, SOUND | {"task": "2", column: "别的"}))
    assert (caught.row, caught.column) == (3, column)


def test_a_row_of_another_width_is_refused():
    assert refusal(table(SOUND) + b"\n1,2,3").row == 3


def test_an_unclosed_quotation_mark_is_refused():
    assert refusal(table(SOUND, SOUND | {"text": '"开口'})).row == 3


def test_a_table_in_another_encoding_is_refused():
    source = table(SOUND).decode("utf-8-sig").encode("gb18030")
    assert refusal(source).row == 2


@pytest.mark.parametrize("source", [b"", b"\n \n", "\ufeff".encode()])
def test_an_empty_file_is_refused(source):
    assert "空" in str(refusal(source))


def test_a_file_with_null_characters_is_refused():
    assert refusal(table(SOUND, SOUND | {"text": "甲\0乙"})).row == 3


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_unless_they_are_a_table(source):
    assert refusal(source)
