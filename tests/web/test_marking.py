from dataclasses import replace

from tracker.extraction import extract
from tracker.extraction.confirming.checks import Finding
from tracker.extraction.confirming.draft import draft_of
from tracker.extraction.confirming.edits import replay
from tracker.vocabulary import Role
from tracker.web.marking import blocks

PLAN = """广州市促进直播电商发展若干措施
穗商务规字〔2026〕3号

一、培育主体
（一）引进机构。引进一批机构。（市商务局牵头，市财政局、
各区政府配合）建设基地（市商务局负责）。
二、优化环境
（二）加强监管。规范行为。
"""


def marked(text, *edits, findings=()):
    draft = draft_of(extract(text))
    return blocks(text, replay(draft, edits, text), findings)


def pieces(found, **wanted):
    every = [piece for block in found for cell in block.cells for piece in cell]
    return [piece.text for piece in every if all(getattr(piece, name) == value for name, value in wanted.items())]


def test_a_document_is_set_as_it_is_printed():
    assert [(block.kind, "".join(piece.text for piece in block.cells[0])) for block in marked(PLAN)] == [
        ("title", "广州市促进直播电商发展若干措施"),
        ("number", "穗商务规字〔2026〕3号"),
        ("section", "一、培育主体"),
        ("text", "（一）引进机构。引进一批机构。（市商务局牵头，市财政局、各区政府配合）建设基地（市商务局负责）。"),
        ("section", "二、优化环境"),
        ("text", "（二）加强监管。规范行为。"),
    ]


def test_units_carry_their_roles_and_headings_are_marked():
    found = marked(PLAN)
    assert pieces(found, role=Role.LEAD) == ["市商务局"]
    assert pieces(found, role=Role.SUPPORT) == ["市财政局", "各区政府"]
    assert pieces(found, role=Role.RESPONSIBLE) == ["市商务局"]
    assert pieces(found, is_heading=True) == ["（一）引进机构。", "（二）加强监管。"]


def test_a_task_s_number_stands_after_its_clause_or_after_its_text():
    numbered = {number: piece.text for block in marked(PLAN) for piece in block.cells[0] for _, number in piece.numbers}
    assert numbered == {1: "配合）", 2: "负责）", 3: "规范行为。"}


def test_each_piece_says_where_it_stands_and_whose_it_is():
    every = [piece for block in marked(PLAN) for cell in block.cells for piece in cell]
    assert all(PLAN[piece.at : piece.at + len(piece.text)] == piece.text for piece in every)
    assert {piece.task for piece in every if "牵头" in piece.text} == {1}
    assert {piece.task for piece in every if piece.text == "规范行为。"} == {3}
    assert {piece.task for piece in every if piece.text == "二、优化环境"} == {None}


def test_the_text_shows_the_draft_as_it_stands():
    edit = {"kind": "change_unit", "task": 1, "unit": 0, "name": "市商务局", "role": "guide"}
    assert pieces(marked(PLAN, edit), role=Role.GUIDE) == ["市商务局"]


def test_tasks_are_numbered_as_the_table_numbers_them_after_one_was_split():
    edit = {"kind": "split_task", "task": 1, "at": PLAN.index("一批")}
    numbers = [number for block in marked(PLAN, edit) for piece in block.cells[0] for number in piece.numbers]
    assert numbers == [(4, 1), (1, 2), (2, 3), (3, 4)]


def test_a_clause_for_all_tasks_belongs_to_none_of_them_alone():
    text = (
        PLAN.replace("（市商务局牵头，市财政局、\n各区政府配合）", "").replace("（市商务局负责）", "")
        + "三、组织实施\n由市商务局牵头。"
    )
    at = text.index("市商务局牵头")
    draft = draft_of(extract(text))
    clause = {"annotation": "市商务局牵头", "annotation_start": at, "annotation_end": at + 6}
    for task in draft.tasks:
        draft = draft.with_tasks(task.id, replace(task, **clause))
    shared = [piece for block in blocks(text, draft) for piece in block.cells[0] if piece.clause == at]
    assert ("".join(piece.text for piece in shared), {piece.task for piece in shared}) == ("市商务局牵头", {None})
    assert sum(len(piece.numbers) for block in blocks(text, draft) for piece in block.cells[0]) == len(draft.tasks)


def test_a_doubt_is_marked_where_it_stands():
    start = PLAN.index("规范")
    finding = Finding("no-responsible", "没有单位", True, 3, start, start + 4)
    assert pieces(marked(PLAN, findings=[finding]), is_doubtful=True) == ["规范行为"]


def test_a_table_of_duties_is_a_table():
    text = "任务分工表\n序号\t任务\t牵头单位\t配合单位\n1\t建设海外仓\t市商务局\t市财政局、市口岸办\n2\t培训人才\t市教育局\t\n"
    found = marked(text)
    rows = [["".join(piece.text for piece in cell) for cell in block.cells] for block in found if block.kind == "row"]
    assert rows[1:] == [["1", "建设海外仓", "市商务局", "市财政局、市口岸办"], ["2", "培训人才", "市教育局", ""]]
    assert pieces(found, role=Role.LEAD) == ["市商务局", "市教育局"]


def test_a_text_without_measures_is_shown_all_the_same():
    assert [block.kind for block in marked("通知\n请查收。")] == ["text", "text"]
    assert marked("") == []
