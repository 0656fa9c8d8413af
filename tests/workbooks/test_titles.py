import pytest

from tracker.workbooks.titles import document_cell, short_title


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("广州市人民政府办公厅关于印发推动电子商务跨越式发展若干措施的通知", "推动电子商务跨越式发展若干措施"),
        ("某省商务厅关于印发《外贸稳规模行动方案》的通知", "外贸稳规模行动方案"),
        ("某市人民政府关于印发促进消费若干措施的通知（征求意见稿）", "促进消费若干措施（征求意见稿）"),
        ("国务院办公厅关于推动外贸稳规模优结构的意见", "关于推动外贸稳规模优结构的意见"),
        ("广州市推动跨境电子商务高质量发展若干政策措施", "广州市推动跨境电子商务高质量发展若干政策措施"),
        ("关于加快发展的通知", "关于加快发展的通知"),
        ("  某市\n促进条例 ", "某市 促进条例"),
        ("", ""),
    ],
)
def test_a_title_is_shown_without_who_sends_it_round(title, short):
    assert short_title(title) == short


def test_a_long_title_ends_in_dots():
    assert short_title("长" * 100) == "长" * 31 + "…"


def test_a_document_is_its_short_title_and_its_number():
    assert document_cell("某市关于印发若干措施的通知", "某府〔2026〕3号") == "若干措施（某府〔2026〕3号）"
    assert document_cell("某市关于印发若干措施的通知", None, "甲市方案") == "甲市方案"
