"""What a reviewer sees marked between two versions of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.reporting.differences import Kept, differences

TEXTS = st.text(alphabet="市商务局引进8家1%。；\n ab", max_size=60)


def written(before, after):
    """A difference as one line: [-taken out-] and {+put in+}."""
    marks = {Kept.SAME: "{}", Kept.REMOVED: "[-{}-]", Kept.ADDED: "{{+{}+}}"}
    return "".join(marks[piece.kept].format(piece.text) for piece in differences(before, after))


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("", "", ""),
        ("引进企业6家。", "引进企业6家。", "引进企业6家。"),
        ("", "引进企业。", "{+引进企业。+}"),
        ("引进企业。", "", "[-引进企业。-]"),
        ("引进企业6家。", "引进企业16家。", "引进企业[-6-]{+16+}家。"),
        ("完成60%。", "完成75.5%。", "完成[-60%-]{+75.5%+}。"),
        ("建成园区。", "建成园区。名单见附件。", "建成园区。{+名单见附件。+}"),
        ("一是引进。二是认证。", "二是认证。", "[-一是引进。-]二是认证。"),
        ("完成率稳步上升", "完成数显著上涨", "完成[-率稳步上升-]{+数显著上涨+}"),
    ],
)
def test_what_was_changed_is_marked_and_nothing_else(before, after, shown):
    assert written(before, after) == shown


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_off_a_difference(before, after):
    pieces = differences(before, after)
    assert "".join(piece.text for piece in pieces if piece.kept is not Kept.ADDED) == before
    assert "".join(piece.text for piece in pieces if piece.kept is not Kept.REMOVED) == after


def test_a_long_text_without_a_stop_is_shown_as_changed_whole():
    before, after = "甲乙" * 3000, "乙丙" * 3000
    assert [piece.text for piece in differences(before, after)] == [before, after]
