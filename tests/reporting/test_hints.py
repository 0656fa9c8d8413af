"""What a reviewer is shown, and what not: a hint that cries wolf is worse than none."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.reporting.content import Content, Figure
from tracker.reporting.hints import HintKind, Other, Reviewed, alike, amounts, hints, reason_from, same_everywhere
from tracker.vocabulary.reporting import Measured, Progress

ON = date(2026, 12, 2)
DONE = "新引进服务型跨境电商企业6家，其中交易平台2家、物流供应链3家、海外仓1家；兑现扶持资金860万元。"
TASK = "重点引进国内外知名跨境电子商务龙头企业。"


def kinds(done=DONE, task=TASK, *, progress=Progress.UNDER_WAY, percent=60, figures=(), nil="", **more):
    content = Content(progress, percent, done, figures=figures, nil_reason=nil)
    return [hint.kind for hint in hints(Reviewed(content, task, ON, **more))]


def other(done=DONE, figures=(), agency="市税务局"):
    return Other(7, agency, Content(done=done, figures=figures))


def test_a_report_with_substance_gives_no_hint():
    assert kinds() == []


@pytest.mark.parametrize(
    ("done", "same"),
    [
        (DONE, True),
        (DONE.replace("，", ",").replace("。", " 。"), True),
        (DONE.replace("860万元", "861万元"), False),
        (DONE.replace("新引进", "引进"), True),
        (DONE.replace("6家", "9家").replace("兑现扶持资金860万元", "投产海外仓三座，培训学员二百人"), False),
        ("本期无新增。", False),
    ],
)
def test_a_text_that_is_last_periods_is_shown(done, same):
    assert (kinds(done, last=other()) == [HintKind.SAME_AS_LAST]) is same


def test_a_text_that_is_another_agencys_is_shown_with_its_name_and_version():
    (hint,) = hints(
        Reviewed(
            Content(Progress.UNDER_WAY, 60, DONE), TASK, ON, others=[other(), other("完全不同的一段工作进展文字。")]
        )
    )
    assert (hint.kind, hint.compares) == (HintKind.SAME_AS_OTHER, 7)
    assert "市税务局" in hint.sentence


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("2026年引进8家龙头企业", ("8",)),
        ("力争突破450亿元，增长１０％以上", ("450", "10")),
        ("按照《意见》（国办发〔2015〕46号）开展B2B业务", ()),
        ("到2026年6月底前完成", ()),
        ("建成三个产业园", ("三",)),
        ("提供一站式、一体化服务，落实“十四五”规划", ()),
        ("提高百分之二十", ("百分之二十",)),
        ("最高不超过200万元", ("200",)),
        ("1. 支持企业；（2）做好服务。2.建设园区1.5平方公里", ("1.5",)),
    ],
)
def test_amounts_are_numbers_that_count_something(text, numbers):
    assert amounts(text) == numbers


@pytest.mark.parametrize(
    ("task", "done", "figures", "hinted"),
    [
        ("引进龙头企业8家。", "引进工作在广州空港有序开展。", (), True),
        ("引进龙头企业8家。", "引进6家。", (), False),
        ("引进龙头企业8家。", "引进工作在广州空港有序开展。", (Figure("引进", "6"),), False),
        ("引进龙头企业。", "引进工作在广州空港有序开展。", (), False),
    ],
)
def test_a_task_with_a_number_wants_one(task, done, figures, hinted):
    assert (HintKind.NO_NUMBER in kinds(done, task, figures=figures)) is hinted


@pytest.mark.parametrize(
    ("done", "hinted"),
    [
        ("持续推进各项工作，取得良好成效。", True),
        ("进一步加强统筹协调，积极做好相关服务。", True),
        ("持续推进，3月举办培训班。", False),
        ("持续推进南沙保税区建设。", False),
        ("持续推进，印发《实施方案》。", False),
        ("不断优化市场环境。", True),
        ("引进企业。", False),
    ],
)
def test_going_on_wants_a_date_a_place_or_a_product(done, hinted):
    assert (HintKind.NO_SUBSTANCE in kinds(done)) is hinted


def figures(value, name="新引进企业", on=date(2026, 11, 26), unit="家"):
    return (Figure(name, value, unit, on),)


@pytest.mark.parametrize(
    ("before", "now", "hinted"),
    [
        (figures("8", on=date(2026, 6, 30)), figures("6"), True),
        (figures("8", on=date(2026, 6, 30)), figures("8"), False),
        (figures("8", on=date(2025, 11, 30)), figures("6"), False),
        (figures("8", "累计引进", date(2025, 11, 30)), figures("6", "累计引进"), True),
        (figures("8", "累计引进", unit="万元"), figures("6", "累计引进"), False),
        (figures("约8", "累计引进"), figures("6", "累计引进"), False),
        ((), figures("6", "累计引进"), False),
    ],
)
def test_a_cumulative_figure_does_not_fall(before, now, hinted):
    last = other("上期的另一段工作进展文字，内容不同。", before)
    assert (HintKind.FELL in kinds(figures=now, last=last)) is hinted


@pytest.mark.parametrize(
    ("figure", "sentences"),
    [
        (Figure("引进龙头企业", "6", "家", date(2026, 11, 30)), []),
        (Figure("引进龙头企业", "6", "家", date(2026, 12, 1)), ["“引进龙头企业”截至 2026-12-01，在本期统计截止日（2026-11-30）之后，请核对。"]),
        (Figure("引进龙头企业", "6", "家", date(2026, 12, 31)), []),
        (Figure("引进龙头企业", "6", "家", date(2026, 12, 15), Measured.EXPECTED), []),
        (Figure("引进龙头企业", "6", "家", date(2027, 5, 1), Measured.EXPECTED), ["“引进龙头企业”截至 2027-05-01，在本期统计截止日（2026-11-30）之后，请核对。"]),
        (Figure("引进龙头企业", "6"), ["“引进龙头企业”没有写单位，任务里写的是“8家”，请补上单位。"]),
        (Figure("培训", "6"), []),
    ],
)
def test_a_figure_after_the_period_or_without_its_targets_unit_is_shown(figure, sentences):
    row = Reviewed(Content(Progress.UNDER_WAY, 60, DONE, figures=(figure,)), "引进龙头企业不少于8家。", ON, until=date(2026, 11, 30))
    assert [hint.sentence for hint in hints(row)] == sentences


@pytest.mark.parametrize(("percent", "evidence", "hinted"), [(100, 0, True), (100, 1, False), (99, 0, False)])
def test_all_of_it_wants_evidence(percent, evidence, hinted):
    assert (kinds(percent=percent, evidence=evidence) == [HintKind.UNPROVEN]) is hinted


@pytest.mark.parametrize(
    ("deadline", "progress", "hinted"),
    [
        (ON - timedelta(days=1), Progress.UNDER_WAY, True),
        (ON - timedelta(days=1), Progress.BLOCKED, True),
        (ON - timedelta(days=1), Progress.DONE, False),
        (ON, Progress.UNDER_WAY, False),
        (None, Progress.UNDER_WAY, False),
    ],
)
def test_a_task_past_its_deadline_is_no_longer_under_way(deadline, progress, hinted):
    assert (kinds(progress=progress, deadline=deadline) == [HintKind.OVERDUE]) is hinted


def test_a_nil_report_gives_no_hint():
    assert kinds("", "引进8家。", nil="本期没有安排。", deadline=date(2020, 1, 1)) == []


@given(st.text(max_size=300), st.text(max_size=300))
def test_hints_are_the_same_each_time_and_likeness_goes_both_ways(done, task):
    row = Reviewed(Content(Progress.UNDER_WAY, 100, done), task, ON, last=other(task))
    assert hints(row) == hints(row)
    assert alike(done, task) == alike(task, done)


def test_chosen_hints_make_a_reason():
    found = hints(Reviewed(Content(Progress.UNDER_WAY, 100, DONE), TASK, ON, last=other()))
    assert reason_from(found) == (
        "1. 工作进展与上期所报基本相同，请写明本期的新进展。2. 完成率为 100%，没有佐证材料，请补充。"
    )
    assert reason_from(found[1:]) == "完成率为 100%，没有佐证材料，请补充。"
    assert reason_from([]) == ""


def test_texts_that_are_the_same_word_for_word_are_grouped():
    contents = {
        "白云": Content(done=DONE),
        "黄埔": Content(done=DONE + " "),
        "南沙": Content(done="无。"),
        "越秀": Content(done="无"),
    }
    assert same_everywhere(contents) == (("白云", "黄埔"),)
