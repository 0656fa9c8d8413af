"""Case 44: whatever happened to a file on its way, it is refused with a sentence or read; nothing else is raised."""

import random
import zipfile
from io import BytesIO

import pytest

from tests.workbooks.returns import preview
from tests.workbooks.templates import FILLED, a_task, a_template
from tracker.errors import UnreadableFile

TASKS = [a_task(number, answers=FILLED) for number in range(8)]
TEMPLATE = a_template(*TASKS)
PIECES = (
    *(b"<v>", b"</c>", b"<f>1</f>", b't="s"', b"_xD800_", b"_x0000_", b"99999999999", b'r="ZZZZ9"', b"NaN", b"<row>"),
    *(b's="999"', b'"', b"&#0;", b't="b"', b'<mergeCell ref="A1:X"/>', b"1e999", b"-1"),
)
SHEETS = ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/workbook.xml", "xl/styles.xml")


def damaged(raw, choose):
    """The bytes with a few of them altered, lost, doubled or put in."""
    raw = bytearray(raw)
    for _ in range(choose.randint(1, 5)):
        at = choose.randrange(len(raw))
        kind = choose.random()
        if kind < 0.4:
            raw[at] = choose.randrange(256)
        elif kind < 0.6:
            del raw[at : at + choose.randint(1, 100)]
        else:
            raw[at:at] = choose.choice(PIECES) if kind > 0.75 else raw[at : at + 100]
    return bytes(raw)


def damaged_inside(part, choose):
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(TEMPLATE)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, damaged(old.read(name), choose) if name == part else old.read(name))
    return target.getvalue()


def taken(raw):
    """The sentences about a file and its rows."""
    try:
        found = preview(raw, TASKS)
    except UnreadableFile as refusal:
        return [str(refusal)], []
    return [fault.sentence for fault in found.all_faults], found.rows


@pytest.mark.parametrize("part", [None, *SHEETS])
def test_a_damaged_template_is_refused_with_a_sentence_or_read(part):
    choose = random.Random(str(part))
    for _ in range(60):
        raw = damaged_inside(part, choose) if part else damaged(TEMPLATE, choose)
        said, rows = taken(raw)
        assert all(sentence.encode().endswith("。".encode()) for sentence in said)
        assert all(row.standing in TASKS for row in rows if row.cells)
