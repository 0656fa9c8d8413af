import pytest

from tracker.reporting.recipients import TaskWords, proposed_tasks, subjects


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("涉及工业电子商务的", ("工业电子商务",)),
        ("其中涉及农村电商、跨境电商的", ("农村电商", "跨境电商")),
        ("属于外资领域的", ("外资",)),
        ("工业和信息化方面的", ("工业", "信息化")),
        ("", ()),
        ("的", ()),
    ],
)
def test_what_a_condition_is_about(condition, found):
    assert subjects(condition) == found


def test_tasks_are_proposed_by_section_heading_and_text():
    tasks = [
        TaskWords(1, "发展工业电子商务", "培育平台", "支持企业。"),
        TaskWords(2, "优化环境", "推进工业电子商务应用", "开展试点。"),
        TaskWords(3, "优化环境", "完善物流", "鼓励工业电子商务企业建仓。"),
        TaskWords(4, "优化环境", "完善物流", "建设仓库。"),
    ]
    assert proposed_tasks("涉及工业电子商务的", tasks) == (1, 2, 3)
    assert proposed_tasks("的", tasks) == ()
