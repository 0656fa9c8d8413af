"""Word's automatic numbers are written out as Word shows them."""

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from tests.extraction.reading.files import (
    HEADER,
    PLAN_DUTIES,
    PLAN_TITLE,
    ROWS,
    TABLE_DUTIES,
    TABLE_TITLE,
    a_word_document,
    rows_of,
    saved,
    tasks_of,
)
from tracker.extraction.reading import read_bytes

LEVELS = [
    ("chineseCounting", "%1、"),
    ("chineseCounting", "（%2）"),
    ("decimal", "%3."),
    ("decimalEnclosedCircle", "%4"),
]


def numbered(levels=LEVELS, lists="<w:num w:numId='41'><w:abstractNumId w:val='90'/></w:num>", starts=None):
    """A document with one abstract list, numbered 90, and concrete lists that use it."""
    document = docx.Document()
    element = document.part.numbering_part.element
    inner = "".join(
        f"<w:lvl w:ilvl='{depth}'><w:start w:val='{(starts or {}).get(depth, 1)}'/><w:numFmt w:val='{kind}'/>"
        f"<w:lvlText w:val='{text}'/></w:lvl>"
        for depth, (kind, text) in enumerate(levels)
    )
    parsed = parse_xml(f"<w:x {nsdecls('w')}><w:abstractNum w:abstractNumId='90'>{inner}</w:abstractNum>{lists}</w:x>")
    element.extend(list(parsed))
    return document


def add(document, text, depth=0, number=41, style=None):
    paragraph = document.add_paragraph(text, style=style)
    if depth is not None:
        paragraph._p.get_or_add_pPr().append(list_place(depth, number))
    return paragraph


def list_place(depth, number=41):
    return parse_xml(f"<w:numPr {nsdecls('w')}><w:ilvl w:val='{depth}'/><w:numId w:val='{number}'/></w:numPr>")


def lines(document):
    return read_bytes(saved(document), "方案.docx").split("\n")


def labels(document):
    return [line.removesuffix("条") for line in lines(document)]


def counted(document, *depths):
    for depth in depths:
        add(document, "条", depth)
    return labels(document)


def test_a_plan_numbered_by_word_is_read_like_one_numbered_by_hand():
    document = numbered()
    document.add_paragraph(PLAN_TITLE)
    add(document, "培育外贸主体", 0)
    add(document, "扩大企业规模。支持企业扩大出口，对成效明显的给予奖励。（市商务局牵头，市财政局、税务局配合）", 1)
    add(document, "建设公共海外仓。引导企业共建共享海外仓。（市商务局牵头）", 1)
    add(document, "优化口岸环境", 0)
    add(document, "压缩通关时间。推行提前申报。（市口岸办牵头，杭州海关配合）", 1)
    assert tasks_of(saved(document), "方案.docx") == PLAN_DUTIES


def test_a_higher_level_starts_the_lower_ones_again():
    assert counted(numbered(), 0, 1, 1, 2, 2, 1, 2, 0, 1) == [
        "一、", "（一）", "（二）", "1.", "2.", "（三）", "1.", "二、", "（一）",
    ]  # fmt: skip


def test_numbers_of_several_levels_name_each_of_them():
    assert counted(numbered([("decimal", "%1"), ("decimal", "%1.%2")]), 0, 1, 1, 0, 1) == [
        "1",
        "1.1",
        "1.2",
        "2",
        "2.1",
    ]


@pytest.mark.parametrize(
    ("kind", "start", "shown"),
    [
        ("chineseCounting", 9, ["九", "十", "十一"]),
        ("chineseCountingThousand", 19, ["十九", "二十", "二十一"]),
        ("chineseCountingThousand", 99, ["九十九", "一百", "一百零一"]),
        ("chineseCountingThousand", 119, ["一百一十九", "一百二十", "一百二十一"]),
        ("japaneseCounting", 999, ["九百九十九", "1000", "1001"]),
        ("chineseLegalSimplified", 1, ["壹", "贰", "叁"]),
        ("ideographTraditional", 1, ["甲", "乙", "丙"]),
        ("decimal", 9, ["9", "10", "11"]),
        ("decimalZero", 9, ["09", "10", "11"]),
        ("decimalFullWidth", 9, ["９", "１０", "１１"]),
        ("decimalEnclosedCircle", 19, ["⑲", "⑳", "21"]),
        ("lowerLetter", 1, ["a", "b", "c"]),
        ("upperRoman", 3, ["III", "IV", "V"]),
        ("lowerRoman", 8, ["viii", "ix", "x"]),
        ("bullet", 1, ["", "", ""]),
        ("none", 1, ["", "", ""]),
    ],
)
def test_every_kind_of_number_is_written_as_word_shows_it(kind, start, shown):
    assert counted(numbered([(kind, "%1")], starts={0: start}), 0, 0, 0) == shown


