import zipfile
from io import BytesIO

import openpyxl
import pytest

from tests.workbooks.ledgers import a_row
from tests.workbooks.years import a_year
from tracker.workbooks.packs import file_name, write_pack


def writing(*rows):
    return lambda target: target.write(a_year(tasks=list(rows)).getvalue())


def test_many_workbooks_go_into_one_zip():
    target = BytesIO()
    names = write_pack([("市商务局", writing(a_row(task="甲"))), ("市财政局", writing(a_row(task="乙")))], target)
    with zipfile.ZipFile(target) as archive:
        assert archive.namelist() == names == ["市商务局.xlsx", "市财政局.xlsx"]
        assert archive.testzip() is None
        books = [openpyxl.load_workbook(BytesIO(archive.read(name))) for name in names]
    assert [book.active["D4"].value for book in books] == ["甲", "乙"]


def test_workbooks_are_asked_for_one_at_a_time_and_the_target_need_not_be_seekable():
    written = []

    class Pipe:
        def write(self, data):
            written.append(len(data))
            return len(data)

        def flush(self):
            pass

    def workbooks():
        for name in "甲乙丙":
            before = len(written)
            yield name, writing(a_row())
            assert len(written) > before

    assert write_pack(workbooks(), Pipe()) == ["甲.xlsx", "乙.xlsx", "丙.xlsx"]


def test_two_of_one_name_are_told_apart():
    target = BytesIO()
    names = write_pack([("台账", writing()), ("台账", writing()), ("台账 ", writing())], target)
    assert names == ["台账.xlsx", "台账（2）.xlsx", "台账（3）.xlsx"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("广州市商务局", "广州市商务局.xlsx"),
        ("../../etc/passwd", "etc passwd.xlsx"),
        ("各区/县*台账?", "各区 县 台账.xlsx"),
        ("con", "_con.xlsx"),
        ("com1.txt", "_com1.txt.xlsx"),
        ("甲\u202e乙\x00丙", "甲 乙 丙.xlsx"),
        ("", "未命名.xlsx"),
        ("...", "未命名.xlsx"),
        ("半\ud83d字", "半 字.xlsx"),
        ("名" * 300, "名" * 80 + ".xlsx"),
    ],
)
def test_a_file_has_a_name_every_system_can_keep(name, expected):
    assert file_name(name) == expected
