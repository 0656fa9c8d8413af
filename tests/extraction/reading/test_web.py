"""A web page: what stands in its body, without navigation and scripts; tables of data apart from tables of layout."""

import pytest

from tests.extraction.reading.files import (
    HEADER,
    PLAN,
    PLAN_DUTIES,
    PLAN_TITLE,
    ROWS,
    TABLE,
    TABLE_DUTIES,
    TABLE_TITLE,
    html_table,
    rows_of,
    tasks_of,
)
from tracker.extraction.reading import read_bytes

PARAGRAPHS = "".join(f"<p>{line}</p>" for line in [PLAN_TITLE, *PLAN])
MENU = (
    "<li><a href='/'>首页</a></li><li><a href='/a'>政务公开</a></li><li><a href='/b'>办事服务（市商务局牵头）</a></li>"
)


def page(body, head=""):
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()


def text_of(body, head=""):
    return read_bytes(page(body, head), "方案.html")


@pytest.mark.parametrize("name", ["方案.html", "方案.htm", "方案.HTML"])
def test_paragraphs_become_measures(name):
    assert tasks_of(page(PARAGRAPHS), name) == PLAN_DUTIES


AROUND = {
    "navigation": f"<nav><ul>{MENU}</ul></nav>",
    "a menu": f"<div class='menu'><ul>{MENU}</ul></div>",
    "a menu in a table": f"<table><tr><td>{MENU}</td></tr></table>",
    "a menu without links": "<ul id='nav'><li>首页</li><li>责任单位：市政府办</li></ul>",
    "what a class calls the foot": "<div class='page-footer'><p>主办单位：市商务局</p></div>",
    "breadcrumbs": "<div>当前位置：<a>首页</a> &gt; <a>政务公开</a> &gt; <a>规范性文件和政策解读</a></div>",
    "a header": "<header><h1>绍兴市人民政府（市商务局牵头）</h1></header>",
    "a footer": "<footer>主办：绍兴市人民政府办公室。（市商务局牵头）</footer>",
    "a sidebar": "<aside>相关解读（市商务局牵头）</aside>",
    "a script": "<script>var x = '（市商务局牵头）';</script>",
    "a style": "<style>p:after { content: '（市商务局牵头）' }</style>",
    "a comment": "<!-- 三、推进工作。（市商务局牵头） -->",
    "an old comment": "<!--[if IE]><p>三、推进工作。（市商务局牵头）</p><![endif]-->",
    "a hidden block": "<div style='display: none'>三、推进工作。（市商务局牵头）</div>",
    "a hidden attribute": "<div hidden>三、推进工作。（市商务局牵头）</div>",
    "a search form": "<form><input value='（市商务局牵头）'><select><option>市商务局</option></select><button>搜索</button></form>",
    "a frame": "<iframe src='https://example.org/x'>（市商务局牵头）</iframe>",
    "a picture": "<svg><text>（市商务局牵头）</text></svg><img alt='（市商务局牵头）'>",
    "a template": "<template><p>三、推进工作。（市商务局牵头）</p></template>",
}


@pytest.mark.parametrize("where", ["above", "below"])
@pytest.mark.parametrize("what", AROUND)
def test_what_stands_around_the_text_is_left_out(what, where):
    body = AROUND[what] + PARAGRAPHS if where == "above" else PARAGRAPHS + AROUND[what]
    text = text_of(body)
    assert tasks_of(page(body), "方案.html") == PLAN_DUTIES
    assert "市商务局牵头）\n" not in text.replace("\n".join(PLAN), "")


def test_a_page_within_one_form_is_read():
    assert tasks_of(page(f"<form id='aspnetForm'>{PARAGRAPHS}</form>"), "方案.html") == PLAN_DUTIES


def test_the_head_of_an_article_belongs_to_it():
    body = f"<article><header><h1>{PLAN_TITLE}</h1></header>{''.join(f'<p>{line}</p>' for line in PLAN)}</article>"
    assert text_of(body).split("\n") == [PLAN_TITLE, *PLAN]


def test_a_page_of_links_is_not_empty():
    assert text_of(f"<ul>{MENU}</ul>").startswith("首页")


def test_the_title_of_the_window_is_no_text():
    assert text_of(PARAGRAPHS, "<title>绍兴市人民政府</title>").split("\n") == [PLAN_TITLE, *PLAN]


def test_line_breaks_of_the_source_are_no_lines():
    body = PARAGRAPHS.replace("支持企业", "支持\n    企业").replace("市财政局、", "市财\n政局、")
    assert [task[2] for task in tasks_of(page(body), "方案.html")] == [duty[2] for duty in PLAN_DUTIES]


@pytest.mark.parametrize("mark", ["<br>", "<br/>", "</p><p>", "</div><div>", "<hr>", "</li><li>"])
def test_marks_that_end_a_line_do(mark):
    assert text_of(f"<div>推进工作。{mark}责任单位：市商务局</div>").split("\n") == ["推进工作。", "责任单位：市商务局"]


