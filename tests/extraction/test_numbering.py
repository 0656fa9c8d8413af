"""Printed numbers: FORMS §4's schemes, each as a path; what only looks like a number."""

import pytest

from tracker.extraction import extract
from tracker.extraction.normalising import compact
from tracker.extraction.numbering import chinese_value, numbers_in

VALUES = [
    ("一", 1), ("九", 9), ("十", 10), ("十一", 11), ("十九", 19), ("二十", 20), ("二十六", 26), ("九十九", 99),
    ("一百", 100), ("一百零一", 101), ("一百一十", 110), ("一百二十三", 123), ("7", 7), ("123", 123),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "value"), VALUES)
def test_a_chinese_number_has_its_value(printed, value):
    assert chinese_value(printed) == value


NUMBERS = [
    ("一、推进", "comma", 1, "一"),
    ("十二、推进", "comma", 12, "十二"),
    ("二· 推进", "comma", 2, "二"),
    ("（一）推进", "paren", 1, "（一）"),
    ("(三)推进", "paren", 3, "（三）"),
    ("（二十六）推进", "paren", 26, "（二十六）"),
    ("1.推进", "digit", 1, "1"),
    ("1、推进", "digit", 1, "1"),
    ("1·推进", "digit", 1, "1"),
    ("1．推进", "digit", 1, "1"),
    ("12. 推进", "digit", 12, "12"),
    ("１．推进", "digit", 1, "1"),
    ("（1）推进", "inner", 1, "（1）"),
    ("(12) 推进", "inner", 12, "（12）"),
    ("①推进", "circle", 1, "①"),
    ("⑳推进", "circle", 20, "⑳"),
    ("第一条 推进", "article", 1, "第一条"),
    ("第二十三条　推进", "article", 23, "第二十三条"),
    ("第二章 推进", "chapter", 2, "第二章"),
    ("第三节 推进", "section", 3, "第三节"),
    ("## 一、推进", "comma", 1, "一"),
    ("### （二）推进", "paren", 2, "（二）"),
    ("**3.** 推进", "digit", 3, "3"),
]


@pytest.mark.parametrize(("line", "scheme", "value", "label"), NUMBERS)
def test_a_number_at_the_beginning_of_a_line_is_found(line, scheme, value, label):
    text = compact(line)
    number = next(numbers_in(text, 0, len(text.compact)))
    assert (number.scheme, number.value, number.label, number.strength) == (scheme, value, label, 2)


@pytest.mark.parametrize(
    "line", ["增长3.5%", "2025年", "10.2亿元", "第一", "十四五", "1,200家", "3家企业", "（2024年修订）"]
)
def test_figures_and_words_are_no_numbers(line):
    text = compact(line)
    assert not list(numbers_in(text, 0, len(text.compact)))


def paths(*lines):
    text = "温州市促进民营经济发展若干措施\n" + "\n".join(lines)
    return [measure.path for measure in extract(text).measures]


CLAUSE = "。支持企业发展，给予奖励。（市经信局牵头）"


def numbered(*numbers):
    return [f"{number}培育主体{CLAUSE}" for number in numbers]


