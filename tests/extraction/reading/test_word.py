"""A Word document: paragraphs and tables in order, merged cells, tracked changes, and what is not read."""

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from tests.extraction.reading.files import (
    HEADER,
    PLAN,
    PLAN_DUTIES,
    PLAN_TITLE,
    ROWS,
    TABLE,
    TABLE_DUTIES,
    TABLE_TITLE,
    a_word_document,
    fill,
    part_of,
    rezipped,
    rows_of,
    saved,
    strict,
    tasks_of,
)
from tracker.extraction import extract
from tracker.extraction.reading import read_bytes

BOXES = "xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006' xmlns:v='urn:schemas-microsoft-com:vml'"


def text_of(document):
    return read_bytes(saved(document), "方案.docx")


def word_xml(inner):
    return parse_xml(f"<w:p {nsdecls('w')} {BOXES}>{inner}</w:p>")


def run(text):
    return f"<w:r><w:t xml:space='preserve'>{text}</w:t></w:r>"


def with_paragraphs(*inner):
    document = docx.Document()
    for markup in inner:
        document.element.body.insert(-1, word_xml(markup))
    return document


def test_paragraphs_become_measures():
    assert tasks_of(saved(a_word_document([PLAN_TITLE, *PLAN])), "方案.docx") == PLAN_DUTIES


def test_the_rows_of_a_table_become_tasks():
    assert rows_of(saved(a_word_document([TABLE_TITLE], TABLE)), "分工表.docx") == TABLE_DUTIES


def test_paragraphs_and_tables_keep_their_order():
    document = a_word_document([PLAN_TITLE, *PLAN, TABLE_TITLE], TABLE)
    document.add_paragraph("附：联系方式")
    lines = text_of(document).split("\n")
    assert lines[0] == PLAN_TITLE
    assert lines[-5:] == ["\t".join(HEADER), *("\t".join(row) for row in ROWS), "附：联系方式"]
    assert [task[2] for task in tasks_of(saved(document), "方案.docx")] == [
        duty[2] for duty in [*PLAN_DUTIES, *TABLE_DUTIES]
    ]


def test_cells_merged_downwards_hold_for_each_row():
    document = a_word_document([TABLE_TITLE])
    table = document.add_table(4, 5)
    fill(
        table,
        [["领域", *HEADER[1:]], *([kind, *row[1:]] for kind, row in zip(["通关", "", "降本"], ROWS, strict=True))],
    )
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(2, 2).text = ""
    table.cell(1, 2).merge(table.cell(2, 2))
    assert [row[2] for row in rows_of(saved(document), "分工表.docx")] == [
        TABLE_DUTIES[0][2],
        "牵头 市商务局",
        TABLE_DUTIES[2][2],
    ]
    assert [line.split("\t")[0] for line in text_of(document).split("\n")[2:]] == ["通关", "通关", "降本"]


def test_cells_merged_sideways_stand_once():
    document = a_word_document([TABLE_TITLE])
    table = document.add_table(3, 5)
    fill(table, [["一、提升通关效率", "", "", "", ""], HEADER, ROWS[0]])
    table.cell(0, 0).merge(table.cell(0, 4))
    assert text_of(document).split("\n")[1] == "一、提升通关效率\t\t\t\t"
    assert rows_of(saved(document), "分工表.docx") == [("一1", *TABLE_DUTIES[0][1:])]


def test_two_rows_of_captions_are_one_header():
    document = a_word_document([TABLE_TITLE])
    table = document.add_table(5, 5)
    fill(table, [["序号", "工作任务", "责任分工", "", "完成时限"], ["", "", "牵头单位", "配合单位", ""], *ROWS])
    for column in (0, 1, 4):
        table.cell(0, column).merge(table.cell(1, column))
    table.cell(0, 2).merge(table.cell(0, 3))
    assert rows_of(saved(document), "分工表.docx") == TABLE_DUTIES


def test_a_table_in_a_cell_of_another_is_read():
    document = a_word_document([TABLE_TITLE])
    frame = document.add_table(2, 2)
    frame.cell(0, 0).text, frame.cell(0, 1).text = "重点任务", "如下"
    fill(frame.cell(1, 1).add_table(4, 5), TABLE)
    assert rows_of(saved(document), "分工表.docx") == TABLE_DUTIES


def test_a_table_of_one_cell_only_frames_what_is_in_it():
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    for line in [PLAN_TITLE, *PLAN]:
        cell.add_paragraph(line)
    fill(cell.add_table(4, 5), TABLE)
    assert [task[2] for task in tasks_of(saved(document), "方案.docx")] == [
        duty[2] for duty in [*PLAN_DUTIES, *TABLE_DUTIES]
    ]


def test_a_row_that_begins_further_right_keeps_its_columns():
    document = a_word_document([TABLE_TITLE], TABLE)
    row = document.tables[0].rows[1]._tr
    row.remove(row.tc_lst[0])
    row.get_or_add_trPr().append(parse_xml(f"<w:gridBefore {nsdecls('w')} w:val='1'/>"))
    assert rows_of(saved(document), "分工表.docx") == [(None, *TABLE_DUTIES[0][1:]), *TABLE_DUTIES[1:]]