def test_spans_end_no_line():
    assert text_of("<p>（市<b>商务</b><span>局</span>牵<!-- x -->头）</p>") == "（市商务局牵头）"


def test_references_to_characters_are_read():
    assert text_of("<p>&ldquo;双创&rdquo;&#xff08;市商务局牵头&#65289;&nbsp;&amp;</p>") == "“双创”（市商务局牵头）\xa0&"


def test_the_lines_of_preformatted_text_stay():
    assert text_of(f"<pre>{chr(10).join([PLAN_TITLE, *PLAN])}</pre>").split("\n") == [PLAN_TITLE, *PLAN]


def test_units_that_are_links_are_read():
    links = [
        HEADER,
        *(
            [*row[:2], "、".join(f"<p><a href='/{unit}'>{unit}</a></p>" for unit in row[2].split("、")), *row[3:]]
            for row in ROWS
        ),
    ]
    assert [row[2] for row in rows_of(page(f"<h1>{TABLE_TITLE}</h1>{html_table(links)}"), "分工表.html")] == [
        row[2] for row in TABLE_DUTIES
    ]


@pytest.mark.parametrize("cell", ["td", "th"])
def test_the_rows_of_a_table_become_tasks(cell):
    assert rows_of(page(f"<h1>{TABLE_TITLE}</h1>{html_table(TABLE, cell)}"), "分工表.html") == TABLE_DUTIES


def test_a_table_of_data_in_a_table_of_layout_is_read():
    layout = f"<table><tr><td>{PARAGRAPHS}</td><td></td></tr><tr><td><h2>{TABLE_TITLE}</h2>{html_table(TABLE)}</td></tr></table>"
    assert [task[2] for task in tasks_of(page(layout), "方案.html")] == [
        duty[2] for duty in [*PLAN_DUTIES, *TABLE_DUTIES]
    ]


def test_paragraphs_in_a_table_of_layout_stay_lines():
    assert tasks_of(page(f"<table><tr><td>{PARAGRAPHS}</td></tr></table>"), "方案.html") == PLAN_DUTIES


def test_cells_over_several_rows_hold_for_each_of_them():
    rows = [
        f"<tr>{''.join(f'<th>{text}</th>' for text in ['领域', *HEADER[1:]])}</tr>",
        f"<tr><td rowspan='2'>通关</td><td>{ROWS[0][1]}</td><td rowspan=2>市商务局</td><td>{ROWS[0][3]}</td><td></td></tr>",
        f"<tr><td>{ROWS[1][1]}</td><td>无</td><td>{ROWS[1][4]}</td></tr>",
        f"<tr><td>降本</td>{''.join(f'<td>{text}</td>' for text in ROWS[2][1:])}</tr>",
    ]
    raw = page(f"<h1>{TABLE_TITLE}</h1><table>{''.join(rows)}</table>")
    assert [row[2] for row in rows_of(raw, "分工表.html")] == [TABLE_DUTIES[0][2], "牵头 市商务局", TABLE_DUTIES[2][2]]
    assert [line.split("\t")[0] for line in read_bytes(raw, "分工表.html").split("\n")[2:]] == ["通关", "通关", "降本"]


def test_a_card_has_its_captions_below_one_another():
    cards = "".join(
        "<table>"
        + "".join(f"<tr><th>{head}</th><td>{cell}</td></tr>" for head, cell in zip(HEADER, row, strict=True))
        + "</table>"
        for row in ROWS
    )
    assert rows_of(page(cards), "方案.html") == TABLE_DUTIES


def test_captions_in_two_rows_are_one_header():
    head = (
        "<tr><th rowspan=2>序号</th><th rowspan=2>工作任务</th><th colspan=2>责任分工</th><th rowspan=2>完成时限</th></tr>"
        "<tr><th>牵头单位</th><th>配合单位</th></tr>"
    )
    raw = page(f"<h1>{TABLE_TITLE}</h1>" + html_table(ROWS).replace("<table>", f"<table>{head}"))
    assert rows_of(raw, "分工表.html") == TABLE_DUTIES


@pytest.mark.parametrize("value", ["0", "-1", "x", "", "99999999999999999999", "1.5", "２"])
@pytest.mark.parametrize("name", ["rowspan", "colspan"])
def test_odd_spans_do_no_harm(name, value):
    raw = page(
        f"<h1>{TABLE_TITLE}</h1>{html_table([*TABLE, ['注', '', '']]).replace('<td>注', f'<td {name}={value!r}>注')}"
    )
    assert rows_of(raw, "分工表.html")[:3] == TABLE_DUTIES


