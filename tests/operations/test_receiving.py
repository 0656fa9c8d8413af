"""Taking files in: read and kept whole, recognised the second time, or refused without a trace (cases 46, 47, 51, 53)."""

import io
import zipfile
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import openpyxl
import pytest
from sqlalchemy import func, select

from tests.builders import A_PLAN
from tests.statements import watched
from tracker.errors import AlreadyReceived, UnreadableFile, Unsigned, UnwritableFile
from tracker.extraction.reading import LARGEST
from tracker.operations import confirming, publishing, receiving
from tracker.operations.reading_apart import read_apart
from tracker.operations.receiving import file_name, receive, receive_text
from tracker.settings import shipped
from tracker.storage.database import db
from tracker.storage.documents import PolicyDocument
from tracker.storage.history import DocumentEvent
from tracker.storage.queries.documents import document_line
from tracker.storage.queries.filters import clean
from tracker.vocabulary import DocumentState, DocumentStatus


def upload(home, content=A_PLAN, name="实施方案.txt", **given):
    raw = content.encode() if isinstance(content, str) else content
    return receive(io.BytesIO(raw), name, **{"who": "张三", "home": home} | given)


def workbook(*rows):
    book, target = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(target)
    return target.getvalue()


def files(home):
    return sorted(path for path in (home / "files").rglob("*") if path.is_file())


def nothing_is_kept(home):
    db.session.rollback()
    rows = [db.session.scalar(select(func.count()).select_from(table)) for table in (PolicyDocument, DocumentEvent)]
    return (rows, files(home)) == ([0, 0], [])


def test_a_file_is_read_and_waits_to_be_confirmed(office, morning):
    line = document_line(upload(office))
    assert (line.title, line.stem, line.file_name) == ("广州市促进跨境贸易便利化若干措施", "实施方案", "实施方案.txt")
    assert (line.state, line.status) == (DocumentState.RECEIVED, DocumentStatus.ISSUED)
    assert (line.received_by, line.received_at) == ("张三", morning)
    assert (line.tasks, line.units, line.undecided) == (4, 5, 1)


def test_what_is_shown_to_be_confirmed_is_the_text_and_its_reading(office):
    shown = confirming.draft(upload(office))
    assert shown.text == A_PLAN
    assert shown.draft.tasks[0].text == "支持企业建设公共海外仓。"
    assert shown.sequence == 1


def test_a_table_is_read_by_its_captions(office):
    rows = [("序号", "重点任务", "牵头单位", "配合单位"), (1, "建设海外仓", "市商务局", "市财政局")]
    shown = confirming.draft(upload(office, workbook(*rows), "分工表.xlsx"))
    assert [unit.name for unit in shown.draft.tasks[0].units] == ["市商务局", "市财政局"]


def test_the_file_is_kept_under_a_name_of_our_own_for_its_owner_alone(office):
    upload(office, name="../../逃.txt")
    (path,) = files(office)
    sha256 = db.session.scalar(select(PolicyDocument.sha256))
    assert path == office / "files" / sha256[:2] / sha256
    assert path.read_text(encoding="utf-8") == A_PLAN
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_same_file_is_recognised_whatever_its_name(office):
    document = upload(office)
    with pytest.raises(AlreadyReceived, match="已经导入过（广州市促进") as refused:
        upload(office, name="再来一份.md", who="李四")
    assert refused.value.document_id == document
    assert len(files(office)) == 1


def test_a_document_loaded_with_the_program_is_recognised(loaded_home, in_loaded_app, tmp_path):
    seed = next(path for path in (shipped("data") / "documents").iterdir() if path.name.startswith("000"))
    with pytest.raises(AlreadyReceived, match="跨境电子商务"):
        upload(tmp_path, seed.read_bytes())


def test_a_file_that_was_discarded_may_come_again(office):
    publishing.discard(upload(office), who="张三", reason="选错了编码")
    assert document_line(upload(office)).stem == "实施方案-2"