CHANGES = [
    ("an insertion", f"<w:ins w:id='1'>{run('（市商务局牵头）')}</w:ins>"),
    ("a move to here", f"<w:moveTo w:id='1'>{run('（市商务局牵头）')}</w:moveTo>"),
    (
        "a deletion",
        f"{run('（市商务局牵头')}<w:del w:id='1'><w:r><w:delText>，市财政局配合</w:delText></w:r></w:del>{run('）')}",
    ),
    ("a move from here", f"{run('（市商务局')}<w:moveFrom w:id='1'>{run('、市财政局')}</w:moveFrom>{run('牵头）')}"),
    ("hidden text", f"{run('（市商务局')}<w:r><w:rPr><w:vanish/></w:rPr><w:t>、市财政局</w:t></w:r>{run('牵头）')}"),
    ("a link", f"<w:hyperlink>{run('（市商务局牵头）')}</w:hyperlink>"),
    ("a content control", f"<w:sdt><w:sdtContent>{run('（市商务局牵头）')}</w:sdtContent></w:sdt>"),
    ("a field's result", f"<w:fldSimple w:instr='DATE'>{run('（市商务局牵头）')}</w:fldSimple>"),
    ("a field's formula", f"<w:r><w:instrText>（市财政局配合）</w:instrText></w:r>{run('（市商务局牵头）')}"),
    (
        "a phonetic guide",
        f"<w:r><w:ruby><w:rt>{run('shi')}</w:rt><w:rubyBase>{run('（市')}</w:rubyBase></w:ruby></w:r>{run('商务局牵头）')}",
    ),
    ("runs cut anywhere", "".join(map(run, "（市商务局牵头）"))),
]


@pytest.mark.parametrize(("what", "markup"), CHANGES, ids=[what for what, _ in CHANGES])
def test_a_paragraph_says_what_it_shows_once_changes_are_accepted(what, markup):
    raw = saved(with_paragraphs(run(PLAN_TITLE), run("一、扩大出口。支持企业开拓市场。") + markup))
    assert tasks_of(raw, "方案.docx") == [("一", "支持企业开拓市场。", "牵头 市商务局")]


def test_a_deleted_paragraph_end_joins_two_paragraphs():
    deleted = "<w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr>"
    document = with_paragraphs(
        run(PLAN_TITLE), deleted + run("一、扩大出口。支持企业"), run("开拓市场。（市商务局牵头）")
    )
    assert text_of(document).split("\n") == [PLAN_TITLE, "一、扩大出口。支持企业开拓市场。（市商务局牵头）"]


def test_a_deleted_row_is_no_task():
    document = a_word_document([TABLE_TITLE], TABLE)
    document.tables[0].rows[2]._tr.get_or_add_trPr().append(parse_xml(f"<w:del {nsdecls('w')} w:id='1'/>"))
    assert rows_of(saved(document), "分工表.docx") == [TABLE_DUTIES[0], TABLE_DUTIES[2]]


@pytest.mark.parametrize("mark", ["<w:br/>", "<w:cr/>"])
def test_a_line_break_ends_a_line(mark):
    document = with_paragraphs(run("推进工作。") + f"<w:r>{mark}</w:r>" + run("责任单位：市商务局"))
    assert text_of(document) == "推进工作。\n责任单位：市商务局"


def test_line_breaks_and_paragraphs_in_a_cell_stay_in_the_cell():
    document = a_word_document([TABLE_TITLE], TABLE)
    document.tables[0].cell(1, 3).text = "市财政局\n市税务局"
    document.tables[0].cell(1, 1).text = "建设公共海外仓"
    document.tables[0].cell(1, 1).add_paragraph("10个")
    assert rows_of(saved(document), "分工表.docx")[0][2:] == TABLE_DUTIES[0][2:]
    assert "建设公共海外仓 10个\t" in text_of(document)


def test_headers_footers_footnotes_and_comments_are_not_read():
    document = a_word_document([PLAN_TITLE, *PLAN])
    document.sections[0].header.paragraphs[0].text = "绍兴市人民政府公报（市财政局牵头）"
    document.sections[0].footer.paragraphs[0].text = "第 3 页（市税务局牵头）"
    document.add_comment(document.paragraphs[1].runs, text="请核（市统计局牵头）", author="甲")
    assert text_of(document).split("\n") == [PLAN_TITLE, *PLAN]


