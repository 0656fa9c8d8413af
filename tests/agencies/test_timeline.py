from datetime import date

import pytest

from tests.agencies.registries import day
from tests.agencies.test_succession import succession
from tracker.agencies.timeline import BAR, LANE, THICK, TOP, WIDTH, timeline

TODAY = date(2026, 3, 2)


def drawn(agencies, changes, whom):
    line = succession(agencies, changes)
    passed = [change for period in line.lineage(whom) for change in period.changes]
    names = {period.agency: period.name for period in line.lineage(whom)}
    return timeline(line.lineage(whom), passed, names, TODAY)


@pytest.fixture
def market():
    return drawn(
        ["工商", "质监", "市场 2019-01-23"], ["工商 市场 merge 2019-01-23", "质监 市场 merge 2019-01-23"], "市场"
    )


def test_everybody_has_a_lane_and_a_bar_while_it_stands(market):
    bars = {bar.agency: bar for bar in market.bars}
    assert [bar.y for bar in market.bars] == [TOP + BAR + LANE * lane for lane in range(3)]
    assert (bars["工商"].left, bars["工商"].begins, bars["工商"].ends) == (0, False, True)
    assert bars["市场"].left == pytest.approx(bars["工商"].width)
    assert bars["市场"].left + bars["市场"].width == pytest.approx(WIDTH)
    assert market.height > bars["市场"].y + THICK


def test_duties_pass_from_lane_to_lane_on_their_day(market):
    first, second = market.joints
    assert (first.label, first.is_whole) == ("2019-01-23 并入", True)
    turn = market.bars[-1].left
    assert first.path.startswith(f"M{turn} ")
    assert first.path.endswith(second.path.split("V")[1])


def test_a_split_is_one_joint_to_several_lanes():
    picture = drawn(
        ["文广 - 2019-01-27", "文旅", "宣传"],
        ["文广 文旅 split 2019-01-27 文化", "文广 宣传 split 2019-01-27 出版"],
        "文广",
    )
    (joint,) = picture.joints
    assert (joint.label, joint.is_whole, joint.path.count("M")) == ("2019-01-27 职责分入 2 家", False, 2)


def test_who_was_abolished_ends_in_a_mark_of_its_own():
    (joint,) = drawn(["口岸"], ["口岸 - abolish 2019-01-09"], "口岸").joints
    assert joint.label == "2019-01-09 撤销"


def test_a_name_or_note_at_the_right_end_stands_to_the_left_of_it():
    picture = drawn(["商务委"] + ["商务局 2026-02-01"], ["商务委 商务局 rename 2026-02-01"], "商务局")
    assert picture.bars[-1].side == "end"
    assert picture.joints[0].side == "end"


@pytest.mark.parametrize("born", ["1949-10-01", "2026-03-01"])
def test_years_are_written_a_few_at_most(born):
    picture = drawn([f"商务局 {born}", "商务厅"], ["商务局 商务厅 merge 2026-03-02"], "商务局")
    assert 1 <= len(picture.ticks) <= 10
    assert all(0 <= tick.x <= WIDTH for tick in picture.ticks)
    assert picture.ticks[0].label >= str(day(born).year - 20)


def test_a_line_without_any_date_is_not_drawn():
    assert drawn(["商务局"], [], "商务局") is None
