"""Section `workbooks`: what a ledger out and a template back cost, beside other ways to write the same cells."""

import io
import multiprocessing
import random
import re
import zipfile
from datetime import date, datetime
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Border, Font, Side

from scripts.benches.clock import seconds
from scripts.benches.table import print_line, show
from tracker.extraction.reading import encodings
from tracker.extraction.reading.archives import checked
from tracker.settings import shipped
from tracker.vocabulary.reporting import Colour, Light
from tracker.workbooks.answers import Answers, TemplateRow
from tracker.workbooks.columns import LEDGER, LedgerRow
from tracker.workbooks.comparing import compare
from tracker.workbooks.ledger import write_ledger
from tracker.workbooks.meta import Addressee
from tracker.workbooks.received import Checks, sheets
from tracker.workbooks.returned import returned
from tracker.workbooks.streaming import COMPRESSION
from tracker.workbooks.templates import write_template

GOALS = {1_000: 0.15, 10_000: 0.6, 100_000: 6.0}
ZIP_GOAL, MEMORY_GOAL, IMPORT_GOAL, EMPTY_GOAL = 3.0, 1.2, 2.0, 1.0
CHECKS = Checks(lambda raw, name: checked(raw, name, "Excel 工作簿", "xl/"), encodings.decode)
OURS = Addressee(cycle="1", cycle_name="2026年度", agency="1", agency_name="市商务局")
NAMES = ("市商务局", "市发展改革委", "市财政局", "市工业和信息化局", "各区政府", "广州海关", "市税务局")
LIGHTS = (Light(Colour.GREEN, "已报"), Light(Colour.RED, "逾期"), Light(Colour.YELLOW, "临期"))


def workbooks() -> None:
    """Print export and import with their goals."""
    show(
        "workbooks: the ledger out (processor seconds, 19 columns)",
        ["way".ljust(44), "  rows", "      s", "     goal"],
        _exports(),
    )
    _memory()
    show(
        "workbooks: the template back, with its preview",
        ["file".ljust(44), "  rows", "      s", "     goal"],
        _imports(),
    )


def ledger_rows(count: int):
    """So many tasks, every column filled, their words cut from the five documents at random places."""
    choose, words = random.Random(1), _words()
    for number in range(count):
        at = choose.randrange(len(words) - 1000)
        yield LedgerRow(
            document="推动电子商务跨越式发展若干措施（穗府办函〔2019〕2号）",
            measure=f"一（{number}）{words[at : at + 10]}",
            task=words[at + 10 : at + 50 + at % 160],
            leads=NAMES[number % 3 : number % 3 + 1],
            responsible=NAMES[5:6],
            supports=NAMES[number % 3 + 1 : number % 3 + 4],
            deadline="2026年底前",
            progress_state="进行中",
            percent=number % 101,
            progress=f"【市商务局】{words[at + 300 : at + 340 + at % 90]}",
            problems=words[at + 500 : at + 520],
            next_step=words[at + 600 : at + 625],
            to_coordinate="无",
            filing_light=LIGHTS[number % 3],
            progress_light=LIGHTS[0],
            reported_by="市商务局",
            reported_at=datetime(2026, 12, 8, 16, 5),
            remark="",
        )


def _words():
    """The five documents without white space."""
    texts = sorted((shipped("data") / "documents").glob("*.txt"))
    return "".join("".join(path.read_text(encoding="utf-8").split()) for path in texts)


def _ledger(rows, target):
    write_ledger(rows, target, title="任务分工台账", office="市商务局", as_of=date(2026, 11, 30))


def _exports():
    costs = {}
    for count, goal in GOALS.items():
        rows = list(ledger_rows(count))
        costs[count] = seconds(lambda rows=rows: _ledger(rows, io.BytesIO()))
        yield "ours", f"{count:,}", f"{costs[count]:.3f}", f"≤ {goal:.2f}"
    ours = io.BytesIO()
    _ledger(ledger_rows(10_000), ours)
    with zipfile.ZipFile(ours) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for level, name in ((6, "zlib's usual level"), (COMPRESSION, "our level")):
        bare = seconds(lambda level=level: _zip(parts, level))
        yield f"a bare zip of the same XML, {name}", "10,000", f"{bare:.3f}", "-"
        yield "  ours ÷ that", "10,000", f"{costs[10_000] / bare:.2f}×", f"≤ {ZIP_GOAL:.0f}×"
    yield "openpyxl, styles shared, no row heights", "10,000", f"{seconds(lambda: _openpyxl(10_000)):.3f}", "-"
    try:
        yield (
            "XlsxWriter, constant memory, no row heights",
            "10,000",
            f"{seconds(lambda: _xlsxwriter(10_000)):.3f}",
            "-",
        )
    except ImportError:
        yield "XlsxWriter: scripts/prepare bench", "-", "-", "-"


