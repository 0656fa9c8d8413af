"""The tree of jurisdictions (全国 → 省 → 市 → 区): who is above whom, and which one a name or code means."""

from collections.abc import Iterable
from functools import cached_property

from tracker.agencies.rows import Jurisdiction

NATION = Jurisdiction("", "全国", "国家", "nation")
"""Above every province; agencies of the centre have an empty jurisdiction."""


def _without_peoples(place):
    """How an autonomous place is written without its peoples: 湘西自治州, 湘西州; 广西自治区."""
    kind = next((kind for kind in ("自治区", "自治州", "自治县", "自治旗") if place.short and place.name.endswith(kind)), None)
    return (place.short + kind, *([place.short + kind[-1]] if kind != "自治区" else [])) if kind else ()


class Places:
    """Jurisdictions by code, with the nation above those without a parent."""

    def __init__(self, jurisdictions: Iterable[Jurisdiction]):
        self.by_code = {NATION.code: NATION} | {place.code: place for place in jurisdictions}

    @cached_property
    def _named(self):
        named = {}
        for place in self.by_code.values():
            named.setdefault(place.name, []).append(place)
        for place in self.by_code.values():
            for name in _without_peoples(place):
                named.setdefault(name, [place])
        return named

    @cached_property
    def _children(self):
        children = {}
        for place in self.by_code.values():
            if place is not NATION:
                children.setdefault(place.parent, []).append(place)
        return children

    def find(self, text: str | None) -> Jurisdiction | None:
        """The jurisdiction of a code, a name (广州市) or a name after its superiors' (广州市天河区).

        None when there is none, or several of that name (朝阳区).
        """
        if not text:
            return None
        if text in self.by_code:
            return self.by_code[text]
        if text in self._named:
            places = self._named[text]
            return places[0] if len(places) == 1 else None
        written = (place for place in self._ending(text) if self.full_name(place.code).endswith(text))
        return next(written, None)

    def _ending(self, text):
        return (place for cut in range(1, len(text) - 1) for place in self._named.get(text[cut:], []))

    def chain(self, code: str) -> list[Jurisdiction]:
        """A jurisdiction and its superiors, the nation last; only the nation for an unknown code."""
        chain, seen = [], set()
        while code in self.by_code and code != NATION.code and code not in seen:
            seen.add(code)
            chain.append(self.by_code[code])
            code = self.by_code[code].parent
        return [*chain, NATION]

    def is_above(self, superior: str, code: str) -> bool:
        """Whether ``superior`` stands above ``code``, at whatever distance; no jurisdiction is above itself."""
        return superior != code and any(place.code == superior for place in self.chain(code)[1:])

    def children(self, code: str) -> list[Jurisdiction]:
        """The jurisdictions directly below."""
        return self._children.get(code, [])

    def subtree(self, code: str) -> list[Jurisdiction]:
        """A jurisdiction and all below it."""
        below, found = [self.by_code[code]], []
        while below:
            place = below.pop()
            found.append(place)
            below.extend(self.children(place.code))
        return sorted(found, key=lambda place: place.code)

    def full_name(self, code: str) -> str:
        """``广东省广州市天河区``; empty for the nation."""
        return "".join(place.name for place in reversed(self.chain(code)[:-1]))