TEXT_BOX = (
    "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><w:txbxContent>"
    f"<w:p>{run('{0}')}</w:p></w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>"
    f"<w:p>{run('{0}')}</w:p></w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


def test_a_text_box_breaks_no_sentence():
    box = TEXT_BOX.replace("{0}", "图1 通关流程")
    raw = saved(
        with_paragraphs(run(PLAN_TITLE), run("一、扩大出口。支持企业") + box + run("开拓市场。（市商务局牵头）"))
    )
    assert tasks_of(raw, "方案.docx") == [("一", "支持企业开拓市场。", "牵头 市商务局")]


def test_text_boxes_are_read_once_where_there_is_nothing_else():
    document = with_paragraphs(*(TEXT_BOX.replace("{0}", line) for line in [PLAN_TITLE, *PLAN]))
    assert text_of(document).split("\n") == [PLAN_TITLE, *PLAN]


def test_sentences_in_a_text_box_stand_behind_its_paragraph_once():
    words = "推行提前申报，压缩通关时间。（市口岸办牵头，杭州海关配合）"
    box = TEXT_BOX.replace("{0}", words)
    lines = text_of(with_paragraphs(run(PLAN_TITLE), run("（一）压缩通关时间。") + box, run("二、优化服务"))).split(
        "\n"
    )
    assert lines == [PLAN_TITLE, "（一）压缩通关时间。", words, "二、优化服务"]


def test_a_short_text_box_that_names_a_duty_is_read():
    box = TEXT_BOX.replace("{0}", "牵头单位：市口岸办")
    document = with_paragraphs(run(PLAN_TITLE), run("一、压缩通关时间。推行提前申报。") + box)
    assert tasks_of(saved(document), "方案.docx") == [("一", "推行提前申报。", "牵头 市口岸办")]


def test_a_file_inserted_into_the_document_is_pointed_out():
    document = a_word_document([PLAN_TITLE, *PLAN])
    document.element.body.insert(2, parse_xml(f"<w:altChunk {nsdecls('w')}/>"))
    assert [item.code for item in extract(text_of(document)).diagnostics] == ["unread-part"]


def test_a_document_saved_as_strict_open_xml_is_read():
    raw = strict(saved(a_word_document([TABLE_TITLE], TABLE)))
    assert rows_of(raw, "分工表.docx") == TABLE_DUTIES


@pytest.mark.parametrize(("properties", "shown"), [("", "市商务局"), ("<w:showingPlcHdr/>", "")])
def test_a_content_control_says_what_was_filled_in(properties, shown):
    control = f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{run('市商务局')}</w:sdtContent></w:sdt>"
    assert (
        text_of(with_paragraphs(run("一、扩大出口。（") + control + run("牵头）"))) == f"一、扩大出口。（{shown}牵头）"
    )


def test_blocks_in_content_controls_are_read_once():
    document = a_word_document([PLAN_TITLE, *PLAN, TABLE_TITLE], TABLE)
    body = document.element.body
    blocks = list(body.iterchildren(qn("w:p"), qn("w:tbl")))
    control = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtPr/><w:sdtContent/></w:sdt>")
    body.insert(0, control)
    control[1].extend(blocks)
    row = control.find(f".//{qn('w:tr')}[3]")
    inner = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent/></w:sdt>")
    row.addprevious(inner)
    inner[0].append(row)
    assert text_of(document).split("\n") == [PLAN_TITLE, *PLAN, TABLE_TITLE, *("\t".join(row) for row in TABLE)]


def test_the_table_of_contents_is_left_out():
    document = a_word_document([PLAN_TITLE])
    style = document.styles.add_style("toc 1", 1)
    document.add_paragraph("一、培育外贸主体\t3", style=style)
    contents = parse_xml(
        f"<w:sdt {nsdecls('w')}><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj>"
        f"</w:sdtPr><w:sdtContent><w:p>{run('二、优化口岸环境 5')}</w:p></w:sdtContent></w:sdt>"
    )
    document.element.body.insert(-1, contents)
    for line in PLAN:
        document.add_paragraph(line)
    assert text_of(document).split("\n") == [PLAN_TITLE, *PLAN]


def test_the_body_is_found_whatever_its_part_is_called():
    raw = saved(a_word_document([PLAN_TITLE, *PLAN]))
    renamed = rezipped(
        raw,
        {
            "word/document.xml": None,
            "word/document2.xml": part_of(raw, "word/document.xml"),
            "word/_rels/document.xml.rels": None,
            "word/_rels/document2.xml.rels": part_of(raw, "word/_rels/document.xml.rels"),
            "[Content_Types].xml": part_of(raw, "[Content_Types].xml").replace(b"/document.xml", b"/document2.xml"),
            "_rels/.rels": part_of(raw, "_rels/.rels").replace(b"word/document.xml", b"word/document2.xml"),
        },
    )
    assert tasks_of(renamed, "方案.docx") == PLAN_DUTIES


@pytest.mark.parametrize("value", ["", "x", "-1", "99999999999", "1e9"])
@pytest.mark.parametrize("tag", ["w:gridSpan", "w:vMerge"])
def test_odd_numbers_in_the_markup_do_no_harm(tag, value):
    raw = saved(a_word_document([TABLE_TITLE], TABLE))
    body = part_of(raw, "word/document.xml").decode()
    odd = body.replace("<w:tcPr>", f'<w:tcPr><{tag} w:val="{value}"/>', 1)
    assert odd != body
    assert rows_of(rezipped(raw, {"word/document.xml": odd.encode()}), "分工表.docx")[1:] == TABLE_DUTIES[1:]
