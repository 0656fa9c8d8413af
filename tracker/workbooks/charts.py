"""图表: how the agencies and the lights stand, as charts of the spreadsheet's own beside the figures they show."""

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.marker import DataPoint
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break

from tracker.vocabulary.reporting import Colour
from tracker.workbooks.cells import put_text
from tracker.workbooks.sheets import A4, set_paper
from tracker.workbooks.styles import BODY_CELL, FIGURE, HEADER, HEI, TITLE, column_width, dress
from tracker.workbooks.summaries import AgencySummary

NAME = "图表"
MOST_AGENCIES = 24
"""More bars than these cannot be told apart on a page; the summary has them all."""
PARTS = ("按时报送", "迟报", "逾期未报", "未报未逾期")
PART_COLOURS = ("1B3F78", "9DB3D6", "C0392B", "D9DEE6")
LIGHT_COLOURS = {
    Colour.RED: "C0392B",
    Colour.YELLOW: "C27E00",
    Colour.GREEN: "2F8F57",
    Colour.BLUE: "6F93C8",
    Colour.GREY: "A9B1BD",
}
WIDTH = 25.5
"""Centimetres of a chart on A4 across."""
CHART_COLUMNS, CHART_COLUMN = 7, 8
"""So many columns, so many letters wide, lie under the charts."""
FIGURES = CHART_COLUMNS + 2
"""The first column of the figures, to the right of the charts and not printed: the summary has them."""
WIDTHS = (*[CHART_COLUMN] * CHART_COLUMNS, 2, 14, *[6] * len(PARTS))
GRID = GraphicalProperties(ln=LineProperties(solidFill="D9DEE6", w=6350))


@dataclass(frozen=True, slots=True)
class LightCount:
    """How many rows show a light; ``kind`` is 填报灯 or 进度灯."""

    kind: str
    word: str
    colour: Colour
    count: int


def add_charts(book: Workbook, title: str, agencies: Sequence[AgencySummary], lights: Sequence[LightCount]) -> None:
    """A sheet of charts behind the others, each with its figures; without figures there is no sheet."""
    shown = sorted((each for each in agencies if each.owed), key=lambda each: -each.owed)[:MOST_AGENCIES]
    if not shown and not lights:
        return
    sheet = book.create_sheet(NAME)
    put_text(sheet["A1"], title)
    dress(sheet["A1"], TITLE)
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=CHART_COLUMNS)
    sheet.row_dimensions[1].height = 42
    for place, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = column_width(width)
    row = 3
    if shown:
        heading = (
            f"各单位报送情况（应报最多的 {len(shown)} 个单位）" if len(shown) < len(agencies) else "各单位报送情况"
        )
        row = _agencies(sheet, row, heading, shown)
        if lights:
            sheet.row_breaks.append(Break(id=row - 2))
    for kind in dict.fromkeys(each.kind for each in lights):
        row = _lights(sheet, row, kind, [each for each in lights if each.kind == kind])
    sheet.print_area = f"A1:{get_column_letter(CHART_COLUMNS)}{row}"
    set_paper(sheet, A4)


def _agencies(sheet, row, heading, agencies):
    figures = [(each.agency, *_parts(each)) for each in agencies]
    last = _write(sheet, row, ("单位", *PARTS), figures)
    chart = _bars(sheet, heading, row, last, len(PARTS), "bar", 3 + 0.52 * len(figures))
    chart.grouping, chart.overlap, chart.gapWidth = "stacked", 100, 45
    chart.x_axis.scaling.orientation = "maxMin"
    chart.y_axis.crosses = "max"
    chart.legend.position = "t"
    for series, colour in zip(chart.series, PART_COLOURS, strict=True):
        series.graphicalProperties = GraphicalProperties(solidFill=colour)
    sheet.add_chart(chart, f"A{row}")
    return _below(row, last, chart)


def _parts(each):
    late = max(each.submitted - each.on_time, 0)
    return each.on_time, late, each.overdue, max(each.owed - each.submitted - each.overdue, 0)


def _lights(sheet, row, kind, lights):
    last = _write(sheet, row, (kind, "项"), [(each.word, each.count) for each in lights])
    chart = _bars(sheet, f"{kind}（项）", row, last, 1, "col", 7.5)
    chart.legend, chart.gapWidth = None, 80
    (series,) = chart.series
    series.graphicalProperties = GraphicalProperties(solidFill=PART_COLOURS[0])
    series.dLbls = DataLabelList(showVal=True, showSerName=False, showCatName=False, showLegendKey=False)
    series.data_points = [_point(place, LIGHT_COLOURS[each.colour]) for place, each in enumerate(lights)]
    sheet.add_chart(chart, f"A{row}")
    return _below(row, last, chart)


def _point(place, colour):
    return DataPoint(idx=place, spPr=GraphicalProperties(solidFill=colour))


def _bars(sheet, heading, row, last, series, direction, height):
    chart = BarChart()
    chart.type, chart.title = direction, heading
    chart.width, chart.height = WIDTH, height
    chart.add_data(
        Reference(sheet, min_col=FIGURES + 1, max_col=FIGURES + series, min_row=row, max_row=last),
        titles_from_data=True,
    )
    chart.set_categories(Reference(sheet, min_col=FIGURES, min_row=row + 1, max_row=last))
    chart.x_axis.tickLblSkip = 1
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.number_format, chart.y_axis.majorUnit = "0", None
    chart.y_axis.scaling.min = 0
    chart.y_axis.majorGridlines.spPr = GRID
    chart.x_axis.txPr = chart.y_axis.txPr = _letters(8)
    return chart


def _letters(points):
    properties = CharacterProperties(sz=points * 100, ea=Font(typeface=HEI.name))
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=properties), endParaRPr=properties)])


def _write(sheet, row, captions, figures):
    """The figures behind a chart; returns their last row."""
    for place, caption in enumerate(captions, start=FIGURES):
        put_text(sheet.cell(row, place), caption)
        dress(sheet.cell(row, place), HEADER)
    for below, values in enumerate(figures, start=row + 1):
        for place, value in enumerate(values, start=FIGURES):
            cell = sheet.cell(below, place)
            if isinstance(value, str):
                put_text(cell, value)
            else:
                cell.value = value
            dress(cell, BODY_CELL if place == FIGURES else FIGURE)
    return row + len(figures)


def _below(row, last, chart):
    """The first row below a chart and its figures, a row being about half a centimetre high."""
    return max(last, row + int(chart.height / 0.5)) + 2
