import pytest

from tracker.extraction.confirming.comparing import Difference
from tracker.extraction.confirming.draft import DraftMeasure, DraftTask
from tracker.vocabulary import Origin
from tracker.web.wording import LONGEST, differing, wordings


def marked(words):
    return "".join(f"[{one.text}]" if one.only_here else one.text for one in words)


def a_measure(*texts, first=1):
    tasks = tuple(DraftTask(number, text, 0, len(text), Origin.NONE) for number, text in enumerate(texts, first))
    return DraftMeasure(None, "一", None, "标题", 0, 1, tasks)


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("建设公共海外仓。", "建设公共海外仓。", ("建设公共海外仓。", "建设公共海外仓。")),
        ("建设海外仓。", "建设公共海外仓。", ("建设海外仓。", "建设[公共]海外仓。")),
        ("每家最高50万元。", "每家最高80万元。", ("每家最高[5]0万元。", "每家最高[8]0万元。")),
        ("", "新增", ("", "[新增]")),
        ("建设", "培训", ("[建设]", "[培训]")),
    ],
)
def test_what_differs_is_marked_in_both(old, new, shown):
    assert tuple(map(marked, differing(old, new))) == shown


def test_nothing_of_either_text_is_lost():
    old, new = "支持企业建设公共海外仓，完善服务。" * 3, "鼓励企业租用海外仓，完善服务体系。" * 4
    assert tuple("".join(one.text for one in words) for words in differing(old, new)) == (old, new)


def test_very_long_texts_are_shown_unmarked():
    old, new = "甲" * (LONGEST + 1), "乙"
    assert tuple(map(marked, differing(old, new))) == (old, new)


def test_each_task_is_compared_with_the_one_it_goes_on_from():
    old = a_measure("建设公共海外仓，完善服务体系。", "培训外贸人才，组织技能竞赛。")
    new = a_measure("培训外贸人才，组织技能大赛。", "建设公共海外仓，完善服务体系。", first=5)
    was, now = wordings(Difference(old, new, is_reworded=True))
    assert [marked(one.words) for one in was] == ["建设公共海外仓，完善服务体系。", "培训外贸人才，组织技能[竞]赛。"]
    assert [marked(one.words) for one in now] == ["培训外贸人才，组织技能[大]赛。", "建设公共海外仓，完善服务体系。"]


def test_a_measure_of_one_version_alone_is_not_marked():
    was, now = wordings(Difference(None, a_measure("新增。")))
    assert (was, [marked(one.words) for one in now]) == ((), ["新增。"])
