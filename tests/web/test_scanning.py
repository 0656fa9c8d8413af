"""查毒: what a real command says of a file decides whether anything sees it (case 54)."""

import sys
from io import BytesIO
from pathlib import Path

import pytest

from tests.cycles import MARKET, an_open_cycle
from tests.people import signed_in
from tests.web.sending import sent
from tracker.storage.database import db
from tracker.storage.reports import Attachment, Draft, Filing

LOOKS_FOR = "import sys; sys.exit(b'EICAR' in sys.stdin.buffer.read())"
TYPED = "今年引进龙头企业六家，分别落户两区。"


@pytest.fixture
def bring(app):
    """Sends a report with a file to an installation whose scanner is some command."""
    with app.app_context():
        year = an_open_cycle()
        sheet = db.session.query(Filing.id).filter_by(agency_id=MARKET).scalar()
        db.session.rollback()
    clerk = signed_in(app, "reporter", agency_id=MARKET)
    address = f"/reports/{sheet}/rows/{year.rows[MARKET, 2]}"

    def bring(scanner, content):
        app.config["SCANNER"] = scanner
        file = (BytesIO(b"%PDF-1.7 " + content), "名单.pdf")
        return sent(
            clerk, address, based_on="0", progress="under_way", percent="60", done=TYPED, do="attach", files=file
        )

    return bring


def kept(app):
    with app.app_context():
        return [db.session.query(table).count() for table in (Attachment, Draft)]


@pytest.mark.parametrize(
    ("scanner", "content", "sentence"),
    [
        (f'{sys.executable} -c "{LOOKS_FOR}"', b"EICAR", "“名单.pdf”查出病毒，没有保存"),
        (f'{sys.executable} -c "import sys; sys.exit(2)"', b"", "查毒程序现在不能用，“名单.pdf”没有查过，所以没有保存"),
        ("/nowhere/scanner", b"", "查毒程序现在不能用"),
    ],
)
def test_what_a_scanner_does_not_let_through_is_nowhere_kept(app, bring, scanner, content, sentence):
    page = bring(scanner, content)
    assert page.status == 409
    assert sentence in page.words("//p[@class='notice']")
    assert page.texts("//main//textarea") == ["进行中", "60", TYPED]
    assert kept(app) == [0, 0]
    assert [
        path for path in Path(app.config["FILES"]).rglob("*") if path.is_file() and "evidence" in path.parts
    ] == []


def test_what_it_let_through_is_kept_whole(app, bring):
    page = bring(f'{sys.executable} -c "{LOOKS_FOR}"', b"x" * 100_000)
    assert (page.status, kept(app)) == (200, [1, 1])
    with app.app_context():
        assert db.session.query(Attachment.size).scalar() == 100_009