def _zip(parts, level):
    with zipfile.ZipFile(io.BytesIO(), "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)


def _values(count):
    for number, row in enumerate(ledger_rows(count), start=1):
        values = [column.value(row, number) for column in LEDGER]
        yield [value.word if isinstance(value, Light) else value for value in values]


def _openpyxl(count):
    book = Workbook()
    font, box = Font(name="仿宋_GB2312", size=12), Border(*[Side(style="thin")] * 4)
    wrapped = Alignment(wrap_text=True, vertical="center")
    for number, values in enumerate(_values(count), start=1):
        for place, value in enumerate(values, start=1):
            cell = book.active.cell(number, place, value)
            cell.font, cell.border, cell.alignment = font, box, wrapped
    book.save(io.BytesIO())


def _xlsxwriter(count):
    import xlsxwriter

    book = xlsxwriter.Workbook(io.BytesIO(), {"constant_memory": True})
    sheet = book.add_worksheet()
    look = book.add_format(
        {"font_name": "仿宋_GB2312", "font_size": 12, "border": 1, "text_wrap": True, "valign": "vcenter"}
    )
    for number, values in enumerate(_values(count)):
        for place, value in enumerate(values):
            if value is None:
                sheet.write_blank(number, place, None, look)
            else:
                sheet.write(number, place, value, look)
    book.close()


class _Nowhere(io.RawIOBase):
    def writable(self):
        return True

    def write(self, data):
        return len(data)


def _peak(count, result):
    _ledger(ledger_rows(count), _Nowhere())
    status = Path("/proc/self/status").read_text(encoding="ascii")
    result.put(int(re.search(r"VmHWM:\s*(\d+)", status)[1]) / 1024)


def _memory():
    """Peak memory of a process of its own that writes a ledger."""
    peaks = []
    context = multiprocessing.get_context("spawn")
    for count in (10_000, 100_000):
        result = context.Queue()
        process = context.Process(target=_peak, args=(count, result))
        process.start()
        peaks.append(result.get())
        process.join()
    few, many = peaks
    print_line(
        f"peak memory: {few:.0f} MB at 10,000 rows, {many:.0f} MB at 100,000: {many / few:.2f}× (≤ {MEMORY_GOAL}×)"
    )


def _tasks(count):
    for number, row in enumerate(ledger_rows(count)):
        answers = Answers(
            progress_state="进行中",
            percent=50,
            progress=row.progress,
            problems="无",
            next_step=row.next_step,
            contact="李国平",
            phone="020-66663300",
        )
        yield TemplateRow(key=f"k{number}", version=1, document=row.document, measure=row.measure, task=row.task, leads=row.leads, supports=row.supports, deadline=row.deadline, answers=answers if number % 2 else Answers())  # fmt: skip


def _imports():
    tasks = list(_tasks(10_000))
    target = io.BytesIO()
    write_template(tasks, target, addressee=OURS, due=date(2026, 12, 10), as_of=date(2026, 11, 30))
    standing = {task.key: task for task in tasks}
    book = load_workbook(target)
    for row in book.worksheets[0].iter_rows(min_row=6, max_row=10_005, min_col=12, max_col=12):
        row[0].value = f"改过的进展{row[0].row}"
    edited = io.BytesIO()
    book.save(edited)
    for name, raw in (
        ("as it left", target.getvalue()),
        ("every row edited, saved by another program", edited.getvalue()),
    ):
        cost = seconds(lambda raw=raw: compare(returned(sheets(raw, "a.xlsx", CHECKS)), standing, addressee=OURS))
        yield name, "10,000", f"{cost:.3f}", f"≤ {IMPORT_GOAL:.1f}"
    empty = _with_empty_rows(1_048_000)
    yield (
        "a sheet of empty rows",
        "1,048,000",
        f"{seconds(lambda: sheets(empty, 'a.xlsx', CHECKS)):.3f}",
        f"≤ {EMPTY_GOAL:.1f}",
    )


def _with_empty_rows(count):
    """A small workbook whose sheet has so many rows with a height and nothing in them."""
    saved, target = io.BytesIO(), io.BytesIO()
    Workbook().save(saved)
    rows = "".join(f'<row r="{number}" ht="15"/>' for number in range(1, count + 1))
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                part = re.sub(
                    rb"<sheetData ?/>|<sheetData></sheetData>", f"<sheetData>{rows}</sheetData>".encode(), part
                )
            new.writestr(name, part)
    return target.getvalue()