def test_a_list_may_start_again():
    lists = (
        "<w:num w:numId='41'><w:abstractNumId w:val='90'/></w:num><w:num w:numId='42'><w:abstractNumId w:val='90'/>"
        "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/></w:lvlOverride></w:num>"
        "<w:num w:numId='43'><w:abstractNumId w:val='90'/></w:num>"
    )
    document = numbered(lists=lists)
    for number in (41, 41, 42, 42, 43):
        add(document, "条", 0, number)
    assert labels(document) == ["一、", "二、", "一、", "二、", "三、"]


@pytest.mark.parametrize(
    ("after", "shown"),
    [
        (0, ["一、", "（一）", "1.", "二、", "（二）", "2."]),
        (1, ["一、", "（一）", "1.", "二、", "（二）", "1."]),
        (2, ["一、", "（一）", "1.", "二、", "（二）", "1."]),
    ],
)
def test_a_level_may_count_on_through_higher_ones(after, shown):
    """``lvlRestart``: 0 counts on through the whole document, 1 begins again with the first level alone."""
    document = numbered()
    levels = document.part.numbering_part.element.findall(f".//{qn('w:abstractNum')}")[-1].findall(qn("w:lvl"))
    for level, value in ((levels[1], 0), (levels[2], after)):
        level.append(parse_xml(f"<w:lvlRestart {nsdecls('w')} w:val='{value}'/>"))
    assert counted(document, 0, 1, 2, 0, 1, 2) == shown


def test_a_level_may_write_the_numbers_above_it_as_decimals():
    document = numbered([("chineseCounting", "第%1章"), ("decimal", "%1.%2")])
    levels = document.part.numbering_part.element.findall(f".//{qn('w:abstractNum')}")[-1].findall(qn("w:lvl"))
    levels[1].append(parse_xml(f"<w:isLgl {nsdecls('w')}/>"))
    assert counted(document, 0, 0, 1) == ["第一章", "第二章", "2.1"]


def test_a_list_may_have_levels_of_its_own():
    lists = (
        "<w:num w:numId='41'><w:abstractNumId w:val='90'/><w:lvlOverride w:ilvl='0'><w:lvl w:ilvl='0'>"
        "<w:start w:val='3'/><w:numFmt w:val='decimal'/><w:lvlText w:val='第%1条'/></w:lvl></w:lvlOverride></w:num>"
    )
    document = numbered(lists=lists)
    add(document, "推进", 0)
    assert lines(document) == ["第3条推进"]


def styled(document, name, properties, based_on=None):
    style = document.styles.add_style(name, 1)
    if based_on:
        style.base_style = document.styles[based_on]
    if properties is not None:
        style.element.get_or_add_pPr().append(properties)
    return style


def test_a_style_gives_its_paragraphs_their_numbers():
    document = numbered()
    styled(document, "措施", list_place(1))
    styled(document, "重点措施", None, based_on="措施")
    for style in ("措施", "重点措施", "措施"):
        add(document, "条", None, style=style)
    assert labels(document) == ["（一）", "（二）", "（三）"]


def test_a_list_may_name_the_style_of_each_level():
    document = numbered()
    numbers = document.part.numbering_part.element
    level = numbers.findall(f".//{qn('w:abstractNum')}")[-1].findall(qn("w:lvl"))[1]
    level.append(parse_xml(f"<w:pStyle {nsdecls('w')} w:val='措施'/>"))
    style = styled(document, "措施", parse_xml(f"<w:numPr {nsdecls('w')}><w:numId w:val='41'/></w:numPr>"))
    style.element.set(qn("w:styleId"), "措施")
    add(document, "条", None, style="措施")
    assert labels(document) == ["（一）"]


def test_number_zero_takes_a_style_s_number_away():
    document = numbered()
    styled(document, "措施", list_place(0))
    add(document, "条", None, style="措施")
    add(document, "条", 0, 0, style="措施")
    add(document, "条", None, style="措施")
    assert labels(document) == ["一、", "", "二、"]


def test_styles_based_on_one_another_in_a_circle_do_no_harm():
    document = numbered()
    first = styled(document, "甲", None)
    second = styled(document, "乙", None, based_on="甲")
    first.base_style = second
    add(document, "条", None, style="甲")
    assert labels(document) == [""]


def test_the_number_column_of_a_table_may_be_numbered_by_word():
    document = numbered([("decimal", "%1")])
    document.add_paragraph(TABLE_TITLE)
    made = a_word_document([], [HEADER, *(["", *row[1:]] for row in ROWS)]).tables[0]
    document.element.body.insert(-1, made._tbl)
    for row in document.tables[0].rows[1:]:
        row.cells[0].paragraphs[0]._p.get_or_add_pPr().append(list_place(0))
    assert rows_of(saved(document), "分工表.docx") == TABLE_DUTIES


def test_numbers_of_lists_that_are_not_there_are_left_out():
    document = a_word_document([])
    add(document, "推进工作", 7, 999)
    assert lines(document) == ["推进工作"]
