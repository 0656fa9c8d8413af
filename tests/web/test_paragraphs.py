import pytest

from tracker.web.paragraphs import paragraphs


def words(text, **known):
    return [
        ["".join(text[start:end] for start, end in cell) for cell in one.cells] for one in paragraphs(text, **known)
    ]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("一、总体要求\n\n推进口岸建设。\n", [["一、总体要求"], ["推进口岸建设。"]]),
        ("推进口岸建设，\n完善设施。", [["推进口岸建设，完善设施。"]]),
        ("**一、总体要求**\n## 二、措施\n<br>推进。", [["一、总体要求"], ["二、措施"], ["推进。"]]),
        ("推进建设。\n- 3 -\n完善设施。", [["推进建设。"], ["完善设施。"]]),
        ("  \n\t\n", []),
        ("", []),
    ],
)
def test_paragraphs_are_read_as_a_person_reads_them(text, read):
    assert words(text) == read


def test_a_line_with_tabs_is_a_row_and_its_empty_cells_are_kept():
    text = "分工如下\n序号\t任务\t单位\n1\t\t市商务局\n\t续行\t\n以上。"
    assert words(text) == [
        ["分工如下"],
        ["序号", "任务", "单位"],
        ["1", "", "市商务局"],
        ["", "续行", ""],
        ["以上。"],
    ]
    assert [one.is_row for one in paragraphs(text)] == [False, True, True, True, False]


def test_a_paragraph_begins_where_a_measure_does():
    text = "（市商务局牵头）\n（二）加强规划"
    assert words(text, begins={text.index("（二）")}) == [["（市商务局牵头）"], ["（二）加强规划"]]


def test_a_heading_below_a_clause_in_brackets_is_a_paragraph_of_its_own():
    measure = "（一）支持企业" + "建设公共海外仓并完善服务体系、" * 5 + "（市商务局牵头，市财政局配合）"
    assert words(f"{measure}\n二、优化通关服务\n（一）压缩时间") == [[measure], ["二、优化通关服务"], ["（一）压缩时间"]]


def test_a_sentence_of_a_task_that_was_broken_off_is_joined_but_not_to_a_numbered_line():
    text = "对企业综合考虑\n给予奖励\n1. 第一档"
    assert words(text, wholes=[(0, len(text))]) == [["对企业综合考虑给予奖励"], ["1. 第一档"]]


def test_every_run_is_a_place_in_the_text_and_no_place_comes_twice():
    text = "# 标题 **粗** 正文\n　　表\t格\n行末，\n续行。" * 5
    runs = [run for one in paragraphs(text) for run in one.runs]
    assert runs == sorted(runs)
    assert all(end <= start for (_, end), (start, _) in zip(runs, runs[1:], strict=False))
    assert not any("\n" in text[start:end] or "*" in text[start:end] for start, end in runs)
