"""Duties in tables (FORMS §2): columns by their captions, cells divided by tabs, bars, or one to a line."""

from datetime import date

import pytest

from tests.extraction.plans import duties
from tests.extraction.tables import HEADER, ROWS, TITLE, bare_bars, bars, lines, spaced_lines, tabs
from tracker.extraction import extract
from tracker.vocabulary import Origin

EXPECTED = [
    ("1", "建设公共海外仓10个", "牵头 市商务局；配合 市财政局 市税务局 各区政府", "2026年底前", date(2026, 12, 31)),
    ("2", "压缩通关时间", "牵头 市口岸办", "2026年6月底", date(2026, 6, 30)),
    ("3", "清理口岸收费", "牵头 市发展改革委 市市场监管局", "持续推进", None),
]


LAYOUTS = [tabs, bars, bare_bars, lines, spaced_lines]


def read(text):
    return [
        (measure.path, task.text, duties(task), task.deadline, task.deadline_on)
        for measure in extract(text).measures
        for task in measure.tasks
    ]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_row_is_a_measure_with_its_units_and_time(layout):
    text = f"{TITLE}\n{layout([HEADER, *ROWS])}\n"
    assert read(text) == EXPECTED
    assert {task.origin for task in extract(text).tasks} == {Origin.TABLE}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_units_of_a_cell_keep_their_places(layout):
    text = f"{TITLE}\n{layout([HEADER, *ROWS])}\n"
    for task in extract(text).tasks:
        assert text[task.start : task.end] == task.text
        assert [text[unit.start : unit.end] for unit in task.units] == [unit.printed for unit in task.units]


CAPTIONS = [
    (["序号", "重点任务", "牵头单位", "责任单位", "完成时间"], "牵头 市商务局；负责 市财政局 市税务局 各区政府"),
    (
        ["序号", "工作内容", "牵头责任单位", "协同配合单位", "时限要求"],
        "牵头 市商务局；配合 市财政局 市税务局 各区政府",
    ),
    (["序号", "任务清单", "主办单位", "协办单位", "时间节点"], "牵头 市商务局；配合 市财政局 市税务局 各区政府"),
    (["编号", "具体举措", "牵头部门", "参与部门", "完成期限"], "牵头 市商务局；配合 市财政局 市税务局 各区政府"),
    (["任务序号", "攻坚任务", "牵头单位", "配合单位", "节点要求"], "牵头 市商务局；配合 市财政局 市税务局 各区政府"),
    (["序号", "任务", "牵头单位及分工", "配合单位", "时限"], "牵头 市商务局；配合 市财政局 市税务局 各区政府"),
    (["序号", "主要任务", "责任单位", "指导单位", "完成时限"], "负责 市商务局；指导 市财政局 市税务局 各区政府"),
]


