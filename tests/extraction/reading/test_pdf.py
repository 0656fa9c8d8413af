"""A PDF: lines rejoined, running headers, footers and page numbers out of sentences, ruled tables as rows."""

import re

import pytest

from tests.extraction.reading.files import (
    COLUMNS,
    HEADER,
    PLAN,
    PLAN_DUTIES,
    PLAN_TITLE,
    TABLE,
    TABLE_DUTIES,
    TABLE_TITLE,
    a_pdf,
    pdf_of,
    rows_of,
    tasks_of,
)
from tracker.errors import UnreadableFile
from tracker.extraction import extract
from tracker.extraction.reading import read_bytes

WIDTH = 12


def wrapped(paragraphs, width=WIDTH):
    return [line[at : at + width] for line in paragraphs for at in range(0, len(line), width)]


LINES = wrapped([PLAN_TITLE, *PLAN])


def pages(furniture, lines=LINES, length=5):
    """The lines on pages of so many, each with what ``furniture(number, count)`` puts above and below them."""
    parts = [lines[at : at + length] for at in range(0, len(lines), length)]
    framed = []
    for number, part in enumerate(parts, 1):
        above, below = furniture(number, len(parts))
        framed.append([*above, *part, *below])
    return framed


def test_lines_broken_by_the_page_are_one_sentence_again():
    assert tasks_of(a_pdf([LINES]), "方案.pdf") == PLAN_DUTIES


FURNITURE = {
    "nothing": lambda number, count: ([], []),
    "bare numbers": lambda number, count: ([], [str(number)]),
    "bare numbers from seven on": lambda number, count: ([], [str(number + 6)]),
    "bare numbers above": lambda number, count: ([str(number)], []),
    "— 3 —": lambda number, count: ([], [f"— {number} —"]),
    "- 3 -": lambda number, count: ([], [f"- {number} -"]),
    "－3－": lambda number, count: ([], [f"－{number}－"]),
    "第3页共9页": lambda number, count: ([], [f"第{number}页共{count}页"]),
    "第 3 页 共 9 页": lambda number, count: ([], [f"第 {number} 页 共 {count} 页"]),
    "共9页 第3页": lambda number, count: ([], [f"共{count}页 第{number}页"]),
    "3/9": lambda number, count: ([], [f"{number} / {count}"]),
    "Page 3 of 9": lambda number, count: ([], [f"Page {number} of {count}"]),
    "a running title": lambda number, count: (["绍兴市人民政府公报"], []),
    "a running title with the number": lambda number, count: ([f"绍兴市人民政府公报 2026年第{number}期"], []),
    "a running footer": lambda number, count: ([], ["绍兴市商务局办公室"]),
    "a title, a footer and a number": lambda number, count: (["绍兴市人民政府公报"], ["内部资料", f"{number}"]),
}


@pytest.mark.parametrize("furniture", FURNITURE)
def test_what_runs_along_the_edges_of_pages_is_in_no_sentence(furniture):
    assert tasks_of(a_pdf(pages(FURNITURE[furniture])), "方案.pdf") == PLAN_DUTIES


@pytest.mark.parametrize("line", ["责任单位：市商务局", "（市商务局牵头）", "由市财政局给予奖励。"])
def test_the_same_duty_at_the_end_of_every_page_is_no_footer(line):
    measures = [f"{number}.推进第{number}项工作" for number in range(1, 5)]
    text = read_bytes(a_pdf([[measure, line] for measure in measures]), "方案.pdf")
    assert text.split("\n") == [part for measure in measures for part in (measure, line)]


def test_lines_that_differ_by_a_number_alone_are_no_running_title():
    lines = [
        [f"在{place}开展活动", f"发放补贴{amount}万元"]
        for place, amount in zip("甲乙丙丁", (30, 500, 7, 12), strict=True)
    ]
    assert read_bytes(a_pdf(lines), "方案.pdf").split("\n") == [line for page in lines for line in page]


def test_a_number_that_belongs_to_the_text_is_no_page_number():
    text = read_bytes(a_pdf([["培育企业数量", "30"], ["家", "其中省级"], ["5", "家以上。"]]), "方案.pdf")
    assert text.split("\n") == ["培育企业数量", "30", "家", "其中省级", "5", "家以上。"]


