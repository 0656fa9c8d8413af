"""Text files as they come: read in the encodings offices use, or refused in one Chinese sentence; nothing else."""

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extraction.plans import duties, plan
from tracker.errors import UnreadableFile
from tracker.extraction import extract
from tracker.extraction.reading import read_bytes, read_text

PLAN = plan(
    "扩大企业规模。支持企业扩大出口，对成效明显的给予奖励，推动外贸稳中提质。（市商务局牵头，市财政局、税务局配合）",
    "稳定就业形势。落实援企稳岗政策，加强重点群体就业帮扶工作。（市人社局牵头，各区政府配合）",
)
DUTIES = ["牵头 市商务局；配合 市财政局 市税务局", "牵头 市人社局；配合 各区政府"]
TRADITIONAL = (
    "臺北市政府推動智慧城市發展實施計畫\n一、為推動城市數位轉型，應由資訊局會同相關機關規劃辦理各項創新應用服務，並鼓勵民間業者參與。\n"
    "二、各機關應於每季結束後提報執行成果，作為次年度預算編列之參考依據。\n"
)
JAPANESE = "第一条　この規則は、市の施設の利用について必要な事項を定めることを目的とする。\n第二条　利用しようとする者は、あらかじめ申請しなければならない。\n"
ENGLISH = "1. Purpose. This plan sets out measures to support exporters. (Lead: Department of Commerce)\n2. Scope.\n"
ONE_SENTENCE = re.compile(r"“文件\.txt”[^。\n]*[\u4e00-\u9fff][^。\n]*。")


def refusal_of(raw):
    with pytest.raises(UnreadableFile) as caught:
        read_bytes(raw, "文件.txt")
    return str(caught.value)


ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "gbk", "gb2312", "utf-16"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_plan_is_read_in_every_usual_encoding(encoding, line_end):
    text = read_bytes(PLAN.replace("\n", line_end).encode(encoding), "文件.txt")
    assert text == PLAN
    assert [duties(task) for task in extract(text).tasks] == DUTIES