@pytest.mark.parametrize(("captions", "expected"), CAPTIONS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_columns_are_known_by_many_captions(captions, expected, layout):
    (row,) = read(f"{TITLE}\n{layout([captions, ROWS[0]])}\n")
    assert row == ("1", "建设公共海外仓10个", expected, "2026年底前", date(2026, 12, 31))


def test_a_column_of_persons_holds_no_units():
    rows = [
        ["序号", "工作任务", "责任单位", "责任人", "完成时限"],
        ["1", "改造危桥5座", "市交通运输局", "李某某", "2026年底前"],
    ]
    for layout in LAYOUTS:
        assert [row[2] for row in read(f"{TITLE}\n{layout(rows)}\n")] == ["负责 市交通运输局"]


CATEGORIES = (("一", "提升通关效率"), ("二", "降低企业成本"))


@pytest.mark.parametrize("between", ["、", "\t", "、\t"])
def test_a_category_in_a_row_of_its_own_is_no_task(between):
    one, two = ([*f"{sign}{between}{name}".split("\t"), *[""] * 4][:5] for sign, name in CATEGORIES)
    rows = [HEADER, one, ROWS[1], two, ROWS[2]]
    measures = extract(f"{TITLE}\n{tabs(rows)}\n").measures
    assert [duties(measure.tasks[0]) for measure in measures] == [EXPECTED[1][2], EXPECTED[2][2]]
    assert [(measure.path, measure.section) for measure in measures] == [("一2", "提升通关效率"), ("二3", "降低企业成本")]


def test_a_category_column_merged_over_several_rows_is_no_task():
    rows = [
        ["类别", "序号", "工作任务", "牵头单位", "配合单位"],
        ["通关便利", "1", "压缩通关时间", "市口岸办", "泉州海关"],
        ["", "2", "推行无纸化", "市大数据局", "市口岸办"],
        ["降本增效", "3", "清理收费", "市发展改革委", "无"],
    ]
    assert [(row[1], row[2]) for row in read(f"{TITLE}\n{tabs(rows)}\n")] == [
        ("压缩通关时间", "牵头 市口岸办；配合 泉州海关"),
        ("推行无纸化", "牵头 市大数据局；配合 市口岸办"),
        ("清理收费", "牵头 市发展改革委"),
    ]


@pytest.mark.parametrize("layout", [tabs, bars])
def test_a_number_and_task_merged_over_several_rows_are_carried_down(layout):
    rows = [
        ["序号", "重点任务", "具体举措", "责任单位", "完成时限"],
        ["1", "提升通关效率", "推广提前申报", "市口岸办", "2026年底前"],
        ["", "", "优化查验流程", "泉州海关", "2026年底前"],
        ["2", "降低企业成本", "清理收费", "市发展改革委", "持续推进"],
    ]
    found = [
        (measure.path, measure.heading, duties(measure.tasks[-1]))
        for measure in extract(f"{TITLE}\n{layout(rows)}\n").measures
    ]
    assert found[0][:2] == ("1", "提升通关效率")
    assert found[-1] == ("2", "降低企业成本", "负责 市发展改革委")
    assert {heading for _, heading, _ in found} == {"提升通关效率", "降低企业成本"}
    assert "负责 泉州海关" in [duties(task) for task in extract(f"{TITLE}\n{layout(rows)}\n").tasks]


def test_rows_divided_by_spaces_are_rows():
    rows = [HEADER, *ROWS]
    assert [row[2] for row in read(f"{TITLE}\n" + "\n".join(" ".join(row) for row in rows) + "\n")] == [
        row[2] for row in EXPECTED
    ]


def test_a_title_above_the_header_row_is_no_row():
    title_row = "\t".join(["重点任务分工表", "", "", "", ""])
    assert read(f"附件\n{title_row}\n{tabs([HEADER, *ROWS])}\n") == EXPECTED


def test_a_table_behind_a_plan_leaves_the_plan_its_measures():
    text = f"泉州市外贸行动方案\n一、扩大出口。支持企业开拓市场。（市商务局牵头）\n\n附件\n{TITLE}\n{tabs([HEADER, *ROWS])}\n"
    found = read(text)
    assert found[0][:3] == ("一", "支持企业开拓市场。", "牵头 市商务局")
    assert [row[:3] for row in found[1:]] == [row[:3] for row in EXPECTED]


def test_a_table_of_other_things_gives_no_measures():
    rows = [["序号", "企业名称", "金额"], ["1", "某某贸易有限公司", "200万元"], ["2", "某某物流有限公司", "100万元"]]
    assert extract(f"泉州市拟奖励企业名单\n{tabs(rows)}\n").measures == ()


CARRIED = {
    "同上": [HEADER, ROWS[0], ["2", "压缩通关时间", "同上", "〃", "同上"]],
    "a blank number and blank units": [HEADER, ROWS[0], ["", "压缩通关时间", "", "", ""]],
}


@pytest.mark.parametrize("layout", [tabs, bars])
@pytest.mark.parametrize("what", CARRIED)
def test_units_said_to_be_as_above_are_those_above(what, layout):
    found = read(f"{TITLE}\n{layout(CARRIED[what])}\n")
    assert [row[1:] for row in found] == [EXPECTED[0][1:], ("压缩通关时间", *EXPECTED[0][2:])]


def test_units_that_only_a_merged_cell_gives_are_pointed_out():
    text = f"{TITLE}\n{tabs(CARRIED['a blank number and blank units'])}\n"
    assert [item.code for item in extract(text).diagnostics] == ["carried"]
    assert extract(f"{TITLE}\n{tabs(CARRIED['同上'])}\n").diagnostics == ()


def test_a_number_of_its_own_without_units_takes_none_from_above():
    found = read(f"{TITLE}\n{tabs([HEADER, ROWS[0], ['2', '压缩通关时间', '', '', '']])}\n")
    assert found[1] == ("2", "压缩通关时间", "", None, None)


def test_rows_that_only_name_further_units_belong_to_the_task_above():
    rows = [HEADER, ROWS[1], ["", "", "", "泉州海关", ""], ["2", "压缩通关时间", "市口岸办", "市税务局", "2026年6月底"]]
    (row,) = read(f"{TITLE}\n{tabs(rows)}\n")
    assert row[2] == "牵头 市口岸办；配合 泉州海关 市税务局"


def test_units_above_any_task_are_pointed_out():
    text = f"{TITLE}\n{tabs([HEADER, ['', '', '', '泉州海关', ''], ROWS[1]])}\n"
    assert [item.code for item in extract(text).diagnostics] == ["unread"]


@pytest.mark.parametrize("repeated", [True, False])
def test_several_rows_of_one_number_are_one_measure(repeated):
    rows = [
        ["序号", "重点任务", "具体举措", "责任单位"],
        ["1", "提升通关效率", "推广提前申报", "市口岸办"],
        ["1", "提升通关效率", "优化查验流程", "泉州海关"] if repeated else ["", "", "优化查验流程", "泉州海关"],
        ["2", "降低企业成本", "清理收费", "市发展改革委"],
    ]
    measures = extract(f"{TITLE}\n{tabs(rows)}\n").measures
    assert [(measure.path, measure.heading, len(measure.tasks)) for measure in measures] == [
        ("1", "提升通关效率", 2),
        ("2", "降低企业成本", 1),
    ]


def test_a_category_beside_the_rows_is_their_section():
    rows = [["类别", *HEADER], ["通关便利", *ROWS[1]], ["", *ROWS[2]], ["降本增效", *ROWS[0]]]
    measures = extract(f"{TITLE}\n{tabs(rows)}\n").measures
    assert [measure.section for measure in measures] == ["通关便利", "通关便利", "降本增效"]


HEADS = ["序号", "重点任务", "具体举措", "牵头单位"]
GROUPED = [
    ["1", "稳外贸", "组织参展", "市商务局"],
    ["2", "稳外贸", "建海外仓", "市商务局"],
    ["3", "促消费", "办节会", "市商务局"],
]


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (1, 0, 2, 3)])
def test_a_task_over_rows_of_several_numbers_or_left_of_them_is_their_section(order):
    rows = [[row[column] for column in order] for row in (HEADS, *GROUPED)]
    measures = extract(f"{TITLE}\n{tabs(rows)}\n").measures
    assert [(measure.path, measure.section, measure.heading) for measure in measures] == [
        ("1", "稳外贸", None),
        ("2", "稳外贸", None),
        ("3", "促消费", None),
    ]


