"""Bare page numbers are taken out of sentences; numbers that count something else stay."""

import pytest

from tests.extraction.plans import duties
from tracker.extraction import extract
from tracker.extraction.normalising import compact
from tracker.extraction.page_numbers import page_numbers

TRADES = ["陶瓷", "纺织", "家具", "灯具", "玩具", "茶叶", "竹编", "五金", "箱包", "钟表"]
MEASURES = [
    f"（{number}）做强{trade}产业。推动{trade}企业与跨境电子商务融合发展，引导{trade}商会建设公共海外仓，提升{trade}出口的通关效率，"
    f"到2027年底压缩{trade}通关时间30%以上，{trade}出口额年均增长5%。（市商务局牵头，市财政局、税务局配合）"
    for number, trade in zip("一二三四五六七八九十", TRADES, strict=True)
]
PLAN = "\n".join(["绍兴市推动外贸提质增效行动方案", "一、培育外贸主体", *MEASURES])


def wrapped(text, width=30):
    return [line[at : at + width] for line in text.split("\n") for at in range(0, len(line), width)]


def paged(lines, length, number="{}"):
    """The lines with a number after so many of them."""
    for place, line in enumerate(lines, 1):
        yield line
        if place % length == 0:
            yield number.format(place // length)


def found(text):
    return [(task.text, duties(task), task.deadline) for task in extract(text).tasks]


@pytest.mark.parametrize("number", ["{}", "  {}  ", "— {} —", "- {} -", "第 {} 页", "第{}页 共9页"])
@pytest.mark.parametrize("length", range(16, 25))
def test_page_numbers_stand_in_no_sentence_wherever_the_page_ends(length, number):
    lines = wrapped(PLAN)
    assert found("\n".join(paged(lines, length, number))) == found("\n".join(lines))


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(["序号", "工作任务", "1", "推进甲", "2", "推进乙", "3", "推进丙"]),
        "\n".join(paged(["一二三四五六七八"] * 60, 4)),
        "\n".join(["甲"] * 20 + ["7"] + ["乙"] * 20 + ["3"] + ["丙"] * 20),
        "\n".join(["甲"] * 20 + ["1"] + ["乙"] * 20 + ["2"] + ["丙"] * 60 + ["3"]),
        "\n".join(["甲"] * 20 + ["2"]),
        "\n".join(["甲"] * 5 + ["1"] + ["乙"] * 20),
    ],
)
def test_numbers_that_count_something_else_stay(text):
    assert page_numbers(text) == []


def test_every_other_character_keeps_its_place():
    raw = "\n".join(paged(wrapped(PLAN), 16))
    text = compact(raw)
    assert len(text.shown) == len(raw)
    assert all(shown in (sign, " ") for shown, sign in zip(text.shown, raw, strict=True))


@pytest.mark.parametrize("line", ["责任单位：市商务局", "（市商务局牵头）", "市财政局、市税务局"])
def test_a_duty_beside_several_page_numbers_is_no_running_header(line):
    page = ["（一）扩大出口。支持企业开拓市场。", line]
    text = "\n".join(["绍兴市外贸行动方案", "一、任务", *page, "— 1 —", *page, "— 2 —", *page])
    assert compact(text).compact.count(line) == 3
