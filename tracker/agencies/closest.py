"""The known names nearest to an unknown one, by the pairs of characters they share."""

from collections import Counter
from collections.abc import Iterable, Mapping

MOST = 5
NEAR_ENOUGH = 0.3
AT_HOME, PER_LEVEL = 0.25, 0.02
"""What a name of one's own jurisdiction or of those above is given ahead of others, and how it falls with each level."""


def pairs(name: str) -> frozenset[str]:
    """``商务局`` → its pairs of neighbours, beginning and end included."""
    framed = f"^{name}$"
    return frozenset(framed[at : at + 2] for at in range(len(framed) - 1))


class Closest:
    """Names by the pairs they hold; built from ``(id, jurisdiction code, name without its place)``."""

    def __init__(self, names: Iterable[tuple[str, str, str]]):
        self._names = [(identity, home, len(found := pairs(name)), found) for identity, home, name in names]
        self._holding: dict[str, list[int]] = {}
        for at, (*_, found) in enumerate(self._names):
            for pair in found:
                self._holding.setdefault(pair, []).append(at)

    def to(self, name: str, ranks: Mapping[str, int]) -> list[str]:
        """The ids of the nearest names, the best first, equals in the order of nearness of jurisdiction and of id.

        ``ranks`` are the codes of the asker's jurisdiction and of those above it.
        """
        wanted = pairs(name)
        best: dict[str, float] = {}
        shared = Counter(at for pair in wanted for at in self._holding.get(pair, ()))
        for at, count in shared.items():
            identity, home, length, _ = self._names[at]
            likeness = 2 * count / (len(wanted) + length)
            if likeness >= NEAR_ENOUGH:
                score = likeness + (AT_HOME - PER_LEVEL * ranks[home] if home in ranks else 0)
                best[identity] = max(score, best.get(identity, 0))
        return sorted(best, key=lambda identity: (-best[identity], identity))[:MOST]
