"""Passages are compared by what they share; those that cannot be like enough are not weighed, which changes nothing."""

import random
from math import sqrt

import pytest

from tracker.extraction.confirming.similarity import most_alike, pairs

WORDS = ("建设海外仓", "支持企业", "公共服务平台", "跨境电子商务", "给予奖励", "5G园区", "，", "。", "A b", "一")


def as_weighed_in_full(text, others):
    """(key, likeness) of every passage, best first, each weighed pair by pair."""
    counts = [(key, pairs(passage)) for key, passage in others]
    every = [pairs(text), *(count for _, count in counts)]
    weight = {pair: 1 / sqrt(sum(pair in count for count in every)) for count in every for pair in count}
    asked = every[0]

    def length(count):
        return sqrt(sum((times * weight[pair]) ** 2 for pair, times in count.items()))

    def alike(count):
        shared = sum(asked[pair] * times * weight[pair] ** 2 for pair, times in count.items())
        return round(shared / (length(asked) * length(count)), 4) if shared else 0.0

    return sorted(((key, alike(count)) for key, count in counts), key=lambda each: (-each[1], str(each[0])))


@pytest.mark.parametrize("least", [0.0, 0.12, 0.5])
def test_the_most_alike_are_those_that_are_so_when_all_are_weighed(least):
    """With a fixed seed."""
    chance, seen = random.Random(20261210), set()
    for _ in range(40):
        text, *others = ("".join(chance.choices(WORDS, k=chance.randint(0, 6))) for _ in range(9))
        others = list(enumerate(others))
        found = [(match.key, match.likeness) for match in most_alike(text, others, least=least)]
        expected = [each for each in as_weighed_in_full(text, others) if each[1] >= least][:5]
        assert [key for key, _ in found] == [key for key, _ in expected]
        assert [likeness for _, likeness in found] == pytest.approx([likeness for _, likeness in expected], abs=1.1e-4)
        seen.add(len(found))
    assert seen >= ({5} if least == 0 else {0, 1})
