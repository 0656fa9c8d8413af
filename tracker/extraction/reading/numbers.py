"""Word's automatic numbers, counted as Word counts them: one counter a level, restarted by a higher level."""

from collections import defaultdict
from dataclasses import dataclass

from docx.oxml.ns import qn

from tracker.extraction.reading.numerals import numeral

LONGEST_CHAIN = 20
"""Styles that are based on one another are followed so far, for a damaged file may lead round in a circle."""


@dataclass(frozen=True)
class _Level:
    """How one level of a list is numbered, and the paragraph style that stands for it."""

    kind: str
    text: str
    start: int
    style: str | None
    after: int | None
    """How many of the highest levels start it again; None stands for all above it, 0 for none."""
    is_legal: bool
    """Whether the numbers of all levels are written as decimals, whatever their own form."""

    def restarts(self, depth: int, own: int) -> bool:
        """Whether a number at a higher ``depth`` starts this level, at depth ``own``, again."""
        return depth < (own if self.after is None else self.after)


class Numbering:
    """The lists of one document and how far each has counted; ``label`` must be asked paragraph by paragraph."""

    def __init__(self, lists, styles):
        self.counters = defaultdict(dict)
        self.levels, self.abstract, self.restarts, self.links = {}, {}, {}, {}
        self.styles = {style.get(qn("w:styleId")): style for style in styles.iterfind(qn("w:style"))}
        self.default_style = next(
            (
                key
                for key, style in self.styles.items()
                if style.get(qn("w:type")) == "paragraph" and _is_default(style)
            ),
            None,
        )
        if lists is not None:
            self._read(lists)

    def _read(self, lists):
        for abstract in lists.iterfind(qn("w:abstractNum")):
            key = abstract.get(qn("w:abstractNumId"))
            self.links[key] = _value(abstract, "w:numStyleLink")
            for level in abstract.iterfind(qn("w:lvl")):
                self.levels[key, _whole(level.get(qn("w:ilvl")))] = _level(level)
        for number in lists.iterfind(qn("w:num")):
            key = number.get(qn("w:numId"))
            self.abstract[key] = _value(number, "w:abstractNumId")
            for override in number.iterfind(qn("w:lvlOverride")):
                depth = _whole(override.get(qn("w:ilvl")))
                own = override.find(qn("w:lvl"))
                if own is not None:
                    self.levels[f"num {key}", depth] = _level(own)
                if (start := _value(override, "w:startOverride")) is not None:
                    self.restarts[key, depth] = _whole(start, 1)

    def is_contents_entry(self, paragraph) -> bool:
        """Whether a paragraph is a line of the table of contents."""
        style = self.styles.get(_value(paragraph.find(qn("w:pPr")), "w:pStyle"))
        return (_value(style, "w:name") or "").lower().startswith("toc ")

    def label(self, paragraph) -> str:
        """The number Word shows before a paragraph (``（三）``), or an empty string."""
        number, depth = self._place(paragraph)
        abstract = self._abstract_of(number)
        if self._level(number, abstract, depth) is None:
            return ""
        return self._counted(number, abstract, depth)

    def _place(self, paragraph):
        """``(list, level)`` of a paragraph, from its own properties or from its style and those it is based on."""
        properties = paragraph.find(qn("w:pPr"))
        own = properties.find(qn("w:numPr")) if properties is not None else None
        number, depth = _value(own, "w:numId"), _value(own, "w:ilvl")
        if number is not None:
            return number, _whole(depth)
        style = _value(properties, "w:pStyle") or self.default_style
        for _ in range(LONGEST_CHAIN):
            found = self.styles[style].find(f"{qn('w:pPr')}/{qn('w:numPr')}") if style in self.styles else None
            if (number := _value(found, "w:numId")) is not None:
                return number, _whole(depth) if depth else self._depth_of_style(number, style, found)
            style = _value(self.styles.get(style), "w:basedOn")
        return None, 0

    def _depth_of_style(self, number, style, properties):
        abstract = self._abstract_of(number)
        linked = (depth for (key, depth), level in self.levels.items() if key == abstract and level.style == style)
        return next(linked, _whole(_value(properties, "w:ilvl")))

    def _abstract_of(self, number):
        """The list behind a number; some only name a style that has the list."""
        abstract = self.abstract.get(number)
        if link := self.links.get(abstract):
            style = self.styles.get(link)
            found = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}") if style is not None else None
            return self.abstract.get(_value(found, "w:numId"), abstract)
        return abstract

    def _level(self, number, abstract, depth):
        return self.levels.get((f"num {number}", depth)) or self.levels.get((abstract, depth))

    def _counted(self, number, abstract, depth):
        counters = self.counters[abstract]
        level = self._level(number, abstract, depth)
        if (number, depth) in self.restarts:
            counters[depth] = self.restarts.pop((number, depth)) - 1
        counters[depth] = counters.get(depth, level.start - 1) + 1
        for deeper in [other for other in counters if other > depth]:
            form = self._level(number, abstract, deeper)
            if form is None or form.restarts(depth, deeper):
                del counters[deeper]
        if level.kind in ("bullet", "none"):
            return ""
        text = level.text
        for place in range(depth + 1):
            form = self._level(number, abstract, place) or level
            kind = "decimal" if level.is_legal else form.kind
            text = text.replace(f"%{place + 1}", numeral(counters.get(place, form.start), kind))
        return text


def _level(element):
    return _Level(
        kind=_value(element, "w:numFmt") or "decimal",
        text=_value(element, "w:lvlText") or "",
        start=_whole(_value(element, "w:start"), 1),
        style=_value(element, "w:pStyle"),
        after=None if (after := _value(element, "w:lvlRestart")) is None else _whole(after),
        is_legal=element.find(qn("w:isLgl")) is not None and _value(element, "w:isLgl") not in ("0", "false", "off"),
    )


def _is_default(style):
    return style.get(qn("w:default")) in ("1", "true", "on")


def _value(element, tag):
    found = element.find(qn(tag)) if element is not None else None
    return found.get(qn("w:val")) if found is not None else None


def _whole(text, default=0):
    return int(text) if text and text.isdecimal() and len(text) < 6 else default
