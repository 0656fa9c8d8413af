"""The figures of a run: by kind of request how many and how long, and what went wrong."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

POINTS = (50, 95, 99)
WIDTH = 16


@dataclass
class Figures:
    """Every answer's seconds by what it was of; faults by what was wrong."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    faults: Counter = field(default_factory=Counter)

    def tell(self, what: str, seconds: float, fault: str | None) -> None:
        self.seconds[what].append(seconds)
        if fault:
            self.faults[fault] += 1

    @property
    def errors(self) -> int:
        return self.faults.total()

    def pages(self) -> list[float]:
        """All but the files of the program."""
        return [each for what, found in self.seconds.items() if what != "files" for each in found]

    def lines(self) -> list[str]:
        """A table in milliseconds, the slowest kind first, and what was wrong."""
        heads = [f"{'':{WIDTH}}{'number':>8}", *(f"{f'p{point}':>7}" for point in POINTS), f"{'most':>7}"]
        kinds = sorted(self.seconds.items(), key=lambda each: -at(each[1], 95))
        rows = [_line(what, found) for what, found in [("all pages", self.pages()), *kinds]]
        return ["".join(heads), *rows, *(f"{count} × {fault}" for fault, count in self.faults.most_common(20))]


def at(seconds: Sequence[float], point: int) -> float:
    """The time within which so many of a hundred answers came, the nearest rank."""
    ordered = sorted(seconds)
    return ordered[max(0, -(-len(ordered) * point // 100) - 1)] if ordered else 0.0


def _line(what, found):
    times = [*(at(found, point) for point in POINTS), max(found, default=0.0)]
    return f"{what:{WIDTH}}{len(found):>8}" + "".join(f"{each * 1000:>7.0f}" for each in times)
