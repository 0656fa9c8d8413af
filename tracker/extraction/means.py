"""What a supporter gives, whose own words hold a 、: 市财政局提供资金、技术支持 names one unit."""

import re

from tracker.extraction.lexicon import GIVES, MEANS

BEGUN = re.compile(rf"(?:{GIVES})(?:{MEANS}(?:和|及|、)?){{1,4}}$")
REST = re.compile(rf"(?:{MEANS}(?:和|及)?){{1,4}}(?:支持|支撑|保障)?$")


def joined_means(pieces: list[tuple[str, int, str]]) -> list[tuple[str, int, str]]:
    """Put the pieces of what is given together again: 提供资金 and 技术支持."""
    joined = []
    for text, start, separator in pieces:
        if separator == "、" and joined and REST.match(text) and BEGUN.search(joined[-1][0][-24:]):
            before, begin, first = joined[-1]
            joined[-1] = (f"{before}、{text}", begin, first)
        else:
            joined.append((text, start, separator))
    return joined