def test_a_task_beside_each_number_is_the_heading_of_its_row():
    rows = [HEADS, GROUPED[0], ["2", "促消费", "办节会", "市商务局"]]
    measures = extract(f"{TITLE}\n{tabs(rows)}\n").measures
    assert [(measure.section, measure.heading) for measure in measures] == [(None, "稳外贸"), (None, "促消费")]


def test_units_beside_a_number_of_their_own_and_no_task_are_pointed_out():
    findings = extract(f"{TITLE}\n{tabs([HEADER, ROWS[0], ['2', '', '市口岸办', '', '']])}\n")
    assert [duties(task) for task in findings.tasks] == [EXPECTED[0][2]]
    assert "unread" in [item.code for item in findings.diagnostics]


def test_captions_printed_letter_by_letter_are_captions():
    rows = ["序号 工 作 任 务 牵头负责部门", "1 组织 B2B 参展 市商务局", "2 压缩通关时间 市口岸办"]
    assert [row[1:3] for row in read("\n".join([TITLE, *rows]))] == [
        ("组织 B2B 参展", "牵头 市商务局"),
        ("压缩通关时间", "牵头 市口岸办"),
    ]


ASKED = "各责任单位每季度末月25日前将进展情况报市商务局。"


@pytest.mark.parametrize("below", [ASKED, f"\n{ASKED}", f"{ASKED}\t\t\t\t"])
@pytest.mark.parametrize("layout", [tabs, lines])
def test_a_sentence_below_the_rows_that_asks_for_reports_is_a_rule_and_no_cell(layout, below):
    rows = [HEADER, ROWS[0], ["2", "压缩通关时间", "市口岸办", "无", "2026年6月底"]]
    findings = extract(f"{TITLE}\n{layout(rows)}\n{below}\n")
    assert [duties(task) for task in findings.tasks] == [EXPECTED[0][2], "牵头 市口岸办"]
    assert [rule.text for rule in findings.reporting_rules] == [ASKED.rstrip("。")]