def test_quotes_written_last_in_the_file_stand_where_they_are_printed():
    line = [
        (60, 700, "推进"),
        (96, 700, "一带一路"),
        (156, 700, "建设。（市商务局牵头）"),
        (84, 700, "“"),
        (144, 700, "”"),
    ]
    assert read_bytes(a_pdf([line]), "方案.pdf") == "推进“一带一路”建设。（市商务局牵头）"


def test_radicals_that_fonts_put_for_characters_are_read_as_characters():
    raw = a_pdf([["（一）⻓期培育⻔店。⼀是加强⼯作。（市⺠政局牵头）"]])
    assert read_bytes(raw, "方案.pdf") == "（一）长期培育门店。一是加强工作。（市民政局牵头）"


def ruled(rows, *, top=700, height=60, merged=()):
    """A table drawn with rules: ``(texts, rules)``; long cells are broken, ``merged`` cells have no rule below."""
    texts, rules = [], [(x, top - height * len(rows), 1, height * len(rows)) for x in COLUMNS]
    for place, row in enumerate(rows):
        for column, text in enumerate(row):
            room = (COLUMNS[column + 1] - COLUMNS[column]) // 12 - 1
            for number, line in enumerate(wrapped([text], room)):
                texts.append((COLUMNS[column] + 4, top - height * place - 16 - 14 * number, line))
        for column in range(len(row)):
            if (place, column) not in merged:
                rules.append((COLUMNS[column], top - height * (place + 1), COLUMNS[column + 1] - COLUMNS[column], 1))
    rules.append((COLUMNS[0], top, COLUMNS[-1] - COLUMNS[0], 1))
    return texts, rules


def test_a_ruled_table_is_read_cell_by_cell():
    texts, rules = ruled(TABLE)
    assert rows_of(a_pdf([[(60, 780, TABLE_TITLE), *texts]], rules=rules), "分工表.pdf") == TABLE_DUTIES


def test_a_cell_merged_downwards_holds_for_every_row():
    header = ["类别", "工作任务", "牵头单位", "配合单位", "完成时限"]
    rows = [["通关便利", *TABLE[1][1:]], ["", *TABLE[2][1:]], ["降本", *TABLE[3][1:]]]
    texts, rules = ruled([header, *rows], merged=[(1, 0)])
    raw = a_pdf([[(60, 780, TABLE_TITLE), *texts]], rules=rules)
    assert [row[1:] for row in rows_of(raw, "分工表.pdf")] == [row[1:] for row in TABLE_DUTIES]
    assert read_bytes(raw, "分工表.pdf").count("通关便利\t") == 2


def test_a_table_that_goes_on_over_the_page_stays_one():
    first, rules = ruled(TABLE[:2])
    second, _ = ruled([["", "", "", "、市统计局", ""], TABLE[2]])
    rows = rows_of(a_pdf([[(60, 780, TABLE_TITLE), *first], second], rules=rules), "分工表.pdf")
    assert rows == [
        ("1", *TABLE_DUTIES[0][1:2], "牵头 市商务局；配合 市财政局 市税务局 市统计局", "2026年底前"),
        TABLE_DUTIES[1],
    ]


PLACES = [60, 110, 250, 360, 490]
LONG_ROW = ["3", "清理口岸收费并公布目录清单", "市发展改革委、市市场监管局", "/", "持续推进"]
ROOM = [3, 10, 8, 9, 6]
"""Characters of 12 points that a column holds."""


def unruled(rows, between=20, down=0, places=PLACES, y=740):
    """``(x, y, text)`` of a table without lines, its cells broken at the width of their column.

    ``down`` is where in its row a lower cell stands: 0 at the top, 0.5 half-way.
    """
    texts = []
    for row in rows:
        cells = [
            [text[at : at + room] for at in range(0, len(text), room)] for text, room in zip(row, ROOM, strict=True)
        ]
        height = max(map(len, cells))
        for x, cell in zip(places, cells, strict=True):
            top = y - 16 * (height - len(cell)) * down
            texts += [(x, top - 16 * place, line) for place, line in enumerate(cell)]
        y -= 16 * (height - 1) + between
    return texts


@pytest.mark.parametrize("between", [16, 30])
def test_a_table_without_lines_is_read_by_where_its_words_stand(between):
    rows = [*TABLE[:3], LONG_ROW]
    raw = a_pdf([[(60, 780, TABLE_TITLE), *unruled(rows, between)]])
    assert rows_of(raw, "分工表.pdf") == [*TABLE_DUTIES[:2], ("3", LONG_ROW[1], *TABLE_DUTIES[2][2:])]


