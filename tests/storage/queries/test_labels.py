import pytest

from tracker.storage.queries.labels import circled, full_name, is_collective, opening, task_label


@pytest.mark.parametrize(
    ("number", "printed"), [(1, "①"), (20, "⑳"), (21, "㉑"), (35, "㉟"), (36, "㊱"), (50, "㊿"), (51, "(51)")]
)
def test_a_number_stands_in_a_circle_as_far_as_there_are_circles(number, printed):
    assert circled(number) == printed


@pytest.mark.parametrize(
    ("path", "ordinal", "siblings", "label"),
    [("一（三）", 3, 4, "一（三）③"), ("二（五）", 1, 1, "二（五）"), (None, 1, 1, "①"), (None, 2, 3, "②")],
)
def test_a_task_is_labelled_by_its_measure_and_by_its_own_number_if_it_has_sisters(path, ordinal, siblings, label):
    assert task_label(path, ordinal, siblings) == label


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("推进口岸建设。其他事项。", "推进口岸建设"),
        ("推进口岸建设", "推进口岸建设"),
        (
            "对新引入的国内五十强电子商务企业和国际知名企业，按规定给予奖励",
            "对新引入的国内五十强电子商务企业和国际知名企业",
        ),
        ("首先，推进口岸建设。", "首先，推进口岸建设"),
        ("好" * 40, "好" * 31 + "…"),
        ("", ""),
    ],
)
def test_a_measure_without_heading_is_titled_by_its_first_clause(text, title):
    assert opening(text) == title


@pytest.mark.parametrize(
    ("jurisdiction", "name", "full"),
    [
        ("广州市", "市商务局", "广州市商务局"),
        ("广东省", "省商务厅", "广东省商务厅"),
        ("广州市", "各区政府", "广州市各区政府"),
        ("广州市", "广州海关", "广州海关"),
        ("", "市商务局", "市商务局"),
    ],
)
def test_a_name_that_stands_alone_carries_its_jurisdiction_once(jurisdiction, name, full):
    assert full_name(jurisdiction, name) == full


@pytest.mark.parametrize(
    ("name", "several"),
    [
        ("各区政府", True),
        ("市有关部门", True),
        ("“单一窗口”建设成员单位", True),
        ("市商务局", False),
        ("广州海关", False),
    ],
)
def test_a_printed_name_may_mean_several_bodies(name, several):
    assert is_collective(name) is several