@pytest.mark.parametrize(("bom", "encoding"), [(b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")])
def test_both_orders_of_utf_16_are_read(bom, encoding):
    assert read_bytes(bom + PLAN.encode(encoding), "文件.txt") == PLAN


@pytest.mark.parametrize("ending", [".txt", ".md", ".markdown", ".text", ".TXT", ""])
def test_a_file_is_read_by_its_path(tmp_path, ending):
    path = tmp_path / f"方案{ending}"
    path.write_text(PLAN, encoding="gb18030")
    assert read_text(path) == read_text(str(path)) == PLAN


BAD = {
    "empty": b"",
    "blank": b" \r\n\t \n",
    "wide blanks": "\u3000\u3000\n\u3000".encode(),
    "only a BOM": b"\xef\xbb\xbf",
    "only nulls": b"\x00" * 200,
    "a PNG": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4,
    "a JPEG": b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 4,
    "a GIF": b"GIF89a" + bytes(range(256)) * 4,
    "a TIFF": b"II*\x00" + bytes(range(256)) * 4,
    "a PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n",
    "a zip": b"PK\x03\x04\x14\x00\x00\x00\x08\x00" + bytes(range(256)),
    "an empty zip": b"PK\x05\x06" + b"\x00" * 18,
    "an old Word file": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
    "a rar": b"Rar!\x1a\x07\x00" + bytes(range(256)),
    "a 7z": b"7z\xbc\xaf\x27\x1c" + bytes(range(256)),
    "a gzip": b"\x1f\x8b\x08\x00" + bytes(range(256)),
    "UTF-8 cut in a character": PLAN.encode()[:-2],
    "GB18030 cut in a character": PLAN.rstrip().encode("gb18030") + "市".encode("gb18030")[:1],
    "UTF-16 cut in a character": PLAN.encode("utf-16")[:-1],
    "UTF-16 without BOM": PLAN.encode("utf-16-le"),
    "UTF-32": PLAN.encode("utf-32"),
    "Big5": TRADITIONAL.encode("big5") * 3,
    "Shift-JIS": JAPANESE.encode("shift_jis") * 3,
    "EUC-KR": ("제1조 이 규칙은 시설의 이용에 관하여 필요한 사항을 정함을 목적으로 한다.\n" * 5).encode("euc_kr"),
    "UTF-8 with a broken middle": PLAN.encode()[:200] + b"\xff\xff\xfe" + PLAN.encode()[200:],
    "noise": random.Random(1).randbytes(5000),
    "text with nulls": PLAN.replace("\n", "\0").encode(),
    "text with control characters": "\x01\x02\x03市".encode() * 30,
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_text_is_refused_in_one_chinese_sentence(name):
    assert ONE_SENTENCE.fullmatch(refusal_of(BAD[name]))


@pytest.mark.parametrize("cut", [1, 2])
def test_a_file_cut_short_says_that_it_is_incomplete(cut):
    assert "不完整" in refusal_of(PLAN.rstrip().encode()[:-cut])


@pytest.mark.parametrize("name", ["没有.txt", "文件夹"])
def test_a_path_that_is_no_file_is_refused(tmp_path, name):
    (tmp_path / "文件夹").mkdir()
    with pytest.raises(UnreadableFile, match=f"“{name}”.*。$"):
        read_text(tmp_path / name)


@pytest.mark.parametrize("ending", [".exe", ".zip", ".png", ".doc", ".wps", ".rtf", ".ofd", ".mp4"])
def test_another_kind_of_file_is_refused_by_its_ending(tmp_path, ending):
    path = tmp_path / f"方案{ending}"
    path.write_text(PLAN, encoding="utf-8")
    with pytest.raises(UnreadableFile, match="“方案.*格式.*。$"):
        read_text(path)


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "klingon", "hex", "idna", "undefined"])
def test_an_encoding_that_a_person_chose_wrongly_is_refused(encoding):
    with pytest.raises(UnreadableFile, match="^“文件.txt”[^。]*。$"):
        read_bytes(PLAN.encode("gb18030"), "文件.txt", encoding)


def test_an_encoding_that_a_person_chose_rightly_is_used():
    assert read_bytes(TRADITIONAL.encode("big5"), "文件.txt", "big5") == TRADITIONAL


OTHER_LANGUAGES = {
    "English": ENGLISH,
    "Japanese": JAPANESE,
    "Latin": "Lorem ipsum dolor sit amet. " * 40,
    "figures": "1 2 3\n4 5 6\n" * 50,
}


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
def test_a_text_in_another_language_gives_nothing_and_says_so(language):
    findings = extract(read_bytes(OTHER_LANGUAGES[language].encode(), "文件.txt"))
    assert findings.measures == ()
    assert [diagnostic.code in ("no-chinese", "no-measures") for diagnostic in findings.diagnostics] == [True]


@pytest.mark.parametrize("unit", ["推动产业发展", "1", "（", "市商务局牵头，", "a "])
def test_a_single_line_of_a_megabyte_is_read(unit):
    text = read_bytes((unit * (1_000_000 // len(unit.encode()))).encode(), "文件.txt")
    assert len(text.encode()) > 900_000
    assert extract(text).measures == ()


STEADY = settings(derandomize=True, deadline=None, max_examples=200, database=None)


def read_or_refused(raw):
    try:
        text = read_bytes(raw, "文件.txt")
    except UnreadableFile as refusal:
        return ONE_SENTENCE.fullmatch(str(refusal))
    return text.strip() and "\r" not in text and "\0" not in text


@STEADY
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(raw):
    assert read_or_refused(raw)


@STEADY
@given(st.integers(0, len(PLAN.encode())), st.binary(max_size=4), st.sampled_from(ENCODINGS), st.integers(0, 4))
def test_a_plan_with_bytes_put_in_or_taken_out_is_read_or_refused(at, put_in, encoding, taken_out):
    raw = PLAN.encode(encoding)
    assert read_or_refused(raw[:at] + put_in + raw[at + taken_out :])