@pytest.mark.parametrize("between", [18, 30])
def test_cells_without_lines_may_stand_half_way_up_their_rows(between):
    rows = [*TABLE[:3], LONG_ROW]
    title, note = (60, 780, TABLE_TITLE), (60, 400, "备注：以上任务按月调度。")
    raw = a_pdf([[title, *unruled(rows, between, down=0.5), note]])
    assert rows_of(raw, "分工表.pdf") == [*TABLE_DUTIES[:2], ("3", LONG_ROW[1], *TABLE_DUTIES[2][2:])]


NARROW = [60, 99, 222, 321, 432]
"""Where columns begin that stand three points from one another."""
LONG_ROWS = [
    [f"{number}", "清理口岸收费并公布目录清单"[: 5 + number * 2], "市发展改革委、市市场监管局"[: 6 + number % 2 * 7], "市财政局、市税务局、市统计局", "2026年12月底"]
    for number in range(1, 5)
]  # fmt: skip


@pytest.mark.parametrize("two_rows", [True, False])
@pytest.mark.parametrize(("between", "down"), [(16, 0), (22, 0), (22, 0.5)])
@pytest.mark.parametrize("pages", [1, 2])
def test_columns_that_nearly_touch_are_told_by_their_captions(two_rows, between, down, pages):
    header = [(x, 760, text) for x, text in zip(NARROW, HEADER, strict=True)]
    if two_rows:
        header = [(x, y + (y == 760 and x not in (222, 321)) * 8, text) for x, y, text in header]
        header.append((280, 776, "责任分工"))
    cut = len(LONG_ROWS) // pages
    first = [(60, 800, TABLE_TITLE), *header, *unruled(LONG_ROWS[:cut], between, down, NARROW)]
    rest = [unruled(LONG_ROWS[cut:], between, down, NARROW)] if pages > 1 else []
    rows = rows_of(a_pdf([first, *rest]), "分工表.pdf")
    assert [row[:3] for row in rows] == [
        (number, task, f"牵头 {lead.replace('、', ' ')}；配合 {support.replace('、', ' ')}")
        for number, task, lead, support, _ in LONG_ROWS
    ]


@pytest.mark.parametrize("below", [1, 2])
def test_a_table_without_lines_goes_on_over_the_page_without_its_header(below):
    head = (60, 810, "绍兴市人民政府公报", 9)
    first, second = unruled(TABLE[: 4 - below]), unruled(TABLE[4 - below :])
    raw = a_pdf([[head, (60, 780, TABLE_TITLE), *first], [head, *second, (280, 30, "— 2 —", 9)]])
    assert rows_of(raw, "分工表.pdf") == TABLE_DUTIES


def test_lines_of_unlike_letters_do_not_part_the_rows_of_a_table():
    rows = [["1", "甲" * 30, "市商务局", "市财政局", "长期"], ["2", "乙" * 30, "市口岸办", "无", "长期"]]
    uneven = [(x, y + (1.4 if sum(map(ord, text)) % 2 else 0), text) for x, y, text in unruled([TABLE[0], *rows], 26)]
    read = rows_of(a_pdf([[(60, 780, TABLE_TITLE), *uneven, (280, 30, "— 1 —", 9)]]), "分工表.pdf")
    assert [row[:2] for row in read] == [("1", "甲" * 30), ("2", "乙" * 30)]


def test_text_around_a_table_without_lines_stays_text():
    plan = [(60, 800 - 14 * place, line) for place, line in enumerate([PLAN_TITLE, *PLAN[:2]])]
    raw = a_pdf([[*plan, (60, 757, TABLE_TITLE), *unruled(TABLE), (60, 500, "备注：以上任务按月调度，按季通报。")]])
    lines = read_bytes(raw, "方案.pdf").split("\n")
    assert lines[: len(plan)] == [PLAN_TITLE, *PLAN[:2]]
    assert lines[-1] == "备注：以上任务按月调度，按季通报。"
    assert [line.count("\t") for line in lines[len(plan) + 1 : -1]] == [4] * len(TABLE)


def test_lines_that_the_margin_broke_are_joined_and_others_are_not():
    long = "推动跨境电子商务与传统外贸产业融合发展，引导企业建设公共海外仓，完善服务体系，每年培训企业30家次。"
    lines = ["一、扩大出口", *wrapped([long], 16), "二、优化服务", "短句子"]
    assert read_bytes(a_pdf([lines]), "方案.pdf").split("\n") == ["一、扩大出口", long, "二、优化服务", "短句子"]


