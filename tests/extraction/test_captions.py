"""What the captions above a table's columns announce, in one row or in two."""

import pytest

from tests.extraction.plans import duties
from tracker.extraction import extract

ROW = ["A1", "外贸", "建设公共海外仓10个", "市商务局、税务局", "各县政府", "2026年底前"]


@pytest.mark.parametrize("repeated", [True, False])
@pytest.mark.parametrize("levels", [("市级", "县（市、区）"), ("市直", "县级"), ("市本级", "其他")])
def test_a_second_header_row_may_say_whose_units_stand_below(repeated, levels):
    above = ["编号", "攻坚领域", "攻坚任务", "责任单位", "", "完成时限"]
    below = [text if repeated and text != "责任单位" else "" for text in above]
    below[3:5] = levels
    text = "\n".join("\t".join(row) for row in (above, below, ROW))
    (measure,) = extract(f"重点任务分工表\n{text}\n").measures
    assert (measure.path, measure.section, duties(measure.tasks[0])) == (
        "A1",
        "外贸",
        "负责 市商务局 市税务局 各县政府",
    )


def test_the_one_unknown_caption_before_the_units_is_the_task_s():
    header = ["序号", "“一件事”名称", "牵头部门", "配合部门", "计划上线"]
    row = ["1", "新生儿出生", "市卫生健康委", "市公安局", "2026年9月"]
    (measure,) = extract("\n".join("\t".join(cells) for cells in (["改革事项清单"], header, row))).measures
    assert (measure.path, measure.tasks[0].text, duties(measure.tasks[0])) == (
        "1",
        "新生儿出生",
        "牵头 市卫生健康委；配合 市公安局",
    )
