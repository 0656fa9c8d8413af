"""The captions within a clause, each with what it announces: a role, a time limit, something else."""

import re
from collections.abc import Collection

from tracker.extraction.lexicon import BARE_CAPTION, LONE_CAPTION, OTHER_CAPTION, ROLE_CAPTION, TIME_CAPTION

CAPTION = re.compile(
    rf"(?P<role>{ROLE_CAPTION}|(?:{BARE_CAPTION}|{LONE_CAPTION})(?=：|（[^（）]{{1,12}}）：))(?:（[^（）]{{1,12}}）)?(?:：|——?|[为是](?=[市省区县州各]|[^，。；：的]{{2,14}}[局委办厅](?![^、，。；]))|(?=[市省区县州]))"
    rf"|(?P<time>{TIME_CAPTION})(?:（[^（）]{{1,12}}）)?：|(?P<other>{OTHER_CAPTION})："
)
SPACED_CAPTION = re.compile(rf"(?P<role>{ROLE_CAPTION})|(?P<time>{TIME_CAPTION})|(?P<other>{OTHER_CAPTION})")
"""A caption that blanks alone part from what it says: 责任单位 市商务局 完成时限 2026年底前."""
CAPTION_SIGN = re.compile(r"：|单位|部门")


def captions_in(content: str, gaps: Collection[int], base: int) -> list[re.Match[str]]:
    """The captions of a clause's content, in order; ``gaps`` are compact offsets before which the text has white space.

    The matched group is what a caption announces: ``role``, ``time`` or ``other``.
    """
    found = list(CAPTION.finditer(content)) if CAPTION_SIGN.search(content) else []
    if not found or not gaps:
        return found
    taken = {at for match in found for at in range(*match.span())}
    parted = [at for at in range(len(content)) if base + at in gaps and at not in taken]
    spaced = filter(None, (SPACED_CAPTION.match(content, at) for at in parted))
    found += [match for match in spaced if base + match.end() in gaps]
    return sorted(found, key=lambda match: match.start())