@pytest.mark.parametrize("below", ["（二）优化通关服务。", "2.优化通关服务。", "责任单位：市商务局"])
def test_a_line_that_fills_the_page_may_still_end_its_paragraph(below):
    lines = ["（一）支持企业建设公共海外仓和展示中心", below]
    assert read_bytes(a_pdf([lines]), "方案.pdf").split("\n") == lines


IMAGE = "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\nstream\n0\nendstream"


def a_scan():
    return pdf_of(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            " /Resources << /XObject << /I 5 0 R >> >> >>",
            "<< /Length 30 >>\nstream\nq 595 0 0 842 0 0 cm /I Do Q  \nendstream",
            IMAGE,
        ]
    )


PROTECTION = (
    "/Encrypt << /Filter /Standard /V 1 /R 2 /P -4"
    f" /O <{'41' * 32}> /U <{'42' * 32}> >> /ID [<{'43' * 16}> <{'43' * 16}>]"
)

REFUSED = {
    "a scan": (a_scan(), "扫描件"),
    "a protected file": (a_pdf([LINES], extra=PROTECTION), "密码"),
    "a file cut in half": (a_pdf([LINES])[:300], "损坏"),
    "no PDF at all": ("不是 PDF".encode(), "损坏"),
    "a file without pages": (a_pdf([]), "."),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_holds_no_text_is_refused_and_told_apart(what):
    """Case 51: a scanned PDF gets a message that says so."""
    raw, word = REFUSED[what]
    with pytest.raises(UnreadableFile) as caught:
        read_bytes(raw, "方案.pdf")
    assert re.fullmatch(rf"“方案\.pdf”[^。]*{word}[^。]*请[^。]*。", str(caught.value))


def test_a_page_that_cannot_be_read_is_named_and_the_others_are_kept():
    """Case 52: what breaks on one page costs no other page."""
    raw = a_pdf([LINES[:6], ["坏"], LINES[6:], ["坏"]])
    for number in (b"7", b"11"):
        raw = raw.replace(number + b" 0 obj\n<< /Type /Page", number + b" 0 obj\n<< /Type /Paje")
    text = read_bytes(raw, "方案.pdf")
    assert LINES[0] in text
    assert LINES[-1] in text
    unread = [item for item in extract(text).diagnostics if item.code == "unread-part"]
    assert ["页码2" in item.message for item in unread] == [True, False]
    assert [text[item.start : item.end] for item in unread] == [
        f"〔页码 {number} 的一页读不出来〕" for number in (2, 4)
    ]


def test_the_head_a_browser_prints_above_every_page_is_in_no_sentence():
    def head(number, count):
        return ["11/21/26, 1:00 PM"], [f"file:///D:/plan.html {number}/{count}"]

    assert tasks_of(a_pdf(pages(head)), "方案.pdf") == PLAN_DUTIES


def test_a_figure_that_did_not_fit_the_line_belongs_to_it():
    lines = [
        "推动跨境电商与产业带融合发展，力争实现外贸出口总额增长",
        "12.5%以上并保持稳定。",
        "推动跨境电商与产业带融合发展，力争实现外贸出口总额增长速度",
    ]
    assert read_bytes(a_pdf([lines]), "方案.pdf").split("\n")[0] == "".join(lines[:2])


BODY = [(60, 740 - 20 * place, line) for place, line in enumerate([PLAN_TITLE, *PLAN])]
HEAD, FOOT = (60, 810, "绍兴市人民政府公报 2026年第3期", 9), (280, 30, "— 1 —", 9)


@pytest.mark.parametrize("lines", [[HEAD, *BODY, FOOT], [FOOT, HEAD, *BODY], [*BODY, FOOT, HEAD]])
def test_the_small_head_of_a_single_page_is_in_no_title(lines):
    assert read_bytes(a_pdf([lines]), "方案.pdf").split("\n") == [PLAN_TITLE, *PLAN]


@pytest.mark.parametrize("line", [(60, 810, "绍兴市商务局"), (60, 760, "绍兴市商务局", 9)])
def test_a_first_line_of_the_text_s_size_or_beside_it_is_no_head(line):
    assert read_bytes(a_pdf([[line, *BODY]]), "方案.pdf").split("\n")[0] == "绍兴市商务局"
