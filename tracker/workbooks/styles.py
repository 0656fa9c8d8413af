"""The look of printed workbooks: faces, sizes, borders, fills. Fonts are named here and nowhere else."""

from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

from tracker.vocabulary.reporting import Colour

GB2312 = 134
"""The character set by which a spreadsheet that lacks a face finds another Chinese one."""
BODY_SIZE = 12
"""Points of the body's letters."""


@dataclass(frozen=True, slots=True)
class Face:
    """A face of official papers. A cell names one face only; ``instead`` says what serves where it is not installed."""

    name: str
    instead: tuple[str, ...]


SMALL_SONG = Face("方正小标宋简体", ("小标宋体", "华文中宋", "宋体"))
HEI = Face("黑体", ("SimHei", "等线", "Noto Sans CJK SC"))
FANG_SONG = Face("仿宋_GB2312", ("仿宋", "华文仿宋", "Noto Serif CJK SC"))

FILLS = {
    Colour.RED: "F4C7C3",
    Colour.YELLOW: "FBE3A6",
    Colour.GREEN: "CFE8D5",
    Colour.BLUE: "D6E3F5",
    Colour.GREY: "EEEEEE",
}
BOX = Border(*[Side(style="thin", color="000000")] * 4)


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell looks. ``quoted`` marks text that must stay text; ``fill`` is a colour as RRGGBB.

    A cell that is ``open`` may be filled in where the sheet is protected.
    """

    face: Face = FANG_SONG
    size: float = BODY_SIZE
    horizontal: str = "left"
    vertical: str = "center"
    wrap: bool = False
    boxed: bool = False
    fill: str | None = None
    number_format: str = "General"
    quoted: bool = False
    open: bool = False


TITLE = Look(SMALL_SONG, 22, "center", wrap=True)
LINE = (Look(), Look(horizontal="center"), Look(horizontal="right"))
HEADER = Look(HEI, horizontal="center", wrap=True, boxed=True, fill="E9EDF4")
SIGN_OFF = Look()
OPEN_HEADER = Look(HEI, horizontal="center", wrap=True, boxed=True, fill="FBEBC0")
GUIDE = Look(size=10, horizontal="center", wrap=True, boxed=True, fill="FAFAFA")
NOTE = Look(size=11, wrap=True)
BODY_CELL = Look(boxed=True)
FIGURE = Look(horizontal="center", boxed=True)


def dress(cell, look: Look) -> None:
    """Give a cell its look; a cell already marked as text stays so."""
    cell.font = Font(name=look.face.name, size=look.size, charset=GB2312)
    cell.alignment = Alignment(horizontal=look.horizontal, vertical=look.vertical, wrap_text=look.wrap)
    cell.number_format = look.number_format
    cell.quotePrefix = cell.quotePrefix or look.quoted
    if look.boxed:
        cell.border = BOX
    if look.open:
        cell.protection = Protection(locked=False)
    if look.fill:
        cell.fill = PatternFill("solid", fgColor=look.fill)


def new_book() -> Workbook:
    """An empty workbook whose standard face is the body's: a column's width then counts half letters of the body."""
    book = Workbook()
    standard = Font(name=FANG_SONG.name, size=BODY_SIZE, charset=GB2312)
    book._fonts[0] = standard
    book._named_styles["Normal"].font = standard
    return book


def column_width(letters: float) -> float:
    """The spreadsheet's width of a column that holds so many Chinese letters of the body, its inner margin added."""
    return round(letters * 2 + 0.75, 2)