@pytest.mark.parametrize("sign", ["\x01", "&#1;", "&#0;", "&#xD800;", "&#xFFFF;", "\x7f", "\ufffe"])
def test_signs_that_do_not_print_do_no_harm(sign):
    raw = page(f"<h1>{TABLE_TITLE}</h1>{html_table([*TABLE, [f'注{sign}', f'{sign}', '']])}")
    assert rows_of(raw, "分工表.html")[:3] == TABLE_DUTIES
    assert (
        tasks_of(page(f"<div>x{sign}<script>x</script>{sign}<p>{sign}</p>{sign}{PARAGRAPHS}</div>"), "方案.html")
        == PLAN_DUTIES
    )


META = [
    "<meta charset=gbk>",
    "<meta charset='GB2312'>",
    "<META http-equiv=Content-Type content='text/html; charset=gb2312'>",
]
RARE = "推进城市更新㎡和镕基路、喆园建设。（市商务局牵头）"


@pytest.mark.parametrize("head", META)
def test_a_page_is_read_in_the_encoding_it_declares(head):
    raw = page(f"<p>{PLAN_TITLE}</p><p>一、{RARE}</p>", head).decode().encode("gb18030")
    assert read_bytes(raw, "方案.html").split("\n") == [PLAN_TITLE, f"一、{RARE}"]


@pytest.mark.parametrize("head", ["", *META, "<meta charset=utf-8>", "<meta charset=klingon>", "<meta charset=utf-16>"])
def test_a_page_in_utf_8_is_read_whatever_it_declares(head):
    assert text_of(f"<p>{RARE}</p>", head) == RARE


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
def test_a_page_that_declares_nothing_is_read(encoding):
    assert read_bytes(page(PARAGRAPHS).decode().encode(encoding), "方案.html").split("\n") == [PLAN_TITLE, *PLAN]


def test_a_page_with_an_xml_declaration_is_read():
    raw = b"<?xml version='1.0' encoding='gb2312'?>" + page(PARAGRAPHS, "<meta charset=utf-8>")
    assert tasks_of(raw, "方案.html") == PLAN_DUTIES


def test_a_damaged_character_costs_no_page():
    raw = page(PARAGRAPHS, META[0]).decode().encode("gb18030").replace(b"</p></body>", b"\xff</p></body>")
    assert [task[2] for task in tasks_of(raw, "方案.html")] == [duty[2] for duty in PLAN_DUTIES]


def test_an_encoding_a_person_chose_is_used():
    traditional = "<p>一、推動數位轉型。（市商務局牽頭）</p>"
    assert read_bytes(traditional.encode("big5"), "方案.html", "big5") == "一、推動數位轉型。（市商務局牽頭）"


def read(body):
    return read_bytes(f"<html><body>{body}</body></html>".encode(), "方案.html").split("\n")


LISTS = {
    "numbers": ("<ol><li>扩大出口</li><li>压缩时间</li></ol>", ["1.扩大出口", "2.压缩时间"]),
    "another start": ("<ol start='4'><li>扩大出口</li><li value='9'>压缩时间</li></ol>", ["4.扩大出口", "9.压缩时间"]),
    "paragraphs within": (
        "<ol><li><p><b>扩大出口</b></p></li><li><p>压缩时间</p></li></ol>",
        ["1.扩大出口", "2.压缩时间"],
    ),
    "Chinese": (
        "<ol style='list-style-type: cjk-ideographic'><li>扩大出口</li><li>压缩时间</li></ol>",
        ["一、扩大出口", "二、压缩时间"],
    ),
    "none": ("<ol style='list-style:none'><li>扩大出口</li></ol>", ["扩大出口"]),
    "written by hand": ("<ol><li>（一）扩大出口</li></ol>", ["（一）扩大出口"]),
    "signs": ("<ul><li>扩大出口</li></ul>", ["扩大出口"]),
}


@pytest.mark.parametrize("what", LISTS)
def test_an_ordered_list_shows_the_numbers_a_browser_shows(what):
    body, lines = LISTS[what]
    assert read(body) == lines


@pytest.mark.parametrize("mark", ["title='header'", "title='footer'", "role='navigation'", "role='contentinfo'"])
def test_what_runs_around_the_pages_of_a_saved_document_is_left_out(mark):
    assert read(f"<div {mark}><p>绍兴市人民政府文件</p></div><p>一、扩大出口</p>") == ["一、扩大出口"]


def test_a_table_of_two_columns_with_captions_is_data():
    rows = [["工作任务", "责任单位"], ["压缩通关时间", "市口岸办"], ["清理口岸收费", "市发展改革委"]]
    assert read(html_table(rows)) == ["\t".join(row) for row in rows]


def test_what_a_page_says_of_itself_in_two_columns_is_no_table_of_data():
    rows = [["发文机关：", "绍兴市人民政府"], ["成文日期：", "2026年2月9日"]]
    assert not any("\t" in line for line in read(html_table(rows)))
