"""How alike two passages are, from the pairs of characters they share: no model, the same answer every time."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from operator import add

CHARACTER = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]")
SIMILAR = 0.12
"""From here on two measures speak of the same matter: the four on 海外仓 of 2017, 2018 and 2023 lie between 0.13 and 0.23."""


def pairs(text: str) -> Counter:
    """Every pair of neighbouring characters of a passage, punctuation and white space left out, with its count."""
    characters = CHARACTER.findall(text)
    return Counter(map(add, characters, characters[1:]))


def likeness(first: Counter, second: Counter, squares: float | None = None) -> float:
    """The cosine of two counts: 1.0 for the same passage, 0.0 for passages that share nothing or are empty.

    ``squares`` is the product of their sums of squares, for one who has it already.
    """
    small, large = sorted((first, second), key=len)
    shared = sum(count * large[pair] for pair, count in small.items() if pair in large)
    if not shared:
        return 0.0
    return shared / sqrt(squares or square(first) * square(second))


def square(counts: Counter) -> float:
    """The sum of the squares of all counts."""
    return sum(count * count for count in counts.values())


@dataclass(frozen=True)
class Match:
    """A passage that is like the one asked about; ``key`` is what it was listed under."""

    key: object
    likeness: float


def most_alike(
    text: str, others: Iterable[tuple[object, str]], *, most: int = 5, least: float = SIMILAR
) -> list[Match]:
    """The passages most like ``text``, best first; ``others`` are (key, passage). Rare pairs of characters weigh more."""
    counts, own = [(key, pairs(passage)) for key, passage in others], pairs(text)
    weights = _weights([own, *(count for _, count in counts)])
    asked = _weighted(own, weights)
    near = counts if least <= 0 else _near(asked, counts, least)
    found = [Match(key, round(likeness(asked, _weighted(count, weights)), 4)) for key, count in near]
    return sorted(
        (match for match in found if match.likeness >= least), key=lambda match: (-match.likeness, str(match.key))
    )[:most]


def _near(asked, counts, least):
    """The passages that may be so like: none is more so than the pairs it shares are much of the one asked about."""
    squares = {pair: weight * weight for pair, weight in asked.items()}
    enough = (least - 0.0001) ** 2 * sum(squares.values())
    return [(key, count) for key, count in counts if sum(map(squares.get, squares.keys() & count.keys())) >= enough]


def _weights(counts):
    seen = Counter()
    for count in counts:
        seen.update(count.keys())
    return {pair: 1.0 / times**0.5 for pair, times in seen.items()}


def _weighted(count, weights):
    return Counter({pair: times * weights[pair] for pair, times in count.items()})
