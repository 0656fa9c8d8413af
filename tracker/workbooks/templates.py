"""填报模板: what an agency owes in a cycle, to be filled in anywhere and sent back.

Only the cells to be filled in are open; nothing in the body is merged; column A, hidden, says which report a row is.
"""

from collections.abc import Sequence
from datetime import date
from typing import BinaryIO

from openpyxl.utils import get_column_letter
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation

from tracker.workbooks import meta
from tracker.workbooks.answers import ANSWERS, LOCKED, STATES, Kind, TemplateRow
from tracker.workbooks.cells import cell_text, prepared, put_text
from tracker.workbooks.meta import Addressee
from tracker.workbooks.sheets import A3, CREATOR, set_paper, write_heading
from tracker.workbooks.streaming import Filling, cut, pour, row_xml, stand_in, text_cell
from tracker.workbooks.styles import GUIDE, HEADER, NOTE, OPEN_HEADER, column_width, dress, new_book
from tracker.workbooks.template_rows import FIRST_COLUMN, GUIDANCE, LOOKS, TemplateBody

NAME = "填报表"
KEY_CAPTION = "任务编号（请勿改动）"
NOTE_ROW, HEADER_ROW, GUIDE_ROW, BODY_ROW = 3, 4, 5, 6
HEIGHTS = {NOTE_ROW: 42, HEADER_ROW: 34, GUIDE_ROW: 34}
KEPT = "工作任务"
HOW_TO = (
    "填写说明：只填浅黄色的格，灰色和白色的格已锁定；不要增删行、列，不要改动工作表名称；可以只填一部分，先报一部分。"
    "填好后保存为 .xlsx，在系统的“填报”页上传，系统先列出将改动的内容，确认后才写入。请勿填写涉密内容。"
)


def write_template(
    rows: Sequence[TemplateRow],
    target: BinaryIO,
    *,
    addressee: Addressee,
    due: str,
    as_of: date,
    seal: bytes = b"",
    states: Sequence[str] = STATES,
) -> None:
    """Write the template of one agency and cycle as .xlsx; ``due`` are words.

    ``seal`` is a secret that ties the checksum to us.
    """
    stencil = cut(_template(addressee, due, as_of, states), marker_rows={NAME: BODY_ROW, meta.SHEET: META_ROW})
    body = TemplateBody(stencil.sheets[0].styles, first_row=BODY_ROW)
    lines = meta.body(addressee, rows, seal)
    hidden = (_meta_line(number, line) for number, line in enumerate(lines, start=META_ROW))
    pour(stencil, [Filling(body.rows(rows)), Filling(hidden)], target)


META_ROW = len(meta.CAPTIONS) + 1
COLUMNS = (*LOCKED, *ANSWERS)


def _meta_line(number, line):
    cells = [text_cell(f"{letter}{number}", 0, prepared(text)) for letter, text in zip("ABCD", line, strict=False)]
    return row_xml(number, cells, height=15)


def _template(addressee, due, as_of, states):
    book = new_book()
    title = f"{addressee.cycle_name}任务落实情况填报表"
    book.properties.creator, book.properties.title = CREATOR, cell_text(title)
    sheet = book.active
    sheet.title = NAME
    line = (
        f"填报单位（盖章）：{addressee.agency_name}",
        f"统计截止日期：{as_of.year}年{as_of.month}月{as_of.day}日",
        f"报送截止：{due}",
    )
    write_heading(sheet, COLUMNS, title, line, first=FIRST_COLUMN)
    last = FIRST_COLUMN + len(COLUMNS) - 1
    put_text(sheet.cell(NOTE_ROW, FIRST_COLUMN), HOW_TO)
    dress(sheet.cell(NOTE_ROW, FIRST_COLUMN), NOTE)
    sheet.merge_cells(start_row=NOTE_ROW, end_row=NOTE_ROW, start_column=FIRST_COLUMN, end_column=last)
    _write_header(sheet)
    for place, look in enumerate(LOOKS.values(), start=1):
        dress(sheet.cell(BODY_ROW, place), look)
    for row, points in HEIGHTS.items():
        sheet.row_dimensions[row].height = points
    _set_sheet(sheet, last)
    _validate(sheet, states)
    _protect(book, sheet)
    _add_meta(book, addressee)
    return book


def _write_header(sheet):
    put_text(sheet.cell(HEADER_ROW, 1), KEY_CAPTION)
    put_text(sheet.cell(GUIDE_ROW, 1), GUIDANCE)
    guidance = [*[""] * len(LOCKED), *[column.guidance for column in ANSWERS]]
    for place, (column, guide) in enumerate(zip(COLUMNS, guidance, strict=True), start=FIRST_COLUMN):
        put_text(sheet.cell(HEADER_ROW, place), column.caption)
        dress(sheet.cell(HEADER_ROW, place), OPEN_HEADER if place >= FIRST_COLUMN + len(LOCKED) else HEADER)
        if guide:
            put_text(sheet.cell(GUIDE_ROW, place), guide)
        dress(sheet.cell(GUIDE_ROW, place), GUIDE)
        sheet.column_dimensions[get_column_letter(place)].width = column_width(column.width)
    sheet.column_dimensions["A"].hidden = True


def _set_sheet(sheet, last):
    kept = FIRST_COLUMN + [column.caption for column in LOCKED].index(KEPT) + 1
    sheet.freeze_panes = sheet.cell(BODY_ROW, kept)
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    sheet.print_area = f"B1:{get_column_letter(last)}{stand_in(0)}"
    set_paper(sheet, A3)


def _validate(sheet, states):
    """A list for the status; what else is no share is pointed out and may stay, for coming back it is read again."""
    choice = DataValidation(type="list", formula1=f'"{",".join(states)}"', allow_blank=True, sqref=_range(Kind.CHOICE))
    choice.errorTitle, choice.error = "完成状态", f"请从列表中选：{'、'.join(states)}。"
    share = DataValidation(type="decimal", operator="between", formula1="0", formula2="1", sqref=_range(Kind.SHARE))
    share.errorStyle, share.errorTitle, share.error = "warning", "完成率", "请填 0% 到 100% 之间的数。"
    for validation in (choice, share):
        validation.showErrorMessage = True
        sheet.add_data_validation(validation)


def _range(kind):
    place = FIRST_COLUMN + len(LOCKED) + [column.kind for column in ANSWERS].index(kind)
    return f"{get_column_letter(place)}{BODY_ROW}:{get_column_letter(place)}{stand_in(0)}"


def _protect(book, sheet):
    """Against slips, not against people: there is no password. Rows and columns may be made higher and wider."""
    sheet.protection.sheet = True
    sheet.protection.formatRows = sheet.protection.formatColumns = False
    book.security = WorkbookProtection(lockStructure=True)


def _add_meta(book, addressee):
    sheet = book.create_sheet(meta.SHEET)
    sheet.sheet_state = "veryHidden"
    sheet.protection.sheet = True
    for row, (caption, value) in enumerate(meta.heading(addressee), start=1):
        put_text(sheet.cell(row, 1), caption)
        put_text(sheet.cell(row, 2), value)
    sheet.cell(META_ROW, 1).number_format = "@"
