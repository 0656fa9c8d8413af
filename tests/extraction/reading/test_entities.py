"""Case 43: entities, document types and inclusions are refused; no file and no address they name is looked at."""

import socket

import pytest

from tests.extraction.reading import bombs
from tests.extraction.reading.files import SHEET, part_of, rezipped
from tests.extraction.reading.sentences import read_or_refused, refusal_of
from tracker.extraction.reading import read_bytes

SECRET = "机密内容甲乙丙丁"
PARTS = {
    "docx": [bombs.DOCUMENT, "word/styles.xml", "word/numbering.xml", "[Content_Types].xml", "_rels/.rels"],
    "xlsx": [SHEET, "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels"],
}
PLACES = [(kind, part) for kind, parts in PARTS.items() for part in parts]


@pytest.fixture
def canary(tmp_path):
    """A file whose text must appear nowhere."""
    (tmp_path / "canary.txt").write_text(SECRET, encoding="utf-8")
    return (tmp_path / "canary.txt").as_uri()


@pytest.fixture
def address():
    """The address of a server; in the end nobody has called it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield f"http://127.0.0.1:{server.getsockname()[1]}/x"
        with pytest.raises(BlockingIOError):
            server.accept()


DECLARATIONS = {
    "a bomb": bombs.laughs(),
    "a long entity": f'<!DOCTYPE x [<!ENTITY i "{"市" * 100_000}">]>',
    "a file": '<!DOCTYPE x [<!ENTITY i SYSTEM "{file}">]>',
    "an address": '<!DOCTYPE x [<!ENTITY i SYSTEM "{address}">]>',
    "a document type of a file": '<!DOCTYPE x SYSTEM "{file}">',
    "a document type of an address": '<!DOCTYPE x PUBLIC "x" "{address}">',
    "a parameter entity": '<!DOCTYPE x [<!ENTITY % i SYSTEM "{address}"> %i;]>',
    "a document type with nothing": "<!DOCTYPE x>",
    "one behind a long comment": f"<!--{'x' * 200_000}--><!DOCTYPE x [<!ENTITY i 'x'>]>",
}


def declared(raw, part, declaration, encoding="utf-8"):
    """An archive with a declaration at the head of a part, and a reference to its entity in its first word."""
    content = part_of(raw, part).decode()
    head, _, tail = content.rpartition("?>") if content.startswith("<?xml") else ("", "", content)
    text = f'<?xml version="1.0" encoding="{encoding}"?>{declaration}{tail}'
    text = text.replace("</w:t>", "&i;</w:t>", 1).replace("</t>", "&i;</t>", 1)
    return rezipped(raw, {part: text.encode(encoding)})


@pytest.fixture(scope="module")
def originals():
    return {"docx": bombs.a_docx(), "xlsx": bombs.an_xlsx()}


@pytest.mark.parametrize("what", DECLARATIONS)
@pytest.mark.parametrize(("kind", "part"), PLACES)
def test_a_declaration_in_any_part_is_refused(originals, kind, part, what, canary, address):
    declaration = DECLARATIONS[what].replace("{file}", canary).replace("{address}", address)
    sentence = refusal_of(declared(originals[kind], part, declaration), f"方案.{kind}")
    assert "声明" in sentence
    assert SECRET not in sentence


@pytest.mark.parametrize(("encoding", "said"), [("utf-16", "声明"), ("utf-16-le", "编码"), ("utf-7", "编码")])
@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_no_encoding_hides_a_declaration(originals, kind, encoding, said, canary):
    declaration = DECLARATIONS["a file"].replace("{file}", canary)
    sentence = refusal_of(declared(originals[kind], PARTS[kind][0], declaration, encoding), f"方案.{kind}")
    assert said in sentence
    assert SECRET not in sentence


@pytest.mark.parametrize("attributes", ['href="{file}" parse="text"', 'href="{address}"'])
@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_an_inclusion_is_refused(originals, kind, attributes, canary, address):
    inclusion = f'<i:include xmlns:i="http://www.w3.org/2001/XInclude" {attributes}/>'
    inclusion = inclusion.replace("{file}", canary).replace("{address}", address)
    before = "<w:sectPr" if kind == "docx" else "</sheetData>"
    raw = bombs.counted(originals[kind], PARTS[kind][0], before, [inclusion])
    assert SECRET not in refusal_of(raw, f"方案.{kind}")


def test_a_picture_with_entities_is_refused(originals):
    picture = f"{bombs.laughs()}<svg>&i;</svg>".encode()
    assert "声明" in refusal_of(rezipped(originals["docx"], {"word/media/image1.svg": picture}), "方案.docx")


@pytest.mark.parametrize("what", DECLARATIONS)
def test_a_web_page_s_declarations_are_not_followed(what, canary, address):
    declaration = DECLARATIONS[what].replace("{file}", canary).replace("{address}", address)
    page = f"{declaration}<html><body><p>推进工作&i;</p><iframe src='{address}'></iframe><img src='{address}'></body></html>"
    text = read_or_refused(page.encode(), "方案.html").text
    assert text is not None
    assert "推进工作" in text
    assert SECRET not in text
    assert len(text) < 300_000


@pytest.mark.parametrize("kind", ["image", "oleObject", "aFChunk", "attachedTemplate"])
def test_a_relation_to_the_outside_is_not_followed(originals, kind, address):
    part = "word/_rels/document.xml.rels"
    relation = (
        f'<Relationship Id="rId99" TargetMode="External" Target="{address}"'
        f' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"/></Relationships>'
    )
    content = part_of(originals["docx"], part).decode().replace("</Relationships>", relation)
    assert "扩大企业规模" in read_bytes(rezipped(originals["docx"], {part: content.encode()}), "方案.docx")


def test_an_embedded_page_may_have_its_ordinary_document_type(originals):
    raw = rezipped(originals["docx"], {"word/afchunk.html": b"<!DOCTYPE html><p>x</p>"})
    assert "扩大企业规模" in read_bytes(raw, "方案.docx")
