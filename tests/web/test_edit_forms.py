import pytest
from werkzeug.datastructures import MultiDict

from tracker.extraction.confirming.draft import WrongEdit
from tracker.extraction.confirming.edits import EDITS
from tracker.web.edit_forms import FIELDS, edit_of, place_of, sequence_of, task_of

TEXT = "建设基地（市商务局牵头，\n市财政局配合）。开展培训（市教育局负责）。表彰先进（市教育局负责）。"


def edit(**form):
    return edit_of(MultiDict(form), lambda: TEXT)


def test_every_kind_of_edit_has_a_form():
    assert FIELDS.keys() | {"set_default", "settle"} == EDITS.keys()


def test_numbers_are_numbers_and_words_are_words():
    given = edit(kind="change_unit", task="3", unit="0", name="市商务局", role="lead", csrf_token="x")
    assert given == {"kind": "change_unit", "task": 3, "unit": 0, "name": "市商务局", "role": "lead"}


def test_default_units_are_written_between_any_marks():
    units = edit(kind="set_default", lead="市商务局、 市财政局", support="各区政府；海关, ", responsible="", guide=" ")[
        "units"
    ]
    assert [(unit["role"], unit["name"]) for unit in units] == [
        ("lead", "市商务局"),
        ("lead", "市财政局"),
        ("support", "各区政府"),
        ("support", "海关"),
    ]


def test_several_findings_are_settled_at_once():
    form = MultiDict([("kind", "settle"), ("key", "unread::5"), ("key", "unread::9")])
    assert edit_of(form, lambda: TEXT) == {"kind": "settle", "keys": ["unread::5", "unread::9"]}


def test_the_default_may_be_for_every_task():
    assert edit(kind="set_default", everywhere="1")["everywhere"] is True
    assert edit(kind="set_default")["everywhere"] is False


def test_a_clause_may_be_given_by_its_words_whatever_their_width_and_spaces():
    given = edit(kind="add_clause", words="(市商务局牵头, 市财政局配合)")
    assert TEXT[given["start"] : given["end"]] == "（市商务局牵头，\n市财政局配合）"


@pytest.mark.parametrize(
    ("words", "why"), [("", "没有填写文字"), ("市海关牵头", "没有这段文字"), ("（市教育局负责）", "有 2 处是这段文字")]
)
def test_words_that_do_not_say_where_are_refused(words, why):
    with pytest.raises(WrongEdit, match=why):
        place_of(words, TEXT)


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"kind": "nothing"},
        {"kind": "change_unit", "task": "1"},
        {"kind": "remove_task", "task": ""},
        {"kind": "remove_task", "task": "-1"},
        {"kind": "remove_task", "task": "١"},
        {"kind": "remove_task", "task": "9" * 400},
        {"kind": "split_task", "task": "1", "at": "1e3"},
    ],
)
def test_a_form_that_is_not_whole_is_refused(form):
    with pytest.raises(WrongEdit, match="不完整"):
        edit(**form)


@pytest.mark.parametrize(
    ("form", "task"),
    [
        ({"kind": "change_unit", "task": "3"}, 3),
        ({"kind": "remove_unit", "task": "3", "closed": "1"}, None),
        ({"kind": "remove_task", "task": "3"}, None),
        ({"kind": "set_fact"}, None),
        ({"kind": "change_unit", "task": "x"}, None),
    ],
)
def test_the_fields_of_a_task_stay_open_while_one_is_at_it(form, task):
    assert task_of(form) == task


@pytest.mark.parametrize(("given", "sequence"), [("7", 7), ("", 0), ("x", 0), ("-1", 0), ("9" * 99, 0)])
def test_a_page_without_its_sequence_is_an_old_one(given, sequence):
    assert sequence_of({"sequence": given}) == sequence
    assert sequence_of({}) == 0
