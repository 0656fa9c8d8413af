"""The targets of a measure beside a report's figures."""

from dataclasses import asdict
from fractions import Fraction

import pytest

from tracker.extraction import extract
from tracker.reporting.aims import aims_of, share_of

TEXT = (
    "广州市加快发展若干措施\n一、培育主体\n（一）到2026年，跨境电商进出口额突破450亿元，引进龙头企业8家，"
    "最高给予200万元奖励。（市商务局牵头）\n"
)


@pytest.fixture(scope="module")
def aims():
    return aims_of(TEXT, [asdict(each) for each in extract(TEXT).targets])


def test_a_target_is_called_by_what_it_counts_and_a_cap_on_money_is_none(aims):
    assert [aim.text for aim in aims] == ["跨境电商进出口额 450亿元（2026年）", "引进龙头企业 8家（2026年）"]


@pytest.mark.parametrize(
    ("name", "number", "unit", "shown"),
    [
        ("引进龙头企业", Fraction(6), "家", "6 ÷ 8 = 75%"),
        ("龙头企业数", Fraction(6), "家", "6 ÷ 8 = 75%"),
        ("跨境电商进出口额", Fraction(9, 2) * 100, "亿元", "450 ÷ 450 = 100%"),
        ("引进人才", Fraction(6), "名", ""),
        ("引进龙头企业", None, "家", ""),
    ],
)
def test_a_figure_is_held_against_the_target_of_its_name_or_the_only_one_of_its_unit(aims, name, number, unit, shown):
    assert share_of(name, number, unit, aims) == shown
