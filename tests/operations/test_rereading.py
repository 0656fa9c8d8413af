"""A file that was read into wrong characters is read again in another encoding, before the first correction."""

import io

import pytest

from tests.builders import A_PLAN
from tracker.errors import UnreadableFile, WrongState
from tracker.operations import confirming, publishing, receiving, rereading
from tracker.storage.queries.documents import document_line

TRADITIONAL = (
    "廣州市促進貿易便利化若干措施\n" + "（一）建設海外倉。支持企業建設公共海外倉。（市商務局牽頭，市財政局配合）\n" * 3
).encode("big5")


def upload(office, content=TRADITIONAL, name="便利化.txt"):
    return receiving.receive(io.BytesIO(content), name, who="张三", home=office, encoding="gb18030")


def reread(document, office, encoding="big5", sequence=1):
    rereading.reread(document, encoding, who="李四", sequence=sequence, home=office)


def test_a_wrong_reading_gives_way_to_the_right_one(office):
    document = upload(office)
    wrong = confirming.draft(document)
    reread(document, office)
    right = confirming.draft(document)
    assert "市商務局牽頭" in right.text
    assert "市商務局牽頭" not in wrong.text
    assert (len(right.draft.tasks), document_line(document).tasks) == (3, 3)
    assert [(step.step.label, step.who, step.reason) for step in right.steps[1:]] == [
        ("换编码重读", "李四", "Big5（繁体）")
    ]


def test_an_encoding_that_does_not_fit_leaves_the_reading_as_it_was(office):
    document = upload(office)
    before = confirming.draft(document).text
    with pytest.raises(UnreadableFile):
        reread(document, office, "utf-8")
    assert confirming.draft(document).text == before


def test_an_encoding_nobody_offers_is_refused(office):
    with pytest.raises(UnreadableFile, match="不在可选之列"):
        reread(upload(office), office, "rot13")


def test_nothing_is_read_again_once_it_was_corrected_or_published(office):
    document = upload(office, A_PLAN.encode("gb18030"))
    confirming.correct(document, {"kind": "remove_task", "task": 4}, who="张三", sequence=1)
    confirming.undo(document, who="张三")
    with pytest.raises(WrongState, match="更正过"):
        reread(document, office, sequence=3)
    publishing.publish(document, who="张三", reason="另行明确")
    with pytest.raises(WrongState):
        reread(document, office, sequence=4)


def test_a_document_without_its_file_says_so(office):
    document = upload(office)
    for path in (office / "files").rglob("*"):
        if path.is_file():
            path.unlink()
    with pytest.raises(UnreadableFile, match="没有保存"):
        reread(document, office)