def test_categories_of_two_ranks_stand_in_the_path():
    def over_all(text):
        return [text, "", "", "", ""]

    rows = [HEADER, over_all("一、稳外贸"), over_all("（一）拓市场"), ROWS[0], over_all("（二）优服务"), ROWS[1]]
    rows += [over_all("二、降成本"), ROWS[2]]
    measures = extract(f"{TITLE}\n{tabs(rows)}\n").measures
    assert [(measure.path, measure.section) for measure in measures] == [
        ("一（一）1", "拓市场"),
        ("一（二）2", "优服务"),
        ("二3", "降成本"),
    ]


def test_the_header_again_at_the_top_of_a_page_is_no_row():
    assert read(f"{TITLE}\n{tabs([HEADER, ROWS[0], HEADER, *ROWS[1:]])}\n") == EXPECTED


@pytest.mark.parametrize("caption", ["攻坚行动", "2026年工作任务", "工作任务（项目）", "改革内容（要点）"])
def test_the_task_is_found_under_any_caption(caption):
    header = ["序号", caption, *HEADER[2:]]
    assert read(f"{TITLE}\n{tabs([header, *ROWS])}\n") == EXPECTED


def test_a_table_of_two_columns_is_one():
    rows = [["工作任务", "责任单位"], ["压缩通关时间", "市口岸办、泉州海关"], ["清理口岸收费", "市发展改革委"]]
    assert [row[1:3] for row in read(f"{TITLE}\n{tabs(rows)}\n")] == [
        ("压缩通关时间", "负责 市口岸办 泉州海关"),
        ("清理口岸收费", "负责 市发展改革委"),
    ]


@pytest.mark.parametrize(
    ("cell", "units"),
    [
        ("市交通运输局", "市交通运输局"),
        ("市交通运输局 周文、何丽娟", "市交通运输局"),
        ("市交通运输局 周文 市财政局 吴勇", "市交通运输局 市财政局"),
        ("市交通运输局（周文）、财政局（吴勇）", "市交通运输局 市财政局"),
        ("市交通运输局 城投集团", "市交通运输局 城投集团"),
        ("市交通运输局（市铁路办）", "市交通运输局（市铁路办）"),
        ("市交通运输局，黄埔、 梅山、 天河海关", "市交通运输局 黄埔海关 梅山海关 天河海关"),
    ],
)
def test_a_column_of_units_and_persons_keeps_its_units(cell, units):
    rows = [["序号", "工作任务", "责任单位及责任人"], ["1", "改造危桥5座", cell]]
    assert [row[2] for row in read(f"{TITLE}\n{tabs(rows)}\n")] == [f"负责 {units}"]


