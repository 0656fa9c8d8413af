"""Out and in again: what nobody edited changes nothing, whatever it says and whichever program saved it between."""

import pytest

from tests.workbooks.hostile import as_held, hostile_texts
from tests.workbooks.returns import changes, kinds, preview, sheets_of
from tests.workbooks.templates import FILLED, a_task, a_template, edited, opened, place, saved
from tracker.errors import UnreadableFile
from tracker.workbooks.answers import Answers
from tracker.workbooks.grids import Formula
from tracker.workbooks.templates import BODY_ROW

TEXTS = ("progress", "problems", "next_step", "to_coordinate", "contact")

ESCAPED_ESCAPE = "_x005F_x"
"""LibreOffice reads this as we wrote it and saves it as if it were an escape of its own."""


def hostile_tasks(count):
    texts = iter(hostile_texts(count * len(TEXTS)))
    return [a_task(n, answers=Answers(percent=n % 101, **{name: next(texts) for name in TEXTS})) for n in range(count)]


def by_hand(raw):
    """The same as openpyxl saves it, which is how a script of somebody's would."""
    return saved(opened(raw))


def values_of(raw, count):
    rows = sheets_of(raw)[0].rows
    return [[rows[BODY_ROW + n].get(column) for column in (12, 13, 14, 15, 17)] for n in range(count)]


def test_five_thousand_hostile_texts_come_back_as_they_were_and_never_as_a_formula():
    """Cases 55 and 56."""
    tasks = hostile_tasks(1_000)
    raw = a_template(*tasks)
    expected = [[as_held(getattr(task.answers, name)) or None for name in TEXTS] for task in tasks]
    assert values_of(raw, 1_000) == expected
    assert changes(preview(raw, tasks)) == []
    sheet = opened(raw).worksheets[0]
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}


def test_two_thousand_rows_nobody_edited_change_nothing():
    """Case 57."""
    tasks = [a_task(n, answers=FILLED if n % 2 else Answers()) for n in range(2_000)]
    raw = a_template(*tasks)
    for back in (raw, by_hand(raw)):
        found = preview(back, tasks)
        assert (changes(found), kinds(found), len(found.rows)) == ([], [], 2_000)


@pytest.mark.libreoffice
def test_libreoffice_saves_a_template_that_changes_nothing(soffice):
    """Case 64."""
    tasks = [
        a_task(n, answers=FILLED if n % 2 else Answers(), locked="已审核通过" if n == 3 else None) for n in range(300)
    ]
    found = preview(soffice(a_template(*tasks), "xlsx"), tasks)
    assert (changes(found), kinds(found), len(found.rows)) == ([], [], 300)


@pytest.mark.libreoffice
def test_hostile_texts_survive_libreoffice(soffice):
    tasks = [task for task in hostile_tasks(250) if ESCAPED_ESCAPE not in repr(task.answers)]
    back = soffice(a_template(*tasks), "xlsx")
    assert not any(isinstance(value, Formula) for row in values_of(back, len(tasks)) for value in row)
    assert changes(preview(back, tasks)) == []


@pytest.mark.libreoffice
def test_an_edit_made_in_libreoffice_is_found(soffice):
    tasks = [a_task(n, answers=FILLED) for n in range(1, 4)]
    raw = soffice(edited(a_template(*tasks), **{place("工作进展", 1): "改过的进展", place("完成率", 2): 0.9}), "xlsx")
    assert changes(preview(raw, tasks)) == [(place("工作进展", 1), "changed"), (place("完成率", 2), "changed")]


@pytest.mark.libreoffice
@pytest.mark.parametrize("encoding", ["76", "gb18030"])
def test_a_template_saved_as_csv_is_compared_and_overwrites_nothing(soffice, encoding):
    """``76`` is LibreOffice's number of UTF-8."""
    tasks = [a_task(n, answers=FILLED) for n in range(1, 4)]
    raw = soffice(a_template(*tasks), "csv:Text - txt - csv (StarCalc):44,34,76")
    if encoding != "76":
        raw = raw.decode("utf-8").encode(encoding)
    found = preview(raw, tasks, name="填报表.csv")
    assert (changes(found), kinds(found)) == ([], ["no meta"])


@pytest.mark.libreoffice
@pytest.mark.parametrize(
    ("kind", "name", "sentence"),
    [
        ("xls", "填报表.xls", "旧版格式.*另存为 .xlsx"),
        ("xls", "填报表.et", "旧版格式.*另存为 .xlsx"),
        ("ods", "填报表.ods", "OpenDocument 文件.*另存为 .xlsx"),
    ],
)
def test_another_format_is_refused_with_its_sentence(soffice, kind, name, sentence):
    with pytest.raises(UnreadableFile, match=sentence):
        preview(soffice(a_template(a_task()), kind), [a_task()], name=name)


@pytest.mark.libreoffice
def test_a_workbook_that_could_have_macros_and_has_none_is_read(soffice):
    found = preview(soffice(a_template(a_task()), "xlsm"), [a_task()], name="填报表.xlsm")
    assert (changes(found), kinds(found), len(found.rows)) == ([], [], 1)