def test_the_same_file_from_two_at_once_is_taken_in_once(office, app):
    def send(_):
        with app.app_context():
            try:
                return upload(office)
            except AlreadyReceived as refusal:
                return refusal.document_id

    with ThreadPoolExecutor(4) as persons:
        ids = set(persons.map(send, range(4)))
    assert len(ids) == 1
    assert db.session.scalar(select(func.count()).select_from(PolicyDocument)) == 1


def test_two_files_of_one_name_are_two_documents(office):
    stems = [document_line(upload(office, A_PLAN + "\n" * number)).stem for number in range(3)]
    assert stems == ["实施方案", "实施方案-2", "实施方案-3"]


def test_a_text_file_is_read_in_the_encoding_a_person_chose(office):
    assert confirming.draft(upload(office, A_PLAN.encode("utf-16-le"), encoding="utf-16")).text == A_PLAN


def test_an_encoding_nobody_offers_is_refused(office):
    with pytest.raises(UnreadableFile, match="重新选择一种编码"):
        upload(office, encoding="rot13\0")
    assert nothing_is_kept(office)


def test_pasted_text_is_a_document_like_any_other(office):
    line = document_line(receive_text(A_PLAN, "贸易措施", who="张三", home=office))
    assert (line.title, line.file_name, line.tasks) == ("广州市促进跨境贸易便利化若干措施", "贸易措施.txt", 4)
    assert line.stem == "贸易措施"


def test_pasted_text_without_a_title_has_the_one_the_person_wrote(office):
    document = receive_text(A_PLAN.partition("\n")[2], "贸易措施", who="张三", home=office)
    shown = confirming.draft(document)
    assert (shown.as_read.facts["title"], shown.draft.facts["title"]) == (None, "贸易措施")
    assert (shown.document.title, shown.steps[1].who) == ("贸易措施", "张三")


def test_what_is_open_is_the_same_in_the_list_and_on_the_page_once_a_title_is_given(office):
    document = receive_text(A_PLAN.partition("\n")[2], "贸易措施", who="张三", home=office)
    line, shown = document_line(document), confirming.draft(document)
    assert (line.undecided, line.undecided + line.doubts) == (len(shown.must), len(shown.open))


def test_pasted_nothing_is_refused(office):
    with pytest.raises(UnreadableFile, match="没有粘贴"):
        receive_text(" \n", "标题", who="张三", home=office)


def test_pasted_text_a_database_does_not_keep_is_taken_as_it_can_be(office):
    text = A_PLAN.replace("公共海外仓", "公共\udc00海外仓")
    shown = confirming.draft(receive_text(text, "措施", who="张三", home=office))
    assert shown.draft.tasks[0].text == "支持企业建设公共\ufffd海外仓。"


def test_readable_text_without_measures_is_taken_in_so_that_clauses_can_be_added(office):
    shown = confirming.draft(upload(office, "关于做好有关工作的通知\n\n请认真贯彻执行。\n"))
    assert (shown.draft.tasks, [item.fact or item.code for item in shown.open]) == (
        [],
        ["title", "jurisdiction", "issuer", "issued_on", "no-measures"],
    )


