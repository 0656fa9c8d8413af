"""综合材料: in which order it says what, and that it comes out of Word as it went in."""

from datetime import date
from io import BytesIO

import pytest
from docx import Document

from tracker.papers.blocks import Block, Kind, Table, counted
from tracker.papers.compendium import Compendium, Cover, DocumentWords, TaskWords, Unreported, Words, blocks_of
from tracker.papers.word import write_document

HOSTILE = "=1+1\x00\x1b[31m\ud800<w:t>&amp;</w:t>\uffff引进企业6家"
PAPER = Compendium(
    title="2026年度任务落实情况综合材料",
    office="广州市领导小组办公室",
    as_of=date(2026, 12, 12),
    figures=["本期应报告5份，已报4份，报送率80.0 %。"],
    documents=[
        DocumentWords(
            "若干措施",
            "穗府〔2026〕3号",
            (
                TaskWords(
                    "一（一）",
                    "引进企业",
                    "进行中，完成60%；偏慢",
                    (
                        Words(
                            "市商务局",
                            "引进企业6家。\n名单见附件。",
                            "用地紧张。",
                            "再引进2家。",
                            "请协调用地。",
                            ("引进企业6家（截至 2026-11-30，实绩）", "投资额3亿元"),
                        ),
                    ),
                    "主要任务",
                ),
                TaskWords(
                    "一（二）", "开展认证", "已完成", (Words("广州海关", "认证10家。", problems="无。"),), "主要任务"
                ),
                TaskWords("二（一）", "保障用地", "没有报告进展", (), "保障措施"),
            ),
        )
    ],
    covers=[Cover("市商务局", overview="总体顺利。", problems="人手不足。")],
    unreported=[Unreported("天河区人民政府", "二 园区", date(2026, 12, 10), "提出异议，待决定")],
)


def said(paper):
    return [f"{block.lead}{block.text}" for block in blocks_of(paper) if isinstance(block, Block)]


@pytest.mark.parametrize(("number", "word"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九")])
def test_numbers_of_headings_are_chinese(number, word):
    assert counted(number) == word


def test_it_goes_from_the_figures_to_tasks_agencies_matters_and_what_is_missing():
    assert said(PAPER) == [
        "2026年度任务落实情况综合材料",
        "广州市领导小组办公室　2026年12月12日",
        "一、总体情况",
        "本期应报告5份，已报4份，报送率80.0 %。",
        "二、各项任务进展情况",
        "（一）《若干措施》（穗府〔2026〕3号）",
        "主要任务",
        "一（一）　引进企业",
        "进行中，完成60%；偏慢。",
        "市商务局：引进企业6家。",
        "名单见附件。",
        "指标：引进企业6家（截至 2026-11-30，实绩）；投资额3亿元",
        "下一步：再引进2家。",
        "一（二）　开展认证",
        "已完成。",
        "广州海关：认证10家。",
        "保障措施",
        "二（一）　保障用地",
        "没有报告进展。",
        "三、各单位工作情况",
        "（一）市商务局",
        "总体顺利。",
        "存在问题：人手不足。",
        "四、存在问题和需要协调的事项",
        "市商务局（引进企业，问题）：用地紧张。",
        "市商务局（引进企业，需协调）：请协调用地。",
        "五、尚未报送的任务",
    ]
    (table,) = (block for block in blocks_of(PAPER) if isinstance(block, Table))
    assert table.rows == (("天河区人民政府", "二 园区", "2026-12-10", "提出异议，待决定"),)


def test_what_there_is_nothing_of_is_said_to_be_none():
    empty = Compendium(title="综合材料", office="办公室", as_of=date(2026, 12, 12), figures=[], documents=[])
    assert said(empty).count("无。") == 4


def test_word_gets_every_block_as_a_paragraph_with_headings_in_its_outline():
    target = BytesIO()
    write_document(blocks_of(PAPER), target, title=PAPER.title)
    document = Document(target)
    assert [paragraph.text for paragraph in document.paragraphs] == said(PAPER)
    levels = {each.text: each.style.name for each in document.paragraphs if each.style.name.startswith("Heading")}
    assert levels["一、总体情况"] == "Heading 1"
    assert levels["（一）市商务局"] == "Heading 2"
    assert (levels["主要任务"], levels["一（一）　引进企业"]) == ("Heading 3", "Heading 4")
    assert [cell.text for cell in document.tables[0].rows[1].cells][0] == "天河区人民政府"


def test_a_hostile_text_stays_a_text():
    target = BytesIO()
    write_document(
        [Block(Kind.BODY, HOSTILE, HOSTILE), Table((HOSTILE,), ((HOSTILE,),), (3.0,))], target, title=HOSTILE
    )
    document, kept = Document(target), "=1+1[31m<w:t>&amp;</w:t>引进企业6家"
    assert document.paragraphs[0].text == kept * 2
    assert [row.cells[0].text for row in document.tables[0].rows] == [kept, kept]
