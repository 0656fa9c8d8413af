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
