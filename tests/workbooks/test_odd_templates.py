"""What people and programs do to a template on its way: the right cells are taken, and what is not taken is said."""

import zipfile
from datetime import date
from io import BytesIO

import pytest
from openpyxl.comments import Comment

from tests.workbooks.returns import changes, preview
from tests.workbooks.templates import FILLED, a_task, a_template, opened, place, saved
from tests.workbooks.test_received import repacked
from tests.workbooks.test_round_trip import hostile_tasks
from tests.workbooks.wps import as_wps, picture
from tracker.workbooks.answers import Answers
from tracker.workbooks.comparing import Change
from tracker.workbooks.templates import BODY_ROW

TASKS = [a_task(1), a_task(2, answers=FILLED), a_task(3)]
TEMPLATE = a_template(*TASKS)
PROGRESS, SECOND, THIRD = (place("工作进展", row) for row in range(3))
TAKEN = (Change.NEW, Change.CHANGED, Change.CLEARED, Change.CONFLICT)
STRICT = (
    ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"),
    (
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
    ),
)


def remade(raw, change):
    """A workbook with the text of each of its parts changed: ``change(name, text)``."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(raw)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name).decode()))
    return target.getvalue()


def strict(name, text):
    for usual, other in STRICT:
        text = text.replace(usual, other)
    return text


def test_wps_saves_a_template_that_changes_nothing():
    for tasks in ([a_task(n, answers=FILLED if n % 2 else Answers()) for n in range(200)], hostile_tasks(200)):
        found = preview(as_wps(a_template(*tasks)), tasks)
        assert (changes(found), found.all_faults, len(found.rows)) == ([], [], 200)


def test_what_is_typed_in_wps_is_taken_and_a_picture_in_a_cell_is_refused_as_one():
    found = preview(as_wps(TEMPLATE, **{PROGRESS: "<v>引进6家。</v>", SECOND: picture()}), TASKS)
    assert changes(found) == [(PROGRESS, "new")]
    assert [fault.sentence for fault in found.all_faults] == [
        f"{SECOND}：“工作进展”里放的是图片，系统不读取；请写成文字，图片在网页上作为附件上传。"
    ]


def test_strict_open_xml_changes_nothing():
    found = preview(remade(TEMPLATE, strict), TASKS)
    assert (changes(found), found.all_faults, len(found.rows)) == ([], [], 3)


def merged(sheet):
    sheet[PROGRESS] = "三项一并推进。"
    sheet.merge_cells(f"{PROGRESS}:{THIRD}")


def merged_tasks(sheet):
    """As one may who sorted the answers without their keys: nothing tells any more whose they are."""
    sheet[SECOND] = "别的任务的进展。"
    sheet.merge_cells(f"E{BODY_ROW}:E{BODY_ROW + 1}")
    sheet.merge_cells(f"D{BODY_ROW}:D{BODY_ROW + 1}")


def sideways(sheet):
    sheet[PROGRESS] = "进展和问题写在一起。"
    sheet.merge_cells(f"{PROGRESS}:{place('存在问题')}")


def dated(sheet):
    sheet[place("下一步打算")] = date(2026, 12, 20)


def beside_and_below(sheet):
    sheet["Y7"], sheet["Y8"] = "局长已阅", 3
    sheet["B12"] = "说明：数据截至11月底。"
    sheet["B13"] = "填表人：李国平"


def commented(sheet):
    sheet[PROGRESS].comment = Comment("请领导定。", "李国平")


def another_sheet(sheet):
    sheet.parent.create_sheet("明细")["A1"] = "企业名单"
    sheet.parent.create_sheet("WpsReserved_CellImgList").sheet_state = "hidden"


ODD = [
    (
        merged,
        [(PROGRESS, "new")],
        [f"{cell}：与 {PROGRESS} 合并了单元格，看不出是不是也填给这一行，没有采用；请取消合并，逐行填写。" for cell in (SECOND, THIRD)],
    ),
    (
        merged_tasks,
        [],
        [f"E{BODY_ROW + 1}：“工作任务”合并了单元格，看不出这一行是哪项任务，没有采用；请取消合并，逐行填写。"],
    ),
    (
        sideways,
        [(PROGRESS, "new")],
        [f"{place('存在问题')}：与 {PROGRESS} 合并了单元格，看不出是不是也填给这一行，没有采用；请取消合并，逐行填写。"],
    ),
    (dated, [(place("下一步打算"), "new")], []),
    (beside_and_below, [], ["Y7：没有列名的列里有 2 格内容，没有读取。", "B12：第 12 行不是任务，没有读取。"]),
    (commented, [], ["工作表“填报表”里有批注，没有读取；要说的话请写进格里。"]),
    (another_sheet, [], ["多出的工作表“明细”没有读取。"]),
]


@pytest.mark.parametrize(("edit", "expected", "sentences"), ODD, ids=lambda each: getattr(each, "__name__", ""))
def test_what_is_not_read_is_said_and_the_rest_is_taken(edit, expected, sentences):
    book = opened(TEMPLATE)
    edit(book.worksheets[0])
    found = preview(saved(book), TASKS)
    taken = [(cell.address, cell.change) for row in found.of(*TAKEN) for cell in row.cells]
    assert (taken, [fault.sentence for fault in found.all_faults]) == (expected, sentences)


def relations(*targets):
    entries = "".join(f'<Relationship Id="r" Type="{STRICT[1][0]}/{kind}" Target="{part}"/>' for kind, part in targets)
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{entries}</Relationships>'


def test_pictures_on_the_sheet_are_not_read_and_belong_on_the_web():
    raw = repacked(
        TEMPLATE,
        **{
            "xl/worksheets/_rels/sheet1.xml.rels": relations(("drawing", "../drawings/drawing1.xml")),
            "xl/drawings/drawing1.xml": "<wsDr/>",
            "xl/drawings/_rels/drawing1.xml.rels": relations(("image", "../media/image1.png")),
        },
    )
    assert [fault.sentence for fault in preview(raw, TASKS).all_faults] == [
        "工作表“填报表”里有图片，没有读取；证明材料请在系统的网页上作为附件上传。"
    ]
