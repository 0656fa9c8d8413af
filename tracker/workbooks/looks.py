"""The looks a printed table's body can need, in the order of its marker row's cells."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import NamedTuple

from openpyxl.utils import get_column_letter

from tracker.vocabulary.reporting import Colour
from tracker.workbooks.columns import Column
from tracker.workbooks.measuring import full_line
from tracker.workbooks.styles import BODY_SIZE, FANG_SONG, FILLS, HEI, SIGN_OFF, Look

TEXT = Look(wrap=True, boxed=True)
SHARE = replace(TEXT, horizontal="center", number_format="0%")
STRONG_FILL = "F4F6FA"
SIGNATURE = "signature"


@dataclass(frozen=True, slots=True)
class Manner:
    """How a row is set: the size of its letters, ``tall`` when it runs on over several, ``strong`` for a total."""

    size: float = BODY_SIZE
    tall: bool = False
    strong: bool = False

    @property
    def look(self) -> Look:
        face, fill = (HEI, STRONG_FILL) if self.strong else (FANG_SONG, None)
        vertical = "top" if self.tall else "center"
        return replace(TEXT, face=face, size=self.size, fill=fill, vertical=vertical)


MANNERS = (Manner(), Manner(size=10), Manner(size=10, tall=True), Manner(strong=True))
"""Letters get smaller only in a row that would else be higher than a spreadsheet allows; then the row runs on."""


def _looks():
    """``{what a cell is: its look}``: (manner, centred, quoted) is a text, (manner, colour) a light, (manner,) a share."""
    for manner in MANNERS:
        for centred, quoted in product((False, True), (False, True)):
            look = replace(manner.look, horizontal="center" if centred else "left", quoted=quoted)
            yield (manner, centred, quoted), look
        centred = replace(manner.look, horizontal="center")
        yield (manner,), replace(centred, number_format=SHARE.number_format)
        for colour in Colour:
            yield (manner, colour), replace(centred, fill=FILLS[colour])
    yield SIGNATURE, SIGN_OFF


LOOKS = dict(_looks())


class Setting(NamedTuple):
    """How the cells of a column are set in one manner: the beginning of their XML, their width in ems, their styles.

    ``full`` is what a line of a longer paragraph holds.
    """

    begin: str
    width: float
    full: float
    plain: str
    quoted: str
    share: str
    lights: dict[Colour, str]


def settings(styles: Sequence[int], columns: Sequence[Column]) -> dict[Manner, list[Setting]]:
    """The settings of the columns in every manner; ``styles`` are the style ids in the order of LOOKS."""
    ids = {what: f'" s="{style}"' for what, style in zip(LOOKS, styles, strict=True)}
    return {
        manner: [
            Setting(
                begin=f'<c r="{get_column_letter(place)}',
                width=(width := column.width * BODY_SIZE / manner.size),
                full=full_line(width),
                plain=ids[manner, column.centred, False],
                quoted=ids[manner, column.centred, True],
                share=ids[(manner,)] if column.share else ids[manner, column.centred, False],
                lights={colour: ids[manner, colour] for colour in Colour},
            )
            for place, column in enumerate(columns, start=1)
        ]
        for manner in MANNERS
    }