SCHEMES = [
    (["一、", "二、", "三、"], ["一", "二", "三"]),
    (["（一）", "（二）"], ["（一）", "（二）"]),
    (["(一)", "(二)"], ["（一）", "（二）"]),
    (["1.", "2.", "3."], ["1", "2", "3"]),
    (["1、", "2、"], ["1", "2"]),
    (["1·", "2·"], ["1", "2"]),
    (["1．", "2．"], ["1", "2"]),
    (["（1）", "（2）"], ["（1）", "（2）"]),
    (["①", "②"], ["①", "②"]),
    (["第一条 ", "第二条 ", "第三条 "], ["第一条", "第二条", "第三条"]),
    (["## 一、", "## 二、"], ["一", "二"]),
    (["### 1. ", "### 2. "], ["1", "2"]),
    (["**一、", "**二、"], ["一", "二"]),
    ([f"{n}、" for n in range(1, 14)] + ["十四、", "十五、"], [*map(str, range(1, 14)), "十四", "十五"]),
    ([f"{n}." for n in range(1, 13)], [*map(str, range(1, 13))]),
    (
        ["一、", "二、", "三、", "四、", "五、", "六、", "七、", "八、", "九、", "十、", "十一、"],
        ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("numbers", "expected"), SCHEMES)
def test_every_scheme_makes_measures(numbers, expected):
    assert paths(*numbered(*numbers)) == expected


@pytest.mark.parametrize(("numbers", "expected"), SCHEMES)
def test_blank_lines_and_indents_change_no_number(numbers, expected):
    assert paths(*["\n　　" + line for line in numbered(*numbers)]) == expected


TREES = [
    (["一、甲", "（一）", "（二）", "二、乙", "（一）", "（二）"], ["一（一）", "一（二）", "二（一）", "二（二）"]),
    (["一、甲", "（一）", "（二）", "二、乙", "（三）", "（四）"], ["一（一）", "一（二）", "二（三）", "二（四）"]),
    (["一、甲", "1.", "2.", "二、乙", "3.", "4."], ["一1", "一2", "二3", "二4"]),
    (["一、甲", "1.", "2.", "二、乙", "1.", "2."], ["一1", "一2", "二1", "二2"]),
    (["一、甲", "（一）乙", "1.", "2.", "（二）丙", "3."], ["一（一）1", "一（一）2", "一（二）3"]),
    (["第一章 甲", "第一条 ", "第二条 ", "第二章 乙", "第三条 "], ["第一章第一条", "第一章第二条", "第二章第三条"]),
    (["## 一、甲", "### （一）", "### （二）", "## 二、乙", "### （三）"], ["一（一）", "一（二）", "二（三）"]),
]  # fmt: skip


@pytest.mark.parametrize(("numbers", "expected"), TREES)
def test_sections_and_their_measures_make_paths(numbers, expected):
    lines = [number if number[-1] in "甲乙丙" else f"{number}培育主体{CLAUSE}" for number in numbers]
    assert paths(*lines) == expected


def test_numbers_in_a_row_are_found_without_line_breaks():
    text = "温州市若干措施 一、培育主体。（一）引进企业。（市商务局牵头）（二）壮大企业。（市经信局牵头）二、优化服务。（三）减少审批。（市政务服务局牵头）"
    assert [measure.path for measure in extract(text).measures] == ["一（一）", "一（二）", "二（三）"]


@pytest.mark.parametrize(
    "text",
    [
        "到2026年，培育企业1.5万家，增速达到8.2%，占比提高3、5个百分点",
        "落实第一、二、三产业融合政策",
        "支持一类、二类口岸开放",
        "完成（一）期、（二）期工程建设",
        "推进1、2号线建设",
        "建设一、二级公路",
    ],
)
def test_figures_within_a_sentence_divide_no_measure(text):
    assert paths(f"一、扩大投资。{text}。（市发展改革委牵头）", f"二、培育主体{CLAUSE}") == ["一", "二"]


def test_a_list_within_a_measure_stays_in_it():
    lines = [
        "一、支持企业出海。符合下列条件的给予补贴：1.在本市注册；2.年出口额超过500万元；3.无违法记录。（市商务局牵头）",
        "二、支持企业融资。包括：（1）贷款贴息；（2）融资担保。（市地方金融局牵头）",
    ]
    assert paths(*lines) == ["一", "二"]


def test_a_missing_number_is_pointed_out():
    findings = extract("温州市若干措施\n" + "\n".join(numbered("一、", "二、", "四、")))
    assert [measure.path for measure in findings.measures] == ["一", "二", "四"]
    assert "numbering-gap" in [item.code for item in findings.diagnostics]