@pytest.mark.parametrize("empty", ["无", "（无）", "暂无", "/", "／", "—", "——", "-", "\\", ""])
def test_a_cell_that_says_nothing_names_no_unit(empty):
    row = ["1", "压缩通关时间", "市口岸办", empty, "2026年6月底"]
    assert [found[2] for found in read(f"{TITLE}\n{tabs([HEADER, row])}\n")] == ["牵头 市口岸办"]


def test_as_above_below_an_empty_cell_is_empty_too():
    rows = [HEADER, ROWS[0], ROWS[1], ["3", "清理口岸收费", "同上", "同上", "同上"]]
    assert read(f"{TITLE}\n{tabs(rows)}\n")[2][2:] == EXPECTED[1][2:]


def test_those_in_charge_are_responsible_beside_a_column_of_leads():
    rows = [["序号", "任务", "牵头部门", "主责单位", "协办单位"], ["1", "降尘", "市生态环境局", "各区政府", "市城管局"]]
    (measure,) = extract(f"{TITLE}\n{tabs(rows)}").measures
    assert duties(measure.tasks[0]) == "牵头 市生态环境局；负责 各区政府；配合 市城管局"


def test_rows_may_have_numbers_under_no_caption():
    """One cell to a line, bars between, a heading before the number where a merged cell begins."""
    header, rows = (
        ["工作任务", "具体要求", "责任科室", "时限"],
        [
            ["公开", "1", "清理文件。", "办公室", "年底前"],
            ["2", "公布目录。", "各科室", "长期"],
            ["宣传", "3", "宣传政策。", "法规科", "长期"],
        ],
    )
    text = "\n|\n".join(cell for row in [header, *rows] for cell in row)
    measures = extract(f"市信访局要点\n\n{text}\n|\n\n特此通知。").measures
    assert [(measure.path, measure.heading, duties(measure.tasks[0])) for measure in measures] == [
        ("1", "公开", "负责 办公室"),
        ("2", "公开", "负责 各科室"),
        ("3", "宣传", "负责 法规科"),
    ]


@pytest.mark.parametrize(
    ("cells", "expected"), [(["市商务局", "市财政局"], ["负责 市商务局", "负责 市财政局"]), (["万元", "个"], [])]
)
def test_a_column_called_unit_holds_units_only_where_it_names_them(cells, expected):
    rows = [
        ["序号", "目标任务", "单位", "2026年"],
        *([str(at), f"扩大出口{at}", cell, "5"] for at, cell in enumerate(cells, 1)),
    ]
    measures = extract(f"{TITLE}\n{tabs(rows)}").measures
    assert [duties(task) for measure in measures for task in measure.tasks if task.units] == expected


def test_a_column_of_units_without_a_role_is_pointed_out():
    header = ["序号", "工作内容", "省级对口部门", "市级牵头单位", "县（区）责任主体"]
    rows = [
        ["1", "治污", "省生态环境厅", "市生态环境局", "各县（区）人民政府"],
        ["2", "治水", "省水利厅", "市水利局", "青岭区"],
    ]
    findings = extract(f"{TITLE}\n{tabs([header, *rows])}")
    assert [duties(task) for task in findings.tasks] == [
        "牵头 市生态环境局；负责 各县（区）人民政府",
        "牵头 市水利局；负责 青岭区",
    ]
    assert ["省级对口部门" in remark.message for remark in findings.diagnostics] == [True]
