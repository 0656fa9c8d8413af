from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.reporting.content import Content, Figure, changes, faults, summary, with_words_of
from tracker.vocabulary.reporting import Measured, Progress

TODAY = date(2026, 12, 2)
NEW_FIRMS = Figure("新引进企业", "6", "家", date(2026, 11, 26))
REPORT = Content(Progress.UNDER_WAY, 40, "引进企业6家。", "审批慢。", "年底前再引进2家。", figures=(NEW_FIRMS,))


def test_a_content_comes_back_from_json_as_it_was():
    assert Content.of_json(REPORT.as_json()) == REPORT
    assert Content.of_json(Content().as_json()) == Content()


@given(st.text(), st.integers(0, 100), st.sampled_from(Progress), st.text(max_size=20))
def test_any_text_survives_and_its_hash_tells_it_apart(done, percent, progress, value):
    content = Content(progress, percent, done, figures=(Figure("数", value),))
    if not any("\ud800" <= character <= "\udfff" for character in done + value):
        assert Content.of_json(content.as_json()) == content
        assert content.sha256 == Content.of_json(content.as_json()).sha256
        assert content.sha256 != replace(content, done=done + "。").sha256


@pytest.mark.parametrize(
    ("own", "other", "both"),
    [
        ("", "办展会。", "办展会。"),
        ("引进企业6家。\n", "办展会。", "引进企业6家。\n办展会。"),
        ("办展会。引进企业6家。", " 办展会。\n", "办展会。引进企业6家。"),
        ("引进企业6家。", " ", "引进企业6家。"),
    ],
)
def test_words_of_another_row_come_behind_and_are_not_repeated(own, other, both):
    content = with_words_of(replace(REPORT, done=own), Content(Progress.DONE, 100, other, nil_reason="无"))
    assert content == replace(REPORT, done=both)


def test_plain_values_make_a_content_and_others_are_left_out():
    given = {
        "progress": "blocked",
        "percent": 5,
        "done": "x",
        "state": "accepted",
        "figures": [{"name": "a", "value": "1"}],
    }
    found = Content.of(given)
    assert (found.progress, found.percent, found.figures) == (Progress.BLOCKED, 5, (Figure("a", "1"),))


@pytest.mark.parametrize(
    "given", [{"progress": "finished"}, {"figures": [{"name": "a", "value": "1", "as_of": "昨天"}]}]
)
def test_a_value_that_is_none_is_an_error(given):
    with pytest.raises(ValueError):
        Content.of(given)


@pytest.mark.parametrize(
    ("value", "number"), [("1,200", 1200), (" 2.5 ", 2.5), ("约5", None), ("", None), ("1/0", None)]
)
def test_a_figures_number(value, number):
    assert Figure("数", value).number == number


def test_what_changed_is_said_field_by_field_and_figure_by_figure():
    after = replace(
        REPORT,
        progress=Progress.DONE,
        percent=100,
        done="引进企业8家，名单见附件。",
        problems="",
        figures=(replace(NEW_FIRMS, value="8", measured=Measured.EXPECTED), Figure("海外仓", "2", "个")),
    )
    assert summary(changes(REPORT, after)) == (
        "完成状态 进行中 → 已完成；完成率 40% → 100%；工作进展有改动（+6 字）；存在问题有改动（-4 字）；"
        "新引进企业 6家（截至 2026-11-26，实绩） → 8家（截至 2026-11-26，预计）；海外仓 — → 2个。"
    )


def test_nothing_changed_is_nothing_to_say():
    assert changes(REPORT, REPORT) == ()
    assert summary(()) == ""


@pytest.mark.parametrize(
    ("content", "fields"),
    [
        (REPORT, []),
        (Content(), ["progress", "percent", "done"]),
        (replace(REPORT, done="  "), ["done"]),
        (replace(REPORT, percent=None, progress=Progress.CONTINUING), []),
        (replace(REPORT, percent=101), ["percent"]),
        (replace(REPORT, percent=-1), ["percent"]),
        (replace(REPORT, progress=Progress.DONE, percent=90), ["percent"]),
        (replace(REPORT, problems="字" * 3001), ["problems"]),
        (replace(REPORT, contact="名" * 61), ["contact"]),
        (replace(REPORT, figures=(Figure("投资额", "约3亿"),)), ["figures"]),
        (replace(REPORT, figures=(NEW_FIRMS,) * 101), ["figures"]),
        (replace(REPORT, figures=(replace(NEW_FIRMS, as_of=TODAY),)), []),
        (replace(REPORT, figures=(replace(NEW_FIRMS, as_of=date(2027, 5, 1)),)), ["figures"]),
        (replace(REPORT, figures=(replace(NEW_FIRMS, as_of=date(2027, 5, 1), measured=Measured.EXPECTED),)), []),
        (Content(nil_reason="本期没有安排。"), []),
        (Content(nil_reason="字" * 501), ["nil_reason"]),
        (Content(nil_reason="本期没有安排。", done="引进企业6家。"), ["nil_reason"]),
        (Content(nil_reason="本期没有安排。", figures=(Figure("企业", "6", "家"),)), ["nil_reason"]),
        (Content(Progress.UNDER_WAY, 50, nil_reason="本期没有安排。", contact="周敏"), []),
    ],
)
def test_what_keeps_a_report_from_being_sent_is_said_by_field(content, fields):
    found = faults(content, TODAY)
    assert [fault.field for fault in found] == fields
    assert all(fault.sentence.endswith("。") for fault in found)


def test_a_nil_report_needs_nothing_but_its_reason():
    assert Content(nil_reason="没有").is_nil
    assert not Content().is_nil
    assert Content().is_empty
