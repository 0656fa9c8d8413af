"""What a script is told after an edit: only what is not as its page has it."""

import lxml.html
import pytest

from tests.builders import A_PLAN, a_received_document
from tests.web.conftest import words_of
from tests.web.sending import send
from tests.web.test_documents import store
from tests.web.test_documents_edits import sequence
from tracker.operations import confirming

SCRIPT = {"X-Requested-With": "fetch"}


@pytest.fixture
def document(app):
    return store(app, a_received_document())[0]


@pytest.fixture
def told(client, read, document):
    """Send a form as a script does, from the page as it stands; returns the answer."""

    def told(what="edits", **fields):
        seen = sequence(read(client, f"/documents/{document}"))
        form = {"who": "林静怡", "sequence": seen} | fields
        answer = send(client, f"/documents/{document}/{what}", headers=SCRIPT, **form)
        assert answer.status_code == 200
        return answer.get_json()

    return told


def rows_in(answer):
    table = lxml.html.fragment_fromstring(f"<table>{answer['rows']['html']}</table>")
    return [row.get("id") for row in table.iter("tr") if row.get("id")]


def part(answer, name):
    return words_of(lxml.html.fragment_fromstring(answer["parts"], create_parent="div").get_element_by_id(name))


def test_the_row_that_changed_and_nothing_else(told):
    answer = told(kind="add_unit", task="4", name="市委宣传部", role="lead")
    assert (rows_in(answer), answer["rows"]["at"], answer["rows"]["count"]) == (["t4"], 3, 1)
    assert (answer["blocks"]["count"], answer["task"], answer["is_refused"]) == (1, 4, False)
    assert "加上 市委宣传部（牵头）" in part(answer, "part-history")
    assert "核对 2" in part(answer, "part-decisions")


def test_the_paragraph_whose_marks_changed(told):
    answer = told(kind="change_unit", task="1", unit="0", name="市商务局", role="responsible")
    (paragraph,) = lxml.html.fragments_fromstring(answer["blocks"]["html"])
    assert answer["blocks"]["count"] == 1
    assert "u resp cl" in {piece.get("class") for piece in paragraph.iter("span")}


def test_a_split_task_puts_two_rows_in_the_place_of_one(told):
    answer = told(kind="split_task", task="4", at=str(A_PLAN.index("宣传先进")))
    assert (rows_in(answer), answer["rows"]["count"], answer["tasks"]) == (["t5", "t4"], 1, 5)


def test_a_task_taken_out_leaves_the_others_as_they_are(told):
    answer = told(kind="remove_task", task="1")
    assert (rows_in(answer), answer["rows"]["at"], answer["rows"]["count"]) == ([], 0, 1)
    assert answer["rows"]["before"] == 2


def test_undoing_tells_the_same_rows_again(told):
    told(kind="remove_task", task="1")
    answer = told("undo")
    assert (rows_in(answer), answer["rows"]["at"], answer["rows"]["count"]) == (["t1"], 0, 0)


def test_a_fact_changes_no_row(told):
    answer = told(kind="set_fact", name="issuer", value="广州市商务局")
    assert (answer["rows"], answer["blocks"]) == (None, None)
    assert "广州市商务局" in part(answer, "part-meta")


def test_what_another_person_did_meanwhile_comes_too(app, client, read, document):
    seen = sequence(read(client, f"/documents/{document}"))
    with app.app_context():
        edit = {"kind": "add_unit", "task": 1, "name": "市交通局", "role": "support"}
        confirming.correct(document, edit, who="李国平", sequence=int(seen))
    form = {"who": "林静怡", "sequence": seen, "kind": "add_unit", "task": "2", "name": "市民政局", "role": "support"}
    answer = send(client, f"/documents/{document}/edits", headers=SCRIPT, **form).get_json()
    assert rows_in(answer) == ["t1", "t2"]


def test_a_refusal_is_told_with_what_is_new(told):
    answer = told(kind="change_unit", task="1", unit="0", name=" ", role="lead")
    assert (answer["is_refused"], answer["rows"]) == (True, None)
    assert part(answer, "part-notice") == "单位名称不能为空。"


def test_an_answer_does_not_grow_with_the_document(app, client, read):
    lines = "".join(f"（三）做好第{n}项工作。推进第{n}项。（市商务局牵头，市财政局配合）\n" for n in range(300))
    (document,) = store(app, a_received_document(A_PLAN + lines))
    with client.get(f"/documents/{document}?all=1") as page:
        whole = len(page.get_data())
    form = {"who": "林静怡", "sequence": "0", "kind": "change_unit", "task": "150", "unit": "1", "name": "市交通局"}
    answer = send(client, f"/documents/{document}/edits", headers=SCRIPT, **form, role="lead")
    assert rows_in(answer.get_json()) == ["t150"]
    assert len(answer.get_data()) * 20 < whole


def test_a_document_that_is_none_is_no_answer(client):
    assert send(client, "/documents/9/edits", headers=SCRIPT, who="林静怡", kind="undo").status_code == 404