HEADER = ("序号", "重点任务", "牵头单位")
REFUSED = {
    "empty.txt": (b"", "是空文件"),
    "blank.txt": (b" \n\n", "空"),
    "old.doc": (b"\xd0\xcf\x11\xe0" + b"0" * 600, "另存为"),
    "program.exe": (b"MZ" + b"\0" * 100, "不是能读的格式"),
    "cut.docx": (b"PK\x03\x04" + b"0" * 100, "cut.docx"),
    "no.pdf": (b"%PDF-1.4\nnothing", "no.pdf"),
    "empty.xlsx": (workbook(), "empty.xlsx"),
    "header.xlsx": (workbook(HEADER), "空表"),
    "no-units.xlsx": (workbook(HEADER[:2], (1, "建设海外仓"), (2, "加强培训")), "没有找到单位一栏"),
    "unfilled.xlsx": (workbook(HEADER, (1, "建设海外仓"), (2, "加强培训")), "没有找到单位一栏，或者这一栏是空的"),
    "no-units.csv": ("序号,任务\n1,建设海外仓\n".encode(), "没有找到单位一栏"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_in_one_sentence_and_nothing_is_kept(office, name):
    content, said = REFUSED[name]
    with pytest.raises(UnreadableFile, match=said) as refused:
        upload(office, content, name)
    assert str(refused.value).endswith("。")
    assert nothing_is_kept(office)


def test_a_workbook_that_asks_for_a_password_is_refused(office):
    with pytest.raises(UnreadableFile):
        upload(office, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") * 40, "锁.xlsx")
    assert nothing_is_kept(office)


class Endless(io.RawIOBase):
    """A file without an end, counting what was read of it."""

    taken = 0

    def read(self, size=-1):
        self.taken += size
        return b"a" * size


def test_a_file_over_the_limit_is_not_read_to_its_end(office):
    endless = Endless()
    with pytest.raises(UnreadableFile, match="超过 30 MB"):
        receive(endless, "大.txt", who="张三", home=office)
    assert endless.taken <= LARGEST + 1
    assert nothing_is_kept(office)


def test_a_bomb_is_refused_and_nothing_is_kept(office):
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (300 << 20))
    with pytest.raises(UnreadableFile):
        upload(office, bomb.getvalue(), "炸.xlsx")
    assert nothing_is_kept(office)


def test_a_reading_that_does_not_end_is_killed_and_nothing_is_kept(office, monkeypatch):
    monkeypatch.setattr(receiving, "read_apart", partial(read_apart, seconds=0.01))
    with pytest.raises(UnreadableFile, match="还没有读完"):
        upload(office)
    assert nothing_is_kept(office)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_nobody_waits_for_the_database_while_a_file_is_read(office, monkeypatch):
    def reading(*arguments):
        with db.engine.connect() as another:
            another.exec_driver_sql("PRAGMA busy_timeout=0")
            another.exec_driver_sql("UPDATE document SET position = 0")
            another.rollback()
        return read_apart(*arguments)

    db.session.scalar(select(PolicyDocument.id))
    monkeypatch.setattr(receiving, "read_apart", reading)
    assert upload(office)


def test_a_failure_half_way_keeps_nothing(office):
    def fail(statement):
        if statement.startswith("INSERT INTO document_event"):
            raise KeyboardInterrupt

    with watched(fail), pytest.raises(KeyboardInterrupt):
        upload(office)
    assert nothing_is_kept(office)


def test_a_file_without_the_name_of_a_person_is_refused(office):
    with pytest.raises(Unsigned):
        upload(office, who=" ")
    assert nothing_is_kept(office)


def test_a_disk_that_takes_nothing_is_reported(office):
    (office / "files").write_text("no folder")
    with pytest.raises(UnwritableFile, match="没有存下来"):
        upload(office)


NAMES = {
    "../../etc/passwd": "passwd",
    "C:\\Users\\me\\方案.docx": "方案.docx",
    "con.xlsx": "con.xlsx",
    "方\0案.txt": "方 案.txt",
    "a.xlsx.html": "a.xlsx.html",
    "方案\u202etxt.exe": "方案txt.exe",
    "<script>alert(1)</script>.txt": "script>.txt",
    "字" * 300 + ".docx": "字" * 116 + ".docx",
    "  ": "未命名",
    ".txt": "未命名.txt",
    "..": "未命名",
    "...方案..txt": "方案.txt",
    "\ud800.txt": "未命名.txt",
    "换\r\n行.txt": "换 行.txt",
}


@pytest.mark.parametrize(("given", "shown"), NAMES.items(), ids=ascii)
def test_a_name_is_shown_without_folders_and_tricks(given, shown):
    assert file_name(given) == shown


@pytest.mark.parametrize("given", [name for name in NAMES if name.endswith(("txt", " ", ".."))], ids=ascii)
def test_whatever_a_file_is_called_it_is_taken_in_and_found_by_its_address(office, given):
    stem = document_line(upload(office, name=given)).stem
    assert stem == clean(stem) != ""
